/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files to write: whole or not at all. */
#ifndef LIB_OUTPUTS_H
#define LIB_OUTPUTS_H

#include <stddef.h>

#include "lib/array.h"

/* A file to write: `length` bytes at `data` to `path`; "-" is standard
 * output. */
typedef struct Output {
  const char *path;
  const void *data;
  size_t length;
} Output;
typedef ARRAY(Output) Outputs;

/* Writes all files: each beside its target under a temporary name, and when
 * all are whole they are renamed.  A failure removes the temporary files,
 * leaves the targets as they were (but for those renamed before one that
 * cannot be, all of them whole), and is fatal.  A signal waits until all are
 * renamed, and so does another tecc that writes there.  A target that exists
 * and is not a regular file (a device, a pipe) is written in place, before. */
void outputs_write(const Output *outputs, size_t n);

/* The same for a folder tree of a target system: the paths are relative to
 * `root`, which is made if it is not there, as are the folders between.  Files
 * have mode 0644 and folders that are made 0755, but 0600 and 0700 below the
 * folder `private_below` (NULL: none), whatever the umask.  Below
 * `root` no symbolic link is followed: one in a folder's place is a failure,
 * one in a file's place is replaced.  A failure takes folders that were made
 * away again. */
void outputs_write_below(const char *root, const char *private_below,
                         const Output *outputs, size_t n);

#endif
