/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/map_places.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "lib/fatal.h"

/* Numbers */

void put_number(Buffer *out, uint64_t value) {
  for (; value > 0x7f; value >>= 7)
    put_u8(out, (uint8_t)(value | 0x80));
  put_u8(out, (uint8_t)value);
}

uint64_t get_number(Reader *in) {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    uint8_t byte = get_u8(in);
    value |= (uint64_t)(byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return value;
  }
  in->failed = true;
  return 0;
}

uint32_t get_below(Reader *in, uint64_t limit) {
  uint64_t value = get_number(in);
  if (value < limit)
    return (uint32_t)value;
  in->failed = true;
  return 0;
}

uint32_t get_small_count(Reader *in) {
  return get_below(in, (uint64_t)reader_left(in) + 1);
}

void put_counted(Buffer *out, const char *text, size_t n) {
  put_number(out, n);
  put_bytes(out, text, n);
}

/* Writing */

static void use_loc(PlaceTable *table, Loc loc) {
  bool is_new = false;
  if (loc)
    map_put(&table->locs, loc, &is_new);
  if (is_new)
    ARRAY_PUSH(&table->used, loc);
}

void place_table_use(PlaceTable *table, Place place) {
  use_loc(table, place.loc);
  for (Origin origin = place.origin; origin;) {
    bool is_new;
    map_put(&table->calls, origin, &is_new);
    if (!is_new)
      return;
    ARRAY_PUSH(&table->origins, origin);
    MacroCall call = origin_call(table->sources, origin);
    use_loc(table, call.loc);
    origin = call.parent;
  }
}

static int compare_ids(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

/* A used Loc.  The same line may come from many sources: of each package that
 * was read with a map. */
typedef struct UsedLoc {
  Loc loc;
  uint32_t path; /* its rank among the paths */
  Position at;
} UsedLoc;

typedef ARRAY(UsedLoc) UsedLocs;
typedef ARRAY(const char *) PathRanks;

static int compare_paths(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int compare_used(const void *left, const void *right) {
  const UsedLoc *a = left, *b = right;
  if (a->path != b->path)
    return a->path < b->path ? -1 : 1;
  if (a->at.line != b->at.line)
    return a->at.line < b->at.line ? -1 : 1;
  return (a->loc > b->loc) - (a->loc < b->loc);
}

/* Ranks the paths in the order of their bytes, equal ones alike. */
static void rank_paths(UsedLocs *used) {
  Map ranks = {0}; /* the pointer to the rank + 1 */
  PathRanks paths = {0};
  for (size_t i = 0; i < used->n; i++) {
    bool is_new = false;
    map_put(&ranks, (uintptr_t)used->v[i].at.path, &is_new);
    if (is_new)
      ARRAY_PUSH(&paths, used->v[i].at.path);
  }
  if (paths.n)
    qsort(paths.v, paths.n, sizeof *paths.v, compare_paths);
  uint32_t rank = 0;
  for (size_t i = 0; i < paths.n; i++) {
    rank += i == 0 || strcmp(paths.v[i - 1], paths.v[i]);
    *map_put(&ranks, (uintptr_t)paths.v[i], NULL) = rank;
  }
  for (size_t i = 0; i < used->n; i++)
    used->v[i].path = *map_get(&ranks, (uintptr_t)used->v[i].at.path);
  ARRAY_FREE(&paths);
  map_free(&ranks);
}

static void find_positions(PlaceTable *table, UsedLocs *used) {
  if (table->used.n)
    qsort(table->used.v, table->used.n, sizeof *table->used.v, compare_ids);
  ARRAY_RESERVE(used, table->used.n);
  for (size_t i = 0; i < table->used.n; i++)
    ARRAY_PUSH(used, (UsedLoc){table->used.v[i], 0,
                               source_position(table->sources,
                                               table->used.v[i])});
  rank_paths(used);
  if (used->n)
    qsort(used->v, used->n, sizeof *used->v, compare_used);
}

/* The lines of one path. */
typedef struct LineRun {
  Buffer lines;
  uint32_t path, n, line; /* its rank; so many; the last one's number */
  const char *path_text;
  const char *text; /* the last line */
  size_t length;
  uint32_t start; /* its address */
} LineRun;

static void end_run(Buffer *out, LineRun *run) {
  if (run->n) {
    put_counted(out, run->path_text, strlen(run->path_text));
    put_number(out, run->n);
    put_bytes(out, run->lines.data, run->lines.n);
  }
  buffer_free(&run->lines);
  *run = (LineRun){0};
}

/* Gives every used Loc its address among the lines; address 0 is nowhere. */
static void put_lines(PlaceTable *table, Buffer *out) {
  UsedLocs used = {0};
  LineRun run = {0};
  uint32_t next = 1; /* the address behind what is written */
  find_positions(table, &used);
  for (size_t i = 0; i < used.n; i++) {
    const UsedLoc *u = &used.v[i];
    size_t length;
    const char *text =
        source_line(table->sources, u->at.source, u->at.text_line, &length);
    if (run.n && run.path != u->path) {
      end_run(out, &run);
      next++; /* the NUL behind a source */
    }
    if (!run.n || run.line != u->at.line || run.length != length ||
        memcmp(run.text, text, length)) {
      put_number(&run.lines, zigzag((int64_t)u->at.line - run.line));
      put_counted(&run.lines, text, length);
      run = (LineRun){run.lines, u->path, run.n + 1, u->at.line,
                      u->at.path, text, length, next};
      next += (uint32_t)length + 1;
    }
    *map_put(&table->locs, u->loc, NULL) = run.start + u->at.column - 1;
  }
  end_run(out, &run);
  put_counted(out, "", 0); /* no path: the end */
  ARRAY_FREE(&used);
}

/* Source text takes most room, and packs well. */
static void put_packed(Buffer *out, const Buffer *bytes) {
  uLongf length = compressBound(bytes->n);
  Bytef *packed = mem_resize(NULL, length);
  if (compress2(packed, &length, (const Bytef *)bytes->data, bytes->n,
                Z_DEFAULT_COMPRESSION) != Z_OK)
    fatal("zlib cannot pack %zu bytes", bytes->n);
  put_number(out, bytes->n);
  put_number(out, length);
  put_bytes(out, packed, length);
  mem_free(packed);
}

static void put_calls(PlaceTable *table, Buffer *out) {
  if (table->origins.n)
    qsort(table->origins.v, table->origins.n, sizeof *table->origins.v,
          compare_ids);
  put_number(out, table->origins.n);
  uint32_t last = 0;
  for (uint32_t i = 0; i < table->origins.n; i++) {
    MacroCall call = origin_call(table->sources, table->origins.v[i]);
    uint32_t at = place_table_address(table, call.loc);
    *map_put(&table->calls, table->origins.v[i], NULL) = i + 1;
    put_number(out, call.parent
                        ? i + 1 - *map_get(&table->calls, call.parent)
                        : 0);
    put_number(out, zigzag((int64_t)at - last));
    last = at;
  }
}

void place_table_put(PlaceTable *table, Buffer *out) {
  Buffer lines = {0};
  put_lines(table, &lines);
  put_packed(out, &lines);
  put_calls(table, out);
  buffer_free(&lines);
}

uint32_t place_table_address(const PlaceTable *table, Loc loc) {
  return loc ? *map_get(&table->locs, loc) : 0;
}

uint32_t place_table_call(const PlaceTable *table, Origin origin) {
  return origin ? *map_get(&table->calls, origin) : 0;
}

void place_table_free(PlaceTable *table) {
  map_free(&table->locs);
  map_free(&table->calls);
  ARRAY_FREE(&table->used);
  ARRAY_FREE(&table->origins);
}

/* Reading */

Loc read_places_loc(const ReadPlaces *places, Reader *in) {
  uint32_t at = get_below(in, places->end - places->first + 1);
  return at ? places->first + at - 1 : 0;
}

/* One path: its lines become a source that says where each comes from. */
static void get_path(Session *session, Reader *in, ReadPlaces *places,
                     const char *path, uint32_t n_path) {
  Buffer text = {0};
  ARRAY(LineMark) marks = {0};
  path = arena_printf(&session->arena, "%.*s", (int)n_path, path);
  int64_t line = 0;
  uint32_t n = get_small_count(in);
  for (uint32_t i = 0; i < n && !in->failed; i++) {
    int64_t step = unzigzag(get_number(in));
    uint32_t length = get_small_count(in);
    const char *bytes = get_bytes(in, length);
    line += step;
    if (!bytes || line < 1 || line > INT32_MAX) {
      in->failed = true;
      break;
    }
    if (step != 1)
      ARRAY_PUSH(&marks,
                 (LineMark){(uint32_t)text.n, (uint32_t)line, path, false});
    put_bytes(&text, bytes, length);
    put_u8(&text, '\n');
  }
  Loc base = source_add(&session->sources, path, text.n ? text.data : "",
                        text.n, true);
  places->end = base + (Loc)text.n;
  source_add_marks(&session->sources, base, marks.v, marks.n);
  ARRAY_FREE(&marks);
  buffer_free(&text);
}

static void get_paths(Session *session, Reader *in, ReadPlaces *places) {
  for (;;) {
    uint32_t length = get_small_count(in);
    const char *path = get_bytes(in, length);
    if (!length || !path)
      return;
    get_path(session, in, places, path, length);
  }
}

static void get_lines(Session *session, Reader *in, ReadPlaces *places) {
  enum { PACKED_MOST = 1032 }; /* deflate packs no better than 1032 to 1 */
  places->first = places->end = session->sources.next;
  uint64_t n = get_number(in);
  uint32_t n_packed = get_small_count(in);
  const char *packed = get_bytes(in, n_packed);
  if (!packed || n / PACKED_MOST > n_packed) {
    in->failed = true;
    return;
  }
  uLongf length = n;
  Bytef *text = mem_resize(NULL, n + 1);
  Reader lines = {text, n, 0, false};
  if (uncompress(text, &length, (const Bytef *)packed, n_packed) != Z_OK ||
      length != n)
    in->failed = true;
  else
    get_paths(session, &lines, places);
  in->failed = in->failed || lines.failed || reader_left(&lines);
  mem_free(text);
}

static void get_calls(Sources *sources, Reader *in, ReadPlaces *places) {
  places->n_calls = get_small_count(in);
  places->first_call = (Origin)sources->calls.n - 1;
  int64_t at = 0;
  for (uint32_t i = 1; i <= places->n_calls && !in->failed; i++) {
    uint32_t back = get_below(in, i);
    at += unzigzag(get_number(in));
    if (at < 0 || at > places->end - places->first) {
      in->failed = true;
      return;
    }
    Loc loc = at ? places->first + (Loc)at - 1 : 0;
    /* The macro's name stands where it is called. */
    origin_add(sources, back ? places->first_call + i - back : 0, loc,
               NO_NAME);
  }
}

void read_places_get(Session *session, Reader *in, ReadPlaces *places) {
  get_lines(session, in, places);
  if (!in->failed)
    get_calls(&session->sources, in, places);
}
