/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/link_target.h"

#include <string.h>

#include "cli/build_config.h"
#include "ir/customizer.h"
#include "lib/file.h"

/* Modules that are disabled */

static size_t find_input(const LinkInputs *inputs, Name name) {
  size_t i = 0;
  while (i < inputs->n && inputs->v[i].package.module.name.name != name)
    i++;
  return i;
}

static void move_input(LinkInputs *from, size_t at, LinkInputs *to) {
  ARRAY_PUSH(to, from->v[at]);
  memmove(&from->v[at], &from->v[at + 1],
          (--from->n - at) * sizeof *from->v);
}

static void take_line(Session *session, const Customization *line,
                      LinkInputs *inputs, LinkInputs *disabled) {
  Name name = line->subject.name;
  size_t at = find_input(inputs, name), off = find_input(disabled, name);
  bool is_module = at < inputs->n && !inputs->v[at].package.module.is_base;
  if (!is_module && off == disabled->n)
    custom_error(session, line->subject, "no package is of a module '%s'",
                 name_text(&session->names, name));
  else if (line->action == CUSTOM_DELETE && is_module)
    move_input(inputs, at, disabled);
  else if (line->action == CUSTOM_ENABLE && !is_module)
    move_input(disabled, off, inputs);
}

void link_target_disable(Session *session, const TargetOptions *options,
                         LinkInputs *inputs, LinkInputs *disabled) {
  const Customizations *lines = &options->customizations;
  for (size_t i = 0; i < lines->n; i++) {
    if (lines->v[i].kind != CUSTOM_MODULE)
      continue;
    if (lines->v[i].action != CUSTOM_DELETE_ALL)
      take_line(session, &lines->v[i], inputs, disabled);
    while (lines->v[i].action == CUSTOM_DELETE_ALL && disabled->n)
      move_input(disabled, 0, inputs);
  }
  link_inputs_order(session, inputs);
}

/* Texts of the base */

static Loc add_text(Session *session, const LinkInput *base, PackageText text,
                    const char *name) {
  const PackageSection *section = &base->package.texts[text];
  if (!section->data)
    return 0;
  return source_add(&session->sources,
                    arena_printf(&session->arena, "%s(%s)", base->path, name),
                    section->data, section->length, true);
}

/* Modules for the store and as packages */

static void add_module(Session *session, const LinkInput *input,
                       bool is_disabled, TargetTree *target) {
  const Module *module = &input->package.module;
  if (path_ends(input->path, ".mod") || path_ends(input->path, ".mod.bz2"))
    diag_error(&session->diags, no_place,
               "%s: a target tree takes packages (.pp)", input->path);
  ARRAY_PUSH(&target->modules,
             (StoreModule){module->is_base
                               ? "base"
                               : name_text(&session->names, module->name.name),
                           &input->file, is_disabled});
}

void link_target(Session *session, const TargetOptions *options,
                 const LinkInputs *inputs, const LinkInputs *disabled,
                 TargetTree *target) {
  const LinkInput *base = &inputs->v[0];
  const PackageSection *seusers = &base->package.texts[PACKAGE_SEUSERS];
  Buffer types = {0};
  target->seusers = add_text(session, base, PACKAGE_SEUSERS, "seusers");
  target->users_extra =
      add_text(session, base, PACKAGE_USERS_EXTRA, "users_extra");
  ARRAY_PUSH(&target->files,
             (Output){"seusers", seusers->data, seusers->length});
  customizable_types_put(target->policy, &types);
  ARRAY_PUSH(&target->files,
             (Output){"contexts/customizable_types",
                      arena_copy(&session->arena, types.data, types.n),
                      types.n});
  buffer_free(&types);
  if (!options->store && !options->packages)
    return;
  for (size_t i = 0; i < inputs->n; i++)
    add_module(session, &inputs->v[i], false, target);
  for (size_t i = 0; i < disabled->n; i++)
    add_module(session, &disabled->v[i], true, target);
}
