/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "cli/tree_headers.h"
#include "lib/file.h"

static const char help[] =
    "Usage: tecc headers TREE -o DIR [-D NAME=VALUE]...\n"
    "Writes the headers of a reference-policy source tree: build.conf, the\n"
    "support macros and the interfaces of each layer, for tecc compile -I DIR.\n"
    "\n"
    "  -o, --output=DIR       the folder to write to; made if it is not there\n"
    "  -D NAME=VALUE          set a variable of build.conf: TYPE=mls, …\n" //
    COMMON_HELP;

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    COMMON_OPTIONS,
};

typedef struct HeadersCommand {
  CommonOptions common;
  const char *tree, *output;
  Defines settings;
} HeadersCommand;

static int parse_command(HeadersCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:D:" COMMON_LETTERS,
                               options)) != -1) {
    if (option == 'o')
      command->output = optarg;
    else if (option == 'D')
      status = setting_add(&command->common.session.arena, &command->settings,
                           optarg);
    else
      status = common_option(&command->common, option, help);
  }
  if (status >= 0)
    return status;
  if (optind + 1 != argc || !command->output)
    return usage_error("headers: one policy tree and -o are wanted");
  command->tree = argv[optind];
  return -1;
}

static void make_folder_of(Session *session, const char *path) {
  size_t length = (size_t)(path_base(path) - path);
  folder_make(arena_printf(&session->arena, "%.*s", (int)length, path));
}

static void write_headers(HeadersCommand *command) {
  Session *session = &command->common.session;
  Outputs outputs = {0};
  Tree *tree = tree_read(session, command->tree, &command->settings,
                         TREE_AS_SET);
  if (!checkpoint(&session->diags))
    return;
  tree_headers_add(session, tree, command->output, &outputs);
  if (checkpoint(&session->diags)) {
    for (size_t i = 0; i < outputs.n; i++)
      make_folder_of(session, outputs.v[i].path);
    outputs_write(outputs.v, outputs.n);
  }
  ARRAY_FREE(&outputs);
}

int cmd_headers(int argc, char **argv) {
  HeadersCommand command = {0};
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  write_headers(&command);
  return common_end(&command.common);
}
