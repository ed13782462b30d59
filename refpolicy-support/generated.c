/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text helpers for generated modules (corenetwork) and interfaces: what grep
 * and sed do in refpolicy's Makefile. */
#include <string.h>

#include "lib/bytes.h"
#include "refpolicy-support/tree.h"

static bool begins(const char *text, size_t length, const char *word) {
  size_t n = strlen(word);
  return n <= length && !memcmp(text, word, n);
}

/* grep -E "^[[:blank:]]*(network_(interface|node|port|packet)(_controlled)?)
 * |ib_(pkey|endport)\(.*\)": the first part must begin the line, the second
 * may stand anywhere in it. */
static bool is_network_call(const char *line, size_t length) {
  static const char *const starts[] = {"network_interface", "network_node",
                                       "network_port", "network_packet"};
  static const char *const inner[] = {"ib_pkey(", "ib_endport("};
  size_t blanks = 0;
  while (blanks < length && (line[blanks] == ' ' || line[blanks] == '\t'))
    blanks++;
  for (int i = 0; i < 4; i++)
    if (begins(line + blanks, length - blanks, starts[i]))
      return true;
  for (int i = 0; i < 2; i++) {
    const char *at = memmem(line, length, inner[i], strlen(inner[i]));
    if (at && memchr(at, ')', (size_t)(line + length - at)))
      return true;
  }
  return false;
}

char *tree_network_calls(Arena *arena, const char *text, size_t length) {
  char *copy = arena_alloc_raw(arena, length + 1);
  memcpy(copy, text, length);
  copy[length] = '\0';
  for (size_t at = 0; at < length;) {
    const char *end = memchr(text + at, '\n', length - at);
    size_t n = end ? (size_t)(end - text) - at : length - at;
    if (!is_network_call(text + at, n))
      memset(copy + at, ' ', n);
    at += n + 1;
  }
  return copy;
}

/* A word and what it becomes. */
typedef struct Replacement {
  const char *from, *to;
} Replacement;

/* The replacement that the text begins with, or NULL. */
static const Replacement *find_replacement(const char *text, size_t length,
                                           const Replacement *list,
                                           size_t n) {
  for (size_t i = 0; i < n; i++)
    if (begins(text, length, list[i].from))
      return &list[i];
  return NULL;
}

/* All words begin with "dollars". */
static char *replace_dollars(Arena *arena, const char *text, size_t length,
                             const Replacement *list, size_t n,
                             size_t *new_length) {
  Buffer out = {0};
  const char *end = text + length, *at;
  while ((at = memmem(text, (size_t)(end - text), "dollars", 7))) {
    const Replacement *found =
        find_replacement(at, (size_t)(end - at), list, n);
    put_bytes(&out, text, (size_t)(at - text));
    put_string(&out, found ? found->to : "dollars");
    text = at + strlen(found ? found->from : "dollars");
  }
  put_bytes(&out, text, (size_t)(end - text));
  *new_length = out.n;
  put_u8(&out, 0);
  char *result = arena_copy(arena, out.data, out.n);
  buffer_free(&out);
  return result;
}

char *tree_dollars(Arena *arena, const char *text, size_t length,
                   size_t *new_length) {
  static const Replacement list[] = {{"dollarsone", "$1"},
                                     {"dollarszero", "$0"}};
  return replace_dollars(arena, text, length, list, 2, new_length);
}

char *tree_dollars_star(Arena *arena, const char *text, size_t length,
                        size_t *new_length) {
  static const Replacement list[] = {{"dollarsstar", "$*"}};
  return replace_dollars(arena, text, length, list, 1, new_length);
}

/* Lines of a text that a test lets pass; it gives where the line begins that
 * is kept, or NULL. */
typedef const char *KeepLine(const char *line, size_t length);

static char *keep_lines(Arena *arena, const char *text, size_t length,
                        KeepLine *keep) {
  char *kept = arena_alloc_raw(arena, length + 2), *to = kept;
  for (size_t at = 0; at < length;) {
    const char *line = text + at;
    const char *end = memchr(line, '\n', length - at);
    size_t n = end ? (size_t)(end - line) : length - at;
    const char *from = keep(line, n);
    if (from) {
      to = mempcpy(to, from, n - (size_t)(from - line));
      *to++ = '\n';
    }
    at += n + 1;
  }
  *to = '\0';
  return kept;
}

static const char *keep_user(const char *line, size_t length) {
  const char *end = line + length;
  while (line < end && (*line == ' ' || *line == '\t'))
    line++;
  return begins(line, (size_t)(end - line), "user") ? line : NULL;
}

static const char *keep_seuser(const char *line, size_t length) {
  bool begins_name =
      length && (*line == '_' || (*line >= 'a' && *line <= 'z'));
  return begins_name ? line : NULL;
}

char *tree_user_lines(Arena *arena, const char *text, size_t length) {
  return keep_lines(arena, text, length, keep_user);
}

char *tree_seuser_lines(Arena *arena, const char *text, size_t length) {
  return keep_lines(arena, text, length, keep_seuser);
}
