/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions over booleans that rules stand under. */
#ifndef IR_CONDITION_H
#define IR_CONDITION_H

#include "ir/policy.h"

/* As deep as the kernel evaluates (linux/security/selinux/ss/conditional.h,
 * COND_EXPR_MAXDEPTH). */
enum { CONDITION_DEPTH_MAX = 10 };

/* What an expression in reverse Polish order has left so far. */
typedef struct CondStack {
  bool v[CONDITION_DEPTH_MAX];
  uint32_t n;
} CondStack;

/* Takes one term; `value` is that of a COND_BOOL.  False where there is no room
 * or too few values. */
bool condition_step(CondStack *stack, CondOp op, bool value);

/* The value of a condition under the booleans' defaults; -1, as the kernel
 * says, of one that cannot be evaluated. */
int condition_value(const Policy *policy, const PolicyCondTerm *expr,
                    uint32_t n);

/* Whether the branch is the one that counts under the defaults. */
bool condition_holds(const Policy *policy, CondRef branch);

/* Whether two expressions are the same term by term. */
bool same_expression(const PolicyCondTerm *a, uint32_t n_a,
                     const PolicyCondTerm *b, uint32_t n_b);

/* The booleans of an expression in rising order, added to the `n_ids` that
 * `ids` holds already; how many there are then, or `most` + 1 for more than
 * `most`. */
uint32_t condition_bools(const PolicyCondTerm *expr, uint32_t n, BoolId *ids,
                         uint32_t n_ids, uint32_t most);
/* The value where the boolean ids[i] has that of bit i of `values`. */
bool condition_value_of(const PolicyCondTerm *expr, uint32_t n,
                        const BoolId *ids, uint32_t n_ids, uint32_t values);

/* Whether there is a setting of the booleans in which both branches count;
 * true also where there are too many booleans to try all settings. */
bool branches_agree(const Policy *policy, CondRef a, CondRef b);

#endif
