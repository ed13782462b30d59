/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* semodule_link(8) and semodule_expand(8): the same options, with our
 * messages; exit status 2 for wrong usage and system failures. */
#include <stdio.h>

#include "backend/kernel.h"
#include "cli/command.h"
#include "cli/link_packages.h"
#include "cli/options.h"
#include "lib/memory.h"
#include "lib/outputs.h"

static const char link_help[] =
    "Usage: semodule_link [-o LINKED] BASE MODULE...\n"
    "Links packages to one base package that semodule_expand takes.\n\n"
    "  -o, --outfile=FILE     the package to write; else only check\n"
    "  -V                     print the version and exit\n" //
    COMMON_HELP;

static const char expand_help[] =
    "Usage: semodule_expand [-a] [-c VERSION] BASE POLICY\n"
    "Writes the kernel policy of a linked base package.\n\n"
    "  -a                     do not check neverallow rules\n"
    "  -c VERSION             of the policy: 24 to 35 (33)\n"
    "  -V                     print the version and exit\n" //
    COMMON_HELP;

/* What -V of both prints since they exist. */
#define TOOL_VERSION "1.0"

typedef struct ToolCommand {
  CommonOptions common;
  const char *output;
  bool show_version;
  PolicyOptions policy;
} ToolCommand;

static const struct option link_options[] = {
    {"outfile", required_argument, NULL, 'o'},
    COMMON_OPTIONS,
};

static const struct option expand_options[] = {COMMON_OPTIONS};

static int set_version(ToolCommand *command, const char *text) {
  long version;
  if (!parse_number(text, KERNEL_VERSION_MIN, KERNEL_VERSION_MAX, &version))
    return usage_error("-c %s: the policy versions are %d to %d", text,
                       KERNEL_VERSION_MIN, KERNEL_VERSION_MAX);
  command->policy.version = (unsigned)version;
  return -1;
}

static int take_link_option(ToolCommand *command, int option) {
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'V': command->show_version = true; return -1;
  case 'h': return common_option(&command->common, OPTION_HELP, link_help);
  default: return common_option(&command->common, option, link_help);
  }
}

static int take_expand_option(ToolCommand *command, int option) {
  switch (option) {
  case 'a': command->policy.skip_neverallows = true; return -1;
  case 'c': return set_version(command, optarg);
  case 'V': command->show_version = true; return -1;
  case 'h': return common_option(&command->common, OPTION_HELP, expand_help);
  default: return common_option(&command->common, option, expand_help);
  }
}

/* The exit status of -V and of wrong arguments, or -1 to go on. */
static int check_arguments(const ToolCommand *command, int n, int least,
                           int most) {
  if (command->show_version)
    return puts(TOOL_VERSION), 0;
  if (n < least || n > most)
    return usage_error(most == 2 ? "a base package and an output are wanted"
                                 : "a base and a module are wanted");
  return -1;
}

/* The first package must be a base, the others must not. */
static void check_order(Session *session, const LinkInputs *inputs) {
  for (size_t i = 0; i < inputs->n; i++) {
    bool is_base = inputs->v[i].package.module.is_base;
    if (is_base != (i == 0))
      diag_error(&session->diags, no_place,
                 i ? "'%s' is a base package where a module is expected"
                   : "'%s' is a module where the base package is expected",
                 inputs->v[i].path);
  }
}

/* Reads packages and links them; false after an error. */
static bool read_and_link(ToolCommand *command, char **paths, size_t n,
                          LinkInputs *inputs, Policy *policy) {
  Session *session = &command->common.session;
  link_inputs_read(session, paths, n, false, inputs);
  check_order(session, inputs);
  link_inputs_order(session, inputs);
  if (!checkpoint(&session->diags))
    return false;
  command->policy.link = link_inputs_options(inputs);
  link_modules(policy, session, link_inputs_modules(session, inputs),
               inputs->n, &command->policy.link);
  return checkpoint(&session->diags);
}

static void link_tool(ToolCommand *command, char **paths, size_t n) {
  Session *session = &command->common.session;
  LinkInputs inputs = {0};
  Policy policy = {0};
  Package package;
  Buffer out = {0};
  if (!read_and_link(command, paths, n, &inputs, &policy) || !command->output)
    return;
  link_inputs_join(session, &inputs, &package);
  package_write(session, &package, NULL, &out);
  Output output = {command->output, out.data, out.n};
  if (checkpoint(&session->diags))
    outputs_write(&output, 1);
  buffer_free(&out);
}

int cmd_semodule_link(int argc, char **argv) {
  ToolCommand command = {.output = NULL};
  int option, status = -1;
  mem_expect_much();
  common_begin(&command.common);
  while (status < 0 &&
         (option = next_option(argc, argv, "ho:V" COMMON_LETTERS,
                               link_options)) != -1)
    status = take_link_option(&command, option);
  if (status < 0)
    status = check_arguments(&command, argc - optind, 2, argc);
  if (status >= 0)
    return status;
  link_report_dead(&command.common);
  link_tool(&command, argv + optind, (size_t)(argc - optind));
  return common_end(&command.common);
}

static void expand_tool(ToolCommand *command, char *base, const char *path) {
  Session *session = &command->common.session;
  LinkInputs inputs = {0};
  Policy policy = {0};
  Buffer out = {0};
  link_inputs_read(session, &base, 1, false, &inputs);
  check_order(session, &inputs);
  if (!checkpoint(&session->diags))
    return;
  command->policy.link = link_inputs_options(&inputs);
  Output output = {path, NULL, 0};
  if (policy_from_modules(&policy, session, &inputs.v[0].package.module, 1,
                          &command->policy, &out)) {
    output.data = out.data;
    output.length = out.n;
    outputs_write(&output, 1);
  }
  buffer_free(&out);
}

int cmd_semodule_expand(int argc, char **argv) {
  ToolCommand command = {.policy.version = KERNEL_VERSION_DEFAULT};
  int option, status = -1;
  mem_expect_much();
  common_begin(&command.common);
  while (status < 0 &&
         (option = next_option(argc, argv, "hac:V" COMMON_LETTERS,
                               expand_options)) != -1)
    status = take_expand_option(&command, option);
  if (status < 0)
    status = check_arguments(&command, argc - optind, 2, 2);
  if (status >= 0)
    return status;
  if (command.common.verbose)
    printf("policy version %u\n", command.policy.version);
  expand_tool(&command, argv[optind], argv[optind + 1]);
  return common_end(&command.common);
}
