/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls: their arguments, collected or delayed, and the bodies they give. */
#include "frontend/engine.h"

/* Lists */

/* How many bytes of names there are in a list. */
static size_t text_length(const Macros *m, const Piece *v, size_t n) {
  size_t length = 0;
  for (size_t i = 0; i < n; i++)
    if (v[i].kind <= PIECE_PARAM)
      length += name_length(&m->session->names, v[i].name);
  return length;
}

/* Copies what has been collected beyond `from` to scratch memory. */
static Slice take_list(Macros *m, size_t from, bool touch, bool *balanced) {
  Slice list = {.n = m->collected.n - from, .quotes = m->quotes_now};
  const Piece *v = m->collected.v + from;
  Pieces joined = {0};
  if (touch) {
    engine_work(m, text_length(m, v, list.n));
    engine_spoil_holes(m, v, list.n);
    pieces_join(&joined, m->session, v, list.n);
    v = joined.v;
    list.n = joined.n;
  }
  Piece *copy = arena_copy(&m->scratch, v, list.n * sizeof(Piece));
  *balanced = pieces_match_quotes(copy, list.n);
  list.v = copy;
  m->collected.n = from;
  ARRAY_FREE(&joined);
  return list;
}

Slice engine_take(Macros *m, size_t from, bool touch) {
  bool balanced;
  return take_list(m, from, touch, &balanced);
}

/* Collects a piece of a list that begins at `from`; notes in *touch whether
 * it makes one piece with the last. */
static void collect(Macros *m, size_t from, Piece piece, bool *touch) {
  engine_work(m, 4);
  if (m->collected.n > from)
    *touch |= pieces_touch(m->collected.v[m->collected.n - 1], piece);
  ARRAY_PUSH(&m->collected, piece);
}

void engine_spoil_holes(Macros *m, const Piece *v, size_t n) {
  for (size_t i = 0; m->n_trials && i < n; i++)
    if (v[i].kind == PIECE_WORD && is_hole(m, v[i].name))
      engine_spoil(m);
}

static void collect_slice(Macros *m, size_t from, Slice list, bool *touch) {
  for (size_t i = 0; i < list.n; i++) {
    Piece piece = list.v[i];
    if (!piece.origin)
      piece.origin = list.origin;
    if (piece.kind == PIECE_PARAM && list.args)
      collect_slice(m, from, args_param(m, list.args, piece), touch);
    else
      collect(m, from, piece, touch);
    if (m->has_stopped)
      return;
  }
}

Slice engine_resolve(Macros *m, Slice list) {
  if (!list.args)
    return list;
  size_t from = m->collected.n;
  bool touch = false;
  collect_slice(m, from, list, &touch);
  return engine_take(m, from, touch);
}

Slice engine_list_arguments(Macros *m, const Args *args, uint32_t first,
                            char between, bool quoted, Place place) {
  size_t from = m->collected.n;
  bool touch = false;
  Piece quote = piece_of_byte(0, place);
  for (uint32_t i = first; i < args->n && !m->has_stopped; i++) {
    engine_work(m, 4);
    if (i > first)
      ARRAY_PUSH(&m->collected, piece_of_byte(between, place));
    quote.kind = PIECE_OPEN;
    if (quoted)
      ARRAY_PUSH(&m->collected, quote);
    collect_slice(m, from, args->v[i], &touch);
    quote.kind = PIECE_CLOSE;
    if (quoted)
      ARRAY_PUSH(&m->collected, quote);
  }
  return engine_take(m, from, touch);
}

static Slice one_piece(Macros *m, Piece piece) {
  return (Slice){.v = arena_copy(&m->scratch, &piece, sizeof piece),
                 .n = 1,
                 .quotes = m->quotes_now};
}

Slice args_param(Macros *m, const Args *args, Piece param) {
  Place place = {param.loc, param.origin};
  switch (param.number) {
  case 0:
    engine_spoil(m); /* where the name is written counts */
    return one_piece(m, args->name);
  case PARAM_COUNT:
    return one_piece(m, piece_of_number(m, args->n - 1, place));
  case PARAM_LIST: return engine_list_arguments(m, args, 1, ',', false, place);
  case PARAM_QUOTED: return engine_list_arguments(m, args, 1, ',', true, place);
  default:
    return param.number < args->n ? args->v[param.number] : (Slice){0};
  }
}

/* Arguments */

/* Whether what is quoted in the frame can stand unread, with the frame's
 * arguments: their quotes must not change where it ends. */
static bool can_delay(const Macros *m, const Frame *frame) {
  enum { DEPTH_MAX = 64 };
  return frame->args->is_balanced && frame->args->quotes == m->quotes_now &&
         frame->args->depth < DEPTH_MAX;
}

/* The length of an argument that lies in the frame's list as it is: quoted, a
 * word or a number alone, or nothing; SIZE_MAX: it must be read. */
static size_t slice_length(Macros *m, const Frame *frame) {
  const Piece *at = frame->at;
  switch (at->kind) {
  case PIECE_OPEN:
    return at->match && (!at->params || !frame->args || can_delay(m, frame))
               ? at->match + 1
               : SIZE_MAX;
  case PIECE_DIGITS: return 1;
  case PIECE_WORD: return engine_find(m, at->name) ? SIZE_MAX : 1;
  default: return 0;
  }
}

/* Takes such an argument, if a comma or bracket ends it, and moves there. */
static bool take_slice(Macros *m, Slice *slice) {
  Frame *frame = top_frame(m);
  size_t length = slice_length(m, frame);
  const Piece *at = frame->at;
  if (length >= (size_t)(frame->end - at) || at[length].kind != PIECE_CHAR ||
      (at[length].byte != ',' && at[length].byte != ')'))
    return false;
  frame->at += length;
  *slice = (Slice){at, length, NULL, frame->origin, frame->quotes,
                   frame->is_lasting};
  if (at->kind != PIECE_OPEN)
    return true;
  slice->v++;
  slice->n -= 2;
  if (at->params)
    slice->args = frame->args;
  if (slice->args && slice->n == 1) {
    Piece param = at[1];
    if (!param.origin)
      param.origin = slice->origin;
    *slice = args_param(m, slice->args, param);
  }
  return true;
}

/* Collects an argument piece by piece up to the comma or bracket that ends
 * it, which is left in *end. */
static bool collect_pieces(Macros *m, Piece name, Slice *slice, Piece *end,
                           bool *balanced) {
  size_t from = m->collected.n;
  unsigned depth = 0;
  bool touch = false;
  Got got;
  while ((got = engine_read(m, end)) != GOT_END) {
    if (got == GOT_PLAIN && end->kind == PIECE_CHAR) {
      if (!depth && (end->byte == ',' || end->byte == ')'))
        break;
      depth += (end->byte == '(') - (end->byte == ')');
    } else if (got == GOT_PLAIN && end->kind == PIECE_CLOSE) {
      call_note_quote(m, name, *end);
    }
    collect(m, from, *end, &touch);
  }
  *slice = take_list(m, from, touch, balanced);
  return got != GOT_END;
}

/* What m4 drops before an argument: the policy language has no vertical tab, so
 * elsewhere it is a character like any other. */
static bool is_skipped(const Piece *piece) {
  return piece->kind == PIECE_SPACE || piece->kind == PIECE_NEWLINE ||
         (piece->kind == PIECE_CHAR && piece->byte == '\v');
}

/* Collects one argument; true when another follows.  *end is what ends it. */
static bool collect_argument(Macros *m, Args *args, Piece *end, bool *failed) {
  engine_work(m, 4);
  const Piece *next;
  while ((next = engine_peek(m)) && is_skipped(next))
    top_frame(m)->at++;
  Slice slice = {0};
  bool balanced = true;
  if (next && take_slice(m, &slice)) {
    Frame *frame = top_frame(m);
    *end = *frame->at++;
    if (!end->origin)
      end->origin = frame->origin;
  } else if (!collect_pieces(m, args->name, &slice, end, &balanced)) {
    *failed = true;
  }
  if (!*failed && end->byte == ',' && end->origin != args->name.origin)
    call_note_comma(m, args->name, *end);
  args->is_balanced &= balanced;
  if (slice.args && slice.args->depth >= args->depth)
    args->depth = slice.args->depth + 1;
  ARRAY_PUSH(&m->arguments, slice);
  return !*failed && end->byte == ',';
}

/* The end of a source in the arguments of a call, which the calls around it
 * meet, too. */
static void report_open_call(Macros *m, Piece name) {
  if (!m->has_stopped && !m->is_cut_off) {
    diag_error_as(&m->session->diags, ERROR_MACRO,
                  (Place){name.loc, name.origin},
                  "the arguments of this call do not end before the file does");
    m->is_cut_off = true;
    if (!m->n_trials)
      m->cut_at = name.loc;
  }
  m->frames.n = m->n_sources = 0;
}

bool engine_collect(Macros *m, Piece name, Args *args) {
  size_t from = m->arguments.n, n_unquoted = m->unquoted_calls.n;
  bool failed = false;
  Piece end = name;
  Place closed = m->close_place;
  *args = (Args){.name = name, .quotes = m->quotes_now, .is_balanced = true};
  m->nesting++;
  m->close_place = no_place;
  ARRAY_PUSH(&m->arguments, (Slice){0});
  const Piece *next = engine_peek(m);
  if (next && next->kind == PIECE_CHAR && next->byte == '(') {
    top_frame(m)->at++;
    while (collect_argument(m, args, &end, &failed))
      ;
    call_set_end(m, n_unquoted, end);
  }
  m->nesting--;
  m->close_place = closed;
  args->n = (uint32_t)(m->arguments.n - from);
  args->v = arena_copy(&m->scratch, m->arguments.v + from,
                       args->n * sizeof(Slice));
  m->arguments.n = from;
  if (failed)
    report_open_call(m, name);
  return !failed;
}

/* Calls */

void engine_push_body(Macros *m, Macro *macro, const Call *call) {
  static const Piece newline = {.kind = PIECE_NEWLINE};
  Origin origin = origin_add(&m->session->sources, call->place.origin,
                             call->place.loc, call->args.name.name);
  Loc top = call->top ? call->top : call->place.loc;
  if (m->own_from)
    call_check(m, macro, call, origin);
  Slice body = macro->body;
  body.origin = origin;
  body.args = arena_copy(&m->scratch, &call->args, sizeof call->args);
  Slice line = {.v = &newline, .n = macro->is_interface, .origin = origin,
                .quotes = m->quotes_now};
  /* refpolicy's interfaces stand between comment lines of their own. */
  engine_push(m, line, top);
  engine_push(m, body, top);
  engine_push(m, line, top);
}

void engine_call(Macros *m, Macro *macro, const Call *call) {
  if (!macro->builtin) {
    bool is_taken = m->takes_calls && !m->nesting && !m->divert &&
                    !m->ready.n && !m->quotes_now &&
                    m->take_call(m->taker, m, macro, call);
    if (!is_taken)
      engine_push_body(m, macro, call);
  } else if (call->args.n > macro->builtin->least) {
    if (!macro->builtin->is_pure)
      engine_spoil(m);
    macro->builtin->run(m, call);
  }
}
