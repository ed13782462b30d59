/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A hash map from 64-bit keys to 32-bit values.  The key UINT64_MAX cannot be
 * used.  Hash order is never shown: whoever needs an order keeps the keys in
 * an array beside the map.  The map owns heap memory until map_free. */
#ifndef LIB_MAP_H
#define LIB_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Map {
  uint64_t *keys;
  uint32_t *values;
  size_t n, n_slots;
} Map;

/* An empty map needs no call: `Map m = {0};`. */

/* The place of the key's value, or NULL. Valid until the next map_put. */
uint32_t *map_get(const Map *map, uint64_t key);
/* The place of the key's value, 0 when the key is new (then *is_new, unless
 * NULL, is set to true).  Valid until the next map_put. */
uint32_t *map_put(Map *map, uint64_t key, bool *is_new);
void map_free(Map *map);

#endif
