/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "cli/baseline.h"
#include "cli/command.h"
#include "cli/load_policy.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/read_rules.h"
#include "cli/settings.h"
#include "ir/passes.h"
#include "lib/file.h"
#include "lib/memory.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc check INPUT... [--assert FILE]... [OPTION]...\n"
    "Holds a policy against its neverallow rules and bounds.  INPUT is a\n"
    "policy tree, a policy.conf, a kernel policy, or a base package and\n"
    "modules: packages or .te files.\n\n"
    "      --assert=FILE      neverallow rules that are not part of the "
    "policy\n"
    "      --baseline=FILE    accept the violations that FILE lists\n"
    "      --update-baseline  write FILE anew: accept all that there are now\n"
    "  -I DIR                 the policy headers for .te files (as for "
    "compile)\n"
    "  -D NAME=VALUE          set a variable of build.conf: TYPE=mls, …\n"
    "      --target=PLATFORM  of source: selinux (default) or xen\n"
    "      --map=FILE         where the rules of a kernel policy come from;\n"
    "                         by default INPUT.map where that is there\n"
    LINUX_HELP COMMON_HELP;

typedef struct CheckCommand {
  CommonOptions common;
  LoadOptions load;
  Paths asserts;
  const char *baseline_path;
  bool update_baseline;
  Policy *policy;
  Baseline baseline;
  LinuxVersion linux_version; /* 0: none is asked for */
  unsigned version; /* of the kernel policy, if it is one */
  size_t n_accepted; /* violations that the baseline has */
} CheckCommand;

enum {
  OPTION_ASSERT = OPTION_OWN,
  OPTION_BASELINE,
  OPTION_UPDATE_BASELINE,
  OPTION_TARGET,
  OPTION_MAP,
  OPTION_KERNEL,
};

static const struct option options[] = {
    {"assert", required_argument, NULL, OPTION_ASSERT},
    {"baseline", required_argument, NULL, OPTION_BASELINE},
    {"update-baseline", no_argument, NULL, OPTION_UPDATE_BASELINE},
    {"target", required_argument, NULL, OPTION_TARGET},
    {"kernel", required_argument, NULL, OPTION_KERNEL},
    {"map", required_argument, NULL, OPTION_MAP},
    COMMON_OPTIONS,
};

/* Takes one option; -1 to go on, else the exit status. */
static int take_option(CheckCommand *command, int option) {
  switch (option) {
  case OPTION_ASSERT: ARRAY_PUSH(&command->asserts, optarg); return -1;
  case OPTION_BASELINE: command->baseline_path = optarg; return -1;
  case OPTION_UPDATE_BASELINE: command->update_baseline = true; return -1;
  case OPTION_KERNEL: return parse_linux(optarg, &command->linux_version);
  case OPTION_MAP: command->load.map = optarg; return -1;
  case 'I': command->load.headers = optarg; return -1;
  case 'D': return setting_add(&command->common.session.arena,
                               &command->load.settings, optarg);
  case OPTION_TARGET:
    if (!parse_target(optarg, &command->load.target))
      return usage_error("--target: '%s' is not selinux or xen", optarg);
    return -1;
  default: return common_option(&command->common, option, help);
  }
}

static int parse_command(CheckCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "I:D:" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (optind == argc)
    return usage_error("check: a policy is wanted");
  if (command->update_baseline && !command->baseline_path)
    return usage_error("--update-baseline needs --baseline");
  return -1;
}

static void take_violation(void *context, const Violation *violation) {
  CheckCommand *command = context;
  if (!command->baseline_path) {
    report_violation(command->policy, violation);
    return;
  }
  Violation rest;
  bool is_new = baseline_rest(&command->baseline, violation, &rest);
  if (!is_new)
    command->n_accepted++;
  else if (!command->update_baseline)
    report_violation(command->policy, &rest);
  baseline_free_rest(&rest);
}

static void read_assertions(CheckCommand *command) {
  for (size_t i = 0; i < command->asserts.n; i++)
    read_rules(&command->common.session, command->asserts.v[i],
               RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW,
               "a file of assertions", "neverallow and neverallowxperm rules",
               &command->load.assertions);
}

static void write_baseline(const CheckCommand *command) {
  Buffer text = {0};
  baseline_write(&command->baseline, &text);
  Output output = {command->baseline_path, text.data, text.n};
  outputs_write(&output, 1);
  buffer_free(&text);
}

static void print_summary(const CheckCommand *command, const char *input,
                          size_t n_assertions) {
  unsigned n_errors = command->common.session.diags.n_errors;
  printf("%s: %zu assertion%s, %u error%s", input, n_assertions,
         n_assertions == 1 ? "" : "s", n_errors, n_errors == 1 ? "" : "s");
  if (command->baseline_path && !command->update_baseline)
    printf(", %zu accepted by the baseline", command->n_accepted);
  putchar('\n');
}

static void check(CheckCommand *command, char **inputs, int n) {
  Session *session = &command->common.session;
  read_assertions(command);
  if (!checkpoint(&session->diags))
    return;
  Policy *policy = load_policy(session, inputs, (size_t)n, &command->load);
  if (!policy)
    return;
  command->policy = policy;
  if (command->baseline_path)
    baseline_read(&command->baseline, policy, command->baseline_path,
                  command->update_baseline);
  check_bounds(policy);
  if (command->linux_version)
    check_linux(policy, command->linux_version, command->version);
  size_t n_assertions = check_assertions(policy, take_violation, command);
  if (command->update_baseline)
    write_baseline(command);
  else if (command->baseline_path)
    baseline_report_stale(&command->baseline);
  baseline_free(&command->baseline);
  diag_flush(&session->diags);
  if (!command->common.quiet)
    print_summary(command, inputs[0], n_assertions);
}

int cmd_check(int argc, char **argv) {
  CheckCommand command = {0};
  command.load.version = &command.version;
  mem_expect_much();
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  check(&command, argv + optind, argc - optind);
  return common_end(&command.common);
}
