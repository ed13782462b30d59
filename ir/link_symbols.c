/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The symbol tables of the linked policy.  Ids do not depend on the order of
 * the modules: types, roles, users and booleans are sorted by name; only
 * classes, commons, categories (by declaration) and sensitivities (by
 * dominance) have an order of their own, which the base gives. */
#include "ir/linker.h"

#include <stdlib.h>

#include "ir/words.h"

static void set_index(Policy *policy, SymbolKind kind, Name name, uint32_t id) {
  *name_index_at(&policy->index[kind], name) = id + 1;
}

static int compare_idents(const void *left, const void *right, void *names) {
  return name_compare(names, ((const Ident *)left)->name,
                      ((const Ident *)right)->name);
}

/* The live symbols of one kind and flavor, by name. */
static IdentArray live_symbols(const Linker *linker, SymbolKind kind,
                               Flavor flavor) {
  IdentArray ids = {0};
  for (size_t i = 0; i < linker->entities[kind].n; i++) {
    const Entity *entity = &linker->entities[kind].v[i];
    if (entity->n_live && entity->flavor == flavor)
      ARRAY_PUSH(&ids, entity->id);
  }
  if (ids.n)
    qsort_r(ids.v, ids.n, sizeof *ids.v, compare_idents,
            &linker->session->names);
  return ids;
}

/* The type, sensitivity or category behind a chain of aliases, or NULL when
 * it ends nowhere. */
static const Entity *alias_end(const Linker *linker, SymbolKind kind,
                               const Entity *entity) {
  for (size_t i = 0; i <= linker->entities[kind].n; i++) {
    if (!entity || !entity->symbol || entity->flavor != FLAVOR_ALIAS)
      return entity;
    entity = linker_find(linker, kind, entity->symbol->target.name);
  }
  return NULL;
}

/* By name, like everything that has no order of its own. */
static IdentArray all_aliases(const Linker *linker, SymbolKind kind) {
  IdentArray ids = {0};
  for (size_t i = 0; i < linker->entities[kind].n; i++) {
    const Entity *entity = &linker->entities[kind].v[i];
    if (entity->symbol && entity->flavor == FLAVOR_ALIAS)
      ARRAY_PUSH(&ids, entity->id);
  }
  if (ids.n)
    qsort_r(ids.v, ids.n, sizeof *ids.v, compare_idents,
            &linker->session->names);
  return ids;
}

/* An alias lives with its target, even when the block that declares it is
 * dead (libsepol expand.c, alias_copy_callback). */
static void link_aliases(Linker *linker, SymbolKind kind, Aliases *aliases) {
  IdentArray ids = all_aliases(linker, kind);
  for (size_t i = 0; i < ids.n; i++) {
    const Entity *entity =
        alias_end(linker, kind, linker_find(linker, kind, ids.v[i].name));
    uint32_t target =
        entity ? policy_find(linker->policy, kind, entity->id.name) : NO_ID;
    if (target == NO_ID)
      continue;
    set_index(linker->policy, kind, ids.v[i].name, target);
    ARRAY_PUSH(aliases, (Alias){ids.v[i], target});
  }
  ARRAY_FREE(&ids);
}

/* Types get the low ids and attributes the high ones: the set of attributes
 * that a type has is then a few words of one bitmap. */
static void link_types(Linker *linker) {
  Policy *policy = linker->policy;
  for (int pass = 0; pass < 2; pass++) {
    IdentArray ids = live_symbols(linker, SYMBOL_TYPE,
                                  pass ? FLAVOR_ATTRIBUTE : FLAVOR_PLAIN);
    for (size_t i = 0; i < ids.n; i++) {
      set_index(policy, SYMBOL_TYPE, ids.v[i].name, (uint32_t)policy->types.n);
      ARRAY_PUSH(&policy->types,
                 (Type){.id = ids.v[i], .is_attribute = pass, .bounds = NO_ID});
    }
    ARRAY_FREE(&ids);
    if (!pass)
      policy->n_plain_types = (uint32_t)policy->types.n;
  }
  link_aliases(linker, SYMBOL_TYPE, &policy->type_aliases);
}

static void add_role(Policy *policy, Ident id, bool is_attribute) {
  uint32_t role = (uint32_t)policy->roles.n;
  set_index(policy, SYMBOL_ROLE, id.name, role);
  ARRAY_PUSH(&policy->roles,
             (Role){.id = id, .is_attribute = is_attribute, .bounds = NO_ID});
  bitset_add(&policy->roles.v[role].dominates, role);
}

/* object_r is first whatever its name, as the kernel expects (linux
 * security/selinux/ss/policydb.h, OBJECT_R_VAL). */
static void link_roles(Linker *linker) {
  Policy *policy = linker->policy;
  add_role(policy, linker_find(linker, SYMBOL_ROLE, WORD_OBJECT_R)->id, false);
  IdentArray plain = live_symbols(linker, SYMBOL_ROLE, FLAVOR_PLAIN);
  for (size_t i = 0; i < plain.n; i++)
    if (plain.v[i].name != WORD_OBJECT_R)
      add_role(policy, plain.v[i], false);
  policy->n_plain_roles = (uint32_t)policy->roles.n;
  IdentArray attributes = live_symbols(linker, SYMBOL_ROLE, FLAVOR_ATTRIBUTE);
  for (size_t i = 0; i < attributes.n; i++)
    add_role(policy, attributes.v[i], true);
  ARRAY_FREE(&plain);
  ARRAY_FREE(&attributes);
}

static void link_users(Linker *linker) {
  Policy *policy = linker->policy;
  IdentArray ids = live_symbols(linker, SYMBOL_USER, FLAVOR_PLAIN);
  for (size_t i = 0; i < ids.n; i++) {
    set_index(policy, SYMBOL_USER, ids.v[i].name, (uint32_t)i);
    ARRAY_PUSH(&policy->users, (User){.id = ids.v[i], .bounds = NO_ID});
  }
  ARRAY_FREE(&ids);
}

/* Tunables are no booleans of the policy: link decides them, unless it is
 * told to keep them. */
static void link_bools(Linker *linker) {
  Policy *policy = linker->policy;
  IdentArray ids = live_symbols(linker, SYMBOL_BOOL, FLAVOR_PLAIN);
  if (linker->options.keep_tunables) {
    IdentArray tunables = live_symbols(linker, SYMBOL_BOOL, FLAVOR_TUNABLE);
    for (size_t i = 0; i < tunables.n; i++)
      ARRAY_PUSH(&ids, tunables.v[i]);
    ARRAY_FREE(&tunables);
    if (ids.n)
      qsort_r(ids.v, ids.n, sizeof *ids.v, compare_idents,
              &linker->session->names);
  }
  for (size_t i = 0; i < ids.n; i++) {
    const Entity *entity = linker_find(linker, SYMBOL_BOOL, ids.v[i].name);
    set_index(policy, SYMBOL_BOOL, ids.v[i].name, (uint32_t)i);
    ARRAY_PUSH(&policy->bools, (Bool){ids.v[i], entity->symbol->value});
  }
  ARRAY_FREE(&ids);
}

/* The common has its permissions in the low bits, the class its own behind
 * them (linux security/selinux/ss/policydb.c). */
static void link_class(Policy *policy, const Symbol *symbol) {
  uint32_t id = (uint32_t)policy->classes.n;
  CommonId common = symbol->target.name ? policy_find(policy, SYMBOL_COMMON,
                                                      symbol->target.name)
                                        : NO_ID;
  uint32_t n_common = common == NO_ID ? 0 : policy->commons.v[common].perms.n;
  set_index(policy, SYMBOL_CLASS, symbol->id.name, id);
  ARRAY_PUSH(&policy->classes, (Class){.id = symbol->id,
                                       .common = common,
                                       .perms = symbol->perms,
                                       .n_perms = n_common + symbol->perms.n});
}

/* Only the base declares these, outside of blocks. */
static void link_base_symbols(Linker *linker) {
  Policy *policy = linker->policy;
  const Symbols *declared = &linker->modules[0].blocks.v[0].declared;
  for (const Symbol *s = declared->v; s < declared->v + declared->n; s++) {
    if (s->kind == SYMBOL_COMMON) {
      set_index(policy, s->kind, s->id.name, (uint32_t)policy->commons.n);
      ARRAY_PUSH(&policy->commons, (Common){s->id, s->perms});
    } else if (s->kind == SYMBOL_CATEGORY && s->flavor != FLAVOR_ALIAS) {
      set_index(policy, s->kind, s->id.name, (uint32_t)policy->cats.n);
      ARRAY_PUSH(&policy->cats, (Category){s->id});
    }
  }
  for (const Symbol *s = declared->v; s < declared->v + declared->n; s++)
    if (s->kind == SYMBOL_CLASS)
      link_class(policy, s);
  link_aliases(linker, SYMBOL_CATEGORY, &policy->cat_aliases);
}

/* `dominance` gives every sensitivity its rank, once (checkpolicy
 * policy_define.c, define_dominance). */
static void link_sensitivities(Linker *linker) {
  Policy *policy = linker->policy;
  Diags *diags = &linker->session->diags;
  const IdentArray *dominance = &linker->modules[0].dominance;
  for (size_t i = 0; i < dominance->n; i++) {
    Ident id = dominance->v[i];
    const Entity *entity = alias_end(
        linker, SYMBOL_LEVEL, linker_find(linker, SYMBOL_LEVEL, id.name));
    if (!entity || !entity->symbol)
      continue; /* reported when the module's names were checked */
    if (policy_find(policy, SYMBOL_LEVEL, entity->id.name) != NO_ID) {
      diag_error(diags, id.place, "sensitivity '%s' stands twice in dominance",
                 linker_text(linker, id.name));
      continue;
    }
    set_index(policy, SYMBOL_LEVEL, entity->id.name, (uint32_t)policy->sens.n);
    ARRAY_PUSH(&policy->sens, (Sensitivity){.id = entity->id});
  }
  IdentArray all = live_symbols(linker, SYMBOL_LEVEL, FLAVOR_PLAIN);
  for (size_t i = 0; i < all.n; i++)
    if (policy_find(policy, SYMBOL_LEVEL, all.v[i].name) == NO_ID)
      diag_error(diags, all.v[i].place,
                 "sensitivity '%s' is missing in dominance",
                 linker_text(linker, all.v[i].name));
  ARRAY_FREE(&all);
  link_aliases(linker, SYMBOL_LEVEL, &policy->sens_aliases);
}

/* The kernel format has 16 bits for a type or attribute (libsepol expand.c,
 * type_copy_callback). */
static void check_type_count(Linker *linker) {
  const Policy *policy = linker->policy;
  if (policy->types.n > UINT16_MAX)
    diag_error(&linker->session->diags, policy->types.v[UINT16_MAX].id.place,
               "%zu types and attributes; a policy can have %d",
               policy->types.n, UINT16_MAX);
}

void link_symbols(Linker *linker) {
  link_base_symbols(linker);
  link_types(linker);
  check_type_count(linker);
  link_roles(linker);
  link_users(linker);
  link_bools(linker);
  link_sensitivities(linker);
  linker->policy->sids = linker->modules[0].sids;
  linker->policy->polcaps = linker->modules[0].polcaps;
}
