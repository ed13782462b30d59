/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What grants an access; constraints over contexts known in part. */
#include "ir/why.h"
#include "tests/unit/source_policy.h"

static TypeId type_of(const Built *built, const char *name) {
  return policy_find(&built->policy, SYMBOL_TYPE,
                     name_find(&built->session.names, name, strlen(name)));
}

static ClassId class_of(const Built *built, const char *name) {
  return policy_find(&built->policy, SYMBOL_CLASS,
                     name_find(&built->session.names, name, strlen(name)));
}

START_TEST(conditions_part_what_is_granted) {
  Built *built = expanded(base_with(
      "allow domain etc_t:file read;\n"
      "if (a_bool) { allow a_t etc_t:file write; }\n"
      "else { allow a_t etc_t:file execute; }\n"));
  Granted granted = granted_perms(&built->policy, type_of(built, "a_t"),
                                  type_of(built, "etc_t"),
                                  class_of(built, "file"));
  /* ioctl read write getattr execute */
  ck_assert_uint_eq(granted.always, 1 << 1);
  ck_assert_uint_eq(granted.now, 1 << 1 | 1 << 2);
  ck_assert_uint_eq(granted.ever, 1 << 1 | 1 << 2 | 1 << 4);
  built_free(built);
}
END_TEST

START_TEST(not_self_forbids_only_others) {
  Built *built = expanded(base_with("neverallow domain { domain -self }:process fork;\n"));
  ck_clean(built);
  WhyQuery query = {.kind = RULE_ALLOW, .source = type_of(built, "a_t"),
                    .target = type_of(built, "a_t"),
                    .class_id = class_of(built, "process")};
  WhyRules rules = why_forbidden(&built->policy, &query);
  ck_assert_uint_eq(rules.n, 0);
  ARRAY_FREE(&rules);
  built_free(built);
}
END_TEST

/* The prelude has: mlsconstrain file read ( l1 dom l2 ). */
START_TEST(unknown_levels_leave_it_open) {
  Built *built = expanded(base_with(""));
  const Policy *policy = &built->policy;
  const Constraint *constraint = &policy->constraints.v[0];
  WhyContext source = {.context = {.type = type_of(built, "a_t")}};
  WhyContext target = {.context = {.type = type_of(built, "etc_t")}};
  ck_assert_int_eq(constraint_verdict(policy, constraint, &source, &target),
                   VERDICT_MAYBE);
  source.is_whole = target.is_whole = true;
  ck_assert_int_eq(constraint_verdict(policy, constraint, &source, &target),
                   VERDICT_YES);
  target.context.range.low.sensitivity = 1;
  ck_assert_int_eq(constraint_verdict(policy, constraint, &source, &target),
                   VERDICT_NO);
  built_free(built);
}
END_TEST

UNIT_MAIN("why", conditions_part_what_is_granted,
          not_self_forbids_only_others, unknown_levels_leave_it_open)
