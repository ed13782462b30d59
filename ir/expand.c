/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From rules to the flat tables of the kernel (libsepol expand.c).  Access
 * rules keep attributes in their keys, except where the rule says `self`;
 * type rules and transitions are expanded to types. */
#include "ir/expander.h"

/* Ids in a set rise and attributes have the high ones, so the last tells. */
static bool has_attributes(const Policy *policy, const TypeSet *set) {
  return set->n && !set->is_bits &&
         set->ids[set->n - 1] >= policy->n_plain_types;
}

/* Sets Expander.set to the types of a set. */
static void collect_types(Expander *expander, const TypeSet *set) {
  const Policy *policy = expander->policy;
  bitset_clear(&expander->set);
  for (uint32_t i = 0; i < set->n; i++)
    if (set->ids[i] >= policy->n_plain_types)
      bitset_union(&expander->set, &policy->types.v[set->ids[i]].members);
    else
      bitset_add(&expander->set, set->ids[i]);
}

static Types list_bits(TypeIds *scratch, const Bitset *bits) {
  scratch->n = 0;
  ARRAY_RESERVE(scratch, bitset_count(bits));
  scratch->n = bitset_list(bits, scratch->v);
  return (Types){scratch->v, (uint32_t)scratch->n};
}

static Types list_types(TypeIds *scratch, const TypeSet *set) {
  return set->is_bits ? list_bits(scratch, set->bits)
                      : (Types){set->ids, set->n};
}

static Types expand_types(Expander *expander, TypeIds *scratch,
                          const TypeSet *set) {
  if (!has_attributes(expander->policy, set))
    return list_types(scratch, set);
  collect_types(expander, set);
  return list_bits(scratch, &expander->set);
}

Types list_sources(Expander *expander, const TypeSet *set) {
  return list_types(&expander->sources, set);
}

Types list_targets(Expander *expander, const TypeSet *set) {
  return list_types(&expander->targets, set);
}

Types expand_sources(Expander *expander, const TypeSet *set) {
  return expand_types(expander, &expander->sources, set);
}

Types expand_targets(Expander *expander, const TypeSet *set) {
  return expand_types(expander, &expander->targets, set);
}

const char *type_text(const Expander *expander, TypeId id) {
  return name_text(&expander->policy->session->names,
                   expander->policy->types.v[id].id.name);
}

const char *class_text(const Expander *expander, ClassId id) {
  return name_text(&expander->policy->session->names,
                   expander->policy->classes.v[id].id.name);
}

/* Only now are all memberships known. */
static void expand_role_types(Expander *expander) {
  Policy *policy = expander->policy;
  for (RoleId id = 0; id < policy->roles.n; id++) {
    Bitset *types = &policy->roles.v[id].types;
    for (TypeId t = bitset_next(types, policy->n_plain_types); t != BITSET_END;
         t = bitset_next(types, t + 1)) {
      bitset_remove(types, t);
      bitset_union(types, &policy->types.v[t].members);
    }
  }
}

/* An attribute that is expanded wherever it stands is empty for the kernel:
 * no key names it (libsepol expand.c, type_attr_map). */
static void empty_expanded_attributes(Policy *policy) {
  for (TypeId id = policy->n_plain_types; id < policy->types.n; id++)
    if (policy->types.v[id].expand_true)
      bitset_clear(&policy->types.v[id].members);
}

static void expander_free(Expander *expander) {
  ARRAY_FREE(&expander->conditional);
  ARRAY_FREE(&expander->xperms);
  ARRAY_FREE(&expander->cond_type_rules);
  ARRAY_FREE(&expander->sources);
  ARRAY_FREE(&expander->targets);
  map_free(&expander->cond_type_keys);
  bitset_free(&expander->set);
}

/* Type rules outside of conditionals must be in the hash before those
 * inside are compared with them, whatever the order of the text. */
void expand(Policy *policy) {
  Expander expander = {
      .policy = policy, .diags = &policy->session->diags, .reported = NO_ID};
  expand_role_types(&expander);
  expand_av_rules(&expander);
  expand_type_rules(&expander);
  policy->av_table = av_hash_finish(&expander.unconditional);
  settle_xperms(&expander);
  av_entries_sort(policy->av_table.v, policy->av_table.n);
  settle_conditionals(&expander);
  expand_file_transitions(&expander);
  expand_range_transitions(&expander);
  expand_role_transitions(&expander);
  empty_expanded_attributes(policy);
  expander_free(&expander);
}
