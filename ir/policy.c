/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/policy.h"

#include <stdlib.h>
#include <string.h>

uint32_t policy_find_perm(const Policy *policy, ClassId class_id, Name perm) {
  for (uint32_t bit = 0; bit < policy->classes.v[class_id].n_perms; bit++)
    if (policy_perm_name(policy, class_id, bit) == perm)
      return bit;
  return NO_ID;
}

Name policy_perm_name(const Policy *policy, ClassId class_id, uint32_t bit) {
  const Class *class = &policy->classes.v[class_id];
  uint32_t n_common = 0;
  if (class->common != NO_ID) {
    const Common *common = &policy->commons.v[class->common];
    n_common = common->perms.n;
    if (bit < n_common)
      return common->perms.v[bit].name;
  }
  return class->perms.v[bit - n_common].name;
}

bool mls_dominates(const MlsLevel *a, const MlsLevel *b) {
  return a->sensitivity >= b->sensitivity &&
         bitset_is_subset(&b->categories, &a->categories);
}

Ident *policy_symbol(Policy *policy, SymbolKind kind, uint32_t id) {
  switch (kind) {
  case SYMBOL_COMMON: return &policy->commons.v[id].id;
  case SYMBOL_CLASS: return &policy->classes.v[id].id;
  case SYMBOL_ROLE: return &policy->roles.v[id].id;
  case SYMBOL_TYPE: return &policy->types.v[id].id;
  case SYMBOL_USER: return &policy->users.v[id].id;
  case SYMBOL_BOOL: return &policy->bools.v[id].id;
  case SYMBOL_LEVEL: return &policy->sens.v[id].id;
  case SYMBOL_CATEGORY: return &policy->cats.v[id].id;
  case SYMBOL_KIND_COUNT: break;
  }
  abort();
}

size_t policy_symbol_count(const Policy *policy, SymbolKind kind) {
  switch (kind) {
  case SYMBOL_COMMON: return policy->commons.n;
  case SYMBOL_CLASS: return policy->classes.n;
  case SYMBOL_ROLE: return policy->roles.n;
  case SYMBOL_TYPE: return policy->types.n;
  case SYMBOL_USER: return policy->users.n;
  case SYMBOL_BOOL: return policy->bools.n;
  case SYMBOL_LEVEL: return policy->sens.n;
  case SYMBOL_CATEGORY: return policy->cats.n;
  case SYMBOL_KIND_COUNT: break;
  }
  abort();
}

uint32_t type_set_list(const TypeSet *set, TypeId *list) {
  if (set->is_bits)
    return (uint32_t)bitset_list(set->bits, list);
  if (set->n)
    memcpy(list, set->ids, set->n * sizeof *list);
  return set->n;
}
