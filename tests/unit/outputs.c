/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files are written whole or not at all. */
#include "lib/outputs.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/file.h"
#include "tests/unit/unit.h"

/* A new folder; the small files that tests leave in /tmp are theirs alone. */
static char *new_folder(Arena *arena) {
  char *made = arena_printf(arena, "/tmp/tecc-unit.XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(made));
  return made;
}

static void remove_all(Arena *arena, const char *folder) {
  ck_assert_int_eq(system(arena_printf(arena, "rm -rf %s", folder)), 0);
}

static const char *content(Arena *arena, const char *folder,
                           const char *name) {
  size_t length;
  const char *text =
      file_read(arena, path_join(arena, folder, name), true, &length);
  return text ? text : "(no such file)";
}

static unsigned mode_of(Arena *arena, const char *folder, const char *name) {
  struct stat status;
  ck_assert_int_eq(lstat(path_join(arena, folder, name), &status), 0);
  return status.st_mode & 07777;
}

/* The exit status of writing below `root` in a process of its own. */
static int status_of_writing(const char *root, const Output *outputs,
                             size_t n) {
  fflush(NULL);
  pid_t child = fork();
  if (child == 0) {
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr));
    outputs_write_below(root, NULL, outputs, n);
    _exit(0);
  }
  int status;
  ck_assert_int_eq(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(outputs_replace_whole_files) {
  Arena arena = {0};
  char *made = new_folder(&arena);
  char *a = path_join(&arena, made, "a"), *b = path_join(&arena, made, "b");
  Output both[] = {{a, "one", 3}, {b, "two", 3}};
  outputs_write(both, 2);
  Output again = {a, "more", 4};
  outputs_write(&again, 1);
  ck_assert_str_eq(content(&arena, made, "a"), "more");
  Paths names = folder_list(&arena, made);
  ck_assert_uint_eq(names.n, 2); /* no temporary file is left */
  ck_assert_str_eq(names.v[0], "a");
  ck_assert_str_eq(content(&arena, made, "c"), "(no such file)");
  ARRAY_FREE(&names);
  remove_all(&arena, made);
  arena_free(&arena);
}
END_TEST

/* A failing write is fatal: it ends the (forked) test with status 2. */
START_TEST(a_folder_cannot_be_written) {
  Output output = {"/tmp", "x", 1};
  outputs_write(&output, 1);
}
END_TEST

START_TEST(a_tree_has_modes_of_its_own) {
  Arena arena = {0};
  char *made = new_folder(&arena);
  Output outputs[] = {{"etc/a", "one", 3}, {"etc/deep/b", "two", 3},
                      {"c", "", 0}};
  mode_t mask = umask(077);
  outputs_write_below(made, NULL, outputs, 3);
  umask(mask);
  ck_assert_str_eq(content(&arena, made, "etc/a"), "one");
  ck_assert_str_eq(content(&arena, made, "etc/deep/b"), "two");
  ck_assert_uint_eq(mode_of(&arena, made, "etc"), 0755);
  ck_assert_uint_eq(mode_of(&arena, made, "etc/deep"), 0755);
  ck_assert_uint_eq(mode_of(&arena, made, "etc/deep/b"), 0644);
  Paths names = folder_list(&arena, path_join(&arena, made, "etc"));
  ck_assert_uint_eq(names.n, 2); /* no temporary file is left */
  ARRAY_FREE(&names);
  remove_all(&arena, made);
  arena_free(&arena);
}
END_TEST

START_TEST(links_do_not_lead_out_of_a_tree) {
  Arena arena = {0};
  char *made = new_folder(&arena), *outside = new_folder(&arena);
  char *root = path_join(&arena, made, "root");
  folder_make(root);
  ck_assert_int_eq(symlink(outside, path_join(&arena, root, "etc")), 0);
  ck_assert_int_eq(symlink(path_join(&arena, outside, "victim"),
                           path_join(&arena, root, "file")), 0);
  Output through = {"etc/a", "x", 1}, over = {"file", "new", 3};
  ck_assert_int_eq(status_of_writing(root, &through, 1), 2);
  ck_assert_int_eq(status_of_writing(root, &over, 1), 0);
  ck_assert_str_eq(content(&arena, root, "file"), "new");
  Paths names = folder_list(&arena, outside);
  ck_assert_uint_eq(names.n, 0);
  ARRAY_FREE(&names);
  remove_all(&arena, made);
  remove_all(&arena, outside);
  arena_free(&arena);
}
END_TEST

START_TEST(a_failure_leaves_a_tree_as_it_was) {
  Arena arena = {0};
  char *made = new_folder(&arena);
  folder_make(path_join(&arena, made, "taken"));
  Output before = {"kept", "old", 3};
  outputs_write_below(made, NULL, &before, 1);
  Output outputs[] = {{"new/deep/a", "x", 1}, {"kept", "new", 3},
                      {"taken", "x", 1}};
  ck_assert_int_eq(status_of_writing(made, outputs, 3), 2);
  ck_assert_str_eq(content(&arena, made, "kept"), "old");
  Paths names = folder_list(&arena, made);
  ck_assert_uint_eq(names.n, 2); /* kept, taken */
  ARRAY_FREE(&names);
  remove_all(&arena, made);
  arena_free(&arena);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("outputs");
  TCase *tcase = tcase_create("outputs");
  tcase_add_test(tcase, outputs_replace_whole_files);
  tcase_add_exit_test(tcase, a_folder_cannot_be_written, 2);
  tcase_add_test(tcase, a_tree_has_modes_of_its_own);
  tcase_add_test(tcase, links_do_not_lead_out_of_a_tree);
  tcase_add_test(tcase, a_failure_leaves_a_tree_as_it_was);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed != 0;
}
