/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constraints over contexts of which perhaps only the types are known: logic
 * with three values (linux/security/selinux/ss/services.c,
 * constraint_expr_eval, has two). */
#include "ir/why.h"

static Verdict verdict_of(bool holds) {
  return holds ? VERDICT_YES : VERDICT_NO;
}

static Verdict verdict_not(Verdict v) {
  return v == VERDICT_MAYBE ? v : verdict_of(v == VERDICT_NO);
}

static Verdict verdict_and(Verdict a, Verdict b) {
  if (a == VERDICT_NO || b == VERDICT_NO)
    return VERDICT_NO;
  return a == VERDICT_YES && b == VERDICT_YES ? VERDICT_YES : VERDICT_MAYBE;
}

static Verdict compare_ids(ConstraintOp op, uint32_t a, uint32_t b) {
  return verdict_of((a == b) == (op == COP_EQ));
}

static Verdict compare_roles(const Policy *policy, ConstraintOp op, RoleId a,
                             RoleId b) {
  bool dom = bitset_has(&policy->roles.v[a].dominates, b);
  bool domby = bitset_has(&policy->roles.v[b].dominates, a);
  switch (op) {
  case COP_DOM: return verdict_of(dom);
  case COP_DOMBY: return verdict_of(domby);
  case COP_INCOMP: return verdict_of(!dom && !domby);
  default: return compare_ids(op, a, b);
  }
}

static Verdict compare_levels(ConstraintOp op, const MlsLevel *a,
                              const MlsLevel *b) {
  bool dom = mls_dominates(a, b), domby = mls_dominates(b, a);
  switch (op) {
  case COP_EQ: return verdict_of(dom && domby);
  case COP_NEQ: return verdict_of(!dom || !domby);
  case COP_DOM: return verdict_of(dom);
  case COP_DOMBY: return verdict_of(domby);
  case COP_INCOMP: return verdict_of(!dom && !domby);
  }
  return VERDICT_MAYBE;
}

typedef struct Ends {
  const Policy *policy;
  const WhyContext *source, *target;
} Ends;

static Verdict compare_attrs(const Ends *ends,
                             const PolicyConstraintTerm *term) {
  const PolicyContext *s = &ends->source->context, *t = &ends->target->context;
  if (term->attr == CATTR_TYPE)
    return compare_ids(term->op, s->type, t->type);
  bool source_only = term->attr == CATTR_L1H1;
  bool target_only = term->attr == CATTR_L2H2;
  if ((!target_only && !ends->source->is_whole) ||
      (!source_only && !ends->target->is_whole))
    return VERDICT_MAYBE;
  switch (term->attr) {
  case CATTR_USER: return compare_ids(term->op, s->user, t->user);
  case CATTR_ROLE:
    return compare_roles(ends->policy, term->op, s->role, t->role);
  case CATTR_L1L2:
    return compare_levels(term->op, &s->range.low, &t->range.low);
  case CATTR_L1H2:
    return compare_levels(term->op, &s->range.low, &t->range.high);
  case CATTR_H1L2:
    return compare_levels(term->op, &s->range.high, &t->range.low);
  case CATTR_H1H2:
    return compare_levels(term->op, &s->range.high, &t->range.high);
  case CATTR_L1H1:
    return compare_levels(term->op, &s->range.low, &s->range.high);
  case CATTR_L2H2:
    return compare_levels(term->op, &t->range.low, &t->range.high);
  default: return VERDICT_MAYBE;
  }
}

static Verdict compare_names(const Ends *ends,
                             const PolicyConstraintTerm *term) {
  const WhyContext *end =
      term->attr & CATTR_TARGET ? ends->target : ends->source;
  const PolicyContext *context = &end->context;
  if (term->attr & CATTR_XTARGET ||
      (!(term->attr & CATTR_TYPE) && !end->is_whole))
    return VERDICT_MAYBE;
  uint32_t id = term->attr & CATTR_USER   ? context->user
                : term->attr & CATTR_ROLE ? context->role
                                          : context->type;
  return verdict_of(bitset_has(&term->ids, id) == (term->op == COP_EQ));
}

Verdict constraint_verdict(const Policy *policy, const Constraint *constraint,
                           const WhyContext *source,
                           const WhyContext *target) {
  Ends ends = {policy, source, target};
  Verdict *stack = ARENA_NEW_N(&policy->session->arena, Verdict,
                               constraint->n_expr + 1);
  size_t n = 0;
  for (uint32_t i = 0; i < constraint->n_expr; i++) {
    const PolicyConstraintTerm *term = &constraint->expr[i];
    switch (term->kind) {
    case CONSTRAINT_ATTR: stack[n++] = compare_attrs(&ends, term); break;
    case CONSTRAINT_NAMES: stack[n++] = compare_names(&ends, term); break;
    case CONSTRAINT_NOT: stack[n - 1] = verdict_not(stack[n - 1]); break;
    case CONSTRAINT_AND:
      n--;
      stack[n - 1] = verdict_and(stack[n - 1], stack[n]);
      break;
    case CONSTRAINT_OR:
      n--;
      stack[n - 1] = verdict_not(
          verdict_and(verdict_not(stack[n - 1]), verdict_not(stack[n])));
      break;
    }
  }
  return stack[0];
}
