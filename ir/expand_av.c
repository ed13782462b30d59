/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/expander.h"

/* dontaudit rules and auditdeny rules meet in one entry. */
static RuleKind table_kind(RuleKind kind) {
  return kind == RULE_DONTAUDIT ? RULE_AUDITDENY : kind;
}

/* The first rule of a key is kept beside it, to answer where an access
 * comes from. */
static void add_unconditional(Expander *expander, const AvRule *rule, RuleId id,
                              TypeId source, TypeId target) {
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    bool is_new;
    uint64_t key = av_key(source, target, rule->classes[i].class_id,
                          table_kind(rule->kind));
    AvEntry *entry = av_hash_put(&expander->unconditional, key, &is_new);
    if (is_new)
      entry->rule = id;
    av_entry_add(entry, rule->kind, rule->classes[i].perms, is_new);
  }
}

/* Conditional rules are few; they are collected and joined branch by branch
 * later. */
static void add_conditional(Expander *expander, const AvRule *rule, RuleId id,
                            TypeId source, TypeId target) {
  uint32_t branch = rule->cond.conditional * 2 + rule->cond.in_else;
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    CondEntry item = {branch, {.rule = id}};
    item.entry.key = av_key(source, target, rule->classes[i].class_id,
                            table_kind(rule->kind));
    av_entry_add(&item.entry, rule->kind, rule->classes[i].perms, true);
    ARRAY_PUSH(&expander->conditional, item);
  }
}

static void add_entries(Expander *expander, const AvRule *rule, RuleId id,
                        TypeId source, TypeId target) {
  if (rule->cond.conditional == NO_ID)
    add_unconditional(expander, rule, id, source, target);
  else
    add_conditional(expander, rule, id, source, target);
}

/* Attributes stay in the keys, as the kernel keeps them. */
static void expand_plain_rule(Expander *expander, const AvRule *rule,
                              RuleId id) {
  TYPE_SET_EACH(source, &rule->source)
    TYPE_SET_EACH(target, &rule->target)
      add_entries(expander, rule, id, source, target);
}

/* `self` is each type of the source in turn, so nothing may stay an
 * attribute. */
static void expand_self_rule(Expander *expander, const AvRule *rule,
                             RuleId id) {
  Types sources = expand_sources(expander, &rule->source);
  Types targets = expand_targets(expander, &rule->target);
  for (uint32_t i = 0; i < sources.n; i++) {
    add_entries(expander, rule, id, sources.v[i], sources.v[i]);
    for (uint32_t j = 0; j < targets.n; j++)
      add_entries(expander, rule, id, sources.v[i], targets.v[j]);
  }
}

void expand_av_rules(Expander *expander) {
  const Policy *policy = expander->policy;
  for (RuleId id = 0; id < policy->av_rules.n; id++) {
    const AvRule *rule = av_rule(policy, id);
    if (rule->kind & (RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW))
      continue;
    if (rule->xperms)
      expand_xperm_rule(expander, id);
    else if (rule->target.self)
      expand_self_rule(expander, rule, id);
    else
      expand_plain_rule(expander, rule, id);
  }
}
