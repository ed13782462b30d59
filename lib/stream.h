/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An output too large to be kept in memory, written as it is made, and still
 * whole or not at all (lib/file.h, outputs_write, is for all others). */
#ifndef LIB_STREAM_H
#define LIB_STREAM_H

#include <stdbool.h>

#include "lib/bytes.h"

typedef struct Stream {
  const char *path;
  int fd;
  /* NULL: standard output, a device or a pipe, with nothing to rename */
  char *target;
  char *temporary; /* NULL: the file has no name yet */
  Buffer pending;
} Stream;

/* Begins an output to `path`; "-" is standard output.  Fatal when that fails,
 * as everything here; then the target is as it was. */
void stream_begin(Stream *stream, const char *path);
void stream_put(Stream *stream, const void *bytes, size_t n);
/* Ends it: only now there is a file of that name. */
void stream_commit(Stream *stream);
/* Ends it without a file. */
void stream_abandon(Stream *stream);

#endif
