/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files: read whole, written whole or not at all. */
#ifndef LIB_FILE_H
#define LIB_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/arena.h"
#include "lib/array.h"
#include "lib/source.h"

/* The most that is read of one file: ten times the largest policy known to us,
 * and not all that a device gives. */
enum { FILE_SIZE_MAX = 512 << 20 };

/* Reads a file whole into `arena` with a NUL behind it; "-" is standard
 * input.  Fatal when it cannot be read or is too large; if `may_lack` and there is no such
 * file, gives NULL instead. */
char *file_read(Arena *arena, const char *path, bool may_lack, size_t *length);

/* Reads a file and adds it to the sources; gives its base Loc, or 0 if
 * `may_lack` and there is no such file. */
Loc file_load(Sources *sources, const char *path, bool may_lack);

/* A file to write: `length` bytes at `data` to `path`; "-" is standard
 * output. */
typedef struct Output {
  const char *path;
  const void *data;
  size_t length;
} Output;

/* Writes all files: each beside its target under a temporary name, and when
 * all are whole they are renamed.  A failure removes the temporary files,
 * leaves the targets as they were (but for those renamed before one that
 * cannot be, all of them whole), and is fatal.  A signal waits until all are
 * renamed, and so does another tecc that writes there.  A target that exists
 * and is not a regular file (a device, a pipe) is written in place, before. */
void outputs_write(const Output *outputs, size_t n);

/* Makes a folder and those above it.  Fatal when that fails. */
void folder_make(const char *path);
bool file_exists(const char *path);
bool folder_exists(const char *path);

typedef ARRAY(char *) Paths;
/* The entries of a folder, sorted by bytes, without those that begin with a
 * dot; names only, in `arena`.  No such folder gives none. */
Paths folder_list(Arena *arena, const char *path);

/* "folder/name". */
char *path_join(Arena *arena, const char *folder, const char *name);
/* Whether a path has an ending, such as ".te". */
bool path_ends(const char *path, const char *ending);
/* What is behind the last slash. */
const char *path_base(const char *path);

#endif
