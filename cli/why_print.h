/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answers of `tecc why` for people and for programs. */
#ifndef CLI_WHY_PRINT_H
#define CLI_WHY_PRINT_H

#include "cli/why_query.h"
#include "lib/bytes.h"

/* Adds the answer as text. */
void why_text(const WhyAnswer *answer, Buffer *out);
/* Adds it as one JSON object on a line; man/tecc.1 says what is in it. */
void why_json(const WhyAnswer *answer, const WhyWords *words, Buffer *out);

/* What a rule that answers is, whichever of the three kinds it has. */
typedef struct RuleView {
  const char *text;
  const TypeSet *source, *target;
  Place place;
  Place optional; /* the innermost call or block, or nowhere */
  CondRef cond;
} RuleView;
RuleView why_rule_view(const Policy *policy, const WhyRule *rule);

/* A constraint as the policy language has it, of one class. */
void why_constraint_text(const WhyAnswer *answer, const Constraint *constraint,
                         Buffer *out);

#endif
