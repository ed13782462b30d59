/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CLI_SOURCE_MODULE_H
#define CLI_SOURCE_MODULE_H

#include "frontend/lower.h"

/* Reads a source without macros, a policy.conf or what m4 made of a .te, into
 * a module.  A checkpoint belongs behind. */
void module_from_source(Session *session, const char *path,
                        const LowerOptions *options, Module *module);

#endif
