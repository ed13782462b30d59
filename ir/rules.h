/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules for a policy that did not bring them: those behind the tables of a
 * binary, and those that a user adds to hold a policy against. */
#ifndef IR_RULES_H
#define IR_RULES_H

#include "ir/policy.h"

typedef ARRAY(ModAvRule) ModAvRules;

/* Fills av_rules, type_rules and file_transitions of a policy that was read
 * from a binary with one rule for each entry of its tables; none has a place.
 * AvEntry.rule then leads to them. */
void rules_from_tables(Policy *policy);

/* The numbers of an allowxperm entry, in the arena; those that follow each
 * other are one range. */
XpermSet *record_ranges(Arena *arena, const XpermRecord *record);

typedef enum UnknownNames {
  UNKNOWN_IS_ERROR, /* with the nearest name that there is */
  UNKNOWN_IS_STALE, /* -Wstale-baseline: what it named is gone */
} UnknownNames;

/* Appends rules, as written outside of the policy, to its av_rules.  A rule
 * with a name that the policy has not is left out. */
void resolve_added_rules(Policy *policy, const ModAvRule *rules, size_t n,
                         UnknownNames unknown);

/* The id of a name from outside of the policy; NO_ID after an error, which
 * names the nearest. */
uint32_t resolve_added_name(Policy *policy, SymbolKind kind, Ident id);
/* The same of a context; false after an error. */
bool resolve_added_context(Policy *policy, const Context *context,
                           PolicyContext *out);

/* The declared name of a kind that is nearest to a misspelled one, to be
 * suggested in a note to the diagnostic begun last, or NO_NAME. */
Name policy_suggest(const Policy *policy, SymbolKind kind, const char *text);
/* The same of a permission of the class. */
Name policy_suggest_perm(const Policy *policy, ClassId class_id,
                         const char *text);

#endif
