/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/why.h"
#include "ir/words.h"

static void add_reason(WhyAnswer *answer, WhyReason reason) {
  if (answer && reason.perms)
    ARRAY_PUSH(&answer->reasons, reason);
}

static PermMask constrained_perms(const Constraint *constraint,
                                  ClassId class_id) {
  for (uint32_t i = 0; i < constraint->n_classes; i++)
    if (constraint->classes[i].class_id == class_id &&
        !constraint->validatetrans)
      return constraint->classes[i].perms;
  return 0;
}

/* Gives the permissions that constraints deny for certain.  The answer, if
 * any, gets the reasons; so below. */
static PermMask constraints_deny(const Policy *policy,
                                 const WhyQuestion *question, PermMask perms,
                                 WhyAnswer *answer) {
  PermMask lost = 0;
  for (size_t i = 0; i < policy->constraints.n; i++) {
    const Constraint *constraint = &policy->constraints.v[i];
    PermMask subject =
        perms & constrained_perms(constraint, question->query.class_id);
    Verdict verdict = subject ? constraint_verdict(policy, constraint,
                                                   &question->source,
                                                   &question->target)
                              : VERDICT_YES;
    if (verdict == VERDICT_YES)
      continue;
    if (verdict == VERDICT_NO)
      lost |= subject;
    add_reason(answer, (WhyReason){.kind = REASON_CONSTRAINT,
                                   .is_certain = verdict == VERDICT_NO,
                                   .perms = subject,
                                   .constraint = constraint});
  }
  return lost;
}

static PermMask perm_bit(const Policy *policy, ClassId class_id, Name perm) {
  uint32_t bit = policy_find_perm(policy, class_id, perm);
  return bit == NO_ID ? 0 : (PermMask)1 << bit;
}

static bool may_change_role(const Policy *policy, RoleId from, RoleId to) {
  for (size_t i = 0; i < policy->role_allows.n; i++)
    if (policy->role_allows.v[i].source == from &&
        policy->role_allows.v[i].target == to)
      return true;
  return from == to;
}

/* A process that changes its role needs a role allow rule. */
static PermMask roles_deny(const Policy *policy, const WhyQuestion *question,
                           PermMask perms, WhyAnswer *answer) {
  ClassId class_id = question->query.class_id;
  if (policy->classes.v[class_id].id.name != WORD_PROCESS ||
      !question->source.is_whole || !question->target.is_whole ||
      may_change_role(policy, question->source.context.role,
                      question->target.context.role))
    return 0;
  perms &= perm_bit(policy, class_id, WORD_TRANSITION) |
           perm_bit(policy, class_id, WORD_DYNTRANSITION);
  add_reason(answer, (WhyReason){.kind = REASON_ROLES, .is_certain = true,
                                 .perms = perms});
  return perms;
}

static PermMask losses(const Policy *policy, const WhyQuestion *question,
                       PermMask now, PermMask ever, WhyAnswer *answer);

/* The kernel takes from a bounded type what its parent may not do (ss/
 * services.c, type_attribute_bounds_av). */
static PermMask bounds_deny(const Policy *policy, const WhyQuestion *question,
                            PermMask perms, WhyAnswer *answer) {
  WhyQuestion outer = *question;
  WhyQuery *query = &outer.query;
  TypeId parent = policy->types.v[query->source].bounds;
  TypeId target = policy->types.v[query->target].bounds;
  if (parent == NO_ID || !perms)
    return 0;
  query->source = outer.source.context.type = parent;
  if (target != NO_ID)
    query->target = outer.target.context.type = target;
  PermMask now = granted_perms(policy, query->source, query->target,
                               query->class_id).now & perms;
  PermMask lost = perms & ~(now & ~losses(policy, &outer, now, now, NULL));
  add_reason(answer, (WhyReason){.kind = REASON_BOUNDS, .is_certain = true,
                                 .perms = lost, .parent = parent});
  return lost;
}

/* What is taken away of the permissions that rules grant, in the kernel's
 * order.  What the bounds take is known of the booleans as they are only. */
static PermMask losses(const Policy *policy, const WhyQuestion *question,
                       PermMask now, PermMask ever, WhyAnswer *answer) {
  PermMask lost = constraints_deny(policy, question, ever, answer);
  lost |= roles_deny(policy, question, ever & ~lost, answer);
  return lost | bounds_deny(policy, question, now & ~lost, answer);
}

/* What else is said of permissions that no rule allows. */
static void find_obstacles(WhyAnswer *answer, PermMask perms) {
  const Policy *policy = answer->policy;
  WhyQuery query = answer->question->query;
  uint32_t n_perms = policy->classes.v[query.class_id].n_perms;
  if (!perms)
    return;
  query.perms = (Idents){
      ARENA_NEW_N(&policy->session->arena, Ident, n_perms), 0};
  for (uint32_t bit = 0; bit < n_perms; bit++)
    if (perms >> bit & 1)
      query.perms.v[query.perms.n++] =
          (Ident){policy_perm_name(policy, query.class_id, bit), no_place};
  answer->forbidding = why_forbidden(policy, &query);
  query.kind = RULE_DONTAUDIT;
  answer->silencing = why_rules(policy, &query);
}

/* One access: whether, by what, and what stands in its way. */
static void answer_access(WhyAnswer *answer) {
  const Policy *policy = answer->policy;
  const WhyQuestion *question = answer->question;
  const WhyQuery *query = &question->query;
  Granted granted = granted_perms(policy, query->source, query->target,
                                  query->class_id);
  PermMask asked = query->perms.n
                       ? why_perms(policy, query, query->class_id)
                       : granted.ever;
  PermMask lost = losses(policy, question, asked & granted.now,
                         asked & granted.ever, answer);
  add_reason(answer,
             (WhyReason){.kind = REASON_BOOLEANS, .is_certain = true,
                         .perms = asked & granted.ever & ~granted.now});
  add_reason(answer, (WhyReason){.kind = REASON_NO_RULE, .is_certain = true,
                                 .perms = asked & ~granted.ever});
  find_obstacles(answer, asked & ~granted.ever);
  answer->allowed = asked & granted.now & ~lost;
  answer->granted = asked && answer->allowed == asked;
}

static bool is_one_access(const Policy *policy, const WhyQuery *query) {
  const Type *types = policy->types.v;
  return query->kind == RULE_ALLOW && !query->any_source &&
         !query->any_target && query->class_id != NO_ID &&
         !types[query->source].is_attribute &&
         !types[query->target].is_attribute;
}

WhyAnswer why_answer(Policy *policy, const WhyQuestion *question) {
  WhyAnswer answer = {.policy = policy, .question = question};
  answer.rules = why_rules(policy, &question->query);
  answer.is_one_access = is_one_access(policy, &question->query);
  if (answer.is_one_access)
    answer_access(&answer);
  else
    answer.granted = answer.rules.n;
  return answer;
}

void why_answer_free(WhyAnswer *answer) {
  ARRAY_FREE(&answer->reasons);
  ARRAY_FREE(&answer->rules);
  ARRAY_FREE(&answer->forbidding);
  ARRAY_FREE(&answer->silencing);
}
