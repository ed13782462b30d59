/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/digest.h"

#include <nettle/sha2.h>

void digest_make(const void *data, size_t n, uint8_t digest[DIGEST_SIZE]) {
  struct sha256_ctx context;
  sha256_init(&context);
  sha256_update(&context, n, data);
  sha256_digest(&context, DIGEST_SIZE, digest);
}
