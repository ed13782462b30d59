/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory from the system, never NULL: when there is none left, `fatal` ends
 * the program.  For the inside of arenas and for what grows (lib/array.h). */
#ifndef LIB_MEMORY_H
#define LIB_MEMORY_H

#include <stddef.h>

/* As realloc and free, but only for each other's blocks, never for malloc's;
 * aligned to 16 bytes. */
void *mem_resize(void *old, size_t size);
void mem_free(void *memory);

/* Frees every block that is left, for programs that do one piece of work after
 * the other (tests/fuzz).  tecc leaves its memory to the system. */
void mem_free_all(void);

/* For the start of a command that reads a whole policy or all headers: the heap
 * grows in large steps, and the system is asked for huge pages.  Else half of
 * the time would go into entering it once for each four kilobytes. */
void mem_expect_much(void);

#endif
