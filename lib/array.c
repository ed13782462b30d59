/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/array.h"

#include <stdint.h>

#include "lib/fatal.h"

/* Eight, or of large elements what fits into 256 bytes: most of the arrays in
 * an optional block stay that short, and there are ten thousand blocks. */
static size_t first_capacity(size_t element_size) {
  enum { FEWEST = 2, MOST = 8, BYTES = 256 };
  size_t fit = BYTES / element_size;
  return fit < FEWEST ? FEWEST : fit > MOST ? MOST : fit;
}

size_t array_capacity(size_t capacity, size_t need, size_t element_size,
                      size_t most) {
  if (need > SIZE_MAX / 2 / element_size || need > most)
    fatal("out of memory");
  if (!capacity) {
    size_t first = first_capacity(element_size);
    return need > first ? need : first; /* exact */
  }
  while (capacity < need)
    capacity += capacity / 2;
  return capacity < most ? capacity : most;
}
