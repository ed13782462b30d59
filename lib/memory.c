/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/fatal.h"

enum {
  HEAP_STEP = 1 << 24,
  MAPPED = 1 << 17, /* from this size on the C library takes a mapping */
  WORTH_IT = 1 << 14,
};

/* Asks for huge pages in an object and, if it is in the heap, in what is
 * behind it.  Where the kernel has none, or no room for one in its mapping (as
 * in a heap that grows in small steps), all stays as it is. */
static void advise(const char *object, size_t size) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t from = (uintptr_t)object / page * page;
  uintptr_t to = (uintptr_t)object + size;
  if (size < MAPPED && to < (uintptr_t)sbrk(0))
    to = (uintptr_t)sbrk(0);
  madvise((void *)from, to - from, MADV_HUGEPAGE);
}

void *mem_resize(void *old, size_t size) {
  void *result = realloc(old, size ? size : 1);
  if (!result)
    fatal("out of memory");
  if (size >= WORTH_IT)
    advise(result, size);
  return result;
}

void mem_free(void *memory) {
  free(memory);
}

void mem_expect_much(void) {
  mallopt(M_TOP_PAD, HEAP_STEP);
  mallopt(M_MMAP_THRESHOLD, MAPPED);
}
