/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every permission that a rule names must be one of its class: declared with
 * it, in a base policy; required with it, in a module.  That it must be
 * required where the rule stands is meant, but checkmodule never finds that it
 * is not (module_compiler.c, is_perm_in_scope_index: a block declares no class,
 * which counts as having all), and Fedora's policy has such rules. */
#include "ir/passes.h"
#include "ir/scopes.h"

/* A block in which a class has a permission. */
typedef struct Known {
  uint32_t block;
  uint32_t next; /* index + 1 of another of the same class and permission */
  Name class, perm;
} Known;

typedef struct PermChecker {
  Session *session;
  Diags *diags;
  const Module *module;
  const Scopes *scopes;
  Map index; /* class and permission to the newest Known's index + 1 */
  ARRAY(Known) known;
  Map reported; /* class and permission */
} PermChecker;

static uint64_t key_of(Name class, Name perm) {
  return (uint64_t)class << 32 | perm;
}

static void add_perms(PermChecker *checker, uint32_t block, Name class,
                      const Idents *perms) {
  for (uint32_t i = 0; i < perms->n; i++) {
    Name perm = perms->v[i].name;
    uint32_t *first = map_put(&checker->index, key_of(class, perm), NULL);
    ARRAY_PUSH(&checker->known, (Known){block, *first, class, perm});
    *first = (uint32_t)checker->known.n;
  }
}

static const Symbol *find_common(const Module *module, Name name) {
  const Symbols *declared = &module->blocks.v[0].declared;
  for (size_t i = 0; i < declared->n && name; i++)
    if (declared->v[i].kind == SYMBOL_COMMON && declared->v[i].id.name == name)
      return &declared->v[i];
  return NULL;
}

static void collect_perms(PermChecker *checker) {
  const Module *module = checker->module;
  for (uint32_t i = 0; i < module->blocks.n; i++) {
    const Block *block = &module->blocks.v[i];
    const Symbols *symbols =
        module->is_base ? &block->declared : &block->required;
    for (size_t j = 0; j < symbols->n; j++) {
      const Symbol *symbol = &symbols->v[j];
      if (symbol->kind != SYMBOL_CLASS)
        continue;
      add_perms(checker, i, symbol->id.name, &symbol->perms);
      const Symbol *common = find_common(module, symbol->target.name);
      if (common)
        add_perms(checker, i, symbol->id.name, &common->perms);
    }
  }
}

static void report(PermChecker *checker, Name class, Ident perm,
                   bool is_elsewhere) {
  bool is_new;
  map_put(&checker->reported, key_of(class, perm.name), &is_new);
  if (!is_new || session_misses(checker->session, perm.name) ||
      session_misses(checker->session, class))
    return;
  const Names *names = checker->diags->names;
  const char *text = name_text(names, perm.name);
  const char *class_text = name_text(names, class);
  if (is_elsewhere)
    diag_warning(checker->diags, WARN_PERMISSION_SCOPE, perm.place,
                 "permission '%s' of class '%s' is required in other blocks "
                 "only",
                 text, class_text);
  else if (checker->module->is_base)
    diag_error_as(checker->diags, ERROR_UNKNOWN_PERMISSION, perm.place,
                  "class '%s' has no permission '%s'", class_text, text);
  else
    diag_error_as(checker->diags, ERROR_UNKNOWN_PERMISSION, perm.place,
                  "permission '%s' of class '%s' is not required", text,
                  class_text);
  for (size_t i = 0; i < checker->known.n && !is_elsewhere; i++) {
    const char *other = name_text(names, checker->known.v[i].perm);
    if (checker->known.v[i].class == class &&
        edit_distance(text, other, 2) <= 2) {
      diag_note(checker->diags, no_place, "did you mean '%s'?", other);
      return;
    }
  }
}

static void check_perm(PermChecker *checker, uint32_t block, Name class,
                       Ident perm) {
  const uint32_t *first = map_get(&checker->index, key_of(class, perm.name));
  for (uint32_t i = first ? *first : 0; i; i = checker->known.v[i - 1].next)
    if (block_is_inside(checker->module, block,
                        checker->known.v[i - 1].block))
      return;
  report(checker, class, perm, first != NULL);
}

static void check_rule(PermChecker *checker, uint32_t block,
                       const ModAvRule *rule) {
  for (uint32_t i = 0; i < rule->classes.n; i++) {
    Name class = set_name(&rule->classes, i);
    if (!scopes_find(checker->scopes, block, SYMBOL_CLASS, class))
      continue; /* check_names has reported it */
    if (rule->xperms)
      check_perm(checker, block, class, rule->xperms->operation);
    for (uint32_t j = 0; j < rule->perms.n && !rule->xperms; j++)
      check_perm(checker, block, class, set_id(&rule->perms, j));
  }
}

static void check_block(PermChecker *checker, uint32_t block) {
  const Block *b = &checker->module->blocks.v[block];
  for (size_t i = 0; i < b->av.n; i++)
    check_rule(checker, block, &b->av.v[i]);
  for (size_t i = 0; i < b->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      for (size_t j = 0; j < b->conditionals.v[i].av[branch].n; j++)
        check_rule(checker, block, &b->conditionals.v[i].av[branch].v[j]);
}

void check_perm_names(Session *session, const Module *module,
                      const Scopes *scopes) {
  PermChecker checker = {.session = session,
                         .diags = &session->diags,
                         .module = module,
                         .scopes = scopes};
  collect_perms(&checker);
  for (uint32_t i = 0; i < module->blocks.n; i++)
    check_block(&checker, i);
  map_free(&checker.index);
  map_free(&checker.reported);
  ARRAY_FREE(&checker.known);
}
