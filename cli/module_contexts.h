/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file contexts of one module: its section of a package. */
#ifndef CLI_MODULE_CONTEXTS_H
#define CLI_MODULE_CONTEXTS_H

#include "ir/file_context.h"
#include "ir/module.h"
#include "lib/bytes.h"
#include "refpolicy-support/headers.h"

/* Checks the entries against the module: that paths are regular expressions
 * and said once, that users, roles and types are known to it or at least to
 * its headers (NULL: none), and that ranges are within the policy's. */
void module_contexts_check(Session *session, const Module *module,
                           const Headers *headers,
                           const FileContexts *contexts);

/* Appends the lines in their order, home folders among them: the linker of
 * modules sorts and parts them (libsemanage). */
void module_contexts_write(const Names *names, const FileContexts *contexts,
                           Buffer *text);

#endif
