/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the kernel's tables hold, and which rules conflict. */
#include "tests/unit/source_policy.h"

static Built *expand_base(const char *rules) {
  Built *built = expanded(base_with(rules));
  ck_clean(built);
  return built;
}

static void reject(const char *rules, const char *part) {
  Built *built = expanded(base_with(rules));
  ck_errors(built, 1, part);
  built_free(built);
}

START_TEST(permissions_add_up_by_key) {
  Built *built =
      expand_base("allow a_t b_t:file read; allow a_t b_t:file write;"
                  "allow domain b_t:file getattr;"
                  "auditallow a_t b_t:file read;");
  ck_has(built, "allow a_t b_t : file { read write }");
  ck_has(built, "allow domain b_t : file { getattr }");
  ck_has(built, "auditallow a_t b_t : file { read }");
  ck_assert_uint_eq(built->policy.av_table.n, 3);
  built_free(built);
}
END_TEST

START_TEST(the_table_is_sorted) {
  Built *built =
      expand_base("allow etc_t { b_t a_t }:{ file dir } { read write };"
                  "allow a_t domain:file read; dontaudit a_t b_t:dir read;"
                  "type_transition a_t etc_t:file b_t;");
  const AvTable *table = &built->policy.av_table;
  for (size_t i = 1; i < table->n; i++)
    ck_assert(table->v[i - 1].key < table->v[i].key);
  ck_assert_uint_eq(table->n, 7);
  built_free(built);
}
END_TEST

/* More entries than are sorted by insertion. */
START_TEST(a_large_table_is_sorted) {
  enum { TYPES = 30 };
  char rules[TYPES * 100];
  size_t n = 0;
  for (int i = 0; i < TYPES; i++)
    n += (size_t)sprintf(rules + n,
                         "type t%d_t, other;"
                         "allow t%d_t { a_t t%d_t etc_t }:{ dir file } read;",
                         i, i, i);
  sprintf(rules + n, "allow other self:file write;");
  Built *built = expand_base(rules);
  const AvTable *table = &built->policy.av_table;
  for (size_t i = 1; i < table->n; i++)
    ck_assert(table->v[i - 1].key < table->v[i].key);
  ck_assert_uint_eq(table->n, TYPES * 6);
  ck_has(built, "allow t7_t t7_t : file { read write }");
  ck_has(built, "allow t29_t etc_t : dir { read }");
  built_free(built);
}
END_TEST

START_TEST(self_is_each_type_of_the_source) {
  Built *built = expand_base("allow domain { self etc_t }:file read;");
  ck_has(built, "allow a_t a_t : file { read }");
  ck_has(built, "allow b_t b_t : file { read }");
  ck_has(built, "allow a_t etc_t : file { read }");
  ck_assert_uint_eq(built->policy.av_table.n, 4);
  built_free(built);
}
END_TEST

START_TEST(a_rule_about_an_empty_attribute_stays) {
  Built *built = expand_base("allow other a_t:file read;"
                             "allow other self:dir read;");
  ck_has(built, "allow other a_t : file { read }");
  ck_assert_uint_eq(built->policy.av_table.n, 1);
  built_free(built);
}
END_TEST

START_TEST(dontaudit_is_kept_as_what_is_audited) {
  Built *built = expand_base("dontaudit a_t b_t:file read;"
                             "dontaudit a_t b_t:file write;"
                             "auditdeny a_t etc_t:file { read write };"
                             "dontaudit a_t etc_t:file write;");
  const AvTable *table = &built->policy.av_table;
  ck_assert_uint_eq(table->n, 2);
  ck_assert_uint_eq(table->v[0].data, ~UINT32_C(6));
  ck_assert_uint_eq(table->v[1].data, 2);
  built_free(built);
}
END_TEST

START_TEST(type_rules_are_expanded) {
  Built *built = expand_base("type_transition domain etc_t:{ file dir } a_t;"
                             "type_member a_t self:dir b_t;"
                             "type_change a_t domain:file etc_t;");
  ck_has(built, "type_transition b_t etc_t : dir a_t");
  ck_has(built, "type_member a_t a_t : dir b_t");
  ck_has(built, "type_change a_t b_t : file etc_t");
  ck_assert_uint_eq(built->policy.av_table.n, 7);
  built_free(built);
}
END_TEST

START_TEST(a_type_rule_keeps_all_of_its_classes) {
  Built *built = expand_base("type_transition a_t etc_t:dir b_t;"
                             "type_transition a_t etc_t:{ dir file } b_t;");
  ck_has(built, "type_transition a_t etc_t : dir b_t");
  ck_has(built, "type_transition a_t etc_t : file b_t");
  built_free(built);
}
END_TEST

START_TEST(type_rules_conflict) {
  reject("type_transition a_t etc_t:file a_t;"
         "type_transition domain etc_t:file b_t;",
         "conflicts with another");
  reject("type_transition a_t etc_t:file b_t;"
         "if (a_bool) { type_transition a_t etc_t:file b_t; }",
         "stands under another condition too");
  reject("if (a_bool) { type_transition a_t etc_t:file b_t; }"
         "if (b_bool) { type_transition a_t etc_t:file b_t; }",
         "stands under another condition too");
  reject("if (a_bool) { type_transition a_t etc_t:file b_t;"
         "  type_transition a_t etc_t:file a_t; }",
         "conflicts with another");
  Built *built =
      expand_base("if (a_bool) { type_transition a_t etc_t:file b_t; }"
                  "else { type_transition a_t etc_t:file a_t; }"
                  "if (!a_bool) { type_transition a_t etc_t:file a_t; }");
  ck_has(built, "if a_bool: type_transition a_t etc_t : file b_t");
  ck_has(built, "if a_bool else: type_transition a_t etc_t : file a_t");
  built_free(built);
}
END_TEST

START_TEST(a_conflict_names_both_places) {
  Built *built = expanded(base_with("type_transition a_t etc_t:file a_t;\n"
                                    "type_transition a_t etc_t:file b_t;"));
  ck_errors(built, 1, "test.te:2:1: error");
  ck_assert(strstr(built->errors, "test.te:1:1: note: there the result is"));
  built_free(built);
}
END_TEST

START_TEST(conditional_rules_add_up_by_branch) {
  Built *built = expand_base(
      "if (a_bool) { allow a_t b_t:file read; dontaudit a_t b_t:file write; }"
      "if (a_bool) { allow a_t b_t:file write; dontaudit a_t b_t:file read; }"
      "else { allow domain self:file read; }"
      "allow a_t b_t:file read;");
  ck_has(built, "if a_bool: allow a_t b_t : file { read write }");
  ck_has(built, "if a_bool: dontaudit a_t b_t : file { read write }");
  ck_has(built, "if a_bool else: allow b_t b_t : file { read }");
  ck_has(built, "allow a_t b_t : file { read }");
  built_free(built);
}
END_TEST

START_TEST(whole_drivers_are_folded) {
  Built *built = expand_base(
      "allowxperm a_t b_t:file ioctl { 0x8900-0x8910 0x8920 };"
      "allowxperm a_t b_t:file ioctl { 0x8911-0x8912 0x8a00-0x8bff };"
      "allowxperm a_t etc_t:file ioctl ~{ 0x0-0xfeff };"
      "allowxperm domain self:file ioctl { 0x00ff-0x0200 };");
  ck_has(built, "allowxperm a_t b_t : file ioctl 0x89 { 0x00-0x12 0x20-0x20 }");
  ck_has(built, "allowxperm a_t b_t : file ioctl drivers 0x00 { 0x8a-0x8b }");
  ck_has(built, "allowxperm a_t etc_t : file ioctl drivers 0x00 { 0xff-0xff }");
  ck_has(built, "allowxperm b_t b_t : file ioctl 0x00 { 0xff-0xff }");
  ck_has(built, "allowxperm b_t b_t : file ioctl drivers 0x00 { 0x01-0x01 }");
  ck_has(built, "allowxperm b_t b_t : file ioctl 0x02 { 0x00-0x00 }");
  built_free(built);
}
END_TEST

START_TEST(netlink_messages_keep_the_middle_of_a_range) {
  Built *built =
      expand_base("allowxperm a_t b_t:process nlmsg { 0x10-0x210 };");
  ck_has(built, "allowxperm a_t b_t : process nlmsg 0x00 { 0x10-0xff }");
  ck_has(built, "allowxperm a_t b_t : process nlmsg 0x01 { 0x00-0xff }");
  ck_has(built, "allowxperm a_t b_t : process nlmsg 0x02 { 0x00-0x10 }");
  built_free(built);
}
END_TEST

START_TEST(extended_permissions_may_be_conditional) {
  Built *built =
      expand_base("if (a_bool) { allowxperm a_t b_t:file ioctl 0x1; }"
                  "else { allowxperm a_t b_t:file ioctl 0x2; }"
                  "if (a_bool) { allowxperm a_t b_t:file ioctl 0x3; }");
  ck_has(built, "if a_bool: allowxperm a_t b_t : file ioctl 0x00 "
                "{ 0x01-0x01 0x03-0x03 }");
  ck_has(built, "if a_bool else: allowxperm a_t b_t : file ioctl 0x00 "
                "{ 0x02-0x02 }");
  built_free(built);
}
END_TEST

START_TEST(file_names_have_one_result) {
  Built *built =
      expand_base("type_transition domain etc_t:{ file dir } b_t \"z\";"
                  "type_transition a_t self:file b_t \"a\";");
  ck_has(built, "type_transition b_t etc_t : dir b_t \"z\"");
  ck_has(built, "type_transition a_t a_t : file b_t \"a\"");
  ck_assert_uint_eq(built->policy.flat_file_transitions.n, 3);
  built_free(built);
}
END_TEST

/* A base with `rules` and a module with `others`, expanded. */
static Built *expand_two(const char *rules, const char *others) {
  char text[400];
  Built *built = base_with(rules);
  snprintf(text, sizeof text,
           "module m 1.0; require { type a_t, b_t, etc_t; attribute domain;"
           "  class file read; class process fork; role a_r, b_r; } %s",
           others);
  add_module(built, text);
  return expanded(built);
}

START_TEST(modules_may_repeat_each_other) {
  Built *built = expand_two("type_transition a_t etc_t:file b_t \"z\";"
                            "role_transition a_r etc_t b_r;",
                            "type_transition domain etc_t:file b_t \"z\";"
                            "role_transition a_r etc_t b_r;");
  ck_clean(built);
  ck_assert_uint_eq(built->policy.flat_file_transitions.n, 1);
  ck_assert_uint_eq(built->policy.flat_role_transitions.n, 1);
  built_free(built);
}
END_TEST

START_TEST(modules_must_not_conflict) {
  Built *built =
      expand_two("type_transition domain etc_t:file b_t \"z\";",
                 "type_transition a_t etc_t:file a_t \"z\";");
  ck_errors(built, 1, "for \"z\" conflicts with another");
  built_free(built);
  built = expand_two("type_transition b_t etc_t:file b_t \"z\";\n"
                     "type_transition a_t etc_t:file b_t \"z\";",
                     "\n\n\ntype_transition a_t etc_t:file a_t \"z\";");
  ck_errors(built, 1, "test.te:4:1: error: type_transition from 'a_t'");
  ck_errors(built, 1, "test.te:2:1: note: there the result is 'b_t'");
  built_free(built);
  built = expand_two("role_transition a_r etc_t b_r;",
                     "role_transition a_r etc_t a_r;");
  ck_errors(built, 1, "class 'process' conflicts with another");
  built_free(built);
}
END_TEST

/* What a module does not know of its attributes is no fault of it. */
START_TEST(a_module_may_repeat_what_others_make_the_same) {
  static const char text[] =
      "module m 1.0; require { type a_t, b_t, etc_t; attribute domain;"
      "  class file read; }"
      "type_transition domain etc_t:file b_t \"z\";"
      "type_transition a_t etc_t:file b_t \"z\";";
  Built *built = base_with("");
  add_module(built, text);
  expanded(built);
  ck_clean(built);
  ck_assert_uint_eq(built->policy.flat_file_transitions.n, 1);
  built_free(built);
}
END_TEST

START_TEST(ranges_and_roles_have_one_result) {
  Built *built = expand_base(
      "range_transition domain etc_t:file s0:c0;"
      "range_transition a_t etc_t:file s0:c0;"
      "role_transition a_r domain:file b_r; roleattribute a_r group_r;"
      "role_transition group_r a_t:file b_r;");
  ck_has(built, "range_transition a_t etc_t : file s0:c0 - s0:c0");
  ck_has(built, "role_transition a_r b_t : file b_r");
  ck_assert_uint_eq(built->policy.flat_range_transitions.n, 2);
  ck_assert_uint_eq(built->policy.flat_role_transitions.n, 2);
  built_free(built);
  reject("range_transition domain etc_t:file s0:c0;"
         "range_transition a_t etc_t:file s0:c1;",
         "conflicts with another");
}
END_TEST

UNIT_MAIN("expand", permissions_add_up_by_key, the_table_is_sorted,
          a_large_table_is_sorted, self_is_each_type_of_the_source,
          a_rule_about_an_empty_attribute_stays,
          dontaudit_is_kept_as_what_is_audited, type_rules_are_expanded,
          a_type_rule_keeps_all_of_its_classes, type_rules_conflict,
          a_conflict_names_both_places, conditional_rules_add_up_by_branch,
          whole_drivers_are_folded, netlink_messages_keep_the_middle_of_a_range,
          extended_permissions_may_be_conditional, file_names_have_one_result,
          modules_may_repeat_each_other, modules_must_not_conflict,
          a_module_may_repeat_what_others_make_the_same,
          ranges_and_roles_have_one_result)
