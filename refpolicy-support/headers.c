/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/headers.h"

#include <string.h>

#include "lib/fatal.h"
#include "lib/file.h"
#include "refpolicy-support/makefile_defines.h"
#include "refpolicy-support/tree_modules.h"

static void add_layer(Session *session, Headers *headers, const char *layer,
                      const char *folder) {
  Arena *arena = &session->arena;
  Paths names = folder_list(arena, folder);
  for (size_t i = 0; i < names.n; i++) {
    char *module = name_without(arena, names.v[i], ".if");
    if (module)
      ARRAY_PUSH(&headers->interfaces,
                 (HeaderInterfaces){
                     module, layer,
                     tree_file_new(session,
                                   path_join(arena, folder, names.v[i]))});
  }
  ARRAY_FREE(&names);
}

static void find_interfaces(Session *session, Headers *headers) {
  Paths names = folder_list(&session->arena, headers->folder);
  for (size_t i = 0; i < names.n; i++) {
    char *folder = tree_path(session, headers->folder, names.v[i]);
    if (folder_exists(folder) && strcmp(names.v[i], "support"))
      add_layer(session, headers, names.v[i], folder);
  }
  ARRAY_FREE(&names);
}

Headers *headers_read(Session *session, const char *folder,
                      const Defines *settings) {
  if (!folder_exists(folder))
    fatal("%s: there is no such folder", folder);
  if (!file_exists(tree_path(session, folder, "build.conf")))
    fatal("%s does not hold policy headers: it has no build.conf", folder);
  Headers *headers = ARENA_NEW(&session->arena, Headers);
  headers->folder = folder;
  headers->conf = build_conf_read(session, folder, settings);
  headers->defines = build_conf_devel_defines(session, &headers->conf);
  makefile_defines_add(session, tree_path(session, folder, "Makefile"),
                       &headers->defines);
  support_find(session, &headers->support,
               tree_path(session, folder, "support"));
  find_interfaces(session, headers);
  return headers;
}
