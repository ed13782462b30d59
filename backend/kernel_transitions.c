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

typedef struct FileTransitionOrder {
  const FlatFileTransition *rule;
  const Names *names;
} FileTransitionOrder;

static int compare_ids(uint32_t a, uint32_t b) {
  return (a > b) - (a < b);
}

/* The group (target, class, name), in it the result, in it the source. */
static int compare_groups(const FileTransitionOrder *a,
                          const FileTransitionOrder *b) {
  int order = compare_ids(a->rule->target, b->rule->target);
  if (!order)
    order = compare_ids(a->rule->class_id, b->rule->class_id);
  if (!order && a->rule->name != b->rule->name)
    order = name_compare(a->names, a->rule->name, b->rule->name);
  return order;
}

static int compare_transitions(const void *a, const void *b) {
  const FileTransitionOrder *x = a, *y = b;
  int order = compare_groups(x, y);
  if (!order)
    order = compare_ids(x->rule->result, y->rule->result);
  return order ? order : compare_ids(x->rule->source, y->rule->source);
}

static FileTransitionOrder *sorted_transitions(const Policy *policy) {
  size_t n = policy->flat_file_transitions.n;
  FileTransitionOrder *order = mem_resize(NULL, (n + 1) * sizeof *order);
  for (size_t i = 0; i < n; i++)
    order[i] = (FileTransitionOrder){&policy->flat_file_transitions.v[i],
                                     &policy->session->names};
  qsort(order, n, sizeof *order, compare_transitions);
  return order;
}

/* Version 25 to 32: one entry for each source. */
static void put_single_transitions(KernelWriter *w,
                                   const FileTransitionOrder *order,
                                   size_t n) {
  put_u32(w->out, (uint32_t)n);
  for (size_t i = 0; i < n; i++) {
    put_name(w, order[i].rule->name);
    put_id(w, order[i].rule->source);
    put_id(w, order[i].rule->target);
    put_id(w, order[i].rule->class_id);
    put_id(w, order[i].rule->result);
  }
}

/* The sources that one result has; gives their count. */
static size_t put_result(KernelWriter *w, const FileTransitionOrder *order,
                         size_t n) {
  Bitset sources = {0};
  size_t i = 0;
  for (; i < n && order[i].rule->result == order->rule->result &&
         compare_groups(&order[i], order) == 0;
       i++)
    bitset_add(&sources, order[i].rule->source);
  put_bits(w, &sources);
  put_id(w, order->rule->result);
  bitset_free(&sources);
  return i;
}

/* The results of one group; gives the count of rules. */
static size_t put_group(KernelWriter *w, const FileTransitionOrder *order,
                        size_t n) {
  put_name(w, order->rule->name);
  put_id(w, order->rule->target);
  put_id(w, order->rule->class_id);
  size_t count_at = w->out->n, i = 0;
  uint32_t n_results = 0;
  put_u32(w->out, 0);
  for (; i < n && compare_groups(&order[i], order) == 0; n_results++)
    i += put_result(w, order + i, n - i);
  patch_u32(w->out, count_at, n_results);
  return i;
}

/* From version 33 on: one entry for each group. */
static void put_grouped_transitions(KernelWriter *w,
                                    const FileTransitionOrder *order,
                                    size_t n) {
  size_t count_at = w->out->n;
  uint32_t n_groups = 0;
  put_u32(w->out, 0);
  for (size_t i = 0; i < n; n_groups++)
    i += put_group(w, order + i, n - i);
  patch_u32(w->out, count_at, n_groups);
}

void put_file_transitions(KernelWriter *w) {
  if (!writer_has(w, FEATURE_FILE_TRANSITION))
    return;
  size_t n = w->policy->flat_file_transitions.n;
  FileTransitionOrder *order = sorted_transitions(w->policy);
  if (writer_has(w, FEATURE_COMPRESSED_TRANSITIONS))
    put_grouped_transitions(w, order, n);
  else
    put_single_transitions(w, order, n);
  mem_free(order);
}

static void get_single_transition(KernelReader *r) {
  Policy *policy = r->policy;
  FlatFileTransition rule = {.rule = NO_ID};
  rule.name = get_name(r);
  rule.source = get_symbol(r, SYMBOL_TYPE, "source type");
  rule.target = get_symbol(r, SYMBOL_TYPE, "target type");
  rule.class_id = get_symbol(r, SYMBOL_CLASS, "class");
  rule.result = get_symbol(r, SYMBOL_TYPE, "resulting type");
  ARRAY_PUSH(&policy->flat_file_transitions, rule);
}

static void get_result(KernelReader *r, FlatFileTransition rule) {
  Bitset sources = {0};
  get_bits(r, &sources, r->policy->types.n, "source type");
  check_named(r, SYMBOL_TYPE, &sources, "source type");
  rule.result = get_symbol(r, SYMBOL_TYPE, "resulting type");
  BITSET_EACH(source, &sources) {
    rule.source = source;
    ARRAY_PUSH(&r->policy->flat_file_transitions, rule);
  }
  bitset_free(&sources);
}

static void get_group(KernelReader *r) {
  FlatFileTransition rule = {.rule = NO_ID};
  rule.name = get_name(r);
  rule.target = get_symbol(r, SYMBOL_TYPE, "target type");
  rule.class_id = get_symbol(r, SYMBOL_CLASS, "class");
  uint32_t n = get_count(r, 16, "results of a file transition");
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_result(r, rule);
}

void get_file_transitions(KernelReader *r) {
  r->section = "file transitions";
  if (!reader_has(r, FEATURE_FILE_TRANSITION))
    return;
  bool grouped = reader_has(r, FEATURE_COMPRESSED_TRANSITIONS);
  uint32_t n = get_count(r, 16, "file transitions");
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    if (grouped)
      get_group(r);
    else
      get_single_transition(r);
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
