/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of tree_read, in running order.  Inside refpolicy-support only. */
#ifndef REFPOLICY_SUPPORT_TREE_MODULES_H
#define REFPOLICY_SUPPORT_TREE_MODULES_H

#include "refpolicy-support/tree.h"

/* A new file of kind TREE_FILE_SOURCE. */
TreeFile *tree_file_new(Session *session, const char *path);
/* "folder/name"; only the name when the folder is ".". */
char *tree_path(Session *session, const char *folder, const char *name);
/* Where modules.conf and booleans.conf are: LOCAL_ROOT's policy folder if
 * there is one, else the tree's. */
const char *tree_conf_folder(Session *session, const Tree *tree);

/* The name without an ending, or NULL when it has another. */
char *name_without(Arena *arena, const char *name, const char *ending);
/* Adds the .spt files of a folder, by name. */
void support_find(Session *session, TreeFiles *support, const char *folder);

/* Finds layers and modules, and sets each by modules.conf and APPS_*; fills
 * `layers`, `modules`, `n_base`, `n_loadable` and `derived_modules`. */
void tree_find_modules(Session *session, Tree *tree);
/* Reads booleans.conf, or finds the declarations; fills `booleans` and
 * `derived_booleans`. */
void tree_find_booleans(Session *session, Tree *tree);
/* Lists the files of config/; fills `app_files`. */
void tree_find_config(Session *session, Tree *tree);

#endif
