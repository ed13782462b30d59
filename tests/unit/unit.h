/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The main program of a unit test: list the tests, get the runner.
 *
 *   START_TEST(words_are_interned) { … } END_TEST
 *   UNIT_MAIN("names", words_are_interned, …)
 */
#ifndef TESTS_UNIT_H
#define TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

#define UNIT_MAIN(name, ...)                                                   \
  int main(void) {                                                             \
    const TTest *tests[] = {__VA_ARGS__};                                      \
    Suite *suite = suite_create(name);                                         \
    TCase *tcase = tcase_create(name);                                         \
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++)                  \
      tcase_add_test(tcase, tests[i]);                                         \
    suite_add_tcase(suite, tcase);                                             \
    SRunner *runner = srunner_create(suite);                                   \
    srunner_run_all(runner, CK_NORMAL);                                        \
    int failed = srunner_ntests_failed(runner);                                \
    srunner_free(runner);                                                      \
    return failed != 0;                                                        \
  }

#endif
