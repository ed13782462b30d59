/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The paths of file contexts are regular expressions. */
#ifndef FRONTEND_PATH_PATTERN_H
#define FRONTEND_PATH_PATTERN_H

#include "ir/file_context.h"
#include "lib/session.h"

/* Reports paths that libselinux could not compile: it takes `^PATH$` as an
 * expression of PCRE2 in which `.` is any byte (libselinux src/regex.c). */
void path_patterns_check(Session *session, const FileContexts *contexts);

#endif
