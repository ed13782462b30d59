/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A violation in words: the assertion, all that violates it by one rule, the
 * rule with its calls, and through which attributes each names the types. */
#include "ir/describe.h"

/* ": source through attribute 'a', target through …": what comes through
 * attributes, or "". */
static const char *attributes_text(const Policy *policy, const AvRule *rule,
                                   const ViolationPart *part) {
  Arena *arena = &policy->session->arena;
  const Bitset *targets = part->is_self ? &part->sources : &part->targets;
  const char *source = describe_attributes(policy, &rule->source,
                                           &part->sources);
  const char *target = describe_attributes(policy, &rule->target, targets);
  if (source && target)
    return arena_printf(arena, ": source through %s, target through %s",
                        source, target);
  if (source || target)
    return arena_printf(arena, ": %s through %s", source ? "source" : "target",
                        source ? source : target);
  return "";
}

static const char *condition_text(const Policy *policy, CondRef cond) {
  if (cond.conditional == NO_ID)
    return "";
  return arena_printf(
      &policy->session->arena, cond.in_else ? ", unless %s" : ", if %s",
      describe_condition(policy,
                         &policy->conditionals.v[cond.conditional]));
}

static uint32_t class_index(const AvRule *rule, ClassId class_id) {
  uint32_t i = 0;
  while (rule->classes[i].class_id != class_id)
    i++;
  return i;
}

/* Whether there is a line to show at a place: a package without a map has
 * none. */
static bool has_text(const Policy *policy, Place place) {
  const Source *source = source_of(&policy->session->sources, place.loc);
  return source && source->length;
}

static void note_rule(const Policy *policy, const Violation *violation,
                      bool is_shown) {
  Diags *diags = &policy->session->diags;
  const AvRule *rule = violation->rule;
  const ViolationPart *part = &violation->parts.v[0];
  const char *condition = condition_text(policy, rule->cond);
  const char *attributes = attributes_text(policy, rule, part);
  if (is_shown && !*condition && !*attributes)
    return;
  if (rule->place.loc)
    diag_note(diags, is_shown ? no_place : rule->place, "allowed%s%s%s",
              is_shown ? "" : " here", condition, attributes);
  else
    diag_note(diags, no_place, "allowed by: %s%s%s",
              describe_av_rule(policy, rule,
                               class_index(rule, part->class_id)),
              condition, attributes);
}

void report_violation(void *context, const Violation *violation) {
  const Policy *policy = context;
  Diags *diags = &policy->session->diags;
  const AvRule *assertion = violation->assertion;
  const char *kind = rule_kind_word(assertion->kind);
  if (diags->error_limit && diags->n_errors >= diags->error_limit) {
    diag_error_as(diags, ERROR_NEVERALLOW, assertion->place, "%s violated",
                  kind); /* is counted */
    return;
  }
  const char *rule_kind = rule_kind_word(violation->rule->kind);
  bool at_rule = !has_text(policy, assertion->place) &&
                 has_text(policy, violation->rule->place);
  diag_error_as(diags, ERROR_NEVERALLOW,
                at_rule ? violation->rule->place : assertion->place,
                "%s violated by %s %s", kind, rule_kind,
                describe_part(policy, &violation->parts.v[0]));
  for (size_t i = 1; i < violation->parts.n; i++)
    diag_note(diags, no_place, "and by %s %s", rule_kind,
              describe_part(policy, &violation->parts.v[i]));
  const char *attributes =
      attributes_text(policy, assertion, &violation->parts.v[0]);
  if (at_rule)
    diag_note(diags, assertion->place, "forbidden here%s", attributes);
  else if (*attributes)
    diag_note(diags, no_place, "forbidden%s", attributes);
  note_rule(policy, violation, at_rule);
}
