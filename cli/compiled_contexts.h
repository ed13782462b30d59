/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --file-contexts-bin: compiled file contexts beside the text. */
#ifndef CLI_COMPILED_CONTEXTS_H
#define CLI_COMPILED_CONTEXTS_H

#include "backend/fcontext_bin.h"

#define COMPILED_CONTEXTS_HELP                                                 \
  "      --file-contexts-bin=SYSTEM  also compile file contexts, into FILE.bin\n" \
  "                         as the libselinux of SYSTEM reads it: debian12, …\n"

/* Takes the option's value; -1 to go on, else the exit status. */
int compiled_contexts_option(const char *name, const FcontextTarget **target);

/* Compiles the text of a file of contexts; nothing for a text without lines.
 * `path` stands in messages. */
void compiled_contexts_make(Session *session, const char *path,
                            const Buffer *text, const FcontextTarget *target,
                            Buffer *out);

#endif
