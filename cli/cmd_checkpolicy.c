/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpolicy(8): the same options and verdicts, with our messages.
 * Differences: exit status 2 for wrong usage and system failures, and the
 * output is written whole or not at all. */
#include <stdlib.h>
#include <string.h>

#include "backend/kernel.h"
#include "backend/module.h"
#include "backend/sepol_text.h"
#include "cli/checkpolicy_debug.h"
#include "cli/command.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/source_module.h"
#include "lib/fatal.h"
#include "lib/memory.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: checkpolicy [-b[F]] [-C] [-d] [-U deny|allow|reject] [-M] [-N]\n"
    "                   [-c VERSION] [-o OUTPUT|-] [-S] [-O] [-t selinux|xen]\n"
    "                   [-E] [-L] [-V] [INPUT]\n"
    "Compiles a policy.conf (INPUT, or policy.conf; '-': standard input).\n\n"
    "  -b, --binary           INPUT (or policy) is a kernel policy\n"
    "  -F, --conf             write policy.conf text; with -b\n"
    "  -C, --cil              write CIL text\n"
    "  -d, --debug            ask and answer about the policy, interactively\n"
    "  -U, --handle-unknown=WHAT  what the kernel does with permissions that\n"
    "                         the policy does not know: deny, allow, reject\n"
    "  -M, --mls              the policy is MLS\n"
    "  -N, --disable-neverallow  do not check neverallow rules\n"
    "  -c VERSION             the policy version to write (33)\n"
    "  -o, --output=FILE      the file to write; none: only check\n"
    "  -S, --sort             put contexts in order, narrow before wide\n"
    "  -O, --optimize         leave out rules that others already grant\n"
    "  -t, --target=PLATFORM  selinux or xen\n"
    "  -E, --werror           every warning is an error\n"
    "  -L, --line-marker-for-allow  taken for compatibility; with -C\n"
    "  -V, --version          print the default and known policy versions\n"
    COMMON_HELP;

typedef struct CheckPolicy {
  CommonOptions common;
  bool binary, conf, cil, debug, show_version, line_markers;
  const char *input, *output;
  PolicyOptions policy;
} CheckPolicy;

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"target", required_argument, NULL, 't'},
    {"binary", no_argument, NULL, 'b'},
    {"debug", no_argument, NULL, 'd'},
    {"version", no_argument, NULL, 'V'},
    {"handle-unknown", required_argument, NULL, 'U'},
    {"mls", no_argument, NULL, 'M'},
    {"disable-neverallow", no_argument, NULL, 'N'},
    {"cil", no_argument, NULL, 'C'},
    {"conf", no_argument, NULL, 'F'},
    {"sort", no_argument, NULL, 'S'},
    {"optimize", no_argument, NULL, 'O'},
    {"line-marker-for-allow", no_argument, NULL, 'L'},
    COMMON_OPTIONS,
};

static int set_version(CheckPolicy *command, const char *text) {
  long version;
  if (!parse_number(text, KERNEL_VERSION_MIN, KERNEL_VERSION_MAX, &version))
    return usage_error("-c %s: the policy versions are %d to %d", text,
                       KERNEL_VERSION_MIN, KERNEL_VERSION_MAX);
  command->policy.version = (unsigned)version;
  return -1;
}

/* Takes one option; -1 to go on, else the exit status. */
static int take_option(CheckPolicy *command, int option) {
  LinkOptions *link = &command->policy.link;
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'b': command->binary = true; return -1;
  case 'F': command->conf = true; return -1;
  case 'C': command->cil = true; return -1;
  case 'd': command->debug = true; return -1;
  case 'V': command->show_version = true; return -1;
  case 'M': link->mls = true; return -1;
  case 'N': command->policy.skip_neverallows = true; return -1;
  case 'S': command->policy.sort_contexts = true; return -1;
  case 'O': command->policy.optimize = true; return -1;
  case 'L': command->line_markers = true; return -1;
  case 'c': return set_version(command, optarg);
  case 'E': return common_option(&command->common, OPTION_WERROR, help);
  case 'h': return common_option(&command->common, OPTION_HELP, help);
  case 't':
    if (!parse_target(optarg, &link->target))
      return usage_error("-t %s: the targets are selinux and xen", optarg);
    return -1;
  case 'U':
    if (!parse_handle_unknown(optarg, &link->handle_unknown))
      return usage_error("-U %s: deny, allow or reject is wanted", optarg);
    return -1;
  default: return common_option(&command->common, option, help);
  }
}

static int check_command(const CheckPolicy *command) {
  if (command->cil && command->conf)
    return usage_error("-C and -F exclude each other");
  if (command->conf && !command->binary)
    return usage_error("-F needs -b");
  if (command->line_markers && !command->cil)
    return usage_error("-L needs -C");
  if (!kernel_version_exists(command->policy.link.target,
                             command->policy.version))
    return usage_error("-c %u: the target has no such policy version",
                       command->policy.version);
  return -1;
}

static int parse_command(CheckPolicy *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:t:dbU:MNCFSVc:OELh" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (!command->policy.version)
    command->policy.version =
        policy_version_default(command->policy.link.target, 0);
  if (command->show_version) {
    printf("%u (compatibility range %d-%d)\n", command->policy.version,
           KERNEL_VERSION_MAX, KERNEL_VERSION_MIN);
    return 0;
  }
  command->input = command->binary ? "policy" : "policy.conf";
  if (optind < argc)
    command->input = argv[optind++];
  if (optind < argc)
    return usage_error("one input file is wanted");
  return check_command(command);
}

/* Reads and writes again a kernel policy. */
static void convert(CheckPolicy *command, Buffer *image) {
  Session *session = &command->common.session;
  Policy *policy = kernel_read(session, command->input, NULL);
  if (!policy)
    return;
  if (policy->mls != command->policy.link.mls) {
    diag_error(&session->diags, no_place,
               policy->mls ? "%s is an MLS policy; give -M"
                           : "%s is not an MLS policy, but -M is given",
               command->input);
    return;
  }
  if (command->policy.optimize)
    optimize(policy);
  if (command->policy.sort_contexts)
    sort_contexts(policy);
  kernel_write(policy, command->policy.version, image);
}

static void compile(CheckPolicy *command, Buffer *image) {
  Session *session = &command->common.session;
  Module module = {0};
  LowerOptions lower = {.is_base = true,
                        .mls = command->policy.link.mls,
                        .strict_order = true,
                        .target = command->policy.link.target};
  module_from_source(session, command->input, &lower, &module);
  if (!checkpoint(&session->diags))
    return;
  if (command->cil) {
    /* The reference prints a source as the module that it reads it into. */
    module_write(session, &module,
                 module_version_needed(session, &module, NULL, NULL), NULL,
                 image);
    return;
  }
  Policy policy = {0};
  policy_from_modules(&policy, session, &module, 1, &command->policy, image);
}

static void write_output(CheckPolicy *command, const Buffer *image) {
  Buffer text = {0};
  if (command->conf || command->cil) {
    SepolText form = command->conf     ? SEPOL_TEXT_CONF
                     : command->binary ? SEPOL_TEXT_CIL
                                       : SEPOL_TEXT_MODULE_CIL;
    if (!sepol_text_write(image->data, image->n, form, &text))
      fatal("libsepol cannot print the policy");
    image = &text;
  }
  Output output = {command->output, image->data, image->n};
  outputs_write(&output, 1);
  buffer_free(&text);
}

int cmd_checkpolicy(int argc, char **argv) {
  CheckPolicy command = {.policy.link.free_blocks = true};
  mem_expect_much();
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  Buffer image = {0};
  if (command.binary)
    convert(&command, &image);
  else
    compile(&command, &image);
  if (checkpoint(&command.common.session.diags)) {
    if (command.output)
      write_output(&command, &image);
    if (command.debug)
      checkpolicy_debug(image.data, image.n);
  }
  buffer_free(&image);
  return common_end(&command.common);
}
