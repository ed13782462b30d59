/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/map.h"

#include <string.h>

#include "lib/arena.h"

static const uint64_t empty = UINT64_MAX;

/* Fibonacci hashing spreads the packed keys that the compiler uses. */
static size_t slot_of(const Map *map, uint64_t key) {
  uint64_t hash = (key ^ key >> 32) * 0x9e3779b97f4a7c15u;
  size_t mask = map->n_slots - 1;
  size_t i = (size_t)(hash >> 32) & mask;
  while (map->keys[i] != empty && map->keys[i] != key)
    i = (i + 1) & mask;
  return i;
}

static void resize(Map *map, size_t n_slots) {
  Map old = *map;
  map->keys = mem_resize(NULL, n_slots * sizeof *map->keys);
  map->values = mem_resize(NULL, n_slots * sizeof *map->values);
  memset(map->keys, 0xff, n_slots * sizeof *map->keys);
  map->n_slots = n_slots;
  for (size_t i = 0; i < old.n_slots; i++) {
    if (old.keys[i] == empty)
      continue;
    size_t slot = slot_of(map, old.keys[i]);
    map->keys[slot] = old.keys[i];
    map->values[slot] = old.values[i];
  }
  mem_free(old.keys);
  mem_free(old.values);
}

uint32_t *map_get(const Map *map, uint64_t key) {
  if (!map->n_slots)
    return NULL;
  size_t slot = slot_of(map, key);
  return map->keys[slot] == key ? &map->values[slot] : NULL;
}

uint32_t *map_put(Map *map, uint64_t key, bool *is_new) {
  if (map->n * 2 >= map->n_slots)
    resize(map, map->n_slots ? map->n_slots * 2 : 64);
  size_t slot = slot_of(map, key);
  bool fresh = map->keys[slot] != key;
  if (fresh) {
    map->keys[slot] = key;
    map->values[slot] = 0;
    map->n++;
  }
  if (is_new)
    *is_new = fresh;
  return &map->values[slot];
}

void map_free(Map *map) {
  mem_free(map->keys);
  mem_free(map->values);
  *map = (Map){0};
}
