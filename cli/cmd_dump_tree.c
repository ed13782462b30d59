/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Prints what was read of a policy tree, for tests: one fact a line. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "refpolicy-support/headers.h"
#include "refpolicy-support/tree.h"

static const char help[] =
    "Usage: tecc dump-tree TREE [-D NAME=VALUE]... [OPTION]...\n"
    "Prints the plan of a build: variables, macro definitions, modules, runs.\n"
    "\n"
    "  -D NAME=VALUE          set a variable of build.conf\n"
    "      --definitions      print the generated definitions alone\n"
    "      --headers          TREE is an installed include folder\n"
    COMMON_HELP;

enum { OPTION_DEFINITIONS = OPTION_OWN, OPTION_HEADERS };

static const struct option options[] = {
    {"definitions", no_argument, NULL, OPTION_DEFINITIONS},
    {"headers", no_argument, NULL, OPTION_HEADERS},
    COMMON_OPTIONS,
};

typedef struct DumpCommand {
  CommonOptions common;
  const char *folder;
  Defines settings;
  bool definitions, headers;
} DumpCommand;

static const char *path_of(const TreeFile *file) {
  return file ? file->path : "-";
}

static void print_words(const char *title, const Words *words) {
  for (size_t i = 0; i < words->n; i++)
    printf("%s %s\n", title, words->v[i]);
}

static void print_conf(const BuildConf *conf) {
  printf("type %s\nname %s\ndistro %s\nmonolithic %d\n",
         policy_type_name(conf->type), conf->name, conf->distro,
         conf->monolithic);
  printf("unknown %d\nversion %u\n", conf->unknown, conf->version);
  for (size_t i = 0; i < conf->variables.n; i++)
    printf("variable %s=%s\n", conf->variables.v[i].name,
           conf->variables.v[i].value);
}

static void print_defines(const char *title, const Defines *defines) {
  for (size_t i = 0; i < defines->n; i++)
    printf("%s %s%s%s\n", title, defines->v[i].name,
           *defines->v[i].value ? "=" : "", defines->v[i].value);
}

static void print_files(const char *title, const TreeFiles *files) {
  for (size_t i = 0; i < files->n; i++)
    printf("%s %s\n", title, files->v[i]->path);
}

static void print_generated(const TreeFile *file) {
  if (file && file->generated)
    printf("generated %s %s %s %s%s\n", file->path,
           path_of(file->generated->head), file->generated->macros->path,
           file->generated->input->path,
           file->generated->calls_only ? " calls" : "");
}

static void print_modules(const Tree *tree) {
  for (size_t i = 0; i < tree->modules.n; i++) {
    const TreeModule *module = tree->modules.v[i];
    printf("%s %s %s %s %s %s\n", module_setting_name(module->setting),
           module->name, module->layer, path_of(module->te),
           path_of(module->interfaces), path_of(module->contexts));
    print_generated(module->te);
    print_generated(module->interfaces);
  }
}

static void print_run(Session *session, const Tree *tree, TreeRunKind kind,
                      const char *name, const TreeModule *module,
                      TreeFile *source) {
  TreeRun run = tree_run(session, tree, kind, module, source);
  print_defines(arena_printf(&session->arena, "run %s -D", name),
                &run.defines);
  for (size_t i = 0; i < run.files.n; i++)
    printf("run %s %s %s\n", name,
           i >= run.n_quiet_from && i < run.n_quiet_from + run.n_quiet
               ? "quiet"
               : "file",
           run.files.v[i]->path);
  ARRAY_FREE(&run.defines);
  ARRAY_FREE(&run.files);
}

static void print_runs(Session *session, const Tree *tree) {
  static const char *const names[] = {
      [RUN_PRE] = "pre",     [RUN_INTERFACES] = "interfaces",
      [RUN_GLOBALS] = "globals", [RUN_RULES] = "rules",
      [RUN_POST] = "post",   [RUN_CONTEXTS] = "contexts",
      [RUN_USERS_EXTRA] = "users_extra",
  };
  for (int kind = RUN_PRE; kind <= RUN_USERS_EXTRA; kind++)
    print_run(session, tree, (TreeRunKind)kind, names[kind], NULL, NULL);
  if (tree->conf.monolithic)
    return;
  for (size_t i = 0; i < tree->n_loadable; i++) {
    const TreeModule *module = tree->modules.v[tree->n_base + i];
    print_run(session, tree, RUN_MODULE,
              arena_printf(&session->arena, "%s.te", module->name), module,
              NULL);
    print_run(session, tree, RUN_MODULE_CONTEXTS,
              arena_printf(&session->arena, "%s.fc", module->name), module,
              NULL);
  }
}

static void print_config(Session *session, const Tree *tree) {
  static const char *const kinds[] = {"copy", "expand", "seusers",
                                      "customizable", "booleans"};
  TreeFile *seusers = NULL;
  for (size_t i = 0; i < tree->app_files.n; i++) {
    const AppFile *file = &tree->app_files.v[i];
    printf("config %s %s %s\n", kinds[file->kind], path_of(file->source),
           file->target);
    if (file->kind == APP_SEUSERS)
      seusers = file->source;
  }
  if (seusers)
    print_run(session, tree, RUN_CONFIG, "seusers", NULL, seusers);
}

static void print_tree(Session *session, const Tree *tree) {
  printf("version %s\n", tree->version);
  print_conf(&tree->conf);
  print_defines("define", &tree->defines);
  print_words("layer", &tree->layers);
  print_files("support", &tree->support);
  print_modules(tree);
  for (size_t i = 0; i < tree->booleans.n; i++)
    printf("boolean %s=%s\n", tree->booleans.v[i].name,
           tree->booleans.v[i].value ? "true" : "false");
  print_runs(session, tree);
  print_config(session, tree);
}

static void print_headers(const Headers *headers) {
  print_conf(&headers->conf);
  print_defines("define", &headers->defines);
  print_files("support", &headers->support);
  for (size_t i = 0; i < headers->interfaces.n; i++)
    printf("interfaces %s %s\n", headers->interfaces.v[i].layer,
           headers->interfaces.v[i].file->path);
}

static void dump_headers(DumpCommand *command) {
  Session *session = &command->common.session;
  const Headers *headers =
      headers_read(session, command->folder, &command->settings);
  if (checkpoint(&session->diags))
    print_headers(headers);
}

static void dump_tree(DumpCommand *command) {
  Session *session = &command->common.session;
  const Tree *tree = tree_read(session, command->folder, &command->settings,
                               TREE_AS_SET);
  if (!checkpoint(&session->diags))
    return;
  if (command->definitions)
    fputs(source_of(&session->sources, tree->definitions->base)->text,
          stdout);
  else
    print_tree(session, tree);
}

static int add_setting(DumpCommand *command, const char *text) {
  const char *equals = strchr(text, '=');
  if (!equals || equals == text)
    return usage_error("-D %s: NAME=VALUE is wanted", text);
  const char *name = arena_printf(&command->common.session.arena, "%.*s",
                                  (int)(equals - text), text);
  ARRAY_PUSH(&command->settings, (Define){name, equals + 1});
  return -1;
}

static int take_option(DumpCommand *command, int option) {
  switch (option) {
  case 'D': return add_setting(command, optarg);
  case OPTION_DEFINITIONS: command->definitions = true; return -1;
  case OPTION_HEADERS: command->headers = true; return -1;
  default: return common_option(&command->common, option, help);
  }
}

int cmd_dump_tree(int argc, char **argv) {
  DumpCommand command = {0};
  int option, status = -1;
  common_begin(&command.common);
  while (status < 0 &&
         (option = next_option(argc, argv, "D:" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(&command, option);
  if (status >= 0)
    return status;
  if (optind + 1 != argc)
    return usage_error("dump-tree: one policy tree is wanted");
  command.folder = argv[optind];
  if (command.headers)
    dump_headers(&command);
  else
    dump_tree(&command);
  return common_end(&command.common);
}
