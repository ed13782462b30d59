/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files file_contexts and homedir_template. */
#ifndef BACKEND_FILE_CONTEXTS_H
#define BACKEND_FILE_CONTEXTS_H

#include "ir/file_context.h"
#include "lib/bytes.h"
#include "lib/session.h"

/* Warns of lines that label the same files twice: same path, and same kind or
 * none; an error when the labels differ.  The order is not changed. */
void file_contexts_check(Session *session, const FileContexts *contexts);

/* Puts the entries into an order of their own, by kind and path, and leaves
 * out what is said twice: then the order in which they came does not matter
 * (libsepol cil/src/cil_post.c, cil_post_filecon_compare). */
void file_contexts_unite(const Names *names, FileContexts *contexts);

/* Puts the entries in order, least specific first; libselinux lets the last
 * match win.  Entries that are equally specific keep their order (refpolicy
 * support/fc_sort.py, libsemanage src/semanage_store.c). */
void file_contexts_sort(const Names *names, FileContexts *contexts);

/* shadowed_contexts.c.  Warns of patterns that label no file, because a later
 * entry matches all that they do; requires the entries in their final order.
 * Silent where that cannot be told from the patterns alone, and about those
 * of home folders. */
void file_contexts_check_shadowed(Session *session,
                                  const FileContexts *contexts);

/* Appends the lines: those that name HOME, ROLE or USER to `homedirs`, from
 * which the contexts of home folders are made for each user, all others to
 * `system` (refpolicy Rules.monolithic). */
void file_contexts_write(const Names *names, const FileContexts *contexts,
                         Buffer *system, Buffer *homedirs);

#endif
