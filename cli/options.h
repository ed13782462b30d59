/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options that all commands of tecc share. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>

#include "lib/session.h"

/* Values for long options without a letter; commands count from OPTION_OWN. */
enum {
  OPTION_COLOR = 256,
  OPTION_WERROR,
  OPTION_ERROR_LIMIT,
  OPTION_MESSAGE_FORMAT,
  OPTION_HELP,
  OPTION_OWN,
  OPTION_TARGET_TREE = 1024, /* cli/target_tree.h */
};

/* The rows that every command's table of long options ends with. */
#define COMMON_OPTIONS                                                         \
  {"help", no_argument, NULL, OPTION_HELP},                                    \
      {"verbose", no_argument, NULL, 'v'}, {"quiet", no_argument, NULL, 'q'},  \
      {"color", optional_argument, NULL, OPTION_COLOR},                        \
      {"werror", no_argument, NULL, OPTION_WERROR},                            \
      {"error-limit", required_argument, NULL, OPTION_ERROR_LIMIT},            \
      {"message-format", required_argument, NULL, OPTION_MESSAGE_FORMAT},      \
  {NULL, 0, NULL, 0}
#define COMMON_LETTERS "vqW:"

#define COMMON_HELP                                                            \
  "  -v, --verbose          say more; also what was left out\n"                \
  "  -q, --quiet            no warnings, no summary\n"                         \
  "  -W [no-]NAME           switch a warning on or off\n"                      \
  "  -W [no-]error=NAME     make a warning an error, or not\n"                 \
  "      --werror           every warning is an error\n"                       \
  "      --error-limit=N    stop printing after N errors (50; 0: no limit)\n"  \
  "      --message-format=FORM  of diagnostics: text, json or sarif\n"         \
  "      --color=WHEN       auto, always or never\n"                           \
  "      --help             show this\n"

typedef struct CommonOptions {
  Session session;
  bool verbose, quiet;
} CommonOptions;

/* Begins a session with the defaults: color when standard error is a
 * terminal. */
void common_begin(CommonOptions *common);
/* The next option, as getopt_long gives it, with messages of our own: '?' after
 * an error of usage. */
int next_option(int argc, char **argv, const char *letters,
                const struct option *options);

/* Takes what next_option gave when the command does not know it: a common
 * option, or else an error of usage.  `help` is printed for --help.  Gives -1
 * to go on, otherwise the exit status to end with. */
int common_option(CommonOptions *common, int option, const char *help);
/* Prints what is pending and frees the session; gives the exit status. */
int common_end(CommonOptions *common);

/* Prints "tecc: message" and a pointer to --help on standard error; gives 2,
 * the exit status of wrong usage. */
int usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A whole number in low … high, or false. */
bool parse_number(const char *text, long low, long high, long *value);

#endif
