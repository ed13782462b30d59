/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Byte strings and files. */
#include "lib/bytes.h"
#include "lib/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/unit.h"

START_TEST(numbers_are_little_endian) {
  Buffer buffer = {0};
  put_u8(&buffer, 1);
  put_u16(&buffer, 0x0203);
  put_u32(&buffer, 0x04050607);
  put_u64(&buffer, 0x08090a0b0c0d0e0f);
  static const unsigned char want[] = {1,  3,  2,  7,  6,  5, 4, 15,
                                       14, 13, 12, 11, 10, 9, 8};
  ck_assert_uint_eq(buffer.n, sizeof want);
  ck_assert_mem_eq(buffer.data, want, sizeof want);
  patch_u32(&buffer, 3, 9);
  Reader reader = {(const unsigned char *)buffer.data, buffer.n, 0, false};
  ck_assert_uint_eq(get_u8(&reader), 1);
  ck_assert_uint_eq(get_u16(&reader), 0x0203);
  ck_assert_uint_eq(get_u32(&reader), 9);
  ck_assert_uint_eq(get_u64(&reader), 0x08090a0b0c0d0e0f);
  ck_assert(!reader.failed);
  buffer_free(&buffer);
}
END_TEST

START_TEST(reading_beyond_the_end_fails_for_good) {
  Reader reader = {(const unsigned char *)"abc", 3, 0, false};
  ck_assert_uint_eq(get_u32(&reader), 0);
  ck_assert(reader.failed);
  ck_assert_uint_eq(get_u8(&reader), 0);
  reader = (Reader){(const unsigned char *)"abc", 3, 1, false};
  ck_assert_ptr_null(get_bytes(&reader, (size_t)-1));
}
END_TEST

static char folder[] = "/tmp/tecc-unit.XXXXXX";

START_TEST(outputs_replace_whole_files) {
  Arena arena = {0};
  char *made = arena_printf(&arena, "%s", folder);
  ck_assert_ptr_nonnull(mkdtemp(made));
  char *a = path_join(&arena, made, "a"), *b = path_join(&arena, made, "b");
  Output both[] = {{a, "one", 3}, {b, "two", 3}};
  outputs_write(both, 2);
  Output again = {a, "more", 4};
  outputs_write(&again, 1);
  size_t length;
  ck_assert_str_eq(file_read(&arena, a, false, &length), "more");
  ck_assert_uint_eq(length, 4);
  Paths names = folder_list(&arena, made);
  ck_assert_uint_eq(names.n, 2); /* no temporary file is left */
  ck_assert_str_eq(names.v[0], "a");
  ck_assert_ptr_null(file_read(&arena, path_join(&arena, made, "c"), true,
                               &length));
  unlink(a);
  unlink(b);
  rmdir(made);
  arena_free(&arena);
}
END_TEST

/* A failing write is fatal: it ends the (forked) test with status 2. */
START_TEST(a_folder_cannot_be_written) {
  Output output = {"/tmp", "x", 1};
  outputs_write(&output, 1);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("bytes");
  TCase *tcase = tcase_create("bytes");
  tcase_add_test(tcase, numbers_are_little_endian);
  tcase_add_test(tcase, reading_beyond_the_end_fails_for_good);
  tcase_add_test(tcase, outputs_replace_whole_files);
  tcase_add_exit_test(tcase, a_folder_cannot_be_written, 2);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
