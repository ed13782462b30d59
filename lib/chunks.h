/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays whose elements do not move: they lie in chunks.  For what there is so
 * much of that a second copy, or one piece of memory for all, would be dear.
 *
 *   CHUNKS(AvRule) rules = {0};
 *   CHUNKS_PUSH(&rules, rule);
 *   for (size_t i = 0; i < rules.n; i++) use(CHUNKS_AT(&rules, i));
 *
 * They live as long as the program (lib/memory.h).  `n` may be lowered; then
 * the next elements take the place of the last. */
#ifndef LIB_CHUNKS_H
#define LIB_CHUNKS_H

#include <stddef.h>

/* Elements: a chunk is small, so that it fits into gaps of the heap. */
enum { CHUNK_LENGTH = 64 };

#define CHUNKS(type)                                                           \
  struct {                                                                     \
    type **v;                                                                  \
    size_t n, n_chunks;                                                        \
  }

/* Adds a chunk of so many bytes to a list of them, which may move. */
void *chunks_grow(void *list, size_t n_chunks, size_t size);

#define CHUNKS_AT(chunks, i)                                                   \
  ((chunks)->v[(i) / CHUNK_LENGTH][(i) % CHUNK_LENGTH])

#define CHUNKS_PUSH(chunks, ...)                                               \
  do {                                                                         \
    if ((chunks)->n / CHUNK_LENGTH == (chunks)->n_chunks) {                    \
      (chunks)->v = chunks_grow((chunks)->v, (chunks)->n_chunks,               \
                                CHUNK_LENGTH * sizeof **(chunks)->v);          \
      (chunks)->n_chunks++;                                                    \
    }                                                                          \
    CHUNKS_AT(chunks, (chunks)->n) = (__VA_ARGS__);                            \
    (chunks)->n++;                                                             \
  } while (0)

#endif
