/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The binary policy module: what checkmodule writes and semodule_package
 * wraps (libsepol, policydb.c and write.c, define the format).  It keeps a
 * module as it was written: sets, scopes and blocks, nothing is linked.
 *
 * The format knows blocks in sequence, each with all that it and the blocks
 * around it require; nesting is read from that: a block that requires at least
 * what the one before it does is taken to be inside it, as the converter of
 * packages to CIL does. */
#ifndef BACKEND_MODULE_H
#define BACKEND_MODULE_H

#include "ir/module.h"
#include "lib/bytes.h"
#include "lib/session.h"

enum { MODULE_VERSION_MIN = 4, MODULE_VERSION_MAX = 24 };

/* Whether the bytes begin as a binary module does. */
bool module_is_binary(const void *bytes, size_t n);

/* Reads a module from `reader`, which ends where the module must end.  The
 * places of its blocks and rules are taken in turn from `places`, unless that
 * is NULL; every other place is the start of the file `path`.  Gives false
 * after an error, which names the file, the part and the offset; *version,
 * unless NULL, is set to the file's. */
bool module_read(Session *session, const char *path, Reader reader,
                 const Places *places, Module *module, unsigned *version);

/* The lowest version that can carry the module.  *why and *what, unless NULL,
 * are set to the rule that asks for it and the name of its feature; `what` to
 * NULL when every version will do. */
unsigned module_version_needed(const Session *session, const Module *module,
                               Place *why, const char **what);

/* Appends the module to `out` in a version, and to `places`, unless that is
 * NULL, those of the blocks and rules as they come in the file.  What the version cannot carry is
 * an error at the rule that needs it; after an error the bytes are not to be
 * used.  Requires: MODULE_VERSION_MIN <= version <= MODULE_VERSION_MAX. */
void module_write(Session *session, const Module *module, unsigned version,
                  Places *places, Buffer *out);

#endif
