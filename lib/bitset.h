/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets of small numbers (ids), as bits.  A set grows when a bit beyond its
 * end is set; reading beyond the end gives 0.  The set owns heap memory until
 * bitset_free, or lives as long as the program. */
#ifndef LIB_BITSET_H
#define LIB_BITSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Bitset {
  uint64_t *words;
  uint32_t n_words;
} Bitset;

/* An empty set needs no call: `Bitset s = {0};`. */

void bitset_add(Bitset *set, uint32_t bit);
/* Adds 64 * i + k for each bit k of `word`. */
void bitset_add_word(Bitset *set, uint32_t i, uint64_t word);
/* Adds first, first + 1, … last. */
void bitset_add_range(Bitset *set, uint32_t first, uint32_t last);
/* Makes room for members below n, so that adding them takes no more memory. */
void bitset_reserve(Bitset *set, uint32_t n);
void bitset_remove(Bitset *set, uint32_t bit);
static inline bool bitset_has(const Bitset *set, uint32_t bit) {
  return bit / 64 < set->n_words && set->words[bit / 64] >> bit % 64 & 1;
}

/* set = set ∪ other, set ∩ other, set \ other. */
void bitset_union(Bitset *set, const Bitset *other);
void bitset_intersect(Bitset *set, const Bitset *other);
void bitset_subtract(Bitset *set, const Bitset *other);
/* set = { 0 … n-1 } \ set. */
void bitset_complement(Bitset *set, uint32_t n);
void bitset_copy(Bitset *set, const Bitset *other);
void bitset_clear(Bitset *set);

bool bitset_is_empty(const Bitset *set);
bool bitset_equal(const Bitset *a, const Bitset *b);
/* Whether every member of `a` is in `b`; whether they share a member. */
bool bitset_is_subset(const Bitset *a, const Bitset *b);
bool bitset_intersects(const Bitset *a, const Bitset *b);
size_t bitset_count(const Bitset *set);
/* A hash of the members, whatever the set's capacity. */
uint64_t bitset_hash(const Bitset *set);

/* The smallest member >= from, or BITSET_END. */
#define BITSET_END UINT32_MAX
uint32_t bitset_next(const Bitset *set, uint32_t from);
#define BITSET_EACH(bit, set)                                                  \
  for (uint32_t bit = bitset_next(set, 0); bit != BITSET_END;                  \
       bit = bitset_next(set, bit + 1))

/* Writes the members to `list`, which has room for them, by rising order; gives
 * how many there are.  And the reverse: adds those of a list. */
size_t bitset_list(const Bitset *set, uint32_t *list);
void bitset_add_list(Bitset *set, const uint32_t *list, size_t n);

void bitset_free(Bitset *set);

#endif
