/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sefcontext_compile(8): the same options.  Differences: without -t the file
 * is for libselinux 2.6 to 3.7 with the pcre2 that tecc runs with; regular
 * expressions are never compiled into it, as with -r; a context that the
 * policy of -p does not allow is an error at its line. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

#include "cli/command.h"
#include "cli/compiled_contexts.h"
#include "cli/load_policy.h"
#include "cli/options.h"
#include "frontend/file_contexts.h"
#include "frontend/path_pattern.h"
#include "ir/passes.h"
#include "lib/file.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: sefcontext_compile [-o OUT] [-p POLICY] [-t SYSTEM] [-r] [-i] FILE\n"
    "Compiles file contexts, by default into FILE.bin.\n\n"
    "  -o OUT                 the file to write\n"
    "  -p POLICY              contexts must be valid in this policy\n"
    "  -t, --target=SYSTEM    debian12, rhel9, … which will read the file\n"
    "  -B, --big-endian       a machine of that order of bytes will\n"
    "  -r                     regular expressions are not compiled (always so)\n"
    "  -i                     print the version and machine of pcre2, and end\n"
    COMMON_HELP;

typedef struct SefcontextCompile {
  CommonOptions common;
  const char *input, *output, *policy;
  bool show_info;
  FcontextTarget target;
  char pcre[256];
} SefcontextCompile;

static const struct option options[] = {
    {"target", required_argument, NULL, 't'},
    {"big-endian", no_argument, NULL, 'B'},
    COMMON_OPTIONS,
};

static int take_option(SefcontextCompile *command, int option) {
  const FcontextTarget *target;
  int status;
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'p': command->policy = optarg; return -1;
  case 't':
    status = compiled_contexts_option(optarg, &target);
    if (target) {
      command->target.version = target->version;
      command->target.pcre = target->pcre;
    }
    return status;
  case 'B': command->target.big_endian = true; return -1;
  case 'r': return -1;
  case 'i': command->show_info = true; return -1;
  default: return common_option(&command->common, option, help);
  }
}

static int parse_command(SefcontextCompile *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:p:t:Bri" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (command->show_info)
    return printf("%s (%zu-%zu-%s)\n", command->pcre, sizeof(void *),
                  sizeof(PCRE2_SIZE), "el"),
           0;
  if (optind + 1 != argc)
    return usage_error("sefcontext_compile: one file is wanted");
  command->input = argv[optind];
  return -1;
}

static void check_contexts(SefcontextCompile *command,
                           const FileContexts *contexts) {
  char *path = (char *)command->policy;
  if (!path)
    return;
  Policy *policy =
      load_policy(&command->common.session, &path, 1, &(LoadOptions){0});
  if (policy)
    check_label_contexts(policy, contexts);
}

static void compile(SefcontextCompile *command) {
  Session *session = &command->common.session;
  FileContexts contexts = {0};
  Buffer out = {0};
  Loc source = file_load(&session->sources, command->input, false);
  file_contexts_read_plain(session, source, &contexts);
  path_patterns_check(session, &contexts);
  check_contexts(command, &contexts);
  fcontext_bin_write(session, &contexts, &command->target, &out);
  const char *path = command->output
                         ? command->output
                         : arena_printf(&session->arena, "%s.bin",
                                        command->input);
  if (checkpoint(&session->diags))
    outputs_write(&(Output){path, out.data, out.n}, 1);
  buffer_free(&out);
}

int cmd_sefcontext_compile(int argc, char **argv) {
  SefcontextCompile command = {.target = {.version = 5}};
  if (pcre2_config(PCRE2_CONFIG_VERSION, NULL) < (int)sizeof command.pcre)
    pcre2_config(PCRE2_CONFIG_VERSION, command.pcre);
  command.target.pcre = command.pcre;
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  compile(&command);
  return common_end(&command.common);
}
