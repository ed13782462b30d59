/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files and folders: reading, names. */
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
 * input.  Fatal when it cannot be read or is too large; if `may_lack` and there
 * is no such file, gives NULL instead. */
char *file_read(Arena *arena, const char *path, bool may_lack, size_t *length);

/* The same of a file of which a version was read before; fatal when it is
 * another now. */
char *file_read_again(Arena *arena, const char *path, FileVersion version,
                      size_t *length);

/* Reads a file and adds it to the sources; gives its base Loc, or 0 if
 * `may_lack` and there is no such file. */
Loc file_load(Sources *sources, const char *path, bool may_lack);
/* The same of a file that must be there and will hardly be looked at again
 * after source_release: it is read again then. */
Loc file_load_briefly(Sources *sources, const char *path);
/* The same of a file that must be there, without reading it again if a source
 * of that path is there already. */
Loc file_load_once(Sources *sources, const char *path);

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
