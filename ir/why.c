/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/why.h"
#include "ir/condition.h"

/* The query's ends as sets: of types, and of all ids that share a type with
 * them. */
typedef struct Ends {
  Bitset types, reach;
} Ends;

static Ends make_ends(const Policy *policy, bool any, TypeId id) {
  Ends ends = {{0}, {0}};
  for (TypeId i = 0; i < policy->types.n; i++)
    if (!policy->types.v[i].is_attribute &&
        (any || i == id || bitset_has(&policy->types.v[id].members, i)))
      bitset_add(&ends.types, i);
  bitset_copy(&ends.reach, &ends.types);
  for (TypeId i = 0; i < policy->types.n; i++)
    if (policy->types.v[i].is_attribute &&
        bitset_intersects(&policy->types.v[i].members, &ends.types))
      bitset_add(&ends.reach, i);
  return ends;
}

typedef struct Search {
  const Policy *policy;
  const WhyQuery *query;
  Ends source, target;
  PermMask *masks; /* by class, made on first use; 0: not yet, or none */
  WhyRules found;
} Search;

static void search_begin(Search *search, const Policy *policy,
                         const WhyQuery *query) {
  *search = (Search){.policy = policy, .query = query};
  search->source = make_ends(policy, query->any_source, query->source);
  search->target = make_ends(policy, query->any_target, query->target);
  search->masks = ARENA_NEW_N(&policy->session->arena, PermMask,
                              policy->classes.n + 1);
  for (ClassId i = 0; i < policy->classes.n; i++)
    if (query->class_id == NO_ID || query->class_id == i)
      search->masks[i] = why_perms(policy, query, i);
}

static void search_end(Search *search) {
  bitset_free(&search->source.types);
  bitset_free(&search->source.reach);
  bitset_free(&search->target.types);
  bitset_free(&search->target.reach);
}

PermMask why_perms(const Policy *policy, const WhyQuery *query,
                   ClassId class_id) {
  if (!query->perms.n)
    return UINT32_MAX;
  PermMask mask = 0;
  for (uint32_t i = 0; i < query->perms.n; i++) {
    uint32_t bit =
        policy_find_perm(policy, class_id, query->perms.v[i].name);
    if (bit != NO_ID)
      mask |= (PermMask)1 << bit;
  }
  return mask;
}

static bool set_meets(const TypeSet *set, const Bitset *reach) {
  TYPE_SET_EACH(id, set)
    if (bitset_has(reach, id))
      return true;
  return false;
}

static bool set_has(const Policy *policy, const TypeSet *set, TypeId type) {
  TYPE_SET_EACH(id, set)
    if (id == type || bitset_has(&policy->types.v[id].members, type))
      return true;
  return false;
}

/* Whether a set with `self` has a type of both ends with itself. */
static bool self_meets(const Search *search, const TypeSet *source) {
  BITSET_EACH(type, &search->source.types)
    if (bitset_has(&search->target.types, type) &&
        set_has(search->policy, source, type))
      return true;
  return false;
}

/* Whether the only pair that the sets and the query share is a type with
 * itself, which `not_self` takes out. */
static bool only_self(const Search *search) {
  uint32_t source = bitset_next(&search->source.types, 0);
  return source == bitset_next(&search->target.types, 0) &&
         bitset_next(&search->source.types, source + 1) == BITSET_END &&
         bitset_next(&search->target.types, source + 1) == BITSET_END;
}

static bool sets_match(const Search *search, const TypeSet *source,
                       const TypeSet *target) {
  if (!set_meets(source, &search->source.reach))
    return false;
  if (target->not_self && only_self(search))
    return false;
  return set_meets(target, &search->target.reach) ||
         (target->self && self_meets(search, source));
}

static bool xperms_match(const WhyQuery *query, const XpermSet *set) {
  if (!set || !query->has_number)
    return true;
  for (uint32_t i = 0; i < set->n; i++)
    if (set->v[i].low <= query->number && query->number <= set->v[i].high)
      return true;
  return false;
}

static void match_av_rule(Search *search, const AvRule *rule) {
  if (!sets_match(search, &rule->source, &rule->target) ||
      !xperms_match(search->query, rule->xperms))
    return;
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    ClassPerms class = rule->classes[i];
    if (search->masks[class.class_id] & (rule->xperms ? UINT32_MAX
                                                      : class.perms))
      ARRAY_PUSH(&search->found, (WhyRule){.av = rule, .class_index = i});
  }
}

static void match_av_rules(Search *search, unsigned kinds) {
  for (size_t i = 0; i < search->policy->av_rules.n; i++)
    if (av_rule(search->policy, i)->kind & kinds)
      match_av_rule(search, av_rule(search->policy, i));
}

static bool classes_match(const Search *search, const ClassId *classes,
                          uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (search->masks[classes[i]])
      return true;
  return false;
}

static void match_type_rules(Search *search) {
  const Policy *policy = search->policy;
  for (size_t i = 0; i < policy->type_rules.n; i++) {
    const TypeRule *rule = &policy->type_rules.v[i];
    if (rule->kind == search->query->kind && !search->query->file_name &&
        classes_match(search, rule->classes, rule->n_classes) &&
        sets_match(search, &rule->source, &rule->target))
      ARRAY_PUSH(&search->found, (WhyRule){.type = rule});
  }
}

static void match_file_transitions(Search *search) {
  const Policy *policy = search->policy;
  Name name = search->query->file_name;
  for (size_t i = 0; i < policy->file_transitions.n; i++) {
    const FileTransition *rule = &policy->file_transitions.v[i];
    if ((!name || rule->name == name) &&
        classes_match(search, rule->classes, rule->n_classes) &&
        sets_match(search, &rule->source, &rule->target))
      ARRAY_PUSH(&search->found, (WhyRule){.file = rule});
  }
}

WhyRules why_rules(const Policy *policy, const WhyQuery *query) {
  Search search;
  search_begin(&search, policy, query);
  if (query->kind & (RULE_TRANSITION | RULE_MEMBER | RULE_CHANGE))
    match_type_rules(&search);
  else
    match_av_rules(&search, query->kind);
  if (query->kind == RULE_TRANSITION)
    match_file_transitions(&search);
  search_end(&search);
  return search.found;
}

WhyRules why_forbidden(const Policy *policy, const WhyQuery *query) {
  Search search;
  search_begin(&search, policy, query);
  match_av_rules(&search, query->kind == RULE_XPERMS_ALLOW
                              ? RULE_XPERMS_NEVERALLOW
                              : RULE_NEVERALLOW);
  search_end(&search);
  return search.found;
}

Granted granted_perms(const Policy *policy, TypeId source, TypeId target,
                      ClassId class_id) {
  WhyQuery query = {.kind = RULE_ALLOW, .source = source, .target = target,
                    .class_id = class_id};
  WhyRules rules = why_rules(policy, &query);
  Granted granted = {0, 0, 0};
  for (size_t i = 0; i < rules.n; i++) {
    const AvRule *rule = rules.v[i].av;
    PermMask perms = rule->classes[rules.v[i].class_index].perms;
    granted.ever |= perms;
    if (condition_holds(policy, rule->cond))
      granted.now |= perms;
    if (rule->cond.conditional == NO_ID)
      granted.always |= perms;
  }
  ARRAY_FREE(&rules);
  return granted;
}
