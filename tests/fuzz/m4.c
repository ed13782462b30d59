/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The macro engine alone, as `tecc preprocess` uses it. */
#include "frontend/macro.h"
#include "tests/fuzz/fuzz.h"

void fuzz_target(Session *session, const char *text, size_t n) {
  Buffer out = {0};
  Macros *macros = macros_new(session, NULL);
  macros_define(macros, "name", "value");
  macros_render(macros, source_add(&session->sources, "input.m4", text, n,
                                   false), &out);
  macros_finish(macros);
  for (Piece piece; macros_next(macros, &piece);)
    macros_put_piece(macros, piece, &out);
  macros_free(macros);
}
