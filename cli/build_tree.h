/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Carries out the plan of a policy tree (refpolicy-support/tree.h) with the
 * front end. */
#ifndef CLI_BUILD_TREE_H
#define CLI_BUILD_TREE_H

#include "ir/file_context.h"
#include "ir/policy.h"
#include "lib/bytes.h"
#include "refpolicy-support/tree.h"

/* The whole tree as one base module, and its file contexts in the order in
 * which they are written in the tree.  A checkpoint belongs behind. */
void build_tree_monolithic(Session *session, Tree *tree, Target target,
                           Module *module, FileContexts *contexts);

/* One package of a modular build. */
typedef struct TreePart {
  Module module;
  FileContexts contexts; /* a base's are sorted, others as written */
  char *users_extra, *seusers; /* texts of the base */
} TreePart;

/* The tree as Rules.modular builds it: the base, then *n - 1 loadable modules.
 * Requires: MONOLITHIC is not set.  A checkpoint belongs behind. */
TreePart *build_tree_modular(Session *session, Tree *tree, Target target,
                             size_t *n);

/* Appends the text that a run gives; `source` is that of RUN_CONFIG. */
void build_tree_text(Session *session, Tree *tree, TreeRunKind kind,
                     TreeFile *source, Buffer *text);

/* The base Loc of a file's text, which is made if it is a generated one. */
Loc build_tree_file(Session *session, Tree *tree, TreeFile *file);

#endif
