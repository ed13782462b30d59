/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local customizations of file contexts: what stands in file_contexts.local
 * and file_contexts.subs (libselinux, selabel_file(5)). */
#ifndef BACKEND_LOCAL_FILE_CONTEXTS_H
#define BACKEND_LOCAL_FILE_CONTEXTS_H

#include "ir/customization.h"
#include "ir/file_context.h"
#include "ir/policy.h"
#include "lib/bytes.h"

/* Files below `target` are labelled as if they were below `source`. */
typedef struct PathEquivalence {
  Name target, source;
  const Customization *line; /* NULL: the policy's own */
} PathEquivalence;

typedef struct LocalFileContexts {
  FileContexts contexts;
  ARRAY(PathEquivalence) equivalences;
} LocalFileContexts;

/* What the lines about file contexts leave.  `own` are the policy's,
 * `subs_dist` the text of its file_contexts.subs_dist ("" if it has none).
 * Requires: a linked policy.  Reports: lines that cannot apply; patterns are
 * not looked into. */
void local_file_contexts(const Policy *policy, const Customizations *lines,
                         const FileContexts *own, const char *subs_dist,
                         LocalFileContexts *local);
void local_file_contexts_free(LocalFileContexts *local);

/* Appends the lines of the two files. */
void local_file_contexts_write(const Names *names,
                               const LocalFileContexts *local,
                               Buffer *contexts, Buffer *equivalences);

#endif
