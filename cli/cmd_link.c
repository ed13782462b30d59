/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/file_contexts.h"
#include "backend/kernel.h"
#include "backend/package_map.h"
#include "cli/command.h"
#include "cli/compiled_contexts.h"
#include "cli/link_packages.h"
#include "cli/link_target.h"
#include "cli/options.h"
#include "lib/file.h"
#include "lib/memory.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc link BASE.pp MODULE.pp... [-o policy.NN] [-o LINKED.pp]\n"
    "Links packages (.pp, .mod, also .bz2), in any order, to a kernel policy.\n"
    "Without -o everything is checked and nothing is written.\n\n"
    "  -o, --output=FILE      the kernel policy; LINKED.pp: all as one base\n"
    "                         package, not expanded (both may be given)\n"
    "      --file-contexts=FILE  the file contexts of all packages, sorted,\n"
    "                         but for those of home folders:\n"
    "      --homedir-template=FILE  those that name HOME, ROLE or USER\n"
    "      --map              also write OUTPUT.map: where each rule comes from,\n"
    "                         as the maps beside the packages say\n"
    "  -O, --optimize         leave out rules that others already grant\n"
    "  -N, --disable-neverallow  do not check neverallow rules\n"
    "      --policy-version=N  24 to 35 (33)\n"
    "      --handle-unknown=HOW  deny, reject or allow (the base's)\n"
    "      --known=FOLDER     packages that are not linked, but are named if\n"
    "                         they declare a missing symbol\n"
    "      --report=FILE      write what went in and came out, as JSON\n"
    "      --name=NAME        of the policy, for --root (targeted)\n"
    LINUX_HELP COMPILED_CONTEXTS_HELP TARGET_HELP COMMON_HELP;

typedef struct LinkCommand {
  CommonOptions common;
  const char *kernel, *linked, *file_contexts, *homedirs;
  PolicyOptions policy;
  Buffer map;
  bool has_handle_unknown;
  HandleUnknown handle_unknown;
  KnownPackages known;
  TargetOptions target;
  const char *name; /* of the policy in the target tree */
  Report report;
} LinkCommand;

enum {
  OPTION_VERSION = OPTION_OWN,
  OPTION_FILE_CONTEXTS,
  OPTION_HOMEDIRS,
  OPTION_HANDLE_UNKNOWN,
  OPTION_KNOWN,
  OPTION_COMPILED,
  OPTION_KERNEL,
  OPTION_MAP,
  OPTION_NAME,
  OPTION_REPORT,
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"file-contexts", required_argument, NULL, OPTION_FILE_CONTEXTS},
    {"homedir-template", required_argument, NULL, OPTION_HOMEDIRS},
    {"map", no_argument, NULL, OPTION_MAP},
    {"optimize", no_argument, NULL, 'O'},
    {"disable-neverallow", no_argument, NULL, 'N'},
    {"policy-version", required_argument, NULL, OPTION_VERSION},
    {"handle-unknown", required_argument, NULL, OPTION_HANDLE_UNKNOWN},
    {"known", required_argument, NULL, OPTION_KNOWN},
    {"kernel", required_argument, NULL, OPTION_KERNEL},
    {"file-contexts-bin", required_argument, NULL, OPTION_COMPILED},
    {"name", required_argument, NULL, OPTION_NAME},
    {"report", required_argument, NULL, OPTION_REPORT},
    TARGET_OPTIONS,
    COMMON_OPTIONS,
};

static int set_output(LinkCommand *command, const char *path) {
  const char **output =
      path_ends(path, ".pp") ? &command->linked : &command->kernel;
  if (*output)
    return usage_error("-o %s: '%s' is to be written already", path, *output);
  *output = path;
  return -1;
}

static int set_version(LinkCommand *command, const char *text) {
  long version;
  if (!parse_number(text, KERNEL_VERSION_MIN, KERNEL_VERSION_MAX, &version))
    return usage_error("--policy-version: '%s' is not in %d to %d", text,
                       KERNEL_VERSION_MIN, KERNEL_VERSION_MAX);
  command->policy.version = (unsigned)version;
  return -1;
}

static int set_handle_unknown(LinkCommand *command, const char *text) {
  command->has_handle_unknown = true;
  if (!parse_handle_unknown(text, &command->handle_unknown))
    return usage_error("--handle-unknown: '%s' is not deny, reject or allow",
                       text);
  return -1;
}

static int take_option(LinkCommand *command, int option) {
  switch (option) {
  case 'o': return set_output(command, optarg);
  case 'O': command->policy.optimize = true; return -1;
  case 'N': command->policy.skip_neverallows = true; return -1;
  case OPTION_MAP: command->policy.map = &command->map; return -1;
  case OPTION_FILE_CONTEXTS: command->file_contexts = optarg; return -1;
  case OPTION_HOMEDIRS: command->homedirs = optarg; return -1;
  case OPTION_VERSION: return set_version(command, optarg);
  case OPTION_HANDLE_UNKNOWN: return set_handle_unknown(command, optarg);
  case OPTION_KNOWN: command->known.folder = optarg; return -1;
  case OPTION_KERNEL:
    return parse_linux(optarg, &command->policy.linux_version);
  case OPTION_COMPILED:
    return compiled_contexts_option(optarg, &command->target.compiled);
  case OPTION_NAME: command->name = optarg; return -1;
  case OPTION_REPORT: command->report.path = optarg; return -1;
  default:
    return option >= OPTION_TARGET_TREE
               ? target_option(&command->target, option)
               : common_option(&command->common, option, help);
  }
}

static int parse_command(LinkCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:ON" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status < 0 && optind == argc)
    return usage_error("link: a base package is missing");
  if (status < 0 && command->target.compiled && !command->file_contexts &&
      !command->target.root)
    return usage_error("--file-contexts-bin needs --file-contexts or --root");
  if (status < 0)
    status = target_options_check(&command->target);
  if (status < 0 && command->policy.map && !command->kernel &&
      !command->linked)
    return usage_error("--map needs -o");
  return status;
}

/* What a link makes before anything is written. */
typedef struct Link {
  LinkInputs inputs, disabled;
  FileContexts contexts; /* of all */
  Policy policy;
  Buffer kernel;
} Link;

static void add_output(Outputs *outputs, const char *path,
                       const Buffer *content) {
  if (path)
    ARRAY_PUSH(outputs, (Output){path, content->data, content->n});
}

static void write_target_tree(LinkCommand *command, const Link *link,
                              const Buffer *system, const Buffer *homedirs) {
  Session *session = &command->common.session;
  TargetTree target = {.name = command->name,
                       .policy = &link->policy,
                       .version = command->policy.version,
                       .kernel = &link->kernel,
                       .contexts = &link->contexts,
                       .file_contexts = system,
                       .homedir_template = homedirs,
                       .report = &command->report};
  link_target(session, &command->target, &link->inputs, &link->disabled,
              &target);
  target_tree_write(session, &command->target, &target);
  ARRAY_FREE(&target.files);
  ARRAY_FREE(&target.modules);
}

static void add_inputs(Report *report, const LinkInputs *inputs) {
  for (size_t i = 0; i < inputs->n; i++)
    ARRAY_PUSH(&report->inputs,
               (Output){inputs->v[i].path, inputs->v[i].file.data,
                        inputs->v[i].file.n});
}

static void fill_report(LinkCommand *command, const Link *link) {
  Report *report = &command->report;
  if (!report->path)
    return;
  add_inputs(report, &link->inputs);
  add_inputs(report, &link->disabled);
  report->policy = &link->policy;
  report->version = command->policy.version;
  report->modular = true;
  report->optimize = command->policy.optimize;
  report->skip_neverallows = command->policy.skip_neverallows;
  report->n_modules = link->inputs.n;
  report->n_file_contexts = link->contexts.n;
  if (command->target.root) {
    report->name = command->name;
    report->mode = command->target.mode;
    report->priority = command->target.store ? command->target.priority : 0;
  }
}

static void write_outputs(LinkCommand *command, const Link *link) {
  Session *session = &command->common.session;
  Outputs outputs = {0};
  Arena *arena = &session->arena;
  Buffer linked = {0}, linked_map = {0}, system = {0}, homedirs = {0};
  Buffer compiled = {0}, report = {0};
  Places places = {0};
  file_contexts_write(&session->names, &link->contexts, &system, &homedirs);
  if (command->linked) {
    Package package;
    link_inputs_join(session, &link->inputs, &package);
    package_write(session, &package, &places, &linked);
  }
  add_output(&outputs, command->kernel, &link->kernel);
  add_output(&outputs, command->linked, &linked);
  if (command->policy.map && command->kernel)
    add_output(&outputs, arena_printf(arena, "%s.map", command->kernel),
               &command->map);
  if (command->policy.map && command->linked) {
    package_map_write(session, &places, linked.data, linked.n, &linked_map);
    add_output(&outputs, arena_printf(arena, "%s.map", command->linked),
               &linked_map);
  }
  add_output(&outputs, command->file_contexts, &system);
  add_output(&outputs, command->homedirs, &homedirs);
  if (command->target.compiled && command->file_contexts) {
    compiled_contexts_make(session, command->file_contexts, &system,
                           command->target.compiled, &compiled);
    add_output(&outputs,
               arena_printf(&session->arena, "%s.bin", command->file_contexts),
               &compiled);
  }
  if (checkpoint(&session->diags)) {
    fill_report(command, link);
    report_add_outputs(&command->report, NULL, outputs.v, outputs.n);
    if (!command->target.root)
      report_add(&command->report, &outputs, &report);
    outputs_write(outputs.v, outputs.n);
  }
  if (command->target.root)
    write_target_tree(command, link, &system, &homedirs);
  ARRAY_FREE(&outputs);
  ARRAY_FREE(&places);
  buffer_free(&report);
  buffer_free(&linked);
  buffer_free(&linked_map);
  buffer_free(&system);
  buffer_free(&homedirs);
  buffer_free(&compiled);
}

/* What the options leave open the base decides. */
static void choose_options(LinkCommand *command, const LinkInputs *inputs) {
  LinkOptions *link = &command->policy.link;
  command->policy.customizations = &command->target.customizations;
  command->policy.changes = &command->target.changes;
  *link = link_inputs_options(inputs);
  link->free_blocks = !command->linked;
  if (!command->policy.version)
    command->policy.version = policy_version_default(
        link->target, command->policy.linux_version);
  if (command->has_handle_unknown)
    link->handle_unknown = command->handle_unknown;
  if (command->known.folder)
    known_packages_use(&command->known, &command->common.session, link);
}

static void link_all(LinkCommand *command, char **paths, size_t n) {
  Session *session = &command->common.session;
  Link link = {.inputs = {0}};
  link_inputs_read(session, paths, n,
                   command->report.path || command->target.store ||
                       command->target.packages,
                   &link.inputs);
  target_customizations_read(session, &command->target);
  link_inputs_order(session, &link.inputs);
  if (!checkpoint(&session->diags))
    return;
  /* Beyond this point there is one base, and every package is well formed. */
  link_target_disable(session, &command->target, &link.inputs,
                      &link.disabled);
  choose_options(command, &link.inputs);
  link_inputs_contexts(session, &link.inputs, &link.contexts);
  if (policy_from_modules(&link.policy, session,
                          link_inputs_modules(session, &link.inputs),
                          link.inputs.n, &command->policy, &link.kernel) &&
      link_contexts_finish(session, &link.policy, &link.contexts)) {
    write_outputs(command, &link);
    if (command->target.root && checkpoint(&command->common.session.diags))
      report_write(&command->report);
  }
  buffer_free(&link.kernel);
}

int cmd_link(int argc, char **argv) {
  LinkCommand command = {.policy = {.sort_contexts = true},
                         .name = "targeted"};
  mem_expect_much();
  common_begin(&command.common);
  target_options_init(&command.target);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  link_report_dead(&command.common);
  link_all(&command, argv + optind, (size_t)(argc - optind));
  return common_end(&command.common);
}
