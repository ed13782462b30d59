/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/build_packages.h"

#include <string.h>

#include "backend/file_contexts.h"
#include "cli/module_contexts.h"

Module *parts_modules(Session *session, const TreePart *parts, size_t n,
                      FileContexts *contexts) {
  Module *modules = ARENA_NEW_N(&session->arena, Module, n);
  for (size_t i = 0; i < n; i++) {
    modules[i] = parts[i].module;
    for (size_t k = 0; k < parts[i].contexts.n; k++)
      ARRAY_PUSH(contexts, parts[i].contexts.v[k]);
  }
  return modules;
}

/* An empty text makes no section, as with semodule_package. */
static PackageSection section_of(const char *text, size_t length) {
  return length ? (PackageSection){text, length} : (PackageSection){NULL, 0};
}

void part_package(Session *session, const TreePart *part, Package *package) {
  Buffer text = {0};
  *package = (Package){.module = part->module};
  module_contexts_write(&session->names, &part->contexts, &text);
  package->texts[PACKAGE_FILE_CONTEXTS] =
      section_of(arena_copy(&session->arena, text.data, text.n), text.n);
  buffer_free(&text);
  if (part->seusers)
    package->texts[PACKAGE_SEUSERS] =
        section_of(part->seusers, strlen(part->seusers));
  if (part->users_extra)
    package->texts[PACKAGE_USERS_EXTRA] =
        section_of(part->users_extra, strlen(part->users_extra));
  package->version =
      module_version_needed(session, &part->module, NULL, NULL);
}
