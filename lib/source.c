/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/source.h"

#include <assert.h>
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fatal.h"
#include "lib/file.h"

void sources_init(Sources *sources) {
  memset(sources, 0, sizeof *sources);
  sources->next = 1;
  ARRAY_PUSH(&sources->calls, (MacroCall){0, 0, NO_NAME});
}

void sources_free(Sources *sources) {
  for (size_t i = 0; i < sources->files.n; i++) {
    Source *source = &sources->files.v[i];
    ARRAY_FREE(&source->marks);
    if (source->is_mapped)
      munmap((void *)source->text, source->length);
    arena_free(&source->own);
  }
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

/* The same of a Loc that is somewhere. */
static Source *find_known(const Sources *sources, Loc loc) {
  Source *source = find(sources, loc);
  assert(source);
  return source;
}

/* Another text would not have at a Loc what was found there. */
static void read_again(Source *source) {
  size_t length;
  source->text = file_read_again(&source->own, source->path, source->version,
                                 &length);
  if (length != source->length)
    fatal("%s has changed while it was read", source->path);
}

static Source *find_with_text(const Sources *sources, Loc loc) {
  Source *source = find(sources, loc);
  if (source && source->is_brief && !source->text)
    read_again(source);
  return source;
}

const Source *source_of(const Sources *sources, Loc loc) {
  return find_with_text(sources, loc);
}

void source_keep_briefly(Sources *sources, Loc base, Arena own,
                         FileVersion version) {
  Source *source = find_known(sources, base);
  source->is_brief = true;
  source->own = own;
  source->version = version;
}

/* The text of a file that is large enough, or NULL. */
static const char *map_file(int fd, size_t least, size_t *length) {
  struct stat status;
  if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) ||
      status.st_size > FILE_SIZE_MAX ||
      status.st_size % sysconf(_SC_PAGESIZE) == 0)
    return NULL;
  *length = (size_t)status.st_size;
  if (*length < least)
    return NULL;
  void *text = mmap(NULL, *length, PROT_READ, MAP_PRIVATE, fd, 0);
  return text == MAP_FAILED ? NULL : text;
}

Loc source_map(Sources *sources, const char *path, size_t least) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return 0;
  size_t length;
  const char *text = map_file(fd, least, &length);
  close(fd);
  if (!text)
    return 0;
  Loc base = source_add(sources, path, text, length, false);
  find_known(sources, base)->is_mapped = true;
  return base;
}

void source_mark_file(Sources *sources, Loc base) {
  find_known(sources, base)->is_file = true;
}

void source_release(Sources *sources, Loc loc) {
  Source *source = find(sources, loc);
  if (source && source->is_brief && loc - source->base == source->length) {
    source->text = NULL;
    arena_free(&source->own);
  }
  if (!source || !source->is_mapped)
    return;
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t end = (loc - source->base) / page * page;
  if (loc - source->base == source->length)
    end = (source->length + page - 1) / page * page;
  if (end <= source->released)
    return;
  madvise((char *)source->text + source->released, end - source->released,
          MADV_DONTNEED);
  source->released = end;
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

/* Adds the mark that a line makes: it counts for the next line. */
static void add_mark(Sources *sources, Source *source, const char *line,
                     size_t length) {
  char *text = arena_copy(&sources->arena, line, length + 1), *end;
  text[length] = '\0';
  const char *path = source->marks.n ? source->marks.v[source->marks.n - 1].path
                                     : source->path;
  unsigned long number = strtoul(text + strlen("#line "), &end, 10);
  size_t rest = strlen(end);
  if (number > INT32_MAX)
    return;
  if (rest > 3 && !strncmp(end, " \"", 2) && end[rest - 1] == '"') {
    end[rest - 1] = '\0';
    path = end + 2;
  } else if (rest) {
    return;
  }
  uint32_t next = (uint32_t)(line + length + 1 - source->text);
  ARRAY_PUSH(&source->marks, (LineMark){next, (uint32_t)number, path, false});
}

static void index_marks(Sources *sources, Source *source) {
  for (uint32_t i = 0; i + 1 < source->n_lines; i++) {
    const char *line = source->text + source->lines[i];
    if (!strncmp(line, "#line ", strlen("#line ")))
      add_mark(sources, source, line,
               source->lines[i + 1] - source->lines[i] - 1);
  }
}

/* The line (from 0) that holds an offset. */
static uint32_t line_of(const Source *source, uint32_t offset) {
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

bool source_is_utf16(const Source *source) {
  return source->length >= 2 && (!memcmp(source->text, "\xff\xfe", 2) ||
                                 !memcmp(source->text, "\xfe\xff", 2));
}

Position source_position(Sources *sources, Loc loc) {
  Source *source = find_with_text(sources, loc);
  if (!source)
    return (Position){NULL, NULL, 0, 0, 0, false};
  if (!source->lines)
    index_lines(sources, source);
  if (source->has_marks && !source->marks.n) {
    index_marks(sources, source);
    source->has_marks = source->marks.n; /* none: do not look again */
  }
  uint32_t offset = loc - source->base;
  uint32_t line = line_of(source, offset);
  Position at = {source, source->path, line + 1,
                 offset - source->lines[line] + 1, line + 1, false};
  const LineMark *mark = mark_before(source, offset);
  if (mark) {
    at.path = mark->path;
    at.line = mark->line;
    at.is_made = mark->is_one_line;
    if (!mark->is_one_line)
      at.line += line - line_of(source, mark->offset);
  }
  return at;
}

void source_use_line_marks(Sources *sources, Loc loc) {
  find_known(sources, loc)->has_marks = true;
}

void source_add_marks(Sources *sources, Loc base, const LineMark *marks,
                      size_t n) {
  Source *source = find_known(sources, base);
  source->has_marks |= n != 0;
  for (size_t i = 0; i < n; i++)
    ARRAY_PUSH(&source->marks, marks[i]);
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

const char *call_macro_name(Sources *sources, const Names *names,
                            MacroCall call) {
  const Source *source = source_of(sources, call.loc);
  if (call.macro || !source)
    return name_text(names, call.macro);
  const char *text = source->text + (call.loc - source->base);
  int length = 0;
  while (text[length] == '_' || isalnum((unsigned char)text[length]))
    length++;
  return arena_printf(&sources->arena, "%.*s", length, text);
}
