/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the parts of a modular tree to packages. */
#ifndef CLI_BUILD_PACKAGES_H
#define CLI_BUILD_PACKAGES_H

#include "backend/package.h"
#include "cli/build_tree.h"

/* The modules alone, for the passes; all file contexts are appended to
 * `contexts`, in an order that does not depend on that of the modules. */
Module *parts_modules(Session *session, const TreePart *parts, size_t n,
                      FileContexts *contexts);

/* The package of one part, in the lowest version that can carry it. */
void part_package(Session *session, const TreePart *part, Package *package);

#endif
