/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdlib.h>
#include <string.h>

#include "backend/package_map.h"
#include "cli/command.h"
#include "cli/compile_module.h"
#include "cli/installed.h"
#include "cli/module_target.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "lib/file.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc compile FILE.te [-o NAME.pp|NAME.mod] [OPTION]...\n"
    "Compiles one module to a policy package; the .if and .fc beside the .te\n"
    "belong to it.  -o NAME.mod gives the bare module.\n\n"
    "  -o, --output=FILE      the file to write (FILE.pp in this folder)\n"
    "  -I DIR                 the policy headers (" SYSTEM_HEADERS ",\n"
    "                         else those installed with tecc)\n"
    "  -i, --interface=FILE   the .if of a module that belongs to the same set\n"
    "      --no-headers       use none: for modules without macros\n"
    "  -D NAME=VALUE          set a variable of build.conf: TYPE=mls, …\n"
    "  -c, --module-version=N  4 to 24 (the lowest that the content needs)\n"
    "      --target=SYSTEM    no newer version than SYSTEM reads: rhel8, …\n"
    "      --map              also write OUTPUT.map: where each rule comes from,\n"
    "                         for a link of packages, tecc why and tecc check\n"
    "      --depfile=FILE     write what was read as a rule of make\n"
    "      --list-inputs      print what is read, one path a line; no output\n"
    COMMON_HELP;

typedef struct CompileCommand {
  CommonOptions common;
  CompileOptions compile;
  const char *output, *depfile;
  bool list_inputs, no_headers, map;
  ModuleTarget target;
} CompileCommand;

enum {
  OPTION_TARGET = OPTION_OWN,
  OPTION_DEPFILE,
  OPTION_LIST_INPUTS,
  OPTION_NO_HEADERS,
  OPTION_MAP,
};

static const struct option options[] = {
    {"output", required_argument, NULL, 'o'},
    {"interface", required_argument, NULL, 'i'},
    {"module-version", required_argument, NULL, 'c'},
    {"target", required_argument, NULL, OPTION_TARGET},
    {"depfile", required_argument, NULL, OPTION_DEPFILE},
    {"no-headers", no_argument, NULL, OPTION_NO_HEADERS},
    {"list-inputs", no_argument, NULL, OPTION_LIST_INPUTS},
    {"map", no_argument, NULL, OPTION_MAP},
    COMMON_OPTIONS,
};

static int take_option(CompileCommand *command, int option) {
  CompileOptions *compile = &command->compile;
  switch (option) {
  case 'o': command->output = optarg; return -1;
  case 'i': ARRAY_PUSH(&compile->siblings, optarg); return -1;
  case 'I': compile->headers = optarg; return -1;
  case 'D':
    return setting_add(&command->common.session.arena, &compile->settings,
                       optarg);
  case 'c': return module_target_version(&command->target, optarg);
  case OPTION_TARGET: return module_target_system(&command->target, optarg);
  case OPTION_DEPFILE: command->depfile = optarg; return -1;
  case OPTION_MAP: command->map = true; return -1;
  case OPTION_NO_HEADERS: command->no_headers = true; return -1;
  case OPTION_LIST_INPUTS: command->list_inputs = true; return -1;
  default: return common_option(&command->common, option, help);
  }
}

/* "NAME.pp" of "FOLDER/NAME.te". */
static char *default_output(CompileCommand *command) {
  const char *base = path_base(command->compile.te);
  const char *dot = strrchr(base, '.');
  int n = dot ? (int)(dot - base) : (int)strlen(base);
  return arena_printf(&command->common.session.arena, "%.*s.pp", n, base);
}

static int parse_command(CompileCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, "o:I:i:D:c:" COMMON_LETTERS,
                               options)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  if (optind + 1 != argc)
    return usage_error("compile: one .te file is wanted");
  command->compile.te = argv[optind];
  if (!command->output)
    command->output = default_output(command);
  return -1;
}

static void choose_headers(CompileCommand *command) {
  CompileOptions *compile = &command->compile;
  Arena *arena = &command->common.session.arena;
  if (command->no_headers)
    return;
  if (!compile->headers)
    compile->headers = installed_headers(arena);
  compile->successors = installed_path(arena, "compat");
  if (command->common.verbose)
    printf("headers: %s\n", compile->headers ? compile->headers : "none");
}

/* A name as a makefile wants it. */
static void put_make_name(Buffer *text, const char *name) {
  for (; *name; name++) {
    if (*name == ' ' || *name == '#')
      put_u8(text, '\\');
    else if (*name == '$')
      put_u8(text, '$');
    put_u8(text, (uint8_t)*name);
  }
}

/* Each input is a target of its own, too, so that make goes on when one is
 * gone (as gcc -MP). */
static void put_rule(Buffer *text, const char *output, const Paths *inputs) {
  put_make_name(text, output);
  put_u8(text, ':');
  for (size_t i = 0; i < inputs->n; i++) {
    put_string(text, " \\\n  ");
    put_make_name(text, inputs->v[i]);
  }
  put_u8(text, '\n');
  for (size_t i = 0; i < inputs->n; i++) {
    put_make_name(text, inputs->v[i]);
    put_string(text, ":\n");
  }
}

static void write_outputs(CompileCommand *command, const Buffer *image,
                          const Places *places, const Paths *inputs) {
  Session *session = &command->common.session;
  Buffer rule = {0}, map = {0};
  Output outputs[3] = {{command->output, image->data, image->n}};
  size_t n = 1;
  if (command->map) {
    package_map_write(session, places, image->data, image->n, &map);
    outputs[n++] = (Output){
        arena_printf(&session->arena, "%s.map", command->output), map.data,
        map.n};
  }
  if (command->depfile) {
    put_rule(&rule, command->output, inputs);
    outputs[n++] = (Output){command->depfile, rule.data, rule.n};
  }
  outputs_write(outputs, n);
  buffer_free(&rule);
  buffer_free(&map);
}

/* Makes the package, if the module has no errors. */
static void make_package(CompileCommand *command, Package *package,
                         const Paths *inputs) {
  Session *session = &command->common.session;
  Buffer image = {0};
  Places places = {0};
  package->version = module_target_choose(&command->target, session,
                                          &package->module,
                                          command->common.verbose);
  if (path_ends(command->output, ".mod"))
    module_write(session, &package->module, package->version, &places,
                 &image);
  else
    package_write(session, package, &places, &image);
  if (checkpoint(&session->diags))
    write_outputs(command, &image, &places, inputs);
  buffer_free(&image);
  ARRAY_FREE(&places);
}

static void compile(CompileCommand *command) {
  Session *session = &command->common.session;
  Package package;
  Paths inputs = {0};
  choose_headers(command);
  compile_module(session, &command->compile, &package, &inputs);
  module_name_check(session, &package.module, command->output);
  if (command->list_inputs)
    for (size_t i = 0; i < inputs.n; i++)
      puts(inputs.v[i]);
  else if (checkpoint(&session->diags))
    make_package(command, &package, &inputs);
  ARRAY_FREE(&inputs);
}

int cmd_compile(int argc, char **argv) {
  CompileCommand command = {0};
  mem_expect_much();
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  compile(&command);
  return common_end(&command.common);
}
