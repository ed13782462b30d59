/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"

/* Memberships count only in live blocks: one of a dead block must not give
 * a type the rules of an attribute. */
static void add_members(Resolver *resolver, const Block *block) {
  for (size_t i = 0; i < block->type_members.n; i++) {
    ModMember m = block->type_members.v[i];
    TypeId member = resolve_id(resolver, SYMBOL_TYPE, m.member);
    TypeId attribute = resolve_id(resolver, SYMBOL_TYPE, m.attribute);
    if (member == NO_ID || attribute == NO_ID ||
        !resolver->policy->types.v[attribute].is_attribute)
      continue;
    bitset_add(&resolver->policy->types.v[attribute].members, member);
  }
}

static Ident type_ident(const Policy *policy, uint32_t id) {
  return policy->types.v[id].id;
}

static void flatten_types(Resolver *resolver) {
  Policy *policy = resolver->policy;
  uint32_t n = (uint32_t)policy->types.n;
  Bitset **sets = ARENA_NEW_N(resolver->arena, Bitset *, n);
  for (uint32_t i = 0; i < n; i++)
    sets[i] = &policy->types.v[i].members;
  flatten_attributes(resolver, sets, policy->n_plain_types, n, type_ident);
}

/* These stand even in a dead block, as long as the type itself lives
 * (checkpolicy sets them in the symbol, which is not of a block:
 * policy_define.c, define_permissive, expand_attrib). */
static void set_flags(Resolver *resolver, const Block *block) {
  Policy *policy = resolver->policy;
  for (size_t i = 0; i < block->permissives.n; i++) {
    TypeId id = policy_find(policy, SYMBOL_TYPE, block->permissives.v[i].name);
    if (id != NO_ID)
      policy->types.v[id].permissive = true;
  }
  for (size_t i = 0; i < block->neveraudits.n; i++) {
    TypeId id = policy_find(policy, SYMBOL_TYPE, block->neveraudits.v[i].name);
    if (id != NO_ID)
      policy->types.v[id].neveraudit = true;
  }
  for (size_t i = 0; i < block->expands.n; i++) {
    ModExpand expand = block->expands.v[i];
    TypeId id = policy_find(policy, SYMBOL_TYPE, expand.attribute.name);
    if (id == NO_ID)
      continue;
    Type *type = &policy->types.v[id];
    bool *wanted = expand.expand ? &type->expand_true : &type->expand_false;
    bool *other = expand.expand ? &type->expand_false : &type->expand_true;
    if (*other && !*wanted)
      diag_warning(resolver->diags, WARN_EXPAND_ATTRIBUTE,
                   expand.attribute.place,
                   "expandattribute of '%s' is both true and false; false is "
                   "taken",
                   name_text(resolver->diags->names, expand.attribute.name));
    *wanted = true;
  }
}

/* False wins over true (checkpolicy policy_define.c, expand_attrib). */
static void settle_expansion(Policy *policy) {
  for (TypeId id = policy->n_plain_types; id < policy->types.n; id++)
    if (policy->types.v[id].expand_false)
      policy->types.v[id].expand_true = false;
}

/* The three kinds that have bounds keep them alike. */
static uint32_t *bounds_of(Policy *policy, SymbolKind kind, uint32_t id) {
  switch (kind) {
  case SYMBOL_ROLE: return &policy->roles.v[id].bounds;
  case SYMBOL_USER: return &policy->users.v[id].bounds;
  default: return &policy->types.v[id].bounds;
  }
}

/* Said twice alike is taken; a second parent is a fault (checkpolicy
 * policy_define.c, define_typebounds_helper). */
static void set_bounds(Resolver *resolver, const Block *block) {
  for (size_t i = 0; i < block->bounds.n; i++) {
    ModBounds bounds = block->bounds.v[i];
    uint32_t child = resolve_id(resolver, bounds.kind, bounds.child);
    uint32_t parent = resolve_id(resolver, bounds.kind, bounds.parent);
    if (child == NO_ID || parent == NO_ID)
      continue;
    uint32_t *known = bounds_of(resolver->policy, bounds.kind, child);
    if (*known != NO_ID && *known != parent)
      diag_error_as(resolver->diags, ERROR_BOUNDS, bounds.child.place,
                    "%s '%s' is bounded by two others, '%s' among them",
                    symbol_kind_word(bounds.kind),
                    name_text(resolver->diags->names, bounds.child.name),
                    name_text(resolver->diags->names, bounds.parent.name));
    *known = parent;
  }
}

void resolve_type_symbols(Resolver *resolver) {
  each_live_block(resolver, add_members);
  flatten_types(resolver);
  each_block(resolver, set_flags);
  settle_expansion(resolver->policy);
  each_live_block(resolver, set_bounds);
}
