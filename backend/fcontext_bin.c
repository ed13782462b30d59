/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/fcontext_bin.h"

#include <string.h>
#include <sys/stat.h>

#include "lib/map.h"

static const FcontextTarget targets[] = {
#define TARGET(name, version, pcre) {name, version, pcre, false},
#include "backend/fcontext_targets.def"
};
enum { N_TARGETS = sizeof targets / sizeof *targets };

const FcontextTarget *fcontext_target_at(size_t n) {
  return n < N_TARGETS ? &targets[n] : NULL;
}

const FcontextTarget *fcontext_target_find(const char *name) {
  for (size_t i = 0; i < N_TARGETS; i++)
    if (!strcmp(targets[i].name, name))
      return &targets[i];
  return NULL;
}

/* Format 5: a list, in the order of bytes of the machine that reads it. */

typedef struct BinWriter {
  Session *session;
  Buffer *out;
  bool big_endian;
  ARRAY(Name) stems;
  Map index; /* stem to its number + 1 */
} BinWriter;

static void put_number(BinWriter *writer, uint32_t value) {
  put_u32(writer->out, writer->big_endian ? __builtin_bswap32(value) : value);
}

/* With its NUL, which counts. */
static void put_text(BinWriter *writer, const char *text) {
  size_t n = strlen(text) + 1;
  put_number(writer, (uint32_t)n);
  put_bytes(writer->out, text, n);
}

static bool is_meta(char c) {
  return c && strchr(".^$?*+|[({", c) != NULL;
}

/* How many bytes are before the first sign of a pattern (label_file.h,
 * spec_hasMetaChars); the whole length when there is none. */
static size_t plain_length(const char *path, bool *has_meta) {
  const char *at = path;
  *has_meta = false;
  for (; *at; at++) {
    if (is_meta(*at)) {
      *has_meta = true;
      break;
    }
    at += *at == '\\' && at[1];
  }
  return (size_t)(at - path);
}

/* The first folder, if it has no sign of a pattern; else 0
 * (get_stem_from_spec). */
static size_t stem_length(const char *path) {
  const char *slash = *path ? strchr(path + 1, '/') : NULL;
  for (const char *at = path; slash && at < slash; at++)
    if (is_meta(*at))
      return 0;
  return slash ? (size_t)(slash - path) : 0;
}

static void add_stem(BinWriter *writer, const char *path) {
  size_t n = stem_length(path);
  if (!n)
    return;
  bool is_new;
  Name stem = name_intern(&writer->session->names, path, n);
  uint32_t *number = map_put(&writer->index, stem, &is_new);
  if (!is_new)
    return;
  ARRAY_PUSH(&writer->stems, stem);
  *number = (uint32_t)writer->stems.n;
}

static uint32_t stem_number(const BinWriter *writer, const char *path) {
  size_t n = stem_length(path);
  return n ? *map_get(&writer->index,
                      name_find(&writer->session->names, path, n)) -
                 1
           : UINT32_MAX;
}

static void put_stems(BinWriter *writer) {
  put_number(writer, (uint32_t)writer->stems.n);
  for (size_t i = 0; i < writer->stems.n; i++) {
    const char *stem = name_text(&writer->session->names, writer->stems.v[i]);
    put_number(writer, (uint32_t)strlen(stem));
    put_bytes(writer->out, stem, strlen(stem) + 1);
  }
}

static uint32_t mode_of(char kind) {
  switch (kind) {
  case '-': return S_IFREG;
  case 'd': return S_IFDIR;
  case 'l': return S_IFLNK;
  case 'c': return S_IFCHR;
  case 'b': return S_IFBLK;
  case 'p': return S_IFIFO;
  case 's': return S_IFSOCK;
  default: return 0;
  }
}

static void put_entry(BinWriter *writer, const FileContext *entry) {
  const Names *names = &writer->session->names;
  const char *path = name_text(names, entry->path);
  bool has_meta;
  size_t length = plain_length(path, &has_meta);
  put_text(writer,
           entry->context ? name_text(names, entry->context) : "<<none>>");
  put_text(writer, path);
  put_number(writer, mode_of(entry->kind));
  put_number(writer, stem_number(writer, path));
  put_number(writer, has_meta);
  put_number(writer, (uint32_t)length);
  put_number(writer, 0); /* bytes of a compiled expression */
}

static void write_list(Session *session, const FileContexts *contexts,
                       const FcontextTarget *target, Buffer *out) {
  /* Which expressions the machine could use, were there any. */
  const char *machine = target->big_endian ? "8-8-eb" : "8-8-el";
  BinWriter writer = {session, out, target->big_endian, {0}, {0}};
  put_number(&writer, FCONTEXT_MAGIC);
  put_number(&writer, target->version);
  put_number(&writer, (uint32_t)strlen(target->pcre));
  put_string(out, target->pcre);
  put_number(&writer, (uint32_t)strlen(machine));
  put_string(out, machine);
  for (size_t i = 0; i < contexts->n; i++)
    add_stem(&writer, name_text(&session->names, contexts->v[i].path));
  put_stems(&writer);
  put_number(&writer, (uint32_t)contexts->n);
  for (int exact = 0; exact < 2; exact++)
    for (size_t i = 0; i < contexts->n; i++) {
      bool has_meta;
      plain_length(name_text(&session->names, contexts->v[i].path), &has_meta);
      if (has_meta == !exact)
        put_entry(&writer, &contexts->v[i]);
    }
  ARRAY_FREE(&writer.stems);
  map_free(&writer.index);
}

void fcontext_bin_write(Session *session, const FileContexts *contexts,
                        const FcontextTarget *target, Buffer *out) {
  if (!contexts->n)
    diag_error_as(&session->diags, ERROR_FILE_CONTEXT, no_place,
                  "compiled file contexts without a line are not read");
  else if (target->version == 5)
    write_list(session, contexts, target, out);
  else
    fcontext_tree_write(session, contexts, target, out);
}
