/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CLI_LINT_TREE_H
#define CLI_LINT_TREE_H

#include "frontend/macro.h"
#include "ir/module.h"
#include "refpolicy-support/tree.h"

/* Looks over the files of a tree that was read into `module` and warns of what
 * is right but looks like a mistake.  `macros` shares the files' pieces. */
void lint_tree(Session *session, Macros *macros, const Tree *tree,
               const Module *module);

#endif
