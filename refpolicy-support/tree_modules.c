/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Layers, modules, and what modules.conf and the command line make of them.
 *
 * make finds a module's files by `vpath`: in the first layer that has one.
 * A module that two layers hold is an error here, since make would take one
 * in silence. */
#include "refpolicy-support/tree_modules.h"

#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/map.h"
#include "refpolicy-support/documentation.h"

/* A layer and what is in it, sorted: three files of each module are looked for
 * in seven layers, under two names, which are too many questions for the
 * system. */
typedef struct Layer {
  const char *path;
  Paths names;
} Layer;

/* The state of tree_find_modules. */
typedef struct ModuleFinder {
  Session *session;
  Tree *tree;
  ARRAY(Layer) layers;
  TreeModules found; /* by path of their .te */
  Map by_name;       /* Name of a module -> its index in `found` + 1 */
  Map is_set;        /* Name of a module that is in the tree's list */
} ModuleFinder;

/* ── layers ─────────────────────────────────────────────────────────────── */

static void add_layers(Session *session, Tree *tree, const char *folder) {
  Paths names = folder_list(&session->arena, folder);
  for (size_t i = 0; i < names.n; i++) {
    char *path = tree_path(session, folder, names.v[i]);
    if (folder_exists(path))
      ARRAY_PUSH(&tree->layers, path);
  }
  ARRAY_FREE(&names);
}

static void find_layers(Session *session, Tree *tree) {
  add_layers(session, tree,
             tree_path(session, tree->folder, "policy/modules"));
  if (tree->conf.local_root)
    add_layers(session, tree,
               tree_path(session, tree->conf.local_root, "policy/modules"));
}

/* ── files ──────────────────────────────────────────────────────────────── */

/* The head that refpolicy's Makefile puts before a generated file. */
static const char *banner(Session *session, const char *name) {
  return arena_printf(
      &session->arena,
      "#\n# This is a generated file!  Instead of modifying this file, the\n"
      "# %s.in or %s.m4 file should be modified.\n#\n", name, name);
}

/* The plan for `path` (a .te or .if) from its .in and .m4. */
static TreeFile *generated_file(Session *session, const char *path) {
  Arena *arena = &session->arena;
  size_t length = strlen(path);
  bool is_interfaces = !strcmp(path + length - 3, ".if");
  TreeGenerated *plan = ARENA_NEW(arena, TreeGenerated);
  TreeFile *in = tree_file_new(session, arena_printf(arena, "%s.in", path));
  plan->banner = banner(session, path_base(path));
  plan->macros = tree_file_new(session, arena_printf(arena, "%s.m4", path));
  plan->head = is_interfaces ? in : NULL;
  plan->calls_only = is_interfaces;
  plan->input = in;
  if (is_interfaces)
    plan->input = tree_file_new(
        session, arena_printf(arena, "%.*s.te.in", (int)length - 3, path));
  if (!file_exists(plan->macros->path))
    diag_error_as(&session->diags, ERROR_TREE, no_place,
                  "%s is generated, but there is no %s", path,
                  plan->macros->path);
  TreeFile *file = tree_file_new(session, path);
  file->kind = TREE_FILE_GENERATED;
  file->generated = plan;
  return file;
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The path of a file in a layer if it is there, or NULL. */
static char *path_in_layer(Session *session, const Layer *layer,
                           const char *name) {
  if (!layer->names.n || !bsearch(&name, layer->names.v, layer->names.n,
                                  sizeof name, compare_names))
    return NULL;
  char *path = path_join(&session->arena, layer->path, name);
  return file_exists(path) ? path : NULL; /* it could be a folder */
}

/* The file of that ending in a layer, generated or not, or NULL. */
static TreeFile *file_in_layer(Session *session, const Layer *layer,
                               const char *module, const char *ending) {
  Arena *arena = &session->arena;
  char *name = arena_printf(arena, "%s%s.in", module, ending);
  char *dot = name + strlen(name) - strlen(".in");
  bool generated = strcmp(ending, ".fc") && path_in_layer(session, layer, name);
  *dot = '\0';
  if (generated)
    return generated_file(session, path_join(arena, layer->path, name));
  char *path = path_in_layer(session, layer, name);
  return path ? tree_file_new(session, path) : NULL;
}

/* The file in the first layer that has it. */
static TreeFile *find_file(ModuleFinder *finder, const char *module,
                           const char *ending) {
  TreeFile *file = NULL;
  for (size_t i = 0; !file && i < finder->layers.n; i++)
    file = file_in_layer(finder->session, &finder->layers.v[i], module, ending);
  return file;
}

/* ── modules ────────────────────────────────────────────────────────────── */

static Name intern(ModuleFinder *finder, const char *name) {
  return name_intern_string(&finder->session->names, name);
}

static TreeModule *find_module(const ModuleFinder *finder, Name name) {
  const uint32_t *index = map_get(&finder->by_name, name);
  return index ? finder->found.v[*index - 1] : NULL;
}

static Place file_start(Session *session, TreeFile *file) {
  if (file->kind == TREE_FILE_GENERATED)
    return no_place;
  return (Place){tree_file_load(session, file), 0};
}

static void complain_twice(ModuleFinder *finder, TreeModule *first,
                           const Layer *layer) {
  Session *session = finder->session;
  TreeFile *second = file_in_layer(session, layer, first->name, ".te");
  diag_error_as(&session->diags, ERROR_TREE, file_start(session, second),
                "a second module '%s'", first->name);
  diag_note(&session->diags, file_start(session, first->te),
            "the first is in the layer '%s'", first->layer);
}

static void add_module(ModuleFinder *finder, const Layer *layer,
                       const char *text) {
  Session *session = finder->session;
  Name name = intern(finder, text);
  TreeModule *first = find_module(finder, name);
  if (first && strcmp(first->te->path,
                      file_in_layer(session, layer, text, ".te")->path))
    complain_twice(finder, first, layer);
  if (first)
    return;
  TreeModule *module = ARENA_NEW(&session->arena, TreeModule);
  module->name = text;
  module->layer = path_base(layer->path);
  module->te = file_in_layer(session, layer, text, ".te");
  module->interfaces = find_file(finder, text, ".if");
  module->contexts = find_file(finder, text, ".fc");
  ARRAY_PUSH(&finder->found, module);
  *map_put(&finder->by_name, name, NULL) = (uint32_t)finder->found.n;
}

static void add_layer_modules(ModuleFinder *finder, const Layer *layer) {
  Arena *arena = &finder->session->arena;
  for (size_t i = 0; i < layer->names.n; i++) {
    char *module = name_without(arena, layer->names.v[i], ".te");
    if (!module)
      module = name_without(arena, layer->names.v[i], ".te.in");
    if (module)
      add_module(finder, layer, module);
  }
}

static int compare_paths(const void *a, const void *b) {
  const TreeModule *const *left = a, *const *right = b;
  return strcmp((*left)->te->path, (*right)->te->path);
}

static void find_all_modules(ModuleFinder *finder) {
  for (size_t i = 0; i < finder->tree->layers.n; i++) {
    const char *path = finder->tree->layers.v[i];
    ARRAY_PUSH(&finder->layers,
               (Layer){path, folder_list(&finder->session->arena, path)});
  }
  for (size_t i = 0; i < finder->layers.n; i++)
    add_layer_modules(finder, &finder->layers.v[i]);
  if (!finder->found.n) {
    diag_error_as(&finder->session->diags, ERROR_TREE, no_place,
                  "%s: there is no module in policy/modules",
                  finder->tree->folder);
    return;
  }
  qsort(finder->found.v, finder->found.n, sizeof *finder->found.v,
        compare_paths);
  for (size_t i = 0; i < finder->found.n; i++)
    *map_put(&finder->by_name, intern(finder, finder->found.v[i]->name),
             NULL) = (uint32_t)i + 1;
}

/* ── settings ───────────────────────────────────────────────────────────── */

/* Puts a module at the end of the tree's list, unless it is there. */
static void set_module(ModuleFinder *finder, TreeModule *module,
                       ModuleSetting setting, Place place) {
  bool is_new = false;
  map_put(&finder->is_set, intern(finder, module->name), &is_new);
  if (!is_new)
    return;
  module->setting = setting;
  module->place = place;
  ARRAY_PUSH(&finder->tree->modules, module);
}

static void set_by_command(ModuleFinder *finder, const Words *names,
                           ModuleSetting setting, const char *variable) {
  for (size_t i = 0; i < names->n; i++) {
    TreeModule *module = find_module(finder, intern(finder, names->v[i]));
    if (module)
      set_module(finder, module, setting, no_place);
    else
      diag_error_as(&finder->session->diags, ERROR_TREE,
                    build_conf_place(&finder->tree->conf, variable),
                    "%s: there is no module '%s'", variable, names->v[i]);
  }
}

static bool is_by_command(const BuildConf *conf, const char *name) {
  const Words *const lists[] = {&conf->apps_base, &conf->apps_modules,
                                &conf->apps_off};
  for (int i = 0; i < 3; i++)
    for (size_t j = 0; j < lists[i]->n; j++)
      if (!strcmp(lists[i]->v[j], name))
        return true;
  return false;
}

static void set_by_conf(ModuleFinder *finder, const ModuleLines *lines,
                        ModuleSetting setting) {
  for (size_t i = 0; i < lines->n; i++) {
    const ModuleLine *line = &lines->v[i];
    TreeModule *module = find_module(finder, intern(finder, line->name));
    if (line->setting != setting ||
        is_by_command(&finder->tree->conf, line->name))
      continue;
    if (module)
      set_module(finder, module, setting, line->place);
    else
      diag_warning(&finder->session->diags, WARN_MODULES_CONF, line->place,
                   "the tree has no module '%s'", line->name);
  }
}

static int compare_lines(const void *a, const void *b) {
  const ModuleLine *left = a, *right = b;
  return strcmp(left->name, right->name);
}

static bool is_required(ModuleFinder *finder, const TreeModule *module) {
  TreeFile *file = module->interfaces;
  if (!file)
    return false;
  if (file->generated)
    file = file->generated->head;
  Loc base = tree_file_load(finder->session, file);
  return documentation_is_required(
      source_of(&finder->session->sources, base)->text);
}

/* What `make conf` would write: required modules to the base. */
static void derive_lines(ModuleFinder *finder, ModuleLines *lines) {
  finder->tree->derived_modules = true;
  for (size_t i = 0; i < finder->found.n; i++) {
    const TreeModule *module = finder->found.v[i];
    ModuleSetting setting =
        is_required(finder, module) ? MODULE_BASE : MODULE_LOADABLE;
    ARRAY_PUSH(lines, (ModuleLine){module->name, setting, no_place});
  }
}

static void set_all(ModuleFinder *finder, const ModuleLines *lines) {
  Tree *tree = finder->tree;
  set_by_command(finder, &tree->conf.apps_base, MODULE_BASE, "APPS_BASE");
  set_by_conf(finder, lines, MODULE_BASE);
  tree->n_base = tree->modules.n;
  set_by_command(finder, &tree->conf.apps_modules, MODULE_LOADABLE,
                 "APPS_MODS");
  set_by_conf(finder, lines, MODULE_LOADABLE);
  tree->n_loadable = tree->modules.n - tree->n_base;
  set_by_command(finder, &tree->conf.apps_off, MODULE_OFF, "APPS_OFF");
  set_by_conf(finder, lines, MODULE_OFF);
  for (size_t i = 0; i < finder->found.n; i++)
    set_module(finder, finder->found.v[i], MODULE_OFF, no_place);
}

static void add_interfaces(ModuleFinder *finder, TreeFile *file) {
  if (file)
    ARRAY_PUSH(&finder->tree->interface_files, file);
}

/* A name in two layers is the first one's, as vpath finds it. */
static void find_interface_files(ModuleFinder *finder) {
  Arena *arena = &finder->session->arena;
  const TreeModules *modules = &finder->tree->modules;
  Map is_known = {0};
  for (size_t i = 0; i < modules->n; i++)
    add_interfaces(finder, modules->v[i]->interfaces);
  for (size_t i = 0; i < finder->layers.n; i++) {
    const Layer *layer = &finder->layers.v[i];
    for (size_t k = 0; k < layer->names.n; k++) {
      bool is_new = false;
      char *name = name_without(arena, layer->names.v[k], ".if");
      if (name && !find_module(finder, intern(finder, name)))
        map_put(&is_known, intern(finder, name), &is_new);
      if (is_new)
        add_interfaces(finder, find_file(finder, name, ".if"));
    }
  }
  map_free(&is_known);
}

/* Rules.monolithic wants a module at all, Rules.modular one in the base. */
static void check_enabled(Session *session, const Tree *tree,
                          const char *conf) {
  bool monolithic = tree->conf.monolithic;
  if (!tree->modules.n || tree->n_base || (monolithic && tree->n_loadable))
    return;
  diag_error_as(&session->diags, ERROR_TREE, no_place,
                "%s: no module is set to %s", conf,
                monolithic ? "base or module" : "base");
  if (tree->derived_modules)
    diag_note(&session->diags, no_place,
              "there is no such file, and no .if documents its module as "
              "<required val=\"true\">");
}

bool tree_turn_off(Tree *tree, const char *name) {
  TreeModule **v = tree->modules.v;
  size_t end = tree->n_base + tree->n_loadable;
  for (size_t i = tree->n_base; i < end; i++) {
    TreeModule *module = v[i];
    if (strcmp(module->name, name))
      continue;
    memmove(v + i, v + i + 1, (end - 1 - i) * sizeof *v);
    v[end - 1] = module;
    module->setting = MODULE_OFF;
    tree->n_loadable--;
    return true;
  }
  return false;
}

void tree_find_modules(Session *session, Tree *tree) {
  ModuleFinder finder = {.session = session, .tree = tree};
  ModuleLines lines = {0};
  const char *conf =
      tree_path(session, tree_conf_folder(session, tree), "modules.conf");
  find_layers(session, tree);
  find_all_modules(&finder);
  if (!modules_conf_read(session, conf, &lines))
    derive_lines(&finder, &lines);
  if (lines.n)
    qsort(lines.v, lines.n, sizeof *lines.v, compare_lines);
  set_all(&finder, &lines);
  find_interface_files(&finder);
  check_enabled(session, tree, conf);
  ARRAY_FREE(&lines);
  for (size_t i = 0; i < finder.layers.n; i++)
    ARRAY_FREE(&finder.layers.v[i].names);
  ARRAY_FREE(&finder.layers);
  ARRAY_FREE(&finder.found);
  map_free(&finder.by_name);
  map_free(&finder.is_set);
}
