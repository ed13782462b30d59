/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A kernel policy as text, printed by libsepol: what `checkpolicy -b -F` and
 * `-C` print, to the letter. */
#ifndef BACKEND_SEPOL_TEXT_H
#define BACKEND_SEPOL_TEXT_H

#include "lib/bytes.h"

typedef enum SepolText { SEPOL_TEXT_CONF, SEPOL_TEXT_CIL } SepolText;

/* Appends the text of the kernel policy image; false when libsepol cannot
 * read or print it (libsepol has then said why on standard error). */
bool sepol_text_write(const void *image, size_t length, SepolText form,
                      Buffer *out);

#endif
