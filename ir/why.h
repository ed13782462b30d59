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

/* A query, and of one access the contexts that constraints look at. */
typedef struct WhyQuestion {
  WhyQuery query;
  WhyContext source, target;
} WhyQuestion;

/* Whether a constraint lets the access pass; MAYBE where that depends on what
 * is not known of the contexts. */
Verdict constraint_verdict(const Policy *policy, const Constraint *constraint,
                           const WhyContext *source, const WhyContext *target);

typedef enum ReasonKind {
  REASON_CONSTRAINT, /* `constraint` says no, or may */
  REASON_ROLES,      /* the source's role may not change to the target's */
  REASON_BOUNDS,     /* the type `parent`, which bounds the source, may not */
  REASON_BOOLEANS,   /* allowed only with other values of booleans */
  REASON_NO_RULE,
} ReasonKind;

/* Why some of the permissions are denied. */
typedef struct WhyReason {
  ReasonKind kind;
  bool is_certain; /* else it depends on what is not known of the contexts */
  PermMask perms;
  const Constraint *constraint;
  TypeId parent;
} WhyReason;

typedef struct WhyAnswer {
  Policy *policy;
  const WhyQuestion *question;
  bool is_one_access; /* of one type to one type; else only `rules` */
  bool granted;       /* all that is asked; or there are rules */
  PermMask allowed;
  ARRAY(WhyReason) reasons;
  WhyRules rules;
  WhyRules forbidding; /* neverallow rules on what no rule allows */
  WhyRules silencing;  /* dontaudit rules on what no rule allows */
} WhyAnswer;

/* Answers a question, the permissions of an access as the kernel decides them
 * (ss/services.c, context_struct_compute_av).  The arrays are on the heap. */
WhyAnswer why_answer(Policy *policy, const WhyQuestion *question);
void why_answer_free(WhyAnswer *answer);

#endif
