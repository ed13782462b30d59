/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The macros that refpolicy generates from the flask files: all_CLASS_perms
 * for each class of access_vectors, and the require statements
 * all_kernel_class_perms and all_userspace_class_perms for the classes of
 * security_classes (a class marked `# userspace` is the latter).  The text is
 * that of refpolicy's genclassperms.py. */
#ifndef REFPOLICY_SUPPORT_CLASS_PERMS_H
#define REFPOLICY_SUPPORT_CLASS_PERMS_H

#include "lib/bytes.h"
#include "lib/session.h"

/* Appends the definitions; the files are given by their base Locs. */
void class_perms_put(Session *session, Loc access_vectors,
                     Loc security_classes, Buffer *out);

#endif
