/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From modules to a kernel policy: one call a pass. */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include "ir/linux.h"
#include "ir/passes.h"
#include "lib/bytes.h"

typedef struct PolicyOptions {
  LinkOptions link;
  unsigned version; /* of the kernel policy: backend/kernel.h */
  LinuxVersion linux_version; /* that will load it; 0: none in particular */
  bool skip_neverallows;
  bool optimize;
  bool sort_contexts;
  const Customizations *customizations; /* NULL: none */
  LocalChanges *changes; /* by them */
  Buffer *map; /* of the policy, to be filled; NULL: none */
} PolicyOptions;

/* Links the modules (the first is the base) and writes the kernel policy to
 * `out`.  False when there were errors; `out` is then of no use. */
bool policy_from_modules(Policy *policy, Session *session, Module *modules,
                         size_t n, const PolicyOptions *options, Buffer *out);

/* The kernel policy version to write when none is asked for: 33, which Linux
 * 5.8 and later read, or the newest of an older kernel; of Xen 30. */
unsigned policy_version_default(Target target, LinuxVersion linux_version);

/* --kernel; -1 to go on, else the exit status. */
int parse_linux(const char *text, LinuxVersion *linux_version);
#define LINUX_HELP                                                             \
  "      --kernel=VERSION   hold the policy against a Linux from 4.19 on: its\n" \
  "                         policy version, classes and capabilities\n"

/* --target and --handle-unknown values; false for an unknown one. */
bool parse_target(const char *text, Target *target);
bool parse_handle_unknown(const char *text, HandleUnknown *handle_unknown);

#endif
