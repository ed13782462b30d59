/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Role, file name and range transitions, and role allows, of the kernel
 * policy.  (Type transitions without a name are in the access vector
 * table.) */
#include <stdlib.h>

#include "backend/kernel_format.h"
#include "ir/context.h"

ClassId process_class(const Policy *policy) {
  static const char *const names[] = {
      [TARGET_SELINUX] = "process",
      [TARGET_XEN] = "domain",
  };
  const char *name = names[policy->target];
  size_t length = 0;
  while (name[length])
    length++;
  return policy_find(policy, SYMBOL_CLASS,
                     name_find(&policy->session->names, name, length));
}

void put_role_transitions(KernelWriter *w) {
  const Policy *policy = w->policy;
  bool has_class = writer_has(w, FEATURE_ROLE_TRANSITION_CLASS);
  ClassId process = process_class(policy);
  size_t count_at = w->out->n;
  uint32_t n = 0;
  put_u32(w->out, 0);
  for (size_t i = 0; i < policy->flat_role_transitions.n; i++) {
    FlatRoleTransition rule = policy->flat_role_transitions.v[i];
    if (!has_class && rule.class_id != process)
      continue;
    n++;
    put_id(w, rule.role);
    put_id(w, rule.type);
    put_id(w, rule.result);
    if (has_class)
      put_id(w, rule.class_id);
  }
  patch_u32(w->out, count_at, n);
}

void get_role_transitions(KernelReader *r) {
  Policy *policy = r->policy;
  bool has_class = reader_has(r, FEATURE_ROLE_TRANSITION_CLASS);
  ClassId process = process_class(policy);
  r->section = "role transitions";
  uint32_t n = get_count(r, has_class ? 16 : 12, "role transitions");
  if (n && !has_class && process == NO_ID)
    kernel_fail(r, "role transitions without a class process");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    FlatRoleTransition rule = {.class_id = process, .rule = NO_ID};
    rule.role = get_symbol(r, SYMBOL_ROLE, "role");
    rule.type = get_symbol(r, SYMBOL_TYPE, "type");
    rule.result = get_symbol(r, SYMBOL_ROLE, "new role");
    if (has_class)
      rule.class_id = get_symbol(r, SYMBOL_CLASS, "class");
    ARRAY_PUSH(&policy->flat_role_transitions, rule);
  }
}

void put_role_allows(KernelWriter *w) {
  const Policy *policy = w->policy;
  put_u32(w->out, (uint32_t)policy->role_allows.n);
  for (size_t i = 0; i < policy->role_allows.n; i++) {
    put_id(w, policy->role_allows.v[i].source);
    put_id(w, policy->role_allows.v[i].target);
  }
}

void get_role_allows(KernelReader *r) {
  Policy *policy = r->policy;
  r->section = "role allows";
  uint32_t n = get_count(r, 8, "role allows");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    RoleAllow rule = {.place = no_place};
    rule.source = get_symbol(r, SYMBOL_ROLE, "role");
    rule.target = get_symbol(r, SYMBOL_ROLE, "new role");
    ARRAY_PUSH(&policy->role_allows, rule);
  }
}

/* File transitions */

static bool same_group(const FlatFileTransition *a,
                       const FlatFileTransition *b) {
  return a->target == b->target && a->class_id == b->class_id &&
         a->name == b->name;
}

/* Version 25 to 32: one entry for each source. */
static void put_single_transitions(KernelWriter *w,
                                   const FlatFileTransition *v, size_t n) {
  uint32_t n_sources = 0;
  size_t count_at = w->out->n;
  put_u32(w->out, 0);
  for (size_t i = 0; i < n; i++)
    BITSET_EACH(source, &v[i].sources) {
      put_name(w, v[i].name);
      put_id(w, source);
      put_id(w, v[i].target);
      put_id(w, v[i].class_id);
      put_id(w, v[i].result);
      n_sources++;
    }
  patch_u32(w->out, count_at, n_sources);
}

/* The results of one group (target, class, name); gives their count. */
static size_t put_group(KernelWriter *w, const FlatFileTransition *v,
                        size_t n) {
  size_t n_results = 1;
  while (n_results < n && same_group(&v[n_results], v))
    n_results++;
  put_name(w, v->name);
  put_id(w, v->target);
  put_id(w, v->class_id);
  put_u32(w->out, (uint32_t)n_results);
  for (size_t i = 0; i < n_results; i++) {
    put_bits(w, &v[i].sources);
    put_id(w, v[i].result);
  }
  return n_results;
}

/* From version 33 on: one entry for each group. */
static void put_grouped_transitions(KernelWriter *w,
                                    const FlatFileTransition *v, size_t n) {
  size_t count_at = w->out->n;
  uint32_t n_groups = 0;
  put_u32(w->out, 0);
  for (size_t i = 0; i < n; n_groups++)
    i += put_group(w, v + i, n - i);
  patch_u32(w->out, count_at, n_groups);
}

void put_file_transitions(KernelWriter *w) {
  const FlatFileTransition *v = w->policy->flat_file_transitions.v;
  size_t n = w->policy->flat_file_transitions.n;
  if (!writer_has(w, FEATURE_FILE_TRANSITION))
    return;
  if (writer_has(w, FEATURE_COMPRESSED_TRANSITIONS))
    put_grouped_transitions(w, v, n);
  else
    put_single_transitions(w, v, n);
}

/* One of a file, where they may come in any order. */
typedef struct ReadTransition {
  FlatFileTransition flat;
  TypeId source;  /* NO_ID: those of `flat` */
  uint32_t order; /* that of its entry */
} ReadTransition;

typedef ARRAY(ReadTransition) ReadTransitions;

static void get_single_transition(KernelReader *r, ReadTransition rule,
                                  ReadTransitions *all) {
  rule.flat.name = get_name(r);
  rule.source = get_symbol(r, SYMBOL_TYPE, "source type");
  rule.flat.target = get_symbol(r, SYMBOL_TYPE, "target type");
  rule.flat.class_id = get_symbol(r, SYMBOL_CLASS, "class");
  rule.flat.result = get_symbol(r, SYMBOL_TYPE, "resulting type");
  ARRAY_PUSH(all, rule);
}

/* Adds what one result has to a group, none of whose sources may have another
 * (libsepol policydb.c, filename_trans_read_one). */
static void get_result(KernelReader *r, ReadTransition rule, Bitset *sources,
                       ReadTransitions *all) {
  get_bits(r, &rule.flat.sources, r->policy->types.n, "source type");
  check_named(r, SYMBOL_TYPE, &rule.flat.sources, "source type");
  rule.flat.result = get_symbol(r, SYMBOL_TYPE, "resulting type");
  if (!r->in.failed && bitset_intersects(sources, &rule.flat.sources))
    kernel_fail(r, "a file transition with two results");
  bitset_union(sources, &rule.flat.sources);
  if (bitset_is_empty(&rule.flat.sources))
    bitset_free(&rule.flat.sources);
  else
    ARRAY_PUSH(all, rule);
}

static void get_group(KernelReader *r, ReadTransition rule,
                      ReadTransitions *all) {
  Bitset sources = {0};
  rule.flat.name = get_name(r);
  rule.flat.target = get_symbol(r, SYMBOL_TYPE, "target type");
  rule.flat.class_id = get_symbol(r, SYMBOL_CLASS, "class");
  uint32_t n = get_count(r, 16, "results of a file transition");
  if (!r->in.failed && !n)
    kernel_fail(r, "a file transition without a result");
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_result(r, rule, &sources, all);
  bitset_free(&sources);
}

static int compare_read_groups(const FlatFileTransition *a,
                               const FlatFileTransition *b,
                               const Names *names) {
  if (a->target != b->target)
    return a->target < b->target ? -1 : 1;
  if (a->class_id != b->class_id)
    return a->class_id < b->class_id ? -1 : 1;
  return a->name == b->name ? 0 : name_compare(names, a->name, b->name);
}

static int compare_results(const void *left, const void *right, void *names) {
  const ReadTransition *a = left, *b = right;
  int order = compare_read_groups(&a->flat, &b->flat, names);
  if (order || a->flat.result == b->flat.result)
    return order;
  return a->flat.result < b->flat.result ? -1 : 1;
}

static int compare_sources(const void *left, const void *right, void *names) {
  const ReadTransition *a = left, *b = right;
  int order = compare_read_groups(&a->flat, &b->flat, names);
  if (order)
    return order;
  if (a->source != b->source)
    return a->source < b->source ? -1 : 1;
  return (a->order > b->order) - (a->order < b->order);
}

/* Of single transitions from the same source the first counts (libsepol
 * policydb.c, filename_trans_read_one_compat). */
static void drop_later(ReadTransitions *all, Names *names) {
  size_t n = 0;
  qsort_r(all->v, all->n, sizeof *all->v, compare_sources, names);
  for (size_t i = 0; i < all->n; i++)
    if (!n || all->v[n - 1].source != all->v[i].source ||
        !same_group(&all->v[n - 1].flat, &all->v[i].flat))
      all->v[n++] = all->v[i];
  all->n = n;
}

/* Puts them in order, those of one result together. */
static void take_transitions(KernelReader *r, ReadTransitions *all,
                             bool grouped) {
  Policy *policy = r->policy;
  Names *names = &policy->session->names;
  const ReadTransition *last = NULL;
  FlatFileTransition *set = NULL;
  if (all->n && !grouped)
    drop_later(all, names);
  if (all->n)
    qsort_r(all->v, all->n, sizeof *all->v, compare_results, names);
  for (size_t i = 0; i < all->n; i++) {
    ReadTransition *rule = &all->v[i];
    if (grouped && last && same_group(&last->flat, &rule->flat) &&
        last->order != rule->order)
      kernel_fail(r, "two groups of the same file transitions");
    if (!last || compare_results(last, rule, names)) {
      ARRAY_PUSH(&policy->flat_file_transitions, rule->flat);
      set = &policy->flat_file_transitions
                 .v[policy->flat_file_transitions.n - 1];
    } else if (grouped) {
      bitset_union(&set->sources, &rule->flat.sources);
      bitset_free(&rule->flat.sources);
    }
    if (!grouped)
      bitset_add(&set->sources, rule->source);
    last = rule;
  }
}

void get_file_transitions(KernelReader *r) {
  ReadTransitions all = {0};
  r->section = "file transitions";
  if (!reader_has(r, FEATURE_FILE_TRANSITION))
    return;
  bool grouped = reader_has(r, FEATURE_COMPRESSED_TRANSITIONS);
  uint32_t n = get_count(r, 16, "file transitions");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    ReadTransition rule = {
        .flat.rule = NO_ID, .source = NO_ID, .order = i};
    if (grouped)
      get_group(r, rule, &all);
    else
      get_single_transition(r, rule, &all);
  }
  if (!r->in.failed)
    take_transitions(r, &all, grouped);
  else
    for (size_t i = 0; i < all.n; i++)
      bitset_free(&all.v[i].flat.sources);
  ARRAY_FREE(&all);
}

void put_range_transitions(KernelWriter *w) {
  const Policy *policy = w->policy;
  put_u32(w->out, (uint32_t)policy->flat_range_transitions.n);
  for (size_t i = 0; i < policy->flat_range_transitions.n; i++) {
    FlatRangeTransition rule = policy->flat_range_transitions.v[i];
    put_id(w, rule.source);
    put_id(w, rule.target);
    put_id(w, rule.class_id);
    put_range(w, &policy->range_transitions.v[rule.rule].range);
  }
}

void get_range_transitions(KernelReader *r) {
  Policy *policy = r->policy;
  r->section = "range transitions";
  uint32_t n = get_count(r, 16, "range transitions");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    RangeTransition ranged = {.place = no_place};
    FlatRangeTransition rule = {
        .source = get_symbol(r, SYMBOL_TYPE, "source type"),
        .rule = (uint32_t)policy->range_transitions.n};
    rule.target = get_symbol(r, SYMBOL_TYPE, "target type");
    rule.class_id = get_symbol(r, SYMBOL_CLASS, "class");
    get_range(r, &ranged.range);
    if (!r->in.failed && policy->mls &&
        !mls_range_is_valid(policy, &ranged.range))
      kernel_fail(r, "a range that is not valid");
    ARRAY_PUSH(&policy->range_transitions, ranged);
    ARRAY_PUSH(&policy->flat_range_transitions, rule);
  }
}
