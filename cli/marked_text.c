/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/marked_text.h"

#include <string.h>

typedef struct Marker {
  Sources *sources;
  LineMarks *marks;
  Loc call; /* the call in the input that the last line came from, or 0 */
  Loc next; /* where the input goes on behind the last line, or 0 */
} Marker;

/* Marks a line that begins with a piece, unless it goes on as the one before:
 * all lines of a call are the call's. */
static void begin_line(Marker *marker, Piece piece, uint32_t line) {
  enum { CHAIN_MAX = 200 }; /* so that deep calls do not make this slow */
  Loc loc = piece.loc;
  Origin origin = piece.origin;
  for (int i = 0; origin && i < CHAIN_MAX; i++) {
    MacroCall call = origin_call(marker->sources, origin);
    loc = call.loc;
    origin = call.parent;
  }
  Loc call = piece.origin ? loc : 0;
  bool goes_on = call ? call == marker->call : loc == marker->next;
  marker->call = call;
  if (goes_on || !loc)
    return;
  Position at = source_position(marker->sources, loc);
  ARRAY_PUSH(marker->marks, (LineMark){line, at.line, at.path, call != 0});
}

void marked_render(Session *session, Macros *macros, Loc input, Buffer *out,
                   LineMarks *marks) {
  Marker marker = {.sources = &session->sources, .marks = marks};
  Piece piece;
  uint32_t line = 0;
  bool is_first = true;
  macros_start(macros, input);
  while (macros_next(macros, &piece)) {
    if (is_first)
      begin_line(&marker, piece, line);
    macros_put_piece(macros, piece, out);
    is_first = piece.kind == PIECE_NEWLINE;
    if (is_first) {
      line++;
      marker.next = piece.origin ? 0 : piece.loc + 1;
    }
  }
}

void marked_use(Sources *sources, Loc base, size_t skipped,
                LineMarks *marks) {
  const Source *source = source_of(sources, base);
  const char *text = source->text, *end = text + source->length;
  const char *at = text + skipped;
  uint32_t line = 0;
  for (size_t i = 0; i < marks->n; i++) {
    LineMark *mark = &marks->v[i];
    for (; line < mark->offset; line++) {
      const char *newline = memchr(at, '\n', (size_t)(end - at));
      at = newline ? newline + 1 : end;
    }
    mark->offset = (uint32_t)(at - text);
  }
  source_add_marks(sources, base, marks->v, marks->n);
}
