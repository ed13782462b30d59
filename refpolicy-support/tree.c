/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/tree.h"

#include <stdlib.h>
#include <string.h>

#include "lib/bytes.h"
#include "lib/fatal.h"
#include "lib/file.h"
#include "refpolicy-support/class_perms.h"
#include "refpolicy-support/documentation.h"
#include "refpolicy-support/makefile_defines.h"
#include "refpolicy-support/tree_modules.h"

TreeFile *tree_file_new(Session *session, const char *path) {
  TreeFile *file = ARENA_NEW(&session->arena, TreeFile);
  file->path = path;
  return file;
}

char *tree_path(Session *session, const char *folder, const char *name) {
  if (!strcmp(folder, "."))
    return arena_printf(&session->arena, "%s", name);
  return path_join(&session->arena, folder, name);
}

char *name_without(Arena *arena, const char *name, const char *ending) {
  size_t length = strlen(name), n = strlen(ending);
  if (length <= n || strcmp(name + length - n, ending))
    return NULL;
  return arena_printf(arena, "%.*s", (int)(length - n), name);
}

const char *tree_conf_folder(Session *session, const Tree *tree) {
  const char *root = tree->conf.local_root;
  return tree_path(session, root ? root : tree->folder, "policy");
}

Loc tree_file_load(Session *session, TreeFile *file) {
  if (!file->base && file->kind == TREE_FILE_SOURCE)
    file->base = file_load(&session->sources, file->path, false);
  return file->base;
}

/* ── fixed files ────────────────────────────────────────────────────────── */

static TreeFile *policy_file(Session *session, const Tree *tree,
                             const char *name) {
  char *path = tree_path(session, tree->folder, name);
  if (!file_exists(path)) {
    diag_error_as(&session->diags, ERROR_TREE, no_place,
                  "%s: there is no such file, and a policy tree needs it",
                  path);
    return NULL;
  }
  return tree_file_new(session, path);
}

/* A file that trees older than the Makefile that we follow do not have. */
static TreeFile *newer_file(Session *session, const Tree *tree,
                            const char *name) {
  char *path = tree_path(session, tree->folder, name);
  return file_exists(path) ? tree_file_new(session, path) : NULL;
}

static void find_fixed_files(Session *session, Tree *tree) {
  tree->security_classes =
      policy_file(session, tree, "policy/flask/security_classes");
  tree->initial_sids =
      policy_file(session, tree, "policy/flask/initial_sids");
  tree->access_vectors =
      policy_file(session, tree, "policy/flask/access_vectors");
  tree->context_defaults =
      newer_file(session, tree, "policy/context_defaults");
  tree->mls = policy_file(session, tree, "policy/mls");
  tree->mcs = policy_file(session, tree, "policy/mcs");
  tree->policy_capabilities =
      newer_file(session, tree, "policy/policy_capabilities");
  tree->global_booleans =
      policy_file(session, tree, "policy/global_booleans");
  tree->global_tunables =
      policy_file(session, tree, "policy/global_tunables");
  tree->users = policy_file(session, tree, "policy/users");
  tree->constraints = policy_file(session, tree, "policy/constraints");
}

void support_find(Session *session, TreeFiles *support, const char *folder) {
  Arena *arena = &session->arena;
  Paths names = folder_list(arena, folder);
  for (size_t i = 0; i < names.n; i++)
    if (name_without(arena, names.v[i], ".spt"))
      ARRAY_PUSH(support, tree_file_new(session, path_join(arena, folder,
                                                           names.v[i])));
  ARRAY_FREE(&names);
}

static void find_support(Session *session, Tree *tree) {
  const char *local = tree->conf.local_root;
  const char *folder = tree_path(session, tree->folder, "policy/support");
  if (!folder_exists(folder))
    diag_error_as(&session->diags, ERROR_TREE, no_place,
                  "%s: there is no such folder, and a policy tree needs it",
                  folder);
  support_find(session, &tree->support, folder);
  if (local)
    support_find(session, &tree->support,
                 tree_path(session, local, "policy/support"));
}

static const char *read_version(Session *session, const char *folder) {
  Loc base = file_load(&session->sources,
                       tree_path(session, folder, "VERSION"), true);
  if (!base)
    return "";
  const char *text = source_of(&session->sources, base)->text;
  return arena_printf(&session->arena, "%.*s", (int)strcspn(text, "\r\n"),
                      text);
}

/* ── booleans ───────────────────────────────────────────────────────────── */

/* Modules in the order of refpolicy's policy.xml: by layer, then by path. */
static int compare_documented(const void *a, const void *b) {
  const TreeModule *const *left = a, *const *right = b;
  int order = strcmp((*left)->layer, (*right)->layer);
  return order ? order : strcmp((*left)->te->path, (*right)->te->path);
}

static TreeModules documented_modules(const Tree *tree) {
  TreeModules modules = {0};
  for (size_t i = 0; i < tree->modules.n; i++)
    ARRAY_PUSH(&modules, tree->modules.v[i]);
  if (modules.n)
    qsort(modules.v, modules.n, sizeof *modules.v, compare_documented);
  return modules;
}

/* What of a file can be read before macros are expanded. */
static Loc load_plain(Session *session, TreeFile *file) {
  const TreeGenerated *plan = file->generated;
  return tree_file_load(session, !plan         ? file
                                 : plan->head ? plan->head
                                              : plan->input);
}

static void derive_booleans(Session *session, Tree *tree) {
  Declarations declarations = {.session = session};
  TreeModules modules = documented_modules(tree);
  for (size_t i = 0; i < modules.n; i++)
    if (modules.v[i]->interfaces)
      declarations_add_templates(
          &declarations, load_plain(session, modules.v[i]->interfaces));
  for (size_t i = 0; i < modules.n; i++)
    declarations_read(&declarations, load_plain(session, modules.v[i]->te));
  TreeFile *const global[] = {tree->global_tunables, tree->global_booleans};
  for (int i = 0; i < 2; i++)
    if (global[i])
      declarations_read(&declarations, tree_file_load(session, global[i]));
  tree->booleans = declarations.bools;
  for (size_t i = 0; i < declarations.tunables.n; i++)
    ARRAY_PUSH(&tree->booleans, declarations.tunables.v[i]);
  ARRAY_FREE(&declarations.tunables);
  declarations_free(&declarations);
  ARRAY_FREE(&modules);
}

void tree_find_booleans(Session *session, Tree *tree) {
  const char *conf =
      tree_path(session, tree_conf_folder(session, tree), "booleans.conf");
  tree->derived_booleans =
      !booleans_conf_read(session, conf, &tree->booleans);
  if (tree->derived_booleans)
    derive_booleans(session, tree);
}

/* ── generated definitions ──────────────────────────────────────────────── */

static TreeFile *make_definitions(Session *session, Tree *tree) {
  Buffer out = {0};
  if (tree->access_vectors && tree->security_classes)
    class_perms_put(session, tree_file_load(session, tree->access_vectors),
                    tree_file_load(session, tree->security_classes), &out);
  for (size_t i = 0; i < tree->booleans.n; i++)
    put_format(&out, "define(`%s_conf',`%s')\n", tree->booleans.v[i].name,
               tree->booleans.v[i].value ? "true" : "false");
  TreeFile *file = tree_file_new(session, "<generated definitions>");
  file->kind = TREE_FILE_TEXT;
  file->base = source_add(&session->sources, file->path,
                          out.data ? out.data : "", out.n, true);
  buffer_free(&out);
  return file;
}

static TreeFile *make_interfaces(Session *session) {
  TreeFile *file = tree_file_new(session, "<all interfaces>");
  file->kind = TREE_FILE_INTERFACES;
  return file;
}

Tree *tree_read(Session *session, const char *folder, const Defines *settings,
                TreeForm form) {
  if (!folder_exists(folder))
    fatal("%s: there is no such folder", folder);
  if (!file_exists(tree_path(session, folder, "build.conf")))
    fatal("%s is not a policy source tree: it has no build.conf", folder);
  Tree *tree = ARENA_NEW(&session->arena, Tree);
  tree->folder = folder;
  tree->version = read_version(session, folder);
  tree->conf = build_conf_read(session, folder, settings);
  tree->is_for_modules = !tree->conf.monolithic;
  if (form != TREE_AS_SET)
    tree->conf.monolithic = form == TREE_MONOLITHIC;
  tree->defines = build_conf_defines(session, &tree->conf);
  makefile_defines_add(session, tree_path(session, folder, "Makefile"),
                       &tree->defines);
  find_fixed_files(session, tree);
  find_support(session, tree);
  tree_find_modules(session, tree);
  tree_find_booleans(session, tree);
  tree->definitions = make_definitions(session, tree);
  tree->interfaces = make_interfaces(session);
  tree_find_config(session, tree);
  return tree;
}
