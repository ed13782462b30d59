/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "backend/file_contexts.h"
#include "backend/kernel.h"
#include "backend/package.h"
#include "backend/package_map.h"
#include "backend/text_conf.h"
#include "cli/build_config.h"
#include "cli/build_packages.h"
#include "cli/command.h"
#include "cli/compiled_contexts.h"
#include "cli/link_packages.h"
#include "cli/local_modules.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/settings.h"
#include "cli/tree_headers.h"
#include "lib/file.h"
#include "lib/memory.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc build TREE [-o OUT] [OPTION]...\n"
    "Builds a reference-policy source tree (build.conf, policy/) as one\n"
    "policy: OUT/policy.NN, OUT/file_contexts, OUT/homedir_template.\n"
    "Without -o everything is checked and nothing is written.\n\n"
    "  -o, --output=OUT       the folder to write to; made if it is not there\n"
    "  -D NAME=VALUE          set a variable of build.conf: TYPE=mls, …\n"
    "  -O, --optimize         leave out rules that others already grant\n"
    "  -N, --disable-neverallow  do not check neverallow rules\n"
    "      --policy-version=N  24 to 35 (OUTPUT_POLICY of build.conf, or 33)\n"
    "      --target=PLATFORM  selinux (default) or xen\n"
    "      --map              also write OUT/policy.NN.map: where each rule\n"
    "                         comes from, for tecc why and tecc check; with\n"
    "                         --modules a map of each package, too\n"
    "      --modules          also OUT/modules/base.pp and NAME.pp of every\n"
    "                         module; the policy is linked from them\n"
    "      --report=FILE      write what went in and came out, as JSON\n"
    "      --policy-conf=FILE  also write the linked policy as policy.conf\n"
    LINUX_HELP COMPILED_CONTEXTS_HELP TARGET_HELP
    "      --headers          also what modules are compiled against, in\n"
    "                         DIR/usr/share/selinux/NAME/include\n" //
    COMMON_HELP;

typedef struct BuildCommand {
  CommonOptions common;
  const char *tree, *output, *policy_conf;
  Defines settings;
  PolicyOptions policy;
  TargetOptions target;
  Report report;
  Buffer map;
  bool modules;
  bool headers; /* in the target tree */
} BuildCommand;

/* What a build makes before anything is written. */
typedef struct Build {
  Tree *tree;
  TreePart *parts; /* the base, then the modules, if modules are asked for */
  size_t n_parts;
  FileContexts contexts; /* of all */
  Policy policy;
  Buffer kernel;
} Build;

enum {
  OPTION_VERSION = OPTION_OWN,
  OPTION_TARGET,
  OPTION_POLICY_CONF,
  OPTION_MODULES,
  OPTION_MAP,
  OPTION_REPORT,
  OPTION_COMPILED,
  OPTION_KERNEL,
  OPTION_HEADERS,
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"optimize", no_argument, NULL, 'O'},
    {"disable-neverallow", no_argument, NULL, 'N'},
    {"policy-version", required_argument, NULL, OPTION_VERSION},
    {"target", required_argument, NULL, OPTION_TARGET},
    {"policy-conf", required_argument, NULL, OPTION_POLICY_CONF},
    {"modules", no_argument, NULL, OPTION_MODULES},
    {"map", no_argument, NULL, OPTION_MAP},
    {"report", required_argument, NULL, OPTION_REPORT},
    {"kernel", required_argument, NULL, OPTION_KERNEL},
    {"headers", no_argument, NULL, OPTION_HEADERS},
    {"file-contexts-bin", required_argument, NULL, OPTION_COMPILED},
    TARGET_OPTIONS,
    COMMON_OPTIONS,
};

static int set_version(BuildCommand *command, const char *text) {
  long version;
  if (!parse_number(text, KERNEL_VERSION_MIN, KERNEL_VERSION_MAX, &version))
    return usage_error("--policy-version: '%s' is not in %d to %d", text,
                       KERNEL_VERSION_MIN, KERNEL_VERSION_MAX);
  command->policy.version = (unsigned)version;
  return -1;
}

/* Takes one option; -1 to go on, else the exit status. */
static int take_option(BuildCommand *command, int option) {
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'D': return setting_add(&command->common.session.arena,
                               &command->settings, optarg);
  case 'O': command->policy.optimize = true; return -1;
  case 'N': command->policy.skip_neverallows = true; return -1;
  case OPTION_VERSION: return set_version(command, optarg);
  case OPTION_MAP: command->policy.map = &command->map; return -1;
  case OPTION_POLICY_CONF: command->policy_conf = optarg; return -1;
  case OPTION_REPORT: command->report.path = optarg; return -1;
  case OPTION_MODULES: command->modules = true; return -1;
  case OPTION_HEADERS: command->headers = true; return -1;
  case OPTION_KERNEL:
    return parse_linux(optarg, &command->policy.linux_version);
  case OPTION_COMPILED:
    return compiled_contexts_option(optarg, &command->target.compiled);
  case OPTION_TARGET:
    if (!parse_target(optarg, &command->policy.link.target))
      return usage_error("--target: '%s' is not selinux or xen", optarg);
    return -1;
  default:
    return option >= OPTION_TARGET_TREE
               ? target_option(&command->target, option)
               : common_option(&command->common, option, help);
  }
}

static int parse_command(BuildCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:D:ON" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (optind + 1 != argc)
    return usage_error("build: one policy tree is wanted");
  if (command->policy.map && !command->output)
    return usage_error("--map needs -o");
  if ((status = target_options_check(&command->target)) >= 0)
    return status;
  if (command->headers && !command->target.root)
    return usage_error("--headers needs --root");
  command->tree = argv[optind];
  command->modules |= command->target.store || command->target.packages;
  /* Packages are written of the modules when they have been linked. */
  command->policy.link.free_blocks = !command->modules;
  return -1;
}

/* What build.conf says, where the command line is silent. */
static void apply_conf(BuildCommand *command, const BuildConf *conf) {
  static const HandleUnknown unknown[] = {
      [UNKNOWN_DENY] = HANDLE_UNKNOWN_DENY,
      [UNKNOWN_ALLOW] = HANDLE_UNKNOWN_ALLOW,
      [UNKNOWN_REJECT] = HANDLE_UNKNOWN_REJECT,
  };
  PolicyOptions *policy = &command->policy;
  policy->link.mls = conf->type != TYPE_STANDARD;
  policy->link.free_blocks = !command->modules; /* else they are written, too */
  policy->customizations = &command->target.customizations;
  policy->changes = &command->target.changes;
  policy->link.handle_unknown = unknown[conf->unknown];
  if (!policy->version)
    policy->version = conf->version
                          ? conf->version
                          : policy_version_default(policy->link.target,
                                                   policy->linux_version);
}

/* OUT/NAME, or nothing without -o. */
static void add_output(const BuildCommand *command, Outputs *outputs,
                       Arena *arena, const char *name, const Buffer *content) {
  if (command->output)
    ARRAY_PUSH(outputs, (Output){path_join(arena, command->output, name),
                                 content->data, content->n});
}

static const char *part_name(const Session *session, const Build *build,
                             size_t i) {
  Name name = build->parts[i].module.name.name;
  return i ? name_text(&session->names, name) : "base";
}

/* Appends OUT/modules/NAME.pp of every part, and its map if it is wanted;
 * `images` and `maps` hold the bytes, which take the place of the parts. */
static void add_packages(const BuildCommand *command, Session *session,
                         Build *build, Outputs *outputs,
                         Buffer *images, Buffer *maps) {
  Arena *arena = &session->arena;
  Buffer image = {0}; /* grows once; the copies have their exact size */
  for (size_t i = 0; i < build->n_parts; i++) {
    Package package;
    Places places = {0};
    const char *name = part_name(session, build, i);
    part_package(session, &build->parts[i], &package);
    package_write(session, &package, &places, &image);
    module_free_blocks(&build->parts[i].module);
    put_bytes(&images[i], image.data, image.n);
    image.n = 0;
    add_output(command, outputs, arena,
               arena_printf(arena, "modules/%s.pp", name), &images[i]);
    if (command->policy.map) {
      package_map_write(session, &places, images[i].data, images[i].n,
                        &maps[i]);
      add_output(command, outputs, arena,
                 arena_printf(arena, "modules/%s.pp.map", name), &maps[i]);
    }
    ARRAY_FREE(&places);
  }
  buffer_free(&image);
}

static void make_folders(const BuildCommand *command, Arena *arena) {
  if (command->output)
    folder_make(command->output);
  if (command->output && command->modules)
    folder_make(path_join(arena, command->output, "modules"));
}

static void write_target_tree(BuildCommand *command, const Build *build,
                              const Buffer *images, const Buffer *system,
                              const Buffer *homedirs) {
  Session *session = build->policy.session;
  TargetTree target = {.policy = &build->policy,
                       .version = command->policy.version,
                       .kernel = &build->kernel,
                       .contexts = &build->contexts,
                       .file_contexts = system,
                       .homedir_template = homedirs,
                       .report = &command->report};
  build_config(session, build->tree, &target);
  for (size_t i = 0; i < build->n_parts; i++)
    ARRAY_PUSH(&target.modules, (StoreModule){part_name(session, build, i),
                                              &images[i], false});
  if (command->headers)
    tree_headers_add(session, build->tree, "include", &target.share);
  target_tree_write(session, &command->target, &target);
  ARRAY_FREE(&target.files);
  ARRAY_FREE(&target.share);
  ARRAY_FREE(&target.modules);
}

static void fill_report(BuildCommand *command, const Build *build) {
  Report *report = &command->report;
  report->folder = command->tree;
  report->name = build->tree->conf.name;
  report->conf = &build->tree->conf;
  report->n_modules = build->tree->n_base + build->tree->n_loadable;
  report->policy = &build->policy;
  report->version = command->policy.version;
  report->modular = command->modules;
  report->optimize = command->policy.optimize;
  report->skip_neverallows = command->policy.skip_neverallows;
  report->n_file_contexts = build->contexts.n;
  report->mode = command->target.root ? command->target.mode : NULL;
  report->priority = command->target.store ? command->target.priority : 0;
}

static void write_outputs(BuildCommand *command, Build *build) {
  Session *session = build->policy.session;
  Arena *arena = &session->arena;
  Outputs outputs = {0};
  Buffer conf = {0}, system = {0}, homedirs = {0}, compiled = {0};
  Buffer report = {0};
  Buffer *images = ARENA_NEW_N(arena, Buffer, build->n_parts);
  Buffer *maps = ARENA_NEW_N(arena, Buffer, build->n_parts);
  char *name = arena_printf(arena, "policy.%u", command->policy.version);
  file_contexts_write(&session->names, &build->contexts, &system, &homedirs);
  add_packages(command, session, build, &outputs, images, maps);
  add_output(command, &outputs, arena, name, &build->kernel);
  if (command->policy.map)
    add_output(command, &outputs, arena, arena_printf(arena, "%s.map", name),
               &command->map);
  add_output(command, &outputs, arena, "file_contexts", &system);
  add_output(command, &outputs, arena, "homedir_template", &homedirs);
  if (command->target.compiled && command->output) {
    compiled_contexts_make(session, "file_contexts", &system,
                           command->target.compiled, &compiled);
    add_output(command, &outputs, arena, "file_contexts.bin", &compiled);
  }
  if (command->policy_conf) {
    text_conf_write(&build->policy, &conf);
    ARRAY_PUSH(&outputs, (Output){command->policy_conf, conf.data, conf.n});
  }
  if (checkpoint(&session->diags)) {
    fill_report(command, build);
    report_add_outputs(&command->report, command->output, outputs.v,
                       outputs.n);
    if (!command->target.root)
      report_add(&command->report, &outputs, &report);
    make_folders(command, arena);
    outputs_write(outputs.v, outputs.n);
  }
  if (command->target.root)
    write_target_tree(command, build, images, &system, &homedirs);
  for (size_t i = 0; i < build->n_parts; i++) {
    buffer_free(&images[i]);
    buffer_free(&maps[i]);
  }
  buffer_free(&system);
  buffer_free(&homedirs);
  buffer_free(&conf);
  buffer_free(&compiled);
  buffer_free(&report);
  ARRAY_FREE(&outputs);
}

static void print_summary(const BuildCommand *command, const Tree *tree,
                          const Policy *policy, const Buffer *kernel,
                          size_t n_contexts, clock_t start) {
  size_t n_attributes = 0;
  for (size_t i = 0; i < policy->types.n; i++)
    n_attributes += policy->types.v[i].is_attribute;
  printf("%s (%s, %s): %zu modules, %zu types, %zu attributes, %zu rules, "
         "%zu access vectors, %zu file contexts; policy.%u is %zu bytes; "
         "%.2f s\n",
         command->tree, tree->conf.name, policy_type_name(tree->conf.type),
         tree->n_base + tree->n_loadable, policy->types.n - n_attributes,
         n_attributes, policy->av_rules.n + policy->type_rules.n,
         policy->av_table.n, n_contexts, command->policy.version, kernel->n,
         (double)(clock() - start) / CLOCKS_PER_SEC);
}

/* Reads the tree's policy: one module, or base and modules. */
static Module *read_modules(BuildCommand *command, Build *build, size_t *n) {
  Session *session = &command->common.session;
  Target target = command->policy.link.target;
  Module *modules;
  *n = 1;
  if (command->modules) {
    build->parts = build_tree_modular(session, build->tree, target, n);
    build->n_parts = *n;
    build->parts[0].module.handle_unknown =
        command->policy.link.handle_unknown;
    modules = parts_modules(session, build->parts, *n, &build->contexts);
  } else {
    modules = ARENA_NEW(&session->arena, Module);
    build_tree_monolithic(session, build->tree, target, modules,
                          &build->contexts);
  }
  file_contexts_check(session, &build->contexts);
  file_contexts_sort(&session->names, &build->contexts);
  file_contexts_check_shadowed(session, &build->contexts);
  return modules;
}

static void build(BuildCommand *command) {
  clock_t start = clock();
  Session *session = &command->common.session;
  Build build = {.tree = NULL};
  size_t n;
  build.tree = tree_read(session, command->tree, &command->settings,
                         command->modules ? TREE_MODULAR : TREE_MONOLITHIC);
  if (!checkpoint(&session->diags))
    return;
  apply_conf(command, &build.tree->conf);
  target_customizations_read(session, &command->target);
  local_modules_apply(session, &command->target.customizations, build.tree);
  Module *modules = read_modules(command, &build, &n);
  if (!checkpoint(&session->diags))
    return;
  /* Beyond this point every unit is well formed. */
  if (!policy_from_modules(&build.policy, session, modules, n,
                           &command->policy, &build.kernel))
    return;
  if (command->modules &&
      !link_contexts_finish(session, &build.policy, &build.contexts))
    return;
  write_outputs(command, &build);
  if (!checkpoint(&session->diags))
    return;
  if (command->target.root)
    report_write(&command->report);
  if (!command->common.quiet)
    print_summary(command, build.tree, &build.policy, &build.kernel,
                  build.contexts.n, start);
}

int cmd_build(int argc, char **argv) {
  BuildCommand command = {.policy.sort_contexts = true};
  mem_expect_much();
  common_begin(&command.common);
  target_options_init(&command.target);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  build(&command);
  return common_end(&command.common);
}
