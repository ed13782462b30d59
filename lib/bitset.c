/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/bitset.h"

#include <string.h>

#include "lib/arena.h"

static void grow(Bitset *set, uint32_t n_words) {
  if (n_words <= set->n_words)
    return;
  set->words = mem_resize(set->words, n_words * sizeof *set->words);
  memset(set->words + set->n_words, 0,
         (n_words - set->n_words) * sizeof *set->words);
  set->n_words = n_words;
}

void bitset_reserve(Bitset *set, uint32_t n) {
  grow(set, n / 64 + (n % 64 != 0));
}

void bitset_add_word(Bitset *set, uint32_t i, uint64_t word) {
  if (i >= set->n_words)
    grow(set, i + 1 + set->n_words / 2);
  set->words[i] |= word;
}

void bitset_add(Bitset *set, uint32_t bit) {
  bitset_add_word(set, bit / 64, UINT64_C(1) << bit % 64);
}

void bitset_add_range(Bitset *set, uint32_t first, uint32_t last) {
  if (first > last)
    return;
  grow(set, last / 64 + 1);
  for (uint32_t word = first / 64; word <= last / 64; word++) {
    uint64_t bits = UINT64_MAX;
    if (word == first / 64)
      bits &= UINT64_MAX << first % 64;
    if (word == last / 64)
      bits &= UINT64_MAX >> (63 - last % 64);
    set->words[word] |= bits;
  }
}

void bitset_remove(Bitset *set, uint32_t bit) {
  if (bit / 64 < set->n_words)
    set->words[bit / 64] &= ~(UINT64_C(1) << bit % 64);
}

static uint64_t word_of(const Bitset *set, uint32_t i) {
  return i < set->n_words ? set->words[i] : 0;
}

void bitset_union(Bitset *set, const Bitset *other) {
  grow(set, other->n_words);
  for (uint32_t i = 0; i < other->n_words; i++)
    set->words[i] |= other->words[i];
}

void bitset_intersect(Bitset *set, const Bitset *other) {
  for (uint32_t i = 0; i < set->n_words; i++)
    set->words[i] &= word_of(other, i);
}

void bitset_subtract(Bitset *set, const Bitset *other) {
  for (uint32_t i = 0; i < set->n_words; i++)
    set->words[i] &= ~word_of(other, i);
}

void bitset_complement(Bitset *set, uint32_t n) {
  bitset_reserve(set, n);
  for (uint32_t i = 0; i < set->n_words; i++) {
    uint32_t left = n > i * 64 ? n - i * 64 : 0;
    uint64_t all = left >= 64 ? UINT64_MAX : (UINT64_C(1) << left) - 1;
    set->words[i] = ~set->words[i] & all;
  }
}

void bitset_copy(Bitset *set, const Bitset *other) {
  bitset_clear(set);
  bitset_union(set, other);
}

void bitset_clear(Bitset *set) {
  if (set->n_words)
    memset(set->words, 0, set->n_words * sizeof *set->words);
}

bool bitset_is_empty(const Bitset *set) {
  return bitset_next(set, 0) == BITSET_END;
}

bool bitset_equal(const Bitset *a, const Bitset *b) {
  return bitset_is_subset(a, b) && bitset_is_subset(b, a);
}

bool bitset_is_subset(const Bitset *a, const Bitset *b) {
  for (uint32_t i = 0; i < a->n_words; i++)
    if (a->words[i] & ~word_of(b, i))
      return false;
  return true;
}

bool bitset_intersects(const Bitset *a, const Bitset *b) {
  for (uint32_t i = 0; i < a->n_words; i++)
    if (a->words[i] & word_of(b, i))
      return true;
  return false;
}

size_t bitset_count(const Bitset *set) {
  size_t count = 0;
  for (uint32_t i = 0; i < set->n_words; i++)
    count += (size_t)__builtin_popcountll(set->words[i]);
  return count;
}

uint64_t bitset_hash(const Bitset *set) {
  uint64_t hash = 0;
  for (uint32_t i = 0; i < set->n_words; i++)
    if (set->words[i])
      hash = (hash ^ set->words[i] ^ i) * 0x9e3779b97f4a7c15u + (hash >> 29);
  return hash;
}

uint32_t bitset_next(const Bitset *set, uint32_t from) {
  for (uint32_t i = from / 64; i < set->n_words; i++) {
    uint64_t word = set->words[i];
    if (i == from / 64)
      word &= UINT64_MAX << from % 64;
    if (word)
      return i * 64 + (uint32_t)__builtin_ctzll(word);
  }
  return BITSET_END;
}

size_t bitset_list(const Bitset *set, uint32_t *list) {
  uint32_t *end = list;
  for (uint32_t i = 0; i < set->n_words; i++)
    for (uint64_t word = set->words[i]; word; word &= word - 1)
      *end++ = i * 64 + (uint32_t)__builtin_ctzll(word);
  return (size_t)(end - list);
}

void bitset_add_list(Bitset *set, const uint32_t *list, size_t n) {
  uint32_t last = 0;
  for (size_t i = 0; i < n; i++)
    last = list[i] > last ? list[i] : last;
  grow(set, n ? last / 64 + 1 : 0);
  for (size_t i = 0; i < n; i++)
    set->words[list[i] / 64] |= UINT64_C(1) << list[i] % 64;
}

void bitset_free(Bitset *set) {
  mem_free(set->words);
  *set = (Bitset){0};
}
