/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/templates.h"

#include <string.h>

#include "frontend/engine.h"
#include "frontend/instantiate.h"

enum {
  TRIALS_MAX = 40,  /* within each other: each takes much of the stack */
  REBOUND_MAX = 16, /* more names than that are not looked for */
};

/* What the calls of a macro give that have the same shape. */
typedef struct Template Template;
struct Template {
  Template *next; /* of the same macro */
  uint32_t state; /* of the definitions */
  uint32_t n_args;
  uint32_t names;   /* a bit for each argument that is a name; else empty */
  bool is_tried;    /* at the second call: many calls are the only ones */
  bool is_ordinary; /* the calls are read as they stand */
  Stmts statements;
  TokenKind last; /* token */
  size_t depth;   /* of its braces and parentheses */
  uint32_t work;  /* as of engine_work */
  Origin first;   /* the origins that it was read with: the call's and those */
  MacroCall *calls; /* of the calls in it */
  uint32_t n_calls;
};

/* Shapes */

static bool is_rebound(const Macros *m, Name name) {
  for (size_t i = 0; i < m->rebound.n; i++)
    if (m->rebound.v[i] == name)
      return true;
  return m->rebound.n > REBOUND_MAX;
}

/* Whether an argument is a name that stands for itself. */
static bool is_plain(Parser *parser, Macros *m, const Slice *arg) {
  const Piece *piece = arg->v;
  return arg->n == 1 && piece->kind == PIECE_WORD && !arg->args &&
         !engine_find(m, piece->name) &&
         lexer_is_plain_name(parser->lexer, piece->name);
}

/* Sets the key of a template for a call, and the names that fill its holes;
 * false if it has none. */
static bool take_shape(Parser *parser, Macros *m, const Call *call,
                       Template *key, Ident *names) {
  const Args *args = &call->args;
  *key = (Template){.state = m->state, .n_args = args->n};
  if (args->n > HOLES + 1 || m->n_trials >= TRIALS_MAX)
    return false;
  for (uint32_t i = 1; i < args->n; i++) {
    const Slice *arg = &args->v[i];
    if (!arg->n)
      continue;
    if (!is_plain(parser, m, arg))
      return false;
    Piece piece = arg->v[0];
    key->names |= 1u << i;
    names[i - 1] = (Ident){
        piece.name, {piece.loc, piece.origin ? piece.origin : arg->origin}};
  }
  return true;
}

/* Whether a trial has given a meaning to one of the names. */
static bool are_rebound(const Macros *m, const Template *t,
                        const Ident *names) {
  for (uint32_t i = 1; i < t->n_args; i++)
    if (t->names >> i & 1 && is_rebound(m, names[i - 1].name))
      return true;
  return false;
}

static Template *find_template(const Macro *macro, const Template *key) {
  Template *t = macro->templates;
  while (t && (t->state != key->state || t->n_args != key->n_args ||
               t->names != key->names))
    t = t->next;
  return t;
}

/* Trials */

/* What a trial must leave as it was. */
typedef struct Trial {
  Frames frames;
  uint32_t n_sources, work, state;
  size_t n_changes, n_short_calls, n_unquoted_calls;
  Origin first; /* the next origin */
  void *taker;
  Loc top_loc;
  Name top_name;
  unsigned n_held;
  bool is_held, is_spoilt;
} Trial;

static Trial begin_trial(Macros *m, Parser *parser) {
  Diags *diags = &m->session->diags;
  Trial was = {
      .frames = m->frames,
      .n_sources = m->n_sources,
      .work = m->work,
      .state = m->state,
      .n_changes = m->changes.n,
      .n_short_calls = m->short_calls.n,
      .n_unquoted_calls = m->unquoted_calls.n,
      .first = (Origin)m->session->sources.calls.n,
      .taker = m->taker,
      .top_loc = m->top_loc,
      .top_name = m->top_name,
      .n_held = diags->n_held,
      .is_held = diags->is_held,
      .is_spoilt = m->is_spoilt,
  };
  m->frames = (Frames){0};
  m->n_sources = 0;
  m->taker = parser;
  m->is_spoilt = false;
  m->n_trials++;
  diags->is_held = true;
  return was;
}

/* Takes back the changes of definitions; or keeps them, where they have taken
 * themselves back, and remembers which names they were about. */
static void end_changes(Macros *m, const Trial *was, bool keep) {
  for (size_t i = m->changes.n; i-- > was->n_changes;) {
    Change change = m->changes.v[i];
    if (!keep)
      m->table[change.name] = change.was;
    else if (!is_rebound(m, change.name))
      ARRAY_PUSH(&m->rebound, change.name);
  }
  if (!keep)
    m->changes.n = was->n_changes;
  m->state = was->state;
}

/* Whether the origins make one row below that of the call. */
static bool are_origins_whole(const Sources *sources, Origin first) {
  for (size_t i = first + 1; i < sources->calls.n; i++)
    if (sources->calls.v[i].parent < first)
      return false;
  return true;
}

/* Says whether the trial counts; sets what the template keeps of it. */
static bool end_trial(Macros *m, const Trial *was, Template *t) {
  Session *session = m->session;
  Diags *diags = &session->diags;
  Sources *sources = &session->sources;
  bool counts = !m->is_spoilt && !m->has_stopped && m->state == was->state &&
                diags->n_held == was->n_held && !m->keeps_origins &&
                are_origins_whole(sources, was->first);
  t->first = was->first;
  t->work = m->work - was->work;
  if (counts) {
    t->n_calls = (uint32_t)sources->calls.n - was->first;
    t->calls = arena_copy(&m->lasting, sources->calls.v + was->first,
                          t->n_calls * sizeof *t->calls);
  }
  if (!m->keeps_origins)
    sources->calls.n = was->first;
  end_changes(m, was, counts);
  ARRAY_FREE(&m->frames);
  m->frames = was->frames;
  m->n_sources = was->n_sources;
  m->work = was->work;
  m->short_calls.n = was->n_short_calls;
  m->unquoted_calls.n = was->n_unquoted_calls;
  m->taker = was->taker;
  m->top_loc = was->top_loc;
  m->top_name = was->top_name;
  m->is_spoilt = was->is_spoilt;
  m->is_cut_off = m->in_comment = false;
  diags->is_held = was->is_held;
  diags->n_held = was->n_held;
  if (!--m->n_trials) {
    m->has_stopped = false; /* else the trials around this one end, too */
    m->keeps_origins = false;
    m->changes.n = 0;
  }
  return counts;
}

/* Makes the names that stand for parameters: no source has such words. */
static void make_holes(Macros *m) {
  Names *names = &m->session->names;
  m->first_hole = name_intern_string(names, "$\1");
  for (int i = 2; i <= HOLES; i++)
    name_intern(names, (char[]){'$', (char)i}, 2);
}

/* The call with holes for its names. */
static Call call_with_holes(Macros *m, const Call *call, uint32_t names) {
  Call holes = *call;
  uint32_t n = call->args.n;
  if (!m->first_hole)
    make_holes(m);
  Slice *v = ARENA_NEW_N(&m->scratch, Slice, n);
  Piece *pieces = ARENA_NEW_N(&m->scratch, Piece, n);
  for (uint32_t i = 1; i < n; i++) {
    pieces[i] =
        (Piece){.kind = PIECE_WORD, .name = m->first_hole + i - 1, .loc = i};
    if (names >> i & 1)
      v[i] = (Slice){.v = &pieces[i], .n = 1};
  }
  holes.args.v = v;
  holes.args.is_balanced = true;
  holes.args.depth = 0;
  return holes;
}

/* Reads a call on trial. */
static void record(Parser *parser, Macros *m, Macro *macro, const Call *call,
                   Template *t) {
  Parser inner = {.session = parser->session,
                  .lexer = parser->lexer,
                  .out = &t->statements,
                  /* The copies share terms with it, and outlive it. */
                  .build = {.session = parser->session,
                            .nodes = &m->lasting,
                            .terms = &m->session->arena}};
  Call holes = call_with_holes(m, call, t->names);
  Trial was = begin_trial(m, &inner);
  engine_push_body(m, macro, &holes);
  parser_run(&inner);
  t->last = inner.previous.kind;
  t->depth = inner.deepest;
  lexer_resume_statement(parser->lexer);
  bool is_whole = !t->statements.first == (t->last == TOKEN_END);
  t->is_ordinary = !end_trial(m, &was, t) || inner.is_faulty || !is_whole ||
                   !stmts_can_be_copied(&t->statements);
}

static void new_template(Macros *m, Macro *macro, const Template *key) {
  Template *t = arena_copy(&m->lasting, key, sizeof *key);
  t->is_ordinary = true; /* for the first call, and a macro that calls itself */
  t->next = macro->templates;
  macro->templates = t;
}

/* Calls */

/* Whether what follows may be `else`, which belongs to the block before: the
 * word, or a macro or quotes, whose text nobody knows yet. */
static bool may_be_before_else(Macros *m, const Template *t) {
  if (t->last != TOKEN_BRACE_CLOSE)
    return false;
  for (size_t i = m->frames.n; i-- > 0;) {
    const Frame *frame = &m->frames.v[i];
    for (const Piece *at = frame->at; at < frame->end; at++) {
      if (at->kind == PIECE_WORD)
        return engine_find(m, at->name) ||
               !strcmp(name_text(&m->session->names, at->name), "else");
      if (at->kind != PIECE_SPACE && at->kind != PIECE_NEWLINE &&
          at->kind != PIECE_COMMENT)
        return at->kind != PIECE_CHAR && at->kind != PIECE_DIGITS;
    }
  }
  return false;
}

/* Adds the origins that reading the call gives; gives the first. */
static Origin add_origins(Macros *m, const Template *t, const Call *call) {
  Sources *sources = &m->session->sources;
  Origin first = origin_add(sources, call->place.origin, call->place.loc,
                            call->args.name.name);
  for (uint32_t i = 1; i < t->n_calls; i++)
    origin_add(sources, t->calls[i].parent + first - t->first,
               t->calls[i].loc, t->calls[i].macro);
  return first;
}

static void push_statements(Macros *m, const Template *t, const Call *call) {
  Piece *piece = ARENA_NEW(&m->scratch, Piece);
  *piece = (Piece){.kind = PIECE_STATEMENTS,
                   .number = (uint16_t)t->last,
                   .loc = call->place.loc,
                   .origin = call->place.origin};
  engine_push(m, (Slice){.v = piece, .n = 1}, call->top);
}

static bool take_call(void *context, Macros *m, Macro *macro,
                      const Call *call) {
  Parser *parser = context;
  Template key;
  Instance instance = {.nodes = parser->build.nodes,
                       .terms = parser->build.terms};
  if (!take_shape(parser, m, call, &key, instance.args))
    return false;
  Template *t = find_template(macro, &key);
  if (!t) {
    new_template(m, macro, &key);
    return false;
  }
  if (!t->is_tried) {
    t->is_tried = true;
    record(parser, m, macro, call, t);
  }
  if (t->is_ordinary || parser->open.n + t->depth > PARSE_DEPTH_MAX ||
      are_rebound(m, t, instance.args) || may_be_before_else(m, t))
    return false;
  Origin first = add_origins(m, t, call);
  if (macro->is_interface)
    call_check(m, macro, call, first);
  engine_work(m, t->work);
  if (!t->statements.first)
    return true;
  instance.shift = first - t->first;
  parser->statements_taken = stmts_instantiate(&instance, &t->statements);
  push_statements(m, t, call);
  return true;
}

void templates_begin(Parser *parser) {
  Macros *m = lexer_macros(parser->lexer);
  if (!m)
    return;
  m->take_call = take_call;
  m->taker = parser;
}

void templates_end(Parser *parser) {
  Macros *m = lexer_macros(parser->lexer);
  if (m)
    m->take_call = NULL;
}
