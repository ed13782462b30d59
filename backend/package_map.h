/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The map file beside a package or bare module: the places of its blocks and
 * rules, so that a link of packages knows the lines of the authors.
 *
 *   "TECCPMAP" and the version as a byte; SHA-256 of the package's bytes,
 *   before compression; then the lines and calls as in the map of a policy
 *   (backend/map_file.h), and of each block and rule in the order of the file
 *   its place: the distances from the one before. */
#ifndef BACKEND_PACKAGE_MAP_H
#define BACKEND_PACKAGE_MAP_H

#include "lib/bytes.h"
#include "lib/session.h"

enum { PACKAGE_MAP_VERSION = 1 };

/* Appends the map of a package whose `n` bytes are at `image`. */
void package_map_write(Session *session, const Places *places,
                       const void *image, size_t n, Buffer *out);

/* Reads a map for a package; the caller frees `places`.  False when it is of no
 * use: after an error if it is damaged, after a warning if it is that of
 * another package, as one that was compiled anew without its map. */
bool package_map_read(Session *session, const char *path, const void *map,
                      size_t length, const void *image, size_t n,
                      Places *places);

#endif
