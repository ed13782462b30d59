/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What an earlier build left in a target tree, and the target would read. */
#ifndef CLI_OLDER_FILES_H
#define CLI_OLDER_FILES_H

#include "lib/outputs.h"
#include "lib/session.h"

/* Warns of files below `root` that are not among the outputs, but count:
 * customized and compiled contexts, policies of a higher version, modules of
 * the store.  `name` is that of the policy, `version` the policy's. */
void older_files_report(Session *session, const char *root, const char *name,
                        unsigned version, const Outputs *outputs);

#endif
