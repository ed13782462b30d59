/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The map file beside a kernel policy: the rules that it was made of, each
 * with its place, so that questions about the binary are answered with the
 * lines of the authors.
 *
 *   "TECCMAP" and the version as a byte; SHA-256 of the policy's bytes; then,
 *   all numbers in LEB128 (7 bits a byte, low ones first):
 *   lines       of the sources, those that are needed, with their numbers;
 *               packed by zlib
 *   calls       of macros: each with the one around it and its place
 *   conditions  of the conditionals
 *   lists       of type ids, as runs
 *   shapes      what many rules share: kind, classes, permissions, place
 *   rules       shape, sets and call; most say "as the rule before"
 *
 * Ids are those of the policy file. */
#ifndef BACKEND_MAP_FILE_H
#define BACKEND_MAP_FILE_H

#include "ir/policy.h"
#include "lib/bytes.h"

enum { MAP_VERSION = 1 };

/* Appends the map of an expanded policy, not yet optimized: `optimize` takes
 * conditions away that rules refer to. */
void map_write(const Policy *policy, Buffer *out);
/* Says which policy the map belongs to, when that is written. */
void map_seal(Buffer *map, const void *policy, size_t n);

/* Gives a policy read from a binary the rules of its map, with places in
 * sources that hold only the lines needed.  `image` are the policy's bytes.
 * False after an error: a map of another policy or version, or a damaged
 * one. */
bool map_read(Policy *policy, const void *image, size_t image_length,
              const char *path, const void *bytes, size_t n);

#endif
