/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"

static void add_members(Resolver *resolver, const Block *block) {
  for (size_t i = 0; i < block->role_members.n; i++) {
    ModMember m = block->role_members.v[i];
    RoleId member = resolve_id(resolver, SYMBOL_ROLE, m.member);
    RoleId attribute = resolve_id(resolver, SYMBOL_ROLE, m.attribute);
    if (member == NO_ID || attribute == NO_ID ||
        !resolver->policy->roles.v[attribute].is_attribute)
      continue;
    bitset_add(&resolver->policy->roles.v[attribute].members, member);
  }
}

static Ident role_ident(const Policy *policy, uint32_t id) {
  return policy->roles.v[id].id;
}

static void flatten_roles(Resolver *resolver) {
  Policy *policy = resolver->policy;
  uint32_t n = (uint32_t)policy->roles.n;
  Bitset **sets = ARENA_NEW_N(resolver->arena, Bitset *, n);
  for (uint32_t i = 0; i < n; i++)
    sets[i] = &policy->roles.v[i].members;
  flatten_attributes(resolver, sets, policy->n_plain_roles, n, role_ident);
}

/* Whether `-type` stands in a statement about the role. */
static bool takes_types_out(const ModRoleTypes *rule) {
  for (uint32_t i = 0; i < rule->types.n; i++)
    if (set_minus(&rule->types, i))
      return true;
  return false;
}

/* Adds the names of a set that are, or are not, taken out. */
static void add_types(Resolver *resolver, const NameSet *set, bool minus,
                      bool expand, Bitset *out) {
  for (uint32_t i = 0; i < set->n; i++) {
    if (set_minus(set, i) != minus)
      continue;
    TypeId id = resolve_id(resolver, SYMBOL_TYPE, set_id(set, i));
    if (id == NO_ID)
      continue;
    if (expand)
      add_types_of(resolver->policy, out, id);
    else
      bitset_add(out, id);
  }
}

/* What one block takes out of a role is out of all that the block gives it
 * (libsepol keeps one set of types for each role and block). */
static void subtract_types(Resolver *resolver, const Block *block,
                           RoleId role) {
  Bitset given = {0}, taken = {0};
  for (size_t i = 0; i < block->role_types.n; i++) {
    const ModRoleTypes *rule = &block->role_types.v[i];
    if (resolve_id(resolver, SYMBOL_ROLE, rule->role) != role)
      continue;
    add_types(resolver, &rule->types, false, true, &given);
    add_types(resolver, &rule->types, true, true, &taken);
  }
  bitset_subtract(&given, &taken);
  bitset_union(&resolver->policy->roles.v[role].types, &given);
  bitset_free(&given);
  bitset_free(&taken);
}

/* Types are kept as written, attributes whole, so that a type which joins
 * an attribute later or elsewhere counts (3.4 expands here, too early, and
 * loses such types). */
static void add_role_types(Resolver *resolver, const Block *block) {
  Bitset subtracted = {0};
  for (size_t i = 0; i < block->role_types.n; i++) {
    RoleId role =
        resolve_id(resolver, SYMBOL_ROLE, block->role_types.v[i].role);
    if (role != NO_ID && takes_types_out(&block->role_types.v[i]) &&
        !bitset_has(&subtracted, role)) {
      bitset_add(&subtracted, role);
      subtract_types(resolver, block, role);
    }
  }
  for (size_t i = 0; i < block->role_types.n; i++) {
    const ModRoleTypes *rule = &block->role_types.v[i];
    RoleId role = resolve_id(resolver, SYMBOL_ROLE, rule->role);
    if (role != NO_ID && !bitset_has(&subtracted, role))
      add_types(resolver, &rule->types, false, false,
                &resolver->policy->roles.v[role].types);
  }
  bitset_free(&subtracted);
}

/* The types of a role attribute are those of its members. */
static void give_types_to_members(Policy *policy) {
  for (RoleId id = policy->n_plain_roles; id < policy->roles.n; id++)
    BITSET_EACH(member, &policy->roles.v[id].members)
  bitset_union(&policy->roles.v[member].types, &policy->roles.v[id].types);
}

/* The parent takes over what the child has, and so does every role that
 * dominates the parent already. */
static void raise_role(Policy *policy, Bitset *types, RoleId parent,
                       RoleId child) {
  const Bitset *lower = &policy->roles.v[child].dominates;
  for (RoleId id = 0; id < policy->n_plain_roles; id++) {
    Bitset *dominates = &policy->roles.v[id].dominates;
    if (!bitset_has(dominates, parent))
      continue;
    bitset_union(dominates, lower);
    bitset_union(&types[id], &types[child]);
  }
}

/* Dominance gives types as far as they are known where it stands: what a
 * dominated role gets later is its own (checkpolicy 3.4 policy_define.c,
 * define_role_dom; 3.11 knows no dominance of roles). */
static void raise_roles(Resolver *resolver, const Block *block) {
  Policy *policy = resolver->policy;
  if (!block->role_dominances.n)
    return;
  Bitset *types = ARENA_NEW_N(resolver->arena, Bitset, policy->roles.n);
  uint32_t next = 0;
  for (size_t i = 0; i < block->role_dominances.n; i++) {
    ModRoleDominance d = block->role_dominances.v[i];
    RoleId parent = resolve_id(resolver, SYMBOL_ROLE, d.parent);
    RoleId child = resolve_id(resolver, SYMBOL_ROLE, d.child);
    for (; next < d.n_types; next++) {
      const ModRoleTypes *rule = &block->role_types.v[next];
      RoleId role = resolve_id(resolver, SYMBOL_ROLE, rule->role);
      if (role != NO_ID)
        add_types(resolver, &rule->types, false, false, &types[role]);
    }
    if (parent != NO_ID && child != NO_ID)
      raise_role(policy, types, parent, child);
  }
  for (RoleId id = 0; id < policy->n_plain_roles; id++)
    if (bitset_count(&policy->roles.v[id].dominates) > 1)
      bitset_union(&policy->roles.v[id].types, &types[id]);
}

void resolve_role_symbols(Resolver *resolver) {
  each_live_block(resolver, add_members);
  flatten_roles(resolver);
  each_live_block(resolver, add_role_types);
  give_types_to_members(resolver->policy);
  each_live_block(resolver, raise_roles);
}
