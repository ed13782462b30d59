/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Interface files read when they are needed.
 *
 * A module calls some forty of the nine thousand interfaces of its headers.
 * So the files are only looked through for lines that begin a definition;
 * each interface is put into the table as pending, and the stretch of text
 * that defines it is cut into pieces when its name is first met.
 *
 * That gives what reading the whole file gives if a file is laid out as
 * refpolicy's are: definitions that begin at a line's start and end with a
 * line `')`, between them comments and empty lines only.  A file with anything
 * else in it is read whole at once. */
#include <string.h>

#include "frontend/engine.h"

/* The text of one definition. */
typedef struct Stretch {
  Loc from;
  size_t length;
} Stretch;

struct InterfaceIndex {
  ARRAY(Stretch) stretches;
  ARRAY(Loc) used; /* of what was read, in the order of reading */
};

/* A definition found in a file. */
typedef struct Found {
  Name name;
  Place place;
  Stretch stretch;
} Found;

typedef ARRAY(Found) FoundList;

void index_free(InterfaceIndex *index) {
  if (!index)
    return;
  ARRAY_FREE(&index->stretches);
  ARRAY_FREE(&index->used);
  mem_free(index);
}

static InterfaceIndex *index_of(Macros *m) {
  if (!m->index) {
    m->index = mem_resize(NULL, sizeof *m->index);
    memset(m->index, 0, sizeof *m->index);
  }
  return m->index;
}

/* Looking through a file */

typedef struct LineScan {
  Session *session;
  const Source *source;
  FoundList *found;
  bool is_inside; /* of a definition: the last one found */
} LineScan;

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

/* Whether nothing stands in a line but a comment. */
static bool is_blank_line(const char *line, const char *end) {
  while (line < end && (*line == ' ' || *line == '\t' || *line == '\r'))
    line++;
  return line == end || *line == '#';
}

static const char *after(const char *line, const char *end, const char *word) {
  size_t n = strlen(word);
  return (size_t)(end - line) >= n && !memcmp(line, word, n) ? line + n : NULL;
}

/* interface(`name', or template(`name', at a line's start. */
static bool begin_definition(LineScan *scan, const char *line,
                             const char *end) {
  const char *name = after(line, end, "interface(`");
  if (!name)
    name = after(line, end, "template(`");
  if (!name || scan->is_inside)
    return false;
  const char *stop = name;
  while (stop < end && is_word(*stop))
    stop++;
  if (stop == name || !after(stop, end, "',"))
    return false;
  Loc base = scan->source->base;
  const char *text = scan->source->text;
  Name id = name_intern(&scan->session->names, name, (size_t)(stop - name));
  ARRAY_PUSH(scan->found,
             (Found){id,
                     {base + (Loc)(name - text), 0},
                     {base + (Loc)(line - text), 0}});
  scan->is_inside = end - stop < 4 || memcmp(end - 2, "')", 2) != 0;
  return true;
}

static void end_definition(LineScan *scan, const char *end) {
  Stretch *stretch = &scan->found->v[scan->found->n - 1].stretch;
  Loc here = scan->source->base + (Loc)(end - scan->source->text);
  stretch->length = here - stretch->from;
}

/* Takes a line; false for one that is not laid out as expected. */
static bool scan_line(LineScan *scan, const char *line, const char *end) {
  switch (*line) {
  case '#': return true;
  case ' ':
  case '\t':
  case '\r':
  case '\n': return scan->is_inside || is_blank_line(line, end);
  case '\'':
    if (!scan->is_inside || !after(line, end, "')") ||
        !is_blank_line(line + 2, end))
      return false;
    scan->is_inside = false;
    end_definition(scan, end);
    return true;
  default:
    if (!begin_definition(scan, line, end))
      return false;
    if (!scan->is_inside)
      end_definition(scan, end);
    return true;
  }
}

/* Finds the definitions of a file; false if it must be read whole. */
static bool scan_file(Session *session, const Source *source,
                      FoundList *found) {
  LineScan scan = {session, source, found, false};
  const char *line = source->text, *end = source->text + source->length;
  while (line < end) {
    const char *newline = memchr(line, '\n', (size_t)(end - line));
    const char *stop = newline ? newline : end;
    if (!scan_line(&scan, line, stop))
      return false;
    line = stop + 1;
  }
  return !scan.is_inside;
}

/* The table */

static void load_stretch(Macros *m, Stretch stretch) {
  ARRAY_PUSH(&index_of(m)->used, stretch.from);
  interfaces_run(m, engine_stretch(m, stretch.from, stretch.length));
}

/* What an engine is reading, while it reads something else. */
typedef struct Aside {
  Frames frames;
  uint32_t n_sources;
  bool is_cut_off;
} Aside;

static Aside set_aside(Macros *m) {
  Aside aside = {m->frames, m->n_sources, m->is_cut_off};
  m->frames = (Frames){0};
  m->n_sources = 0;
  m->nesting++; /* what is in scratch memory is in use */
  return aside;
}

static void take_up(Macros *m, Aside aside) {
  ARRAY_FREE(&m->frames);
  m->frames = aside.frames;
  m->n_sources = aside.n_sources;
  m->is_cut_off = aside.is_cut_off;
  m->nesting--;
  if (m->has_stopped)
    engine_stop(m);
}

/* The same while both runs read, which go on afterwards as if nothing had
 * been. */
static void load_aside(Macros *m, Stretch stretch) {
  Aside first = set_aside(m->first), second = set_aside(m);
  load_stretch(m, stretch);
  take_up(m->first, first);
  take_up(m, second);
}

/* The same while a call may be on trial: no change to what is defined, and it
 * stays. */
static void load_for_good(Macros *m, Stretch stretch) {
  Session *session = m->session;
  uint32_t state = m->state, n_trials = m->n_trials;
  size_t n_calls = session->sources.calls.n;
  bool is_held = session->diags.is_held;
  m->n_trials = 0;
  session->diags.is_held = false;
  load_aside(m, stretch);
  session->diags.is_held = is_held;
  m->n_trials = n_trials;
  m->state = state;
  m->keeps_origins |= session->sources.calls.n != n_calls;
}

/* Two definitions of a name are read at once, to be compared. */
static void add_pending(Macros *m, const Found *found) {
  if (engine_find(m, found->name)) {
    load_stretch(m, found->stretch);
    return;
  }
  InterfaceIndex *index = index_of(m);
  ARRAY_PUSH(&index->stretches, found->stretch);
  Macro *macro = engine_define(m, found->name, false, found->place);
  macro->is_interface = true;
  macro->pending = (uint32_t)index->stretches.n;
}

Macro *index_load(Macros *m, Name name) {
  Macro *pending = m->table[name];
  Stretch stretch = m->index->stretches.v[pending->pending - 1];
  m->table[name] = NULL; /* the definition must not find itself */
  load_for_good(m, stretch);
  if (m->table[name])
    m->table[name]->successor = pending->successor;
  return m->table[name];
}

bool index_has(const Macros *second, Name name) {
  return second && name < second->n_table && second->table[name] &&
         second->table[name]->pending;
}

void macros_index_interfaces(Macros *m, const Loc *support, size_t n_support,
                             const Loc *files, size_t n_files) {
  FoundList found = {0};
  interfaces_begin(m, support, n_support);
  for (size_t i = 0; i < n_files; i++) {
    const Source *source = source_of(&m->session->sources, files[i]);
    found.n = 0;
    if (source_is_utf16(source))
      continue; /* it defines nothing, as with m4 */
    if (scan_file(m->session, source, &found)) {
      for (size_t k = 0; k < found.n; k++)
        add_pending(m, &found.v[k]);
      source_release(&m->session->sources, source->base + source->length);
    } else {
      ARRAY_PUSH(&index_of(m)->used, files[i]);
      interfaces_run(m, engine_source(m->first, files[i]));
    }
  }
  ARRAY_FREE(&found);
}

/* Compatibility interfaces */

/* What stands in place of a name: the first word behind the line that begins
 * the definition; the name itself where there is nothing but a comment. */
static Name successor_of(const Macros *m, const Found *found) {
  const Source *source = source_of(&m->session->sources, found->stretch.from);
  const char *at = source->text + (found->place.loc - source->base);
  const char *end = source->text + source->length;
  at = memchr(at, '\n', (size_t)(end - at));
  while (at < end && !is_word(*at) && *at != '#')
    at++;
  const char *start = at;
  while (at < end && is_word(*at))
    at++;
  return at == start ? found->name
                     : name_find(&m->session->names, start,
                                 (size_t)(at - start));
}

static bool is_defined(const Macros *m, Name name) {
  return name < m->n_table && m->table[name];
}

void macros_index_successors(Macros *m, Loc file) {
  FoundList found = {0};
  bool regular = scan_file(m->session,
                           source_of(&m->session->sources, file), &found);
  for (size_t i = 0; regular && i < found.n; i++) {
    Name name = found.v[i].name, successor = successor_of(m, &found.v[i]);
    if (is_defined(m, name) ||
        (successor != name && !is_defined(m, successor)))
      continue;
    add_pending(m, &found.v[i]);
    m->table[name]->successor = successor;
  }
  ARRAY_FREE(&found);
}

size_t macros_n_used(const Macros *m) {
  return m->index ? m->index->used.n : 0;
}

Loc macros_used(const Macros *m, size_t i) {
  return m->index->used.v[i];
}
