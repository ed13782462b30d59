/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Type rules.  A key has one result: the same again in the same place is
 * taken in silence, another result is an error; and one key may stand either
 * outside of conditionals, or in the two branches of one conditional (libsepol
 * expand.c, expand_terule_helper; that loses the classes behind one that is
 * there already, which we keep). */
#include "ir/expander.h"

static const char *kind_word(RuleKind kind) {
  switch (kind) {
  case RULE_MEMBER: return "type_member";
  case RULE_CHANGE: return "type_change";
  default: return "type_transition";
  }
}

/* One message for each rule: a rule over attributes conflicts for hundreds
 * of keys at once. */
static void report(Expander *expander, RuleId id, RuleId other, uint64_t key) {
  if (expander->reported == id)
    return;
  expander->reported = id;
  const TypeRule *rules = expander->policy->type_rules.v;
  bool same = rules[id].result == rules[other].result;
  diag_error_as(expander->diags, ERROR_CONFLICT, rules[id].place,
                "%s from '%s' and '%s' of class '%s' to '%s' %s",
                kind_word(rules[id].kind), type_text(expander, av_source(key)),
                type_text(expander, av_target(key)),
                class_text(expander, av_class(key)),
                type_text(expander, rules[id].result),
                same ? "stands under another condition too"
                     : "conflicts with another rule");
  diag_note(expander->diags, rules[other].place, "there the result is '%s'",
            type_text(expander, rules[other].result));
}

static void add_unconditional(Expander *expander, RuleId id, uint64_t key) {
  const TypeRule *rule = &expander->policy->type_rules.v[id];
  bool is_new;
  AvEntry *entry = av_hash_put(&expander->unconditional, key, &is_new);
  if (is_new) {
    entry->data = rule->result;
    entry->rule = id;
  } else if (entry->data != rule->result) {
    report(expander, id, entry->rule, key);
  }
}

/* The rules in conditionals with a key, made on first use. */
static CondTypeRules *rules_of_key(Expander *expander, uint64_t key,
                                   uint32_t conditional) {
  bool is_new;
  uint32_t *index = map_put(&expander->cond_type_keys, key, &is_new);
  if (is_new) {
    ARRAY_PUSH(&expander->cond_type_rules,
               (CondTypeRules){conditional, {NO_ID, NO_ID}});
    *index = (uint32_t)expander->cond_type_rules.n;
  }
  return &expander->cond_type_rules.v[*index - 1];
}

static void add_conditional(Expander *expander, RuleId id, uint64_t key) {
  const TypeRule *rule = &expander->policy->type_rules.v[id];
  const AvEntry *outside = av_hash_find(&expander->unconditional, key);
  if (outside) {
    report(expander, id, outside->rule, key);
    return;
  }
  CondTypeRules *known = rules_of_key(expander, key, rule->cond.conditional);
  RuleId *same = &known->rule[rule->cond.in_else];
  if (known->conditional != rule->cond.conditional) {
    report(expander, id, known->rule[known->rule[0] == NO_ID], key);
  } else if (*same == NO_ID) {
    *same = id;
    uint32_t branch = rule->cond.conditional * 2 + rule->cond.in_else;
    ARRAY_PUSH(&expander->conditional,
               (CondEntry){branch, {key, rule->result, id}});
  } else if (expander->policy->type_rules.v[*same].result != rule->result) {
    report(expander, id, *same, key);
  }
}

typedef void AddRule(Expander *expander, RuleId id, uint64_t key);

/* Every class for itself: one that is there already does not stop the
 * others. */
static void add_keys(Expander *expander, RuleId id, TypeId source,
                     TypeId target, AddRule *add) {
  const TypeRule *rule = &expander->policy->type_rules.v[id];
  for (uint32_t i = 0; i < rule->n_classes; i++)
    add(expander, id, av_key(source, target, rule->classes[i], rule->kind));
}

static void expand_rule(Expander *expander, RuleId id, AddRule *add) {
  const TypeRule *rule = &expander->policy->type_rules.v[id];
  Types sources = expand_sources(expander, &rule->source);
  Types targets = expand_targets(expander, &rule->target);
  for (uint32_t i = 0; i < sources.n; i++) {
    if (rule->target.self)
      add_keys(expander, id, sources.v[i], sources.v[i], add);
    for (uint32_t j = 0; j < targets.n; j++)
      add_keys(expander, id, sources.v[i], targets.v[j], add);
  }
}

void expand_type_rules(Expander *expander) {
  const Policy *policy = expander->policy;
  for (RuleId id = 0; id < policy->type_rules.n; id++)
    if (policy->type_rules.v[id].cond.conditional == NO_ID)
      expand_rule(expander, id, add_unconditional);
  for (RuleId id = 0; id < policy->type_rules.n; id++)
    if (policy->type_rules.v[id].cond.conditional != NO_ID)
      expand_rule(expander, id, add_conditional);
}
