/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conditions.  One over tunables is decided here.  Of one over booleans, equal
 * ones share a conditional: equal means the same outcome for every setting of
 * the booleans where there are at most five, else the same expression
 * (libsepol conditional.c, cond_expr_equal; that compares outcomes by the
 * order in which booleans are first named, and so takes `a && !b` for
 * `b && !a`; here booleans are put in order first).  A `!` around the whole
 * changes the branches instead. */
#include <string.h>

#include "ir/condition.h"
#include "ir/resolver.h"

enum { TABLE_BOOLS = 5 };

/* The booleans of an expression, or more than TABLE_BOOLS. */
static uint32_t collect_bools(const PolicyCondTerm *expr, uint32_t n,
                              BoolId *ids) {
  return condition_bools(expr, n, ids, 0, TABLE_BOOLS);
}

/* Bit i is the outcome when the booleans have the values that are the bits
 * of i. */
static uint32_t outcome_table(const PolicyCondTerm *expr, uint32_t n,
                              const BoolId *ids, uint32_t n_ids) {
  uint32_t table = 0;
  for (uint32_t values = 0; values < 1u << n_ids; values++)
    table |= (uint32_t)condition_value_of(expr, n, ids, n_ids, values)
             << values;
  return table;
}

static bool conditions_equal(const Conditional *a, const PolicyCondTerm *expr,
                             uint32_t n) {
  BoolId ids_a[TABLE_BOOLS], ids[TABLE_BOOLS];
  uint32_t n_a = collect_bools(a->expr, a->n_expr, ids_a);
  uint32_t n_ids = collect_bools(expr, n, ids);
  if (n_a != n_ids)
    return false;
  if (n_ids > TABLE_BOOLS)
    return same_expression(a->expr, a->n_expr, expr, n);
  return !memcmp(ids_a, ids, n_ids * sizeof *ids) &&
         outcome_table(a->expr, a->n_expr, ids, n_ids) ==
             outcome_table(expr, n, ids, n_ids);
}

/* A hash that equal conditions share. */
static uint64_t hash_of(const PolicyCondTerm *expr, uint32_t n) {
  BoolId ids[TABLE_BOOLS];
  uint32_t n_ids = collect_bools(expr, n, ids);
  if (n_ids > TABLE_BOOLS)
    return n_ids;
  uint64_t hash = outcome_table(expr, n, ids, n_ids);
  for (uint32_t i = 0; i < n_ids; i++)
    hash = (hash ^ ids[i]) * 0x9e3779b97f4a7c15u;
  return hash >> 1;
}

/* Hashes may collide; the search goes on at the next number until a free
 * one or an equal condition is found. */
static uint32_t find_or_add(Resolver *resolver, PolicyCondTerm *expr,
                            uint32_t n, Place place) {
  Policy *policy = resolver->policy;
  for (uint64_t hash = hash_of(expr, n);; hash++) {
    bool is_new;
    uint32_t *index = map_put(&resolver->known_conditions, hash, &is_new);
    if (is_new) {
      ARRAY_PUSH(&policy->conditionals,
                 (Conditional){.expr = expr, .n_expr = n, .place = place});
      *index = (uint32_t)policy->conditionals.n;
      return *index - 1;
    }
    if (conditions_equal(&policy->conditionals.v[*index - 1], expr, n))
      return *index - 1;
  }
}

/* Decides a condition over tunables by their declared values. */
static int decide(const Resolver *resolver, const CondExpr *expr) {
  CondStack stack = {.n = 0};
  for (uint32_t i = 0; i < expr->n; i++) {
    const Entity *entity = expr->v[i].op == COND_BOOL
                               ? linker_find(resolver->linker, SYMBOL_BOOL,
                                             expr->v[i].boolean.name)
                               : NULL;
    bool value = entity && entity->symbol && entity->symbol->value;
    condition_step(&stack, expr->v[i].op, value);
  }
  return stack.n && stack.v[0] ? 0 : 1;
}

static void report_mixture(Resolver *resolver, const CondExpr *expr,
                           const Ident *seen) {
  const Names *names = resolver->diags->names;
  diag_error(resolver->diags, expr->place,
             "a condition of %s mixes boolean '%s' with tunable '%s'",
             linker_module_word(resolver->linker, resolver->module),
             name_text(names, seen[0].name), name_text(names, seen[1].name));
}

/* Whether a condition names tunables.  One from source names nothing else, or
 * was reported before; one from a package may. */
static bool is_over_tunables(Resolver *resolver, const CondExpr *expr) {
  Ident seen[2] = {{0}, {0}}; /* a boolean, a tunable */
  if (resolver->linker->options.keep_tunables)
    return false;
  for (uint32_t i = 0; i < expr->n; i++) {
    Ident id = expr->v[i].boolean;
    const Entity *entity =
        expr->v[i].op == COND_BOOL
            ? linker_find(resolver->linker, SYMBOL_BOOL, id.name)
            : NULL;
    if (entity)
      seen[entity->flavor == FLAVOR_TUNABLE] = id;
  }
  if (seen[0].name && seen[1].name)
    report_mixture(resolver, expr, seen);
  return seen[1].name;
}

ResolvedCondition resolve_condition(Resolver *resolver, const CondExpr *expr) {
  if (is_over_tunables(resolver, expr))
    return (ResolvedCondition){.decided = true,
                               .branch = decide(resolver, expr)};
  ResolvedCondition result = {.conditional = NO_ID};
  uint32_t n = expr->n;
  for (; n && expr->v[n - 1].op == COND_NOT; n--)
    result.swapped = !result.swapped;
  PolicyCondTerm *terms = ARENA_NEW_N(resolver->arena, PolicyCondTerm, n);
  for (uint32_t i = 0; i < n; i++) {
    terms[i] = (PolicyCondTerm){expr->v[i].op, NO_ID};
    if (terms[i].op != COND_BOOL)
      continue;
    terms[i].boolean = resolve_id(resolver, SYMBOL_BOOL, expr->v[i].boolean);
    if (terms[i].boolean == NO_ID)
      return result;
  }
  result.conditional = find_or_add(resolver, terms, n, expr->place);
  return result;
}
