/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/source.h"

#include <string.h>

#include "lib/fatal.h"

void sources_init(Sources *sources) {
  memset(sources, 0, sizeof *sources);
  sources->next = 1;
  ARRAY_PUSH(&sources->calls, (MacroCall){0, 0, NO_NAME});
}

void sources_free(Sources *sources) {
  for (size_t i = 0; i < sources->files.n; i++)
    ARRAY_FREE(&sources->files.v[i].marks);
  arena_free(&sources->arena);
  ARRAY_FREE(&sources->files);
  ARRAY_FREE(&sources->calls);
}

Loc source_add(Sources *sources, const char *path, const char *text,
               size_t length, bool copy) {
  if (length >= UINT32_MAX - sources->next - 1)
    fatal("%s: the sources pass 4 GiB together", path);
  if (copy) {
    char *own = arena_alloc_raw(&sources->arena, length + 1);
    memcpy(own, text, length);
    own[length] = '\0';
    text = own;
  }
  path = arena_copy(&sources->arena, path, strlen(path) + 1);
  Source source = {.path = path, .text = text, .length = length,
                   .base = sources->next};
  ARRAY_PUSH(&sources->files, source);
  sources->next += (Loc)length + 1;
  return source.base;
}

static Source *find(const Sources *sources, Loc loc) {
  size_t low = 0, high = sources->files.n;
  if (!loc || !high)
    return NULL;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (sources->files.v[middle].base <= loc)
      low = middle;
    else
      high = middle;
  }
  return &sources->files.v[low];
}

const Source *source_of(const Sources *sources, Loc loc) {
  return find(sources, loc);
}

static void index_lines(Sources *sources, Source *source) {
  uint32_t n = 1;
  for (size_t i = 0; i < source->length; i++)
    n += source->text[i] == '\n';
  source->lines = arena_alloc_raw(&sources->arena, n * sizeof(uint32_t));
  source->lines[0] = 0;
  source->n_lines = 1;
  for (uint32_t i = 0; i < source->length; i++)
    if (source->text[i] == '\n')
      source->lines[source->n_lines++] = i + 1;
}

/* The line (from 0) that holds an offset. */
static uint32_t line_of(Sources *sources, Source *source, uint32_t offset) {
  if (!source->lines)
    index_lines(sources, source);
  uint32_t low = 0, high = source->n_lines;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (source->lines[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* The last line mark at or before an offset, or NULL. */
static const LineMark *mark_before(const Source *source, uint32_t offset) {
  size_t low = 0, high = source->marks.n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (source->marks.v[middle].offset <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low ? &source->marks.v[low - 1] : NULL;
}

Position source_position(Sources *sources, Loc loc) {
  Source *source = find(sources, loc);
  if (!source)
    return (Position){NULL, NULL, 0, 0, 0};
  uint32_t offset = loc - source->base;
  uint32_t line = line_of(sources, source, offset);
  Position at = {source, source->path, line + 1,
                 offset - source->lines[line] + 1, line + 1};
  const LineMark *mark = mark_before(source, offset);
  if (mark) {
    at.path = mark->path;
    at.line = mark->line + line - line_of(sources, source, mark->offset);
  }
  return at;
}

void source_mark_line(Sources *sources, Loc loc, const char *path,
                      uint32_t line) {
  Source *source = find(sources, loc);
  uint32_t offset = loc - source->base;
  const char *end =
      memchr(source->text + offset, '\n', source->length - offset);
  offset = end ? (uint32_t)(end + 1 - source->text) : (uint32_t)source->length;
  path = arena_copy(&sources->arena, path, strlen(path) + 1);
  ARRAY_PUSH(&source->marks, (LineMark){offset, line, path});
}

const char *source_line(Sources *sources, const Source *source, uint32_t line,
                        size_t *length) {
  source_position(sources, source->base); /* makes the index */
  const char *start = source->text + source->lines[line - 1];
  const char *end = memchr(start, '\n',
                           (size_t)(source->text + source->length - start));
  *length = (size_t)((end ? end : source->text + source->length) - start);
  return start;
}

Origin origin_add(Sources *sources, Origin parent, Loc loc, Name macro) {
  if (sources->calls.n >= UINT32_MAX)
    fatal("too many macro calls");
  ARRAY_PUSH(&sources->calls, (MacroCall){parent, loc, macro});
  return (Origin)(sources->calls.n - 1);
}
