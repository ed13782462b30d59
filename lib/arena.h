/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory that is given back all at once.
 *
 * Everything that a compilation makes lives in an arena and is never freed
 * singly; the arena's owner frees it whole.  There is no failure to handle:
 * when the system has no memory left, `fatal` ends the program (status 2). */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "lib/memory.h"

typedef struct ArenaBlock ArenaBlock;

typedef struct Arena {
  ArenaBlock *blocks; /* newest first */
  char *at, *end;     /* the free rest of the newest block for small objects */
  size_t block_size;  /* of that one */
} Arena;

/* An empty arena needs no call: `Arena a = {0};`. */

/* `size` zeroed bytes, aligned for numbers of 64 bits and pointers. */
void *arena_alloc(Arena *arena, size_t size);
/* `size` bytes whose content is undefined. */
void *arena_alloc_raw(Arena *arena, size_t size);
/* A copy of `size` bytes; NULL when size is 0. */
void *arena_copy(Arena *arena, const void *from, size_t size);
/* A formatted string, as printf. */
char *arena_printf(Arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(Arena *arena, const char *format, va_list args);
/* Gives every block back to the system; the arena is empty again. */
void arena_free(Arena *arena);
/* The same, but keeps one block: for an arena that is filled again soon. */
void arena_clear(Arena *arena);

/* One zeroed object, or `n` of them. */
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_NEW_N(arena, type, n)                                            \
  ((type *)arena_alloc((arena), sizeof(type) * (size_t)(n)))

#endif
