/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/policy.h"

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
