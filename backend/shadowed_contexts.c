/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pattern is shadowed by a later one that holds all its paths.  Only those
 * patterns can whose fixed beginning one of its paths has; there are few, so
 * that each is compared. */
#include "backend/file_contexts.h"

#include <string.h>

#include "backend/path_language.h"

typedef struct Spec {
  const FileContext *entry;
  const PathLanguage *language; /* NULL: unknown */
  uint32_t next;                /* index + 1 of one with the same beginning */
} Spec;

typedef struct ShadowCheck {
  Session *session;
  Arena arena;
  Names beginnings;
  ARRAY(Spec) specs;
  ARRAY(uint32_t) first; /* by beginning: index + 1 of a spec */
  Buffer text;
} ShadowCheck;

/* HOME_DIR, ROLE and USER stand for texts that are not known here. */
static bool is_template(const char *path) {
  return strstr(path, "HOME") || strstr(path, "ROLE") || strstr(path, "USER");
}

static void add_spec(ShadowCheck *check, const FileContext *entry) {
  const char *path = name_text(&check->session->names, entry->path);
  Spec spec = {.entry = entry};
  if (!is_template(path))
    spec.language = path_language(&check->arena, path);
  check->text.n = 0;
  if (spec.language) {
    path_language_prefix(spec.language, &check->text);
    put_u8(&check->text, 0);
    Name beginning =
        name_intern(&check->beginnings, check->text.data, check->text.n - 1);
    while (check->first.n <= beginning)
      ARRAY_PUSH(&check->first, 0);
    spec.next = check->first.v[beginning];
    check->first.v[beginning] = (uint32_t)check->specs.n + 1;
  }
  ARRAY_PUSH(&check->specs, spec);
}

/* `check->text` is a path of the spec's. */
static bool shadows(const ShadowCheck *check, const Spec *later,
                    const Spec *spec) {
  return (!later->entry->kind || later->entry->kind == spec->entry->kind) &&
         later->entry->path != spec->entry->path &&
         path_language_holds(later->language, check->text.data,
                             check->text.n) &&
         path_language_contains(later->language, spec->language);
}

/* The last that shadows a spec, of those with one beginning. */
static const Spec *find_among(const ShadowCheck *check, Name beginning,
                              const Spec *spec) {
  if (!beginning)
    return NULL;
  for (uint32_t i = check->first.v[beginning]; i;
       i = check->specs.v[i - 1].next) {
    const Spec *later = &check->specs.v[i - 1];
    if (later <= spec)
      break;
    if (shadows(check, later, spec))
      return later;
  }
  return NULL;
}

static const Spec *find_shadow(ShadowCheck *check, const Spec *spec) {
  check->text.n = 0;
  path_language_sample(spec->language, &check->text);
  for (size_t n = 1; n <= check->text.n; n++) {
    const Spec *found = find_among(
        check, name_find(&check->beginnings, check->text.data, n), spec);
    if (found)
      return found;
  }
  return NULL;
}

static void report(ShadowCheck *check, const Spec *spec, const Spec *later) {
  const Names *names = &check->session->names;
  Diags *diags = &check->session->diags;
  if (!diag_warning(diags, WARN_FC_SHADOWED, spec->entry->place,
                    "no file gets this label: '%s' matches all that '%s' "
                    "does, and counts as more specific",
                    name_text(names, later->entry->path),
                    name_text(names, spec->entry->path)))
    return;
  diag_note(diags, later->entry->place, "the other line is here%s",
            later->entry->context == spec->entry->context
                ? "; it gives the same label"
                : "");
}

void file_contexts_check_shadowed(Session *session,
                                  const FileContexts *contexts) {
  if (!diag_wants(&session->diags, WARN_FC_SHADOWED))
    return;
  ShadowCheck check = {.session = session};
  names_init(&check.beginnings);
  for (size_t i = 0; i < contexts->n; i++)
    add_spec(&check, &contexts->v[i]);
  for (size_t i = 0; i < check.specs.n; i++) {
    const Spec *spec = &check.specs.v[i];
    const Spec *later = spec->language ? find_shadow(&check, spec) : NULL;
    if (later)
      report(&check, spec, later);
  }
  names_free(&check.beginnings);
  arena_free(&check.arena);
  ARRAY_FREE(&check.specs);
  ARRAY_FREE(&check.first);
  buffer_free(&check.text);
}
