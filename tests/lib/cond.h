/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Conditions, named by their meaning: the Booleans that matter, sorted, and
 * the truth table over them.  The table's first row (all false) is always 0;
 * where a condition says otherwise it is negated and its branches swapped.
 * So `if (!b) A else B` and `if (b) B else A` have one name.
 */

#ifndef TESTS_LIB_COND_H
#define TESTS_LIB_COND_H

#include "tests/lib/polview.h"

/* libsepol has a member named bool, which <stdbool.h> makes a keyword. */
#pragma push_macro("bool")
#undef bool
#include <sepol/policydb/conditional.h>
static inline uint32_t expr_bool_value(const cond_expr_t *e) {
  return e->bool;
}
#pragma pop_macro("bool")

typedef struct {
  char *name;   /* "{ a b } 0110"; the caller frees */
  bool swapped; /* the else branch is the one for "true" */
} CondName;

CondName cond_name(const PolicyView *v, const cond_node_t *node);

#endif
