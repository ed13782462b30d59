/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of rules beside a policy: assertions, baselines. */
#ifndef CLI_READ_RULES_H
#define CLI_READ_RULES_H

#include "ir/rules.h"

/* Appends the rules of a file in the policy language.  Anything in it but
 * access vector rules of `kinds` (bits of RuleKind) is an error, which says
 * that `what` may hold only `wanted`. */
void read_rules(Session *session, const char *path, unsigned kinds,
                const char *what, const char *wanted, ModAvRules *out);

#endif
