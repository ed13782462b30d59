/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* semodule_package(8) and semodule_unpackage(8): the same options, with our
 * messages; exit status 2 for wrong usage and system failures. */
#include "backend/package.h"
#include "cli/command.h"
#include "cli/options.h"
#include "lib/file.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: semodule_package -o PACKAGE -m MODULE [-f FILE] [-s FILE]\n"
    "                        [-u FILE] [-n FILE]\n"
    "Makes a policy package of a module and what goes with it.\n\n"
    "  -o, --outfile=FILE     the package to write\n"
    "  -m, --module=FILE      the module, as checkmodule writes it\n"
    "  -f, --fc=FILE          file contexts\n"
    "  -s, --seuser=FILE      seusers (of a base)\n"
    "  -u, --user_extra=FILE  users_extra (of a base)\n"
    "  -n, --nc=FILE          netfilter contexts\n" //
    COMMON_HELP;

static const char unpackage_help[] =
    "Usage: semodule_unpackage PACKAGE MODULE [CONTEXTS]\n"
    "Takes the module, and perhaps its file contexts, out of a package.\n\n" //
    COMMON_HELP;

typedef struct PackageCommand {
  CommonOptions common;
  const char *output, *module;
  const char *texts[PACKAGE_TEXT_COUNT];
} PackageCommand;

static const struct option options[] = {
    {"module", required_argument, NULL, 'm'},
    {"fc", required_argument, NULL, 'f'},
    {"seuser", required_argument, NULL, 's'},
    {"user_extra", required_argument, NULL, 'u'},
    {"nc", required_argument, NULL, 'n'},
    {"outfile", required_argument, NULL, 'o'},
    COMMON_OPTIONS,
};

static const struct option unpackage_options[] = {COMMON_OPTIONS};

/* Sets a path that may be given once. */
static int set_once(const char **path, char letter) {
  if (*path)
    return usage_error("-%c is given twice", letter);
  *path = optarg;
  return -1;
}

static int take_option(PackageCommand *command, int option) {
  switch (option) {
  case 'm': return set_once(&command->module, 'm');
  case 'o': return set_once(&command->output, 'o');
  case 'f': return set_once(&command->texts[PACKAGE_FILE_CONTEXTS], 'f');
  case 's': return set_once(&command->texts[PACKAGE_SEUSERS], 's');
  case 'u': return set_once(&command->texts[PACKAGE_USERS_EXTRA], 'u');
  case 'n': return set_once(&command->texts[PACKAGE_NETFILTER_CONTEXTS], 'n');
  case 'h': return common_option(&command->common, OPTION_HELP, help);
  default: return common_option(&command->common, option, help);
  }
}

static int parse_command(PackageCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "m:f:s:u:o:n:h" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (optind < argc)
    return usage_error("'%s' belongs to no option", argv[optind]);
  if (!command->module || !command->output)
    return usage_error("-m and -o are wanted");
  return -1;
}

/* An empty file makes no section. */
static void add_text(PackageCommand *command, Package *package,
                     PackageText text) {
  size_t length;
  if (!command->texts[text])
    return;
  const char *data = file_read(&command->common.session.arena,
                               command->texts[text], false, &length);
  bool of_base = text == PACKAGE_SEUSERS || text == PACKAGE_USERS_EXTRA;
  if (of_base && !package->module.is_base)
    diag_error(&command->common.session.diags, no_place,
               "%s: only the package of a base may have %s",
               command->texts[text], package_text_word(text));
  if (length) {
    package->texts[text].data = data;
    package->texts[text].length = length;
  }
}

int cmd_semodule_package(int argc, char **argv) {
  PackageCommand command = {0};
  common_begin(&command.common);
  Session *session = &command.common.session;
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  Package package;
  Buffer image = {0};
  if (package_read(session, command.module, &package)) {
    for (int i = 0; i < PACKAGE_TEXT_COUNT; i++)
      add_text(&command, &package, (PackageText)i);
    package_write(session, &package, NULL, &image);
  }
  Output output = {command.output, image.data, image.n};
  if (checkpoint(&session->diags))
    outputs_write(&output, 1);
  buffer_free(&image);
  return common_end(&command.common);
}

static void unpackage(Session *session, char **paths, int n) {
  Package package;
  Buffer image = {0};
  if (!package_read(session, paths[0], &package))
    return;
  module_write(session, &package.module, package.version, NULL, &image);
  if (!checkpoint(&session->diags))
    return;
  Output outputs[2] = {{paths[1], image.data, image.n}};
  size_t n_outputs = 1;
  if (n > 2 && package.texts[PACKAGE_FILE_CONTEXTS].length)
    outputs[n_outputs++] =
        (Output){paths[2], package.texts[PACKAGE_FILE_CONTEXTS].data,
                 package.texts[PACKAGE_FILE_CONTEXTS].length};
  outputs_write(outputs, n_outputs);
  buffer_free(&image);
}

int cmd_semodule_unpackage(int argc, char **argv) {
  CommonOptions common;
  common_begin(&common);
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "h" COMMON_LETTERS,
                               unpackage_options)) != -1)
    status = common_option(&common, option == 'h' ? OPTION_HELP : option,
                           unpackage_help);
  if (status >= 0)
    return status;
  if (argc - optind < 2 || argc - optind > 3)
    return usage_error("a package, a module to write and perhaps a file for "
                       "its contexts are wanted");
  unpackage(&common.session, argv + optind, argc - optind);
  return common_end(&common);
}
