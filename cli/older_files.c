/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/older_files.h"

#include <stdlib.h>
#include <string.h>

#include "lib/file.h"

typedef struct Search {
  Session *session;
  const char *root;
  const Outputs *outputs;
} Search;

/* Whether an output has the path, or lies in the folder of that path. */
static bool is_written(const Search *search, const char *path) {
  size_t n = strlen(path);
  for (size_t i = 0; i < search->outputs->n; i++) {
    const char *written = search->outputs->v[i].path;
    if (!strncmp(written, path, n) && (!written[n] || written[n] == '/'))
      return true;
  }
  return false;
}

static void report(const Search *search, const char *path) {
  if (!is_written(search, path))
    diag_warning(&search->session->diags, WARN_OLDER_FILE, no_place,
                 "%s was there before, and the target reads it",
                 path_join(&search->session->arena, search->root, path));
}

/* libselinux reads these beside file_contexts (src/label_file.c). */
static void look_for_contexts(const Search *search, const char *folder) {
  static const char *const ends[] = {".local",     ".subs",
                                     ".bin",       ".homedirs.bin",
                                     ".local.bin", ".subs_dist"};
  Arena *arena = &search->session->arena;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    const char *path = arena_printf(
        arena, "%s/contexts/files/file_contexts%s", folder, ends[i]);
    if (file_exists(path_join(arena, search->root, path)))
      report(search, path);
  }
}

/* The target loads the policy of the highest version that its kernel reads
 * (libselinux src/load_policy.c). */
static void look_for_policies(const Search *search, const char *folder,
                              unsigned version) {
  Arena *arena = &search->session->arena;
  const char *policies = path_join(arena, folder, "policy");
  Paths names = folder_list(arena, path_join(arena, search->root, policies));
  for (size_t i = 0; i < names.n; i++)
    if (!strncmp(names.v[i], "policy.", 7) &&
        strtoul(names.v[i] + 7, NULL, 10) > version)
      report(search, path_join(arena, policies, names.v[i]));
  ARRAY_FREE(&names);
}

/* The modules of all priorities take part when semodule builds anew.  Where none
 * is written the store is named once. */
static void look_for_modules(const Search *search, const char *store) {
  Arena *arena = &search->session->arena;
  if (!is_written(search, store)) {
    if (folder_exists(path_join(arena, search->root, store)))
      report(search, store);
    return;
  }
  Paths priorities =
      folder_list(arena, path_join(arena, search->root, store));
  for (size_t i = 0; i < priorities.n; i++) {
    const char *folder = path_join(arena, store, priorities.v[i]);
    Paths names = folder_list(arena, path_join(arena, search->root, folder));
    for (size_t k = 0; k < names.n; k++)
      report(search, path_join(arena, folder, names.v[k]));
    ARRAY_FREE(&names);
  }
  ARRAY_FREE(&priorities);
}

void older_files_report(Session *session, const char *root, const char *name,
                        unsigned version, const Outputs *outputs) {
  Search search = {session, root, outputs};
  const char *folder = arena_printf(&session->arena, "etc/selinux/%s", name);
  look_for_contexts(&search, folder);
  look_for_policies(&search, folder, version);
  look_for_modules(&search, arena_printf(&session->arena,
                                         "var/lib/selinux/%s/active/modules",
                                         name));
}
