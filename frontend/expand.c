/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading through the frames: quotes, comments, parameters, macros. */
#include <stdarg.h>
#include <string.h>

#include "frontend/engine.h"

void engine_error(Macros *m, const Call *call, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *message = arena_vprintf(&m->scratch, format, args);
  va_end(args);
  diag_error_as(&m->session->diags, ERROR_MACRO, call->place, "%s", message);
}

void engine_stop(Macros *m) {
  m->has_stopped = true;
  m->frames.n = m->n_sources = 0;
  m->quote_depth = 0;
  m->in_comment = false;
}

void engine_pass_limit(Macros *m, const char *what) {
  if (m->has_stopped)
    return;
  diag_error_as(&m->session->diags, ERROR_MACRO, (Place){m->top_loc, 0},
                "the expansion of '%s' does not end: %s",
                name_text(&m->session->names, m->top_name), what);
  engine_stop(m);
}

/* Pushing */

void engine_push(Macros *m, Slice list, Loc top) {
  if (!list.n || m->has_stopped)
    return;
  engine_work(m, 1);
  if (m->frames.n >= MACRO_FRAMES_MAX)
    engine_pass_limit(m, "texts nest too deep");
  if (m->has_stopped)
    return;
  ARRAY_PUSH(&m->frames, (Frame){list.v, list.v + list.n, list.args,
                                 list.origin, top, list.quotes,
                                 list.is_lasting});
  if (list.quotes != m->quotes_now)
    engine_sync_quotes(m);
}

void engine_sync_quotes(Macros *m) {
  Frame *frame = top_frame(m);
  if (frame->quotes == m->quotes_now)
    return;
  Pieces pieces = {0};
  pieces_requote(&pieces, m->session, frame->at,
                 (size_t)(frame->end - frame->at),
                 &m->quotes.v[frame->quotes], &m->quotes.v[m->quotes_now]);
  frame->at = arena_copy(&m->lasting, pieces.v, pieces.n * sizeof(Piece));
  frame->end = frame->at + pieces.n;
  frame->quotes = m->quotes_now;
  ARRAY_FREE(&pieces);
}

void engine_push_text(Macros *m, const Call *call, const char *text,
                      size_t n) {
  Pieces pieces = {0};
  engine_work(m, n);
  pieces_scan_text(&pieces, &m->session->names, text, n, call->place);
  Piece *copy = arena_copy(&m->scratch, pieces.v, pieces.n * sizeof(Piece));
  engine_push(m, (Slice){.v = copy, .n = pieces.n}, call->top);
  ARRAY_FREE(&pieces);
}

Piece piece_of_number(Macros *m, unsigned long number, Place place) {
  char digits[24];
  int n = snprintf(digits, sizeof digits, "%lu", number);
  return (Piece){.kind = PIECE_DIGITS,
                 .name = name_intern(&m->session->names, digits, (size_t)n),
                 .loc = place.loc,
                 .origin = place.origin};
}

void engine_push_number(Macros *m, const Call *call, long number) {
  Piece *pieces = arena_alloc_raw(&m->scratch, 2 * sizeof *pieces);
  unsigned long size = (unsigned long)number;
  size_t n = 0;
  if (number < 0) {
    pieces[n++] = piece_of_byte('-', call->place);
    size = -size;
  }
  pieces[n++] = piece_of_number(m, size, call->place);
  engine_push(m, (Slice){.v = pieces, .n = n, .quotes = m->quotes_now},
              call->top);
}

void engine_push_argument(Macros *m, const Call *call, uint32_t i) {
  if (call_has(call, i))
    engine_push(m, call->args.v[i], call->top);
}

void engine_push_quoted(Macros *m, const Call *call, Slice list) {
  static const Piece open = {.kind = PIECE_OPEN};
  static const Piece close = {.kind = PIECE_CLOSE};
  Slice quote = {.v = &close, .n = 1, .quotes = m->quotes_now};
  engine_push(m, quote, call->top);
  engine_push(m, list, call->top);
  quote.v = &open;
  engine_push(m, quote, call->top);
}

void engine_include(Macros *m, Loc source) {
  if (m->n_sources >= MACRO_INCLUDES_MAX) {
    engine_pass_limit(m, "files include each other");
    return;
  }
  bool in_source = m->frames.n == m->n_sources;
  engine_push(m, engine_source(m, source), 0);
  if (in_source)
    m->n_sources = (uint32_t)m->frames.n;
}

static void push_param(Macros *m) {
  Frame *frame = top_frame(m);
  Piece param = *frame->at++;
  if (!param.origin)
    param.origin = frame->origin;
  Loc top = frame->top;
  engine_push(m, args_param(m, frame->args, param), top);
}

/* Reading before expansion */

static void pop_frame(Macros *m) {
  m->frames.n--;
  if (m->n_sources > m->frames.n)
    m->n_sources = (uint32_t)m->frames.n;
  if (top_frame(m)->quotes != m->quotes_now)
    engine_sync_quotes(m);
}

void macros_skip_blanks(Macros *m) {
  if (m->in_comment || m->divert || m->ready.n || !m->frames.n)
    return;
  for (Frame *frame = top_frame(m);; frame = top_frame(m)) {
    while (frame->at < frame->end && (frame->at->kind == PIECE_SPACE ||
                                      frame->at->kind == PIECE_NEWLINE))
      frame->at++;
    if (frame->at < frame->end || m->frames.n == 1)
      return;
    pop_frame(m);
  }
}

static const Piece *peek_frames(Macros *m) {
  while (m->frames.n) {
    Frame *frame = top_frame(m);
    if (frame->at == frame->end) {
      if (m->frames.n == 1)
        return NULL;
      pop_frame(m);
    } else if (frame->at->kind == PIECE_PARAM && frame->args) {
      push_param(m);
    } else {
      return frame->at;
    }
  }
  return NULL;
}

/* Whether the next piece lies in the top frame, as it nearly always does. */
static inline bool is_at_hand(const Frame *frame) {
  return frame->at < frame->end && frame->at->kind != PIECE_PARAM;
}

/* A call on trial does not know what is behind it. */
const Piece *engine_peek(Macros *m) {
  if (m->frames.n && is_at_hand(top_frame(m)))
    return top_frame(m)->at;
  const Piece *next = peek_frames(m);
  if (!next)
    engine_spoil(m);
  return next;
}

static inline bool read_raw(Macros *m, Piece *piece) {
  if (!m->frames.n)
    return false;
  Frame *frame = top_frame(m);
  if (!is_at_hand(frame)) {
    if (!peek_frames(m))
      return false;
    frame = top_frame(m);
  }
  *piece = *frame->at++;
  if (!piece->origin)
    piece->origin = frame->origin;
  return true;
}

/* Completes a word whose end touches the end of its frame: the next frame may
 * go on with it, as in `$1_t`. */
static void join_word(Macros *m, Piece *word) {
  const Frame *frame = top_frame(m);
  if (frame->at < frame->end && frame->at->kind > PIECE_PARAM)
    return;
  const Piece *next = engine_peek(m);
  if (!next || !pieces_touch(*word, *next))
    return;
  m->text.n = 0;
  engine_spoil_holes(m, word, 1);
  piece_render(&m->text, m->session, NULL, *word);
  for (; next && pieces_touch(*word, *next); next = engine_peek(m)) {
    engine_spoil_holes(m, next, 1);
    engine_work(m, name_length(&m->session->names, next->name));
    piece_render(&m->text, m->session, NULL, *next);
    if (m->has_stopped)
      break;
    top_frame(m)->at++;
  }
  word->name = name_intern(&m->session->names, m->text.data, m->text.n);
}

/* Comments */

static bool has_usual_comment(const Macros *m) {
  return m->comment[0] == '#' && !m->comment[1] &&
         m->comment_close[0] == '\n' && !m->comment_close[1];
}

/* The last byte of a piece that a comment mark can begin with: what stands
 * behind the `$` of `$#`, `$*`, `$@`, or the piece itself; else 0. */
static inline unsigned byte_of(Piece piece) {
  if (piece.kind == PIECE_PARAM)
    return piece.number == PARAM_COUNT    ? '#'
           : piece.number == PARAM_LIST   ? '*'
           : piece.number == PARAM_QUOTED ? '@'
                                          : 0;
  return piece.kind == PIECE_NEWLINE ? '\n'
         : piece.kind == PIECE_CHAR  ? piece.byte
                                     : 0;
}

/* Whether the rest of `text` behind its first byte lies ahead.  It may lie in
 * several frames; it is put into one to be read again. */
static bool rest_lies_ahead(Macros *m, const char *text) {
  size_t from = m->collected.n;
  bool same = true;
  Loc top = m->frames.n ? top_frame(m)->top : 0;
  for (size_t i = 1; text[i] && same; i++) {
    const Piece *next = engine_peek(m);
    same = next && next->kind != PIECE_PARAM &&
           byte_of(*next) == (unsigned char)text[i];
    Piece piece;
    if (same && read_raw(m, &piece))
      ARRAY_PUSH(&m->collected, piece);
  }
  engine_push(m, engine_take(m, from, false), top);
  return same;
}

/* Whether `text` has been read with `first` and lies ahead for the rest. */
static inline bool lies_ahead(Macros *m, Piece first, const char *text) {
  return text[0] && byte_of(first) == (unsigned char)text[0] &&
         (!text[1] || rest_lies_ahead(m, text));
}

/* Goes on in a comment whose mark has been seen, and ends it if it was the
 * closing one. */
static void pass_mark(Macros *m, const char *mark, bool closing) {
  m->comment_rest = (uint32_t)strlen(mark) - 1;
  m->comment_ends = closing;
  m->in_comment = m->comment_rest || !closing;
}

/* Goes through a comment, piece by piece. */
static void pass_comment(Macros *m, Piece piece) {
  if (m->comment_rest)
    m->in_comment = --m->comment_rest || !m->comment_ends;
  else if (lies_ahead(m, piece, m->comment_close))
    pass_mark(m, m->comment_close, true);
}

/* A `#` line is not one piece where comments are something else. */
static void split_comment(Macros *m, Piece comment) {
  Pieces pieces = {0};
  pieces_scan_comment(&pieces, m->session, comment);
  Slice list = {.v = arena_copy(&m->scratch, pieces.v,
                                pieces.n * sizeof(Piece)),
                .n = pieces.n,
                .quotes = m->quotes_now};
  engine_push(m, list, m->frames.n ? top_frame(m)->top : 0);
  ARRAY_FREE(&pieces);
}

/* Reading */

static void end_inside_quote(Macros *m) {
  if (m->in_comment) /* it goes on behind a call on trial */
    engine_spoil(m);
  if (m->quote_depth) {
    if (m->told_quote != m->quote_place.loc)
      diag_error_as(&m->session->diags, ERROR_MACRO, m->quote_place,
                    "this quote is not closed at the end of the file");
    if (!m->n_trials)
      m->cut_at = m->quote_place.loc;
  }
  /* That the calls around it are open, too, needs no saying. */
  m->is_cut_off |= m->quote_depth != 0;
  m->quote_depth = 0;
  m->in_comment = false;
}

/* Expands the macro that a word names, unless the word is plain text. */
static bool expand_word(Macros *m, Piece word, Macro *macro, Loc top) {
  const Piece *next = engine_peek(m);
  bool has_parens = next && next->kind == PIECE_CHAR && next->byte == '(';
  if (macro->builtin && macro->builtin->needs_parens && !has_parens)
    return false;
  Call call = {.place = {word.loc, word.origin}, .top = top};
  if (!top && !m->nesting && m->frames.n == m->n_sources) {
    arena_clear(&m->scratch);
    m->top_loc = word.loc;
    m->top_name = word.name;
    m->work = 0;
  }
  engine_work(m, 16);
  if (m->nesting >= MACRO_NESTING_MAX)
    engine_pass_limit(m, "calls nest too deep in arguments");
  if (!m->has_stopped && engine_collect(m, word, &call.args))
    engine_call(m, macro, &call);
  return true;
}

/* A quote or bracket-free piece at quote level 0. */
static bool read_plain(Macros *m, Piece *piece, Loc top) {
  if (piece->kind == PIECE_OPEN) {
    m->quote_depth = 1;
    m->quote_place = (Place){piece->loc, piece->origin};
    return false;
  }
  if (piece->kind != PIECE_WORD || m->is_literal)
    return true;
  join_word(m, piece);
  Macro *macro = engine_find(m, piece->name);
  return !macro || !expand_word(m, *piece, macro, top);
}

Got engine_read(Macros *m, Piece *piece) {
  for (;;) {
    if (!read_raw(m, piece)) {
      end_inside_quote(m);
      return GOT_END;
    }
    if (m->quote_depth) {
      if (piece->kind == PIECE_OPEN)
        m->quote_depth++;
      else if (piece->kind == PIECE_CLOSE && !--m->quote_depth) {
        if (!m->nesting && !m->quote_place.origin && !piece->origin) {
          m->closed_from = m->quote_place.loc;
          m->closed_to = piece->loc;
        }
        if (!m->close_place.loc)
          m->close_place = (Place){piece->loc, piece->origin};
        continue;
      }
      return GOT_TEXT;
    }
    if (piece->kind == PIECE_COMMENT && !has_usual_comment(m)) {
      split_comment(m, *piece);
      continue;
    }
    if (m->in_comment) {
      pass_comment(m, *piece);
      return GOT_TEXT;
    }
    if (piece->kind == PIECE_SPACE || piece->kind == PIECE_NEWLINE)
      return GOT_PLAIN;
    if (piece->kind == PIECE_COMMENT ||
        (piece->kind != PIECE_WORD && lies_ahead(m, *piece, m->comment))) {
      pass_mark(m, m->comment, false);
      return GOT_TEXT;
    }
    if (read_plain(m, piece, top_frame(m)->top))
      return GOT_PLAIN;
  }
}
