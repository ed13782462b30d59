/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the entries of the tables that violate an assertion to the rules that
 * made them.  For each such rule we work out all that it grants and the
 * assertion forbids: mostly one product of two sets, and what `self` adds. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "ir/access_set.h"
#include "ir/neverallow.h"
#include "ir/rules.h"

static bool is_granting(const AvRule *rule) {
  return rule->kind & (RULE_ALLOW | RULE_XPERMS_ALLOW);
}

/* Rules by class, each class in the order of the rules. */
static void index_rules(Checker *c) {
  const Policy *policy = c->policy;
  size_t n_classes = policy->classes.n;
  c->first_row =
      ARENA_NEW_N(&policy->session->arena, uint32_t, n_classes + 2);
  uint32_t *next = c->first_row + 1;
  for (size_t i = 0; i < policy->av_rules.n; i++)
    for (uint32_t k = 0; k < av_rule(policy, i)->n_classes; k++)
      if (is_granting(av_rule(policy, i)))
        next[av_rule(policy, i)->classes[k].class_id + 1]++;
  for (size_t i = 0; i < n_classes; i++)
    next[i + 1] += next[i];
  ARRAY_RESERVE(&c->rows, next[n_classes]);
  for (RuleId i = 0; i < policy->av_rules.n; i++) {
    const AvRule *rule = av_rule(policy, i);
    for (uint32_t k = 0; k < rule->n_classes && is_granting(rule); k++)
      c->rows.v[next[rule->classes[k].class_id]++] =
          (RuleRow){i, rule->classes[k].perms};
  }
}

static bool any_in(const TypeSet *set, const Bitset *reach) {
  TYPE_SET_EACH(id, set)
    if (bitset_has(reach, id))
      return true;
  return false;
}

/* Whether a rule may share a pair with the assertion; of rules with self more
 * is asked later. */
static bool is_in_reach(const Assertion *assertion, const AvRule *rule) {
  return any_in(&rule->source, &assertion->source->reach) &&
         (rule->target.self || any_in(&rule->target, &assertion->aim->reach));
}

static int compare_ids(const void *left, const void *right) {
  RuleId a = *(const RuleId *)left, b = *(const RuleId *)right;
  return (a > b) - (a < b);
}

/* The rules that may be at fault, in their order, each once. */
static void find_suspects(Checker *c, const Assertion *assertion) {
  const AvRule *forbids = assertion->rule;
  c->suspects.n = 0;
  for (uint32_t k = 0; k < forbids->n_classes; k++) {
    ClassId class_id = forbids->classes[k].class_id;
    for (uint32_t i = c->first_row[class_id]; i < c->first_row[class_id + 1];
         i++) {
      RuleRow row = c->rows.v[i];
      bool counts = row.perms ? row.perms & c->masks[class_id]
                              : forbids->xperms != NULL;
      if (counts && is_in_reach(assertion, av_rule(c->policy, row.rule)))
        ARRAY_PUSH(&c->suspects, row.rule);
    }
  }
  if (c->suspects.n)
    qsort(c->suspects.v, c->suspects.n, sizeof *c->suspects.v, compare_ids);
}

static void add_part(Violation *violation, ViolationPart part) {
  if (bitset_is_empty(&part.sources) ||
      (!part.is_self && bitset_is_empty(&part.targets))) {
    bitset_free(&part.sources);
    bitset_free(&part.targets);
    return;
  }
  ARRAY_PUSH(&violation->parts, part);
}

/* Where nothing is paired with itself, a lone target is no source. */
static void keep_apart(ViolationPart *part) {
  if (bitset_count(&part->targets) == 1)
    bitset_remove(&part->sources, bitset_next(&part->targets, 0));
  else if (bitset_count(&part->sources) == 1)
    bitset_remove(&part->targets, bitset_next(&part->sources, 0));
  part->apart = bitset_intersects(&part->sources, &part->targets);
}

/* The sources that `self` adds to the product. */
static void add_self(Violation *violation, Relation a, Relation b,
                     ViolationPart part) {
  part.is_self = true;
  BITSET_EACH(i, a.source) {
    Pair pair = {i, i};
    if (relation_has(a, pair) && relation_has(b, pair) &&
        !(bitset_has(a.target, i) && bitset_has(b.target, i)))
      bitset_add(&part.sources, i);
  }
  add_part(violation, part);
}

static void add_common(Violation *violation, Relation a, Relation b,
                       ViolationPart part) {
  bool apart = a.not_self || b.not_self;
  if (!apart && (a.self || b.self))
    add_self(violation, a, b, part);
  bitset_copy(&part.sources, a.source);
  bitset_intersect(&part.sources, b.source);
  bitset_copy(&part.targets, a.target);
  bitset_intersect(&part.targets, b.target);
  if (apart)
    keep_apart(&part);
  add_part(violation, part);
}

/* Adds the pairs of one source: to a part with the same targets. */
static void add_row(Violation *violation, TypeId source, const Bitset *targets,
                    ViolationPart part) {
  if (bitset_is_empty(targets))
    return;
  for (size_t i = 0; i < violation->parts.n; i++) {
    ViolationPart *other = &violation->parts.v[i];
    if (other->class_id == part.class_id &&
        bitset_equal(&other->targets, targets)) {
      bitset_add(&other->sources, source);
      return;
    }
  }
  bitset_add(&part.sources, source);
  bitset_copy(&part.targets, targets);
  ARRAY_PUSH(&violation->parts, part);
}

/* What an allow rule grants of a class whose operation nothing limits. */
static void add_unlimited(Checker *c, Violation *violation, Relation a,
                          Relation b, ViolationPart part) {
  World world = world_of(violation->rule->cond);
  Bitset targets = {0};
  BITSET_EACH(source, a.source) {
    if (!bitset_has(b.source, source))
      continue;
    unlimited_targets(&c->xperms, a, b, part.class_id, world, source,
                      &targets);
    add_row(violation, source, &targets, part);
  }
  bitset_free(&targets);
}

/* What an allowxperm rule grants, where the operation is allowed at all. */
static void add_allowed_xperms(Checker *c, Violation *violation, Relation a,
                               Relation b, ViolationPart part) {
  World world = world_of(violation->rule->cond);
  Bitset allowed = {0}, targets = {0};
  BITSET_EACH(source, a.source) {
    if (!bitset_has(b.source, source))
      continue;
    bitset_clear(&allowed);
    for (size_t i = 0; i < c->breaches.n; i++) {
      const Breach *breach = &c->breaches.v[i];
      Relation granted = grant_relation(c, &breach->grant);
      if (breach->xperm && breach->grant.class_id == part.class_id &&
          bitset_has(granted.source, source) &&
          worlds_agree(c->policy, breach->grant.world, world))
        bitset_union(&allowed, granted.target);
    }
    common_targets(a, b, source, &targets);
    bitset_intersect(&targets, &allowed);
    add_row(violation, source, &targets, part);
  }
  bitset_free(&allowed);
  bitset_free(&targets);
}

static void add_class(Checker *c, Violation *violation, Relation a, Relation b,
                      ClassPerms class) {
  const AvRule *rule = violation->rule;
  const XpermSet *forbidden = violation->assertion->xperms;
  ViolationPart part = {.class_id = class.class_id,
                        .perms = class.perms & c->masks[class.class_id],
                        .xperms = forbidden};
  if (rule->kind == RULE_ALLOW && !part.perms)
    return;
  if (!forbidden) {
    add_common(violation, a, b, part);
  } else if (rule->kind == RULE_ALLOW) {
    add_unlimited(c, violation, a, b, part);
  } else if (c->masks[class.class_id]) {
    part.xperms = common_xperms(&c->policy->session->arena, forbidden,
                                rule->xperms);
    if (part.xperms)
      add_allowed_xperms(c, violation, a, b, part);
  }
}

/* Adds what violates to `known`; whether anything of it is new. */
static bool add_new(AccessSet *known, const Violation *violation) {
  AccessSet found = {0}, left = {0};
  for (size_t i = 0; i < violation->parts.n; i++)
    access_set_add(&found, &violation->parts.v[i]);
  access_set_add_difference(&left, &found, known);
  bool is_new = left.accesses.n;
  for (size_t i = 0; is_new && i < violation->parts.n; i++)
    access_set_add(known, &violation->parts.v[i]);
  access_set_free(&found);
  access_set_free(&left);
  return is_new;
}

/* Whether the rule is at fault; if `only_new`, for something that is not in
 * `known`.  What violates is added there, unless it is NULL. */
static bool blame_rule(Checker *c, const Assertion *assertion,
                       const AvRule *rule, AccessSet *known, bool only_new) {
  Violation violation = {.assertion = assertion->rule, .rule = rule};
  Relation granted = relation_of(
      &rule->target, expand_set(&c->sets, &rule->source),
      expand_set(&c->sets, &rule->target));
  for (uint32_t i = 0; i < rule->n_classes; i++)
    add_class(c, &violation, assertion->relation, granted, rule->classes[i]);
  bool at_fault = violation.parts.n;
  if (at_fault && known)
    at_fault = add_new(known, &violation) || !only_new;
  if (at_fault)
    c->take(c->context, &violation);
  for (size_t i = 0; i < violation.parts.n; i++) {
    bitset_free(&violation.parts.v[i].sources);
    bitset_free(&violation.parts.v[i].targets);
  }
  ARRAY_FREE(&violation.parts);
  return at_fault;
}

/* The entry as a rule. */
static AvRule *rule_of(Checker *c, const Breach *breach) {
  Arena *arena = &c->policy->session->arena;
  const Grant *grant = &breach->grant;
  const XpermGrant *xperm = breach->xperm;
  AvRule *rule = ARENA_NEW(arena, AvRule);
  TypeId *ends = ARENA_NEW_N(arena, TypeId, 2);
  ends[0] = xperm ? xperm->source : grant->source;
  ends[1] = xperm ? xperm->target : grant->target;
  rule->kind = xperm ? RULE_XPERMS_ALLOW : RULE_ALLOW;
  rule->source = (TypeSet){.ids = &ends[0], .n = 1};
  rule->target = (TypeSet){.ids = &ends[1], .n = 1};
  rule->n_classes = 1;
  rule->classes = ARENA_NEW(arena, ClassPerms);
  rule->classes->class_id = grant->class_id;
  rule->classes->perms = xperm ? 0 : grant->perms;
  rule->xperms = xperm ? record_ranges(arena, xperm->record) : NULL;
  rule->cond = branch_of(xperm ? xperm->world : grant->world);
  return rule;
}

/* A map may lack the rule behind an entry: then the entry is at fault. */
static void blame_entries(Checker *c, const Assertion *assertion,
                          AccessSet *known) {
  for (size_t i = 0; i < c->breaches.n; i++)
    blame_rule(c, assertion, rule_of(c, &c->breaches.v[i]), known, true);
}

void blame_rules(Checker *c, const Assertion *assertion) {
  AccessSet claimed = {0};
  AccessSet *known = c->policy->rules_are_claimed ? &claimed : NULL;
  bool blamed = false;
  if (!c->first_row)
    index_rules(c);
  find_suspects(c, assertion);
  for (size_t i = 0; i < c->suspects.n; i++)
    if (!i || c->suspects.v[i] != c->suspects.v[i - 1])
      blamed |= blame_rule(c, assertion,
                           av_rule(c->policy, c->suspects.v[i]), known,
                           false);
  if (known)
    blame_entries(c, assertion, known);
  else
    assert(blamed); /* every entry of the tables was made by a rule */
  access_set_free(&claimed);
}
