/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The macro engine as its users see it: sources in, pieces out; and the table
 * of definitions. */
#include "frontend/macro.h"

#include <string.h>

#include "frontend/engine.h"

/* Definitions */

/* What a name means; a pending interface is left as it is. */
static Macro *table_find(const Macros *m, Name name) {
  return name < m->n_table ? m->table[name] : NULL;
}

Macro *engine_find(Macros *m, Name name) {
  Macro *macro = table_find(m, name);
  return macro && macro->pending ? index_load(m, name) : macro;
}

static Macro **table_slot(Macros *m, Name name) {
  if (name >= m->n_table) {
    uint32_t n = m->n_table;
    m->n_table = name + name / 2 + 4096;
    m->table = mem_resize(m->table, m->n_table * sizeof *m->table);
    memset(m->table + n, 0, (m->n_table - n) * sizeof *m->table);
  }
  return &m->table[name];
}

/* Each change leads to a state that was never there; a pushdef or popdef may
 * set a known one then. */
static void note_change(Macros *m, Name name, Macro *was) {
  m->state = ++m->n_states;
  if (m->n_trials)
    ARRAY_PUSH(&m->changes, ((Change){name, was}));
}

void engine_enter_state(Macros *m, Macro *macro, Name name, uint32_t before) {
  bool is_new;
  uint32_t *after = map_put(&m->pushed_states, (uint64_t)before << 32 | name,
                            &is_new);
  if (is_new)
    *after = m->state;
  macro->before = before;
  macro->after = m->state = *after;
}

Macro *engine_define(Macros *m, Name name, bool push, Place place) {
  Macro **slot = table_slot(m, name);
  note_change(m, name, *slot);
  Macro *below = !push && *slot ? (*slot)->below : *slot;
  /* A new object: the old one may be running. */
  *slot = ARENA_NEW(&m->lasting, Macro);
  (*slot)->below = below;
  (*slot)->place = place;
  return *slot;
}

void engine_undefine(Macros *m, Name name, bool all) {
  Macro **slot = table_slot(m, name);
  Macro *was = *slot;
  if (!was)
    return;
  bool restores = !all && was->after && was->after == m->state;
  note_change(m, name, was);
  if (restores)
    m->state = was->before;
  *slot = all ? NULL : was->below;
}

Slice engine_keep(Macros *m, Slice list) {
  list = engine_resolve(m, list);
  list.origin = 0;
  if (list.is_lasting)
    return list;
  Piece *copy = arena_copy(&m->lasting, list.v, list.n * sizeof(Piece));
  for (size_t i = 0; i < list.n; i++)
    copy[i].origin = 0;
  list.v = copy;
  list.is_lasting = true;
  return list;
}

/* An engine */

static void define_builtins(Macros *m) {
  Names *names = &m->session->names;
  for (size_t i = 0; i < n_builtins; i++) {
    Name name = name_intern_string(names, builtins[i].name);
    engine_define(m, name, false, no_place)->builtin = &builtins[i];
  }
  macros_define(m, "__gnu__", "");
  macros_define(m, "__unix__", "");
}

Macros *macros_new(Session *session, Macros *shared) {
  Macros *m = mem_resize(NULL, sizeof *m);
  memset(m, 0, sizeof *m);
  m->session = session;
  m->owns_store = !shared;
  m->store = shared ? shared->store : mem_resize(NULL, sizeof *m->store);
  if (!shared)
    memset(m->store, 0, sizeof *m->store);
  ARRAY_PUSH(&m->quotes, (Quotes){"`", "'"});
  m->comment = "#";
  m->comment_close = "\n";
  define_builtins(m);
  return m;
}

static void store_free(PieceStore *store) {
  ARRAY_FREE(&store->v);
  ARRAY_FREE(&store->scanned);
  arena_free(&store->arena);
  map_free(&store->lists);
  mem_free(store);
}

void macros_free(Macros *m) {
  if (m->first)
    macros_free(m->first);
  index_free(m->index);
  ARRAY_FREE(&m->started);
  ARRAY_FREE(&m->short_calls);
  ARRAY_FREE(&m->unquoted_calls);
  map_free(&m->told_faults);
  map_free(&m->told_calls);
  map_free(&m->reported_calls);
  if (m->owns_store)
    store_free(m->store);
  for (size_t i = 0; i < m->diversions.n; i++)
    ARRAY_FREE(&m->diversions.v[i].pieces);
  ARRAY_FREE(&m->diversions);
  ARRAY_FREE(&m->folders);
  ARRAY_FREE(&m->frames);
  ARRAY_FREE(&m->quotes);
  ARRAY_FREE(&m->collected);
  ARRAY_FREE(&m->arguments);
  buffer_free(&m->text);
  ARRAY_FREE(&m->ready);
  ARRAY_FREE(&m->wrapped);
  regexps_free(m);
  map_free(&m->pushed_states);
  ARRAY_FREE(&m->changes);
  ARRAY_FREE(&m->rebound);
  arena_free(&m->lasting);
  arena_free(&m->scratch);
  map_free(&m->included);
  mem_free(m->table);
  mem_free(m);
}

void macros_add_folder(Macros *m, const char *folder) {
  ARRAY_PUSH(&m->folders,
             arena_copy(&m->lasting, folder, strlen(folder) + 1));
}

void macros_define(Macros *m, const char *name, const char *value) {
  Names *names = &m->session->names;
  Pieces pieces = {0};
  pieces_scan_text(&pieces, names, value, strlen(value), no_place);
  Slice body = {.v = pieces.v, .n = pieces.n};
  Macro *macro =
      engine_define(m, name_intern_string(names, name), false, no_place);
  macro->body = engine_keep(m, body);
  ARRAY_FREE(&pieces);
}

bool macros_has(const Macros *m, const char *name) {
  Name id = name_find(&m->session->names, name, strlen(name));
  return id != NO_NAME && table_find(m, id);
}

bool macros_knows(const Macros *m, Name name) {
  return table_find(m, name) != NULL;
}

Place macros_place(const Macros *m, Name name) {
  const Macro *macro = table_find(m, name);
  return macro ? macro->place : no_place;
}

bool macros_is_interface(const Macros *m, Name name) {
  const Macro *macro = table_find(m, name);
  return macro && macro->is_interface;
}

/* Sources */

Slice engine_stretch(Macros *m, Loc from, size_t length) {
  Pieces *scanned = &m->store->scanned;
  scanned->n = 0;
  pieces_scan_stretch(scanned, m->session, from, length);
  return (Slice){.v = arena_copy(&m->store->arena, scanned->v,
                                 scanned->n * sizeof *scanned->v),
                 .n = scanned->n,
                 .is_lasting = true};
}

static size_t length_to_read(Macros *m, Loc source) {
  const Source *text = source_of(&m->session->sources, source);
  return session_takes_text(m->session, source) ? text->length : 0;
}

Slice engine_source(Macros *m, Loc source) {
  bool is_new;
  uint32_t *index = map_put(&m->store->lists, source, &is_new);
  if (is_new) {
    *index = (uint32_t)m->store->v.n;
    Slice slice = engine_stretch(m, source, length_to_read(m, source));
    ARRAY_PUSH(&m->store->v, slice);
  }
  return m->store->v.v[*index];
}

void engine_start(Macros *m, Slice list) {
  if (m->has_stopped)
    return;
  m->is_cut_off = false;
  m->frames.n = 0;
  engine_push(m, list, 0);
  m->n_sources = (uint32_t)m->frames.n;
}

bool macros_was_cut_off(const Macros *m) {
  return m->is_cut_off && m->session->diags.n_errors;
}

/* Most sources that are started are read once, so their pieces are kept until
 * the next is started, and not in the store, unless they are there already.
 * Who keeps some of them longer copies them, for they are not lasting. */
void macros_start(Macros *m, Loc source) {
  if (map_get(&m->store->lists, source)) {
    engine_start(m, engine_source(m, source));
    return;
  }
  m->started.n = 0;
  pieces_scan_stretch(&m->started, m->session, source,
                      length_to_read(m, source));
  engine_start(m, (Slice){.v = m->started.v, .n = m->started.n});
}

/* Output that a builtin made goes before what was read behind its call. */
static bool next_ready(Macros *m, Piece *piece) {
  if (m->ready_at == m->ready.n) {
    m->ready.n = m->ready_at = 0;
    return false;
  }
  *piece = m->ready.v[m->ready_at++];
  return true;
}

bool macros_next(Macros *m, Piece *piece) {
  if (m->ready.n && next_ready(m, piece))
    return true;
  do {
    while (engine_read(m, piece) != GOT_END) {
      if (!m->divert && !m->ready.n && piece->kind != PIECE_OPEN &&
          piece->kind != PIECE_CLOSE)
        return true;
      divert_put(m, *piece);
      if (m->ready.n)
        return next_ready(m, piece);
    }
    if (m->ready.n)
      return next_ready(m, piece);
  } while (m->is_finishing && divert_finish(m));
  return false;
}

void macros_finish(Macros *m) {
  m->is_finishing = !m->has_stopped;
  m->frames.n = 0;
}

const Piece *macros_at_hand(const Macros *m) {
  if (m->divert || m->ready.n || !m->frames.n)
    return NULL;
  const Frame *frame = &m->frames.v[m->frames.n - 1];
  const Piece *next = frame->at;
  return next < frame->end &&
                 (next->kind == PIECE_SPACE || next->kind == PIECE_NEWLINE ||
                  next->kind == PIECE_CHAR)
             ? next
             : NULL;
}

void macros_take_calls(Macros *m, bool takes) {
  m->takes_calls = takes && m->take_call;
}

void macros_use_text(Macros *m, const Piece *v, size_t n) {
  engine_spoil_holes(m, v, n);
}

void macros_use_rest(Macros *m) {
  engine_spoil(m);
}

void macros_set_literal(Macros *m, bool literal) {
  m->is_literal = literal;
}

void macros_skip_line(Macros *m) {
  const Piece *next;
  Piece piece;
  while (m->in_comment && !m->ready.n && (next = engine_peek(m)) &&
         next->kind != PIECE_NEWLINE)
    engine_read(m, &piece);
}

void engine_run(Macros *m, Slice list, TakeOutput *take) {
  Piece piece;
  long divert = m->divert;
  m->divert = -1;
  m->frames.n = 0;
  engine_push(m, list, 0);
  m->n_sources = (uint32_t)m->frames.n;
  while (engine_read(m, &piece) != GOT_END)
    if (take && m->divert == -1 && take(m, &piece))
      take = NULL;
  m->frames.n = m->n_sources = 0;
  m->divert = divert;
}

void macros_run(Macros *m, Loc source) {
  engine_run(m, engine_source(m, source), NULL);
}

void macros_put_piece(Macros *m, Piece piece, Buffer *text) {
  piece_render(text, m->session, NULL, piece);
}

void macros_render(Macros *m, Loc source, Buffer *text) {
  Piece piece;
  macros_start(m, source);
  while (macros_next(m, &piece))
    macros_put_piece(m, piece, text);
}
