/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/unit/small_policy.h"
#include "tests/unit/unit.h"

/* A policy where t1 is bounded by t0, with its diagnostics as text. */
typedef struct Fixture {
  Session *session;
  Policy *policy;
  char *text;
  size_t length;
} Fixture;

static void setup(Fixture *f) {
  f->session = new_session();
  fclose(f->session->diags.stream);
  f->session->diags.stream = open_memstream(&f->text, &f->length);
  f->policy = small_policy(f->session);
  f->policy->types.v[1].bounds = 0;
  bitset_add_range(&f->policy->types.v[N_TYPES].members, 1, 3);
}

static void allow(Fixture *f, CondRef cond, TypeId source, TypeId target,
                  PermMask perms) {
  add_entry(f->policy, table_of(f->policy, cond),
            av_key(source, target, 0, RULE_ALLOW), perms);
}

static void expect(Fixture *f, const char *text) {
  sort_tables(f->policy);
  check_bounds(f->policy);
  diag_flush(&f->session->diags);
  fflush(f->session->diags.stream);
  ck_assert_str_eq(f->text, text);
  free_session(f->session);
  free(f->text);
}

static const CondRef always = {NO_ID, false};
static const CondRef on = {0, false}, off = {0, true};

START_TEST(parent_must_have_what_the_child_has) {
  Fixture f;
  setup(&f);
  allow(&f, always, 0, 4, 2);
  allow(&f, always, 1, 4, 2 | 4);
  expect(&f, "error: 't1' exceeds its bounds 't0': allow t1 t4:c0 { p2 }\n");
}
END_TEST

START_TEST(attributes_stand_for_their_members) {
  Fixture f;
  setup(&f);
  allow(&f, always, N_TYPES, N_TYPES, 2); /* t1 t2 t3 to t1 t2 t3 */
  allow(&f, always, 0, 2, 2);
  expect(&f, "error: 't1' exceeds its bounds 't0': allow t1 t1:c0 { p1 }\n"
             "error: 't1' exceeds its bounds 't0': allow t1 t3:c0 { p1 }\n");
}
END_TEST

START_TEST(bounded_target_stands_for_its_parent) {
  Fixture f;
  setup(&f);
  allow(&f, always, 1, 1, 2);
  allow(&f, always, 0, 0, 2);
  expect(&f, "");
}
END_TEST

START_TEST(both_branches_are_always) {
  Fixture f;
  setup(&f);
  allow(&f, on, 0, 4, 2 | 4);
  allow(&f, off, 0, 4, 2);
  allow(&f, always, 1, 4, 2);
  expect(&f, "");
}
END_TEST

START_TEST(other_branch_does_not_count) {
  Fixture f;
  setup(&f);
  allow(&f, on, 0, 4, 2);
  allow(&f, on, 1, 4, 2);
  allow(&f, off, 1, 4, 2);
  expect(&f, "error: 't1' exceeds its bounds 't0': allow t1 t4:c0 { p1 }\n");
}
END_TEST

START_TEST(names_with_dots_have_parents) {
  Fixture f;
  setup(&f);
  Name lost = name_intern_string(&f.session->names, "x.y");
  f.policy->types.v[5].id.name = lost;
  expect(&f, "error: type 'x.y' has no parent: 'x' is not declared\n");
}
END_TEST

START_TEST(roles_and_users_have_bounds) {
  Fixture f;
  setup(&f);
  for (uint32_t i = 0; i < 2; i++) {
    Role role = {.id = ident(f.session, "r", i), .bounds = i ? 0 : NO_ID};
    User user = {.id = ident(f.session, "u", i), .bounds = i ? 0 : NO_ID};
    bitset_add_range(&role.types, 2, 3 + i);
    bitset_add_range(&user.roles, 0, i);
    ARRAY_PUSH(&f.policy->roles, role);
    ARRAY_PUSH(&f.policy->users, user);
  }
  expect(&f, "error: user 'u1' exceeds its bounds 'u0': role 'r1'\n"
             "error: role 'r1' exceeds its bounds 'r0': type 't4'\n");
}
END_TEST

UNIT_MAIN("bounds", parent_must_have_what_the_child_has,
          attributes_stand_for_their_members,
          bounded_target_stands_for_its_parent, both_branches_are_always,
          other_branch_does_not_count, names_with_dots_have_parents,
          roles_and_users_have_bounds)
