/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* checkpolicy -d: questions about a policy, line by line from standard input,
 * answered by libsepol's security server as the kernel would.  The reference
 * tool asks for numbers from a menu; ours takes commands with contexts. */
#ifndef CLI_CHECKPOLICY_DEBUG_H
#define CLI_CHECKPOLICY_DEBUG_H

#include <stddef.h>

/* Reads questions until "quit" or the end of the input. */
void checkpolicy_debug(const void *image, size_t length);

#endif
