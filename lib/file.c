/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/bytes.h"
#include "lib/fatal.h"

static _Noreturn void too_large(const char *path) {
  fatal("cannot read %s: it is larger than %d MiB", path, FILE_SIZE_MAX >> 20);
}

static char *read_stream(Arena *arena, int fd, const char *path,
                         size_t *length) {
  Buffer buffer = {0};
  char chunk[1 << 16];
  ssize_t n;
  while ((n = read(fd, chunk, sizeof chunk)) != 0) {
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      fatal("cannot read %s:", path);
    put_bytes(&buffer, chunk, (size_t)n);
    if (buffer.n > FILE_SIZE_MAX)
      too_large(path);
  }
  put_u8(&buffer, 0);
  *length = buffer.n - 1;
  char *text = arena_copy(arena, buffer.data, buffer.n);
  buffer_free(&buffer);
  return text;
}

static char *read_regular(Arena *arena, int fd, const char *path, size_t size,
                          size_t *length) {
  char *text = arena_alloc_raw(arena, size + 1);
  size_t got = 0;
  while (got < size) {
    ssize_t n = read(fd, text + got, size - got);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      fatal("cannot read %s:", path);
    if (n == 0)
      break;
    got += (size_t)n;
  }
  text[got] = '\0';
  *length = got;
  return text;
}

char *file_read(Arena *arena, const char *path, bool may_lack,
                size_t *length) {
  if (!strcmp(path, "-"))
    return read_stream(arena, STDIN_FILENO, "standard input", length);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && may_lack && (errno == ENOENT || errno == ENOTDIR))
    return NULL;
  struct stat status;
  if (fd < 0 || fstat(fd, &status) < 0)
    fatal("cannot read %s:", path);
  if (S_ISDIR(status.st_mode))
    fatal("cannot read %s: it is a folder", path);
  if (status.st_size > FILE_SIZE_MAX)
    too_large(path);
  char *text = S_ISREG(status.st_mode) && status.st_size > 0
                   ? read_regular(arena, fd, path, (size_t)status.st_size,
                                  length)
                   : read_stream(arena, fd, path, length);
  close(fd);
  return text;
}

Loc file_load(Sources *sources, const char *path, bool may_lack) {
  size_t length;
  char *text = file_read(&sources->arena, path, may_lack, &length);
  if (!text)
    return 0;
  return source_add(sources, strcmp(path, "-") ? path : "<stdin>", text,
                    length, false);
}

/* A file on its way: the temporary one, and where it goes. */
typedef struct Pending {
  char *target; /* links followed */
  char *temporary;
} Pending;

static _Noreturn void give_up(Pending *pending, size_t n, const char *what,
                              const char *path) {
  int error = errno;
  for (size_t i = 0; i < n; i++)
    if (pending[i].temporary)
      unlink(pending[i].temporary);
  errno = error;
  fatal("cannot %s %s:", what, path);
}

static bool write_all(int fd, const char *data, size_t length) {
  while (length) {
    ssize_t n = write(fd, data, length);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return false;
    data += n;
    length -= (size_t)n;
  }
  return true;
}

static bool write_in_place(const Output *output) {
  bool standard = !strcmp(output->path, "-");
  int fd = standard ? STDOUT_FILENO : open(output->path, O_WRONLY | O_CLOEXEC);
  if (fd < 0)
    return false;
  if (standard)
    fflush(stdout);
  bool done = write_all(fd, output->data, output->length);
  return (standard || close(fd) == 0) && done;
}

/* Devices, pipes and standard output have nothing to rename. */
static bool is_special(const char *path) {
  struct stat status;
  return !strcmp(path, "-") ||
         (stat(path, &status) == 0 && !S_ISREG(status.st_mode) &&
          !S_ISDIR(status.st_mode));
}

/* The file that a path leads to, or the path if there is none. */
static char *follow_links(Arena *arena, const char *path) {
  char *resolved = realpath(path, NULL);
  if (!resolved && errno != ENOENT)
    return NULL;
  char *target = arena_printf(arena, "%s", resolved ? resolved : path);
  free(resolved);
  return target;
}

static bool write_temporary(Arena *arena, const Output *output,
                            Pending *pending) {
  pending->target = follow_links(arena, output->path);
  if (!pending->target)
    return false;
  if (folder_exists(pending->target)) {
    errno = EISDIR;
    return false;
  }
  char *temporary = arena_printf(arena, "%s.XXXXXX", pending->target);
  int fd = mkstemp(temporary);
  if (fd < 0)
    return false;
  pending->temporary = temporary;
  mode_t mask = umask(0);
  umask(mask);
  bool done = write_all(fd, output->data, output->length) &&
              fchmod(fd, 0666 & ~mask) == 0;
  return close(fd) == 0 && done;
}

/* Two builds into one folder take turns, so that the files there are of one of
 * them.  Where the folder cannot be locked nobody waits.  A single file needs
 * no turn.  Gives a descriptor that holds the lock until it is closed. */
static int take_turn(Arena *arena, const Output *outputs, size_t n) {
  if (n < 2 || is_special(outputs[0].path))
    return -1;
  const char *path = outputs[0].path;
  size_t length = (size_t)(path_base(path) - path);
  const char *folder = length ? arena_printf(arena, "%.*s", (int)length, path)
                              : ".";
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    flock(fd, LOCK_EX);
  return fd;
}

/* Temporary files, then their renaming. */
static void write_regular(Arena *arena, const Output *outputs, size_t n) {
  Pending *pending = ARENA_NEW_N(arena, Pending, n);
  for (size_t i = 0; i < n; i++)
    if (!is_special(outputs[i].path) &&
        !write_temporary(arena, &outputs[i], &pending[i]))
      give_up(pending, n, "write", outputs[i].path);
  for (size_t i = 0; i < n; i++) {
    if (pending[i].temporary &&
        rename(pending[i].temporary, pending[i].target) < 0)
      give_up(pending, n, "write", outputs[i].path);
    pending[i].temporary = NULL;
  }
}

/* No signal ends the program between the first temporary file and the last
 * renaming; one that came is delivered then.  What is written in place comes
 * first, outside of that: it may wait for a reader. */
void outputs_write(const Output *outputs, size_t n) {
  Arena arena = {0};
  sigset_t all, before;
  for (size_t i = 0; i < n; i++)
    if (is_special(outputs[i].path) && !write_in_place(&outputs[i]))
      give_up(NULL, 0, "write", outputs[i].path);
  int turn = take_turn(&arena, outputs, n);
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  write_regular(&arena, outputs, n);
  sigprocmask(SIG_SETMASK, &before, NULL);
  if (turn >= 0)
    close(turn);
  arena_free(&arena);
}

void folder_make(const char *path) {
  Arena arena = {0};
  char *copy = arena_printf(&arena, "%s", path);
  for (char *at = copy + 1; *copy && *at; at++) {
    if (*at != '/')
      continue;
    *at = '\0';
    if (mkdir(copy, 0777) < 0 && errno != EEXIST)
      fatal("cannot make the folder %s:", copy);
    *at = '/';
  }
  if (mkdir(copy, 0777) < 0 && errno != EEXIST)
    fatal("cannot make the folder %s:", copy);
  if (!folder_exists(copy))
    fatal("%s is not a folder", path);
  arena_free(&arena);
}

bool file_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && !S_ISDIR(status.st_mode);
}

bool folder_exists(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

Paths folder_list(Arena *arena, const char *path) {
  Paths names = {0};
  DIR *folder = opendir(path);
  if (!folder && (errno == ENOENT || errno == ENOTDIR))
    return names;
  if (!folder)
    fatal("cannot read the folder %s:", path);
  struct dirent *entry;
  while ((entry = readdir(folder)))
    if (entry->d_name[0] != '.')
      ARRAY_PUSH(&names, arena_printf(arena, "%s", entry->d_name));
  closedir(folder);
  if (names.n)
    qsort(names.v, names.n, sizeof *names.v, compare_names);
  return names;
}

char *path_join(Arena *arena, const char *folder, const char *name) {
  size_t length = strlen(folder);
  return arena_printf(arena, "%s%s%s", folder,
                      length && folder[length - 1] == '/' ? "" : "/", name);
}

bool path_ends(const char *path, const char *ending) {
  size_t n = strlen(path), length = strlen(ending);
  return n > length && !strcmp(path + n - length, ending);
}

const char *path_base(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}
