/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files of a tree's config/ as they are installed. */
#ifndef CLI_BUILD_CONFIG_H
#define CLI_BUILD_CONFIG_H

#include "cli/build_tree.h"
#include "cli/target_tree.h"

/* Fills in what the tree has for `target`: the name, seusers, users_extra and
 * the files of config/.  Requires: `target->policy` is linked. */
void build_config(Session *session, Tree *tree, TargetTree *target);

/* Appends the types that restorecon leaves as somebody has set them, those
 * with the attribute `customizable` or the word on their line (packages do not
 * have that), each on a line. */
void customizable_types_put(const Policy *policy, Buffer *out);

#endif
