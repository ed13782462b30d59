/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/options.h"
#include "lib/fatal.h"
#include "lib/file.h"

#define VERSION "0.1"

typedef struct CommandRow {
  const char *name;
  Command *run;
  const char *summary; /* NULL: not shown in --help */
} CommandRow;

static const CommandRow commands[] = {
    {"build", cmd_build, "build a policy tree: kernel policy, file_contexts"},
    {"compile", cmd_compile, "compile one module to a package"},
    {"link", cmd_link, "link packages to a kernel policy"},
    {"check", cmd_check, "hold a policy against neverallow rules and bounds"},
    {"headers", cmd_headers, "write the headers of a policy tree"},
    {"why", cmd_why, "say which rules grant an access, or why it is denied"},
    {"label", cmd_label, "list the labels of a folder's files, for images"},
    {"which", cmd_which, "say which file context labels a path"},
    {"preprocess", cmd_preprocess, "print the macro expansion of files"},
    {"checkpolicy", cmd_checkpolicy, "compile one policy.conf (drop-in)"},
    {"checkmodule", cmd_checkmodule, "compile one module's text (drop-in)"},
    {"semodule_package", cmd_semodule_package, "make a package (drop-in)"},
    {"semodule_unpackage", cmd_semodule_unpackage,
     "take a package apart (drop-in)"},
    {"semodule_link", cmd_semodule_link, "join packages (drop-in)"},
    {"semodule_expand", cmd_semodule_expand,
     "make the kernel policy of a linked base (drop-in)"},
    {"sefcontext_compile", cmd_sefcontext_compile,
     "compile file contexts (drop-in)"},
    {"dump-ast", cmd_dump_ast, NULL},
    {"dump-tree", cmd_dump_tree, NULL},
    {"dump-package", cmd_dump_package, NULL},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

/* Names under which the program is a drop-in (build/bin, libexec/tecc/bin). */
static const CommandRow drop_ins[] = {
    {"checkpolicy", cmd_checkpolicy, NULL},
    {"checkmodule", cmd_checkmodule, NULL},
    {"semodule_package", cmd_semodule_package, NULL},
    {"semodule_unpackage", cmd_semodule_unpackage, NULL},
    {"semodule_link", cmd_semodule_link, NULL},
    {"semodule_expand", cmd_semodule_expand, NULL},
    {"sefcontext_compile", cmd_sefcontext_compile, NULL},
};

static void print_help(void) {
  puts("Usage: tecc COMMAND [OPTION]... [FILE]...\n"
       "Compiles and links SELinux policy.\n");
  for (int i = 0; i < N_COMMANDS; i++)
    if (commands[i].summary)
      printf("  %-18s %s\n", commands[i].name, commands[i].summary);
  puts("\n'tecc COMMAND --help' lists the options of a command.\n"
       "Exit status: 0 done, 1 the policy has errors, 2 wrong usage or the "
       "system failed.");
}

static const CommandRow *find(const CommandRow *rows, size_t n,
                              const char *name) {
  for (size_t i = 0; i < n; i++)
    if (!strcmp(rows[i].name, name))
      return &rows[i];
  return NULL;
}

static int unknown_command(const char *name) {
  for (int i = 0; i < N_COMMANDS; i++)
    if (commands[i].summary && edit_distance(name, commands[i].name, 2) <= 2)
      return usage_error("unknown command '%s'; did you mean '%s'?", name,
                         commands[i].name);
  return usage_error("unknown command '%s'", name);
}

static int run(int argc, char **argv) {
  const CommandRow *row =
      find(drop_ins, sizeof drop_ins / sizeof *drop_ins, path_base(argv[0]));
  if (row)
    return row->run(argc, argv);
  if (argc < 2)
    return usage_error("a command is missing");
  if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))
    return print_help(), 0;
  if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V"))
    return puts("tecc " VERSION), 0;
  row = find(commands, N_COMMANDS, argv[1]);
  return row ? row->run(argc - 1, argv + 1) : unknown_command(argv[1]);
}

/* A large input is mapped (lib/source.h).  Where it became shorter since,
 * there is no more to read: a failure of the system, not of ours. */
static void input_was_cut(int number, siginfo_t *info, void *context) {
  static const char message[] =
      "tecc: an input file was cut short while it was read\n";
  (void)context;
  if (info->si_code == BUS_ADRERR) {
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0)
      _exit(2); /* nobody can be told */
    _exit(2);
  }
  signal(number, SIG_DFL);
  raise(number);
}

/* A reader of our output that went away, and a file that may not grow, are
 * failures of a write, to be reported, and not a silent end by a signal. */
int main(int argc, char **argv) {
  struct sigaction bus = {.sa_sigaction = input_was_cut,
                          .sa_flags = SA_SIGINFO};
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigaction(SIGBUS, &bus, NULL);
  int status = run(argc, argv);
  if (fflush(stdout) || ferror(stdout))
    fatal("cannot write standard output:");
  return status;
}
