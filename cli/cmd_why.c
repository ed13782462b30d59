/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/load_policy.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/settings.h"
#include "cli/why_print.h"
#include "cli/why_query.h"
#include "lib/file.h"
#include "lib/memory.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc why RULE INPUT... [OPTION]...\n"
    "       tecc why [-s SOURCE] [-t TARGET] [-c CLASS] [-p PERMISSIONS] "
    "INPUT...\n"
    "Says which rules grant an access, or why it is denied.  RULE is a rule\n"
    "of the policy language: 'allow a_t b_t:file read', 'dontaudit …',\n"
    "'allowxperm a_t b_t:file ioctl 0x1234', 'type_transition a_t b_t:file'.\n"
    "INPUT is a policy tree, a policy.conf, a kernel policy, or a base\n"
    "package and modules: packages or .te files.  The status is 0 if the\n"
    "access is allowed, else 1.  With --message-format=json the answer is a\n"
    "JSON object on one line.\n\n"
    "  -s, -t, -c, -p         a part of an allow rule; what is left out may be\n"
    "                         anything\n"
    "      --source-context=CONTEXT, --target-context=CONTEXT\n"
    "                         decide constraints and role changes;\n"
    "                         user:role:type[:range]\n"
    "      --questions=FILE   answer the rules in FILE, one a line\n"
    "  -I DIR                 the policy headers for .te files (as for "
    "compile)\n"
    "  -D NAME=VALUE          set a variable of build.conf: TYPE=mls, …\n"
    "      --target=PLATFORM  of source: selinux (default) or xen\n"
    "      --map=FILE         where the rules of a kernel policy come from;\n"
    "                         by default INPUT.map where that is there\n" COMMON_HELP;

typedef struct WhyCommand {
  CommonOptions common;
  LoadOptions load;
  WhyWords words;
  const char *questions; /* a file; NULL: `words` is the question */
} WhyCommand;

enum {
  OPTION_SOURCE_CONTEXT = OPTION_OWN,
  OPTION_TARGET_CONTEXT,
  OPTION_TARGET,
  OPTION_MAP,
  OPTION_QUESTIONS,
};

static const struct option options[] = {
    {"source-context", required_argument, NULL, OPTION_SOURCE_CONTEXT},
    {"target-context", required_argument, NULL, OPTION_TARGET_CONTEXT},
    {"target", required_argument, NULL, OPTION_TARGET},
    {"map", required_argument, NULL, OPTION_MAP},
    {"questions", required_argument, NULL, OPTION_QUESTIONS},
    COMMON_OPTIONS,
};

/* Takes one option; -1 to go on, else the exit status. */
static int take_option(WhyCommand *command, int option) {
  switch (option) {
  case 's': command->words.source = optarg; return -1;
  case 't': command->words.target = optarg; return -1;
  case 'c': command->words.class = optarg; return -1;
  case 'p': command->words.perms = optarg; return -1;
  case OPTION_SOURCE_CONTEXT:
    command->words.source_context = optarg;
    return -1;
  case OPTION_TARGET_CONTEXT:
    command->words.target_context = optarg;
    return -1;
  case OPTION_MAP: command->load.map = optarg; return -1;
  case OPTION_QUESTIONS: command->questions = optarg; return -1;
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

static int parse_command(WhyCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "s:t:c:p:I:D:" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  const WhyWords *words = &command->words;
  if (!words->source && !words->target && !words->class && !words->perms &&
      !command->questions) {
    if (optind == argc)
      return usage_error("why: a rule is wanted");
    command->words.rule = argv[optind++];
  }
  if (optind == argc)
    return usage_error("why: a policy is wanted");
  if (words->rule && file_exists(words->rule) && !file_exists(argv[optind]))
    return usage_error("why: the rule comes before the policy");
  return -1;
}

/* Answers one question; gives whether the access is granted. */
static bool answer_one(WhyCommand *command, Policy *policy, Buffer *out) {
  WhyQuestion question;
  if (!why_question(policy, &command->words, &question))
    return false;
  WhyAnswer answer = why_answer(policy, &question);
  if (!strcmp(command->common.session.diags.printer->name, "json"))
    why_json(&answer, &command->words, out);
  else
    why_text(&answer, out);
  why_answer_free(&answer);
  return answer.granted;
}

/* Answers the rules in a file, one a line; gives whether all are granted. */
static bool answer_all(WhyCommand *command, Policy *policy, Buffer *out) {
  Session *session = &command->common.session;
  bool granted = true;
  size_t length;
  char *text = file_read(&session->arena, command->questions, false, &length);
  for (char *line; (line = strsep(&text, "\n"));) {
    line += strspn(line, " \t");
    if (!*line || *line == '#')
      continue;
    command->words.rule = line;
    granted &= answer_one(command, policy, out);
  }
  return granted;
}

/* Gives whether the access is granted. */
static bool why(WhyCommand *command, char **inputs, int n) {
  Session *session = &command->common.session;
  /* Who asks a question did not ask what else is odd about the sources. */
  session->diags.quiet = !command->common.verbose;
  Policy *policy = load_policy(session, inputs, (size_t)n, &command->load);
  if (!policy)
    return false;
  Buffer out = {0};
  bool granted = command->questions ? answer_all(command, policy, &out)
                                    : answer_one(command, policy, &out);
  Output output = {"-", out.data, out.n};
  outputs_write(&output, 1);
  buffer_free(&out);
  return granted;
}

int cmd_why(int argc, char **argv) {
  WhyCommand command = {0};
  mem_expect_much();
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  bool granted = why(&command, argv + optind, argc - optind);
  status = common_end(&command.common);
  return status ? status : !granted;
}
