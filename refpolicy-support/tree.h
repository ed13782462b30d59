/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A reference-policy source tree, read as a plan.
 *
 * refpolicy's Makefile, Rules.monolithic and Rules.modular say which files
 * go through m4 with which definitions and in which order; `tree_read` finds
 * that out from build.conf, modules.conf and the folders, and writes nothing
 * into the tree.  The plan knows no macro engine: the driver carries it out.
 *
 * The policy text of a monolithic policy (or of a modular one's base) is:
 *     the output of RUN_PRE,
 *     attributes, types, roles and booleans declared by RUN_RULES outside
 *         require and optional blocks,
 *     the output of RUN_GLOBALS,
 *     the rest of RUN_RULES,
 *     `user` statements of RUN_RULES, then the output of RUN_POST,
 *     sid, fs_use_, genfscon, portcon, netifcon, nodecon, ibpkeycon and
 *         ibendportcon statements of RUN_RULES, each kind in turn.
 *
 * Whether the runs are those of a monolithic or of a modular policy follows
 * build.conf, or the wish of whoever reads the tree.
 *
 * refpolicy's macros report an error by defining `m4_fatal_error` (and
 * refpolicywarn does under m4_werror) or, in RUN_INTERFACES, `__if_error`;
 * make ends each run of rules and of interfaces with a test for that. */
#ifndef REFPOLICY_SUPPORT_TREE_H
#define REFPOLICY_SUPPORT_TREE_H

#include "lib/session.h"
#include "refpolicy-support/build_conf.h"
#include "refpolicy-support/modules_conf.h"

typedef struct TreeFile TreeFile;
typedef struct TreeGenerated TreeGenerated;

/* Where the text of a file comes from. */
typedef enum TreeFileKind {
  TREE_FILE_SOURCE,     /* the file at `path` */
  TREE_FILE_TEXT,       /* made by tree_read and loaded: `base` is set */
  TREE_FILE_GENERATED,  /* made by a macro run of its own: `generated` */
  TREE_FILE_INTERFACES, /* the output of RUN_INTERFACES, `dollarsstar` in it
                           made `$*`: interface definitions, nothing else */
} TreeFileKind;

struct TreeFile {
  TreeFileKind kind;
  const char *path; /* as shown to the user: TREE/policy/…; for a generated
                       file the path that make would write */
  Loc base;         /* 0 until loaded; see tree_file_load */
  const TreeGenerated *generated; /* of TREE_FILE_GENERATED, else NULL */
};

typedef ARRAY(TreeFile *) TreeFiles;

/* How a generated file (corenetwork) comes about: its text is `banner`, then
 * `head` as it stands, then the output of one macro run in which `dollarsone`
 * is made `$1` and `dollarszero` `$0` (tree_dollars).  That run has the
 * tree's `defines` and self_contained_policy; its input is `macros` (only
 * definitions: its output is dropped), then `input`. */
struct TreeGenerated {
  const char *banner;
  TreeFile *head;   /* .if.in; NULL for a .te */
  TreeFile *macros; /* .te.m4 or .if.m4 */
  TreeFile *input;  /* .te.in */
  bool calls_only;  /* of `input` only what tree_network_calls leaves */
};

typedef struct TreeModule {
  const char *name;     /* "apache" */
  const char *layer;    /* "services" */
  ModuleSetting setting;
  Place place;          /* its line in modules.conf, or no_place */
  TreeFile *te;         /* never NULL */
  TreeFile *interfaces; /* .if, or NULL */
  TreeFile *contexts;   /* .fc, or NULL */
} TreeModule;

typedef ARRAY(TreeModule *) TreeModules;

/* What is done to a file of config/ when it is installed. */
typedef enum AppFileKind {
  APP_COPY,    /* nothing */
  APP_EXPAND,  /* expanded by RUN_CONFIG */
  APP_SEUSERS, /* expanded; of the output the lines that begin with a small
                  letter or `_` */
  APP_CUSTOMIZABLE, /* made from the policy: the sorted names of the types
                  that have the attribute `customizable`, or the word on the
                  line that declares them; no source */
  APP_BOOLEANS, /* made from `booleans`: `name = 0`, sorted; no source */
} AppFileKind;

typedef struct AppFile {
  AppFileKind kind;
  TreeFile *source;   /* NULL: none */
  const char *target; /* below /etc/selinux/NAME: "contexts/dbus_contexts" */
} AppFile;

typedef ARRAY(AppFile) AppFiles;

/* The macro runs of a build. */
typedef enum TreeRunKind {
  RUN_PRE,        /* flask files, support, defaults, mls, mcs, capabilities */
  RUN_INTERFACES, /* all interfaces; no definitions are given */
  RUN_GLOBALS,    /* global_booleans and global_tunables */
  RUN_RULES,      /* monolithic: all enabled modules; modular: base's */
  RUN_POST,       /* users and constraints */
  RUN_CONTEXTS,   /* .fc of what RUN_RULES has */
  RUN_USERS_EXTRA, /* modular: users with users_extra defined; of the output
                      the lines that begin with `user` */
  RUN_MODULE,     /* one loadable module's .te */
  RUN_MODULE_CONTEXTS, /* its .fc */
  RUN_CONFIG,     /* one file of config/ */
} TreeRunKind;

/* One macro run: the files in the order in which m4 would be given them. */
typedef struct TreeRun {
  Defines defines;
  TreeFiles files;
  /* n_quiet files from files.v[n_quiet_from] hold only definitions: their
   * output is dropped. */
  size_t n_quiet_from, n_quiet;
} TreeRun;

/* What is to be made of a tree. */
typedef enum TreeForm {
  TREE_AS_SET, /* what MONOLITHIC says */
  TREE_MONOLITHIC,
  TREE_MODULAR,
} TreeForm;

typedef struct Tree {
  const char *folder;   /* as the user gave it */
  const char *version;  /* the first line of VERSION, or "" */
  BuildConf conf;       /* `monolithic` as it is made */
  bool is_for_modules;  /* MONOLITHIC is not set, whatever is made of it */
  Defines defines;      /* M4PARAM without self_contained_policy */

  /* Support macros, policy/support .spt by name, then LOCAL_ROOT's. */
  TreeFiles support;
  /* Class permission macros (all_file_perms …, all_kernel_class_perms,
   * all_userspace_class_perms) and the initial values of booleans
   * (`NAME_conf`): what make writes to tmp/generated_definitions.conf. */
  TreeFile *definitions;
  TreeFile *security_classes, *initial_sids, *access_vectors;
  TreeFile *context_defaults, *mls, *mcs, *policy_capabilities;
  TreeFile *global_booleans, *global_tunables;
  TreeFile *users, *constraints;
  /* The .if of all modules, then those without a module: refpolicy's makefiles
   * leave these out in silence, Fedora's read them (its commit 3a55e3a69). */
  TreeFiles interface_files;
  /* What interfaces are replaced by in other runs (TREE_FILE_INTERFACES). */
  TreeFile *interfaces;

  Words layers;         /* folders of policy/modules, then LOCAL_ROOT's */
  /* Every module: those set to base, to module, to off.  In each part the
   * ones of the command line come first as given there, then by name; off
   * ones that modules.conf does not name come last, by path. */
  TreeModules modules;
  size_t n_base, n_loadable;
  bool derived_modules;  /* there is no modules.conf */
  bool derived_booleans; /* there is no booleans.conf */
  BooleanSettings booleans; /* bools, then tunables, where derived */
  AppFiles app_files;
} Tree;

/* Reads the tree in `folder` under the command line's settings of build.conf
 * variables.  A missing or empty folder or one without build.conf is fatal;
 * faults in the files are diagnostics, so a checkpoint belongs behind. */
Tree *tree_read(Session *session, const char *folder, const Defines *settings,
                TreeForm form);

/* Turns a module that is set to `module` off.  False, and nothing is changed,
 * if there is none of this name. */
bool tree_turn_off(Tree *tree, const char *name);

/* The base Loc of a file's text, read on first use.  Not for files of kind
 * TREE_FILE_GENERATED and TREE_FILE_INTERFACES: the driver makes them, adds
 * them to the sources and sets `base`. */
Loc tree_file_load(Session *session, TreeFile *file);

/* The plan of one run.  `module` is that of RUN_MODULE and
 * RUN_MODULE_CONTEXTS, `source` that of RUN_CONFIG; else NULL. */
TreeRun tree_run(Session *session, const Tree *tree, TreeRunKind kind,
                 const TreeModule *module, TreeFile *source);

/* Of a generated module's .te.in, the lines that name a network object
 * (network_interface, network_node, network_port, network_packet, ib_pkey,
 * ib_endport); in the others each byte is a blank, so that lines and columns
 * stay.  As the `grep` in refpolicy's Makefile. */
char *tree_network_calls(Arena *arena, const char *text, size_t length);

/* The text with `dollarsone` made `$1` and `dollarszero` `$0`. */
char *tree_dollars(Arena *arena, const char *text, size_t length,
                   size_t *new_length);

/* Of the output of RUN_USERS_EXTRA, the lines that begin with `user`, without
 * the blanks before it; of expanded seusers, those that begin with a small
 * letter or `_` (sed and grep in Rules.modular). */
char *tree_user_lines(Arena *arena, const char *text, size_t length);
char *tree_seuser_lines(Arena *arena, const char *text, size_t length);

/* The text with `dollarsstar` made `$*`: the output of RUN_INTERFACES. */
char *tree_dollars_star(Arena *arena, const char *text, size_t length,
                        size_t *new_length);

#endif
