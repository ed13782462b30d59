/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What SELinux reads on the target system, laid out below --root as libselinux
 * looks for it (selinux_config(5)): etc/selinux/config and
 * etc/selinux/NAME/; and what its tools use, as refpolicy installs it:
 * var/lib/selinux/NAME/ and usr/share/selinux/NAME/. */
#ifndef CLI_TARGET_TREE_H
#define CLI_TARGET_TREE_H

#include "backend/fcontext_bin.h"
#include "backend/homedirs.h"
#include "backend/store.h"
#include "ir/customization.h"
#include "ir/local_changes.h"
#include "cli/options.h"
#include "cli/report.h"
#include "lib/outputs.h"

typedef struct TargetOptions {
  const char *root; /* NULL: no tree is wanted */
  const char *mode; /* of SELINUX= */
  const char *passwd, *group, *shells;
  HomedirOptions homedirs;
  const FcontextTarget *compiled; /* NULL: file contexts are text only */
  const char *customizations_path; /* NULL: none */
  Customizations customizations;
  LocalChanges changes; /* by them, when the policy is linked */
  bool store;           /* a module store is wanted */
  bool packages;        /* the modules' packages are wanted */
  unsigned priority;    /* of its modules */
} TargetOptions;

/* Values from OPTION_TARGET_TREE on are the options of TARGET_OPTIONS. */
enum {
  OPTION_ROOT = OPTION_TARGET_TREE,
  OPTION_MODE,
  OPTION_PASSWD,
  OPTION_GROUP,
  OPTION_SHELLS,
  OPTION_HOMEDIR_BASE,
  OPTION_UID_MIN,
  OPTION_UID_MAX,
  OPTION_CUSTOMIZATIONS,
  OPTION_STORE,
  OPTION_PACKAGES,
  OPTION_PRIORITY,
};
#define TARGET_OPTIONS                                                         \
  {"root", required_argument, NULL, OPTION_ROOT},                              \
      {"mode", required_argument, NULL, OPTION_MODE},                          \
      {"passwd", required_argument, NULL, OPTION_PASSWD},                      \
      {"group", required_argument, NULL, OPTION_GROUP},                        \
      {"shells", required_argument, NULL, OPTION_SHELLS},                      \
      {"homedir-base", required_argument, NULL, OPTION_HOMEDIR_BASE},          \
      {"uid-min", required_argument, NULL, OPTION_UID_MIN},                    \
      {"uid-max", required_argument, NULL, OPTION_UID_MAX},                    \
      {"customizations", required_argument, NULL, OPTION_CUSTOMIZATIONS},      \
      {"store", no_argument, NULL, OPTION_STORE},                              \
      {"packages", no_argument, NULL, OPTION_PACKAGES},                        \
      {"priority", required_argument, NULL, OPTION_PRIORITY}
#define TARGET_HELP                                                            \
  "      --root=DIR         lay out DIR/etc/selinux as the target reads it\n"   \
  "      --mode=MODE        of DIR: enforcing (default), permissive, disabled\n" \
  "      --passwd=FILE      the target's accounts (none but root, /root)\n"     \
  "      --group=FILE       its groups, for '%group' lines of seusers\n"       \
  "      --shells=FILE      its login shells (sh, bash, zsh and others)\n"      \
  "      --homedir-base=DIR  where home directories lie (/home); repeatable\n"  \
  "      --uid-min=N, --uid-max=N  the people among the accounts (1000, 60000)\n" \
  "      --customizations=FILE  local changes, as semanage export writes them\n" \
  "      --store            also DIR/var/lib/selinux, for semodule there\n"      \
  "      --priority=N       of the modules in it (100)\n"                       \
  "      --packages         also the packages, in DIR/usr/share/selinux/NAME\n"

void target_options_init(TargetOptions *target);
/* Takes one of TARGET_OPTIONS; -1 to go on, else the exit status. */
int target_option(TargetOptions *target, int option);
/* After the last option: whether they go together; -1, else the exit status. */
int target_options_check(const TargetOptions *target);

/* Reads the customizations, if any are given. */
void target_customizations_read(Session *session, TargetOptions *target);

/* What goes into the tree. */
typedef struct TargetTree {
  const char *name; /* of the policy: SELINUXTYPE= */
  Place name_place;
  const Policy *policy;
  unsigned version;
  const Buffer *kernel;
  const FileContexts *contexts;
  const Buffer *file_contexts, *homedir_template;
  Loc seusers, users_extra; /* texts among the sources; 0: none */
  Outputs files;            /* others, paths below etc/selinux/NAME */
  Outputs share;            /* and below usr/share/selinux/NAME */
  ARRAY(StoreModule) modules; /* for the store, and as packages */
  Report *report;           /* of what is written */
} TargetTree;

/* Writes it all, or nothing after an error. */
void target_tree_write(Session *session, TargetOptions *options,
                       const TargetTree *tree);

#endif
