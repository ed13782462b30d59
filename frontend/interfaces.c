/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interface files.
 *
 * refpolicy's `interface` and `template` print a definition, in a first run of
 * m4 that knows the support macros only; the second run reads what the first
 * printed (support/loadable_module.spt).  Here an engine for the first run
 * has both as builtins that define in the second engine at once, so bodies
 * stay where they were scanned.  Anything else that the first run prints is
 * read by the second engine, too. */
#include <string.h>

#include "frontend/engine.h"

/* The place of the interface's name. */
static Place name_place(const Call *call) {
  Slice name = call_slice(call, 1);
  if (!name.n)
    return call->place;
  Piece first = name.v[0];
  return (Place){first.loc, first.origin ? first.origin : name.origin};
}

/* The same list under the usual quotes. */
static Slice usual_quotes(Macros *m, Slice list) {
  list = engine_resolve(m, list);
  if (!list.quotes)
    return list;
  Pieces pieces = {0};
  pieces_requote(&pieces, m->session, list.v, list.n,
                 &m->quotes.v[list.quotes], &m->quotes.v[0]);
  list.v = arena_copy(&m->scratch, pieces.v, pieces.n * sizeof(Piece));
  list.n = pieces.n;
  list.quotes = 0;
  list.is_lasting = false;
  ARRAY_FREE(&pieces);
  return list;
}

/* A name with two definitions: refpolicy stops at that; the same text twice
 * does no harm. */
static void report_duplicate(Macros *m, const Macro *old, Name name,
                             Slice body, Place place) {
  Diags *diags = &m->session->diags;
  const char *text = name_text(&m->session->names, name);
  bool same = old->is_interface && slices_equal(m, old->body, body);
  if (!same)
    diag_error_as(diags, ERROR_DUPLICATE, place,
                  "the interface '%s' is already defined", text);
  else if (!diag_warning(diags, WARN_DUPLICATE_INTERFACE, place,
                         "the interface '%s' is defined twice", text))
    return;
  diag_note(diags, old->place, "the first definition is here");
}

static bool is_own(const Macros *m, Place place) {
  return m->own_from && place.loc >= m->own_from;
}

/* A quote that is missing or misplaced is found in the name. */
static void check_name(Macros *m, Name name, Place place) {
  const char *text = name_text(&m->session->names, name);
  size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  if (is_own(m->target, place) && (!n || text[n]))
    diag_warning(&m->session->diags, WARN_INTERFACE_FILE, place,
                 "'%s' cannot be the name of an interface", text);
}

/* interface(`name', `body') and template(`name', `body') in the first run. */
static void builtin_interface(Macros *m, const Call *call) {
  Name name = call_name(m, call, 1);
  Slice body = usual_quotes(m, call_slice(call, 2));
  Place place = name_place(call);
  check_name(m, name, place);
  const Macro *old = engine_find(m->target, name);
  const Macro *mark = engine_find(m, name);
  if (mark)
    report_duplicate(m, old && old->is_interface ? old : mark, name, body,
                     place);
  else
    engine_define(m, name, false, place);
  Macro *macro = engine_define(m->target, name, false, place);
  macro->body = engine_keep(m->target, body);
  macro->is_interface = true;
}

static const Builtin interface_builtin = {"interface", builtin_interface, 1,
                                          true, false};

/* Makes the engine of the first run. */
static void first_begin(Macros *target, const Loc *support, size_t n) {
  static const char *const names[] = {"interface", "template"};
  Macros *m = target->first = macros_new(target->session, target);
  m->target = target;
  for (size_t i = 0; i < n; i++)
    macros_run(m, support[i]);
  for (int i = 0; i < 2; i++) {
    Name name = name_intern_string(&m->session->names, names[i]);
    engine_define(m, name, false, no_place)->builtin = &interface_builtin;
  }
}

/* What the expansion of a list prints besides blanks and comments. */
static void collect_output(Macros *m, Slice list, Pieces *output) {
  Names *names = &m->session->names;
  Name star = name_intern_string(names, "dollarsstar");
  bool in_comment = false;
  engine_start(m, list);
  for (Piece piece; macros_next(m, &piece);) {
    if (piece.kind == PIECE_NEWLINE)
      in_comment = false;
    else if (piece.kind == PIECE_COMMENT ||
             (piece.kind == PIECE_CHAR && piece.byte == '#'))
      in_comment = true;
    if (piece.kind == PIECE_WORD && piece.name == star) {
      /* The build has sed write `$*` for this between the two runs. */
      piece.kind = PIECE_PARAM;
      piece.number = PARAM_LIST;
      piece.name = name_intern_string(names, "$*");
    }
    if (!in_comment)
      ARRAY_PUSH(output, piece);
  }
}

static bool is_blank(const Pieces *pieces) {
  for (size_t i = 0; i < pieces->n; i++)
    if (pieces->v[i].kind != PIECE_SPACE && pieces->v[i].kind != PIECE_NEWLINE)
      return false;
  return true;
}

/* A text that is neither an interface nor a definition: nobody reads it. */
static bool check_output(Macros *m, const Piece *piece) {
  if (!is_own(m, (Place){piece->loc, piece->origin}) ||
      piece->kind == PIECE_SPACE || piece->kind == PIECE_NEWLINE)
    return false;
  Diags *diags = &m->session->diags;
  Place place = {piece->loc, piece->origin};
  Buffer text = {0};
  piece_render(&text, m->session, &m->quotes.v[m->quotes_now], *piece);
  put_u8(&text, 0);
  if (piece->kind == PIECE_CLOSE)
    diag_warning(diags, WARN_INTERFACE_FILE, place,
                 "no quote is open that this one could close");
  else
    diag_warning(diags, WARN_INTERFACE_FILE, place,
                 "'%s' is outside of all interfaces: nothing reads it",
                 text.data);
  buffer_free(&text);
  return true;
}

/* Reads the output of the first run in the second engine. */
static void run_output(Macros *m, const Pieces *output) {
  static const Quotes none = {"", ""};
  Pieces joined = {0}, list = {0};
  pieces_join(&joined, m->session, output->v, output->n);
  pieces_requote(&list, m->session, joined.v, joined.n, &none,
                 &m->quotes.v[m->quotes_now]);
  engine_run(m, (Slice){.v = list.v, .n = list.n, .quotes = m->quotes_now},
             check_output);
  ARRAY_FREE(&joined);
  ARRAY_FREE(&list);
}

void interfaces_begin(Macros *m, const Loc *support, size_t n) {
  if (!m->first)
    first_begin(m, support, n);
}

void interfaces_run(Macros *m, Slice definitions) {
  Pieces output = {0};
  collect_output(m->first, definitions, &output);
  if (!is_blank(&output))
    run_output(m, &output);
  ARRAY_FREE(&output);
}

void macros_load_interfaces(Macros *m, const Loc *support, size_t n_support,
                            const Loc *interfaces, size_t n_interfaces) {
  if (!n_interfaces)
    return;
  interfaces_begin(m, support, n_support);
  for (size_t i = 0; i < n_interfaces; i++)
    interfaces_run(m, engine_source(m->first, interfaces[i]));
}

Name macros_suggest(const Macros *m, Name wrong) {
  const Names *names = &m->session->names;
  const char *text = name_text(names, wrong);
  unsigned least = (unsigned)name_length(names, wrong) / 3 + 1;
  Name best = NO_NAME;
  if (!diag_wants_suggestion(&m->session->diags))
    return NO_NAME;
  for (Name name = 1; name < m->n_table && least; name++) {
    const Macro *macro = m->table[name];
    if (!macro || !macro->place.loc || macro->successor)
      continue; /* no macro of a policy, or one of other headers */
    unsigned edits = edit_distance(text, name_text(names, name), least - 1);
    if (edits < least) {
      least = edits;
      best = name;
    }
  }
  return best;
}
