/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bit sets and maps against plain arrays, on pseudo-random input. */
#include "lib/array.h"
#include "lib/bitset.h"
#include "lib/chunks.h"
#include "lib/map.h"

#include <string.h>

#include "tests/unit/unit.h"

enum { BITS = 300 };

static uint32_t next_random(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* A random set, and the same as an array of flags. */
static Bitset random_set(uint32_t *state, bool flags[BITS]) {
  Bitset set = {0};
  memset(flags, 0, BITS);
  uint32_t n = next_random(state) % BITS;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t bit = next_random(state) % BITS;
    bitset_add(&set, bit);
    flags[bit] = true;
  }
  return set;
}

static void check_equal(const Bitset *set, const bool flags[BITS]) {
  size_t count = 0;
  for (uint32_t i = 0; i < BITS; i++) {
    ck_assert_int_eq(bitset_has(set, i), flags[i]);
    count += flags[i];
  }
  ck_assert_uint_eq(bitset_count(set), count);
  ck_assert_int_eq(bitset_is_empty(set), count == 0);
  BITSET_EACH(bit, set) {
    ck_assert(flags[bit]);
    count--;
  }
  ck_assert_uint_eq(count, 0);
}

START_TEST(set_algebra_agrees_with_flags) {
  uint32_t state = 1;
  for (int round = 0; round < 200; round++) {
    bool a[BITS], b[BITS], want[BITS], subset = true, shared = false;
    Bitset x = random_set(&state, a), y = random_set(&state, b);
    for (int i = 0; i < BITS; i++) {
      subset = subset && (!a[i] || b[i]);
      shared = shared || (a[i] && b[i]);
    }
    ck_assert_int_eq(bitset_is_subset(&x, &y), subset);
    ck_assert_int_eq(bitset_intersects(&x, &y), shared);
    Bitset z = {0};
    bitset_copy(&z, &x);
    ck_assert(bitset_equal(&z, &x));
    ck_assert_uint_eq(bitset_hash(&z), bitset_hash(&x));
    bitset_union(&z, &y);
    for (int i = 0; i < BITS; i++)
      want[i] = a[i] || b[i];
    check_equal(&z, want);
    bitset_copy(&z, &x);
    bitset_intersect(&z, &y);
    for (int i = 0; i < BITS; i++)
      want[i] = a[i] && b[i];
    check_equal(&z, want);
    bitset_copy(&z, &x);
    bitset_subtract(&z, &y);
    for (int i = 0; i < BITS; i++)
      want[i] = a[i] && !b[i];
    check_equal(&z, want);
    bitset_copy(&z, &x);
    bitset_complement(&z, BITS);
    for (int i = 0; i < BITS; i++)
      want[i] = !a[i];
    check_equal(&z, want);
    bitset_free(&x);
    bitset_free(&y);
    bitset_free(&z);
  }
}
END_TEST

START_TEST(lists_have_the_members) {
  uint32_t state = 2;
  for (int round = 0; round < 50; round++) {
    bool flags[BITS];
    uint32_t list[BITS];
    Bitset set = random_set(&state, flags), again = {0};
    size_t n = bitset_list(&set, list);
    ck_assert_uint_eq(n, bitset_count(&set));
    for (size_t i = 1; i < n; i++)
      ck_assert_uint_lt(list[i - 1], list[i]);
    bitset_add_list(&again, list, n);
    check_equal(&again, flags);
    bitset_free(&set);
    bitset_free(&again);
  }
}
END_TEST

START_TEST(words_are_64_members) {
  uint32_t state = 9;
  bool flags[BITS];
  Bitset set = random_set(&state, flags), again = {0}, reserved = {0};
  bitset_reserve(&reserved, BITS);
  ck_assert_uint_eq(reserved.n_words, (BITS + 63) / 64);
  ck_assert(bitset_is_empty(&reserved));
  for (uint32_t i = set.n_words; i-- > 0;) {
    bitset_add_word(&again, i, set.words[i] & 0xffff);
    bitset_add_word(&again, i, set.words[i]);
    bitset_add_word(&reserved, i, set.words[i]);
  }
  check_equal(&again, flags);
  check_equal(&reserved, flags);
  ck_assert_uint_eq(reserved.n_words, (BITS + 63) / 64);
  bitset_free(&set);
  bitset_free(&again);
  bitset_free(&reserved);
}
END_TEST

START_TEST(ranges_cover_their_ends) {
  for (uint32_t first = 0; first < 130; first += 13)
    for (uint32_t last = 0; last < 200; last += 7) {
      Bitset set = {0};
      bitset_add_range(&set, first, last);
      for (uint32_t i = 0; i < 260; i++)
        ck_assert_int_eq(bitset_has(&set, i), i >= first && i <= last);
      bitset_free(&set);
    }
}
END_TEST

START_TEST(removed_bits_are_gone) {
  Bitset set = {0};
  bitset_remove(&set, 1000); /* beyond the end: nothing */
  bitset_add(&set, 64);
  bitset_remove(&set, 64);
  ck_assert(bitset_is_empty(&set));
  bitset_free(&set);
}
END_TEST

START_TEST(maps_keep_every_key) {
  enum { N = 20000 };
  Map map = {0};
  ck_assert_ptr_null(map_get(&map, 7));
  for (uint32_t i = 0; i < N; i++) {
    bool is_new;
    *map_put(&map, (uint64_t)i << 24 | i, &is_new) = i;
    ck_assert(is_new);
  }
  for (uint32_t i = 0; i < N; i++) {
    bool is_new;
    ck_assert_uint_eq(*map_get(&map, (uint64_t)i << 24 | i), i);
    ck_assert_uint_eq(*map_put(&map, (uint64_t)i << 24 | i, &is_new), i);
    ck_assert(!is_new);
  }
  ck_assert_ptr_null(map_get(&map, 3));
  ck_assert_uint_eq(map.n, N);
  map_free(&map);
}
END_TEST

START_TEST(arrays_grow) {
  ARRAY(int) array = {0};
  SHORT_ARRAY(int) small = {0};
  for (int i = 0; i < 1000; i++) {
    ARRAY_PUSH(&array, i);
    ARRAY_PUSH(&small, i);
  }
  ck_assert_uint_eq(array.n, 1000);
  ck_assert_uint_eq(small.n, 1000);
  for (int i = 0; i < 1000; i++) {
    ck_assert_int_eq(array.v[i], i);
    ck_assert_int_eq(small.v[i], i);
  }
  ARRAY_FREE(&array);
  ARRAY_FREE(&small);
  ck_assert_uint_eq(array_capacity(6, 7, 1, 8), 8); /* not 9 */
}
END_TEST

START_TEST(elements_of_chunks_do_not_move) {
  enum { N = 10 * CHUNK_LENGTH + 1 };
  CHUNKS(int) chunks = {0};
  const int *at[N];
  for (int i = 0; i < N; i++) {
    CHUNKS_PUSH(&chunks, i);
    at[i] = &CHUNKS_AT(&chunks, i);
  }
  ck_assert_uint_eq(chunks.n, N);
  for (int i = 0; i < N; i++) {
    ck_assert_ptr_eq(&CHUNKS_AT(&chunks, i), at[i]);
    ck_assert_int_eq(*at[i], i);
  }
  chunks.n = CHUNK_LENGTH; /* lowered, it goes on in the chunks that it has */
  CHUNKS_PUSH(&chunks, -1);
  ck_assert_ptr_eq(&CHUNKS_AT(&chunks, CHUNK_LENGTH), at[CHUNK_LENGTH]);
  ck_assert_int_eq(*at[CHUNK_LENGTH], -1);
}
END_TEST

UNIT_MAIN("sets", set_algebra_agrees_with_flags, lists_have_the_members,
          words_are_64_members,
          ranges_cover_their_ends, removed_bits_are_gone,
          maps_keep_every_key, arrays_grow,
          elements_of_chunks_do_not_move)
