/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which version of the module format to write. */
#ifndef CLI_MODULE_TARGET_H
#define CLI_MODULE_TARGET_H

#include "backend/module.h"

typedef struct ModuleTarget {
  unsigned version; /* to write; 0: the lowest that the content needs */
  unsigned newest;  /* that the target reads; 0: any */
} ModuleTarget;

/* Takes a -c or --target option; -1 to go on, else the exit status. */
int module_target_version(ModuleTarget *target, const char *text);
int module_target_system(ModuleTarget *target, const char *name);

/* The version to write.  Reports content that the target cannot read; says
 * what the version is needed for if asked to. */
unsigned module_target_choose(const ModuleTarget *target, Session *session,
                              const Module *module, bool verbose);

#endif
