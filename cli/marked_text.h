/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text that a macro run makes, with the lines of the input that it comes
 * from: faults in it are shown where the author wrote the call. */
#ifndef CLI_MARKED_TEXT_H
#define CLI_MARKED_TEXT_H

#include "frontend/macro.h"

typedef ARRAY(LineMark) LineMarks;

/* Expands `input` and appends its text to *out.  The marks are by lines of
 * *out: the offset of each is its line, from 0. */
void marked_render(Session *session, Macros *macros, Loc input, Buffer *out,
                   LineMarks *marks);

/* Gives a source these marks.  Its lines are those of *out, with `skipped`
 * bytes before them. */
void marked_use(Sources *sources, Loc base, size_t skipped, LineMarks *marks);

#endif
