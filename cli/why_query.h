/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What `tecc why` is asked, from words to ids. */
#ifndef CLI_WHY_QUERY_H
#define CLI_WHY_QUERY_H

#include "ir/why.h"

/* What was given: a rule as text, or its parts; NULL: left out. */
typedef struct WhyWords {
  const char *rule; /* "allow a_t b_t:file read" */
  const char *source, *target, *class, *perms;
  const char *source_context, *target_context;
} WhyWords;

/* False after an error, which names what the policy has not and the nearest
 * name that it has. */
bool why_question(Policy *policy, const WhyWords *words,
                  WhyQuestion *question);

#endif
