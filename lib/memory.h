/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Memory from the system, never NULL: when there is none left, `fatal` ends
 * the program.  For the inside of arenas and for what grows (lib/array.h). */
#ifndef LIB_MEMORY_H
#define LIB_MEMORY_H

#include <stddef.h>

/* As realloc and free. */
void *mem_resize(void *old, size_t size);
void mem_free(void *memory);

/* For the start of a command that reads a whole policy: from here on the heap
 * grows in large steps, and the system is asked for huge pages.  Else half of
 * the time would go into entering it once for each four kilobytes. */
void mem_expect_much(void);

#endif
