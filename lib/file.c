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

/* file_read, and which version of the file it is. */
static char *read_file(Arena *arena, const char *path, bool may_lack,
                       size_t *length, FileVersion *version) {
  *version = (FileVersion){0};
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
  bool is_regular = S_ISREG(status.st_mode) && status.st_size > 0;
  if (is_regular)
    *version = (FileVersion){status.st_ino, status.st_mtim.tv_sec,
                             status.st_mtim.tv_nsec};
  char *text = is_regular ? read_regular(arena, fd, path,
                                         (size_t)status.st_size, length)
                          : read_stream(arena, fd, path, length);
  close(fd);
  return text;
}

char *file_read(Arena *arena, const char *path, bool may_lack,
                size_t *length) {
  FileVersion version;
  return read_file(arena, path, may_lack, length, &version);
}

char *file_read_again(Arena *arena, const char *path, FileVersion version,
                      size_t *length) {
  FileVersion now;
  char *text = read_file(arena, path, false, length, &now);
  if (now.file != version.file || now.seconds != version.seconds ||
      now.nanoseconds != version.nanoseconds)
    fatal("%s has changed while it was read", path);
  return text;
}

Loc file_load_briefly(Sources *sources, const char *path) {
  Arena arena = {0};
  size_t length;
  FileVersion version;
  char *text = read_file(&arena, path, false, &length, &version);
  Loc base = source_add(sources, path, text, length, !version.file);
  source_mark_file(sources, base);
  if (version.file)
    source_keep_briefly(sources, base, arena, version);
  else
    arena_free(&arena);
  return base;
}

Loc file_load(Sources *sources, const char *path, bool may_lack) {
  size_t length;
  char *text = file_read(&sources->arena, path, may_lack, &length);
  if (!text)
    return 0;
  bool is_stream = !strcmp(path, "-");
  Loc base = source_add(sources, is_stream ? "<stdin>" : path, text, length,
                        false);
  if (!is_stream)
    source_mark_file(sources, base);
  return base;
}

Loc file_load_once(Sources *sources, const char *path) {
  for (size_t i = 0; i < sources->files.n; i++)
    if (!strcmp(sources->files.v[i].path, path))
      return sources->files.v[i].base;
  return file_load(sources, path, false);
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
