/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/label_inputs.h"

#include <ctype.h>
#include <string.h>

#include "frontend/file_contexts.h"
#include "frontend/path_pattern.h"
#include "lib/bytes.h"
#include "lib/fatal.h"
#include "lib/file.h"

static bool is_named(const Paths *paths, const char *path) {
  for (size_t i = 0; i < paths->n; i++)
    if (!strcmp(paths->v[i], path))
      return true;
  return false;
}

/* A compiled file holds no lines to name (libselinux label_file.h,
 * SELINUX_MAGIC_COMPILED_FCONTEXT, in either order of bytes). */
static bool is_compiled(const Source *source) {
  Reader reader = {(const unsigned char *)source->text, source->length, 0,
                   false};
  uint32_t magic = get_u32(&reader);
  return magic == UINT32_C(0xf97cff8a) || magic == UINT32_C(0x8aff7cf9);
}

static void read_contexts(Session *session, const char *path, bool may_lack,
                          LabelInputs *inputs) {
  Loc source = file_load(&session->sources, path, may_lack);
  if (!source)
    return;
  if (is_compiled(source_of(&session->sources, source)))
    diag_error_as(&session->diags, ERROR_FILE_CONTEXT, no_place,
                  "%s is compiled; give the text that it was made from", path);
  else
    file_contexts_read_plain(session, source, &inputs->contexts);
}

static void read_subs(Session *session, const char *path, LabelSubs *subs) {
  Loc source = file_load(&session->sources, path, true);
  if (source)
    label_subs_read(session, source, subs);
}

void label_inputs_read(Session *session, const Paths *paths,
                       LabelInputs *inputs) {
  static const char *const more[] = {".homedirs", ".local"};
  Arena *arena = &session->arena;
  for (size_t i = 0; i < paths->n; i++) {
    const char *path = paths->v[i];
    read_contexts(session, path, false, inputs);
    if (!strcmp(path, "-"))
      continue;
    for (int j = 0; j < 2; j++) {
      const char *beside = arena_printf(arena, "%s%s", path, more[j]);
      if (!is_named(paths, beside))
        read_contexts(session, beside, true, inputs);
    }
    read_subs(session, arena_printf(arena, "%s.subs_dist", path),
              &inputs->distribution);
    read_subs(session, arena_printf(arena, "%s.subs", path), &inputs->local);
  }
}

/* The value of the last SELINUXTYPE= line, or NULL (libselinux
 * selinux_config.c). */
static const char *selinux_type(Arena *arena, const char *text) {
  static const char key[] = "SELINUXTYPE=";
  const char *value = NULL;
  for (const char *at = text; *at; at += strcspn(at, "\n"), at += *at == '\n') {
    while (*at == ' ' || *at == '\t')
      at++;
    if (!strncmp(at, key, strlen(key)))
      value = at + strlen(key);
  }
  if (!value)
    return NULL;
  size_t n = strcspn(value, "\n");
  while (n && isspace((unsigned char)value[n - 1]))
    n--;
  return n && !memchr(value, '/', n)
             ? arena_printf(arena, "%.*s", (int)n, value)
             : NULL;
}

const char *label_inputs_of_root(Session *session, const char *root) {
  Arena *arena = &session->arena;
  size_t length;
  const char *config = path_join(arena, root, "etc/selinux/config");
  const char *text = file_read(arena, config, true, &length);
  if (!folder_exists(root))
    fatal("%s is not a folder", root);
  const char *type = text ? selinux_type(arena, text) : NULL;
  if (!type) {
    diag_error_as(&session->diags, ERROR_TREE, no_place,
                  text ? "%s names no policy: a line SELINUXTYPE= is wanted"
                       : "there is no %s; name the file contexts with "
                         "--file-contexts",
                  config);
    return NULL;
  }
  return path_join(arena, root,
                   arena_printf(arena,
                                "etc/selinux/%s/contexts/files/file_contexts",
                                type));
}

Labels *label_inputs_ready(Session *session, const LabelInputs *inputs) {
  path_patterns_check(session, &inputs->contexts);
  return checkpoint(&session->diags)
             ? labels_new(session, &inputs->contexts, &inputs->local,
                          &inputs->distribution)
             : NULL;
}
