/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the neverallow check share; the head of neverallow.c
 * tells how it works. */
#ifndef IR_NEVERALLOW_H
#define IR_NEVERALLOW_H

#include "ir/condition.h"
#include "ir/violation.h"

/* A set of types that rules name, expanded once. */
typedef struct ExpandedSet {
  const TypeId *ids; /* as written: types and attributes */
  uint32_t n;
  uint32_t next; /* of the same hash, or NO_ID */
  Bitset types;
  bool has_reach;
  Bitset reach; /* the types and attributes that share a member with it */
  size_t n_reach;
} ExpandedSet;

typedef struct SetCache {
  const Policy *policy;
  ARRAY(ExpandedSet *) sets;
  ARRAY(TypeId) attributes;
  Bitset plain; /* what is no attribute */
  ExpandedSet **singles; /* by TypeId, of one type or attribute alone */
  Map by_ids;  /* sets of rules, by where their ids are: equal ones are kept
                  once (ir/resolve_names.c) */
  Map by_hash; /* those that are made here, by their ids */
} SetCache;

void set_cache_init(SetCache *cache, const Policy *policy);
void set_cache_free(SetCache *cache);
/* The set of a rule. */
ExpandedSet *expand_set(SetCache *cache, const TypeSet *set);
/* A set whose ids need not live on. */
ExpandedSet *expand_ids(SetCache *cache, const TypeId *ids, uint32_t n);
ExpandedSet *expand_single(SetCache *cache, TypeId id);
/* The set with its reach. */
const ExpandedSet *set_with_reach(SetCache *cache, ExpandedSet *set);

/* The pairs (i, j) with i in source and j in target; `self` adds (i, i) for
 * every i in source, `not_self` takes them out. */
typedef struct Relation {
  const Bitset *source, *target;
  bool self, not_self;
} Relation;

typedef struct Pair {
  TypeId source, target;
} Pair;

bool relation_has(Relation relation, Pair pair);
/* Whether two relations share a pair. */
bool relations_meet(Relation a, Relation b);
/* The j of pairs (i, j) that both have; clears *out first. */
void common_targets(Relation a, Relation b, TypeId i, Bitset *out);

/* In which setting of the booleans a rule stands: 0 for all, else one branch
 * of one conditional. */
typedef uint32_t World;
enum { EVERY_WORLD = 0 };
static inline World world_of(CondRef cond) {
  return cond.conditional == NO_ID
             ? EVERY_WORLD
             : 1 + 2 * cond.conditional + (cond.in_else ? 1 : 0);
}
static inline CondRef branch_of(World world) {
  return world == EVERY_WORLD ? (CondRef){NO_ID, false}
                              : (CondRef){(world - 1) / 2, !(world & 1)};
}
/* Whether both may be at once. */
static inline bool worlds_agree(const Policy *policy, World a, World b) {
  return a == EVERY_WORLD || b == EVERY_WORLD || a == b ||
         branches_agree(policy, branch_of(a), branch_of(b));
}
/* Whether `b` is wherever `a` is. */
static inline bool world_implies(const Policy *policy, World a, World b) {
  CondRef other = branch_of(b);
  other.in_else = !other.in_else;
  return b == EVERY_WORLD || a == b ||
         (a != EVERY_WORLD && !branches_agree(policy, branch_of(a), other));
}

/* An allow entry of the tables. */
typedef struct Grant {
  TypeId source, target;
  ClassId class_id;
  PermMask perms;
  World world;
} Grant;

/* An allowxperm entry. */
typedef struct XpermGrant {
  TypeId source, target;
  World world;
  const XpermRecord *record;
} XpermGrant;

/* Allowxperm entries by class. */
typedef struct XpermIndex {
  SetCache *cache;
  ARRAY(XpermGrant) grants;
  uint32_t *first; /* by class, one more than there are */
  Map covers;      /* (class, source) to index into cover_sets */
  ARRAY(Bitset) cover_sets;
} XpermIndex;

void xperm_index_init(XpermIndex *index, SetCache *cache);
void xperm_index_free(XpermIndex *index);

/* Whether two sets of extended permissions share a number. */
bool xperms_overlap(const XpermSet *set, const XpermRecord *record);
/* The numbers that both have, in the arena; NULL if there are none. */
const XpermSet *common_xperms(Arena *arena, const XpermSet *a,
                              const XpermSet *b);

/* The targets that source has in both relations and whose extended
 * permissions nothing limits in the world, so that all are allowed. */
void unlimited_targets(XpermIndex *index, Relation assertion, Relation granted,
                       ClassId class_id, World world, TypeId source,
                       Bitset *out);
/* Whether there is such a source and target. */
bool find_unlimited(XpermIndex *index, Relation assertion, Relation granted,
                    ClassId class_id, World world);
/* Whether an allowxperm entry gives one of `xperms` to a pair of the assertion
 * that an entry of the table, so one without self, grants in `world`. */
bool find_xperm(const XpermIndex *index, Relation assertion, Relation granted,
                World world, const XpermGrant *xperm, const XpermSet *xperms);

/* An assertion with its sets expanded. */
typedef struct Assertion {
  const AvRule *rule;
  const ExpandedSet *source, *target;
  /* What the target of a grant must meet; with self also the source set. */
  const ExpandedSet *aim;
  Relation relation;
} Assertion;

/* An entry that grants what the assertion at hand forbids. */
typedef struct Breach {
  Grant grant;
  const XpermGrant *xperm; /* the entry that allows the number, or NULL */
} Breach;
typedef ARRAY(Breach) Breaches;

/* A rule and what it grants of one class; of allowxperm rules no permission. */
typedef struct RuleRow {
  RuleId rule;
  PermMask perms;
} RuleRow;

typedef struct Checker {
  Policy *policy;
  SetCache sets;
  XpermIndex xperms;
  struct Side *by_source, *by_target;
  PermMask *masks; /* by class: what the assertion at hand forbids */
  Breaches breaches;
  /* the rules by class, made when the first assertion is violated */
  ARRAY(RuleRow) rows;
  uint32_t *first_row; /* by class, one more than there are */
  ARRAY(RuleId) suspects;
  TakeViolation *take;
  void *context;
} Checker;

Relation relation_of(const TypeSet *target, const ExpandedSet *sources,
                     const ExpandedSet *targets);
Relation grant_relation(Checker *checker, const Grant *grant);

/* neverallow_blame.c — gives each rule behind the breaches to checker->take. */
void blame_rules(Checker *checker, const Assertion *assertion);

#endif
