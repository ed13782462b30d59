/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/names.h"

#include <string.h>

#include "lib/fatal.h"

static uint64_t word_at(const char *text) {
  uint64_t word;
  memcpy(&word, text, sizeof word);
  return word;
}

static uint32_t half_at(const char *text) {
  uint32_t half;
  memcpy(&half, text, sizeof half);
  return half;
}

/* Up to seven bytes, as two halves that may overlap. */
static uint64_t tail_at(const char *text, size_t n) {
  if (n >= 4)
    return (uint64_t)half_at(text) << 32 | half_at(text + n - 4);
  return !n ? 0
            : (uint64_t)(unsigned char)text[0] << 16 |
                  (uint64_t)(unsigned char)text[n / 2] << 8 |
                  (unsigned char)text[n - 1];
}

/* A hot path: every word of every source comes by. */
static uint32_t hash_bytes(const char *text, size_t length) {
  const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
  uint64_t hash = length * factor;
  for (; length >= 8; text += 8, length -= 8)
    hash = (hash ^ word_at(text)) * factor, hash ^= hash >> 29;
  hash = (hash ^ tail_at(text, length)) * factor;
  return (uint32_t)(hash >> 32);
}

void names_init(Names *names) {
  memset(names, 0, sizeof *names);
  names->capacity = 1 << 12;
  names->entries = mem_resize(NULL, names->capacity * sizeof(NameEntry));
  names->entries[0] = (NameEntry){"", 0, 0};
  names->n = 1;
  names->n_slots = 1 << 14;
  names->slots = mem_resize(NULL, names->n_slots * sizeof(Name));
  memset(names->slots, 0, names->n_slots * sizeof(Name));
}

void names_free(Names *names) {
  arena_free(&names->arena);
  mem_free(names->entries);
  mem_free(names->slots);
}

/* The slot that holds the string, or the empty one where it belongs. */
static Name *slot_of(const Names *names, const char *text, size_t length,
                     uint32_t hash) {
  uint32_t mask = names->n_slots - 1;
  for (uint32_t i = hash & mask;; i = (i + 1) & mask) {
    Name *slot = &names->slots[i];
    const NameEntry *entry = &names->entries[*slot];
    if (!*slot || (entry->hash == hash && entry->length == length &&
                   !memcmp(entry->text, text, length)))
      return slot;
  }
}

static void grow_slots(Names *names) {
  uint32_t n_slots = names->n_slots * 2;
  mem_free(names->slots);
  names->slots = mem_resize(NULL, n_slots * sizeof(Name));
  memset(names->slots, 0, n_slots * sizeof(Name));
  names->n_slots = n_slots;
  for (Name name = 1; name < names->n; name++) {
    uint32_t i = names->entries[name].hash & (n_slots - 1);
    while (names->slots[i])
      i = (i + 1) & (n_slots - 1);
    names->slots[i] = name;
  }
}

Name name_intern(Names *names, const char *text, size_t length) {
  uint32_t hash = hash_bytes(text, length);
  Name *slot = slot_of(names, text, length, hash);
  Name known = *slot;
  if (known)
    return known;
  if (length >= UINT32_MAX || names->n >= UINT32_MAX / 4)
    fatal("too many names");
  if (names->n == names->capacity) {
    names->capacity *= 2;
    names->entries =
        mem_resize(names->entries, names->capacity * sizeof(NameEntry));
  }
  char *copy = arena_alloc_raw(&names->arena, length + 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  Name name = *slot = names->n++;
  names->entries[name] = (NameEntry){copy, (uint32_t)length, hash};
  if (names->n > names->n_slots / 2)
    grow_slots(names);
  return name;
}

Name name_intern_string(Names *names, const char *text) {
  return name_intern(names, text, strlen(text));
}

Name name_find(const Names *names, const char *text, size_t length) {
  return *slot_of(names, text, length, hash_bytes(text, length));
}

int name_compare(const Names *names, Name a, Name b) {
  return a == b ? 0 : strcmp(name_text(names, a), name_text(names, b));
}

uint32_t *name_index_at(NameIndex *index, Name name) {
  if (name >= index->n) {
    size_t more = name + 1 - index->n;
    ARRAY_RESERVE(index, more);
    memset(index->v + index->n, 0, more * sizeof *index->v);
    index->n += more;
  }
  return &index->v[name];
}

unsigned edit_distance(const char *a, const char *b, unsigned limit) {
  enum { LONGEST = 128 };
  size_t n = strlen(a), m = strlen(b);
  if (n > LONGEST || m > LONGEST || (n > m ? n - m : m - n) > limit)
    return limit + 1;
  unsigned row[LONGEST + 1];
  for (size_t j = 0; j <= m; j++)
    row[j] = (unsigned)j;
  for (size_t i = 1; i <= n; i++) {
    unsigned diagonal = row[0];
    row[0] = (unsigned)i;
    for (size_t j = 1; j <= m; j++) {
      unsigned best = diagonal + (a[i - 1] != b[j - 1]);
      if (row[j] + 1 < best)
        best = row[j] + 1;
      if (row[j - 1] + 1 < best)
        best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
    }
  }
  return row[m] > limit ? limit + 1 : row[m];
}
