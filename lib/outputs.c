/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fatal.h"
#include "lib/file.h"

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

/* Trees */

/* A folder that is open, by its path below the root. */
typedef struct Folder {
  const char *path;
  int fd;
  bool is_made;
} Folder;

typedef struct PendingBelow {
  int folder; /* its descriptor */
  const char *name, *temporary;
} PendingBelow;

typedef struct TreeWriter {
  Arena arena;
  const char *root, *private_below;
  ARRAY(Folder) folders; /* the root first; each behind the one above it */
  ARRAY(PendingBelow) pending;
} TreeWriter;

static bool is_private(const TreeWriter *w, const char *path) {
  size_t length = w->private_below ? strlen(w->private_below) : 0;
  return length && !strncmp(path, w->private_below, length) &&
         path[length] == '/';
}

/* Takes away what was made, and ends. */
static _Noreturn void give_up_below(TreeWriter *w, const char *path) {
  int error = errno;
  for (size_t i = 0; i < w->pending.n; i++)
    if (w->pending.v[i].temporary)
      unlinkat(w->pending.v[i].folder, w->pending.v[i].temporary, 0);
  for (size_t i = w->folders.n; i-- > 1;)
    if (w->folders.v[i].is_made)
      unlinkat(w->folders.v[0].fd, w->folders.v[i].path, AT_REMOVEDIR);
  errno = error;
  if (error == ELOOP)
    fatal("cannot write %s: it is a symbolic link, which is not followed",
          path_join(&w->arena, w->root, path));
  fatal("cannot write %s:", path_join(&w->arena, w->root, path));
}

/* Opens a folder of the folder above it, and makes it first if need be. */
static void open_folder(TreeWriter *w, int above, const char *path) {
  const char *name = path_base(path);
  mode_t mode = is_private(w, path) ? 0700 : 0755;
  Folder folder = {.path = path, .is_made = true};
  struct stat status;
  if (mkdirat(above, name, mode) < 0) {
    folder.is_made = false;
    if (errno != EEXIST)
      give_up_below(w, path);
  }
  folder.fd =
      openat(above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder.fd < 0) {
    int error = errno;
    bool is_link = fstatat(above, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
                   S_ISLNK(status.st_mode);
    errno = is_link ? ELOOP : error;
    give_up_below(w, path);
  }
  ARRAY_PUSH(&w->folders, folder);
  if (folder.is_made && fchmod(folder.fd, mode) < 0)
    give_up_below(w, path);
}

/* The descriptor of the folder that a path below the root lies in. */
static int folder_of(TreeWriter *w, const char *path) {
  size_t length = (size_t)(path_base(path) - path);
  if (length == 0)
    return w->folders.v[0].fd;
  const char *folder =
      arena_printf(&w->arena, "%.*s", (int)length - 1, path);
  for (size_t i = 1; i < w->folders.n; i++)
    if (!strcmp(w->folders.v[i].path, folder))
      return w->folders.v[i].fd;
  open_folder(w, folder_of(w, folder), folder);
  return w->folders.v[w->folders.n - 1].fd;
}

/* A new file beside its target; another one's leftover is not touched. */
static int create_temporary(TreeWriter *w, PendingBelow *pending) {
  for (int i = 0; i < 1000; i++) {
    const char *name = arena_printf(&w->arena, "%s.tecc-%d-%d", pending->name,
                                    (int)getpid(), i);
    int fd = openat(pending->folder, name,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd >= 0)
      pending->temporary = name;
    if (fd >= 0 || errno != EEXIST)
      return fd;
  }
  return -1;
}

static void write_temporary_below(TreeWriter *w, const Output *output) {
  PendingBelow pending = {.folder = folder_of(w, output->path),
                          .name = path_base(output->path)};
  struct stat status;
  if (fstatat(pending.folder, pending.name, &status, AT_SYMLINK_NOFOLLOW) ==
          0 && S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    give_up_below(w, output->path);
  }
  int fd = create_temporary(w, &pending);
  ARRAY_PUSH(&w->pending, pending);
  bool done = fd >= 0 && write_all(fd, output->data, output->length) &&
              fchmod(fd, is_private(w, output->path) ? 0600 : 0644) == 0;
  if (fd < 0 || close(fd) < 0 || !done)
    give_up_below(w, output->path);
}

static void write_tree(TreeWriter *w, const Output *outputs, size_t n) {
  for (size_t i = 0; i < n; i++)
    write_temporary_below(w, &outputs[i]);
  for (size_t i = 0; i < n; i++) {
    PendingBelow *pending = &w->pending.v[i];
    if (renameat(pending->folder, pending->temporary, pending->folder,
                 pending->name) < 0)
      give_up_below(w, outputs[i].path);
    pending->temporary = NULL;
  }
}

void outputs_write_below(const char *root, const char *private_below,
                         const Output *outputs, size_t n) {
  TreeWriter w = {.root = root, .private_below = private_below};
  sigset_t all, before;
  folder_make(root);
  int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    fatal("cannot write into %s:", root);
  ARRAY_PUSH(&w.folders, (Folder){"", fd, false});
  flock(fd, LOCK_EX); /* two builds into one tree take turns */
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  write_tree(&w, outputs, n);
  sigprocmask(SIG_SETMASK, &before, NULL);
  for (size_t i = w.folders.n; i-- > 0;)
    close(w.folders.v[i].fd);
  ARRAY_FREE(&w.folders);
  ARRAY_FREE(&w.pending);
  arena_free(&w.arena);
}
