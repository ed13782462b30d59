/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the program finds what is installed with it, and the headers of the
 * system. */
#ifndef CLI_INSTALLED_H
#define CLI_INSTALLED_H

#include "lib/arena.h"

/* The policy headers of the system: Debian's selinux-policy-dev and Fedora's
 * selinux-policy-devel install them here. */
#define SYSTEM_HEADERS "/usr/share/selinux/devel/include"

/* A file or folder of share/tecc: beside the program in a build tree, beside
 * its bin/ when it is installed, else under the PREFIX that it was built for.
 * NULL when it is in none of these. */
char *installed_path(Arena *arena, const char *name);
/* The policy headers to use where none are named: those of the system, else
 * our own.  NULL when there are none. */
const char *installed_headers(Arena *arena);

#endif
