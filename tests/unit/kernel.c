/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel policy's writer and reader, with a policy that has something in
 * every section. */
#include "backend/kernel.h"
#include "tests/unit/small_policy.h"
#include "tests/unit/unit.h"

static void add_symbols(Policy *policy) {
  Session *session = policy->session;
  Common common = {.id = ident(session, "common", 0)};
  common.perms.n = 1;
  common.perms.v = ARENA_NEW(&session->arena, Ident);
  common.perms.v[0] = ident(session, "shared", 0);
  ARRAY_PUSH(&policy->commons, common);
  policy->classes.v[1].common = 0;
  policy->classes.v[1].n_perms++;
  for (uint32_t i = 0; i < 3; i++) {
    Role role = {.id = ident(session, "r", i), .bounds = NO_ID,
                 .is_attribute = i == 1};
    bitset_add(&role.dominates, i);
    bitset_add_range(&role.types, 0, N_TYPES - 1);
    ARRAY_PUSH(&policy->roles, role);
    ARRAY_PUSH(&policy->sens, (Sensitivity){.id = ident(session, "s", i),
                                            .has_level = true});
    bitset_add_range(&policy->sens.v[i].categories, 0, i);
    ARRAY_PUSH(&policy->cats, (Category){ident(session, "cat", i)});
  }
  policy->bools.v[1].value = true;
  ARRAY_PUSH(&policy->type_aliases, (Alias){ident(session, "alias", 0), 2});
  ARRAY_PUSH(&policy->sens_aliases, (Alias){ident(session, "alias", 1), 1});
  ARRAY_PUSH(&policy->cat_aliases, (Alias){ident(session, "alias", 2), 0});
  policy->types.v[1].permissive = true;
  policy->types.v[2].bounds = 0;
  bitset_add_range(&policy->types.v[N_TYPES].members, 1, 3);
  bitset_add(&policy->types.v[N_TYPES + 2].members, 3);
  ARRAY_PUSH(&policy->polcaps,
             (Ident){name_intern_string(&session->names, "open_perms"),
                     no_place});
}

static MlsRange make_range(SensId low, SensId high, CatId last) {
  MlsRange range = {.low.sensitivity = low, .high.sensitivity = high};
  bitset_add(&range.low.categories, 0);
  bitset_add_range(&range.high.categories, 0, last);
  return range;
}

static void add_users(Policy *policy) {
  for (uint32_t i = 0; i < 2; i++) {
    User user = {.id = ident(policy->session, "u", i),
                 .bounds = i ? 0 : NO_ID,
                 .range = make_range(0, i, i)};
    bitset_add(&user.roles, 2);
    user.level = user.range.low;
    ARRAY_PUSH(&policy->users, user);
  }
}

static PolicyConstraintTerm names_term(uint32_t attr, uint32_t id) {
  PolicyConstraintTerm term = {.kind = CONSTRAINT_NAMES, .attr = attr,
                               .op = COP_EQ};
  bitset_add(&term.ids, id);
  if (attr & CATTR_TYPE) {
    bitset_add(&term.written_types, id);
    term.written_complement = true;
  }
  return term;
}

static void add_constraint(Policy *policy, bool validatetrans) {
  Arena *arena = &policy->session->arena;
  Constraint constraint = {.validatetrans = validatetrans, .n_classes = 2,
                           .n_expr = 4};
  constraint.classes = ARENA_NEW_N(arena, ClassPerms, 2);
  constraint.classes[0] = (ClassPerms){0, validatetrans ? 0 : 2};
  constraint.classes[1] = (ClassPerms){1, validatetrans ? 0 : 5};
  constraint.expr = ARENA_NEW_N(arena, PolicyConstraintTerm, 4);
  constraint.expr[0] = (PolicyConstraintTerm){
      .kind = CONSTRAINT_ATTR, .attr = CATTR_L1H2, .op = COP_DOM};
  constraint.expr[1] =
      names_term(CATTR_TYPE | (validatetrans ? CATTR_XTARGET : 0), 2);
  constraint.expr[2] = (PolicyConstraintTerm){.kind = CONSTRAINT_NOT};
  constraint.expr[3] = (PolicyConstraintTerm){.kind = CONSTRAINT_OR};
  ARRAY_PUSH(&policy->constraints, constraint);
}

static void add_xperms(Policy *policy) {
  AvTable *table = &policy->av_table;
  XpermRecord record = {.specified = XPERM_IOCTL_FUNCTIONS, .driver = 0x89,
                        .bits = {3, 0, 0, 0, 0, 0, 0, 1}};
  ARRAY_PUSH(&policy->xperm_records, record);
  record.specified = XPERM_IOCTL_DRIVERS;
  ARRAY_PUSH(&policy->xperm_records, record);
  add_entry(policy, table, av_key(0, 1, 0, RULE_XPERMS_ALLOW), 0);
  add_entry(policy, table, av_key(0, 1, 0, RULE_XPERMS_ALLOW), 1);
}

static void add_entries(Policy *policy) {
  AvTable *table = &policy->av_table;
  add_entry(policy, table, av_key(0, N_TYPES, 1, RULE_ALLOW), 7);
  add_entry(policy, table, av_key(0, 1, 0, RULE_AUDITDENY), ~5u);
  add_entry(policy, table, av_key(1, 1, 0, RULE_TRANSITION), 3);
  add_entry(policy, table, av_key(1, 2, 0, RULE_MEMBER), 0);
  Conditional *conditional = &policy->conditionals.v[0];
  static const PolicyCondTerm expr[] = {
      {COND_BOOL, 0}, {COND_BOOL, 1}, {COND_XOR, NO_ID}};
  conditional->expr = arena_copy(&policy->session->arena, expr, sizeof expr);
  conditional->n_expr = 3;
  add_entry(policy, &conditional->table[0], av_key(2, 2, 0, RULE_ALLOW), 1);
  add_entry(policy, &conditional->table[1], av_key(2, 2, 0, RULE_CHANGE), 4);
  policy->conditionals.n = 1;
}

static void add_transitions(Policy *policy) {
  Session *session = policy->session;
  ARRAY_PUSH(&policy->role_allows, (RoleAllow){0, 2, no_place});
  ARRAY_PUSH(&policy->flat_role_transitions,
             (FlatRoleTransition){0, 1, 1, 2, NO_ID});
  for (uint32_t i = 0; i < 4; i++) { /* two targets with two results each */
    FlatFileTransition rule = {.target = i / 2,
                               .name = ident(session, "f", 1).name,
                               .result = i % 2,
                               .rule = NO_ID};
    bitset_add(&rule.sources, i);
    if (i == 0)
      bitset_add(&rule.sources, 4);
    ARRAY_PUSH(&policy->flat_file_transitions, rule);
  }
  ARRAY_PUSH(&policy->range_transitions,
             (RangeTransition){.range = make_range(1, 2, 2)});
  ARRAY_PUSH(&policy->flat_range_transitions,
             (FlatRangeTransition){1, 2, 0, 0});
}

static void add_ocon(Policy *policy, OconKind kind, uint32_t sid,
                     const char *path) {
  Session *session = policy->session;
  Ocon *written = ARENA_NEW(&session->arena, Ocon);
  *written = (Ocon){.kind = kind, .name = ident(session, "name", kind),
                    .number = {3, 7, 8}, .range = {1, 2}, .prefix = 9,
                    .addr = {1, 2, 3, 4}, .mask = {5, 6, 7, 8},
                    .has_context = true};
  written->path = name_intern_string(&session->names, path);
  PolicyContext context = {1, 2, 3, make_range(0, 1, 1)};
  ARRAY_PUSH(&policy->ocons,
             (PolicyOcon){written, context, context, sid, NO_ID});
}

static void add_contexts(Policy *policy) {
  add_ocon(policy, OCON_ISID, 0, "");
  add_ocon(policy, OCON_ISID, 4, "");
  bool xen = policy->target == TARGET_XEN;
  OconKind first = xen ? OCON_XEN_PIRQ : OCON_FS;
  OconKind last = xen ? OCON_XEN_DEVICETREE : OCON_IBENDPORT;
  for (OconKind kind = first; kind <= last; kind++)
    add_ocon(policy, kind, 0, "/path");
  if (xen)
    return;
  add_ocon(policy, OCON_GENFS, 0, "/");
  add_ocon(policy, OCON_GENFS, 0, "/longer");
}

/* What the version carries of everything. */
static Policy *whole_policy(Session *session, Target target,
                            unsigned version) {
  Policy *policy = small_policy(session);
  policy->target = target;
  policy->handle_unknown = HANDLE_UNKNOWN_ALLOW;
  policy->mls = true;
  add_symbols(policy);
  add_users(policy);
  add_constraint(policy, false);
  add_constraint(policy, true);
  add_entries(policy);
  if (target == TARGET_SELINUX && version >= 30)
    add_xperms(policy);
  sort_tables(policy);
  add_transitions(policy);
  add_contexts(policy);
  return policy;
}

static Policy *read_back(Session *session, const Buffer *bytes) {
  return kernel_read_bytes(session, "policy", bytes->data, bytes->n, NULL);
}

static void expect_round_trip(Target target, unsigned version) {
  Session *first = new_session(), *second = new_session();
  Buffer written = {0}, again = {0};
  kernel_write(whole_policy(first, target, version), version, &written);
  Policy *copy = read_back(second, &written);
  ck_assert_ptr_nonnull(copy);
  kernel_write(copy, version, &again);
  ck_assert_uint_eq(first->diags.n_errors + second->diags.n_errors, 0);
  ck_assert_uint_eq(written.n, again.n);
  ck_assert_mem_eq(written.data, again.data, written.n);
  buffer_free(&written);
  buffer_free(&again);
  free_session(first);
  free_session(second);
}

START_TEST(what_is_read_is_written_the_same) {
  for (unsigned version = 0; version < 40; version++)
    for (Target target = TARGET_SELINUX; target <= TARGET_XEN; target++)
      if (kernel_version_exists(target, version))
        expect_round_trip(target, version);
}
END_TEST

START_TEST(cut_file_is_an_error) {
  Session *session = new_session();
  Buffer written = {0};
  kernel_write(whole_policy(session, TARGET_SELINUX, 33), 33, &written);
  for (size_t n = 0; n < written.n; n++) {
    Buffer cut = {written.data, n, n};
    ck_assert_ptr_null(read_back(session, &cut));
    ck_assert_uint_eq(session->diags.n_errors, n + 1);
  }
  buffer_free(&written);
  free_session(session);
}
END_TEST

/* Reads the bytes, and writes what can be read. */
static void survive(Session *session, const Buffer *bytes, unsigned version) {
  unsigned before = session->diags.n_errors;
  Policy *policy = read_back(session, bytes);
  Buffer out = {0};
  if (policy)
    kernel_write(policy, version, &out);
  else
    ck_assert_uint_eq(session->diags.n_errors, before + 1);
  buffer_free(&out);
}

START_TEST(changed_bytes_do_no_harm) {
  static const unsigned char values[] = {0, 0x7f, 0xff};
  Session *session = new_session();
  Buffer written = {0};
  kernel_write(whole_policy(session, TARGET_SELINUX, 33), 33, &written);
  for (size_t i = 0; i < written.n; i++) {
    char old = written.data[i];
    for (size_t k = 0; k < sizeof values; k++) {
      written.data[i] = (char)values[k];
      survive(session, &written, 33);
    }
    written.data[i] = old;
  }
  buffer_free(&written);
  free_session(session);
}
END_TEST

/* What the session prints from now on goes to *text, until `print_end`. */
static void print_to(Session *session, char **text, size_t *length) {
  fclose(session->diags.stream);
  session->diags.stream = open_memstream(text, length);
}

static void print_end(Session *session) {
  diag_flush(&session->diags);
  fflush(session->diags.stream);
}

static void expect_message(Target target, unsigned made_for, unsigned version,
                           const char *expected) {
  Session *session = new_session();
  Buffer out = {0};
  char *text = NULL;
  size_t length;
  print_to(session, &text, &length);
  Policy *policy = whole_policy(session, target, made_for);
  policy->types.v[3].neveraudit = true;
  policy->classes.v[0].defaults[DEFAULT_RANGE] = DEFAULT_GLBLUB;
  kernel_write(policy, version, &out);
  print_end(session);
  ck_assert_str_eq(text, expected);
  buffer_free(&out);
  free_session(session);
  free(text);
}

#define DROPPED(version, what)                                                 \
  "warning: policy version " version " has no " what                           \
  ": left out [-Wdropped-feature]\n"

START_TEST(older_versions_say_what_they_lack) {
  expect_message(TARGET_SELINUX, 35, 35, "");
  expect_message(TARGET_SELINUX, 33, 33, DROPPED("33", "neveraudit types"));
  expect_message(
      TARGET_SELINUX, 33, 29,
      "error: policy version 29 has no extended permissions\n"
      DROPPED("29", "InfiniBand contexts")
      DROPPED("29", "default_range glblub") DROPPED("29", "neveraudit types"));
  expect_message(
      TARGET_SELINUX, 24, 24,
      DROPPED("24", "type transitions with a file name")
      DROPPED("24", "role transitions for classes other than process")
      DROPPED("24", "default_user, default_role and default_range")
      DROPPED("24", "InfiniBand contexts")
      DROPPED("24", "default_range glblub") DROPPED("24", "neveraudit types"));
}
END_TEST

static void add_role_attribute(Policy *policy) {
  bitset_add(&policy->users.v[0].roles, 1); /* left out of the file */
}

static void add_second_context(Policy *policy) {
  PolicyOcon ocon = policy->ocons.v[0];
  ck_assert(ocon.written->kind == OCON_ISID);
  ARRAY_PUSH(&policy->ocons, ocon);
}

static void leave_range_of_user(Policy *policy) {
  policy->ocons.v[0].context.range.high.sensitivity = 2;
}

static void turn_range_around(Policy *policy) {
  PolicyContext *context = &policy->ocons.v[0].context;
  context->role = 0; /* object_r, which goes with every range that is valid */
  context->range.low.sensitivity = 1;
  context->range.high.sensitivity = 0;
}

static void turn_transition_around(Policy *policy) {
  MlsRange *range = &policy->range_transitions.v[0].range;
  range->low.sensitivity = 1;
  range->high.sensitivity = 0;
}

static Ocon *find_ocon(Policy *policy, OconKind kind) {
  for (size_t i = 0; i < policy->ocons.n; i++)
    if (policy->ocons.v[i].written->kind == kind)
      return (Ocon *)policy->ocons.v[i].written;
  ck_abort_msg("no such context");
}

static void widen_keys(Policy *policy) {
  find_ocon(policy, OCON_IBPKEY)->number[1] = UINT16_MAX + 1;
}

static void widen_port(Policy *policy) {
  find_ocon(policy, OCON_IBENDPORT)->number[0] = UINT8_MAX + 1;
}

/* One source with two results, in the second set. */
static void repeat_source(Policy *policy) {
  bitset_add(&policy->flat_file_transitions.v[1].sources, 4);
}

static void expect_fault(void (*spoil)(Policy *), const char *expected) {
  Session *session = new_session();
  Buffer written = {0};
  char *text = NULL;
  size_t length;
  print_to(session, &text, &length);
  Policy *policy = whole_policy(session, TARGET_SELINUX, 33);
  spoil(policy);
  kernel_write(policy, 33, &written);
  ck_assert_ptr_null(read_back(session, &written));
  print_end(session);
  ck_assert_msg(strstr(text, expected), "%s", text);
  buffer_free(&written);
  free_session(session);
  free(text);
}

START_TEST(what_means_nothing_is_an_error) {
  expect_fault(add_role_attribute, "role of a user 2 has no name");
  expect_fault(add_second_context, "has two contexts");
  expect_fault(leave_range_of_user, "or its range, is not valid");
  expect_fault(turn_range_around, "or its range, is not valid");
  expect_fault(turn_transition_around, "a range that is not valid");
  expect_fault(repeat_source, "a file transition with two results");
  expect_fault(widen_keys, "a partition key above 65535");
  expect_fault(widen_port, "an InfiniBand port that is not one of 1 to 255");
}
END_TEST

/* Until version 32 the first entry of a source counts. */
START_TEST(of_two_results_the_first_counts) {
  Session *first = new_session(), *second = new_session();
  Buffer written = {0};
  Policy *policy = whole_policy(first, TARGET_SELINUX, 32);
  repeat_source(policy);
  kernel_write(policy, 32, &written);
  Policy *copy = read_back(second, &written);
  ck_assert_ptr_nonnull(copy);
  ck_assert(bitset_has(&copy->flat_file_transitions.v[0].sources, 4));
  ck_assert(!bitset_has(&copy->flat_file_transitions.v[1].sources, 4));
  buffer_free(&written);
  free_session(first);
  free_session(second);
}
END_TEST

START_TEST(fault_names_section_and_place) {
  Session *session = new_session();
  char *text = NULL;
  size_t length;
  print_to(session, &text, &length);
  ck_assert_ptr_null(kernel_read_bytes(session, "x.33", "abcdefgh", 8, NULL));
  print_end(session);
  ck_assert_str_eq(text, "error: x.33: byte 4, in the head: this is not a "
                         "kernel policy\n");
  free_session(session);
  free(text);
}
END_TEST

UNIT_MAIN("kernel", what_is_read_is_written_the_same, cut_file_is_an_error,
          changed_bytes_do_no_harm, older_versions_say_what_they_lack,
          what_means_nothing_is_an_error, of_two_results_the_first_counts,
          fault_names_section_and_place)
