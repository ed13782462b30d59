/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an access is granted or not: which rules say so, and what stands in the
 * way. */
#ifndef IR_WHY_H
#define IR_WHY_H

#include "ir/policy.h"

/* What is asked.  An attribute stands for any of its members; what is left
 * out stands for everything. */
typedef struct WhyQuery {
  RuleKind kind;
  bool any_source, any_target;
  TypeId source, target; /* types or attributes */
  ClassId class_id;      /* or NO_ID */
  Idents perms;          /* of av kinds; none: any */
  bool has_number;       /* of extended kinds: one number */
  uint32_t number;
  Name file_name;        /* of type_transition, or NO_NAME */
} WhyQuery;

/* A rule that answers the query; one of the three. */
typedef struct WhyRule {
  const AvRule *av;
  uint32_t class_index; /* of av: which of its classes */
  const TypeRule *type;
  const FileTransition *file;
} WhyRule;
typedef ARRAY(WhyRule) WhyRules;

/* All rules that say what is asked, in the order of the policy: of av kinds
 * those that give at least one of the permissions. */
WhyRules why_rules(const Policy *policy, const WhyQuery *query);
/* The neverallow rules that forbid what is asked, as WhyRules. */
WhyRules why_forbidden(const Policy *policy, const WhyQuery *query);

/* The permissions of the query as bits of a class; all bits when none is
 * named. */
PermMask why_perms(const Policy *policy, const WhyQuery *query,
                   ClassId class_id);

/* Whether a branch is on with the booleans as the policy sets them. */
bool condition_holds(const Policy *policy, CondRef cond);

/* What a pair of types may do of the class: always, with the booleans as they
 * are, in some setting. */
typedef struct Granted {
  PermMask always, now, ever;
} Granted;
Granted granted_perms(const Policy *policy, TypeId source, TypeId target,
                      ClassId class_id);

/* A security context, whole or only its type. */
typedef struct WhyContext {
  bool is_whole; /* else the type alone is known */
  PolicyContext context;
} WhyContext;

typedef enum Verdict { VERDICT_NO, VERDICT_YES, VERDICT_MAYBE } Verdict;

/* Whether a constraint lets the access pass; MAYBE where that depends on what
 * is not known of the contexts. */
Verdict constraint_verdict(const Policy *policy, const Constraint *constraint,
                           const WhyContext *source, const WhyContext *target);

#endif
