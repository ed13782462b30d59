/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/fatal.h"

enum { BLOCK_SIZE = 64 * 1024 };

/* Half of all objects are smaller than a max_align_t (32 bytes on x86-64, for
 * the sake of a long double, which nobody has here). */
typedef uint64_t Unit;

struct ArenaBlock {
  ArenaBlock *next;
  Unit data[];
};

static void *take(Arena *arena, size_t size) {
  const size_t unit = sizeof(Unit);
  if (size > SIZE_MAX / 2)
    fatal("out of memory");
  size = size ? (size + unit - 1) / unit * unit : unit; /* never NULL */
  if (size > (size_t)(arena->end - arena->at)) {
    size_t room = size > BLOCK_SIZE / 4 ? size : BLOCK_SIZE;
    ArenaBlock *block = mem_resize(NULL, sizeof *block + room);
    block->next = arena->blocks;
    arena->blocks = block;
    if (room == size) /* a large object has a block of its own */
      return block->data;
    arena->at = (char *)block->data;
    arena->end = arena->at + room;
  }
  void *result = arena->at;
  arena->at += size;
  return result;
}

void *arena_alloc_raw(Arena *arena, size_t size) {
  return take(arena, size);
}

void *arena_alloc(Arena *arena, size_t size) {
  return memset(take(arena, size), 0, size);
}

void *arena_copy(Arena *arena, const void *from, size_t size) {
  return size ? memcpy(take(arena, size), from, size) : NULL;
}

char *arena_vprintf(Arena *arena, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  if (length < 0)
    fatal("cannot format a message");
  char *text = take(arena, (size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, args);
  return text;
}

char *arena_printf(Arena *arena, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *text = arena_vprintf(arena, format, args);
  va_end(args);
  return text;
}

void arena_free(Arena *arena) {
  while (arena->blocks) {
    ArenaBlock *next = arena->blocks->next;
    mem_free(arena->blocks);
    arena->blocks = next;
  }
  arena->at = arena->end = NULL;
}

void arena_clear(Arena *arena) {
  char *start = arena->end ? arena->end - BLOCK_SIZE : NULL;
  ArenaBlock *kept = NULL;
  while (arena->blocks) {
    ArenaBlock *block = arena->blocks;
    arena->blocks = block->next;
    if ((char *)block->data == start)
      kept = block;
    else
      mem_free(block);
  }
  if (kept)
    kept->next = NULL;
  arena->blocks = kept;
  arena->at = start;
}
