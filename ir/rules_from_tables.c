/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/rules.h"

/* The ids, one after the other, so that a set of one needs no memory. */
typedef struct Tables {
  Policy *policy;
  TypeId *identity;
} Tables;

static TypeSet single(const Tables *tables, TypeId id) {
  return (TypeSet){.ids = &tables->identity[id], .n = 1};
}

XpermSet *record_ranges(Arena *arena, const XpermRecord *record) {
  bool drivers = record->specified == XPERM_IOCTL_DRIVERS;
  uint32_t base = drivers ? 0 : (uint32_t)record->driver << 8;
  XpermSet *set = ARENA_NEW(arena, XpermSet);
  set->is_nlmsg = record->specified == XPERM_NLMSG_FUNCTIONS;
  set->v = ARENA_NEW_N(arena, XpermRange, 128);
  for (uint32_t bit = 0; bit < 256; bit++) {
    if (!(record->bits[bit / 32] >> bit % 32 & 1))
      continue;
    uint32_t low = drivers ? bit << 8 : base | bit;
    uint32_t high = drivers ? low | 0xff : low;
    if (set->n && set->v[set->n - 1].high + 1 == low)
      set->v[set->n - 1].high = high;
    else
      set->v[set->n++] = (XpermRange){low, high};
  }
  return set;
}

static void add_av_rule(const Tables *tables, AvEntry *entry, CondRef cond) {
  Policy *policy = tables->policy;
  Arena *arena = &policy->session->arena;
  RuleKind kind = av_kind(entry->key);
  AvRule rule = {.kind = kind == RULE_AUDITDENY ? RULE_DONTAUDIT : kind,
                 .source = single(tables, av_source(entry->key)),
                 .target = single(tables, av_target(entry->key)),
                 .n_classes = 1,
                 .cond = cond};
  ClassPerms class = {.class_id = av_class(entry->key)};
  if (kind >= RULE_XPERMS_ALLOW)
    rule.xperms =
        record_ranges(arena, &policy->xperm_records.v[entry->data]);
  else
    class.perms = (kind == RULE_AUDITDENY ? ~entry->data : entry->data) &
                  class_all_perms(&policy->classes.v[class.class_id]);
  rule.classes = arena_copy(arena, &class, sizeof class);
  entry->rule = (RuleId)policy->av_rules.n;
  CHUNKS_PUSH(&policy->av_rules, rule);
}

static void add_type_rule(const Tables *tables, AvEntry *entry, CondRef cond) {
  Policy *policy = tables->policy;
  ClassId class_id = av_class(entry->key);
  TypeRule rule = {.kind = av_kind(entry->key),
                   .source = single(tables, av_source(entry->key)),
                   .target = single(tables, av_target(entry->key)),
                   .n_classes = 1,
                   .result = entry->data,
                   .cond = cond};
  rule.classes = arena_copy(&policy->session->arena, &class_id,
                            sizeof class_id);
  entry->rule = (RuleId)policy->type_rules.n;
  ARRAY_PUSH(&policy->type_rules, rule);
}

static void add_table(const Tables *tables, AvTable *table, CondRef cond) {
  const RuleKind type_kinds = RULE_TRANSITION | RULE_MEMBER | RULE_CHANGE;
  for (size_t i = 0; i < table->n; i++)
    if (av_kind(table->v[i].key) & type_kinds)
      add_type_rule(tables, &table->v[i], cond);
    else
      add_av_rule(tables, &table->v[i], cond);
}

static void add_file_transition(const Tables *tables,
                                FlatFileTransition *flat) {
  Policy *policy = tables->policy;
  FileTransition rule = {.target = single(tables, flat->target),
                         .n_classes = 1,
                         .result = flat->result,
                         .name = flat->name};
  rule.classes = arena_copy(&policy->session->arena, &flat->class_id,
                            sizeof flat->class_id);
  flat->rule = (uint32_t)policy->file_transitions.n;
  BITSET_EACH(source, &flat->sources) {
    rule.source = single(tables, source);
    ARRAY_PUSH(&policy->file_transitions, rule);
  }
}

void rules_from_tables(Policy *policy) {
  Tables tables = {policy, ARENA_NEW_N(&policy->session->arena, TypeId,
                                       policy->types.n + 1)};
  for (TypeId id = 0; id < policy->types.n; id++)
    tables.identity[id] = id;
  add_table(&tables, &policy->av_table, (CondRef){NO_ID, false});
  for (uint32_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      add_table(&tables, &policy->conditionals.v[i].table[branch],
                (CondRef){i, branch});
  for (size_t i = 0; i < policy->flat_file_transitions.n; i++)
    add_file_transition(&tables, &policy->flat_file_transitions.v[i]);
}
