/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"

#include <stdlib.h>

#include "ir/words.h"

static const CondRef unconditional = {NO_ID, false};

/* Whether a rule with these sets says anything. */
static bool is_empty(const TypeSet *source, const TypeSet *target) {
  return !source->n || (!target->n && !target->self);
}

static int compare_ranges(const void *left, const void *right) {
  const XpermRange *a = left, *b = right;
  return (a->low > b->low) - (a->low < b->low);
}

/* Joins sorted ranges that overlap or touch; gives how many are left. */
static uint32_t merge_ranges(XpermRange *v, uint32_t n) {
  uint32_t kept = 0;
  for (uint32_t i = 0; i < n; i++)
    if (kept && v[i].low <= v[kept - 1].high + 1)
      v[kept - 1].high =
          v[i].high > v[kept - 1].high ? v[i].high : v[kept - 1].high;
    else
      v[kept++] = v[i];
  return kept;
}

/* The gaps between sorted ranges, within 16 bits, to `out`. */
static uint32_t complement_ranges(const XpermRange *v, uint32_t n,
                                  XpermRange *out) {
  uint32_t n_out = 0, next = 0;
  for (uint32_t i = 0; i < n; i++) {
    if (v[i].low > next)
      out[n_out++] = (XpermRange){next, v[i].low - 1};
    next = v[i].high + 1;
  }
  if (next <= UINT16_MAX)
    out[n_out++] = (XpermRange){next, UINT16_MAX};
  return n_out;
}

static XpermSet *resolve_xperms(Resolver *resolver, const Xperms *xperms) {
  XpermSet *set = ARENA_NEW(resolver->arena, XpermSet);
  set->is_nlmsg = xperms->operation.name == WORD_NLMSG;
  set->v = arena_copy(resolver->arena, xperms->v, xperms->n * sizeof *set->v);
  if (xperms->n)
    qsort(set->v, xperms->n, sizeof *set->v, compare_ranges);
  set->n = merge_ranges(set->v, xperms->n);
  if (!xperms->complement)
    return set;
  XpermRange *gaps = ARENA_NEW_N(resolver->arena, XpermRange, set->n + 1);
  set->n = complement_ranges(set->v, set->n, gaps);
  set->v = gaps;
  return set;
}

/* Of an extended rule, the classes must have the operation as permission. */
static void resolve_xperm_classes(Resolver *resolver, const ModAvRule *rule,
                                  AvRule *out) {
  NameSet operation = name_set_of(rule->xperms->operation);
  out->classes = resolve_class_perms(resolver, &rule->classes, &operation,
                                     &out->n_classes);
  for (uint32_t i = 0; i < out->n_classes; i++)
    out->classes[i].perms = 0;
  out->xperms = resolve_xperms(resolver, rule->xperms);
}

static bool has_type(const Policy *policy, const TypeSet *set) {
  TYPE_SET_EACH(id, set) {
    const Type *type = &policy->types.v[id];
    if (!type->is_attribute || !bitset_is_empty(&type->members))
      return true;
  }
  return set->self;
}

/* What a neverallow of the source at hand forbids must be possible at least in
 * name; who links a package cannot change its rules. */
static void check_neverallow(Resolver *resolver, const AvRule *rule) {
  const Linker *linker = resolver->linker;
  if (linker && linker->modules[resolver->module].is_binary)
    return;
  const char *what =
      !has_type(resolver->policy, &rule->source)   ? "source"
      : !has_type(resolver->policy, &rule->target) ? "target"
                                                   : NULL;
  if (what && !resolver->diags->n_errors)
    diag_warning(resolver->diags, WARN_EMPTY_NEVERALLOW, rule->place,
                 "this neverallow forbids nothing: its %s holds no type",
                 what);
}

/* A rule that is left without types or permissions says nothing and is not
 * kept; checkpolicy warns of it and does the same. */
void resolve_av_rule(Resolver *resolver, const ModAvRule *rule,
                     CondRef cond) {
  AvRule out = {.kind = rule->kind,
                .source = resolve_types(resolver, &rule->source),
                .target = resolve_types(resolver, &rule->target),
                .cond = cond,
                .place = rule->place,
                .optional = resolver->optional};
  if (rule->xperms)
    resolve_xperm_classes(resolver, rule, &out);
  else
    out.classes = resolve_class_perms(resolver, &rule->classes, &rule->perms,
                                      &out.n_classes);
  if (rule->kind == RULE_NEVERALLOW || rule->kind == RULE_XPERMS_NEVERALLOW)
    check_neverallow(resolver, &out);
  if (out.n_classes && !is_empty(&out.source, &out.target))
    CHUNKS_PUSH(&resolver->policy->av_rules, out);
}

/* These are apart from type rules: the kernel keeps them in a table of
 * their own. */
static void add_file_transition(Resolver *resolver, const ModTypeRule *rule,
                                TypeId result) {
  FileTransition out = {.source = resolve_types(resolver, &rule->source),
                        .target = resolve_types(resolver, &rule->target),
                        .result = result,
                        .name = rule->file_name.name,
                        .place = rule->place,
                        .optional = resolver->optional};
  out.classes = resolve_classes(resolver, &rule->classes, &out.n_classes);
  if (out.n_classes && !is_empty(&out.source, &out.target))
    ARRAY_PUSH(&resolver->policy->file_transitions, out);
}

static void add_type_rule(Resolver *resolver, const ModTypeRule *rule,
                          CondRef cond) {
  TypeId result = resolve_id(resolver, SYMBOL_TYPE, rule->result);
  if (result == NO_ID)
    return;
  if (rule->file_name.name) {
    add_file_transition(resolver, rule, result);
    return;
  }
  TypeRule out = {.kind = rule->kind,
                  .source = resolve_types(resolver, &rule->source),
                  .target = resolve_types(resolver, &rule->target),
                  .result = result,
                  .cond = cond,
                  .place = rule->place,
                  .optional = resolver->optional};
  out.classes = resolve_classes(resolver, &rule->classes, &out.n_classes);
  if (out.n_classes && !is_empty(&out.source, &out.target))
    ARRAY_PUSH(&resolver->policy->type_rules, out);
}

static void add_branch(Resolver *resolver, const ModConditional *conditional,
                       int branch, CondRef cond) {
  for (size_t i = 0; i < conditional->av[branch].n; i++)
    resolve_av_rule(resolver, &conditional->av[branch].v[i], cond);
  for (size_t i = 0; i < conditional->type_rules[branch].n; i++)
    add_type_rule(resolver, &conditional->type_rules[branch].v[i], cond);
}

/* A decided condition leaves plain rules behind, so the kernel never hears
 * of tunables. */
static void add_conditional(Resolver *resolver,
                            const ModConditional *conditional) {
  ResolvedCondition condition = resolve_condition(resolver, &conditional->expr);
  if (condition.decided) {
    add_branch(resolver, conditional, condition.branch, unconditional);
    return;
  }
  if (condition.conditional == NO_ID)
    return;
  for (int branch = 0; branch < 2; branch++) {
    CondRef cond = {condition.conditional, branch ^ condition.swapped};
    add_branch(resolver, conditional, branch, cond);
  }
}

static void add_range_transition(Resolver *resolver,
                                 const ModRangeTransition *rule) {
  RangeTransition out = {.source = resolve_types(resolver, &rule->source),
                         .target = resolve_types(resolver, &rule->target),
                         .place = rule->place};
  out.classes = resolve_classes(resolver, &rule->classes, &out.n_classes);
  if (resolve_range(resolver, &rule->range, &out.range) && out.n_classes &&
      !is_empty(&out.source, &out.target))
    ARRAY_PUSH(&resolver->policy->range_transitions, out);
}

/* Pairs repeat often (macros allow the same change of role again and
 * again); the kernel wants each once. */
static void add_role_allow(Resolver *resolver, const ModRoleAllow *rule) {
  Bitset sources = {0}, targets = {0};
  resolve_roles(resolver, &rule->source, &sources);
  resolve_roles(resolver, &rule->target, &targets);
  BITSET_EACH(source, &sources) {
    BITSET_EACH(target, &targets) {
      bool is_new;
      map_put(&resolver->role_allows, (uint64_t)source << 32 | target, &is_new);
      if (is_new)
        ARRAY_PUSH(&resolver->policy->role_allows,
                   (RoleAllow){source, target, rule->place});
    }
  }
  bitset_free(&sources);
  bitset_free(&targets);
}

/* Each role by itself. */
static void add_role_transition(Resolver *resolver,
                                const ModRoleTransition *rule) {
  RoleTransition out = {.types = resolve_types(resolver, &rule->types),
                        .result =
                            resolve_id(resolver, SYMBOL_ROLE, rule->result),
                        .place = rule->place};
  out.classes = resolve_classes(resolver, &rule->classes, &out.n_classes);
  Bitset roles = {0};
  if (out.result != NO_ID)
    resolve_roles(resolver, &rule->roles, &roles);
  BITSET_EACH(role, &roles) {
    out.role = role;
    ARRAY_PUSH(&resolver->policy->role_transitions, out);
  }
  bitset_free(&roles);
}

void resolve_rules(Resolver *resolver, const Block *block) {
  for (size_t i = 0; i < block->av.n; i++)
    resolve_av_rule(resolver, &block->av.v[i], unconditional);
  for (size_t i = 0; i < block->type_rules.n; i++)
    add_type_rule(resolver, &block->type_rules.v[i], unconditional);
  for (size_t i = 0; i < block->conditionals.n; i++)
    add_conditional(resolver, &block->conditionals.v[i]);
  for (size_t i = 0; i < block->range_transitions.n; i++)
    add_range_transition(resolver, &block->range_transitions.v[i]);
  for (size_t i = 0; i < block->role_allows.n; i++)
    add_role_allow(resolver, &block->role_allows.v[i]);
  for (size_t i = 0; i < block->role_transitions.n; i++)
    add_role_transition(resolver, &block->role_transitions.v[i]);
}

/* The resolved sets are not kept; only the reports matter. */
static void check_av_perms(Resolver *resolver, const ModAvRule *rules,
                           size_t n) {
  uint32_t n_classes;
  for (size_t i = 0; i < n; i++)
    if (!rules[i].xperms)
      resolve_class_perms(resolver, &rules[i].classes, &rules[i].perms,
                          &n_classes);
}

void check_perms(Resolver *resolver, const Block *block) {
  check_av_perms(resolver, block->av.v, block->av.n);
  for (size_t i = 0; i < block->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      check_av_perms(resolver, block->conditionals.v[i].av[branch].v,
                     block->conditionals.v[i].av[branch].n);
}
