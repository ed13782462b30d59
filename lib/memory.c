/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/memory.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/fatal.h"

/* A huge page lies wholly inside one step of the heap; around the end of a step
 * pages stay small, so there should be few ends.  What is not used of a step
 * takes address space alone; where that is limited, steps become smaller. */
enum {
  HEAP_STEP = 1 << 28,
  MAPPED = 1 << 25, /* from this size on the C library takes a mapping */
  WORTH_IT = 1 << 14,
  FIRST = 1 << 18, /* more than the heap has */
};

/* In front of each block that is alive: its place in the ring of all.  So what
 * lives to the end of the program can be reached, and a search for leaks
 * (tests/sanitized) finds what libraries took; and a program that does one
 * piece of work after the other (tests/fuzz) can free the rest. */
typedef struct Block {
  _Alignas(16) struct Block *before;
  struct Block *after;
} Block;

static Block all = {&all, &all}; /* not for threads */
static size_t heap_step;         /* 0: the C library's own */

/* A smaller step, or false if there is none. */
static bool shorten_step(void) {
  if (!heap_step)
    return false;
  heap_step /= 4;
  mallopt(M_TOP_PAD, (int)heap_step);
  return true;
}

/* Asks for huge pages in an object or, if it is in the heap, in that and what
 * is behind it, once for each end that the heap has had.  Where the kernel has
 * none, or no room for one in its mapping (as in a heap that grows in small
 * steps), all stays as it is. */
static void advise(const char *object, size_t size) {
  static uintptr_t advised;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t from = (uintptr_t)object / page * page;
  uintptr_t to = (uintptr_t)object + size;
  if (size < MAPPED) {
    uintptr_t end = (uintptr_t)sbrk(0);
    if (end == advised)
      return;
    advised = end;
    to = to < end ? end : to;
  }
  madvise((void *)from, to - from, MADV_HUGEPAGE);
}

void *mem_resize(void *old, size_t size) {
  Block *was = old ? (Block *)old - 1 : NULL;
  Block place = was ? *was : (Block){&all, all.after};
  Block *block = realloc(was, sizeof *block + size);
  while (!block && shorten_step())
    block = realloc(was, sizeof *block + size);
  if (block) /* so, because cppcheck believes that fatal returns */
    *block = place;
  else
    fatal("out of memory");
  place.before->after = place.after->before = block;
  if (size >= WORTH_IT)
    advise((char *)block, sizeof *block + size);
  return block + 1;
}

void mem_free(void *memory) {
  if (!memory)
    return;
  Block *block = (Block *)memory - 1;
  block->before->after = block->after;
  block->after->before = block->before;
  free(block);
}

void mem_free_all(void) {
  Block *block = all.after;
  all = (Block){&all, &all};
  while (block != &all) {
    Block *after = block->after;
    free(block);
    block = after;
  }
}

/* The first step is taken at once, for libraries do not try again. */
void mem_expect_much(void) {
  heap_step = HEAP_STEP;
  mallopt(M_TOP_PAD, (int)heap_step);
  mallopt(M_MMAP_THRESHOLD, MAPPED);
  mem_free(mem_resize(NULL, FIRST));
}
