/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel's binary policy: what /sys/fs/selinux/load takes
 * (linux/security/selinux/ss/policydb.c reads it).
 *
 * Every section has a put_ function in the writer and a get_ function in the
 * reader, beside each other in one file; ids count from 0 in memory and from
 * 1 in the file, and only put_id and get_id know it. */
#ifndef BACKEND_KERNEL_H
#define BACKEND_KERNEL_H

#include "ir/policy.h"
#include "lib/bytes.h"

enum {
  KERNEL_VERSION_MIN = 24,
  KERNEL_VERSION_MAX = 35,
  KERNEL_VERSION_DEFAULT = 33,
};

/* Whether a target has a format of that version: selinux has all from 24 to
 * 35, xen has 24 and 30. */
bool kernel_version_exists(Target target, unsigned version);

/* Writes an expanded policy.  What the version cannot carry is left out with
 * a warning or is an error (backend/features.def); after an error the bytes
 * are not to be used.  Requires: kernel_version_exists. */
void kernel_write(const Policy *policy, unsigned version, Buffer *out);

/* Reads a policy into its expanded form: symbols, av_table, conditionals,
 * constraints, contexts, flat_ tables.  It has no av_rules and no places.
 * Gives NULL after an error, which names the section and the offset.
 * *version, unless NULL, is set to the file's. */
Policy *kernel_read(Session *session, const char *path, unsigned *version);
/* The same of bytes in memory; `name` stands in messages. */
Policy *kernel_read_bytes(Session *session, const char *name,
                          const void *bytes, size_t n, unsigned *version);

#endif
