/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The neverallow check against a count of all pairs. */
#include "tests/unit/small_policy.h"
#include "tests/unit/unit.h"

/* An extended rule here has numbers of driver 0x10 only: bits 0 to 3. */
enum { DRIVER = 0x10, N_NUMBERS = 4 };

static XpermSet *random_xperms(Session *session, Random *random) {
  XpermSet *set = ARENA_NEW(&session->arena, XpermSet);
  set->v = ARENA_NEW_N(&session->arena, XpermRange, 1);
  set->n = 1;
  uint32_t low = random_below(random, N_NUMBERS);
  uint32_t high = low + random_below(random, N_NUMBERS - low);
  set->v[0] = (XpermRange){DRIVER << 8 | low, DRIVER << 8 | high};
  return set;
}

static AvRule random_rule(Policy *policy, Random *random, RuleKind kind) {
  Session *session = policy->session;
  AvRule rule = {.kind = kind, .n_classes = 1, .cond = {NO_ID, false}};
  rule.source = random_set(session, random, N_TYPES + N_ATTRIBUTES);
  rule.target = random_set(session, random, N_TYPES + N_ATTRIBUTES);
  rule.classes = ARENA_NEW(&session->arena, ClassPerms);
  rule.classes[0].class_id = random_below(random, N_CLASSES);
  if (kind & (RULE_XPERMS_ALLOW | RULE_XPERMS_NEVERALLOW))
    rule.xperms = random_xperms(session, random);
  else
    rule.classes[0].perms = 1 + random_below(random, (1 << N_PERMS) - 1);
  if (random_below(random, 4) == 0)
    rule.target.self = true;
  else if (random_below(random, 4) == 0 &&
           kind & (RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW))
    rule.target.not_self = true;
  return rule;
}

static uint32_t add_record(Policy *policy, const XpermSet *set) {
  XpermRecord record = {.specified = XPERM_IOCTL_FUNCTIONS, .driver = DRIVER};
  for (uint32_t n = set->v[0].low; n <= set->v[0].high; n++)
    record.bits[(n & 0xff) / 32] |= UINT32_C(1) << (n & 31);
  ARRAY_PUSH(&policy->xperm_records, record);
  return (uint32_t)policy->xperm_records.n - 1;
}

static void expand_rule(Policy *policy, const AvRule *rule) {
  AvTable *table = table_of(policy, rule->cond);
  ClassPerms class = rule->classes[0];
  uint32_t data = rule->xperms ? add_record(policy, rule->xperms)
                               : class.perms;
  TYPE_SET_EACH(source, &rule->source) {
    TYPE_SET_EACH(target, &rule->target)
      add_entry(policy, table,
                av_key(source, target, class.class_id, rule->kind), data);
    for (TypeId t = 0; rule->target.self && t < N_TYPES; t++)
      if (id_covers(policy, source, t))
        add_entry(policy, table, av_key(t, t, class.class_id, rule->kind),
                  data);
  }
}

/* Whether a rule stands in a setting of the booleans (bit i: conditional i is
 * true). */
static bool is_on(const AvRule *rule, uint32_t setting) {
  if (rule->cond.conditional == NO_ID)
    return true;
  return (setting >> rule->cond.conditional & 1) != rule->cond.in_else;
}

typedef struct Access {
  TypeId source, target;
  ClassId class_id;
} Access;

static bool gives(const Policy *policy, const AvRule *rule, RuleKind kind,
                  Access access) {
  return rule->kind == kind && rule->classes[0].class_id == access.class_id &&
         rule_has_pair(policy, rule, access.source, access.target);
}

/* The permissions of a pair in a setting, and whether allowxperm limits it. */
static PermMask allowed(const Policy *policy, Access access, uint32_t setting,
                        bool *limited) {
  PermMask perms = 0;
  *limited = false;
  for (size_t i = 0; i < policy->av_rules.n; i++) {
    const AvRule *rule = av_rule(policy, i);
    if (is_on(rule, setting) && gives(policy, rule, RULE_ALLOW, access))
      perms |= rule->classes[0].perms;
    *limited |= is_on(rule, setting) &&
                gives(policy, rule, RULE_XPERMS_ALLOW, access);
  }
  return perms;
}

static bool gives_number(const Policy *policy, Access access,
                         uint32_t setting, const XpermSet *numbers) {
  for (size_t i = 0; i < policy->av_rules.n; i++) {
    const AvRule *rule = av_rule(policy, i);
    if (is_on(rule, setting) &&
        gives(policy, rule, RULE_XPERMS_ALLOW, access) &&
        rule->xperms->v[0].low <= numbers->v[0].high &&
        rule->xperms->v[0].high >= numbers->v[0].low)
      return true;
  }
  return false;
}

static bool pair_violates_in(const Policy *policy, const AvRule *assertion,
                             Access access, uint32_t setting) {
  bool limited;
  PermMask perms = allowed(policy, access, setting, &limited);
  if (!assertion->xperms)
    return perms & assertion->classes[0].perms;
  return perms & 1 && (!limited || gives_number(policy, access, setting,
                                                assertion->xperms));
}

static bool pair_violates(const Policy *policy, const AvRule *assertion,
                          Access access) {
  for (uint32_t setting = 0; setting < 1 << N_CONDS; setting++)
    if (pair_violates_in(policy, assertion, access, setting))
      return true;
  return false;
}

static bool is_violated(const Policy *policy, const AvRule *assertion) {
  ClassId class_id = assertion->classes[0].class_id;
  for (TypeId i = 0; i < N_TYPES; i++)
    for (TypeId j = 0; j < N_TYPES; j++)
      if (rule_has_pair(policy, assertion, i, j) &&
          pair_violates(policy, assertion, (Access){i, j, class_id}))
        return true;
  return false;
}

static bool reports_violation(Policy *policy, AvRule assertion) {
  Diags *diags = &policy->session->diags;
  unsigned before = diags->n_errors;
  CHUNKS_PUSH(&policy->av_rules, assertion);
  check_neverallows(policy);
  policy->av_rules.n--;
  return diags->n_errors != before;
}

static void add_random_rules(Policy *policy, Random *random) {
  uint32_t n = 1 + random_below(random, 5);
  for (uint32_t i = 0; i < n; i++) {
    AvRule rule = random_rule(policy, random, random_below(random, 3)
                                                  ? RULE_ALLOW
                                                  : RULE_XPERMS_ALLOW);
    rule.cond = random_cond(random);
    CHUNKS_PUSH(&policy->av_rules, rule);
    expand_rule(policy, av_rule(policy, policy->av_rules.n - 1));
  }
  sort_tables(policy);
}

static void compare_verdicts(uint64_t seed) {
  Random random = {seed};
  Session *session = new_session();
  Policy *policy = small_policy(session);
  random_members(policy, &random);
  add_random_rules(policy, &random);
  for (int i = 0; i < 20; i++) {
    RuleKind kind =
        random_below(&random, 2) ? RULE_NEVERALLOW : RULE_XPERMS_NEVERALLOW;
    AvRule assertion = random_rule(policy, &random, kind);
    ck_assert_int_eq(reports_violation(policy, assertion),
                     is_violated(policy, &assertion));
  }
  free_session(session);
}

START_TEST(verdicts_are_those_of_all_pairs) {
  for (uint64_t seed = 1; seed <= 1000; seed++)
    compare_verdicts(seed);
}
END_TEST

/* allow t0 t1:c0 p1, twice; neverallow a0 a0:c0 p1 with t0 and t1 in a0. */
START_TEST(each_rule_at_fault_is_named_once) {
  Session *session = new_session();
  char *text = NULL;
  size_t length;
  fclose(session->diags.stream);
  session->diags.stream = open_memstream(&text, &length);
  Policy *policy = small_policy(session);
  bitset_add_range(&policy->types.v[N_TYPES].members, 0, 1);
  TypeId ids[] = {0, 1, N_TYPES};
  ClassPerms perms = {0, 1 << 1};
  AvRule rule = {.kind = RULE_ALLOW, .source = {.ids = &ids[0], .n = 1},
                 .target = {.ids = &ids[1], .n = 1}, .classes = &perms,
                 .n_classes = 1, .cond = {NO_ID, false}};
  CHUNKS_PUSH(&policy->av_rules, rule);
  CHUNKS_PUSH(&policy->av_rules, rule);
  expand_rule(policy, &rule);
  rule.kind = RULE_NEVERALLOW;
  rule.source.ids = rule.target.ids = &ids[2];
  CHUNKS_PUSH(&policy->av_rules, rule);
  check_neverallows(policy);
  diag_flush(&session->diags);
  fflush(session->diags.stream);
  ck_assert_uint_eq(session->diags.n_errors, 2);
  ck_assert_str_eq(
      text,
      "error: neverallow violated by allow t0 t1:c0 { p1 }\n"
      "note: forbidden: source through attribute 'a0', target through "
      "attribute 'a0'\n"
      "note: allowed by: allow t0 t1:c0 { p1 };\n"
      "error: neverallow violated by allow t0 t1:c0 { p1 }\n"
      "note: forbidden: source through attribute 'a0', target through "
      "attribute 'a0'\n"
      "note: allowed by: allow t0 t1:c0 { p1 };\n");
  free_session(session);
  free(text);
}
END_TEST

UNIT_MAIN("neverallow", verdicts_are_those_of_all_pairs,
          each_rule_at_fault_is_named_once)
