/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* regexp and patsubst, on the C library's GNU regular expressions in the
 * syntax that GNU m4 uses (info m4, "Regexp"; Emacs syntax). */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/engine.h"

/* A compiled pattern and the registers of its last match. */
typedef struct Regexp {
  struct re_pattern_buffer pattern;
  struct re_registers at;
} Regexp;

static void regexp_free(Regexp *regexp) {
  regfree(&regexp->pattern);
  /* The registers are the C library's, by malloc. */
  free(regexp->at.start);
  free(regexp->at.end);
  mem_free(regexp);
}

void regexps_free(Macros *m) {
  for (size_t i = 0; i < m->regexps.n; i++)
    regexp_free(m->regexps.v[i]);
  ARRAY_FREE(&m->regexps);
  map_free(&m->regexp_of);
}

/* NULL for a text that is no pattern, which is reported. */
static Regexp *regexp_compile(Macros *m, const Call *call) {
  size_t n;
  const char *text = call_text(m, call, 2, &n);
  Regexp *regexp = mem_resize(NULL, sizeof *regexp);
  memset(regexp, 0, sizeof *regexp);
  re_set_syntax(RE_SYNTAX_EMACS);
  const char *fault = re_compile_pattern(text, n, &regexp->pattern);
  if (!fault)
    return regexp;
  engine_error(m, call, "bad regular expression '%s': %s", text, fault);
  regexp_free(regexp);
  return NULL;
}

/* The pattern of a call, compiled on first use. */
static Regexp *regexp_of(Macros *m, const Call *call) {
  Name text = call_name(m, call, 2);
  const uint32_t *known = map_get(&m->regexp_of, text);
  if (known)
    return m->regexps.v[*known];
  Regexp *regexp = regexp_compile(m, call);
  if (regexp) {
    *map_put(&m->regexp_of, text, NULL) = (uint32_t)m->regexps.n;
    ARRAY_PUSH(&m->regexps, regexp);
  }
  return regexp;
}

/* Finds the next match from `from` on, with its groups; its place or -1. */
static long regexp_search(Regexp *regexp, const char *text, size_t n,
                          size_t from) {
  return re_search(&regexp->pattern, text, (regoff_t)n, (regoff_t)from,
                   (regoff_t)(n - from), &regexp->at);
}

/* The first match without its groups, whose search costs more. */
static long regexp_find(Regexp *regexp, const char *text, size_t n) {
  return re_search(&regexp->pattern, text, (regoff_t)n, 0, (regoff_t)n, NULL);
}

static void put_group(Macros *m, const Call *call, Buffer *result,
                      const Regexp *regexp, const char *text, unsigned group) {
  if (group > regexp->pattern.re_nsub)
    engine_error(m, call, "the regular expression has no group %u", group);
  else if (regexp->at.end[group] > 0)
    put_bytes(result, text + regexp->at.start[group],
              (size_t)(regexp->at.end[group] - regexp->at.start[group]));
}

/* Appends a replacement: `\&` the match, `\1` a group, `\x` an x. */
static void put_replacement(Macros *m, const Call *call, Buffer *result,
                            const Regexp *regexp, const char *text) {
  size_t n;
  const char *form = call_text(m, call, 3, &n);
  for (size_t i = 0; i < n; i++) {
    if (form[i] != '\\') {
      put_u8(result, (uint8_t)form[i]);
    } else if (++i < n) {
      if (form[i] == '&')
        put_group(m, call, result, regexp, text, 0);
      else if (form[i] >= '0' && form[i] <= '9')
        put_group(m, call, result, regexp, text, (unsigned)(form[i] - '0'));
      else
        put_u8(result, (uint8_t)form[i]);
    }
  }
}

void builtin_regexp(Macros *m, const Call *call) {
  size_t n;
  const char *text = call_text(m, call, 1, &n);
  if (!call_has(call, 2)) {
    engine_push_number(m, call, 0);
    return;
  }
  Regexp *regexp = regexp_of(m, call);
  if (!regexp)
    return;
  if (!call_has(call, 3)) {
    engine_push_number(m, call, regexp_find(regexp, text, n));
    return;
  }
  Buffer result = {0};
  if (regexp_search(regexp, text, n, 0) >= 0)
    put_replacement(m, call, &result, regexp, text);
  engine_push_text(m, call, result.data, result.n);
  buffer_free(&result);
}

static void substitute(Macros *m, const Call *call, Regexp *regexp,
                       const char *text, size_t n) {
  Buffer result = {0};
  size_t from = 0;
  while (from <= n) {
    long at = regexp_search(regexp, text, n, from);
    size_t start = at < 0 ? n : (size_t)at;
    put_bytes(&result, text + from, start - from);
    if (at < 0)
      break;
    put_replacement(m, call, &result, regexp, text);
    from = (size_t)regexp->at.end[0];
    /* Behind an empty match one byte is kept, so that the search goes on. */
    if (from == start) {
      if (from < n)
        put_u8(&result, (uint8_t)text[from]);
      from++;
    }
  }
  engine_push_text(m, call, result.data, result.n);
  buffer_free(&result);
}

void builtin_patsubst(Macros *m, const Call *call) {
  size_t n;
  const char *text = call_text(m, call, 1, &n);
  if (!call_has(call, 2)) {
    engine_push_argument(m, call, 1);
    return;
  }
  Regexp *regexp = regexp_of(m, call);
  if (regexp)
    substitute(m, call, regexp, text, n);
}
