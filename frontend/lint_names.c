/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A name that nothing ever defines is most likely a typing error.  Behind
 * `ifdef` its text silently goes in or out for good; what a tree's
 * configuration may define is known even when this build does not (refpolicy's
 * Makefile).  A call of it in an interface is an error only in the module that
 * comes to call the interface. */
#include <string.h>

#include "frontend/lint.h"
#include "frontend/lint_pieces.h"

typedef struct Asked {
  Name name;
  Place place;
} Asked;

typedef struct NameLinter {
  Session *session;
  Macros *macros;
  Map defined;         /* by Name */
  ARRAY(Name) parts;   /* of names that are put together and defined */
  size_t n_searches;   /* for those in other names */
  ARRAY(Asked) asked;  /* by ifdef */
  ARRAY(Asked) called; /* in interfaces */
  Name defining[6], messages[3], ifdef, ifndef, dnl;
} NameLinter;

static void define(NameLinter *linter, Name name) {
  map_put(&linter->defined, name, NULL);
}

static void read_definition(NameLinter *linter, Slice name) {
  for (size_t i = 0; i < name.n; i++)
    if (name.v[i].kind == PIECE_WORD && name.n == 1)
      define(linter, name.v[i].name);
    else if (name.v[i].kind == PIECE_WORD)
      ARRAY_PUSH(&linter->parts, name.v[i].name);
}

static bool is_defining(const NameLinter *linter, Name name) {
  for (int i = 0; i < 6; i++)
    if (linter->defining[i] == name)
      return true;
  return false;
}

static bool is_message(const NameLinter *linter, Name name) {
  for (int i = 0; i < 3; i++)
    if (linter->messages[i] == name)
      return true;
  return false;
}

static bool is_call(Slice file, size_t i) {
  return i + 1 < file.n && file.v[i + 1].kind == PIECE_CHAR &&
         file.v[i + 1].byte == '(' && !lint_is_part(file, i);
}

/* What counts of a file besides its definitions: what ifdef asks for, and the
 * calls, too. */
typedef enum FileRole { DEFINES, ASKS, CALLS } FileRole;

static void read_word(NameLinter *linter, Slice file, size_t i,
                      FileRole role) {
  Piece piece = file.v[i];
  bool is_ask = piece.name == linter->ifdef || piece.name == linter->ifndef;
  Slice name = {0};
  if (is_ask || is_defining(linter, piece.name))
    name = lint_argument(file, i);
  if (name.n && !is_ask)
    read_definition(linter, name);
  else if (role != DEFINES && name.n == 1 && name.v[0].kind == PIECE_WORD)
    ARRAY_PUSH(&linter->asked, (Asked){name.v[0].name, {name.v[0].loc, 0}});
  else if (role == CALLS && is_call(file, i))
    ARRAY_PUSH(&linter->called, (Asked){piece.name, {piece.loc, 0}});
}

static void read_file(NameLinter *linter, Slice file, FileRole role) {
  int depth = 0; /* of quotes: the bodies of interfaces are in some */
  for (size_t i = 0; i < file.n; i++) {
    i = lint_skip_comment(file, i, linter->dnl);
    if (i == file.n)
      break;
    Piece piece = file.v[i];
    depth += (piece.kind == PIECE_OPEN) - (piece.kind == PIECE_CLOSE);
    if (piece.kind == PIECE_CHAR && piece.byte == '"')
      i = lint_skip_string(file, i);
    if (piece.kind != PIECE_WORD)
      continue;
    read_word(linter, file, i, role == CALLS && !depth ? ASKS : role);
    if (is_message(linter, piece.name)) { /* what it says is text */
      Slice message = lint_argument(file, i);
      if (message.n)
        i = (size_t)(message.v - file.v) + message.n;
    }
  }
}

/* Names that a configuration, here or elsewhere, may define; TODO marks text
 * that is left out on purpose.  Distributions and features that are not among
 * them are taken for known, too, unless they look like one misspelt. */
static bool may_be_configured(const char *text) {
  static const char *const names[] = {
      "init_systemd",    "direct_sysadm_daemon", "hide_broken_symptoms",
      "TODO",            "self_contained_policy", "enable_mls",
      "enable_mcs",      "enable_ubac",          "distro_arch",
      "distro_debian",   "distro_fedora",        "distro_gentoo",
      "distro_redhat",   "distro_suse",          "distro_ubuntu"};
  bool is_misspelt = false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!strcmp(text, names[i]))
      return true;
    is_misspelt |= !strpbrk(text, "0123456789") &&
                   edit_distance(text, names[i], 2) <= 2;
  }
  return !is_misspelt && (!strncmp(text, "distro_", strlen("distro_")) ||
                          !strncmp(text, "enable_", strlen("enable_")));
}

static bool is_defined(const NameLinter *linter, Name name) {
  return map_get(&linter->defined, name) || macros_knows(linter->macros, name);
}

/* Where names have too many parts, nothing is said. */
static bool is_known(NameLinter *linter, Name name) {
  enum { SEARCHES_MAX = 10000000 };
  const char *text = name_text(&linter->session->names, name);
  if (is_defined(linter, name))
    return true;
  linter->n_searches += linter->parts.n;
  if (linter->n_searches > SEARCHES_MAX)
    return true;
  for (size_t i = 0; i < linter->parts.n; i++)
    if (strstr(text, name_text(&linter->session->names, linter->parts.v[i])))
      return true;
  return false;
}

static void read_files(NameLinter *linter, const LintInput *input,
                       const LintFiles *files, FileRole role) {
  for (size_t i = 0; i < files->n; i++)
    read_file(linter, engine_source(input->macros, files->v[i]), role);
}

static void report_asked(NameLinter *linter) {
  Session *session = linter->session;
  for (size_t i = 0; i < linter->asked.n; i++) {
    Asked asked = linter->asked.v[i];
    const char *text = name_text(&session->names, asked.name);
    if (!is_known(linter, asked.name) && !may_be_configured(text))
      diag_warning(&session->diags, WARN_UNKNOWN_IFDEF, asked.place,
                   "nothing defines '%s', which this ifdef asks for", text);
  }
}

static void note_nearest(const NameLinter *linter, Name wrong) {
  const Names *names = &linter->session->names;
  const char *text = name_text(names, wrong);
  unsigned least = (unsigned)name_length(names, wrong) / 3 + 1;
  Name best = NO_NAME;
  if (!diag_wants_suggestion(&linter->session->diags))
    return;
  for (Name name = 1; name < names->n && least; name++) {
    unsigned edits = is_defined(linter, name)
                         ? edit_distance(text, name_text(names, name), least - 1)
                         : least;
    if (edits < least) {
      least = edits;
      best = name;
    }
  }
  if (best)
    diag_note(&linter->session->diags, macros_place(linter->macros, best),
              "did you mean '%s'?", name_text(names, best));
}

/* Each name once; one that an ifdef asks for has its warning there. */
static void report_called(NameLinter *linter) {
  Session *session = linter->session;
  Map reported = {0};
  for (size_t i = 0; i < linter->asked.n; i++)
    map_put(&reported, linter->asked.v[i].name, NULL);
  for (size_t i = 0; i < linter->called.n; i++) {
    Asked called = linter->called.v[i];
    bool is_new;
    map_put(&reported, called.name, &is_new);
    if (is_new && !is_known(linter, called.name) &&
        diag_warning(&session->diags, WARN_UNKNOWN_CALL, called.place,
                     "this calls '%s', which nothing defines",
                     name_text(&session->names, called.name)))
      note_nearest(linter, called.name);
  }
  map_free(&reported);
}

void lint_names(const LintInput *input) {
  static const char *const defining[] = {"define",    "pushdef",  "interface",
                                         "template",  "undefine", "popdef"};
  static const char *const messages[] = {"refpolicywarn", "refpolicyerr",
                                         "errprint"};
  if (!diag_wants(&input->session->diags, WARN_UNKNOWN_IFDEF) &&
      !diag_wants(&input->session->diags, WARN_UNKNOWN_CALL))
    return;
  Names *names = &input->session->names;
  NameLinter linter = {.session = input->session,
                       .macros = input->macros,
                       .ifdef = name_intern_string(names, "ifdef"),
                       .ifndef = name_intern_string(names, "ifndef"),
                       .dnl = name_intern_string(names, "dnl")};
  for (int i = 0; i < 6; i++)
    linter.defining[i] = name_intern_string(names, defining[i]);
  for (size_t i = 0; i < input->defined.n; i++)
    define(&linter, name_intern_string(names, input->defined.v[i]));
  for (size_t i = 0; i < n_builtins; i++)
    define(&linter, name_intern_string(names, builtins[i].name));
  for (int i = 0; i < 3; i++)
    linter.messages[i] = name_intern_string(names, messages[i]);
  /* `if(x)`, `not(x)` */
#define KEYWORD(name, text) define(&linter, name_intern_string(names, text));
#define WORD_OPERATOR(name, text) KEYWORD(name, text)
#include "frontend/keywords.def"
  read_files(&linter, input, &input->others, DEFINES);
  read_files(&linter, input, &input->interfaces, CALLS);
  read_files(&linter, input, &input->rules, ASKS);
  report_asked(&linter);
  report_called(&linter);
  map_free(&linter.defined);
  ARRAY_FREE(&linter.parts);
  ARRAY_FREE(&linter.asked);
  ARRAY_FREE(&linter.called);
}
