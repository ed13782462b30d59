/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/chunks.h"

#include "lib/memory.h"

/* The list has room for the next power of two. */
void *chunks_grow(void *list, size_t n_chunks, size_t size) {
  void **chunks = list;
  if (!(n_chunks & (n_chunks - 1)))
    chunks = mem_resize(chunks, (n_chunks ? 2 * n_chunks : 1) * sizeof *chunks);
  chunks[n_chunks] = mem_resize(NULL, size);
  return chunks;
}
