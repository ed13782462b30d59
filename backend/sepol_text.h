/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A binary policy as text, printed by libsepol: what `checkpolicy -b -F` and
 * `-C`, of a source and of a module, print, to the letter. */
#ifndef BACKEND_SEPOL_TEXT_H
#define BACKEND_SEPOL_TEXT_H

#include "lib/bytes.h"

typedef enum SepolText {
  SEPOL_TEXT_CONF,       /* of a kernel policy */
  SEPOL_TEXT_CIL,        /* of a kernel policy */
  SEPOL_TEXT_MODULE_CIL, /* of a module */
} SepolText;

/* Appends the text of the image, which a process of its own prints; false when
 * libsepol cannot read or print it (it has then said why on standard error).
 * Fatal when libsepol crashes, as 3.4 does on some policies. */
bool sepol_text_write(const void *image, size_t length, SepolText form,
                      Buffer *out);

#endif
