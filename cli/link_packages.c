/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/link_packages.h"

#include <stdlib.h>

#include "backend/file_contexts.h"
#include "frontend/file_contexts.h"
#include "ir/scopes.h"
#include "lib/file.h"

void link_inputs_read(Session *session, char *const *paths, size_t n,
                      bool keep, LinkInputs *inputs) {
  for (size_t i = 0; i < n; i++) {
    LinkInput input = {.path = paths[i]};
    Arena file = {0};
    size_t length;
    char *bytes = file_read(keep ? &session->arena : &file, paths[i], false,
                            &length);
    if (keep)
      input.file = (Buffer){.data = bytes, .n = length};
    if (package_read_mapped(session, paths[i], bytes, length, &input.package))
      ARRAY_PUSH(inputs, input);
    arena_free(&file);
  }
}

/* Order */

static int compare_inputs(const void *left, const void *right, void *names) {
  const Module *a = &((const LinkInput *)left)->package.module;
  const Module *b = &((const LinkInput *)right)->package.module;
  if (a->is_base != b->is_base)
    return a->is_base ? -1 : 1;
  return name_compare(names, a->name.name, b->name.name);
}

static void check_base(Session *session, const LinkInputs *inputs) {
  if (!inputs->n)
    return; /* none could be read */
  const LinkInput *first = &inputs->v[0];
  if (!first->package.module.is_base)
    diag_error(&session->diags, no_place,
               "no base package is given: '%s' and all others are modules",
               first->path);
  for (size_t i = 1; i < inputs->n && inputs->v[i].package.module.is_base; i++)
    diag_error(&session->diags, no_place,
               "two base packages are given: '%s' and '%s'", first->path,
               inputs->v[i].path);
}

static void check_names_differ(Session *session, const LinkInputs *inputs) {
  for (size_t i = 1; i < inputs->n; i++) {
    const LinkInput *a = &inputs->v[i - 1], *b = &inputs->v[i];
    Name name = b->package.module.name.name;
    if (!b->package.module.is_base && a->package.module.name.name == name)
      diag_error(&session->diags, no_place,
                 "two modules are named '%s': '%s' and '%s'",
                 name_text(&session->names, name), a->path, b->path);
  }
}

void link_inputs_order(Session *session, LinkInputs *inputs) {
  if (inputs->n)
    qsort_r(inputs->v, inputs->n, sizeof *inputs->v, compare_inputs,
            &session->names);
  check_base(session, inputs);
  check_names_differ(session, inputs);
}

/* For the passes */

void link_report_dead(CommonOptions *common) {
  if (!common->verbose)
    return;
  diag_set_warning(&common->session.diags, "dead-optional");
  diag_set_warning(&common->session.diags, "unknown-optional-symbol");
}

Module *link_inputs_modules(Session *session, const LinkInputs *inputs) {
  Module *modules = ARENA_NEW_N(&session->arena, Module, inputs->n);
  for (size_t i = 0; i < inputs->n; i++)
    modules[i] = inputs->v[i].package.module;
  return modules;
}

LinkOptions link_inputs_options(const LinkInputs *inputs) {
  const Module *base = &inputs->v[0].package.module;
  return (LinkOptions){.mls = base->mls,
                       .handle_unknown = base->handle_unknown};
}

/* Packages that are not linked */

static void read_known(KnownPackages *known) {
  Session *session = known->session;
  Paths names = folder_list(&session->arena, known->folder);
  for (size_t i = 0; i < names.n; i++) {
    char *path = path_join(&session->arena, known->folder, names.v[i]);
    if (path_ends(path, ".pp") || path_ends(path, ".pp.bz2"))
      link_inputs_read(session, &path, 1, false, &known->inputs);
  }
  ARRAY_FREE(&names);
  known->is_read = true;
}

static bool block_declares(const Block *block, SymbolKind kind, Name name) {
  for (size_t i = 0; i < block->declared.n; i++)
    if (block->declared.v[i].kind == kind &&
        block->declared.v[i].id.name == name)
      return true;
  return false;
}

static const char *find_declaring(void *context, SymbolKind kind, Name name) {
  KnownPackages *known = context;
  if (!known->is_read)
    read_known(known);
  for (size_t i = 0; i < known->inputs.n; i++) {
    const Module *module = &known->inputs.v[i].package.module;
    for (size_t j = 0; j < module->blocks.n; j++)
      if (block_declares(&module->blocks.v[j], kind, name))
        return known->inputs.v[i].path;
  }
  return NULL;
}

void known_packages_use(KnownPackages *known, Session *session,
                        LinkOptions *options) {
  known->session = session;
  options->declared_elsewhere = find_declaring;
  options->elsewhere = known;
}

/* File contexts */

void link_inputs_contexts(Session *session, const LinkInputs *inputs,
                          FileContexts *contexts) {
  for (size_t i = 0; i < inputs->n; i++) {
    const LinkInput *input = &inputs->v[i];
    const PackageSection *section =
        &input->package.texts[PACKAGE_FILE_CONTEXTS];
    if (!section->data)
      continue;
    const char *path = arena_printf(&session->arena, "%s(file_contexts)",
                                    input->path);
    Loc source = source_add(&session->sources, path, section->data,
                            section->length, true);
    file_contexts_read_plain(session, source, contexts);
  }
  file_contexts_check(session, contexts);
}

bool link_contexts_finish(Session *session, const Policy *policy,
                          FileContexts *contexts) {
  check_labels(policy, contexts);
  file_contexts_unite(&session->names, contexts);
  file_contexts_sort(&session->names, contexts);
  return checkpoint(&session->diags);
}

/* Joining */

/* The section of all packages, one behind the other. */
static void join_texts(Session *session, const LinkInputs *inputs,
                       PackageText text, PackageSection *joined) {
  Buffer all = {0};
  for (size_t i = 0; i < inputs->n; i++) {
    const PackageSection *section = &inputs->v[i].package.texts[text];
    if (!section->data)
      continue;
    put_bytes(&all, section->data, section->length);
    *joined = (PackageSection){"", 0}; /* there is one, though it be empty */
  }
  if (all.n)
    *joined = (PackageSection){arena_copy(&session->arena, all.data, all.n),
                               all.n};
  buffer_free(&all);
}

void link_inputs_join(Session *session, const LinkInputs *inputs,
                      Package *package) {
  const Package *base = &inputs->v[0].package;
  *package = *base; /* seusers and users_extra are the base's */
  join_modules(&package->module, link_inputs_modules(session, inputs),
               inputs->n);
  join_texts(session, inputs, PACKAGE_FILE_CONTEXTS,
             &package->texts[PACKAGE_FILE_CONTEXTS]);
  join_texts(session, inputs, PACKAGE_NETFILTER_CONTEXTS,
             &package->texts[PACKAGE_NETFILTER_CONTEXTS]);
  package->version =
      module_version_needed(session, &package->module, NULL, NULL);
}
