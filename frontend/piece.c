/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/piece.h"

#include <string.h>

bool pieces_touch(Piece first, Piece second) {
  switch (first.kind) {
  case PIECE_WORD:
    return second.kind <= PIECE_DIGITS;
  case PIECE_DIGITS:
    return second.kind == PIECE_DIGITS;
  case PIECE_PARAM:
    return second.kind == PIECE_DIGITS && first.number <= PARAM_LAST;
  case PIECE_CHAR:
    return first.byte == '$' &&
           (second.kind == PIECE_DIGITS || second.kind == PIECE_COMMENT ||
            (second.kind == PIECE_CHAR && second.byte &&
             second.byte < 128 && strchr("#*@", (int)second.byte)));
  default:
    return false;
  }
}

/* The end of the run of touching pieces that begins at `i`. */
static size_t run_end(const Piece *v, size_t n, size_t i) {
  size_t end = i + 1;
  while (end < n && pieces_touch(v[i], v[end])) {
    end++;
    if (v[i].kind == PIECE_CHAR) { /* `$1` goes on as a parameter does */
      Piece param = {.kind = PIECE_PARAM};
      while (v[end - 1].kind == PIECE_DIGITS && end < n &&
             pieces_touch(param, v[end]))
        end++;
      break;
    }
  }
  return end;
}

void pieces_join(Pieces *to, Session *session, const Piece *v, size_t n) {
  Buffer text = {0};
  size_t from = to->n;
  for (size_t i = 0, end; i < n; i = end) {
    end = run_end(v, n, i);
    if (end == i + 1) {
      ARRAY_PUSH(to, v[i]);
      continue;
    }
    text.n = 0;
    for (size_t k = i; k < end; k++)
      piece_render(&text, session, NULL, v[k]);
    pieces_scan_text(to, &session->names, text.data, text.n,
                     (Place){v[i].loc, v[i].origin});
  }
  buffer_free(&text);
  pieces_match_quotes(to->v + from, to->n - from);
}

bool pieces_match_quotes(Piece *pieces, size_t n) {
  const uint32_t none = UINT32_MAX;
  uint32_t innermost = none; /* the open quotes, chained through `match` */
  size_t last_param = 0;     /* index + 1 */
  bool all = true;
  for (size_t i = 0; i < n; i++) {
    Piece *piece = &pieces[i];
    if (piece->kind == PIECE_PARAM) {
      last_param = i + 1;
    } else if (piece->kind == PIECE_OPEN) {
      piece->match = innermost;
      innermost = (uint32_t)i;
    } else if (piece->kind != PIECE_CLOSE) {
      continue;
    } else if (innermost == none) {
      all = false;
    } else {
      Piece *open = &pieces[innermost];
      open->params = last_param > innermost;
      uint32_t outer = open->match;
      open->match = (uint32_t)i - innermost;
      innermost = outer;
    }
  }
  while (innermost != none) {
    uint32_t outer = pieces[innermost].match;
    pieces[innermost].match = 0;
    innermost = outer;
    all = false;
  }
  return all;
}

static void put_chars(Pieces *to, const char *text, Piece from) {
  Place place = {from.loc, from.origin};
  for (; *text; text++)
    ARRAY_PUSH(to, piece_of_byte(*text, place));
}

/* The list with every quote and comment taken apart into bytes. */
static void take_apart(Pieces *to, Session *session, const Piece *v, size_t n,
                       const Quotes *quotes) {
  for (size_t i = 0; i < n; i++) {
    switch (v[i].kind) {
    case PIECE_OPEN: put_chars(to, quotes->open, v[i]); break;
    case PIECE_CLOSE: put_chars(to, quotes->close, v[i]); break;
    case PIECE_COMMENT: pieces_scan_comment(to, session, v[i]); break;
    default: ARRAY_PUSH(to, v[i]);
    }
  }
}

/* How many pieces at `v` spell the text; 0: they do not. */
static size_t spells(const Piece *v, size_t n, const char *text) {
  size_t i = 0;
  for (; text[i]; i++)
    if (i == n || v[i].kind != PIECE_CHAR ||
        v[i].byte != (unsigned char)text[i])
      return 0;
  return i;
}

void pieces_requote(Pieces *to, Session *session, const Piece *v, size_t n,
                    const Quotes *old, const Quotes *new) {
  Pieces bytes = {0};
  size_t from = to->n;
  take_apart(&bytes, session, v, n, old);
  for (size_t i = 0, length; i < bytes.n; i += length) {
    Piece piece = bytes.v[i];
    if ((length = spells(bytes.v + i, bytes.n - i, new->close)))
      piece.kind = PIECE_CLOSE;
    else if ((length = spells(bytes.v + i, bytes.n - i, new->open)))
      piece.kind = PIECE_OPEN;
    else
      length = 1;
    ARRAY_PUSH(to, piece);
  }
  ARRAY_FREE(&bytes);
  pieces_match_quotes(to->v + from, to->n - from);
}

static void render_comment(Buffer *buffer, const Session *session,
                           Piece piece) {
  const Source *source = source_of(&session->sources, piece.loc);
  put_bytes(buffer, source->text + (piece.loc - source->base), piece.count);
}

void piece_render(Buffer *buffer, const Session *session, const Quotes *quotes,
                  Piece piece) {
  switch ((PieceKind)piece.kind) {
  case PIECE_WORD:
  case PIECE_DIGITS:
  case PIECE_PARAM:
    put_bytes(buffer, name_text(&session->names, piece.name),
              name_length(&session->names, piece.name));
    break;
  case PIECE_SPACE:
    for (uint32_t i = 0; i < piece.count; i++)
      put_u8(buffer, (uint8_t)piece.number);
    break;
  case PIECE_NEWLINE: put_u8(buffer, '\n'); break;
  case PIECE_CHAR: put_u8(buffer, (uint8_t)piece.byte); break;
  case PIECE_OPEN: put_string(buffer, quotes->open); break;
  case PIECE_CLOSE: put_string(buffer, quotes->close); break;
  case PIECE_COMMENT: render_comment(buffer, session, piece); break;
  case PIECE_BUILTIN:
  case PIECE_STATEMENTS: break;
  }
}
