/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/installed.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"

#ifndef PREFIX
#define PREFIX "/usr/local"
#endif

/* The folder that the program is in, or NULL where that cannot be told. */
static char *program_folder(Arena *arena) {
  enum { PATH_BYTES = 4096 };
  char *path = arena_alloc_raw(arena, PATH_BYTES);
  ssize_t n = readlink("/proc/self/exe", path, PATH_BYTES - 1);
  if (n <= 0)
    return NULL;
  path[n] = '\0';
  char *slash = strrchr(path, '/');
  *slash = '\0';
  return path;
}

char *installed_path(Arena *arena, const char *name) {
  const char *folder = program_folder(arena);
  char *paths[3];
  int n = 0;
  if (folder) {
    paths[n++] = arena_printf(arena, "%s/share/tecc/%s", folder, name);
    paths[n++] = arena_printf(arena, "%s/../share/tecc/%s", folder, name);
  }
  paths[n++] = arena_printf(arena, "%s/share/tecc/%s", PREFIX, name);
  for (int i = 0; i < n; i++)
    if (file_exists(paths[i]) || folder_exists(paths[i]))
      return paths[i];
  return NULL;
}

const char *installed_headers(Arena *arena) {
  return file_exists(SYSTEM_HEADERS "/build.conf")
             ? SYSTEM_HEADERS
             : installed_path(arena, "include");
}
