/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fatal.h"
#include "lib/file.h"

enum { PENDING_MAX = 1 << 20 };

static _Noreturn void give_up(Stream *stream) {
  int error = errno;
  if (stream->temporary)
    unlink(stream->temporary);
  errno = error;
  fatal("cannot write %s:", stream->path);
}

static bool is_direct(const char *path) {
  struct stat status;
  return !strcmp(path, "-") ||
         (stat(path, &status) == 0 && !S_ISREG(status.st_mode) &&
          !S_ISDIR(status.st_mode));
}

static char *copy(const char *text, const char *more) {
  size_t n = strlen(text), n_more = strlen(more);
  char *both = mem_resize(NULL, n + n_more + 1);
  memcpy(both, text, n);
  memcpy(both + n, more, n_more);
  both[n + n_more] = '\0';
  return both;
}

/* A file without a name goes by itself, however the program ends.  It gets one
 * through /proc; where that or the file system has no such thing, it has a
 * name from the start. */
static void open_temporary(Stream *stream) {
  char *resolved = realpath(stream->path, NULL);
  if (!resolved && errno != ENOENT)
    give_up(stream);
  stream->target = copy(resolved ? resolved : stream->path, "");
  free(resolved);
  if (folder_exists(stream->target)) {
    errno = EISDIR;
    give_up(stream);
  }
  char *folder = copy(stream->target, "");
  size_t n = (size_t)(path_base(folder) - folder);
  folder[n] = '\0';
  stream->fd = folder_exists("/proc/self/fd")
                   ? open(n ? folder : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC,
                          0666)
                   : -1;
  mem_free(folder);
  if (stream->fd >= 0)
    return;
  stream->temporary = copy(stream->target, ".XXXXXX");
  stream->fd = mkstemp(stream->temporary);
  if (stream->fd < 0) {
    stream->temporary[0] = '\0'; /* not there to be removed */
    give_up(stream);
  }
  mode_t mask = umask(0);
  umask(mask);
  if (fchmod(stream->fd, 0666 & ~mask) < 0)
    give_up(stream);
}

void stream_begin(Stream *stream, const char *path) {
  *stream = (Stream){.path = path};
  if (!is_direct(path)) {
    open_temporary(stream);
    return;
  }
  fflush(stdout);
  stream->fd = strcmp(path, "-") ? open(path, O_WRONLY | O_CLOEXEC)
                                 : dup(STDOUT_FILENO);
  if (stream->fd < 0)
    give_up(stream);
}

static void flush(Stream *stream) {
  const char *data = stream->pending.data;
  size_t left = stream->pending.n;
  while (left) {
    ssize_t n = write(stream->fd, data, left);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      give_up(stream);
    data += n;
    left -= (size_t)n;
  }
  stream->pending.n = 0;
}

void stream_put(Stream *stream, const void *bytes, size_t n) {
  put_bytes(&stream->pending, bytes, n);
  if (stream->pending.n >= PENDING_MAX)
    flush(stream);
}

static void release(Stream *stream) {
  buffer_free(&stream->pending);
  mem_free(stream->target);
  mem_free(stream->temporary);
  *stream = (Stream){.fd = -1};
}

/* Gives the file that has none a name beside its target. */
static void name_file(Stream *stream) {
  char unnamed[64];
  snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", stream->fd);
  stream->temporary = copy(stream->target, ".XXXXXX");
  int fd = mkstemp(stream->temporary); /* for a name that is free */
  if (fd < 0 || close(fd) < 0 || unlink(stream->temporary) < 0 ||
      linkat(AT_FDCWD, unnamed, AT_FDCWD, stream->temporary,
             AT_SYMLINK_FOLLOW) < 0)
    give_up(stream);
}

void stream_commit(Stream *stream) {
  flush(stream);
  if (stream->target && !stream->temporary)
    name_file(stream);
  if (close(stream->fd) < 0)
    give_up(stream);
  if (stream->target && rename(stream->temporary, stream->target) < 0)
    give_up(stream);
  release(stream);
}

void stream_abandon(Stream *stream) {
  close(stream->fd);
  if (stream->temporary)
    unlink(stream->temporary);
  release(stream);
}
