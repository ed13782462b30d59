/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An optimized policy decides as before and covers nothing twice. */
#include "tests/unit/small_policy.h"
#include "tests/unit/unit.h"

enum { DRIVER = 0x10 };

static const RuleKind kinds[] = {RULE_ALLOW, RULE_AUDITALLOW, RULE_AUDITDENY,
                                 RULE_XPERMS_ALLOW};

static uint32_t random_record(Policy *policy, Random *random) {
  XpermRecord record = {.specified = XPERM_IOCTL_FUNCTIONS,
                        .driver = (uint8_t)(DRIVER + random_below(random, 2))};
  if (random_below(random, 4) == 0) {
    record.specified = XPERM_IOCTL_DRIVERS;
    record.driver = 0;
    record.bits[DRIVER / 32] = 1 + random_below(random, 3);
    record.bits[DRIVER / 32] <<= DRIVER % 32;
  } else {
    record.bits[0] = 1 + random_below(random, 7);
  }
  ARRAY_PUSH(&policy->xperm_records, record);
  return (uint32_t)policy->xperm_records.n - 1;
}

static void add_random_entries(Policy *policy, Random *random) {
  uint32_t n = 5 + random_below(random, 30);
  for (uint32_t i = 0; i < n; i++) {
    RuleKind kind = kinds[random_below(random, 4)];
    uint32_t n_ids = N_TYPES + N_ATTRIBUTES;
    uint64_t key = av_key(random_below(random, n_ids),
                          random_below(random, n_ids), 0, kind);
    uint32_t perms = 1 + random_below(random, 7);
    add_entry(policy, table_of(policy, random_cond(random)), key,
              kind == RULE_XPERMS_ALLOW ? random_record(policy, random)
              : kind == RULE_AUDITDENY  ? ~perms
                                        : perms);
  }
  sort_tables(policy);
}

/* What one table says of a pair: of permissions the sum, of extended ones the
 * first three numbers of two drivers. */
typedef struct Decision {
  uint32_t perms[3];
  uint32_t numbers;
} Decision;

static uint32_t numbers_of(const XpermRecord *record) {
  uint32_t numbers = 0;
  for (uint32_t driver = 0; driver < 2; driver++) {
    bool whole = record->specified == XPERM_IOCTL_DRIVERS &&
                 record->bits[DRIVER / 32] >> (DRIVER + driver) % 32 & 1;
    bool same = record->specified == XPERM_IOCTL_FUNCTIONS &&
                record->driver == DRIVER + driver;
    numbers |= (whole ? 15 : same ? record->bits[0] & 15 : 0) << 4 * driver;
  }
  return numbers;
}

static void decide(const Policy *policy, const AvTable *table, TypeId source,
                   TypeId target, Decision *decision) {
  for (size_t i = 0; i < table->n; i++) {
    AvEntry entry = table->v[i];
    if (!id_covers(policy, av_source(entry.key), source) ||
        !id_covers(policy, av_target(entry.key), target))
      continue;
    switch (av_kind(entry.key)) {
    case RULE_ALLOW: decision->perms[0] |= entry.data; break;
    case RULE_AUDITALLOW: decision->perms[1] |= entry.data; break;
    case RULE_AUDITDENY: decision->perms[2] |= ~entry.data; break;
    default:
      decision->numbers |= numbers_of(&policy->xperm_records.v[entry.data]);
    }
  }
}

/* The decisions on all pairs in all settings, as a hash. */
static uint64_t all_decisions(Policy *policy) {
  uint64_t hash = 0;
  for (TypeId i = 0; i < N_TYPES; i++)
    for (TypeId j = 0; j < N_TYPES; j++)
      for (uint32_t setting = 0; setting < 1 << N_CONDS; setting++) {
        Decision decision = {{0, 0, 0}, 0};
        decide(policy, &policy->av_table, i, j, &decision);
        for (uint32_t k = 0; k < policy->conditionals.n; k++) {
          const Conditional *cond = &policy->conditionals.v[k];
          bool value = setting >> cond->n_expr & 1; /* n_expr: which one */
          decide(policy, &cond->table[!value], i, j, &decision);
        }
        for (int k = 0; k < 3; k++)
          hash = (hash ^ decision.perms[k]) * UINT64_C(0x9e3779b97f4a7c15);
        hash = (hash ^ decision.numbers) * UINT64_C(0x9e3779b97f4a7c15);
      }
  return hash;
}

static size_t count_entries(const Policy *policy) {
  size_t n = policy->av_table.n;
  for (size_t i = 0; i < policy->conditionals.n; i++)
    n += policy->conditionals.v[i].table[0].n +
         policy->conditionals.v[i].table[1].n;
  return n;
}

static bool is_around(const Policy *policy, TypeId big, TypeId small) {
  const Type *types = policy->types.v;
  if (big == small)
    return true;
  if (!types[big].is_attribute)
    return false;
  return types[small].is_attribute
             ? bitset_is_subset(&types[small].members, &types[big].members)
             : bitset_has(&types[big].members, small);
}

/* Whether a permission of one entry is in another one that is around it. */
static bool has_cover(const Policy *policy, const AvTable *table,
                      const AvEntry *entry, const AvTable *own) {
  RuleKind kind = av_kind(entry->key);
  for (size_t i = 0; i < table->n; i++) {
    const AvEntry *other = &table->v[i];
    uint32_t common = kind == RULE_AUDITDENY ? ~entry->data & ~other->data
                                             : entry->data & other->data;
    if (av_kind(other->key) == kind && (table != own || other != entry) &&
        is_around(policy, av_source(other->key), av_source(entry->key)) &&
        is_around(policy, av_target(other->key), av_target(entry->key)) &&
        common)
      return true;
  }
  return false;
}

static void expect_minimal(const Policy *policy, const AvTable *table) {
  for (size_t i = 0; i < table->n; i++) {
    if (av_kind(table->v[i].key) == RULE_XPERMS_ALLOW)
      continue;
    ck_assert(!has_cover(policy, table, &table->v[i], table));
    if (table != &policy->av_table)
      ck_assert(!has_cover(policy, &policy->av_table, &table->v[i], table));
  }
}

static void optimize_random(uint64_t seed) {
  Random random = {seed};
  Session *session = new_session();
  Policy *policy = small_policy(session);
  for (uint32_t i = 0; i < N_CONDS; i++)
    policy->conditionals.v[i].n_expr = i;
  random_members(policy, &random);
  add_random_entries(policy, &random);
  uint64_t before = all_decisions(policy);
  optimize(policy);
  ck_assert_uint_eq(all_decisions(policy), before);
  expect_minimal(policy, &policy->av_table);
  for (size_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      expect_minimal(policy, &policy->conditionals.v[i].table[branch]);
  size_t n = count_entries(policy);
  optimize(policy);
  ck_assert_uint_eq(count_entries(policy), n);
  free_session(session);
}

START_TEST(decisions_stay_and_nothing_is_granted_twice) {
  for (uint64_t seed = 1; seed <= 2000; seed++)
    optimize_random(seed);
}
END_TEST

START_TEST(conditional_without_rules_goes) {
  Session *session = new_session();
  Policy *policy = small_policy(session);
  add_entry(policy, &policy->av_table, av_key(0, 1, 0, RULE_ALLOW), 3);
  add_entry(policy, &policy->conditionals.v[0].table[1],
            av_key(0, 1, 0, RULE_ALLOW), 2);
  add_entry(policy, &policy->conditionals.v[1].table[0],
            av_key(0, 1, 0, RULE_ALLOW), 6);
  optimize(policy);
  ck_assert_uint_eq(policy->conditionals.n, 1);
  ck_assert_uint_eq(policy->conditionals.v[0].table[0].v[0].data, 4);
  free_session(session);
}
END_TEST

START_TEST(rules_that_give_types_stay) {
  Session *session = new_session();
  Policy *policy = small_policy(session);
  bitset_add(&policy->types.v[N_TYPES].members, 0);
  add_entry(policy, &policy->av_table, av_key(0, 1, 0, RULE_TRANSITION), 2);
  add_entry(policy, &policy->av_table,
            av_key(N_TYPES, 1, 0, RULE_TRANSITION), 2);
  optimize(policy);
  ck_assert_uint_eq(policy->av_table.n, 2);
  free_session(session);
}
END_TEST

UNIT_MAIN("optimize", decisions_stay_and_nothing_is_granted_twice,
          conditional_without_rules_goes, rules_that_give_types_stay)
