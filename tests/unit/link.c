/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which blocks live, which names mean what across modules, and what becomes of
 * symbols. */
#include "tests/unit/source_policy.h"

#define RULE(target) "allow a_t " target " : file { read }"

static Built *link_base(const char *rules) {
  Built *built = linked(base_with(rules));
  ck_clean(built);
  return built;
}

/* The rule of `allow a_t etc_t:file read;` is there, or is not. */
static void check_live(const char *rules, bool live) {
  Built *built = link_base(rules);
  ck_assert_msg(count_lines(built, RULE("etc_t")) == live, "%s", rules);
  built_free(built);
}

START_TEST(an_optional_lives_when_its_requirements_do) {
  check_live("optional { require { type b_t; } allow a_t etc_t:file read; }",
             true);
  check_live("optional { require { type z_t; } allow a_t etc_t:file read; }",
             false);
  check_live("optional { allow a_t etc_t:file read; }", true);
  check_live("optional { require { type a_t; role z_r; }"
             "  allow a_t etc_t:file read; }",
             false);
}
END_TEST

START_TEST(an_else_branch_lives_when_its_optional_does_not) {
  check_live("optional { require { type z_t; } allow a_t z_t:file read; }"
             "else { allow a_t etc_t:file read; }",
             true);
  check_live("optional { require { type b_t; } allow a_t b_t:file read; }"
             "else { allow a_t etc_t:file read; }",
             false);
}
END_TEST

START_TEST(an_optional_may_need_another) {
  check_live("optional { require { type b_t; } type x_t; }"
             "optional { require { type x_t; } allow a_t etc_t:file read; }",
             true);
  check_live("optional { require { type z_t; } type x_t; }"
             "optional { require { type x_t; } allow a_t etc_t:file read; }",
             false);
  check_live("optional { require { type x_t; } allow a_t etc_t:file read; }"
             "optional { require { type y_t; } type x_t; }"
             "optional { require { type z_t; } type y_t; }",
             false);
}
END_TEST

START_TEST(optionals_that_need_each_other_live) {
  check_live("optional { require { type y_t; } type x_t; }"
             "optional { require { type x_t; } type y_t;"
             "  allow a_t etc_t:file read; }",
             true);
  check_live("optional { require { type y_t; } type x_t; }"
             "optional { require { type x_t; type z_t; } type y_t;"
             "  allow a_t etc_t:file read; }",
             false);
}
END_TEST

START_TEST(what_is_inside_dies_with_what_is_around) {
  check_live(
      "optional { require { type z_t; }"
      "  optional { require { type a_t; } allow a_t etc_t:file read; } }",
      false);
  check_live(
      "optional { require { type z_t; } optional { require { type z_t; }"
      "  allow a_t z_t:file read; } else { allow a_t etc_t:file read; } }",
      false);
  check_live(
      "optional { require { type b_t; } allow a_t b_t:file read; } else {"
      "  optional { require { type a_t; } allow a_t etc_t:file read; } }",
      false);
  check_live(
      "optional { require { type z_t; } allow a_t z_t:file read; } else {"
      "  optional { require { type a_t; } allow a_t etc_t:file read; } }",
      true);
  check_live(
      "optional { require { type a_t; } allow a_t b_t:file read; } else {"
      "  optional { require { type a_t; } type x_t; } }"
      "optional { require { type x_t; } allow a_t etc_t:file read; }",
      false);
}
END_TEST

START_TEST(what_a_dead_block_declares_is_not_there) {
  Built *built = link_base(
      "optional { require { type z_t; } type x_t; attribute x; role x_r;"
      "  bool x_bool true; typeattribute a_t other; role a_r types etc_t;"
      "  roleattribute a_r group_r; typebounds a_t b_t; }");
  ck_lacks(built, "type x_t");
  ck_has(built, "attribute other { }");
  ck_has(built, "role a_r types { a_t }");
  ck_has(built, "attribute_role group_r { } types { }");
  ck_has(built, "type b_t");
  ck_assert_uint_eq(built->policy.bools.n, 2);
  ck_assert_uint_eq(built->policy.roles.n, 4);
  built_free(built);
}
END_TEST

START_TEST(flags_and_aliases_outlive_their_block) {
  Built *built = link_base(
      "optional { require { type z_t; } permissive a_t;"
      "  expandattribute other true; typealias b_t alias x_t; }"
      "optional { require { type x_t; } allow a_t etc_t:file read; }");
  ck_has(built, "type a_t permissive");
  ck_has(built, "attribute other { } expanded");
  ck_has(built, "alias x_t b_t");
  ck_has(built, RULE("etc_t"));
  built_free(built);
}
END_TEST

START_TEST(members_add_up_over_blocks) {
  Built *built =
      link_base("attribute all; typeattribute domain all; type x_t, other;"
                "optional { require { type a_t; } typeattribute etc_t all; }"
                "optional { require { attribute all; } type y_t, all;"
                "  allow a_t y_t:file read; }");
  ck_has(built, "attribute all { a_t b_t etc_t y_t }");
  ck_has(built, "attribute other { x_t }");
  ck_has(built, RULE("y_t"));
  built_free(built);
}
END_TEST

START_TEST(an_attribute_is_no_member_of_itself) {
  Built *built = linked(base_with("typeattribute domain other;"
                                  "typeattribute other domain;"));
  ck_errors(built, 1, "is a member of itself through");
  built_free(built);
}
END_TEST

START_TEST(a_role_keeps_types_that_join_later) {
  Built *built = link_base("role b_r types domain; type x_t, domain;"
                           "optional { require { type etc_t; }"
                           "  typeattribute etc_t domain; }");
  expand(&built->policy);
  const Role *role = &built->policy.roles.v[2];
  ck_assert_uint_eq(bitset_count(&role->types), 4);
  ck_assert(!bitset_has(&role->types, built->policy.n_plain_types));
  built_free(built);
}
END_TEST

START_TEST(a_role_attribute_gives_types_to_its_members) {
  Built *built =
      link_base("roleattribute b_r group_r;"
                "role group_r types { domain -b_t };"
                "allow group_r a_r; role_transition group_r etc_t b_r;");
  ck_has(built, "role b_r types { a_t }");
  ck_has(built, "allow b_r a_r");
  ck_has(built, "role_transition b_r etc_t : process b_r");
  built_free(built);
}
END_TEST

START_TEST(a_role_has_the_types_of_what_it_dominates) {
  Built *built = link_base("role b_r types etc_t;"
                           "dominance { role x_r { role a_r; role b_r; } }");
  ck_has(built, "role x_r types { a_t etc_t } dominates { a_r b_r x_r }");
  built_free(built);
}
END_TEST

START_TEST(dominance_gives_the_types_that_stand_before_it) {
  Built *built =
      link_base("dominance { role x_r { role b_r; } } role b_r types etc_t;"
                "dominance { role y_r { role x_r; } }");
  ck_has(built, "role b_r types { etc_t }");
  ck_has(built, "role x_r types { } dominates { b_r x_r }");
  ck_has(built, "role y_r types { } dominates { b_r x_r y_r }");
  built_free(built);
}
END_TEST

START_TEST(sets_keep_attributes_unless_something_is_taken_out) {
  Built *built = link_base("allow domain { other self }:file read;"
                           "allow { domain -a_t } etc_t:file { read write };"
                           "neverallow * ~{ domain self }:dir search;");
  ck_has(built, "allow domain { other self } : file { read }");
  ck_has(built, "allow b_t etc_t : file { read write }");
  ck_has(built,
         "neverallow { a_t b_t etc_t } { etc_t -self } : dir { search }");
  built_free(built);
}
END_TEST

START_TEST(an_expanded_attribute_never_stays) {
  Built *built = link_base("expandattribute domain true;"
                           "allow domain etc_t:file read;");
  ck_has(built, "allow { a_t b_t } etc_t : file { read }");
  built_free(built);
  built = link_base("expandattribute domain true;"
                    "expandattribute domain false;"
                    "allow domain etc_t:file read;");
  ck_has(built, "allow domain etc_t : file { read }");
  ck_assert_uint_eq(built->session.diags.n_warnings, 1);
  built_free(built);
}
END_TEST

START_TEST(permissions_are_those_of_each_class) {
  Built *built = link_base("allow a_t b_t:{ file dir } *;"
                           "allow a_t etc_t:{ file dir } ~{ ioctl write };");
  ck_has(built, "allow a_t b_t : file { ioctl read write getattr execute }");
  ck_has(built, "allow a_t b_t : dir { ioctl read write getattr search }");
  ck_has(built, "allow a_t etc_t : file { read getattr execute }");
  ck_has(built, "allow a_t etc_t : dir { read getattr search }");
  built_free(built);
  built = linked(base_with("allow a_t b_t:{ file dir } serach;"));
  ck_errors(built, 2, "class 'dir' has no permission 'serach'");
  ck_assert(strstr(built->errors, "did you mean 'search'?"));
  built_free(built);
}
END_TEST

START_TEST(a_rule_left_without_permissions_vanishes) {
  Built *built = link_base(
      "allow a_t etc_t:{ file lnk_file } ~{ ioctl read write getattr };"
      "allow b_t etc_t:lnk_file ~{ ioctl read write getattr };"
      "allow { a_t -a_t } etc_t:file read;");
  ck_has(built, "allow a_t etc_t : file { execute }");
  ck_assert_uint_eq(built->policy.av_rules.n, 1);
  ck_assert_uint_eq(av_rule(&built->policy, 0)->n_classes, 1);
  built_free(built);
}
END_TEST

START_TEST(tunables_are_decided) {
  Built *built =
      link_base("if (a_tunable && !b_tunable) { allow a_t etc_t:file read; }"
                "else { allow a_t b_t:file read; }");
  ck_has(built, RULE("etc_t"));
  ck_lacks(built, RULE("b_t"));
  ck_assert_uint_eq(built->policy.conditionals.n, 0);
  ck_assert_uint_eq(built->policy.bools.n, 2);
  built_free(built);
}
END_TEST

/* Lowering reports it for source; a package may hold it all the same. */
START_TEST(a_mixed_condition_is_an_error) {
  Built *built = linked(
      base_with("if (a_tunable && a_bool) { allow a_t etc_t:file read; }"));
  ck_errors(built, 2,
            "a condition of the base policy mixes boolean 'a_bool' with "
            "tunable 'a_tunable'");
  built_free(built);
}
END_TEST

START_TEST(equal_conditions_are_one) {
  Built *built =
      link_base("if (a_bool && !b_bool) { allow a_t etc_t:file read; }"
                "if (!b_bool && a_bool) { allow a_t b_t:file read; }"
                "if (!(a_bool && !b_bool)) { allow b_t etc_t:file read; }"
                "if (b_bool && !a_bool) { allow b_t b_t:file read; }");
  ck_has(built, "if a_bool b_bool ! &&: " RULE("etc_t"));
  ck_has(built, "if a_bool b_bool ! &&: " RULE("b_t"));
  ck_has(built, "if a_bool b_bool ! && else: "
                "allow b_t etc_t : file { read }");
  ck_has(built, "if b_bool a_bool ! &&: allow b_t b_t : file { read }");
  ck_assert_uint_eq(built->policy.conditionals.n, 2);
  built_free(built);
}
END_TEST

START_TEST(levels_are_checked) {
  static const struct {
    const char *rules, *part;
  } cases[] = {
      {"range_transition a_t b_t:process s1 - s0;", "does not dominate"},
      {"range_transition a_t b_t:process s1:c2;", "cannot go with"},
      {"range_transition a_t b_t:process s0:c2.c1;", "is declared after"},
      {"user x_u roles a_r level s1 range s0;", "outside of its range"},
      {"user x_u roles a_r level s0 range s0:c0 - s1;", "below its beginning"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Built *built = linked(base_with(cases[i].rules));
    ck_errors(built, 1, cases[i].part);
    built_free(built);
  }
  Built *built = link_base("range_transition a_t b_t:process s0:c0.c2;");
  ck_has(built, "range_transition a_t b_t : process s0:c0,c1,c2 - s0:c0,c1,c2");
  built_free(built);
}
END_TEST

START_TEST(users_add_up) {
  Built *built = link_base("user x_u roles a_r level s0:c0 range s0 - s0:c0;"
                           "user x_u roles b_r level s0:c1 range s0 - s0:c1;");
  ck_has(built, "user x_u { a_r b_r } level s0:c0,c1 range s0 - s0:c0,c1");
  built_free(built);
}
END_TEST

START_TEST(contexts_are_valid) {
  static const struct {
    const char *rules, *part;
  } cases[] = {
      {"fs_use_xattr x a_u:a_r:b_t:s0;", "role 'a_r' does not have type"},
      {"role b_r types a_t; fs_use_xattr x a_u:b_r:a_t:s0;",
       "user 'a_u' does not have role"},
      {"fs_use_xattr x a_u:a_r:a_t:s0:c2;", "not within that of user 'a_u'"},
      {"sid nosuch a_u:a_r:a_t:s0", "initial SID 'nosuch' is not declared"},
      {"sid kernel a_u:a_r:a_t:s0", "labels the same"},
      {"portcon tcp 1-10 a_u:a_r:a_t:s0 portcon tcp 5 a_u:a_r:a_t:s0",
       "labels the same"},
      {"genfscon proc /a -b a_u:a_r:a_t:s0", "needs class 'blk_file'"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Built *built = linked(base_with(cases[i].rules));
    ck_errors(built, 1, cases[i].part);
    built_free(built);
  }
  Built *built = link_base("fs_use_xattr x a_u:object_r:etc_t:s0:c2;"
                           "role a_r types domain;"
                           "fs_use_xattr y a_u:a_r:b_t:s1:c1;");
  ck_assert_uint_eq(built->policy.ocons.n, 3);
  built_free(built);
}
END_TEST

START_TEST(narrow_nodes_come_first) {
  Built *built = link_base("nodecon 10.0.0.0 255.0.0.0 a_u:a_r:a_t:s0 "
                           "nodecon 10.1.0.0 255.255.0.0 a_u:a_r:a_t:s0 "
                           "nodecon 10.2.0.0 255.255.0.0 a_u:a_r:a_t:s0 ");
  const unsigned char second[] = {1, 2, 0};
  for (int i = 0; i < 3; i++) {
    const Ocon *node = built->policy.ocons.v[i].written;
    ck_assert_uint_eq(((const unsigned char *)node->addr)[1], second[i]);
  }
  built_free(built);
}
END_TEST

START_TEST(constraints_know_ids) {
  Built *built =
      link_base("constrain { file dir } ~{ ioctl getattr }"
                " ( u1 == a_u and ( t1 == domain or r2 != group_r ) );"
                "roleattribute a_r group_r;");
  ck_has(built, "constrain file { read write execute } 5:1:1 { a_u } "
                "5:4:1 { a_t b_t } 5:10:2 { a_r } 3:0:0 2:0:0");
  const Constraint *last =
      &built->policy.constraints.v[built->policy.constraints.n - 1];
  ck_assert(
      bitset_has(&last->expr[1].written_types, built->policy.n_plain_types));
  built_free(built);
}
END_TEST

static const char module_one[] =
    "module one 1.0; require { type a_t; attribute domain; class file read; }"
    "type x_t, domain; allow a_t x_t:file read;"
    "optional { require { type y_t; } allow x_t y_t:file read; }";
static const char module_two[] =
    "module two 1.0; require { type a_t; class file read; role a_r; }"
    "type y_t; allow a_t y_t:file read; role a_r types y_t;";

START_TEST(modules_join) {
  Built *built = base_with("");
  add_module(built, module_one);
  linked(built);
  ck_clean(built);
  ck_has(built, RULE("x_t"));
  ck_has(built, "attribute domain { a_t b_t x_t }");
  ck_lacks(built, "allow x_t y_t : file { read }");
  built_free(built);
  built = base_with("");
  add_module(built, module_one);
  add_module(built, module_two);
  linked(built);
  ck_clean(built);
  ck_has(built, "allow x_t y_t : file { read }");
  ck_has(built, "role a_r types { a_t y_t }");
  built_free(built);
}
END_TEST

START_TEST(ids_do_not_depend_on_the_order_of_modules) {
  Built *a = base_with(""), *b = base_with("");
  add_module(a, module_one);
  add_module(a, module_two);
  add_module(b, module_two);
  add_module(b, module_one);
  expanded(a);
  expanded(b);
  ck_assert_str_eq(a->text.data, b->text.data);
  built_free(a);
  built_free(b);
}
END_TEST

static void reject_module(const char *text, const char *part) {
  Built *built = base_with("");
  add_module(built, text);
  ck_clean(built);
  linked(built);
  ck_errors(built, 1, part);
  built_free(built);
}

START_TEST(modules_must_fit) {
  reject_module("module m 1.0; require { type b_t; } type a_t;",
                "module 'm' declares type 'a_t', which the base policy has");
  reject_module("module m 1.0; require { type z_t; }",
                "module 'm' requires type 'z_t', which is not declared");
  reject_module("module m 1.0; require { attribute a_t; }",
                "requires 'a_t' as a type attribute, but it is a type");
  reject_module("module m 1.0; require { bool a_tunable; }",
                "requires 'a_tunable' as a boolean, but it is a tunable");
  reject_module("module m 1.0; require { class file { read reed }; }",
                "requires permission 'reed', which class 'file' does not have");
}
END_TEST

START_TEST(a_permission_that_is_missing_kills_an_optional) {
  Built *built = base_with("");
  add_module(built, "module m 1.0; require { type a_t, etc_t; }"
                    "optional { require { class file { read reed }; }"
                    "  allow a_t etc_t:file read; }");
  linked(built);
  ck_clean(built);
  ck_lacks(built, RULE("etc_t"));
  built_free(built);
  built = linked(base_with("optional { require { class file reed; }"
                           "  allow a_t etc_t:file read; }"));
  ck_errors(built, 1, "the base policy requires permission 'reed'");
  built_free(built);
}
END_TEST

START_TEST(dead_blocks_are_told_on_request) {
  Built *built =
      base_with("optional { require { type z_t; } type x_t; }"
                "optional { require { type x_t; } allow a_t x_t:file read; }");
  diag_set_warning(&built->session.diags, "dead-optional");
  diag_set_warning(&built->session.diags, "unknown-optional-symbol");
  linked(built);
  ck_errors(built, 0, "the base policy leaves out an optional block: "
                      "type 'z_t' is not declared [-Wunknown");
  ck_assert(
      strstr(built->errors,
             "type 'x_t' is not declared outside of dead blocks [-Wdead"));
  built_free(built);
}
END_TEST

START_TEST(who_declares_what_is_missing_is_told) {
  Built *built = base_with("optional { require { type z_t; } type x_t; }");
  add_module(built, "module m 1.0; require { type x_t; }");
  linked(built);
  ck_errors(built, 1, "module 'm' requires type 'x_t', which is not declared "
                      "outside of dead blocks");
  ck_assert(strstr(built->errors, "the base policy declares it, in an "
                                  "optional block that is left out"));
  built_free(built);
}
END_TEST

static const char *in_module_k(void *elsewhere, SymbolKind kind, Name name) {
  ck_assert_int_eq(kind, SYMBOL_TYPE);
  ck_assert_ptr_nonnull(name_text(elsewhere, name));
  return "k.pp";
}

START_TEST(a_module_that_is_not_linked_is_named) {
  Built *built = base_with("");
  LinkOptions options = {.mls = true,
                         .declared_elsewhere = in_module_k,
                         .elsewhere = &built->session.names};
  add_module(built, "module m 1.0; require { type x_t; }");
  link_modules(&built->policy, &built->session, built->modules,
               built->n_modules, &options);
  ck_errors(built, 1, "note: k.pp declares it, but is not linked");
  built_free(built);
}
END_TEST

START_TEST(joined_modules_mean_the_same) {
  Built *built = base_with(""), *joined = base_with("");
  add_module(built, module_one);
  add_module(built, module_two);
  expanded(built);
  add_module(joined, module_one);
  add_module(joined, module_two);
  Module all;
  join_modules(&all, joined->modules, joined->n_modules);
  joined->modules[0] = all;
  joined->n_modules = 1;
  expanded(joined);
  ck_clean(joined);
  ck_assert_str_eq(built->text.data, joined->text.data);
  ck_assert_uint_eq(all.blocks.v[0].required.n, 0);
  ck_assert_uint_eq(all.blocks.n, 1 + built->modules[0].blocks.n - 1 +
                                      built->modules[1].blocks.n - 1 +
                                      built->modules[2].blocks.n - 1);
  built_free(built);
  built_free(joined);
}
END_TEST

UNIT_MAIN("link", an_optional_lives_when_its_requirements_do,
          an_else_branch_lives_when_its_optional_does_not,
          an_optional_may_need_another, optionals_that_need_each_other_live,
          what_is_inside_dies_with_what_is_around,
          what_a_dead_block_declares_is_not_there,
          flags_and_aliases_outlive_their_block, members_add_up_over_blocks,
          an_attribute_is_no_member_of_itself,
          a_role_keeps_types_that_join_later,
          a_role_attribute_gives_types_to_its_members,
          a_role_has_the_types_of_what_it_dominates,
          dominance_gives_the_types_that_stand_before_it,
          sets_keep_attributes_unless_something_is_taken_out,
          an_expanded_attribute_never_stays,
          permissions_are_those_of_each_class,
          a_rule_left_without_permissions_vanishes, tunables_are_decided,
          a_mixed_condition_is_an_error, equal_conditions_are_one,
          levels_are_checked, users_add_up, contexts_are_valid,
          narrow_nodes_come_first, constraints_know_ids, modules_join,
          ids_do_not_depend_on_the_order_of_modules, modules_must_fit,
          a_permission_that_is_missing_kills_an_optional,
          dead_blocks_are_told_on_request, who_declares_what_is_missing_is_told,
          a_module_that_is_not_linked_is_named, joined_modules_mean_the_same)
