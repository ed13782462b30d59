/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* File name, range and role transitions: expanded to types, sorted, each key
 * once.  Another result for a key is an error; that one module says the same
 * twice has been one already (check_repeats.c). */
#include "ir/expander.h"

#include <stdlib.h>

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

enum { FAULTS_MAX = 1000 }; /* behind them no more are looked for */

/* What a rule says about one target and class, while it is sorted: the names'
 * order is that of their bytes, given by rank. */
typedef struct FilePart {
  uint64_t target_class_rank;
  TypeId target, result;
  ClassId class_id;
  uint32_t rule;
  bool is_self; /* of the rule's sources only the target */
} FilePart;

typedef ARRAY(FilePart) FileParts;

static int compare_names(const void *left, const void *right, void *names) {
  return name_compare(names, *(const Name *)left, *(const Name *)right);
}

/* Sets ranks[name] for the file names of all rules. */
static void rank_names(const Policy *policy, Map *ranks) {
  ARRAY(Name) names = {0};
  for (size_t i = 0; i < policy->file_transitions.n; i++) {
    bool is_new;
    map_put(ranks, policy->file_transitions.v[i].name, &is_new);
    if (is_new)
      ARRAY_PUSH(&names, policy->file_transitions.v[i].name);
  }
  if (names.n)
    qsort_r(names.v, names.n, sizeof *names.v, compare_names,
            &policy->session->names);
  for (size_t i = 0; i < names.n; i++)
    *map_put(ranks, names.v[i], NULL) = (uint32_t)i;
  ARRAY_FREE(&names);
}

static int compare_parts(const void *left, const void *right) {
  const FilePart *a = left, *b = right;
  if (a->target_class_rank != b->target_class_rank)
    return ORDER(a->target_class_rank, b->target_class_rank);
  if (a->result != b->result)
    return ORDER(a->result, b->result);
  return ORDER(a->rule, b->rule);
}

static void add_parts(FileParts *parts, const FileTransition *rule, uint32_t id,
                      uint32_t rank, TypeId target, bool is_self) {
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    uint64_t class_id = rule->classes[i];
    ARRAY_PUSH(parts,
               (FilePart){(uint64_t)target << 36 | class_id << 24 | rank, target,
                          rule->result, rule->classes[i], id, is_self});
  }
}

static void collect_parts(Expander *expander, const Map *ranks,
                          FileParts *parts) {
  const Policy *policy = expander->policy;
  for (uint32_t id = 0; id < policy->file_transitions.n; id++) {
    const FileTransition *rule = &policy->file_transitions.v[id];
    uint32_t rank = *map_get(ranks, rule->name);
    Types sources = expand_sources(expander, &rule->source);
    Types targets = expand_targets(expander, &rule->target);
    for (uint32_t i = 0; i < sources.n && rule->target.self; i++)
      add_parts(parts, rule, id, rank, sources.v[i], true);
    for (uint32_t i = 0; i < targets.n && sources.n; i++)
      add_parts(parts, rule, id, rank, targets.v[i], false);
  }
}

/* The rule of the first part with the result (or, unless `same`, with another)
 * that has the source; there is one. */
static const FileTransition *find_rule(Expander *expander,
                                       const FilePart *parts, size_t n,
                                       TypeId result, bool same,
                                       TypeId source) {
  const FileTransition *rules = expander->policy->file_transitions.v;
  for (size_t i = 0; i < n; i++) {
    const FileTransition *rule = &rules[parts[i].rule];
    if ((parts[i].result == result) != same)
      continue;
    if (parts[i].is_self && parts[i].target == source)
      return rule;
    Types sources = expand_sources(expander, &rule->source);
    for (uint32_t k = 0; k < sources.n && !parts[i].is_self; k++)
      if (sources.v[k] == source)
        return rule;
  }
  return &rules[parts->rule];
}

/* Among parts with one target, class and name, those of a result have a source
 * that parts before them have. */
static void report_file_conflict(Expander *expander, const FilePart *parts,
                                 size_t n, TypeId result, TypeId source) {
  const Policy *policy = expander->policy;
  const FileTransition *a =
      find_rule(expander, parts, n, result, false, source);
  const FileTransition *b = find_rule(expander, parts, n, result, true, source);
  const FileTransition *first = a < b ? a : b, *second = a < b ? b : a;
  diag_error_as(
      expander->diags, ERROR_CONFLICT, second->place,
      "type_transition from '%s' and '%s' of class '%s' for \"%s\" conflicts "
      "with another rule",
      type_text(expander, source), type_text(expander, parts->target),
      class_text(expander, parts->class_id),
      name_text(&policy->session->names, second->name));
  diag_note(expander->diags, first->place, "there the result is '%s'",
            type_text(expander, first->result));
}

/* Adds the sources of the parts that have the target, class, name and result of
 * the first; gives how many parts that are. */
static size_t join_sources(Expander *expander, const FilePart *parts, size_t n,
                           Bitset *set) {
  const FileTransition *rules = expander->policy->file_transitions.v;
  size_t i = 0;
  for (; i < n && parts[i].target_class_rank == parts->target_class_rank &&
         parts[i].result == parts->result;
       i++) {
    if (parts[i].is_self) {
      bitset_add(set, parts->target);
      continue;
    }
    Types sources = expand_sources(expander, &rules[parts[i].rule].source);
    bitset_add_list(set, sources.v, sources.n);
  }
  return i;
}

/* The parts with one target, class and name, by result, become sets of
 * sources; gives how many parts that are. */
static size_t join_parts(Expander *expander, const FilePart *parts, size_t n) {
  Policy *policy = expander->policy;
  size_t i = 0;
  Bitset others = {0}; /* the sources of other results */
  while (i < n && parts[i].target_class_rank == parts->target_class_rank) {
    const FilePart *part = &parts[i];
    FlatFileTransition flat = {
        .target = part->target,
        .class_id = part->class_id,
        .name = policy->file_transitions.v[part->rule].name,
        .result = part->result,
        .rule = part->rule};
    i += join_sources(expander, part, n - i, &flat.sources);
    ARRAY_PUSH(&policy->flat_file_transitions, flat);
    bool is_last =
        i == n || parts[i].target_class_rank != part->target_class_rank;
    if (part == parts && is_last)
      break; /* as nearly always */
    if (expander->diags->n_errors < FAULTS_MAX)
      BITSET_EACH(source, &flat.sources)
        if (bitset_has(&others, source)) {
          report_file_conflict(expander, parts, i, part->result, source);
          break;
        }
    bitset_union(&others, &flat.sources);
  }
  bitset_free(&others);
  return i;
}

void expand_file_transitions(Expander *expander) {
  Map ranks = {0};
  FileParts parts = {0};
  rank_names(expander->policy, &ranks);
  collect_parts(expander, &ranks, &parts);
  if (parts.n)
    qsort(parts.v, parts.n, sizeof *parts.v, compare_parts);
  for (size_t i = 0; i < parts.n;)
    i += join_parts(expander, parts.v + i, parts.n - i);
  ARRAY_FREE(&parts);
  map_free(&ranks);
}

static int compare_ranges(const void *left, const void *right) {
  const FlatRangeTransition *a = left, *b = right;
  if (a->source != b->source)
    return ORDER(a->source, b->source);
  if (a->target != b->target)
    return ORDER(a->target, b->target);
  return ORDER(a->class_id, b->class_id);
}

static int compare_range_entries(const void *left, const void *right) {
  int order = compare_ranges(left, right);
  const FlatRangeTransition *a = left, *b = right;
  return order ? order : ORDER(a->rule, b->rule);
}

/* Each at least as high as the other. */
static bool levels_equal(const MlsLevel *a, const MlsLevel *b) {
  return mls_dominates(a, b) && mls_dominates(b, a);
}

static void check_range_pair(Expander *expander, const FlatRangeTransition *a,
                             const FlatRangeTransition *b) {
  const RangeTransition *rules = expander->policy->range_transitions.v;
  const MlsRange *first = &rules[a->rule].range;
  const MlsRange *second = &rules[b->rule].range;
  if (levels_equal(&first->low, &second->low) &&
      levels_equal(&first->high, &second->high))
    return;
  diag_error_as(expander->diags, ERROR_CONFLICT, rules[b->rule].place,
                "range_transition from '%s' and '%s' of class '%s' conflicts "
                "with another rule",
                type_text(expander, b->source), type_text(expander, b->target),
                class_text(expander, b->class_id));
  diag_note(expander->diags, rules[a->rule].place, "it is here");
}

static void collect_ranges(Expander *expander) {
  Policy *policy = expander->policy;
  for (uint32_t id = 0; id < policy->range_transitions.n; id++) {
    const RangeTransition *rule = &policy->range_transitions.v[id];
    Types sources = expand_sources(expander, &rule->source);
    Types targets = expand_targets(expander, &rule->target);
    for (uint32_t i = 0; i < sources.n; i++)
      for (uint32_t j = 0; j < targets.n; j++)
        for (uint32_t k = 0; k < rule->n_classes; k++)
          ARRAY_PUSH(&policy->flat_range_transitions,
                     (FlatRangeTransition){sources.v[i], targets.v[j],
                                           rule->classes[k], id});
  }
}

void expand_range_transitions(Expander *expander) {
  Policy *policy = expander->policy;
  collect_ranges(expander);
  FlatRangeTransition *v = policy->flat_range_transitions.v;
  size_t n = policy->flat_range_transitions.n, kept = 0;
  if (n)
    qsort(v, n, sizeof *v, compare_range_entries);
  for (size_t i = 0; i < n; i++)
    if (kept && !compare_ranges(&v[kept - 1], &v[i]))
      check_range_pair(expander, &v[kept - 1], &v[i]);
    else
      v[kept++] = v[i];
  policy->flat_range_transitions.n = kept;
}

static int compare_roles(const void *left, const void *right) {
  const FlatRoleTransition *a = left, *b = right;
  if (a->role != b->role)
    return ORDER(a->role, b->role);
  if (a->type != b->type)
    return ORDER(a->type, b->type);
  return ORDER(a->class_id, b->class_id);
}

static int compare_role_entries(const void *left, const void *right) {
  int order = compare_roles(left, right);
  const FlatRoleTransition *a = left, *b = right;
  return order ? order : ORDER(a->rule, b->rule);
}

static void check_role_pair(Expander *expander, const FlatRoleTransition *a,
                            const FlatRoleTransition *b) {
  const Policy *policy = expander->policy;
  const RoleTransition *first = &policy->role_transitions.v[a->rule];
  const RoleTransition *second = &policy->role_transitions.v[b->rule];
  if (a->result == b->result)
    return;
  diag_error_as(
      expander->diags, ERROR_CONFLICT, second->place,
      "role_transition from '%s' and '%s' of class '%s' conflicts with another "
      "rule",
      name_text(&policy->session->names, policy->roles.v[b->role].id.name),
      type_text(expander, b->type), class_text(expander, b->class_id));
  diag_note(expander->diags, first->place, "the other rule is here");
}

static void collect_roles(Expander *expander) {
  Policy *policy = expander->policy;
  for (uint32_t id = 0; id < policy->role_transitions.n; id++) {
    const RoleTransition *rule = &policy->role_transitions.v[id];
    Types types = expand_sources(expander, &rule->types);
    for (uint32_t i = 0; i < types.n; i++)
      for (uint32_t j = 0; j < rule->n_classes; j++)
        ARRAY_PUSH(&policy->flat_role_transitions,
                   (FlatRoleTransition){rule->role, types.v[i],
                                        rule->classes[j], rule->result, id});
  }
}

void expand_role_transitions(Expander *expander) {
  Policy *policy = expander->policy;
  collect_roles(expander);
  FlatRoleTransition *v = policy->flat_role_transitions.v;
  size_t n = policy->flat_role_transitions.n, kept = 0;
  if (n)
    qsort(v, n, sizeof *v, compare_role_entries);
  for (size_t i = 0; i < n; i++)
    if (kept && !compare_roles(&v[kept - 1], &v[i]))
      check_role_pair(expander, &v[kept - 1], &v[i]);
    else
      v[kept++] = v[i];
  policy->flat_role_transitions.n = kept;
}
