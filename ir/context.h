/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Security contexts as text (`user:role:type`, of a policy with levels
 * `user:role:type:range`) against a linked policy.  The rules are those of
 * libsepol's context.c and mls.c. */
#ifndef IR_CONTEXT_H
#define IR_CONTEXT_H

#include "ir/policy.h"

/* Reads the `length` bytes of a context.  False if it is not one, or names
 * what the policy does not have; aliases are followed.  The caller frees the
 * sets of `context` in any case. */
bool policy_context_read(const Policy *policy, const char *text, size_t length,
                  PolicyContext *context);
void policy_context_free(PolicyContext *context);

/* Whether the range is valid (below), the user has the role, the role the type
 * (of an expanded policy), and the user's range holds that of the context;
 * object_r goes with all users, types and valid ranges. */
bool policy_context_is_valid(const Policy *policy, const PolicyContext *context);

/* Reads `s0:c0.c5` or `s0-s0:c0.c5`, blanks around the `-` allowed; false as
 * above, or if a sensitivity may not have a category, or the high level does
 * not dominate the low one. */
bool mls_range_read(const Policy *policy, const char *text, size_t length,
                    MlsRange *range);
void mls_range_free(MlsRange *range);
/* Whether the sensitivities may have their categories, and the high level
 * dominates the low one. */
bool mls_range_is_valid(const Policy *policy, const MlsRange *range);
/* Whether all of `inner` lies within `outer`. */
bool mls_range_contains(const MlsRange *outer, const MlsRange *inner);

#endif
