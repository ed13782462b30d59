/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/file_contexts.h"

#include <stdlib.h>
#include <string.h>

#include "lib/map.h"

/* Checking. */

static const char *context_text(const Names *names, Name context) {
  return context ? name_text(names, context) : "<<none>>";
}

static void report_twice(Session *session, const FileContext *entry,
                         const FileContext *before) {
  const Names *names = &session->names;
  Diags *diags = &session->diags;
  if (entry->context == before->context) {
    if (!diag_warning(diags, WARN_FC_DUPLICATE, entry->place,
                      "the files '%s' get this context twice",
                      name_text(names, entry->path)))
      return;
  } else {
    diag_error_as(diags, ERROR_FILE_CONTEXT, entry->place,
                  "the files '%s' get two contexts: %s and %s",
                  name_text(names, entry->path),
                  context_text(names, before->context),
                  context_text(names, entry->context));
  }
  diag_note(diags, before->place, "the other line is here");
}

void file_contexts_check(Session *session, const FileContexts *contexts) {
  Map first = {0}; /* path and kind to the entry's index + 1 */
  for (size_t i = 0; i < contexts->n; i++) {
    const FileContext *entry = &contexts->v[i];
    uint64_t key = (uint64_t)entry->path << 8 | (unsigned char)entry->kind;
    bool is_new;
    uint32_t *index = map_put(&first, key, &is_new);
    if (is_new)
      *index = (uint32_t)i + 1;
    else
      report_twice(session, entry, &contexts->v[*index - 1]);
  }
  map_free(&first);
}

/* Sorting. */

/* How specific a path is, as a number: a path without special characters is
 * more so than one with, then the length of the stem before the first of
 * them, then the whole length, then whether there is a kind.  An escaped
 * character counts as one; lengths are in characters, not bytes. */
static uint64_t specificity(const Names *names, const FileContext *entry) {
  const char *path = name_text(names, entry->path);
  size_t n = name_length(names, entry->path);
  uint64_t stem = 0, length = 0;
  bool is_pattern = false;
  for (size_t i = 0; i < n; i++) {
    if (((unsigned char)path[i] & 0xc0) == 0x80)
      continue; /* inside a UTF-8 character */
    is_pattern |= path[i] && strchr(".^$?*+|[({", path[i]) != NULL;
    stem += !is_pattern;
    length++;
    i += path[i] == '\\';
  }
  return (uint64_t)!is_pattern << 63 | stem << 32 | length << 1 |
         (entry->kind != 0);
}

typedef struct SortKey {
  uint64_t specificity;
  uint32_t index;
} SortKey;

static int compare_keys(const void *left, const void *right) {
  const SortKey *a = left, *b = right;
  if (a->specificity != b->specificity)
    return a->specificity < b->specificity ? -1 : 1;
  return a->index < b->index ? -1 : a->index > b->index;
}

void file_contexts_sort(const Names *names, FileContexts *contexts) {
  ARRAY(SortKey) keys = {0};
  FileContexts sorted = {0};
  ARRAY_RESERVE(&keys, contexts->n);
  ARRAY_RESERVE(&sorted, contexts->n);
  for (size_t i = 0; i < contexts->n; i++)
    ARRAY_PUSH(&keys, (SortKey){specificity(names, &contexts->v[i]),
                                (uint32_t)i});
  if (keys.n)
    qsort(keys.v, keys.n, sizeof *keys.v, compare_keys);
  for (size_t i = 0; i < keys.n; i++)
    ARRAY_PUSH(&sorted, contexts->v[keys.v[i].index]);
  ARRAY_FREE(&keys);
  ARRAY_FREE(contexts);
  *contexts = sorted;
}

static int compare_kinds(char a, char b) {
  static const char order[] = "-dcbspl"; /* any is before these */
  return (a ? (int)(strchr(order, a) - order) : -1) -
         (b ? (int)(strchr(order, b) - order) : -1);
}

static int compare_entries(const void *left, const void *right, void *names) {
  const FileContext *a = left, *b = right;
  int order = compare_kinds(a->kind, b->kind);
  if (!order)
    order = name_compare(names, a->path, b->path);
  if (!order)
    order = (a->place.loc > b->place.loc) - (a->place.loc < b->place.loc);
  return order;
}

void file_contexts_unite(const Names *names, FileContexts *contexts) {
  size_t n = 0;
  if (contexts->n)
    qsort_r(contexts->v, contexts->n, sizeof *contexts->v, compare_entries,
            (void *)names);
  for (size_t i = 0; i < contexts->n; i++) {
    const FileContext *entry = &contexts->v[i];
    if (!n || entry->path != contexts->v[n - 1].path ||
        entry->kind != contexts->v[n - 1].kind)
      contexts->v[n++] = *entry;
  }
  contexts->n = n;
}

/* Writing. */

static bool is_of_user(const char *text) {
  return strstr(text, "HOME") || strstr(text, "ROLE") || strstr(text, "USER");
}

void file_contexts_write(const Names *names, const FileContexts *contexts,
                         Buffer *system, Buffer *homedirs) {
  for (size_t i = 0; i < contexts->n; i++) {
    const FileContext *entry = &contexts->v[i];
    const char *path = name_text(names, entry->path);
    const char *context = context_text(names, entry->context);
    Buffer *to =
        is_of_user(path) || is_of_user(context) ? homedirs : system;
    put_string(to, path);
    put_string(to, "\t\t");
    if (entry->kind) {
      put_u8(to, '-');
      put_u8(to, (uint8_t)entry->kind);
      put_u8(to, '\t');
    }
    put_string(to, context);
    put_u8(to, '\n');
  }
}
