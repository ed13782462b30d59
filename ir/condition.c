/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/condition.h"

#include <string.h>

bool condition_step(CondStack *stack, CondOp op, bool value) {
  uint32_t n = stack->n;
  if (op == COND_BOOL) {
    if (n == CONDITION_DEPTH_MAX)
      return false;
    stack->v[stack->n++] = value;
    return true;
  }
  if (op == COND_NOT) {
    if (n >= 1)
      stack->v[n - 1] = !stack->v[n - 1];
    return n >= 1;
  }
  if (n < 2)
    return false;
  bool *a = &stack->v[n - 2], b = stack->v[n - 1];
  switch (op) {
  case COND_OR: *a = *a || b; break;
  case COND_AND: *a = *a && b; break;
  case COND_EQ: *a = *a == b; break;
  default: *a = *a != b; break; /* COND_XOR, COND_NEQ */
  }
  stack->n--;
  return true;
}

int condition_value(const Policy *policy, const PolicyCondTerm *expr,
                    uint32_t n) {
  CondStack stack = {.n = 0};
  for (uint32_t i = 0; i < n; i++)
    if (!condition_step(&stack, expr[i].op,
                        expr[i].op == COND_BOOL &&
                            policy->bools.v[expr[i].boolean].value))
      return -1;
  return stack.n == 1 ? stack.v[0] : -1;
}

bool condition_holds(const Policy *policy, CondRef branch) {
  if (branch.conditional == NO_ID)
    return true;
  const Conditional *conditional =
      &policy->conditionals.v[branch.conditional];
  return (condition_value(policy, conditional->expr, conditional->n_expr) ==
          1) != branch.in_else;
}

bool same_expression(const PolicyCondTerm *a, uint32_t n_a,
                     const PolicyCondTerm *b, uint32_t n_b) {
  if (n_a != n_b)
    return false;
  for (uint32_t i = 0; i < n_a; i++)
    if (a[i].op != b[i].op ||
        (b[i].op == COND_BOOL && a[i].boolean != b[i].boolean))
      return false;
  return true;
}

uint32_t condition_bools(const PolicyCondTerm *expr, uint32_t n, BoolId *ids,
                         uint32_t n_ids, uint32_t most) {
  for (uint32_t i = 0; i < n && n_ids <= most; i++) {
    if (expr[i].op != COND_BOOL)
      continue;
    uint32_t at = 0;
    while (at < n_ids && ids[at] < expr[i].boolean)
      at++;
    if (at < n_ids && ids[at] == expr[i].boolean)
      continue;
    if (n_ids == most)
      return most + 1;
    memmove(ids + at + 1, ids + at, (n_ids - at) * sizeof *ids);
    ids[at] = expr[i].boolean;
    n_ids++;
  }
  return n_ids;
}

bool condition_value_of(const PolicyCondTerm *expr, uint32_t n,
                        const BoolId *ids, uint32_t n_ids, uint32_t values) {
  CondStack stack = {.n = 0};
  for (uint32_t i = 0; i < n; i++) {
    uint32_t k = 0;
    while (k < n_ids && ids[k] != expr[i].boolean)
      k++;
    condition_step(&stack, expr[i].op, k < n_ids && values >> k & 1);
  }
  return stack.n && stack.v[0];
}

bool branches_agree(const Policy *policy, CondRef a, CondRef b) {
  enum { MOST = 10 };
  BoolId ids[MOST];
  if (a.conditional == NO_ID || b.conditional == NO_ID)
    return true;
  if (a.conditional == b.conditional)
    return a.in_else == b.in_else;
  const Conditional *x = &policy->conditionals.v[a.conditional];
  const Conditional *y = &policy->conditionals.v[b.conditional];
  uint32_t n = condition_bools(x->expr, x->n_expr, ids, 0, MOST);
  if (n <= MOST)
    n = condition_bools(y->expr, y->n_expr, ids, n, MOST);
  if (n > MOST)
    return true;
  for (uint32_t values = 0; values < UINT32_C(1) << n; values++)
    if (condition_value_of(x->expr, x->n_expr, ids, n, values) != a.in_else &&
        condition_value_of(y->expr, y->n_expr, ids, n, values) != b.in_else)
      return true;
  return false;
}
