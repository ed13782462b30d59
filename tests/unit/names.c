/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/names.h"

#include <stdio.h>

#include "tests/unit/unit.h"

START_TEST(equal_strings_share_an_id) {
  Names names;
  names_init(&names);
  Name a = name_intern_string(&names, "etc_t");
  ck_assert_uint_ne(a, NO_NAME);
  ck_assert_uint_eq(a, name_intern(&names, "etc_t:file", 5));
  ck_assert_uint_ne(a, name_intern_string(&names, "etc_"));
  ck_assert_str_eq(name_text(&names, a), "etc_t");
  names_free(&names);
}
END_TEST

START_TEST(find_adds_nothing) {
  Names names;
  names_init(&names);
  uint32_t n = names.n;
  ck_assert_uint_eq(name_find(&names, "absent", 6), NO_NAME);
  ck_assert_uint_eq(names.n, n);
  names_free(&names);
}
END_TEST

START_TEST(ids_and_texts_survive_growth) {
  enum { N = 100000 };
  Names names;
  names_init(&names);
  char text[16];
  for (int i = 0; i < N; i++) {
    snprintf(text, sizeof text, "t%d", i);
    ck_assert_uint_eq(name_intern_string(&names, text), (Name)i + 1);
  }
  for (int i = 0; i < N; i++) {
    snprintf(text, sizeof text, "t%d", i);
    ck_assert_uint_eq(name_intern_string(&names, text), (Name)i + 1);
  }
  names_free(&names);
}
END_TEST

START_TEST(a_name_may_hold_a_nul) {
  Names names;
  names_init(&names);
  Name a = name_intern(&names, "a\0b", 3);
  ck_assert_uint_ne(a, name_intern(&names, "a\0c", 3));
  ck_assert_uint_eq(name_length(&names, a), 3);
  names_free(&names);
}
END_TEST

START_TEST(an_index_has_a_number_or_zero) {
  NameIndex index = {0};
  ck_assert_uint_eq(name_index_get(&index, 7), 0);
  *name_index_at(&index, 7) = 1;
  *name_index_at(&index, 3000) = 2;
  for (Name name = 0; name < 4000; name++)
    ck_assert_uint_eq(name_index_get(&index, name),
                      name == 7 ? 1 : name == 3000 ? 2 : 0);
  ck_assert_uint_eq(*name_index_at(&index, 7), 1);
  ARRAY_FREE(&index);
}
END_TEST

START_TEST(edits_are_counted_up_to_the_limit) {
  ck_assert_uint_eq(edit_distance("read", "read", 3), 0);
  ck_assert_uint_eq(edit_distance("raed", "read", 3), 2);
  ck_assert_uint_eq(edit_distance("read", "reads", 3), 1);
  ck_assert_uint_eq(edit_distance("", "abc", 3), 3);
  ck_assert_uint_eq(edit_distance("abc", "xyz", 2), 3);
}
END_TEST

UNIT_MAIN("names", equal_strings_share_an_id, find_adds_nothing,
          ids_and_texts_survive_growth, a_name_may_hold_a_nul,
          an_index_has_a_number_or_zero,
          edits_are_counted_up_to_the_limit)
