/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where statements may stand, what they become, and which names they may
 * use. */
#include "tests/unit/source_policy.h"

static void reject(const char *rules, const char *part) {
  Built *built = base_with(rules);
  ck_errors(built, 1, part);
  built_free(built);
}

static void accept(const char *rules) {
  Built *built = base_with(rules);
  ck_clean(built);
  built_free(built);
}

static void reject_module(const char *text, const char *part) {
  Built *built = built_new();
  add_module(built, text);
  ck_errors(built, 1, part);
  built_free(built);
}

START_TEST(statements_have_their_places) {
  reject("module m 1.0;", "module cannot stand");
  reject("require { type a_t; }", "require cannot stand");
  reject("optional { policycap open_perms; }", "policycap cannot stand");
  reject("if (a_bool) { type x_t; }", "type cannot stand in a conditional");
  reject("if (a_bool) { neverallow a_t b_t:file read; }", "neverallow cannot");
  reject("if (a_bool) { type_transition a_t b_t:file etc_t \"n\"; }",
         "with a file name cannot");
  reject("optional { require { type z_t; } } else { type x_t; }",
         "cannot stand in an else branch");
  reject("optional { require { type z_t; } } else { require { type a_t; } }",
         "cannot stand in an else branch");
  reject_module("module m 1.0; require { class file read; } class x",
                "class cannot stand in a loadable module");
}
END_TEST

START_TEST(a_module_begins_with_its_name) {
  reject_module("require { type a_t; }", "begins with policy_module(NAME)");
  reject_module("module m 1.0; module n 1.0; require { type a_t; }",
                "must be the first");
  Built *built = built_new();
  add_module(built, "module m 1.0; require { type a_t; }");
  ck_clean(built);
  const Module *module = &built->modules[0];
  ck_assert_str_eq(name_text(&built->session.names, module->name.name), "m");
  ck_assert(!module->is_base);
  built_free(built);
}
END_TEST

START_TEST(a_module_requires_something) {
  reject_module("module m 1.0; type x_t;", "the module requires nothing");
  reject_module("module m 1.0; require { type a_t; } optional { type x_t; }",
                "an optional block requires nothing");
  accept("optional { allow a_t b_t:file read; }");
}
END_TEST

START_TEST(a_name_is_declared_once) {
  reject("type a_t;", "type 'a_t' is declared twice");
  reject("attribute a_t;", "declared twice");
  reject("typealias a_t alias b_t;", "declared twice");
  reject("attribute_role a_r;", "role attribute 'a_r' is declared twice");
  reject("role group_r;", "role 'group_r' is declared twice");
  reject("bool a_tunable true;", "boolean 'a_tunable' is declared twice");
  reject("optional { require { type z_t; } type x_t; }"
         "optional { require { type y_t; } type x_t; }",
         "declared twice");
  reject("sid kernel", "initial SID 'kernel' is declared twice");
  accept("role a_r; role a_r, group_r;");
}
END_TEST

START_TEST(a_requirement_agrees_with_its_declaration) {
  reject("optional { require { attribute a_t; } allow a_t b_t:file read; }",
         "'a_t' cannot be both a type and an attribute");
  reject("optional { require { role group_r; } allow a_r group_r; }",
         "'group_r' cannot be both a role and an attribute");
}
END_TEST

START_TEST(names_must_be_in_scope) {
  reject("allow a_t missing_t:file read;", "type 'missing_t' is not declared");
  reject("allow a_t ect_t:file read;", "did you mean 'etc_t'?");
  reject("optional { require { type a_t; } type x_t; }"
         "allow a_t x_t:file read;",
         "type 'x_t' is not in scope here");
  reject("optional { require { type z_t; } allow a_t z_t:file read; }"
         "optional { require { type a_t; } allow a_t z_t:file read; }",
         "type 'z_t' is not declared");
  accept("optional { require { type a_t; } type x_t;"
         "  optional { require { type b_t; } allow b_t x_t:file read; } }");
  reject_module("module m 1.0; require { type a_t; class file read; }"
                "allow a_t b_t:file read;",
                "type 'b_t' is not declared and not required");
}
END_TEST

START_TEST(a_missing_name_is_reported_once) {
  reject("allow a_t x_t:file read; allow b_t x_t:file read;"
         "type_transition a_t x_t:file etc_t;",
         "type 'x_t' is not declared");
}
END_TEST

START_TEST(a_module_requires_its_permissions) {
  reject_module("module m 1.0; require { type a_t; class file read; }"
                "allow a_t a_t:file { read write };",
                "permission 'write' of class 'file' is not required");
  Built *built = built_new();
  add_module(built, "module m 1.0; require { type a_t; class file read; }"
                    "optional { require { type b_t; class file write; } }"
                    "allow a_t a_t:file write;");
  ck_errors(built, 0,
            "permission 'write' of class 'file' is required in other blocks");
  built_free(built);
  built = built_new();
  add_module(built, "module m 1.0; require { type a_t; class file read; }"
                    "optional { require { type b_t; class file write; }"
                    "  allow a_t b_t:file { read write }; }");
  ck_clean(built);
  built_free(built);
}
END_TEST

START_TEST(types_and_attributes_are_told_apart) {
  reject("type_transition a_t b_t:file domain;", "'domain' is an attribute");
  reject("typeattribute a_t b_t;", "'b_t' is a type, not an attribute");
  reject("permissive domain;", "'domain' is an attribute, not a type");
  reject("typebounds a_t domain;", "'domain' is an attribute, not a type");
  reject("role_transition a_r etc_t group_r;", "'group_r' is an attribute");
  reject("expandattribute a_t true;", "'a_t' is a type, not an attribute");
}
END_TEST

START_TEST(sets_hold_what_their_place_allows) {
  reject("allow * b_t:file read;", "'*' cannot stand for");
  reject("allow a_t ~b_t:file read;", "'~' cannot stand before");
  reject("allow self b_t:file read;", "'self' cannot stand in");
  reject("allow a_t { domain -self }:file read;", "'-self' cannot stand in");
  reject("allow a_t b_t:* read;", "'*' cannot stand for the classes");
  reject("allow a_r *;", "'*' cannot stand for the roles");
  reject("neverallow a_t { self -self }:file read;", "exclude each other");
  reject("neverallow a_t ~{ b_t -self }:file read;", "in a complement");
  accept("neverallow * ~{ self b_t }:file ~{ read };");
}
END_TEST

START_TEST(a_condition_is_over_booleans_or_tunables) {
  reject("if (a_bool && a_tunable) { allow a_t b_t:file read; }",
         "cannot mix boolean 'a_bool' with tunable 'a_tunable'");
  reject("if (c_bool) { allow a_t b_t:file read; }",
         "boolean 'c_bool' is not declared");
}
END_TEST

START_TEST(strict_order_is_that_of_a_policy_conf) {
  const char *late[] = {source_prelude, "typeattribute a_t x; attribute x;",
                        source_postlude};
  Built *built = built_new();
  lower_texts(built, &strict_options, late, 3);
  ck_errors(built, 1, "'x' is used before it is declared");
  built_free(built);
  const char *sections[] = {source_prelude, source_postlude,
                            "allow a_t b_t:file read;"};
  built = built_new();
  lower_texts(built, &strict_options, sections, 3);
  ck_errors(built, 1, "types and rules must come before contexts of initial");
  built_free(built);
  built = built_new();
  lower_texts(built, &base_options, sections, 3);
  ck_clean(built);
  built_free(built);
}
END_TEST

START_TEST(a_dotted_name_is_bounded) {
  Built *built = base_with("type a_t.x; role a_r.x;");
  ck_clean(built);
  ck_assert_uint_eq(built->modules[0].blocks.v[0].bounds.n, 2);
  built_free(built);
  reject("type missing_t.x;", "type 'missing_t' is not declared");
  reject("bool a.x true;", "cannot contain a dot");
}
END_TEST

START_TEST(classes_have_permissions_once) {
  reject("class file { x }", "class 'file' has its permissions already");
  reject("class process2 { x }", "class 'process2' is not declared");
  reject("class new class new inherits object { read }",
         "permission 'read' is inherited already");
  reject("common more { x y x }", "permission 'x' is given twice");
}
END_TEST

START_TEST(mls_is_with_or_without) {
  const char *text = "module m 1.0; require { type a_t; sensitivity s0; }"
                     "range_transition a_t a_t:process s0;";
  LowerOptions without = {0};
  Built *built = built_new();
  lower_texts(built, &without, &text, 1);
  ck_errors(built, 1, "in a policy without MLS");
  built_free(built);
  reject("user x_u roles a_r;", "without an MLS level");
}
END_TEST

START_TEST(extended_permissions_have_sixteen_bits) {
  reject("allowxperm a_t b_t:file ioctl 0x10001;", "low 16 bits are 0x1");
  reject("allowxperm a_t b_t:file foo 0x1;", "has no extended permissions");
}
END_TEST

UNIT_MAIN("lower", statements_have_their_places, a_module_begins_with_its_name,
          a_module_requires_something, a_name_is_declared_once,
          a_requirement_agrees_with_its_declaration, names_must_be_in_scope,
          a_missing_name_is_reported_once, a_module_requires_its_permissions,
          types_and_attributes_are_told_apart,
          sets_hold_what_their_place_allows,
          a_condition_is_over_booleans_or_tunables,
          strict_order_is_that_of_a_policy_conf, a_dotted_name_is_bounded,
          classes_have_permissions_once, mls_is_with_or_without,
          extended_permissions_have_sixteen_bits)
