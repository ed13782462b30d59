/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Arrays that grow, for any element type.
 *
 *   typedef ARRAY(TypeId) TypeIds;
 *   TypeIds ids = {0};
 *   ARRAY_PUSH(&ids, id);
 *   for (size_t i = 0; i < ids.n; i++) use(ids.v[i]);
 *   ARRAY_FREE(&ids);
 *
 * The array owns heap memory; whoever holds the array frees it, or nobody, if
 * it lives as long as the program (lib/memory.h).  The macros may evaluate
 * what they are given twice. */
#ifndef LIB_ARRAY_H
#define LIB_ARRAY_H

#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"

#define ARRAY(type)                                                            \
  struct {                                                                     \
    type *v;                                                                   \
    size_t n, capacity;                                                        \
  }

/* The same in less memory, where there are many arrays and most are empty.
 * More than 2^32 - 1 elements are as fatal as lack of memory. */
#define SHORT_ARRAY(type)                                                      \
  struct {                                                                     \
    type *v;                                                                   \
    uint32_t n, capacity;                                                      \
  }

/* The capacity to grow to so that `need` elements fit, of which there may be
 * `most`. */
size_t array_capacity(size_t capacity, size_t need, size_t element_size,
                      size_t most);

#define ARRAY_RESERVE(array, extra)                                            \
  do {                                                                         \
    if ((size_t)(array)->n + (extra) > (array)->capacity) {                    \
      (array)->capacity = (__typeof__((array)->capacity))array_capacity(       \
          (array)->capacity, (size_t)(array)->n + (extra),                     \
          sizeof *(array)->v, (__typeof__((array)->capacity))-1);              \
      (array)->v = mem_resize((array)->v,                                      \
                              (array)->capacity * sizeof *(array)->v);         \
    }                                                                          \
  } while (0)

#define ARRAY_PUSH(array, ...)                                                 \
  do {                                                                         \
    ARRAY_RESERVE(array, 1);                                                   \
    (array)->v[(array)->n++] = (__VA_ARGS__);                                  \
  } while (0)

#define ARRAY_FREE(array)                                                      \
  do {                                                                         \
    mem_free((array)->v);                                                      \
    (array)->v = NULL;                                                         \
    (array)->n = (array)->capacity = 0;                                        \
  } while (0)

#endif
