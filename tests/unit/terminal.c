/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/terminal.h"

#include <string.h>

#include "tests/unit/unit.h"

/* What a terminal gets for a text. */
static void expect(const char *text, const char *shown) {
  char *got;
  size_t n;
  FILE *stream = open_memstream(&got, &n);
  terminal_put_string(stream, text);
  fclose(stream);
  ck_assert_str_eq(got, shown);
  free(got);
}

START_TEST(text_of_any_language_is_shown) {
  expect("etc_t", "etc_t");
  expect("größe 大 \xf0\x9f\x90\xa7", "größe 大 \xf0\x9f\x90\xa7");
  expect("a\tb", "a b");
}
END_TEST

START_TEST(control_characters_are_escaped) {
  expect("\033[2J\a\x7f", "\\x1b[2J\\x07\\x7f");
  expect("\xc2\x9b""2J", "\\xc2\\x9b""2J");       /* CSI as UTF-8 */
  expect("a\xe2\x80\xae""b", "a\\xe2\\x80\\xae""b"); /* right to left */
}
END_TEST

START_TEST(bytes_that_are_not_utf8_are_escaped) {
  expect("\x9b""2J", "\\x9b""2J");
  expect("\xc9x", "\\xc9x");
  expect("\xc0\x9b", "\\xc0\\x9b"); /* a longer form than needed */
  expect("\xed\xa0\x80", "\\xed\\xa0\\x80");
  expect("end\xe5\xa4", "end\\xe5\\xa4");
}
END_TEST

START_TEST(long_texts_end_in_an_ellipsis) {
  static char text[TERMINAL_TEXT_MAX + 100];
  static char shown[TERMINAL_TEXT_MAX + 100];
  memset(text, 'x', sizeof text - 1);
  memset(shown, 'x', TERMINAL_TEXT_MAX);
  strcpy(shown + TERMINAL_TEXT_MAX, " …");
  expect(text, shown);
}
END_TEST

UNIT_MAIN("terminal", text_of_any_language_is_shown,
          control_characters_are_escaped,
          bytes_that_are_not_utf8_are_escaped,
          long_texts_end_in_an_ellipsis)
