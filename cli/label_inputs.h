/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file contexts that label and which look paths up in. */
#ifndef CLI_LABEL_INPUTS_H
#define CLI_LABEL_INPUTS_H

#include "backend/label_match.h"
#include "lib/file.h"

typedef struct LabelInputs {
  FileContexts contexts;
  LabelSubs local, distribution;
} LabelInputs;

/* Reads file contexts, in the order of the paths, and those that libselinux
 * reads with each: PATH.subs_dist, .subs, .homedirs and .local, where they are
 * beside it and not named themselves.  Reports what is wrong in them. */
void label_inputs_read(Session *session, const Paths *paths,
                       LabelInputs *inputs);

/* The path of the file contexts in a target tree: those of the SELINUXTYPE of
 * its etc/selinux/config.  NULL after an error. */
const char *label_inputs_of_root(Session *session, const char *root);

/* Makes look-ups ready; NULL after an error. */
Labels *label_inputs_ready(Session *session, const LabelInputs *inputs);

#endif
