/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/load_policy.h"

#include <ctype.h>
#include <string.h>

#include "backend/file_contexts.h"
#include "backend/kernel.h"
#include "backend/map_file.h"
#include "cli/build_tree.h"
#include "cli/compile_module.h"
#include "cli/installed.h"
#include "cli/link_packages.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "ir/passes.h"
#include "lib/file.h"

typedef struct Loader {
  Session *session;
  const LoadOptions *options;
  char *const *paths; /* all that is read */
  size_t n_paths;
  const char *header_folder; /* for modules in source */
  const Headers *headers;
  LinkOptions link;
  ARRAY(Module) modules;
  LinkInputs packages;
} Loader;

/* What the first bytes of a file say (libsepol, policydb.h, module.c). */
typedef enum FileForm { FORM_TEXT, FORM_KERNEL, FORM_PACKAGE } FileForm;

static FileForm file_form(const char *bytes, size_t n) {
  Reader reader = {(const unsigned char *)bytes, n, 0, false};
  switch (get_u32(&reader)) {
  case UINT32_C(0xf97cff8c): return FORM_KERNEL;  /* POLICYDB_MAGIC */
  case UINT32_C(0xf97cff8d):                      /* POLICYDB_MOD_MAGIC */
  case UINT32_C(0xf97cff8f): return FORM_PACKAGE; /* the package's */
  default:
    return n > 3 && bytes[0] == 'B' && bytes[1] == 'Z' && bytes[2] == 'h'
               ? FORM_PACKAGE
               : FORM_TEXT;
  }
}

static void load_tree(Loader *loader, const char *path) {
  Session *session = loader->session;
  Tree *tree = tree_read(session, path, &loader->options->settings,
                         TREE_MONOLITHIC);
  if (!checkpoint(&session->diags))
    return;
  loader->link.mls = tree->conf.type != TYPE_STANDARD;
  Module module = {0};
  FileContexts contexts = {0};
  build_tree_monolithic(session, tree, loader->link.target, &module,
                        &contexts);
  file_contexts_check(session, &contexts);
  ARRAY_PUSH(&loader->modules, module);
}

/* A policy is MLS if it has sensitivities; nobody need say so. */
static bool declares_sensitivities(const Stmts *stmts) {
  for (const Stmt *stmt = stmts->first; stmt; stmt = stmt->next)
    if (stmt->kind == STMT_SENSITIVITY)
      return true;
  return false;
}

static void load_text(Loader *loader, const char *path, const char *text,
                      size_t length) {
  Session *session = loader->session;
  Stmts stmts = {0};
  Loc base = source_add(&session->sources, path, text, length, false);
  Lexer *lexer = lexer_new_plain(session, base);
  parse_unit(session, lexer, &stmts, NULL);
  lexer_free(lexer);
  loader->link.mls = declares_sensitivities(&stmts);
  LowerOptions lower = {.is_base = true,
                        .mls = loader->link.mls,
                        .target = loader->link.target};
  Module *module = ARENA_NEW(&session->arena, Module);
  Lowering *lowering = lower_begin(session, module, &lower);
  lower_unit(lowering, &stmts);
  lower_end(lowering);
  ARRAY_PUSH(&loader->modules, *module);
}

static void load_package(Loader *loader, const char *path, const char *bytes,
                         size_t n) {
  LinkInput input = {.path = path};
  if (package_read_mapped(loader->session, path, bytes, n, &input.package))
    ARRAY_PUSH(&loader->packages, input);
}

/* The .if of the other modules in source. */
static Paths interfaces_of_others(const Loader *loader, const char *path) {
  Paths files = {0};
  for (size_t i = 0; i < loader->n_paths; i++) {
    const char *te = loader->paths[i];
    if (te == path || !path_ends(te, ".te"))
      continue;
    char *file = arena_printf(&loader->session->arena, "%.*s.if",
                              (int)(strlen(te) - strlen(".te")), te);
    if (file_exists(file))
      ARRAY_PUSH(&files, file);
  }
  return files;
}

/* The headers are the same for all modules. */
static void find_headers(Loader *loader) {
  Session *session = loader->session;
  const LoadOptions *options = loader->options;
  if (loader->headers)
    return;
  loader->header_folder = options->headers ? options->headers
                                           : installed_headers(&session->arena);
  if (loader->header_folder)
    loader->headers = headers_read(session, loader->header_folder,
                                   &options->settings);
}

static void load_source(Loader *loader, const char *path) {
  Session *session = loader->session;
  const LoadOptions *options = loader->options;
  find_headers(loader);
  CompileOptions compile = {
      .te = path,
      .siblings = interfaces_of_others(loader, path),
      .headers = loader->header_folder,
      .headers_read = loader->headers,
      .successors = installed_path(&session->arena, "compat"),
      .settings = options->settings};
  LinkInput input = {.path = path};
  Paths files = {0};
  compile_module(session, &compile, &input.package, &files);
  if (checkpoint(&session->diags))
    ARRAY_PUSH(&loader->packages, input);
  ARRAY_FREE(&files);
  ARRAY_FREE(&compile.siblings);
}

/* The first word of a text. */
static const char *first_word(const char *text) {
  for (;;) {
    text += strspn(text, " \t\f\r\n");
    if (*text != '#')
      return text;
    text += strcspn(text, "\n");
  }
}

/* A whole policy, which begins with its classes, may be called .te, too. */
static void load_bytes(Loader *loader, const char *path, const char *bytes,
                       size_t n, FileForm form) {
  Diags *diags = &loader->session->diags;
  const char *word = form == FORM_TEXT ? first_word(bytes) : "";
  if (form == FORM_PACKAGE)
    load_package(loader, path, bytes, n);
  else if (form == FORM_TEXT && path_ends(path, ".if"))
    diag_error(diags, no_place,
               "%s has interfaces: what is wanted is the .te beside it", path);
  else if (*word == '/')
    diag_error(diags, no_place, "%s has file contexts: it is no policy", path);
  else if (form == FORM_TEXT && path_ends(path, ".te") &&
           (strncmp(word, "class", 5) || !isspace((unsigned char)word[5])))
    load_source(loader, path);
  else if (loader->n_paths > 1)
    diag_error(diags, no_place,
               "%s is neither a package nor a module; of other forms one input "
               "is wanted", path);
  else
    load_text(loader, path, bytes, n);
}

/* The base first, the modules by name. */
static void order_packages(Loader *loader) {
  link_inputs_order(loader->session, &loader->packages);
  for (size_t i = 0; i < loader->packages.n; i++)
    ARRAY_PUSH(&loader->modules, loader->packages.v[i].package.module);
  if (loader->packages.n)
    loader->link.mls = loader->modules.v[0].mls;
}

static void add_assertions(Loader *loader, Policy *policy) {
  const ModAvRules *assertions = &loader->options->assertions;
  resolve_added_rules(policy, assertions->v, assertions->n, UNKNOWN_IS_ERROR);
}

/* Assertions come before the expansion, which empties attributes that are
 * always expanded. */
static Policy *link_policy(Loader *loader) {
  Session *session = loader->session;
  order_packages(loader);
  if (!checkpoint(&session->diags))
    return NULL;
  Policy *policy = ARENA_NEW(&session->arena, Policy);
  link_modules(policy, session, loader->modules.v, loader->modules.n,
               &loader->link);
  if (!checkpoint(&session->diags))
    return NULL;
  add_assertions(loader, policy);
  expand(policy);
  return checkpoint(&session->diags) ? policy : NULL;
}

/* The rules of the map, if there is one, else those of the tables. */
static bool read_map(Loader *loader, Policy *policy, const char *path,
                     const char *bytes, size_t n) {
  Arena *arena = &loader->session->arena;
  const char *given = loader->options->map;
  const char *map_path = given ? given : arena_printf(arena, "%s.map", path);
  size_t length;
  const char *map = file_read(arena, map_path, !given, &length);
  if (map)
    return map_read(policy, bytes, n, map_path, map, length);
  rules_from_tables(policy);
  return true;
}

static Policy *load_kernel(Loader *loader, const char *path, const char *bytes,
                           size_t n) {
  Policy *policy =
      kernel_read_bytes(loader->session, path, bytes, n,
                        loader->options->version);
  if (!policy)
    return NULL;
  if (!read_map(loader, policy, path, bytes, n))
    return NULL;
  add_assertions(loader, policy);
  return checkpoint(&loader->session->diags) ? policy : NULL;
}

Policy *load_policy(Session *session, char *const *paths, size_t n,
                    const LoadOptions *options) {
  Loader loader = {.session = session,
                   .options = options,
                   .paths = paths,
                   .n_paths = n,
                   .link.target = options->target};
  for (size_t i = 0; i < n; i++) {
    if (folder_exists(paths[i])) {
      load_tree(&loader, paths[i]);
      continue;
    }
    size_t length;
    const char *bytes = file_read(&session->arena, paths[i], false, &length);
    FileForm form = file_form(bytes, length);
    if (n == 1 && form == FORM_KERNEL)
      return load_kernel(&loader, paths[i], bytes, length);
    load_bytes(&loader, paths[i], bytes, length, form);
  }
  return link_policy(&loader);
}
