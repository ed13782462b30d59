/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ir/words.h"
#include "lib/terminal.h"

void common_begin(CommonOptions *common) {
  memset(common, 0, sizeof *common);
  session_init(&common->session);
  words_intern(&common->session.names);
  setvbuf(stderr, NULL, _IOFBF, BUFSIZ); /* diagnostics flush it */
  const char *terminal = getenv("TERM");
  common->session.diags.color = isatty(STDERR_FILENO) && terminal &&
                                strcmp(terminal, "dumb") &&
                                !getenv("NO_COLOR");
}

/* The long option with the nearest name, or NULL. */
static const char *nearest_option(const struct option *options,
                                  const char *name) {
  unsigned best = strlen(name) < 6 ? 1 : (unsigned)strlen(name) / 3;
  const char *nearest = NULL;
  for (; options->name; options++) {
    unsigned distance = edit_distance(name, options->name, best);
    if (distance < best || (distance == best && !nearest)) {
      best = distance;
      nearest = options->name;
    }
  }
  return nearest;
}

/* The long options that begin as `name` does, as "--modules, --map". */
static char *options_like(Arena *arena, const struct option *options,
                          const char *name) {
  char *list = NULL;
  for (; options->name; options++)
    if (!strncmp(options->name, name, strlen(name)))
      list = arena_printf(arena, "%s%s--%s", list ? list : "",
                          list ? ", " : "", options->name);
  return list;
}

/* What is wrong with the long option `--text`. */
static void report_long(const struct option *options, const char *text) {
  Arena arena = {0};
  char *name =
      arena_printf(&arena, "%.*s", (int)strcspn(text, "="), text);
  const char *like = options_like(&arena, options, name);
  const char *nearest = nearest_option(options, name);
  if (optopt)
    usage_error("--%s takes no value", name);
  else if (like)
    usage_error("--%s is ambiguous: %s", name, like);
  else if (nearest)
    usage_error("unknown option '--%s'; did you mean '--%s'?", name, nearest);
  else
    usage_error("unknown option '--%s'", name);
  arena_free(&arena);
}

int next_option(int argc, char **argv, const char *letters,
                const struct option *options) {
  char quiet[64]; /* a ':' before the letters tells what lacks a value */
  snprintf(quiet, sizeof quiet, ":%s", letters);
  opterr = 0;
  int option = getopt_long(argc, argv, quiet, options, NULL);
  if (option != '?' && option != ':')
    return option;
  const char *given = argv[optind - 1];
  bool is_long = !strncmp(given, "--", 2);
  if (option == ':' && is_long)
    usage_error("%s needs a value", given);
  else if (option == ':')
    usage_error("-%c needs a value", optopt);
  else if (is_long)
    report_long(options, given + 2);
  else
    usage_error("unknown option '-%c'", optopt);
  return '?';
}

static bool set_color(Diags *diags, const char *when) {
  if (!when || !strcmp(when, "always"))
    diags->color = true;
  else if (!strcmp(when, "never"))
    diags->color = false;
  else if (strcmp(when, "auto"))
    return false;
  return true;
}

int common_option(CommonOptions *common, int option, const char *help) {
  Diags *diags = &common->session.diags;
  long limit;
  switch (option) {
  case OPTION_HELP: fputs(help, stdout); return 0;
  case 'v': common->verbose = true; return -1;
  case 'q': common->quiet = diags->quiet = true; return -1;
  case OPTION_WERROR: diags->warnings_are_errors = true; return -1;
  case 'W':
    if (!diag_set_warning(diags, optarg))
      return usage_error("-W %s: there is no such warning", optarg);
    return -1;
  case OPTION_MESSAGE_FORMAT:
    if (!diag_set_format(diags, optarg))
      return usage_error("--message-format: '%s' is not text, json or sarif",
                         optarg);
    return -1;
  case OPTION_COLOR:
    if (!set_color(diags, optarg))
      return usage_error("--color: '%s' is not auto, always or never", optarg);
    return -1;
  case OPTION_ERROR_LIMIT:
    if (!parse_number(optarg, 0, 1000000, &limit))
      return usage_error("--error-limit: '%s' is not a number", optarg);
    diags->error_limit = (unsigned)limit;
    return -1;
  default: return 2; /* next_option has said why */
  }
}

int common_end(CommonOptions *common) {
  bool good = checkpoint(&common->session.diags);
  session_free(&common->session);
  return good ? 0 : 1;
}

int usage_error(const char *format, ...) {
  char message[TERMINAL_TEXT_MAX];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  fputs("tecc: ", stderr);
  terminal_put_string(stderr, message);
  fputs("\ntecc: --help lists the options\n", stderr);
  return 2;
}

bool parse_number(const char *text, long low, long high, long *value) {
  char *end;
  errno = 0;
  *value = strtol(text, &end, 10);
  return !errno && *text && !*end && *value >= low && *value <= high;
}
