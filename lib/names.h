/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The name table: each distinct string has one 32-bit id, so that names are
 * compared by id.  Ids are given in order of first use, from 1; 0 is no name.
 * The table owns the text. */
#ifndef LIB_NAMES_H
#define LIB_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "lib/array.h"

typedef uint32_t Name;
enum { NO_NAME = 0 };

typedef struct NameEntry {
  const char *text; /* with a NUL behind it */
  uint32_t length;
  uint32_t hash;
} NameEntry;

typedef struct Names {
  Arena arena;
  NameEntry *entries; /* by Name; entry 0 is the empty "no name" */
  uint32_t n, capacity;
  Name *slots; /* open hash; a power of two */
  uint32_t n_slots;
} Names;

void names_init(Names *names);
void names_free(Names *names);

/* The id of the `length` bytes at `text` (which may hold NUL), made on first
 * use. */
Name name_intern(Names *names, const char *text, size_t length);
Name name_intern_string(Names *names, const char *text);
/* The id of a string if it has one, else NO_NAME: adds nothing. */
Name name_find(const Names *names, const char *text, size_t length);

static inline const char *name_text(const Names *names, Name name) {
  return names->entries[name].text;
}
static inline size_t name_length(const Names *names, Name name) {
  return names->entries[name].length;
}

/* Order by bytes, as strcmp in the C locale: <0, 0 or >0. */
int name_compare(const Names *names, Name a, Name b);

/* Numbers by name; a name that was given none has 0.  The index owns heap
 * memory (ARRAY_FREE). */
typedef ARRAY(uint32_t) NameIndex;
static inline uint32_t name_index_get(const NameIndex *index, Name name) {
  return name < index->n ? index->v[name] : 0;
}
/* The place of a name's number, valid until the next call. */
uint32_t *name_index_at(NameIndex *index, Name name);

/* How many single-character edits part two strings; `limit` + 1 when more
 * than `limit`.  For "did you mean". */
unsigned edit_distance(const char *a, const char *b, unsigned limit);

#endif
