/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkmodule(8): the same options and verdicts, with our messages.
 * Differences: exit status 2 for wrong usage and system failures; the output
 * is written whole or not at all, by default in the lowest version that its
 * content needs. */
#include <string.h>

#include "backend/kernel.h"
#include "backend/package.h"
#include "backend/sepol_text.h"
#include "cli/command.h"
#include "cli/module_target.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/source_module.h"
#include "lib/fatal.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: checkmodule [-b] [-m] [-C [-L]] [-U deny|allow|reject] [-M] [-N]\n"
    "                   [-E] [-c VERSION] [-o FILE] [-V] [INPUT]\n"
    "Compiles a base module, or with -m a loadable one, from the text that m4\n"
    "made (INPUT, or policy.conf; '-': standard input).\n\n"
    "  -b, --binary           INPUT (or base.mod) is a base module\n"
    "  -m                     make a loadable module\n"
    "  -C, --cil              write CIL text\n"
    "  -U, --handle-unknown=WHAT  what the kernel does with permissions that\n"
    "                         the policy does not know: deny, allow, reject\n"
    "  -M, --mls              the policy is MLS\n"
    "  -N, --disable-neverallow  do not check neverallow rules\n"
    "  -c VERSION             4 to 24 (the lowest that the content needs)\n"
    "  -o, --output=FILE      the file to write; none: only check\n"
    "  -E, --werror           every warning is an error\n"
    "  -L, --line-marker-for-allow  taken for compatibility; with -C\n"
    "  -V, --version          print the known module versions\n" //
    COMMON_HELP;

typedef struct CheckModule {
  CommonOptions common;
  bool binary, loadable, cil, line_markers, show_version;
  const char *input, *output;
  ModuleTarget target;
  PolicyOptions policy;
} CheckModule;

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"binary", no_argument, NULL, 'b'},
    {"version", no_argument, NULL, 'V'},
    {"handle-unknown", required_argument, NULL, 'U'},
    {"mls", no_argument, NULL, 'M'},
    {"disable-neverallow", no_argument, NULL, 'N'},
    {"cil", no_argument, NULL, 'C'},
    {"line-marker-for-allow", no_argument, NULL, 'L'},
    COMMON_OPTIONS,
};

static int take_option(CheckModule *command, int option) {
  LinkOptions *link = &command->policy.link;
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'b': command->binary = true; return -1;
  case 'm': command->loadable = true; return -1;
  case 'C': command->cil = true; return -1;
  case 'L': command->line_markers = true; return -1;
  case 'V': command->show_version = true; return -1;
  case 'M': link->mls = true; return -1;
  case 'N': command->policy.skip_neverallows = true; return -1;
  case 'c': return module_target_version(&command->target, optarg);
  case 'E': return common_option(&command->common, OPTION_WERROR, help);
  case 'h': return common_option(&command->common, OPTION_HELP, help);
  case 'U':
    if (!parse_handle_unknown(optarg, &link->handle_unknown))
      return usage_error("-U %s: deny, allow or reject is wanted", optarg);
    return -1;
  default: return common_option(&command->common, option, help);
  }
}

static int check_command(const CheckModule *command) {
  if (command->loadable && command->policy.link.handle_unknown)
    return usage_error("-U is of a base module; with -m it has no meaning");
  if (command->loadable && command->binary)
    return usage_error("-b and -m exclude each other");
  if (command->line_markers && !command->cil)
    return usage_error("-L needs -C");
  if (command->cil && !command->output)
    return usage_error("-C needs -o");
  return -1;
}

static int parse_command(CheckModule *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "ho:bVEU:mMNCc:L" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (command->show_version) {
    printf("Module versions %d-%d\n", MODULE_VERSION_MIN, MODULE_VERSION_MAX);
    return 0;
  }
  command->input = command->binary ? "base.mod" : "policy.conf";
  if (optind < argc)
    command->input = argv[optind++];
  if (optind < argc)
    return usage_error("one input file is wanted");
  return check_command(command);
}

/* Reads a base module again. */
static void read_binary(CheckModule *command, Module *module) {
  Session *session = &command->common.session;
  Package package;
  if (!package_read(session, command->input, &package))
    return;
  *module = package.module;
  if (!module->is_base)
    diag_error(&session->diags, no_place, "%s is a loadable module",
               command->input);
  else if (module->mls != command->policy.link.mls)
    diag_error(&session->diags, no_place,
               module->mls ? "%s is an MLS module; give -M"
                           : "%s is not an MLS module, but -M is given",
               command->input);
}

static void read_source(CheckModule *command, Module *module) {
  LowerOptions lower = {.is_base = !command->loadable,
                        .mls = command->policy.link.mls,
                        .strict_order = true};
  module_from_source(&command->common.session, command->input, &lower, module);
  if (!command->loadable)
    module->handle_unknown = command->policy.link.handle_unknown;
}

/* A base must be a policy by itself; the CIL of one need not. */
static void check_base(CheckModule *command, Module *module) {
  Policy policy = {0};
  Buffer unused = {0};
  command->policy.version = KERNEL_VERSION_MAX;
  policy_from_modules(&policy, &command->common.session, module, 1,
                      &command->policy, &unused);
  buffer_free(&unused);
}

static void write_output(CheckModule *command, const Module *module) {
  Session *session = &command->common.session;
  Buffer image = {0}, text = {0};
  unsigned version = module_target_choose(&command->target, session, module,
                                          command->common.verbose);
  module_write(session, module, version, NULL, &image);
  if (!checkpoint(&session->diags))
    return;
  if (command->cil &&
      !sepol_text_write(image.data, image.n, SEPOL_TEXT_MODULE_CIL, &text))
    fatal("libsepol cannot print the module");
  const Buffer *out = command->cil ? &text : &image;
  Output output = {command->output, out->data, out->n};
  outputs_write(&output, 1);
  buffer_free(&image);
  buffer_free(&text);
}

static void check_module(CheckModule *command) {
  Session *session = &command->common.session;
  Module module = {0};
  if (command->binary)
    read_binary(command, &module);
  else
    read_source(command, &module);
  if (command->loadable && command->output)
    module_name_check(session, &module, command->output);
  if (!checkpoint(&session->diags))
    return;
  if (module.is_base && !command->cil)
    check_base(command, &module);
  if (command->output && checkpoint(&session->diags))
    write_output(command, &module);
}

int cmd_checkmodule(int argc, char **argv) {
  CheckModule command = {0};
  mem_expect_much();
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  check_module(&command);
  return common_end(&command.common);
}
