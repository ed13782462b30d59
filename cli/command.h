/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The commands of tecc.  Each takes its own argv (argv[0] is its name) and
 * gives the exit status: 0 done, 1 the policy has errors, 2 wrong usage or
 * the system failed. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

typedef int Command(int argc, char **argv);

Command cmd_build;
Command cmd_compile;
Command cmd_headers;
Command cmd_link;
Command cmd_check, cmd_why;
Command cmd_label, cmd_which;
Command cmd_preprocess;
Command cmd_checkpolicy; /* the drop-in for checkpolicy(8) */
Command cmd_checkmodule;  /* checkmodule(8) */
Command cmd_semodule_package, cmd_semodule_unpackage;
Command cmd_semodule_link, cmd_semodule_expand;
Command cmd_sefcontext_compile;
Command cmd_dump_ast;    /* these three print a stage, for tests */
Command cmd_dump_tree;
Command cmd_dump_package;

#endif
