/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a version of Linux knows of SELinux: its classes and permissions, its
 * policy capabilities, the policy versions that it reads.
 *
 * Known are the versions from 4.19 to 7.0; a later one is taken for 7.0, and
 * stable releases for the version that they come from. */
#ifndef IR_LINUX_H
#define IR_LINUX_H

#include "ir/policy.h"

typedef uint32_t LinuxVersion; /* 0: none; else KERNEL(major, minor) */
#define KERNEL(major, minor) ((major) * UINT32_C(1000) + (minor))
#define FOR_EVER UINT32_MAX
#define LINUX_OLDEST KERNEL(4, 19)

/* Reads "6.1", "6.1.55" or what uname -r prints; false for another text or a
 * version before LINUX_OLDEST. */
bool linux_version_parse(const char *text, LinuxVersion *version);

/* The highest version of the kernel policy that it reads
 * (security/selinux/include/security.h, POLICYDB_VERSION_MAX). */
unsigned linux_policy_version(LinuxVersion version);

/* Holds a policy against a kernel.  `policy_version` is that of its binary
 * form, 0 if it has none.  Reports classes, permissions and capabilities that
 * only one of them knows, with what the policy's handle_unknown makes of it:
 * an error where the kernel would refuse the policy.  Classes that no kernel
 * knows are those of user space, and are left alone. */
void check_linux(const Policy *policy, LinuxVersion version,
                 unsigned policy_version);

#endif
