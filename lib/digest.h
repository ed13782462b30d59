/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SHA-256: of a policy or package in its map, of files in the build report. */
#ifndef LIB_DIGEST_H
#define LIB_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32 };

void digest_make(const void *data, size_t n, uint8_t digest[DIGEST_SIZE]);

#endif
