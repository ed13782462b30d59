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
    if (rule->types.items[i].minus)
      return true;
  return false;
}

/* Adds the names of a set that are, or are not, taken out. */
static void add_types(Resolver *resolver, const NameSet *set, bool minus,
                      bool expand, Bitset *out) {
  for (uint32_t i = 0; i < set->n; i++) {
    if (set->items[i].minus != minus)
      continue;
    TypeId id = resolve_id(resolver, SYMBOL_TYPE, set->items[i].id);
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

/* Whether the upper role gained anything. */
static bool raise_role(Policy *policy, RoleId parent, RoleId child) {
  Role *upper = &policy->roles.v[parent];
  const Role *lower = &policy->roles.v[child];
  if (bitset_is_subset(&lower->dominates, &upper->dominates) &&
      bitset_is_subset(&lower->types, &upper->types))
    return false;
  bitset_union(&upper->dominates, &lower->dominates);
  bitset_union(&upper->types, &lower->types);
  return true;
}

/* A dominating role has the types of those that it dominates, directly or
 * through others (checkpolicy 3.4 policy_define.c, define_role_dom). */
static void raise_roles(Resolver *resolver, const Block *block) {
  for (size_t i = 0; i < block->role_dominances.n; i++) {
    ModRoleDominance d = block->role_dominances.v[i];
    RoleId parent = resolve_id(resolver, SYMBOL_ROLE, d.parent);
    RoleId child = resolve_id(resolver, SYMBOL_ROLE, d.child);
    if (parent != NO_ID && child != NO_ID)
      resolver->changed |= raise_role(resolver->policy, parent, child);
  }
}

void resolve_role_symbols(Resolver *resolver) {
  each_live_block(resolver, add_members);
  flatten_roles(resolver);
  each_live_block(resolver, add_role_types);
  give_types_to_members(resolver->policy);
  do {
    resolver->changed = false;
    each_live_block(resolver, raise_roles);
  } while (resolver->changed);
}
