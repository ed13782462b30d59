/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/expander.h"

/* The inverse of how CondEntry.branch is made. */
static AvTable *table_of(Policy *policy, uint32_t branch) {
  return &policy->conditionals.v[branch / 2].table[branch % 2];
}

/* Joins entries of the same key, which stand side by side, except extended
 * permissions, which were joined before. */
static void join_entries(AvTable *table) {
  size_t kept = 0;
  for (size_t i = 0; i < table->n; i++) {
    AvEntry *last = kept ? &table->v[kept - 1] : NULL;
    bool extended = av_kind(table->v[i].key) >= RULE_XPERMS_ALLOW;
    if (!last || last->key != table->v[i].key || extended)
      table->v[kept++] = table->v[i];
    else if (av_kind(last->key) == RULE_AUDITDENY)
      last->data &= table->v[i].data;
    else if (av_kind(last->key) < RULE_AUDITDENY)
      last->data |= table->v[i].data;
  }
  table->n = kept;
}

void settle_conditionals(Expander *expander) {
  Policy *policy = expander->policy;
  for (size_t i = 0; i < expander->conditional.n; i++) {
    CondEntry item = expander->conditional.v[i];
    ARRAY_PUSH(table_of(policy, item.branch), item.entry);
  }
  for (size_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++) {
      AvTable *table = &policy->conditionals.v[i].table[branch];
      av_entries_sort(table->v, table->n);
      join_entries(table);
    }
}
