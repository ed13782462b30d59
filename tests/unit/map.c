/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The map of a policy: what is read is what was written, and nothing else is
 * taken. */
#include "backend/kernel.h"
#include "backend/map_file.h"
#include "backend/package_map.h"
#include "ir/describe.h"
#include "ir/violation.h"
#include "tests/unit/source_policy.h"

static const char rules[] =
    "allow domain etc_t:file { read write };\n"
    "allow { a_t b_t } self:process fork;\n"
    "allowxperm a_t etc_t:file ioctl { 0x10-0x20 0x30 };\n"
    "if (a_bool && !b_bool) { allow a_t etc_t:dir search; }\n"
    "else { dontaudit b_t etc_t:dir read; }\n"
    "type_transition a_t etc_t:file b_t;\n"
    "type_transition a_t etc_t:dir b_t \"name\";\n"
    "optional { require { type etc_t; }\n"
    "  neverallow { domain -a_t } ~b_t:file { execute }; }\n";

typedef struct Sealed {
  Built *built;
  Buffer image, map;
} Sealed;

static Built *linked_of(const char *text) {
  Built *built = base_with(text);
  LinkOptions options = {.mls = true};
  link_modules(&built->policy, &built->session, built->modules,
               built->n_modules, &options);
  expand(&built->policy);
  return built;
}

static Sealed sealed_by(Built *built) {
  Sealed s = {built, {0}, {0}};
  map_write(&s.built->policy, &s.map);
  kernel_write(&s.built->policy, 33, &s.image);
  map_seal(&s.map, s.image.data, s.image.n);
  ck_clean(s.built);
  return s;
}

static Sealed sealed_of(const char *text) {
  return sealed_by(linked_of(text));
}

static Sealed sealed(void) {
  return sealed_of(rules);
}

static void sealed_free(Sealed *s) {
  buffer_free(&s->image);
  buffer_free(&s->map);
  built_free(s->built);
}

/* Reads a map for the policy in a session of its own. */
static Policy *read_with(Built *reader, const Sealed *s, const char *map,
                         size_t n) {
  Policy *policy = kernel_read_bytes(&reader->session, "policy",
                                     s->image.data, s->image.n, NULL);
  ck_assert_ptr_nonnull(policy);
  return map_read(policy, s->image.data, s->image.n, "map", map, n) ? policy
                                                                    : NULL;
}

static void same_place(Session *a, Place x, Session *b, Place y) {
  Position p = source_position(&a->sources, x.loc);
  Position q = source_position(&b->sources, y.loc);
  ck_assert_str_eq(p.path, q.path);
  ck_assert_uint_eq(p.line, q.line);
  ck_assert_uint_eq(p.column, q.column);
}

START_TEST(rules_come_back) {
  Sealed s = sealed();
  Built *reader = built_new();
  Policy *written = &s.built->policy;
  Policy *read = read_with(reader, &s, s.map.data, s.map.n);
  ck_assert_ptr_nonnull(read);
  ck_assert_uint_eq(read->av_rules.n, written->av_rules.n);
  for (size_t i = 0; i < read->av_rules.n; i++) {
    const AvRule *a = av_rule(written, i), *b = av_rule(read, i);
    ck_assert_str_eq(describe_av_rule(written, a, 0),
                     describe_av_rule(read, b, 0));
    ck_assert_uint_eq(a->cond.in_else, b->cond.in_else);
    ck_assert_uint_eq(a->cond.conditional, b->cond.conditional);
    same_place(&s.built->session, a->place, &reader->session, b->place);
  }
  ck_assert_uint_eq(read->type_rules.n, 1);
  ck_assert_str_eq(describe_type_rule(written, written->type_rules.v),
                   describe_type_rule(read, read->type_rules.v));
  ck_assert_uint_eq(read->file_transitions.n, 1);
  ck_assert_str_eq(
      describe_file_transition(written, written->file_transitions.v),
      describe_file_transition(read, read->file_transitions.v));
  built_free(reader);
  sealed_free(&s);
}
END_TEST

/* Lists are told by where they are: 2 ids, and 18 right behind them. */
START_TEST(lists_side_by_side_are_two) {
  static _Alignas(16) TypeId ids[2 + 18];
  Buffer text = {0};
  for (int i = 0; i < 18; i++)
    put_format(&text, "type n%d_t;\n", i);
  put_string(&text, "allow { a_t b_t } etc_t:file read;\nallow {");
  for (int i = 0; i < 18; i++)
    put_format(&text, " n%d_t", i);
  put_string(&text, " } etc_t:file read;\n");
  put_u8(&text, 0);
  Built *built = linked_of(text.data);
  AvRule *last = av_rule(&built->policy, built->policy.av_rules.n - 1);
  TypeSet *few = &last[-1].source, *many = &last->source;
  ck_assert_uint_eq(few->n, 2);
  ck_assert_uint_eq(many->n, 18);
  few->ids = memcpy(ids, few->ids, 2 * sizeof *ids);
  many->ids = memcpy(ids + 2, many->ids, 18 * sizeof *ids);
  Sealed s = sealed_by(built);
  Built *reader = built_new();
  Policy *read = read_with(reader, &s, s.map.data, s.map.n);
  ck_assert_ptr_nonnull(read);
  ck_assert_uint_eq(av_rule(read, read->av_rules.n - 2)->source.n, 2);
  ck_assert_uint_eq(av_rule(read, read->av_rules.n - 1)->source.n, 18);
  built_free(reader);
  sealed_free(&s);
  buffer_free(&text);
}
END_TEST

START_TEST(another_policy_is_refused) {
  Sealed s = sealed();
  Built *reader = built_new();
  ck_assert_ptr_nonnull(read_with(reader, &s, s.map.data, s.map.n));
  map_seal(&s.map, "other", 5);
  ck_assert_ptr_null(read_with(reader, &s, s.map.data, s.map.n));
  ck_errors(reader, 1, "map: the map is of another policy");
  built_free(reader);
  sealed_free(&s);
}
END_TEST

/* A policy with the map of one that grants less: what the tables grant beside
 * the rules of the map is found all the same. */
START_TEST(a_map_hides_nothing) {
  static const char shown[] = "neverallow a_t etc_t:file { write read };\n"
                              "neverallowxperm a_t b_t:file ioctl 0x11;\n"
                              "allow a_t etc_t:file write;\n";
  char all[400];
  snprintf(all, sizeof all, "%s%s", shown,
           "allow a_t etc_t:file { write read };\n"
           "allow a_t b_t:file ioctl;\n"
           "allowxperm a_t b_t:file ioctl { 0x10-0x12 };\n");
  Sealed s = sealed_of(all), less = sealed_of(shown);
  Built *reader = built_new();
  map_seal(&less.map, s.image.data, s.image.n);
  Policy *policy = read_with(reader, &s, less.map.data, less.map.n);
  ck_assert_ptr_nonnull(policy);
  ck_assert_uint_eq(check_assertions(policy, report_violation, policy), 2);
  ck_errors(reader, 3, "allowed by: allowxperm a_t b_t:file ioctl");
  ck_errors(reader, 3, "violated by allow a_t etc_t:file { write }");
  ck_errors(reader, 3, "violated by allow a_t etc_t:file { read write }");
  built_free(reader);
  sealed_free(&less);
  sealed_free(&s);
}
END_TEST

START_TEST(every_cut_is_refused) {
  Sealed s = sealed();
  for (size_t n = 0; n < s.map.n; n++) {
    Built *reader = built_new();
    ck_assert_ptr_null(read_with(reader, &s, s.map.data, n));
    ck_assert_uint_eq(reader->session.diags.n_errors, 1);
    built_free(reader);
  }
  sealed_free(&s);
}
END_TEST

/* What a changed byte gives is taken or refused, and can be printed. */
START_TEST(no_change_breaks_the_reader) {
  Sealed s = sealed();
  for (size_t i = 40; i < s.map.n; i++) {
    char kept = s.map.data[i];
    for (int bit = 0; bit < 8; bit++) {
      Built *reader = built_new();
      s.map.data[i] = (char)(kept ^ 1 << bit);
      Policy *policy = read_with(reader, &s, s.map.data, s.map.n);
      for (size_t k = 0; policy && k < policy->av_rules.n; k++)
        if (av_rule(policy, k)->n_classes)
          describe_av_rule(policy, av_rule(policy, k), 0);
      built_free(reader);
    }
    s.map.data[i] = kept;
  }
  sealed_free(&s);
}
END_TEST

/* Packages */

static const char image[] = "the bytes of a package";

typedef struct PlacedRules {
  Session session;
  Places places;
  Buffer map;
} PlacedRules;

/* Two sources with the same path and line, a macro call, and nowhere. */
static void place_rules(PlacedRules *p) {
  session_init(&p->session);
  Sources *sources = &p->session.sources;
  Loc a = source_add(sources, "a.te", "one\ntwo\nthree\n", 14, false);
  Loc b = source_add(sources, "b.if", "call\n", 5, false);
  Loc again = source_add(sources, "a.te", "one\ntwo\nthree\n", 14, false);
  Origin call = origin_add(sources, 0, a + 4, NO_NAME);
  ARRAY_PUSH(&p->places, (Place){a + 9, 0});
  ARRAY_PUSH(&p->places, (Place){b + 1, call});
  ARRAY_PUSH(&p->places, no_place);
  ARRAY_PUSH(&p->places, (Place){again + 4, 0});
  package_map_write(&p->session, &p->places, image, sizeof image, &p->map);
}

static void placed_free(PlacedRules *p) {
  ARRAY_FREE(&p->places);
  buffer_free(&p->map);
  session_free(&p->session);
}

static bool places_read(Built *reader, const Buffer *map, size_t n,
                        Places *places) {
  return package_map_read(&reader->session, "x.map", map->data, n, image,
                          sizeof image, places);
}

START_TEST(places_come_back) {
  PlacedRules p = {.map = {0}};
  place_rules(&p);
  Built *reader = built_new();
  Places read = {0};
  ck_assert(places_read(reader, &p.map, p.map.n, &read));
  ck_assert_uint_eq(read.n, p.places.n);
  for (size_t i = 0; i < read.n; i++) {
    ck_assert_int_eq(!read.v[i].loc, !p.places.v[i].loc);
    if (read.v[i].loc)
      same_place(&p.session, p.places.v[i], &reader->session, read.v[i]);
  }
  Loc call = origin_call(&reader->session.sources, read.v[1].origin).loc;
  same_place(&p.session, p.places.v[3], &reader->session, (Place){call, 0});
  ARRAY_FREE(&read);
  built_free(reader);
  placed_free(&p);
}
END_TEST

START_TEST(no_package_map_breaks_the_reader) {
  PlacedRules p = {.map = {0}};
  place_rules(&p);
  for (size_t n = 0; n < p.map.n; n++) {
    Built *reader = built_new();
    Places read = {0};
    ck_assert(!places_read(reader, &p.map, n, &read));
    ck_assert_uint_eq(reader->session.diags.n_errors, 1);
    ARRAY_FREE(&read);
    built_free(reader);
  }
  for (size_t i = 0; i < 8 * p.map.n; i++) {
    Built *reader = built_new();
    Places read = {0};
    p.map.data[i / 8] ^= (char)(1 << i % 8);
    places_read(reader, &p.map, p.map.n, &read);
    for (size_t k = 0; k < read.n; k++)
      source_position(&reader->session.sources, read.v[k].loc);
    p.map.data[i / 8] ^= (char)(1 << i % 8);
    ARRAY_FREE(&read);
    built_free(reader);
  }
  placed_free(&p);
}
END_TEST

UNIT_MAIN("map", rules_come_back, lists_side_by_side_are_two,
          another_policy_is_refused, a_map_hides_nothing,
          every_cut_is_refused, no_change_breaks_the_reader,
          places_come_back, no_package_map_breaks_the_reader)
