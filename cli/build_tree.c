/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A base (of a monolithic policy, the whole of it) is four macro runs whose
 * outputs are read one after the other into one module, and a fifth run for
 * the file contexts.  A loadable module is one run, and one for its contexts.
 * refpolicy's make puts the text in order (declarations first, contexts last)
 * because its compiler reads front to back; ours looks symbols up when all is
 * read. */
#include "cli/build_tree.h"

#include <string.h>

#include "backend/file_contexts.h"
#include "cli/lint_tree.h"
#include "cli/marked_text.h"
#include "frontend/file_contexts.h"
#include "frontend/lower.h"
#include "frontend/parse.h"

/* One build: the engines of all runs share the pieces of the sources, and the
 * lexer. */
typedef struct TreeBuild {
  Session *session;
  Tree *tree;
  Macros *pieces; /* an engine that only owns the shared pieces */
  Lexer *lexer;   /* NULL until it is needed */
} TreeBuild;

static TreeBuild build_begin(Session *session, Tree *tree) {
  return (TreeBuild){session, tree, macros_new(session, NULL), NULL};
}

static void build_end(TreeBuild *build) {
  if (build->lexer)
    lexer_free(build->lexer);
  macros_free(build->pieces);
}

static Macros *new_engine(TreeBuild *build, const Defines *defines) {
  Macros *macros = macros_new(build->session, build->pieces);
  for (size_t i = 0; i < defines->n; i++)
    macros_define(macros, defines->v[i].name, defines->v[i].value);
  return macros;
}

static Loc file_base(TreeBuild *build, TreeFile *file);

/* Where the text of a generated file's macro input is: of some only the lines
 * that name network objects count. */
static Loc generated_input(TreeBuild *build, const TreeGenerated *plan) {
  Session *session = build->session;
  Loc base = file_base(build, plan->input);
  if (!plan->calls_only)
    return base;
  const Source *source = source_of(&session->sources, base);
  const char *calls =
      tree_network_calls(&session->arena, source->text, source->length);
  return source_add(&session->sources, source->path, calls, source->length,
                    false);
}

/* The macro run of a generated file. */
static void run_generator(TreeBuild *build, const TreeGenerated *plan,
                          Buffer *out, LineMarks *marks) {
  Macros *macros = new_engine(build, &build->tree->defines);
  macros_define(macros, "self_contained_policy", "");
  macros_run(macros, file_base(build, plan->macros));
  marked_render(build->session, macros, generated_input(build, plan), out,
                marks);
  macros_free(macros);
}

/* Makes the text of a generated file and adds it to the sources. */
static Loc generate(TreeBuild *build, TreeFile *file) {
  const TreeGenerated *plan = file->generated;
  Session *session = build->session;
  Arena scratch = {0};
  Buffer expanded = {0}, text = {0};
  LineMarks marks = {0};
  put_string(&text, plan->banner);
  size_t banner = text.n;
  if (plan->head) {
    const Source *head =
        source_of(&session->sources, file_base(build, plan->head));
    put_bytes(&text, head->text, head->length);
  }
  run_generator(build, plan, &expanded, &marks);
  size_t length, skipped = text.n;
  const char *dollars =
      tree_dollars(&scratch, expanded.data, expanded.n, &length);
  put_bytes(&text, dollars, length);
  file->base =
      source_add(&session->sources, file->path, text.data, text.n, true);
  if (plan->head)
    source_add_marks(&session->sources, file->base,
                     &(LineMark){(uint32_t)banner, 1, plan->head->path, false},
                     1);
  marked_use(&session->sources, file->base, skipped, &marks);
  ARRAY_FREE(&marks);
  buffer_free(&expanded);
  buffer_free(&text);
  arena_free(&scratch);
  return file->base;
}

static Loc file_base(TreeBuild *build, TreeFile *file) {
  if (file->base)
    return file->base;
  return file->kind == TREE_FILE_GENERATED
             ? generate(build, file)
             : tree_file_load(build->session, file);
}

typedef ARRAY(Loc) Locs;

static void load_interfaces(TreeBuild *build, Macros *macros) {
  TreeRun run = tree_run(build->session, build->tree, RUN_INTERFACES, NULL,
                         NULL);
  Locs support = {0}, interfaces = {0};
  for (size_t i = 0; i < run.files.n; i++) {
    Loc base = file_base(build, run.files.v[i]);
    bool quiet = i - run.n_quiet_from < run.n_quiet;
    if (quiet)
      ARRAY_PUSH(&support, base);
    else
      ARRAY_PUSH(&interfaces, base);
  }
  macros_index_interfaces(macros, support.v, support.n, interfaces.v,
                         interfaces.n);
  ARRAY_FREE(&support);
  ARRAY_FREE(&interfaces);
}

/* Reads one file of a run: definitions into the engine, text by `read`. */
typedef void ReadText(void *reader, Macros *macros);

static void carry_out_of(TreeBuild *build, TreeRunKind kind, TreeFile *source,
                         ReadText *read, void *reader) {
  TreeRun run = tree_run(build->session, build->tree, kind, NULL, source);
  Macros *macros = new_engine(build, &run.defines);
  macros_check_calls(macros, 1);
  for (size_t i = 0; i < run.files.n; i++) {
    TreeFile *file = run.files.v[i];
    bool quiet = i - run.n_quiet_from < run.n_quiet;
    if (file->kind == TREE_FILE_INTERFACES) {
      load_interfaces(build, macros);
    } else if (quiet) {
      macros_run(macros, file_base(build, file));
    } else {
      macros_start(macros, file_base(build, file));
      read(reader, macros);
    }
  }
  macros_free(macros);
}

static void carry_out(TreeBuild *build, TreeRunKind kind, ReadText *read,
                      void *reader) {
  carry_out_of(build, kind, NULL, read, reader);
}

typedef struct PolicyReader {
  TreeBuild *build;
  Lowering *lowering;
  const Macros *macros; /* of the unit at hand */
} PolicyReader;

/* Adds the interface with the nearest name to an error about an unknown. */
static void suggest_interface(void *context, Session *session, Ident unknown) {
  const PolicyReader *reader = context;
  const Macros *macros = reader->macros;
  Name near = macros_suggest(macros, unknown.name);
  if (near)
    diag_note(&session->diags, macros_place(macros, near),
              "did you mean '%s'?", name_text(&session->names, near));
}

static void take_statements(void *context, const Stmts *statements) {
  PolicyReader *reader = context;
  lower_unit(reader->lowering, statements);
}

static void read_policy(void *context, Macros *macros) {
  PolicyReader *reader = context;
  TreeBuild *build = reader->build;
  ParseOptions options = {.unknown_call = suggest_interface,
                          .take = take_statements,
                          .context = reader};
  reader->macros = macros;
  if (build->lexer)
    lexer_restart(build->lexer, macros);
  else
    build->lexer = lexer_new(build->session, macros);
  parse_unit(build->session, build->lexer, NULL, &options);
}

typedef struct ContextsReader {
  Session *session;
  FileContexts *contexts;
} ContextsReader;

static void read_contexts(void *context, Macros *macros) {
  ContextsReader *reader = context;
  file_contexts_read(reader->session, macros, reader->contexts);
}

/* The text of the base policy, or of all, and its file contexts. */
static void read_base(TreeBuild *build, Target target, Module *module,
                      FileContexts *contexts) {
  static const TreeRunKind runs[] = {RUN_PRE, RUN_GLOBALS, RUN_RULES,
                                     RUN_POST};
  Session *session = build->session;
  LowerOptions options = {.is_base = true,
                          .mls = build->tree->conf.type != TYPE_STANDARD,
                          .may_repeat = build->tree->is_for_modules &&
                                        build->tree->conf.monolithic,
                          .target = target};
  PolicyReader policy = {.build = build,
                         .lowering = lower_begin(session, module, &options)};
  for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
    carry_out(build, runs[i], read_policy, &policy);
  lower_end(policy.lowering);
  ContextsReader reader = {session, contexts};
  carry_out(build, RUN_CONTEXTS, read_contexts, &reader);
}

void build_tree_monolithic(Session *session, Tree *tree, Target target,
                           Module *module, FileContexts *contexts) {
  TreeBuild build = build_begin(session, tree);
  read_base(&build, target, module, contexts);
  if (checkpoint(&session->diags)) /* else it may be the error's doing */
    lint_tree(session, build.pieces, tree, module);
  build_end(&build);
}

/* Modular builds */

/* The part of a run before the module's own text: definitions. */
static Macros *begin_module_run(TreeBuild *build, TreeRunKind kind,
                                const TreeModule *module) {
  TreeRun run = tree_run(build->session, build->tree, kind, module, NULL);
  Macros *macros = new_engine(build, &run.defines);
  macros_check_calls(macros, 1);
  for (size_t i = 0; i < run.n_quiet; i++) {
    TreeFile *file = run.files.v[run.n_quiet_from + i];
    if (file->kind == TREE_FILE_INTERFACES)
      load_interfaces(build, macros);
    else
      macros_run(macros, file_base(build, file));
  }
  return macros;
}

/* Whether a module's text may leave definitions behind. */
static bool has_definitions(TreeBuild *build, TreeFile *te) {
  const Source *source =
      source_of(&build->session->sources, file_base(build, te));
  return strstr(source->text, "define") || strstr(source->text, "pushdef") ||
         strstr(source->text, "popdef") ||
         strstr(source->text, "changequote");
}

static void read_module(TreeBuild *build, Macros *macros,
                        const TreeModule *module, Module *out) {
  LowerOptions options = {.mls = build->tree->conf.type != TYPE_STANDARD,
                          .strict_order = true};
  PolicyReader policy = {
      .build = build,
      .lowering = lower_begin(build->session, out, &options)};
  macros_start(macros, file_base(build, module->te));
  read_policy(&policy, macros);
  lower_end(policy.lowering);
}

/* All modules are read by one engine, for nearly all of the work of a run is
 * the definitions.  One that makes more of them has it to itself. */
static void read_modules(TreeBuild *build, TreeModule *const *modules,
                         size_t n, TreePart *parts) {
  Macros *macros = NULL;
  for (size_t i = 0; i < n; i++) {
    if (!macros)
      macros = begin_module_run(build, RUN_MODULE, modules[i]);
    read_module(build, macros, modules[i], &parts[i].module);
    if (has_definitions(build, modules[i]->te)) {
      macros_free(macros);
      macros = NULL;
    }
  }
  if (macros)
    macros_free(macros);
}

static void read_modules_contexts(TreeBuild *build, TreeModule *const *modules,
                                  size_t n, TreePart *parts) {
  if (!n)
    return;
  Macros *macros = begin_module_run(build, RUN_MODULE_CONTEXTS, modules[0]);
  for (size_t i = 0; i < n; i++)
    if (modules[i]->contexts) {
      macros_start(macros, file_base(build, modules[i]->contexts));
      file_contexts_read(build->session, macros, &parts[i].contexts);
    }
  macros_free(macros);
}

static void append_text(void *context, Macros *macros) {
  Piece piece;
  while (macros_next(macros, &piece))
    macros_put_piece(macros, piece, context);
}

/* The text sections that only a base has. */
static void read_base_texts(TreeBuild *build, TreePart *base) {
  Buffer text = {0};
  carry_out(build, RUN_USERS_EXTRA, append_text, &text);
  base->users_extra = tree_user_lines(&build->session->arena, text.data,
                                      text.n);
  text.n = 0;
  for (size_t i = 0; i < build->tree->app_files.n; i++)
    if (build->tree->app_files.v[i].kind == APP_SEUSERS)
      carry_out_of(build, RUN_CONFIG, build->tree->app_files.v[i].source,
                   append_text, &text);
  base->seusers = tree_seuser_lines(&build->session->arena, text.data,
                                    text.n);
  buffer_free(&text);
}

TreePart *build_tree_modular(Session *session, Tree *tree, Target target,
                             size_t *n) {
  TreeBuild build = build_begin(session, tree);
  TreeModule *const *modules = tree->modules.v + tree->n_base;
  *n = 1 + tree->n_loadable;
  TreePart *parts = ARENA_NEW_N(&session->arena, TreePart, *n);
  read_base(&build, target, &parts[0].module, &parts[0].contexts);
  file_contexts_sort(&session->names, &parts[0].contexts);
  read_base_texts(&build, &parts[0]);
  read_modules(&build, modules, tree->n_loadable, parts + 1);
  read_modules_contexts(&build, modules, tree->n_loadable, parts + 1);
  build_end(&build);
  return parts;
}

void build_tree_text(Session *session, Tree *tree, TreeRunKind kind,
                     TreeFile *source, Buffer *text) {
  TreeBuild build = build_begin(session, tree);
  carry_out_of(&build, kind, source, append_text, text);
  build_end(&build);
}

Loc build_tree_file(Session *session, Tree *tree, TreeFile *file) {
  TreeBuild build = build_begin(session, tree);
  Loc base = file_base(&build, file);
  build_end(&build);
  return base;
}
