/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Texts that are read again after they were given back. */
#include "lib/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "tests/unit/unit.h"

static char path[] = "/tmp/tecc-unit.XXXXXX";
static Sources sources;
static Loc base;

static void write_text(const char *text) {
  FILE *file = fopen(path, "w");
  ck_assert_ptr_nonnull(file);
  fputs(text, file);
  fclose(file);
}

/* Loads a text of 8 bytes, and gives it back. */
static void setup(void) {
  close(mkstemp(path));
  write_text("one\ntwo\n");
  sources_init(&sources);
  base = file_load_briefly(&sources, path);
  source_release(&sources, base + 8);
}

static void remove_text(void) {
  unlink(path);
}

static void teardown(void) {
  sources_free(&sources);
  remove_text();
}

START_TEST(a_text_comes_back) {
  ck_assert_str_eq(source_of(&sources, base)->text, "one\ntwo\n");
  source_release(&sources, base + 8);
  ck_assert_uint_eq(source_position(&sources, base + 4).line, 2);
}
END_TEST

START_TEST(another_text_has_other_places) {
  struct timespec later[2] = {{0, UTIME_OMIT}, {1, 0}};
  write_text("ONE\nTWO\n");
  ck_assert_int_eq(utimensat(AT_FDCWD, path, later, 0), 0);
  ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
  atexit(remove_text);
  source_of(&sources, base);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("source");
  TCase *tcase = tcase_create("source");
  tcase_add_checked_fixture(tcase, setup, teardown);
  tcase_add_test(tcase, a_text_comes_back);
  tcase_add_exit_test(tcase, another_text_has_other_places, 2);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
