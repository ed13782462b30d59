/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The builtins that define, choose, include and report.  What each does is
 * fixed by GNU m4 1.4.19 (info m4, "Definitions" to "Miscellaneous"). */
#include <stdlib.h>
#include <string.h>

#include "frontend/engine.h"

/* Arguments */

Slice call_slice(const Call *call, uint32_t i) {
  return call_has(call, i) ? call->args.v[i] : (Slice){0};
}

void slice_render(Macros *m, Slice slice, Buffer *text) {
  slice = engine_resolve(m, slice);
  engine_spoil_holes(m, slice.v, slice.n);
  for (size_t i = 0; i < slice.n; i++)
    piece_render(text, m->session, &m->quotes.v[slice.quotes], slice.v[i]);
}

static bool is_one_name(Slice slice) {
  return slice.n == 1 && slice.v[0].kind <= PIECE_DIGITS;
}

const char *call_text(Macros *m, const Call *call, uint32_t i, size_t *n) {
  Slice slice = call_slice(call, i);
  if (is_one_name(slice)) {
    engine_spoil_holes(m, slice.v, 1);
    *n = name_length(&m->session->names, slice.v[0].name);
    return name_text(&m->session->names, slice.v[0].name);
  }
  m->text.n = 0;
  slice_render(m, slice, &m->text);
  *n = m->text.n;
  put_u8(&m->text, 0);
  return arena_copy(&m->scratch, m->text.data, m->text.n);
}

Name call_name(Macros *m, const Call *call, uint32_t i) {
  Slice slice = call_slice(call, i);
  if (is_one_name(slice)) {
    engine_spoil_holes(m, slice.v, 1);
    return slice.v[0].name;
  }
  size_t n;
  const char *text = call_text(m, call, i, &n);
  return name_intern(&m->session->names, text, n);
}

bool call_number(Macros *m, const Call *call, uint32_t i, long *number) {
  size_t n;
  const char *text = call_text(m, call, i, &n);
  char *end;
  /* m4 counts in the range of int, and takes nothing for 0. */
  *number = (int)strtol(text, &end, 10);
  if (end == text + n)
    return true;
  engine_error(m, call, "%s: '%s' is not a number",
               name_text(&m->session->names, call->args.name.name), text);
  return false;
}

static bool same_piece(Piece a, Piece b) {
  return a.kind == b.kind &&
         (a.kind == PIECE_NEWLINE || a.kind == PIECE_OPEN ||
          a.kind == PIECE_CLOSE || a.name == b.name) &&
         (a.kind != PIECE_SPACE || a.number == b.number) &&
         (a.kind != PIECE_COMMENT || a.loc == b.loc);
}

static bool same_text(Macros *m, Slice a, Slice b) {
  Buffer text_a = {0}, text_b = {0};
  slice_render(m, a, &text_a);
  slice_render(m, b, &text_b);
  bool same = text_a.n == text_b.n &&
              (!text_a.n || !memcmp(text_a.data, text_b.data, text_a.n));
  buffer_free(&text_a);
  buffer_free(&text_b);
  return same;
}

/* Whether there is text in a list whatever its parameters stand for. */
static bool has_text(Slice list) {
  for (size_t i = 0; i < list.n; i++)
    if (list.v[i].kind <= PIECE_CHAR && list.v[i].kind != PIECE_PARAM)
      return true;
  return false;
}

/* Words are always whole, so lists that part at two words differ; blanks and
 * comments may be cut differently in equal texts. */
bool slices_equal(Macros *m, Slice a, Slice b) {
  size_t i = 0;
  if ((!a.n && has_text(b)) || (!b.n && has_text(a)))
    return false; /* the usual question, which needs no look at the text */
  if (a.quotes != b.quotes || a.args || b.args)
    return same_text(m, a, b);
  if (a.n && b.n) { /* that an argument is not empty is known */
    engine_spoil_holes(m, a.v, a.n);
    engine_spoil_holes(m, b.v, b.n);
  }
  while (i < a.n && i < b.n && same_piece(a.v[i], b.v[i]))
    i++;
  if (i == a.n || i == b.n)
    return a.n == b.n;
  if (a.v[i].kind == PIECE_WORD && b.v[i].kind == PIECE_WORD)
    return false;
  return same_text(m, a, b);
}

/* Definitions */

static void define(Macros *m, const Call *call, bool push) {
  if (!call_has(call, 1))
    return;
  Name name = call_name(m, call, 1);
  uint32_t before = m->state;
  Macro *macro = engine_define(m, name, push, call->place);
  Slice body = call_slice(call, 2);
  if (body.n && body.v[0].kind == PIECE_BUILTIN)
    macro->builtin = &builtins[body.v[0].builtin];
  else
    macro->body = engine_keep(m, body);
  if (push && !body.n)
    engine_enter_state(m, macro, name, before);
}

static void builtin_define(Macros *m, const Call *call) {
  define(m, call, false);
}

static void builtin_pushdef(Macros *m, const Call *call) {
  define(m, call, true);
}

static void builtin_undefine(Macros *m, const Call *call) {
  for (uint32_t i = 1; call_has(call, i); i++)
    engine_undefine(m, call_name(m, call, i), true);
}

static void builtin_popdef(Macros *m, const Call *call) {
  for (uint32_t i = 1; call_has(call, i); i++)
    engine_undefine(m, call_name(m, call, i), false);
}

static void push_builtin(Macros *m, const Call *call, const Builtin *builtin) {
  Piece *piece = ARENA_NEW(&m->scratch, Piece);
  piece->kind = PIECE_BUILTIN;
  piece->builtin = (uint32_t)(builtin - builtins);
  engine_push(m, (Slice){.v = piece, .n = 1, .quotes = m->quotes_now},
              call->top);
}

static void builtin_defn(Macros *m, const Call *call) {
  for (uint32_t i = call->args.n - 1; i > 0; i--) {
    const Macro *macro = engine_find(m, call_name(m, call, i));
    if (macro && macro->builtin && call->args.n == 2)
      push_builtin(m, call, macro->builtin); /* several make no text */
    else if (macro && !macro->builtin)
      engine_push_quoted(m, call, macro->body);
  }
}

/* The call that `indir(name, …)` or `builtin(name, …)` stands for. */
static Call call_without_first(Macros *m, const Call *call) {
  Call inner = *call;
  inner.args.v++;
  inner.args.n--;
  inner.args.name.kind = PIECE_WORD;
  inner.args.name.name = call_name(m, call, 1);
  return inner;
}

static void builtin_indir(Macros *m, const Call *call) {
  Call inner = call_without_first(m, call);
  Macro *macro = engine_find(m, inner.args.name.name);
  if (macro)
    engine_call(m, macro, &inner);
  else
    engine_error(m, call, "indir: the macro '%s' is not defined",
                 name_text(&m->session->names, inner.args.name.name));
}

static void builtin_builtin(Macros *m, const Call *call) {
  Call inner = call_without_first(m, call);
  const char *name = name_text(&m->session->names, inner.args.name.name);
  for (size_t i = 0; i < n_builtins; i++) {
    if (!strcmp(name, builtins[i].name)) {
      Macro macro = {.builtin = &builtins[i]};
      engine_call(m, &macro, &inner);
      return;
    }
  }
  engine_error(m, call, "builtin: there is no builtin macro '%s'", name);
}

/* Choices and lists */

static void builtin_ifdef(Macros *m, const Call *call) {
  Name name = call_name(m, call, 1);
  const Macro *macro = engine_find(m, name);
  bool is_defined = macro ? !macro->successor /* else of other headers */
                          : index_has(m->target, name);
  engine_push_argument(m, call, is_defined ? 2 : 3);
}

static void builtin_ifelse(Macros *m, const Call *call) {
  uint32_t i = 1;
  while (call_has(call, i + 2)) {
    if (slices_equal(m, call->args.v[i], call->args.v[i + 1])) {
      engine_push_argument(m, call, i + 2);
      return;
    }
    if (!call_has(call, i + 5)) {
      engine_push_argument(m, call, i + 3);
      return;
    }
    i += 3;
  }
}

static void builtin_shift(Macros *m, const Call *call) {
  Slice rest =
      engine_list_arguments(m, &call->args, 2, ',', true, call->place);
  engine_push(m, rest, call->top);
}

/* Input */

static void builtin_dnl(Macros *m, const Call *call) {
  (void)call;
  const Piece *next;
  while ((next = engine_peek(m))) {
    top_frame(m)->at++;
    if (next->kind == PIECE_NEWLINE)
      break;
  }
}

/* Looks beside the working folder, then in the folders of -I. */
static Loc find_include(Macros *m, const char *path) {
  Sources *sources = &m->session->sources;
  bool is_new;
  Name name = name_intern_string(&m->session->names, path);
  uint32_t *known = map_put(&m->included, name, &is_new);
  if (!is_new)
    return *known;
  Loc source = file_load(sources, path, true);
  for (size_t i = 0; !source && path[0] != '/' && i < m->folders.n; i++)
    source = file_load(
        sources, path_join(&m->scratch, m->folders.v[i], path), true);
  return *known = source;
}

static void include(Macros *m, const Call *call, bool may_lack) {
  size_t n;
  const char *path = call_text(m, call, 1, &n);
  Loc source = find_include(m, path);
  if (source)
    engine_include(m, source);
  else if (!may_lack)
    engine_error(m, call, "cannot include '%s': there is no such file", path);
}

static void builtin_include(Macros *m, const Call *call) {
  include(m, call, false);
}

static void builtin_sinclude(Macros *m, const Call *call) {
  include(m, call, true);
}

static Position call_position(Macros *m, const Call *call) {
  return source_position(&m->session->sources,
                         call->top ? call->top : call->place.loc);
}

static void builtin_file(Macros *m, const Call *call) {
  Position at = call_position(m, call);
  Pieces pieces = {0};
  const char *path = at.source ? at.source->path : "NONE";
  pieces_scan_text(&pieces, &m->session->names, path, strlen(path),
                   call->place);
  Slice list = {.v = arena_copy(&m->scratch, pieces.v,
                                pieces.n * sizeof(Piece)),
                .n = pieces.n};
  ARRAY_FREE(&pieces);
  engine_push_quoted(m, call, list);
}

static void builtin_line(Macros *m, const Call *call) {
  engine_push_number(m, call, call_position(m, call).line);
}

static void builtin_program(Macros *m, const Call *call) {
  engine_push_text(m, call, "m4", 2);
}

/* Messages */

/* Where the macro that gave this message was called: the caller of
 * refpolicywarn, say, rather than the text of refpolicywarn. */
static Place message_place(Macros *m, const Call *call) {
  if (!call->place.origin)
    return call->place;
  MacroCall caller = origin_call(&m->session->sources, call->place.origin);
  return (Place){caller.loc, caller.parent};
}

/* A message without the program, file and line that it names itself, as
 * diagnostics show them; and whether it calls itself an error. */
static const char *strip_message(const char *text, bool *is_error) {
  static const char *const marks[] = {"Warning:", "Error:"};
  for (int i = 0; i < 2; i++) {
    const char *mark = strstr(text, marks[i]);
    if (!mark)
      continue;
    *is_error = i == 1;
    text = mark + strlen(marks[i]);
  }
  return text + strspn(text, " \t\n");
}

static void builtin_errprint(Macros *m, const Call *call) {
  Buffer text = {0};
  Slice list =
      engine_list_arguments(m, &call->args, 1, ' ', false, call->place);
  slice_render(m, list, &text);
  while (text.n && strchr(" \t\n", text.data[text.n - 1]))
    text.n--;
  put_u8(&text, 0);
  bool is_error = false;
  const char *message = strip_message(text.data, &is_error);
  Place place = message_place(m, call);
  if (is_error)
    diag_error_as(&m->session->diags, ERROR_MACRO, place, "%s", message);
  else
    diag_warning(&m->session->diags, WARN_POLICY_WARN, place, "%s", message);
  buffer_free(&text);
}

static void builtin_m4exit(Macros *m, const Call *call) {
  long status = 0;
  if (call_has(call, 1) && !call_number(m, call, 1, &status))
    status = 1;
  if (status)
    diag_error_as(&m->session->diags, ERROR_MACRO, message_place(m, call),
                  "the policy's macros stop the build (m4exit %ld)", status);
  engine_stop(m);
}

static void builtin_unsupported(Macros *m, const Call *call) {
  engine_error(m, call, "the m4 macro '%s' is not supported",
               name_text(&m->session->names, call->args.name.name));
}

/* `least` and `needs_parens` as in m4 1.4.19 src/builtin.c. */
const Builtin builtins[] = {
    {"__file__", builtin_file, 0, false, false},
    {"__line__", builtin_line, 0, false, false},
    {"__program__", builtin_program, 0, false, true},
    {"builtin", builtin_builtin, 1, true, true},
    {"changecom", builtin_changecom, 0, false, false},
    {"changequote", builtin_changequote, 0, false, false},
    {"debugfile", builtin_unsupported, 0, false, false},
    {"debugmode", builtin_unsupported, 0, false, false},
    {"decr", builtin_decr, 1, true, true},
    {"define", builtin_define, 1, true, true},
    {"defn", builtin_defn, 1, true, true},
    {"divert", builtin_divert, 0, false, false},
    {"divnum", builtin_divnum, 0, false, false},
    {"dnl", builtin_dnl, 0, false, true},
    {"dumpdef", builtin_unsupported, 0, false, false},
    {"errprint", builtin_errprint, 1, true, false},
    {"esyscmd", builtin_unsupported, 0, true, false},
    {"eval", builtin_eval, 1, true, true},
    {"format", builtin_format, 1, true, true},
    {"ifdef", builtin_ifdef, 2, true, true},
    {"ifelse", builtin_ifelse, 3, true, true},
    {"include", builtin_include, 1, true, false},
    {"incr", builtin_incr, 1, true, true},
    {"index", builtin_index, 1, true, true},
    {"indir", builtin_indir, 1, true, true},
    {"len", builtin_len, 1, true, true},
    {"m4exit", builtin_m4exit, 0, false, false},
    {"m4wrap", builtin_m4wrap, 1, true, false},
    {"maketemp", builtin_unsupported, 0, true, false},
    {"mkstemp", builtin_unsupported, 0, true, false},
    {"patsubst", builtin_patsubst, 1, true, true},
    {"popdef", builtin_popdef, 1, true, true},
    {"pushdef", builtin_pushdef, 1, true, true},
    {"regexp", builtin_regexp, 1, true, true},
    {"shift", builtin_shift, 1, true, true},
    {"sinclude", builtin_sinclude, 1, true, false},
    {"substr", builtin_substr, 1, true, true},
    {"syscmd", builtin_unsupported, 0, true, false},
    {"sysval", builtin_unsupported, 0, false, false},
    {"traceoff", builtin_unsupported, 0, false, false},
    {"traceon", builtin_unsupported, 0, false, false},
    {"translit", builtin_translit, 1, true, true},
    {"undefine", builtin_undefine, 1, true, true},
    {"undivert", builtin_undivert, 0, false, false},
};
const size_t n_builtins = sizeof builtins / sizeof *builtins;
