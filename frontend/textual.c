/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The builtins that compute texts and numbers, and those that change the
 * quotes and comments (GNU m4 1.4.19: info m4, "Text handling",
 * "Arithmetic", "Input Control"). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/engine.h"

void builtin_incr(Macros *m, const Call *call) {
  long number;
  if (call_number(m, call, 1, &number))
    engine_push_number(m, call, (int)((unsigned)number + 1));
}

void builtin_decr(Macros *m, const Call *call) {
  long number;
  if (call_number(m, call, 1, &number))
    engine_push_number(m, call, (int)((unsigned)number - 1));
}

void builtin_len(Macros *m, const Call *call) {
  size_t n;
  call_text(m, call, 1, &n);
  engine_push_number(m, call, (long)n);
}

void builtin_index(Macros *m, const Call *call) {
  size_t n, n_part;
  const char *text = call_text(m, call, 1, &n);
  const char *part = call_text(m, call, 2, &n_part);
  const char *found = memmem(text, n, part, n_part);
  if (!call_has(call, 2))
    engine_push_number(m, call, 0);
  else
    engine_push_number(m, call, found ? found - text : -1);
}

void builtin_substr(Macros *m, const Call *call) {
  size_t n;
  const char *text = call_text(m, call, 1, &n);
  long from = 0, length = (long)n;
  if (call_has(call, 2) && !call_number(m, call, 2, &from))
    return;
  if (call_has(call, 3) && !call_number(m, call, 3, &length))
    return;
  if (from < 0 || length <= 0 || from >= (long)n)
    return;
  if (length > (long)n - from)
    length = (long)n - from;
  engine_push_text(m, call, text + from, (size_t)length);
}

/* Writes out the ranges of a translit argument: `a-e`, also falling. */
static Buffer spell_ranges(const char *text, size_t n) {
  Buffer full = {0};
  for (size_t i = 0; i < n; i++) {
    int from = (unsigned char)text[i];
    if (text[i] != '-' || i == 0 || i + 1 == n) {
      put_u8(&full, (uint8_t)from);
      continue;
    }
    int at = (unsigned char)text[i - 1], to = (unsigned char)text[++i];
    while (at != to) {
      at += at < to ? 1 : -1;
      put_u8(&full, (uint8_t)at);
    }
  }
  return full;
}

/* What each byte becomes, or -1 when it goes; the first mention counts. */
static void make_translation(int map[256], Buffer from, Buffer to) {
  bool seen[256] = {false};
  for (int c = 0; c < 256; c++)
    map[c] = c;
  for (size_t i = 0; i < from.n; i++) {
    unsigned char c = (unsigned char)from.data[i];
    if (!seen[c])
      map[c] = i < to.n ? (unsigned char)to.data[i] : -1;
    seen[c] = true;
  }
}

void builtin_translit(Macros *m, const Call *call) {
  size_t n, n_from, n_to;
  const char *text = call_text(m, call, 1, &n);
  const char *from_text = call_text(m, call, 2, &n_from);
  const char *to_text = call_text(m, call, 3, &n_to);
  Buffer from = spell_ranges(from_text, n_from);
  Buffer to = spell_ranges(to_text, n_to), result = {0};
  int map[256];
  make_translation(map, from, to);
  for (size_t i = 0; i < n; i++)
    if (map[(unsigned char)text[i]] >= 0)
      put_u8(&result, (uint8_t)map[(unsigned char)text[i]]);
  engine_push_text(m, call, result.data, result.n);
  buffer_free(&from);
  buffer_free(&to);
  buffer_free(&result);
}

/* Quotes and comments */

/* A delimiter must not hold what makes words, blanks or calls: such ones m4
 * takes only by halves (info m4, "Changequote"). */
static bool is_plain(const char *text, size_t n, const char *others) {
  for (size_t i = 0; i < n; i++)
    if (isalnum((unsigned char)text[i]) || isspace((unsigned char)text[i]) ||
        !text[i] || strchr("_$(,)", text[i]) || strchr(others, text[i]))
      return false;
  return true;
}

static bool is_prefix(const char *a, const char *b) {
  return !strncmp(a, b, strlen(a)) || !strncmp(b, a, strlen(b));
}

/* Whether arguments that are being collected hold quotes of the old kind. */
static bool is_amid_quotes(const Macros *m) {
  for (size_t i = 0; i < m->collected.n; i++)
    if (m->collected.v[i].kind == PIECE_OPEN ||
        m->collected.v[i].kind == PIECE_CLOSE)
      return true;
  return false;
}

static uint16_t quotes_number(Macros *m, const char *open,
                              const char *close) {
  for (size_t i = 0; i < m->quotes.n; i++)
    if (!strcmp(m->quotes.v[i].open, open) &&
        !strcmp(m->quotes.v[i].close, close))
      return (uint16_t)i;
  Quotes quotes = {arena_copy(&m->lasting, open, strlen(open) + 1),
                   arena_copy(&m->lasting, close, strlen(close) + 1)};
  ARRAY_PUSH(&m->quotes, quotes);
  return (uint16_t)(m->quotes.n - 1);
}

void builtin_changequote(Macros *m, const Call *call) {
  size_t n_open = 1, n_close = 1;
  const char *open = "`", *close = "'";
  if (call_has(call, 1))
    open = call_text(m, call, 1, &n_open);
  if (call_slice(call, 2).n || !n_open)
    close = call_text(m, call, 2, &n_close);
  if (!n_open)
    close = "", n_close = 0;
  if (!is_plain(open, n_open, "#*@") || !is_plain(close, n_close, "#*@") ||
      (n_open && is_prefix(open, close)) || is_amid_quotes(m) ||
      m->quotes.n >= UINT16_MAX) {
    engine_error(m, call, "changequote: '%s' and '%s' are not supported as "
                 "quotes here", open, close);
    return;
  }
  m->quotes_now = quotes_number(m, open, close);
  engine_sync_quotes(m);
}

void builtin_changecom(Macros *m, const Call *call) {
  size_t n_open = 0, n_close = 1;
  const char *open = call_text(m, call, 1, &n_open), *close = "\n";
  if (call_slice(call, 2).n)
    close = call_text(m, call, 2, &n_close);
  if (!is_plain(open, n_open, "") ||
      (strcmp(close, "\n") != 0 && !is_plain(close, n_close, ""))) {
    engine_error(m, call, "changecom: '%s' and '%s' are not supported as "
                 "comment marks", open, close);
    return;
  }
  m->comment = arena_copy(&m->lasting, open, n_open + 1);
  m->comment_close = arena_copy(&m->lasting, close, n_close + 1);
}
