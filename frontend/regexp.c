/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* regexp and patsubst, on the C library's GNU regular expressions in the
 * syntax that GNU m4 uses (info m4, "Regexp"; Emacs syntax). */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/engine.h"

/* Where a text matches first: -1 for nowhere; and the groups. */
typedef struct Match {
  long at;
  struct re_registers groups;
} Match;

/* A compiled pattern and the groups of its last match; and the first matches
 * in the texts that it was asked about, for refpolicy asks at each use of a
 * tunable. */
typedef struct Regexp {
  struct re_pattern_buffer pattern;
  struct re_registers own;
  const struct re_registers *at; /* `own`, or of one of the known */
  ARRAY(Match) known;
  Map known_of; /* Name of a text to index */
} Regexp;

/* The registers are the C library's, by malloc. */
static void registers_free(struct re_registers *registers) {
  free(registers->start);
  free(registers->end);
}

static void regexp_free(Regexp *regexp) {
  regfree(&regexp->pattern);
  registers_free(&regexp->own);
  for (size_t i = 0; i < regexp->known.n; i++)
    registers_free(&regexp->known.v[i].groups);
  ARRAY_FREE(&regexp->known);
  map_free(&regexp->known_of);
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
  regexp->at = &regexp->own;
  return re_search(&regexp->pattern, text, (regoff_t)n, (regoff_t)from,
                   (regoff_t)(n - from), &regexp->own);
}

/* The same for the first match in a whole text. */
static long regexp_first(Macros *m, Regexp *regexp, Name text) {
  const Names *names = &m->session->names;
  bool is_new;
  uint32_t *index = map_put(&regexp->known_of, text, &is_new);
  if (is_new) {
    Match match = {0};
    regoff_t n = (regoff_t)name_length(names, text);
    match.at = re_search(&regexp->pattern, name_text(names, text), n, 0, n,
                         &match.groups);
    *index = (uint32_t)regexp->known.n;
    ARRAY_PUSH(&regexp->known, match);
  }
  regexp->at = &regexp->known.v[*index].groups;
  return regexp->known.v[*index].at;
}

static void put_group(Macros *m, const Call *call, Buffer *result,
                      const Regexp *regexp, const char *text, unsigned group) {
  const struct re_registers *at = regexp->at;
  if (group > regexp->pattern.re_nsub)
    engine_error(m, call, "the regular expression has no group %u", group);
  else if (at->end[group] > 0)
    put_bytes(result, text + at->start[group],
              (size_t)(at->end[group] - at->start[group]));
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
  Name text = call_name(m, call, 1);
  if (!call_has(call, 2)) {
    engine_push_number(m, call, 0);
    return;
  }
  Regexp *regexp = regexp_of(m, call);
  if (!regexp)
    return;
  long at = regexp_first(m, regexp, text);
  if (!call_has(call, 3)) {
    engine_push_number(m, call, at);
    return;
  }
  Buffer result = {0};
  if (at >= 0)
    put_replacement(m, call, &result, regexp,
                    name_text(&m->session->names, text));
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
    from = (size_t)regexp->own.end[0];
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
