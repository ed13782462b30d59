/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walking over the pieces of a file without expanding them: what the lint
 * passes share.  Nobody else includes this. */
#ifndef FRONTEND_LINT_PIECES_H
#define FRONTEND_LINT_PIECES_H

#include "frontend/engine.h"

/* The first piece at or behind `i` that is no blank. */
static inline size_t lint_skip_blanks(Slice list, size_t i) {
  while (i < list.n && (list.v[i].kind == PIECE_SPACE ||
                        list.v[i].kind == PIECE_NEWLINE))
    i++;
  return i;
}

/* Whether a word touches a piece that may be a part of the same name. */
static inline bool lint_is_part(Slice list, size_t i) {
  return (i > 0 && list.v[i - 1].kind <= PIECE_PARAM) ||
         (i + 1 < list.n && list.v[i + 1].kind <= PIECE_PARAM);
}

/* The end of a comment that begins at `i` (also one that `dnl` begins), or `i`
 * when none does. */
static inline size_t lint_skip_comment(Slice list, size_t i, Name dnl) {
  Piece piece = list.v[i];
  bool begins = piece.kind == PIECE_COMMENT ||
                (piece.kind == PIECE_CHAR && piece.byte == '#') ||
                (piece.kind == PIECE_WORD && piece.name == dnl);
  while (begins && i < list.n && list.v[i].kind != PIECE_NEWLINE)
    i++;
  return i;
}

/* The closing `"` of a file name that begins at `i`, or `i` when its line has
 * none. */
static inline size_t lint_skip_string(Slice list, size_t i) {
  size_t end = i + 1;
  while (end < list.n && list.v[end].kind != PIECE_NEWLINE &&
         !(list.v[end].kind == PIECE_CHAR && list.v[end].byte == '"'))
    end++;
  return end < list.n && list.v[end].kind == PIECE_CHAR ? end : i;
}

/* The first argument of a call whose name is at `i`, with its quotes taken
 * off; an empty list when it is not a call or its argument is not quoted. */
static inline Slice lint_argument(Slice list, size_t i) {
  Slice none = {0};
  if (i + 1 >= list.n || list.v[i + 1].kind != PIECE_CHAR ||
      list.v[i + 1].byte != '(')
    return none;
  size_t open = lint_skip_blanks(list, i + 2);
  if (open >= list.n || list.v[open].kind != PIECE_OPEN ||
      !list.v[open].match)
    return none;
  return (Slice){.v = list.v + open + 1, .n = list.v[open].match - 1};
}

/* The argument behind one that ends before `i`, likewise. */
static inline Slice lint_next_argument(Slice list, size_t i) {
  Slice none = {0};
  if (i < list.n && list.v[i].kind == PIECE_CLOSE)
    i++;
  i = lint_skip_blanks(list, i);
  if (i >= list.n || list.v[i].kind != PIECE_CHAR || list.v[i].byte != ',')
    return none;
  size_t open = lint_skip_blanks(list, i + 1);
  if (open >= list.n || list.v[open].kind != PIECE_OPEN ||
      !list.v[open].match)
    return none;
  return (Slice){.v = list.v + open + 1, .n = list.v[open].match - 1};
}

#endif
