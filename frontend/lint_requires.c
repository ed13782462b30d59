/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What gen_require says against what the text around it uses.
 *
 * A name counts as used wherever it stands as a whole word in the body of the
 * interface, be it in a rule or as an argument of a call, or in the file
 * contexts of the module.  Names that are put
 * together, as in `$1_exec_t`, are not known here: what might be one of them
 * is taken for used.  Classes are left out, because rules often name them by
 * macros (dir_file_class_set). */
#include <ctype.h>
#include <string.h>

#include "frontend/lint.h"
#include "frontend/lint_pieces.h"

/* What is known of a name, by Name. */
enum {
  SYMBOL_IS_TYPE = 1, /* or an attribute or role */
  SYMBOL_IS_OTHER = 2, /* also a class, permission, …: its use is not clear */
};

typedef struct Required {
  Name name;
  Place place;
  bool is_used;
} Required;

typedef struct Linter {
  Session *session;
  uint8_t *symbols; /* by Name */
  uint32_t *marks;  /* by Name: index + 1 of a Required, or DECLARED */
  uint32_t n_names;
  ARRAY(Required) required;
  ARRAY(Name) parts; /* words that are parts of names */
  ARRAY(Piece) missing;
  bool says_more; /* than gen_require */
  Name gen_require, require, refpolicywarn, dnl, interface, template;
  Name kinds[6];     /* words that begin a list of names in a require */
} Linter;

static const uint32_t DECLARED = UINT32_MAX, REPORTED = UINT32_MAX - 1;

static void linter_init(Linter *linter, Session *session) {
  static const char *const kinds[] = {"type", "attribute", "role",
                                      "attribute_role", "bool", "tunable"};
  Names *names = &session->names;
  *linter = (Linter){.session = session};
  linter->gen_require = name_intern_string(names, "gen_require");
  linter->require = name_intern_string(names, "require");
  linter->refpolicywarn = name_intern_string(names, "refpolicywarn");
  linter->dnl = name_intern_string(names, "dnl");
  linter->interface = name_intern_string(names, "interface");
  linter->template = name_intern_string(names, "template");
  for (int i = 0; i < 6; i++)
    linter->kinds[i] = name_intern_string(names, kinds[i]);
  linter->n_names = names->n;
  linter->symbols = mem_resize(NULL, linter->n_names + 1);
  memset(linter->symbols, 0, linter->n_names + 1);
  size_t size = (linter->n_names + 1) * sizeof *linter->marks;
  linter->marks = mem_resize(NULL, size);
  memset(linter->marks, 0, size);
}

static void linter_free(Linter *linter) {
  mem_free(linter->symbols);
  mem_free(linter->marks);
  ARRAY_FREE(&linter->required);
  ARRAY_FREE(&linter->parts);
  ARRAY_FREE(&linter->missing);
}

static void learn_symbols(Linter *linter, const Module *module) {
  for (size_t i = 0; i < module->blocks.n; i++) {
    const Symbols *declared = &module->blocks.v[i].declared;
    for (size_t j = 0; j < declared->n; j++) {
      const Symbol *symbol = &declared->v[j];
      bool plain = symbol->kind == SYMBOL_TYPE || symbol->kind == SYMBOL_ROLE;
      linter->symbols[symbol->id.name] |=
          plain ? SYMBOL_IS_TYPE : SYMBOL_IS_OTHER;
      for (uint32_t k = 0; k < symbol->perms.n; k++)
        linter->symbols[symbol->perms.v[k].name] |= SYMBOL_IS_OTHER;
    }
  }
}

static Place place_of(Piece piece) {
  return (Place){piece.loc, 0};
}

static bool is_kind(const Linter *linter, Name name) {
  for (int i = 0; i < 6; i++)
    if (linter->kinds[i] == name)
      return true;
  return false;
}

static const char *text_of(const Linter *linter, Name name) {
  return name_text(&linter->session->names, name);
}

/* Takes a name out of a list, with the comma that goes with it. */
static void fix_list(Linter *linter, Place place) {
  const Source *source = source_of(&linter->session->sources, place.loc);
  const char *text = source->text + (place.loc - source->base);
  long n = 0, blanks = 1;
  while (isalnum((unsigned char)text[n]) || text[n] == '_')
    n++;
  while (isblank((unsigned char)text[-blanks]))
    blanks++;
  if (text[-blanks] == ',') {
    place.loc -= (Loc)blanks;
    diag_fix(&linter->session->diags, place, n + blanks, "");
  } else if (text[n] == ',') {
    n++;
    while (isblank((unsigned char)text[n]))
      n++;
    diag_fix(&linter->session->diags, place, n, "");
  }
}

static void add_required(Linter *linter, Piece word, size_t from) {
  uint32_t *mark = &linter->marks[word.name];
  if (!*mark || *mark == DECLARED) {
    ARRAY_PUSH(&linter->required, (Required){word.name, place_of(word), false});
    *mark = (uint32_t)linter->required.n;
    return;
  }
  if (*mark <= from) /* in another gen_require, of another block perhaps */
    return;
  Diags *diags = &linter->session->diags;
  if (diag_warning(diags, WARN_REDUNDANT_REQUIRE, place_of(word),
                   "'%s' is required twice", text_of(linter, word.name))) {
    diag_note(diags, linter->required.v[*mark - 1].place,
              "required here already");
    fix_list(linter, place_of(word));
  }
}

/* Reads `type a, b; class file { … };`. */
static void read_require(Linter *linter, Slice list) {
  size_t from = linter->required.n;
  bool in_names = false, at_start = true;
  for (size_t i = 0; i < list.n; i++) {
    i = lint_skip_comment(list, i, linter->dnl);
    if (i == list.n)
      break;
    Piece piece = list.v[i];
    if (piece.kind == PIECE_CHAR && piece.byte == ';') {
      in_names = false;
      at_start = true;
    } else if (piece.kind == PIECE_WORD && at_start) {
      at_start = false;
      in_names = is_kind(linter, piece.name);
    } else if (piece.kind == PIECE_WORD && in_names && !lint_is_part(list, i)) {
      add_required(linter, piece, from);
    }
  }
}

/* What a call of gen_require or a block `require { … }` holds whose name is at
 * `i`; empty when it is neither. */
static Slice require_text(const Linter *linter, Slice body, size_t i) {
  Slice none = {0};
  if (body.v[i].name == linter->gen_require)
    return lint_argument(body, i);
  size_t open = lint_skip_blanks(body, i + 1), end = open;
  if (body.v[i].name != linter->require || open >= body.n ||
      body.v[open].kind != PIECE_CHAR || body.v[open].byte != '{')
    return none;
  for (int depth = 0; end < body.n; end++) {
    Piece piece = body.v[end];
    if (piece.kind == PIECE_CHAR)
      depth += (piece.byte == '{') - (piece.byte == '}');
    if (!depth)
      break;
  }
  return (Slice){.v = body.v + open + 1, .n = end - open - 1};
}

/* The first walk: what is required, and what the text declares itself. */
static void collect(Linter *linter, Slice body) {
  Name last = NO_NAME;
  for (size_t i = 0; i < body.n; i++) {
    i = lint_skip_comment(body, i, linter->dnl);
    if (i == body.n)
      break;
    if (body.v[i].kind != PIECE_WORD)
      continue;
    Name name = body.v[i].name;
    Slice required = require_text(linter, body, i);
    if (required.n) {
      read_require(linter, required);
      i = (size_t)(required.v - body.v) + required.n;
    } else if (is_kind(linter, last) && !linter->marks[name]) {
      linter->marks[name] = DECLARED;
    }
    last = name;
  }
}

static void use_word(Linter *linter, Slice body, size_t i) {
  Piece word = body.v[i];
  if (lint_is_part(body, i)) {
    ARRAY_PUSH(&linter->parts, word.name);
    return;
  }
  uint32_t mark = linter->marks[word.name];
  if (mark && mark < REPORTED)
    linter->required.v[mark - 1].is_used = true;
  else if (!mark && linter->symbols[word.name] == SYMBOL_IS_TYPE)
    ARRAY_PUSH(&linter->missing, word);
}

/* The second walk: what is used. */
static void collect_uses(Linter *linter, Slice body) {
  for (size_t i = 0; i < body.n; i++) {
    i = lint_skip_comment(body, i, linter->dnl);
    if (i == body.n)
      break;
    Piece piece = body.v[i];
    if (piece.kind == PIECE_CHAR && piece.byte == '"')
      i = lint_skip_string(body, i);
    if (piece.kind != PIECE_WORD)
      continue;
    Slice skipped = piece.name == linter->refpolicywarn
                        ? lint_argument(body, i)
                        : require_text(linter, body, i);
    if (skipped.n) {
      i = (size_t)(skipped.v - body.v) + skipped.n;
    } else {
      linter->says_more = true;
      use_word(linter, body, i);
    }
  }
}

static void collect_labels(Linter *linter, Slice contexts) {
  for (size_t i = 0; i < contexts.n; i++) {
    i = lint_skip_comment(contexts, i, linter->dnl);
    if (i == contexts.n)
      break;
    Piece piece = contexts.v[i];
    uint32_t mark = piece.kind == PIECE_WORD ? linter->marks[piece.name] : 0;
    if (mark && mark < REPORTED)
      linter->required.v[mark - 1].is_used = true;
  }
}

/* Whether a name may be one that is put together of parts. */
static bool may_be_built(const Linter *linter, Name name) {
  for (size_t i = 0; i < linter->parts.n; i++)
    if (strstr(text_of(linter, name), text_of(linter, linter->parts.v[i])))
      return true;
  return false;
}

/* An interface that only requires (refpolicy's `…_stub`) lets its callers ask
 * whether a module is there. */
static void report_unused(Linter *linter) {
  if (!linter->says_more)
    return;
  for (size_t i = 0; i < linter->required.n; i++) {
    const Required *required = &linter->required.v[i];
    if (!required->is_used && !may_be_built(linter, required->name) &&
        diag_warning(&linter->session->diags, WARN_UNUSED_REQUIRE,
                     required->place, "'%s' is required but not used",
                     text_of(linter, required->name)))
      fix_list(linter, required->place);
  }
}

static void report_missing(Linter *linter, Name interface) {
  for (size_t i = 0; i < linter->missing.n; i++) {
    Piece word = linter->missing.v[i];
    if (linter->marks[word.name] == REPORTED)
      continue;
    linter->marks[word.name] = REPORTED;
    diag_warning(&linter->session->diags, WARN_MISSING_REQUIRE,
                 place_of(word), "'%s' uses '%s' but does not require it",
                 text_of(linter, interface), text_of(linter, word.name));
  }
}

static void forget(Linter *linter, Slice body) {
  for (size_t i = 0; i < body.n; i++)
    if (body.v[i].kind == PIECE_WORD)
      linter->marks[body.v[i].name] = 0;
  linter->required.n = linter->parts.n = linter->missing.n = 0;
  linter->says_more = false;
}

static void check_interface(Linter *linter, Slice body, Name interface) {
  collect(linter, body);
  collect_uses(linter, body);
  report_unused(linter);
  report_missing(linter, interface);
  forget(linter, body);
}

/* A .te file, which need not require what it uses, with its file contexts. */
static void check_rules(Linter *linter, Slice file, Slice contexts) {
  collect(linter, file);
  if (linter->required.n) {
    collect_uses(linter, file);
    collect_labels(linter, contexts);
    report_unused(linter);
  }
  forget(linter, file);
}

static void check_interfaces(Linter *linter, Slice file) {
  for (size_t i = 0; i < file.n; i++) {
    Piece piece = file.v[i];
    if (piece.kind != PIECE_WORD || (piece.name != linter->interface &&
                                     piece.name != linter->template))
      continue;
    Slice name = lint_argument(file, i);
    if (name.n != 1 || name.v[0].kind != PIECE_WORD)
      continue;
    i = (size_t)(name.v - file.v) + name.n;
    Slice body = lint_next_argument(file, i);
    if (!body.n)
      continue;
    check_interface(linter, body, name.v[0].name);
    i = (size_t)(body.v - file.v) + body.n;
  }
}

/* All names are known once all files are cut into pieces. */
static void cut_files(const LintInput *input, const LintFiles *files) {
  for (size_t i = 0; i < files->n; i++)
    if (files->v[i])
      engine_source(input->macros, files->v[i]);
}

void lint_requires(const LintInput *input) {
  const Diags *diags = &input->session->diags;
  if (!diag_wants(diags, WARN_UNUSED_REQUIRE) &&
      !diag_wants(diags, WARN_REDUNDANT_REQUIRE) &&
      !diag_wants(diags, WARN_MISSING_REQUIRE))
    return;
  cut_files(input, &input->interfaces);
  cut_files(input, &input->rules);
  cut_files(input, &input->contexts);
  Linter linter;
  linter_init(&linter, input->session);
  learn_symbols(&linter, input->module);
  for (size_t i = 0; i < input->interfaces.n; i++)
    check_interfaces(&linter,
                     engine_source(input->macros, input->interfaces.v[i]));
  for (size_t i = 0; i < input->rules.n; i++) {
    Loc contexts = i < input->contexts.n ? input->contexts.v[i] : 0;
    check_rules(&linter, engine_source(input->macros, input->rules.v[i]),
                contexts ? engine_source(input->macros, contexts) : (Slice){0});
  }
  linter_free(&linter);
}
