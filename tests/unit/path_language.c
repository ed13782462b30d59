/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The languages of path patterns, against PCRE2 on all short paths. */
#include "backend/path_language.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/unit.h"

static const char *contains(const char *outer, const char *inner) {
  Arena arena = {0};
  const PathLanguage *a = path_language(&arena, outer);
  const PathLanguage *b = path_language(&arena, inner);
  const char *answer = !a || !b                       ? "unknown"
                       : path_language_contains(a, b) ? "yes"
                                                      : "no";
  arena_free(&arena);
  return answer;
}

START_TEST(patterns_are_compared) {
  static const struct {
    const char *outer, *inner, *answer;
  } cases[] = {
      {"/a.*", "/a(/.*)?", "yes"},
      {"/a(/.*)?", "/a.*", "no"},
      {"/a(.*)?", "/a.*", "yes"},
      {"/usr/lib/.*", "/usr/lib(/.*)?/x.+\\.so(\\..*)?", "yes"},
      {"/usr/lib/[^/]*", "/usr/lib(/.*)?/x", "no"},
      {"/a[0-9]*", "/a[23]?", "yes"},
      {"/a[0-9]+", "/a[23]?", "no"},
      {"/(a|b|c)x?", "/(c|a)", "yes"},
      {"/a[.]b", "/a\\.b", "yes"},
      {"/a[^.]b", "/a\\.b", "no"},
      {"/a[]-]b", "/a-b", "yes"},
      {"/a-b+c", "/a\\-bbc", "yes"},
      {"/a.b", "/a\nb", "yes"}, /* `.` is every byte */
      {"/.*", "/\xff", "yes"},
      {"/.*", "", "no"},
      {"/a|/b", "/a", "unknown"},
      {"/a{2}", "/aa", "unknown"},
      {"/a\\d", "/a1", "unknown"},
      {"/[[:digit:]]", "/1", "unknown"},
      {"/[a-[:digit:]]", "/1", "unknown"},
      {"/(?i)a", "/a", "unknown"},
      {"/a*+b", "/ab", "unknown"},
      {"/a*?b", "/ab", "unknown"},
      {"/(a", "/a", "unknown"},
      {"/a)", "/a", "unknown"},
      {"/[a", "/a", "unknown"},
      {"/[z-a]", "/a", "unknown"},
      {"/a\\", "/a", "unknown"},
      {"+", "/a", "unknown"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    ck_assert_msg(!strcmp(contains(cases[i].outer, cases[i].inner),
                          cases[i].answer),
                  "%s in %s: %s", cases[i].inner, cases[i].outer,
                  contains(cases[i].outer, cases[i].inner));
}
END_TEST

START_TEST(hostile_patterns_are_unknown) {
  char deep[4096];
  memset(deep, '(', sizeof deep - 1);
  deep[sizeof deep - 1] = '\0';
  ck_assert_str_eq(contains(deep, "/a"), "unknown");
  memset(deep, 'a', sizeof deep - 1);
  ck_assert_str_eq(contains(deep, "/a"), "unknown");
  ck_assert_str_eq(contains("/(a|b)*a(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)"
                            "(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)",
                            "/(a|b)*"),
                   "no");
}
END_TEST

START_TEST(prefix_and_sample) {
  static const struct {
    const char *pattern, *prefix, *sample;
  } cases[] = {
      {"/a/b", "/a/b", "/a/b"},      {"/a(/.*)?", "/a", "/a"},
      {"/a\\.b?c", "/a.", "/a.c"},  {"/(ab|ac)d", "/a", "/acd"},
      {"/[x]+y", "/x", "/xy"},       {"/a*", "/", "/"},
      {"/(x|)z", "/", "/z"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Arena arena = {0};
    Buffer prefix = {0}, sample = {0};
    const PathLanguage *language = path_language(&arena, cases[i].pattern);
    path_language_prefix(language, &prefix);
    path_language_sample(language, &sample);
    put_u8(&prefix, 0);
    put_u8(&sample, 0);
    ck_assert_str_eq(prefix.data, cases[i].prefix);
    ck_assert_str_eq(sample.data, cases[i].sample);
    buffer_free(&prefix);
    buffer_free(&sample);
    arena_free(&arena);
  }
}
END_TEST

/* Brute force. */

enum { PATTERNS = 200, LONGEST = 6, LETTERS = 4 };

static uint32_t next_random(uint32_t *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 16;
}

/* A random pattern over `/`, `a` and `b`. */
static void put_pattern(Buffer *text, uint32_t *state, int depth) {
  static const char *const atoms[] = {"/", "a", "b", ".", "[^/]", "[ab]"};
  unsigned n = 1 + next_random(state) % 3;
  for (unsigned i = 0; i < n; i++) {
    if (depth && next_random(state) % 3 == 0) {
      put_string(text, "(");
      put_pattern(text, state, depth - 1);
      if (next_random(state) % 2) {
        put_string(text, "|");
        put_pattern(text, state, depth - 1);
      }
      put_string(text, ")");
    } else {
      put_string(text, atoms[next_random(state) % 6]);
    }
    if (next_random(state) % 3 == 0)
      put_format(text, "%c", "?*+"[next_random(state) % 3]);
  }
}

static pcre2_code *compile(const char *pattern) {
  int fault;
  size_t offset;
  Buffer anchored = {0};
  put_format(&anchored, "^(?:%s)$", pattern);
  pcre2_code *code =
      pcre2_compile((PCRE2_SPTR)anchored.data, anchored.n, PCRE2_DOTALL,
                    &fault, &offset, NULL);
  ck_assert_ptr_nonnull(code);
  buffer_free(&anchored);
  return code;
}

static bool matches_path(pcre2_code *code, pcre2_match_data *data,
                         const char *path, size_t n) {
  return pcre2_match(code, (PCRE2_SPTR)path, n, 0, 0, data, NULL) >= 0;
}

/* Which of all paths up to a length match, one byte each; `c` is any other
 * letter. */
static Buffer matches_of(const char *pattern) {
  Buffer matches = {0};
  pcre2_code *code = compile(pattern);
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  unsigned count = 1;
  for (size_t n = 0; n <= LONGEST; n++, count *= LETTERS)
    for (unsigned number = 0; number < count; number++) {
      char path[LONGEST + 1];
      for (unsigned i = 0, rest = number; i < n; i++, rest /= LETTERS)
        path[i] = "/abc"[rest % LETTERS];
      put_u8(&matches, matches_path(code, data, path, n));
    }
  pcre2_match_data_free(data);
  pcre2_code_free(code);
  return matches;
}

/* Whether a longer path, drawn at random, matches `inner` and not `outer`. */
static bool are_told_apart(const char *outer, const char *inner,
                           uint32_t *state) {
  enum { TRIES = 1000000, LONG = 24 };
  pcre2_code *out = compile(outer), *in = compile(inner);
  pcre2_match_data *data = pcre2_match_data_create(1, NULL);
  bool found = false;
  for (int i = 0; i < TRIES && !found; i++) {
    char path[LONG];
    size_t n = LONGEST + 1 + next_random(state) % (LONG - LONGEST);
    for (size_t k = 0; k < n; k++)
      path[k] = "/abc"[next_random(state) % LETTERS];
    found = matches_path(in, data, path, n) &&
            !matches_path(out, data, path, n);
  }
  pcre2_match_data_free(data);
  pcre2_code_free(out);
  pcre2_code_free(in);
  return found;
}

static bool is_subset(const Buffer *outer, const Buffer *inner) {
  for (size_t i = 0; i < outer->n; i++)
    if (inner->data[i] && !outer->data[i])
      return false;
  return true;
}

START_TEST(random_patterns_as_by_brute_force) {
  static Buffer texts[PATTERNS], matches[PATTERNS];
  const PathLanguage *languages[PATTERNS];
  Arena arena = {0};
  uint32_t state = 1;
  unsigned n_contained = 0;
  for (int i = 0; i < PATTERNS; i++) {
    put_pattern(&texts[i], &state, 2);
    put_u8(&texts[i], 0);
    languages[i] = path_language(&arena, texts[i].data);
    ck_assert_ptr_nonnull(languages[i]);
    matches[i] = matches_of(texts[i].data);
  }
  for (int i = 0; i < PATTERNS; i++)
    for (int j = 0; j < PATTERNS; j++) {
      bool expected = is_subset(&matches[i], &matches[j]);
      bool got = path_language_contains(languages[i], languages[j]);
      n_contained += got;
      if (!got && expected && memchr(matches[j].data, 1, matches[j].n))
        ck_assert_msg(are_told_apart(texts[i].data, texts[j].data, &state),
                      "%s is in %s", texts[j].data, texts[i].data);
      ck_assert_msg(!got || expected, "%s is not in %s", texts[j].data,
                    texts[i].data);
    }
  ck_assert_uint_gt(n_contained, 2 * PATTERNS);
  for (int i = 0; i < PATTERNS; i++) {
    buffer_free(&texts[i]);
    buffer_free(&matches[i]);
  }
  arena_free(&arena);
}
END_TEST

UNIT_MAIN("path_language", patterns_are_compared, hostile_patterns_are_unknown,
          prefix_and_sample, random_patterns_as_by_brute_force)
