/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A module is compiled by the macro runs that refpolicy-support/headers.h
 * lists.  The interfaces of headers are only looked through for names; each is
 * read when the module calls it. */
#include "cli/compile_module.h"

#include <string.h>

#include "cli/module_contexts.h"
#include "frontend/file_contexts.h"
#include "frontend/lint.h"
#include "frontend/lower.h"
#include "frontend/parse.h"

typedef ARRAY(Loc) Locs;

typedef struct Compilation {
  Session *session;
  const CompileOptions *options;
  const Headers *headers; /* NULL: none */
  Locs support;
  Macros *macros;
  LintInput lint; /* the module's own files */
  Paths *inputs;
  bool lacks_headers; /* there are none, and it calls for some */
} Compilation;

static void list_input(Compilation *c, const char *path) {
  ARRAY_PUSH(c->inputs, arena_copy(&c->session->arena, path,
                                   strlen(path) + 1));
}

static Loc load_input(Compilation *c, const char *path) {
  list_input(c, path);
  return file_load(&c->session->sources, path, false);
}

/* "FOLDER/NAME.if" of "FOLDER/NAME.te", if there is such a file. */
static char *path_beside(Compilation *c, const char *ending) {
  const char *te = c->options->te;
  size_t n = strlen(te) - (path_ends(te, ".te") ? 3 : 0);
  char *path = arena_printf(&c->session->arena, "%.*s%s", (int)n, te, ending);
  return file_exists(path) ? path : NULL;
}

/* Macros */

static void define_all(Macros *macros, const Defines *defines) {
  for (size_t i = 0; i < defines->n; i++)
    macros_define(macros, defines->v[i].name, defines->v[i].value);
}

/* An engine that knows the definitions and the support macros. */
static Macros *new_engine(Compilation *c) {
  Macros *macros = macros_new(c->session, c->macros);
  if (c->headers)
    define_all(macros, &c->headers->defines);
  for (size_t i = 0; i < c->support.n; i++)
    macros_run(macros, c->support.v[i]);
  return macros;
}

static void load_support(Compilation *c) {
  if (!c->headers)
    return;
  const TreeFiles *files = &c->headers->support;
  for (size_t i = 0; i < files->n; i++) {
    ARRAY_PUSH(&c->support, tree_file_load(c->session, files->v[i]));
    list_input(c, files->v[i]->path);
  }
}

/* Whether a path is FOLDER/NAME.if or FOLDER/NAME.te. */
static bool is_of_module(const char *path, const char *name) {
  const char *base = path_base(path);
  size_t n = strlen(name);
  return !strncmp(base, name, n) &&
         (!strcmp(base + n, ".te") || !strcmp(base + n, ".if"));
}

/* Where a module that is compiled here is among the headers, too, its own .if
 * counts instead of theirs. */
static bool is_replaced(const Compilation *c, const char *own,
                        const char *module) {
  const Paths *siblings = &c->options->siblings;
  if (own && is_of_module(c->options->te, module))
    return true;
  for (size_t i = 0; i < siblings->n; i++)
    if (is_of_module(siblings->v[i], module))
      return true;
  return false;
}

static void index_files(Compilation *c, const Loc *files, size_t n) {
  macros_index_interfaces(c->macros, c->support.v, c->support.n, files, n);
}

/* A module calls interfaces of a few of some 400 headers.  So these are held
 * in memory one after the other, unless more modules are compiled. */
static void index_headers(Compilation *c, const char *own) {
  for (size_t i = 0; c->headers && i < c->headers->interfaces.n; i++) {
    const HeaderInterfaces *header = &c->headers->interfaces.v[i];
    TreeFile *file = header->file;
    if (is_replaced(c, own, header->module))
      continue;
    if (!file->base && !c->options->headers_read)
      file->base = file_load_briefly(&c->session->sources, file->path);
    Loc base = tree_file_load(c->session, file);
    index_files(c, &base, 1);
  }
}

/* Whether a path is FOLDER/NAME.if of the module's FOLDER/NAME.te. */
static bool is_own(const Compilation *c, const char *path) {
  const char *base = path_base(path), *te = path_base(c->options->te);
  size_t n = strlen(base);
  return path_ends(base, ".if") && strlen(te) == n &&
         !strncmp(base, te, n - 2);
}

static void index_siblings(Compilation *c) {
  const Paths *siblings = &c->options->siblings;
  Locs files = {0};
  for (size_t i = 0; i < siblings->n; i++)
    if (!is_own(c, siblings->v[i]))
      ARRAY_PUSH(&files,
                 file_load_once(&c->session->sources, siblings->v[i]));
  for (size_t i = 0; i < files.n; i++)
    session_takes_text(c->session, files.v[i]); /* else it is reported */
  index_files(c, files.v, files.n);
  ARRAY_FREE(&files);
}

/* Names of other releases of the headers: refpolicy-support/compat. */
static void index_successors(Compilation *c) {
  const char *folder = c->options->successors;
  if (!folder || !c->headers)
    return;
  Paths names = folder_list(&c->session->arena, folder);
  for (size_t i = 0; i < names.n; i++)
    macros_index_successors(
        c->macros,
        file_load(&c->session->sources,
                  path_join(&c->session->arena, folder, names.v[i]), false));
  ARRAY_FREE(&names);
}

static void load_interfaces(Compilation *c) {
  const char *own = c->options->interfaces ? c->options->interfaces
                                           : path_beside(c, ".if");
  index_headers(c, own);
  macros_check_calls(c->macros, c->session->sources.next);
  index_siblings(c);
  if (own) {
    Loc file = load_input(c, own);
    ARRAY_PUSH(&c->lint.interfaces, file);
    macros_load_interfaces(c->macros, c->support.v, c->support.n, &file, 1);
  }
  index_successors(c);
}

/* The headers that were read for their interfaces, each once. */
static void list_used(Compilation *c) {
  const Sources *sources = &c->session->sources;
  const Source *last = NULL;
  Map seen = {0};
  for (size_t i = 0; i < macros_n_used(c->macros); i++) {
    const Source *source = source_of(sources, macros_used(c->macros, i));
    bool is_new = false;
    if (source != last)
      map_put(&seen, source->base, &is_new);
    last = source;
    if (is_new)
      ARRAY_PUSH(c->inputs, (char *)source->path);
  }
  map_free(&seen);
}

/* The policy text */

static void note_unknown(void *context, Session *session, Ident unknown) {
  Compilation *c = context;
  Diags *diags = &session->diags;
  Name near = macros_suggest(c->macros, unknown.name);
  if (near)
    diag_note(diags, macros_place(c->macros, near), "did you mean '%s'?",
              name_text(&session->names, near));
  else if (!c->headers && !c->lacks_headers)
    diag_note(diags, no_place,
              "no policy headers are in use: install the system's "
              "(selinux-policy-dev or selinux-policy-devel), or give -I DIR");
  c->lacks_headers = !c->headers;
}

static void read_policy(Compilation *c, Module *module) {
  Session *session = c->session;
  bool mls = !c->headers || c->headers->conf.type != TYPE_STANDARD;
  LowerOptions lower = {.mls = mls, .strict_order = true};
  ParseOptions parse = {.unknown_call = note_unknown,
                        .context = c};
  Lowering *lowering = lower_begin(session, module, &lower);
  Stmts stmts = {0};
  ARRAY_PUSH(&c->lint.rules, load_input(c, c->options->te));
  macros_start(c->macros, c->lint.rules.v[0]);
  Lexer *lexer = lexer_new(session, c->macros);
  parse_unit(session, lexer, &stmts, &parse);
  lexer_free(lexer);
  if (!stmts.first && checkpoint(&session->diags))
    diag_error_as(&session->diags, ERROR_MISPLACED,
                  (Place){c->lint.rules.v[0], 0}, "the module is empty");
  if (c->lacks_headers)
    return; /* whatever else is wrong follows from that */
  lower_unit(lowering, &stmts);
  lower_end(lowering);
}

static void lint(Compilation *c, const Module *module) {
  if (c->lacks_headers || !checkpoint(&c->session->diags))
    return;
  c->lint.session = c->session;
  c->lint.macros = c->macros;
  c->lint.module = module;
  lint_requires(&c->lint);
  lint_names(&c->lint);
}

/* refpolicy's macros report an error of their own by defining these. */
static void check_fatal_error(Compilation *c) {
  static const char *const marks[] = {"m4_fatal_error", "__if_error"};
  for (int i = 0; i < 2; i++)
    if (macros_has(c->macros, marks[i]))
      diag_error(&c->session->diags, no_place,
                 "%s: a macro of the headers reports an error (see above)",
                 c->options->te);
}

/* File contexts */

static void read_contexts(Compilation *c, const Module *module,
                          Package *package) {
  const char *path = c->options->contexts ? c->options->contexts
                                          : path_beside(c, ".fc");
  if (!path || c->lacks_headers)
    return;
  FileContexts contexts = {0};
  Macros *macros = new_engine(c);
  Loc base = load_input(c, path);
  ARRAY_PUSH(&c->lint.contexts, base);
  macros_start(macros, base);
  file_contexts_read(c->session, macros, &contexts);
  macros_free(macros);
  if (module->name.name) /* else there are no symbols to check names with */
    module_contexts_check(c->session, module, c->headers, &contexts);
  Buffer text = {0};
  module_contexts_write(&c->session->names, &contexts, &text);
  package->texts[PACKAGE_FILE_CONTEXTS].data =
      arena_copy(&c->session->arena, text.data, text.n);
  package->texts[PACKAGE_FILE_CONTEXTS].length = text.n;
  buffer_free(&text);
  ARRAY_FREE(&contexts);
}

void compile_module(Session *session, const CompileOptions *options,
                    Package *package, Paths *inputs) {
  Compilation c = {.session = session, .options = options, .inputs = inputs};
  memset(package, 0, sizeof *package);
  if (options->headers) {
    c.headers = options->headers_read
                    ? options->headers_read
                    : headers_read(session, options->headers,
                                   &options->settings);
    ARRAY_PUSH(inputs, path_join(&session->arena, options->headers,
                                 "build.conf"));
  }
  load_support(&c);
  c.macros = new_engine(&c);
  load_interfaces(&c);
  read_policy(&c, &package->module);
  check_fatal_error(&c);
  list_used(&c);
  read_contexts(&c, &package->module, package);
  lint(&c, &package->module);
  macros_free(c.macros);
  ARRAY_FREE(&c.support);
  ARRAY_FREE(&c.lint.interfaces);
  ARRAY_FREE(&c.lint.rules);
  ARRAY_FREE(&c.lint.contexts);
}
