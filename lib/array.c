/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/array.h"

#include <stdint.h>

#include "lib/fatal.h"

size_t array_capacity(size_t capacity, size_t need, size_t element_size) {
  if (need > SIZE_MAX / 2 / element_size)
    fatal("out of memory");
  if (capacity < 8)
    capacity = 8;
  while (capacity < need)
    capacity += capacity / 2;
  return capacity;
}
