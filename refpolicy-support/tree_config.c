/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files of config/, as `appfiles` in refpolicy's Makefiles lists them. */
#include <string.h>

#include "lib/file.h"
#include "refpolicy-support/tree_modules.h"

/* Expanded, from config/appconfig-TYPE to contexts/. */
static const char *const context_files[] = {
    "default_contexts",       "default_type",      "initrc_context",
    "failsafe_context",       "userhelper_context", "removable_context",
    "dbus_contexts",          "sepgsql_contexts",  "x_contexts",
    "securetty_types",        "lxc_contexts",      "openrc_contexts",
    "virtual_domain_context", "virtual_image_context",
};

static void add(Session *session, Tree *tree, AppFileKind kind,
                const char *source, const char *target) {
  if (file_exists(source))
    ARRAY_PUSH(&tree->app_files,
               (AppFile){kind, tree_file_new(session, source), target});
}

static void add_context_files(Session *session, Tree *tree,
                              const char *folder) {
  for (size_t i = 0; i < sizeof context_files / sizeof *context_files; i++)
    add(session, tree, APP_EXPAND,
        path_join(&session->arena, folder, context_files[i]),
        arena_printf(&session->arena, "contexts/%s", context_files[i]));
  ARRAY_PUSH(&tree->app_files,
             (AppFile){APP_CUSTOMIZABLE, NULL, "contexts/customizable_types"});
}

/* USER_default_contexts become contexts/users/USER. */
static void add_user_files(Session *session, Tree *tree,
                           const char *folder) {
  static const char ending[] = "_default_contexts";
  Paths names = folder_list(&session->arena, folder);
  for (size_t i = 0; i < names.n; i++) {
    const char *at = strstr(names.v[i], ending);
    if (at && !at[sizeof ending - 1])
      add(session, tree, APP_COPY,
          path_join(&session->arena, folder, names.v[i]),
          arena_printf(&session->arena, "contexts/users/%.*s",
                       (int)(at - names.v[i]), names.v[i]));
  }
  ARRAY_FREE(&names);
}

void tree_find_config(Session *session, Tree *tree) {
  char *config = tree_path(session, tree->folder, "config");
  char *folder = arena_printf(&session->arena, "%s/appconfig-%s", config,
                              policy_type_name(tree->conf.type));
  Arena *arena = &session->arena;
  add_context_files(session, tree, folder);
  add(session, tree, APP_COPY, path_join(arena, folder, "media"),
      "contexts/files/media");
  add(session, tree, APP_COPY,
      path_join(arena, config, "file_contexts.subs_dist"),
      "contexts/files/file_contexts.subs_dist");
  add_user_files(session, tree, folder);
  /* A modular policy carries its seusers in the base package. */
  add(session, tree, APP_SEUSERS, path_join(arena, folder, "seusers"),
      "seusers");
  if (!tree->conf.monolithic)
    return;
  ARRAY_PUSH(&tree->app_files, (AppFile){APP_BOOLEANS, NULL, "booleans"});
  add(session, tree, APP_COPY, path_join(arena, config, "local.users"),
      "users/local.users");
}
