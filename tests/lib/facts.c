/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tests/lib/facts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char *name;
  SectionKind kind;
} SectionInfo;

static const SectionInfo sections[NSECTIONS] = {
#define SECTION(id, name, kind) {name, kind},
  SECTIONS
#undef SECTION
};

const char *section_name(int section) { return sections[section].name; }

SectionKind section_kind(int section) { return sections[section].kind; }

int section_find(const char *name) {
  for (int i = 0; i < NSECTIONS; i++)
    if (!strcmp(sections[i].name, name)) return i;
  return -1;
}

static void no_memory(void) {
  fprintf(stderr, "out of memory\n");
  exit(2);
}

void *xcalloc(size_t n, size_t size) {
  void *p = calloc(n ? n : 1, size);
  if (!p) no_memory();
  return p;
}

void *xrealloc(void *p, size_t size) {
  p = realloc(p, size ? size : 1);
  if (!p) no_memory();
  return p;
}

void fact_take(FactList *list, char *line) {
  if (list->len == list->cap) {
    list->cap = list->cap ? 2 * list->cap : 64;
    list->line = xrealloc(list->line, list->cap * sizeof *list->line);
  }
  list->line[list->len++] = line;
}

void fact_add(FactList *list, const char *fmt, ...) {
  va_list args;
  va_start(args, fmt);
  int len = vsnprintf(NULL, 0, fmt, args);
  va_end(args);
  char *line = xcalloc((size_t)len + 1, 1);
  va_start(args, fmt);
  vsnprintf(line, (size_t)len + 1, fmt, args);
  va_end(args);
  fact_take(list, line);
}

static int compare_lines(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void facts_finish(FactList *list, SectionKind kind) {
  if (kind == SEQUENCE || !list->len) return;
  qsort(list->line, list->len, sizeof *list->line, compare_lines);
  size_t kept = 1;
  for (size_t i = 1; i < list->len; i++) {
    if (strcmp(list->line[i], list->line[kept - 1]))
      list->line[kept++] = list->line[i];
    else
      free(list->line[i]);
  }
  list->len = kept;
}

void facts_release(FactList *list) {
  for (size_t i = 0; i < list->len; i++) free(list->line[i]);
  free(list->line);
  *list = (FactList){0};
}

uint64_t facts_digest(const FactList *list, SectionKind kind) {
  uint64_t sum = 0;
  for (size_t i = 0; i < list->len; i++) {
    uint64_t h = hash_string(list->line[i]);
    sum = kind == SEQUENCE ? hash_mix(sum ^ h) : sum + hash_mix(h);
  }
  return sum;
}

uint64_t hash_mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  return x ^ x >> 32;
}

uint64_t hash_string(const char *s) {
  uint64_t h = 0x2545f4914f6cdd1du;
  for (; *s; s++) h = (h ^ (unsigned char)*s) * 0x100000001b3u;
  return hash_mix(h);
}
