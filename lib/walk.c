/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/fatal.h"

typedef struct Walker {
  Arena *arena;
  const char *root;
  const WalkOptions *options;
  dev_t device; /* the root's */
  WalkFiles files;
} Walker;

typedef ARRAY(const char *) Entries;

static void add_file(Walker *walker, const char *path,
                     const struct stat *status) {
  ARRAY_PUSH(&walker->files, (WalkFile){.path = path,
                                        .mode = status->st_mode,
                                        .uid = status->st_uid,
                                        .gid = status->st_gid,
                                        .links = status->st_nlink,
                                        .device = status->st_dev,
                                        .special = status->st_rdev,
                                        .inode = status->st_ino,
                                        .size = status->st_size,
                                        .modified = status->st_mtime});
  if (walker->options->progress && walker->files.n % 1024 == 0)
    walker->options->progress(walker->options->context, walker->files.n);
}

static int compare_entries(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, whose descriptor is closed. */
static Entries read_names(Walker *walker, int fd, const char *path) {
  Entries entries = {0};
  DIR *folder = fdopendir(dup(fd));
  struct dirent *entry;
  if (!folder)
    fatal("cannot read the folder %s%s:", walker->root, path);
  while ((entry = readdir(folder)))
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
      ARRAY_PUSH(&entries, arena_printf(walker->arena, "%s/%s",
                                        path[1] ? path : "", entry->d_name));
  closedir(folder);
  if (entries.n)
    qsort(entries.v, entries.n, sizeof *entries.v, compare_entries);
  return entries;
}

static void walk_folder(Walker *walker, int fd, const char *path) {
  Entries entries = read_names(walker, fd, path);
  for (size_t i = 0; i < entries.n; i++) {
    struct stat status;
    const char *entry = entries.v[i], *name = strrchr(entry, '/') + 1;
    if (fstatat(fd, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
      fatal("cannot read %s%s:", walker->root, entry);
    if (walker->options->one_file_system && status.st_dev != walker->device)
      continue;
    add_file(walker, entry, &status);
    if (!S_ISDIR(status.st_mode))
      continue;
    int child = openat(fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
                                     O_CLOEXEC);
    if (child < 0)
      fatal("cannot read the folder %s%s:", walker->root, entry);
    walk_folder(walker, child, entry);
    close(child);
  }
  ARRAY_FREE(&entries);
}

WalkFiles walk(Arena *arena, const char *root, const WalkOptions *options) {
  Walker walker = {.arena = arena, .root = root, .options = options};
  struct stat status;
  int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 || fstat(fd, &status) < 0)
    fatal("cannot read the folder %s:", root);
  walker.device = status.st_dev;
  add_file(&walker, "/", &status);
  walk_folder(&walker, fd, "/");
  close(fd);
  return walker.files;
}
