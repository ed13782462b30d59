/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a rule grants against an assertion (a neverallow or neverallowxperm
 * rule), and the check that finds it. */
#ifndef IR_VIOLATION_H
#define IR_VIOLATION_H

#include "ir/policy.h"

/* Every source with every target, or, if `is_self`, every source with itself.
 * If `apart`, no source with itself.  It is all of that that the rule grants
 * and the assertion forbids, and nothing else. */
typedef struct ViolationPart {
  ClassId class_id;
  PermMask perms;         /* against a neverallow */
  const XpermSet *xperms; /* against a neverallowxperm, else NULL */
  Bitset sources, targets;
  bool is_self, apart;
} ViolationPart;

/* One rule at fault. */
typedef struct Violation {
  const AvRule *assertion;
  const AvRule *rule; /* allow or allowxperm */
  ARRAY(ViolationPart) parts;
} Violation;

/* Takes what is found, one rule at a time; the violation is gone after the
 * call. */
typedef void TakeViolation(void *context, const Violation *violation);

/* Gives each violation of each assertion among the policy's rules to `take`,
 * in the order of the assertions, then of the rules.  Conditional rules count
 * in every setting of the booleans.  Requires: expand, or a policy read from
 * a binary whose rules were added (ir/rules.h).  Gives how many assertions
 * there are. */
size_t check_assertions(Policy *policy, TakeViolation *take, void *context);

/* Reports a violation as an error at the assertion, with the rule at fault.
 * `context` is the Policy. */
void report_violation(void *context, const Violation *violation);

#endif
