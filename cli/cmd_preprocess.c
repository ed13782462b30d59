/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tecc preprocess: prints the macro expansion of files, as m4 does. */
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "frontend/macro.h"
#include "lib/file.h"
#include "lib/outputs.h"

static const char help[] =
    "Usage: tecc preprocess [OPTION]... [FILE]...\n"
    "Prints the macro expansion of the files, one after the other, as m4\n"
    "does.  '-' or no file is standard input.\n\n"
    "  -D NAME[=VALUE]        define a macro\n"
    "  -I DIR                 look for included files in DIR, too\n"
    "  -i, --interface=FILE   read interfaces from FILE before the rest\n"
    "  -S, --support=FILE     run FILE for its definitions before the rest\n"
    "  -s, --synclines        accepted for m4's sake, without effect\n" //
    COMMON_HELP;

static const struct option options[] = {
    {"interface", required_argument, NULL, 'i'},
    {"support", required_argument, NULL, 'S'},
    {"synclines", no_argument, NULL, 's'},
    COMMON_OPTIONS,
};

typedef ARRAY(Loc) Locs;

typedef struct Preprocess {
  CommonOptions common;
  Macros *macros;
  Locs support, interfaces;
} Preprocess;

/* -D NAME=VALUE; without a value the macro is empty, as in m4. */
static void define_option(Preprocess *p, char *text) {
  char *value = strchr(text, '=');
  if (value)
    *value++ = '\0';
  macros_define(p->macros, text, value ? value : "");
}

static Loc load(Preprocess *p, const char *path) {
  return file_load(&p->common.session.sources, path, false);
}

/* Takes the options; -1 to go on, else the exit status. */
static int take_options(Preprocess *p, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = next_option(argc, argv, COMMON_LETTERS "D:I:i:S:s",
                               options)) != -1) {
    switch (option) {
    case 'D': define_option(p, optarg); break;
    case 'I': macros_add_folder(p->macros, optarg); break;
    case 'i': ARRAY_PUSH(&p->interfaces, load(p, optarg)); break;
    case 'S': ARRAY_PUSH(&p->support, load(p, optarg)); break;
    case 's': break;
    default: status = common_option(&p->common, option, help);
    }
  }
  return status;
}

static void load_definitions(Preprocess *p) {
  for (size_t i = 0; i < p->support.n; i++)
    macros_run(p->macros, p->support.v[i]);
  macros_load_interfaces(p->macros, p->support.v, p->support.n,
                         p->interfaces.v, p->interfaces.n);
}

static void preprocess(Preprocess *p, int n, char **paths) {
  static char *standard_input[] = {"-"};
  Buffer text = {0};
  load_definitions(p);
  if (!n) {
    n = 1;
    paths = standard_input;
  }
  for (int i = 0; i < n; i++)
    macros_render(p->macros, load(p, paths[i]), &text);
  macros_finish(p->macros);
  for (Piece piece; macros_next(p->macros, &piece);)
    macros_put_piece(p->macros, piece, &text);
  Output output = {"-", text.data, text.n};
  outputs_write(&output, 1);
  buffer_free(&text);
}

int cmd_preprocess(int argc, char **argv) {
  Preprocess p = {0};
  common_begin(&p.common);
  p.macros = macros_new(&p.common.session, NULL);
  int status = take_options(&p, argc, argv);
  if (status < 0)
    preprocess(&p, argc - optind, argv + optind);
  macros_free(p.macros);
  ARRAY_FREE(&p.support);
  ARRAY_FREE(&p.interfaces);
  int ended = common_end(&p.common);
  return status < 0 ? ended : status;
}
