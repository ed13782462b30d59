/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holds the expanded policy against its neverallow rules.
 *
 * The problem.  A policy has up to some thousand assertions, mostly over large
 * sets (`neverallow { domain -init_t } etc_t:file write`), and some 100,000
 * allow entries over types and attributes.  An entry violates an assertion if
 * they share class and permission, a source type and a target type.  To test
 * each entry against each assertion is slow, to expand both to pairs of types
 * far slower.
 *
 * The method.  Sets are expanded to bits over the types once for each distinct
 * set, together with their reach: the types and attributes that share a
 * member with it.  An entry with the single ids s and t then meets an
 * assertion just if s is in the reach of its source set and t in that of its
 * target set: two bits, for no pair is asked for that is not there.
 *
 * Entries lie in two orders, (class, source) and (class, target), as rows: a
 * row is one class and one source (or target) with the union of its entries'
 * permissions.  For each class of an assertion we take the side with the
 * smaller reach (above: the target's, etc_t and its few attributes), go
 * through its rows, skip those without a forbidden permission, and look at
 * the entries of the rest.  So an assertion costs about what its narrower
 * side holds.
 *
 * `self` and `-self` make a set of pairs that is no product; there an entry
 * that passes the two bits is compared exactly, still by words of bits
 * (relations_meet).  Extended permissions are in neverallow_xperms.c.
 *
 * Only a violated assertion is held against the rules of the source, to name
 * each rule at fault (neverallow_blame.c).
 *
 * `{ b self }` forbids pairs with b and pairs with itself, as semodule's route
 * through CIL has it; checkpolicy up to 3.11 reports only the latter. */
#include "ir/neverallow.h"

#include <string.h>

#include "ir/passes.h"

typedef struct GrantRow {
  TypeId id;
  uint32_t first, end; /* its grants */
  PermMask perms;      /* of all of them */
} GrantRow;

typedef ARRAY(Grant) Grants;

/* The grants by class and one of their ends. */
struct Side {
  Grants grants;
  ARRAY(GrantRow) rows;
  uint32_t *first_row; /* by class, one more than there are */
};
typedef struct Side Side;

static size_t count_table(const AvTable *table) {
  size_t n = 0;
  for (size_t i = 0; i < table->n; i++)
    n += av_kind(table->v[i].key) == RULE_ALLOW;
  return n;
}

static size_t count_grants(const Policy *policy) {
  size_t n = count_table(&policy->av_table);
  for (size_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      n += count_table(&policy->conditionals.v[i].table[branch]);
  return n;
}

static void collect_table(Grants *grants, const AvTable *table, World world) {
  for (size_t i = 0; i < table->n; i++) {
    uint64_t key = table->v[i].key;
    if (av_kind(key) == RULE_ALLOW)
      ARRAY_PUSH(grants, (Grant){av_source(key), av_target(key),
                                 av_class(key), table->v[i].data, world});
  }
}

static void collect_grants(Grants *grants, const Policy *policy) {
  size_t n = count_grants(policy);
  ARRAY_RESERVE(grants, n);
  collect_table(grants, &policy->av_table, EVERY_WORLD);
  for (uint32_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      collect_table(grants, &policy->conditionals.v[i].table[branch],
                    world_of((CondRef){i, branch}));
}

static uint32_t grant_source(const Grant *grant) { return grant->source; }
static uint32_t grant_target(const Grant *grant) { return grant->target; }
static uint32_t grant_class(const Grant *grant) { return grant->class_id; }

/* A stable counting sort. */
static void sort_by(Grants *to, const Grants *from,
                    uint32_t (*key)(const Grant *), size_t n_keys) {
  uint32_t *next = mem_resize(NULL, (n_keys + 1) * sizeof *next);
  memset(next, 0, (n_keys + 1) * sizeof *next);
  for (size_t i = 0; i < from->n; i++)
    next[key(&from->v[i]) + 1]++;
  for (size_t i = 0; i < n_keys; i++)
    next[i + 1] += next[i];
  to->n = 0;
  ARRAY_RESERVE(to, from->n);
  to->n = from->n;
  for (size_t i = 0; i < from->n; i++)
    to->v[next[key(&from->v[i])]++] = from->v[i];
  mem_free(next);
}

static void make_rows(Side *side, uint32_t (*end_of)(const Grant *),
                      size_t n_classes, Arena *arena) {
  side->first_row = ARENA_NEW_N(arena, uint32_t, n_classes + 1);
  for (uint32_t i = 0; i < side->grants.n;) {
    const Grant *first = &side->grants.v[i];
    GrantRow row = {end_of(first), i, i, 0};
    for (; row.end < side->grants.n; row.end++) {
      const Grant *grant = &side->grants.v[row.end];
      if (grant->class_id != first->class_id || end_of(grant) != row.id)
        break;
      row.perms |= grant->perms;
    }
    ARRAY_PUSH(&side->rows, row);
    side->first_row[first->class_id + 1]++;
    i = row.end;
  }
  for (size_t i = 0; i < n_classes; i++)
    side->first_row[i + 1] += side->first_row[i];
}

static Side *make_side(const Policy *policy,
                       uint32_t (*end_of)(const Grant *)) {
  Side *side = ARENA_NEW(&policy->session->arena, Side);
  Grants by_end = {0};
  collect_grants(&side->grants, policy);
  sort_by(&by_end, &side->grants, end_of, policy->types.n);
  sort_by(&side->grants, &by_end, grant_class, policy->classes.n);
  ARRAY_FREE(&by_end);
  make_rows(side, end_of, policy->classes.n, &policy->session->arena);
  return side;
}

static void checker_init(Checker *c, Policy *policy, TakeViolation *take,
                         void *context) {
  *c = (Checker){.policy = policy, .take = take, .context = context};
  c->by_source = make_side(policy, grant_source);
  c->by_target = make_side(policy, grant_target);
  c->masks = ARENA_NEW_N(&policy->session->arena, PermMask, policy->classes.n);
  set_cache_init(&c->sets, policy);
  xperm_index_init(&c->xperms, &c->sets);
}

static void side_free(Side *side) {
  ARRAY_FREE(&side->grants);
  ARRAY_FREE(&side->rows);
}

static void checker_free(Checker *c) {
  side_free(c->by_source);
  side_free(c->by_target);
  ARRAY_FREE(&c->breaches);
  ARRAY_FREE(&c->rows);
  ARRAY_FREE(&c->suspects);
  xperm_index_free(&c->xperms);
  set_cache_free(&c->sets);
}

Relation relation_of(const TypeSet *target, const ExpandedSet *sources,
                     const ExpandedSet *targets) {
  return (Relation){&sources->types, &targets->types, target->self,
                    target->not_self};
}

/* The ids of both sets. */
static ExpandedSet *expand_both(SetCache *sets, const TypeSet *a,
                                const TypeSet *b) {
  ARRAY(TypeId) ids = {0};
  ARRAY_RESERVE(&ids, a->n + b->n);
  ids.n = type_set_list(a, ids.v);
  ids.n += type_set_list(b, ids.v + ids.n);
  ExpandedSet *set = expand_ids(sets, ids.v, (uint32_t)ids.n);
  ARRAY_FREE(&ids);
  return set;
}

static Assertion make_assertion(Checker *c, const AvRule *rule) {
  const TypeSet *source = &rule->source, *target = &rule->target;
  ExpandedSet *sources = expand_set(&c->sets, source);
  ExpandedSet *targets = expand_set(&c->sets, target);
  ExpandedSet *aim =
      target->self ? expand_both(&c->sets, source, target) : targets;
  return (Assertion){rule, set_with_reach(&c->sets, sources), targets,
                     set_with_reach(&c->sets, aim),
                     relation_of(target, sources, targets)};
}

Relation grant_relation(Checker *c, const Grant *grant) {
  return (Relation){&expand_single(&c->sets, grant->source)->types,
                    &expand_single(&c->sets, grant->target)->types, false,
                    false};
}

static void test_xperms(Checker *c, const Assertion *assertion,
                        const Grant *grant) {
  Relation granted = grant_relation(c, grant);
  if (find_unlimited(&c->xperms, assertion->relation, granted,
                     grant->class_id, grant->world))
    ARRAY_PUSH(&c->breaches, (Breach){*grant, NULL});
  for (uint32_t i = c->xperms.first[grant->class_id];
       i < c->xperms.first[grant->class_id + 1]; i++)
    if (find_xperm(&c->xperms, assertion->relation, granted, grant->world,
                   &c->xperms.grants.v[i], assertion->rule->xperms))
      ARRAY_PUSH(&c->breaches, (Breach){*grant, &c->xperms.grants.v[i]});
}

/* A grant whose ends are in reach and that has a forbidden permission. */
static void test_grant(Checker *c, const Assertion *assertion,
                       const Grant *grant) {
  if (assertion->rule->xperms)
    test_xperms(c, assertion, grant);
  else if (relations_meet(assertion->relation, grant_relation(c, grant)))
    ARRAY_PUSH(&c->breaches, (Breach){*grant, NULL});
}

static void test_row(Checker *c, const Assertion *assertion, const Side *side,
                     const GrantRow *row, const Bitset *other_reach) {
  for (uint32_t i = row->first; i < row->end; i++) {
    const Grant *grant = &side->grants.v[i];
    TypeId other = side == c->by_source ? grant->target : grant->source;
    if (grant->perms & c->masks[grant->class_id] &&
        bitset_has(other_reach, other))
      test_grant(c, assertion, grant);
  }
}

/* The row of an id in [first, end), or NULL. */
static const GrantRow *find_row(const Side *side, uint32_t first, uint32_t end,
                                TypeId id) {
  while (first < end) {
    uint32_t middle = first + (end - first) / 2;
    if (side->rows.v[middle].id == id)
      return &side->rows.v[middle];
    if (side->rows.v[middle].id < id)
      first = middle + 1;
    else
      end = middle;
  }
  return NULL;
}

/* Goes through the rows of a class that are in reach: by the members of the
 * reach if they are few, else by the rows. */
static void test_rows(Checker *c, const Assertion *assertion, const Side *side,
                      ClassId class_id, const ExpandedSet *near,
                      const Bitset *other_reach) {
  enum { SEARCH_COST = 8 };
  uint32_t first = side->first_row[class_id];
  uint32_t end = side->first_row[class_id + 1];
  PermMask mask = c->masks[class_id];
  if (near->n_reach * SEARCH_COST < end - first) {
    BITSET_EACH(id, &near->reach) {
      const GrantRow *row = find_row(side, first, end, id);
      if (row && row->perms & mask)
        test_row(c, assertion, side, row, other_reach);
    }
    return;
  }
  for (uint32_t i = first; i < end; i++) {
    const GrantRow *row = &side->rows.v[i];
    if (row->perms & mask && bitset_has(&near->reach, row->id))
      test_row(c, assertion, side, row, other_reach);
  }
}

static PermMask forbidden_perms(const Policy *policy, const AvRule *rule,
                                const ClassPerms *class) {
  if (!rule->xperms)
    return class->perms;
  const char *name = rule->xperms->is_nlmsg ? "nlmsg" : "ioctl";
  uint32_t bit = policy_find_perm(
      policy, class->class_id,
      name_find(&policy->session->names, name, strlen(name)));
  return bit == NO_ID ? 0 : (PermMask)1 << bit;
}

static void set_masks(Checker *c, const AvRule *rule, bool set) {
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    PermMask *mask = &c->masks[rule->classes[i].class_id];
    *mask = set ? *mask | forbidden_perms(c->policy, rule, &rule->classes[i])
                : 0;
  }
}

static void find_breaches(Checker *c, const Assertion *assertion) {
  bool by_source = assertion->source->n_reach <= assertion->aim->n_reach;
  const Side *side = by_source ? c->by_source : c->by_target;
  const ExpandedSet *near = by_source ? assertion->source : assertion->aim;
  const ExpandedSet *far = by_source ? assertion->aim : assertion->source;
  const AvRule *rule = assertion->rule;
  c->breaches.n = 0;
  for (uint32_t i = 0; i < rule->n_classes; i++)
    test_rows(c, assertion, side, rule->classes[i].class_id, near,
              &far->reach);
}

static bool is_assertion(const AvRule *rule) {
  return rule->kind & (RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW);
}

static void check_rule(Checker *c, const AvRule *rule) {
  Assertion assertion = make_assertion(c, rule);
  set_masks(c, rule, true);
  find_breaches(c, &assertion);
  if (c->breaches.n)
    blame_rules(c, &assertion);
  set_masks(c, rule, false);
}

static size_t count_assertions(const Policy *policy) {
  size_t n = 0;
  for (size_t i = 0; i < policy->av_rules.n; i++)
    n += is_assertion(av_rule(policy, i));
  return n;
}

size_t check_assertions(Policy *policy, TakeViolation *take, void *context) {
  size_t n = count_assertions(policy);
  if (!n)
    return 0;
  Checker checker;
  checker_init(&checker, policy, take, context);
  for (size_t i = 0; i < policy->av_rules.n; i++)
    if (is_assertion(av_rule(policy, i)))
      check_rule(&checker, av_rule(policy, i));
  checker_free(&checker);
  return n;
}

void check_neverallows(Policy *policy) {
  check_assertions(policy, report_violation, policy);
}
