/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which paths a path pattern matches, as a language: so that two patterns can
 * be compared, not only tried on one path. */
#ifndef BACKEND_PATH_LANGUAGE_H
#define BACKEND_PATH_LANGUAGE_H

#include "lib/arena.h"
#include "lib/bytes.h"

typedef struct PathLanguage PathLanguage;

/* The language of a pattern, made in the arena.  NULL where it uses what has
 * no simple meaning here: look-around, classes such as \d and [:digit:], a
 * choice outside of brackets, counted repeats, more than a few hundred
 * characters. */
const PathLanguage *path_language(Arena *arena, const char *pattern);

/* Whether it holds a path of `n` bytes. */
bool path_language_holds(const PathLanguage *language, const char *path,
                         size_t n);
/* Whether `outer` holds every path of `inner`.  False also where finding out
 * would take long. */
bool path_language_contains(const PathLanguage *outer,
                            const PathLanguage *inner);

/* Appends what all its paths begin with, and one of its paths. */
void path_language_prefix(const PathLanguage *language, Buffer *text);
void path_language_sample(const PathLanguage *language, Buffer *text);

#endif
