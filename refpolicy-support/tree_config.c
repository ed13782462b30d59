/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The files of config/ that are installed, `appfiles` in the makefiles. */
#include <string.h>

#include "lib/file.h"
#include "refpolicy-support/tree_modules.h"

static void add(Session *session, Tree *tree, AppFileKind kind,
                const char *source, const char *target) {
  if (file_exists(source))
    ARRAY_PUSH(&tree->app_files,
               (AppFile){kind, tree_file_new(session, source), target});
}

static bool has_ending(const char *name, const char *ending) {
  size_t length = strlen(name), n = strlen(ending);
  return length > n && !strcmp(name + length - n, ending);
}

/* Files of config/appconfig-TYPE by their names: USER_default_contexts becomes
 * contexts/users/USER; what else is of contexts or types is expanded to
 * contexts/.  The makefiles list these; all that any release of refpolicy or
 * Fedora has there is on its list. */
static void add_context_file(Session *session, Tree *tree, const char *folder,
                             const char *name) {
  static const char of_user[] = "_default_contexts";
  static const char *const endings[] = {"_context", "_contexts", "_type",
                                        "_types"};
  Arena *arena = &session->arena;
  const char *source = path_join(arena, folder, name);
  if (has_ending(name, of_user)) {
    size_t length = strlen(name) - strlen(of_user);
    add(session, tree, APP_COPY, source,
        arena_printf(arena, "contexts/users/%.*s", (int)length, name));
    return;
  }
  if (!strcmp(name, "customizable_types"))
    return; /* made from the policy */
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
    if (has_ending(name, endings[i]))
      add(session, tree, APP_EXPAND, source,
          arena_printf(arena, "contexts/%s", name));
}

void tree_find_config(Session *session, Tree *tree) {
  char *config = tree_path(session, tree->folder, "config");
  char *folder = arena_printf(&session->arena, "%s/appconfig-%s", config,
                              policy_type_name(tree->conf.type));
  Arena *arena = &session->arena;
  Paths names = folder_list(arena, folder);
  for (size_t i = 0; i < names.n; i++)
    add_context_file(session, tree, folder, names.v[i]);
  ARRAY_FREE(&names);
  ARRAY_PUSH(&tree->app_files,
             (AppFile){APP_CUSTOMIZABLE, NULL, "contexts/customizable_types"});
  add(session, tree, APP_COPY, path_join(arena, folder, "media"),
      "contexts/files/media");
  add(session, tree, APP_COPY,
      path_join(arena, config, "file_contexts.subs_dist"),
      "contexts/files/file_contexts.subs_dist");
  /* A modular policy carries its seusers in the base package. */
  add(session, tree, APP_SEUSERS, path_join(arena, folder, "seusers"),
      "seusers");
  if (!tree->conf.monolithic)
    return;
  ARRAY_PUSH(&tree->app_files, (AppFile){APP_BOOLEANS, NULL, "booleans"});
  add(session, tree, APP_COPY, path_join(arena, config, "local.users"),
      "users/local.users");
}
