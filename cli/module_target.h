/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a module is written as: the version of the format, the name. */
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

/* Reports a loadable module whose name is not that of its file.  The system
 * knows a module by the name of its file (libsemanage direct_api.c,
 * semanage_direct_install_file), so that checkmodule wants both equal. */
void module_name_check(Session *session, const Module *module,
                       const char *path);

#endif
