/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads packages and writes them again: the proof of reader and writer. */
#include <string.h>

#include "backend/package.h"
#include "cli/command.h"
#include "cli/options.h"
#include "lib/file.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc dump-package [-m] [-c VERSION] [-o FOLDER] PACKAGE...\n"
    "Reads packages and modules; with -o writes each again to FOLDER.\n\n"
    "  -c, --module-version=N  the version to write, 4 to 24; by default the\n"
    "                          lowest that the content needs\n"
    "  -m, --module            write the bare module\n"
    "  -o, --output=FOLDER     the folder to write to\n"
    "  -v                      say which version was read and is needed, why\n"
    COMMON_HELP;

typedef struct DumpPackage {
  CommonOptions common;
  const char *output;
  unsigned version; /* 0: as needed */
  bool module;
} DumpPackage;

static const struct option options[] = {
    {"module-version", required_argument, NULL, 'c'},
    {"module", no_argument, NULL, 'm'},
    {"output", required_argument, NULL, 'o'},
    COMMON_OPTIONS,
};

static int take_option(DumpPackage *command, int option) {
  long version;
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'm': command->module = true; return -1;
  case 'c':
    if (!parse_number(optarg, MODULE_VERSION_MIN, MODULE_VERSION_MAX,
                      &version))
      return usage_error("-c %s: the module versions are %d to %d", optarg,
                         MODULE_VERSION_MIN, MODULE_VERSION_MAX);
    command->version = (unsigned)version;
    return -1;
  default: return common_option(&command->common, option, help);
  }
}

static int parse_command(DumpPackage *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "c:mo:" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status < 0 && optind == argc)
    return usage_error("a package is missing");
  return status;
}

/* The version to write; says why if asked. */
static unsigned choose_version(DumpPackage *command, const char *path,
                               const Package *package) {
  Session *session = &command->common.session;
  Place why;
  const char *what;
  unsigned needed =
      module_version_needed(session, &package->module, &why, &what);
  if (command->common.verbose)
    printf("%s: version %u, needs %u for %s\n", path, package->version,
           needed, what ? what : "nothing");
  return command->version ? command->version : needed;
}

/* "FOLDER/name.pp" of "folder/name.pp.bz2". */
static char *output_path(DumpPackage *command, const char *path) {
  Arena *arena = &command->common.session.arena;
  const char *base = path_base(path);
  size_t length = strlen(base);
  if (length > 4 && !strcmp(base + length - 4, ".bz2"))
    length -= 4;
  return path_join(arena, command->output,
                   arena_printf(arena, "%.*s", (int)length, base));
}

static void write_again(DumpPackage *command, const char *path,
                        Package *package) {
  Session *session = &command->common.session;
  Buffer out = {0};
  package->version = choose_version(command, path, package);
  if (command->module)
    module_write(session, &package->module, package->version, NULL, &out);
  else
    package_write(session, package, NULL, &out);
  if (command->output && checkpoint(&session->diags)) {
    Output output = {output_path(command, path), out.data, out.n};
    outputs_write(&output, 1);
  }
  buffer_free(&out);
}

int cmd_dump_package(int argc, char **argv) {
  DumpPackage command = {0};
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  for (int i = optind; i < argc; i++) {
    Package package;
    if (package_read(&command.common.session, argv[i], &package))
      write_again(&command, argv[i], &package);
  }
  return common_end(&command.common);
}
