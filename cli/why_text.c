/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/text_conf.h"
#include "cli/why_print.h"
#include "ir/condition.h"
#include "ir/describe.h"

/* Where the macro was called that made a text, without the calls around. */
static Place innermost_call(const Policy *policy, Place place) {
  const Sources *sources = &policy->session->sources;
  Loc loc = place.origin ? origin_call(sources, place.origin).loc : 0;
  return (Place){loc ? loc : place.loc, 0};
}

RuleView why_rule_view(const Policy *policy, const WhyRule *rule) {
  static const CondRef everywhere = {NO_ID, false};
  const AvRule *av = rule->av;
  const TypeRule *type = rule->type;
  const FileTransition *file = rule->file;
  RuleView view =
      av ? (RuleView){describe_av_rule(policy, av, rule->class_index),
                      &av->source, &av->target, av->place, av->optional,
                      av->cond}
      : type
          ? (RuleView){describe_type_rule(policy, type), &type->source,
                       &type->target, type->place, type->optional, type->cond}
          : (RuleView){describe_file_transition(policy, file), &file->source,
                       &file->target, file->place, file->optional,
                       everywhere};
  view.optional = innermost_call(policy, view.optional);
  return view;
}

void why_constraint_text(const WhyAnswer *answer, const Constraint *constraint,
                         Buffer *out) {
  text_constraint_write(answer->policy, constraint,
                        answer->question->query.class_id, out);
}

static const char *name_of(const Policy *policy, Ident id) {
  return name_text(&policy->session->names, id.name);
}

/* "  path:line:column" and the calls that led there. */
static void put_place(const Policy *policy, Buffer *out, const char *before,
                      Place place) {
  Sources *sources = &policy->session->sources;
  Position at = source_position(sources, place.loc);
  if (!at.source)
    return;
  put_format(out, "  %s%s:%u:%u\n", before, at.path, at.line,
             at.column);
  for (Origin origin = place.origin; origin;) {
    MacroCall call = origin_call(sources, origin);
    at = source_position(sources, call.loc);
    if (at.source)
      put_format(out, "  in the call of %s, %s:%u:%u\n",
                 call_macro_name(sources, &policy->session->names, call),
                 at.path, at.line, at.column);
    origin = call.parent;
  }
}

/* Through which attributes a set of the rule has what was asked for. */
static void put_attributes(const Policy *policy, Buffer *out, const char *end,
                           bool any, TypeId asked, const TypeSet *set) {
  Bitset types = {0};
  if (any || policy->types.v[asked].is_attribute)
    return; /* the rule itself says it */
  bitset_add(&types, asked);
  const char *attributes = describe_attributes(policy, set, &types);
  bitset_free(&types);
  if (attributes)
    put_format(out, "  %s through %s\n", end, attributes);
}

static void put_condition(const Policy *policy, Buffer *out, CondRef cond) {
  if (cond.conditional == NO_ID)
    return;
  put_format(out, "  %s %s, which is %s by default\n",
             cond.in_else ? "unless" : "if",
             describe_condition(policy,
                                &policy->conditionals.v[cond.conditional]),
             condition_holds(policy, cond) != cond.in_else ? "so"
                                                           : "not so");
}

static void put_rule(const WhyAnswer *answer, const WhyRule *rule,
                     Buffer *out) {
  const Policy *policy = answer->policy;
  const WhyQuery *query = &answer->question->query;
  RuleView view = why_rule_view(policy, rule);
  put_format(out, "%s\n", view.text);
  put_place(policy, out, "", view.place);
  put_attributes(policy, out, "source", query->any_source, query->source,
                 view.source);
  put_attributes(policy, out, "target", query->any_target, query->target,
                 view.target);
  put_condition(policy, out, view.cond);
  put_place(policy, out, "in the optional block ", view.optional);
}

static void put_rules(const WhyAnswer *answer, const char *title,
                      const WhyRules *rules, Buffer *out) {
  if (rules->n)
    put_string(out, title);
  for (size_t i = 0; i < rules->n; i++)
    put_rule(answer, &rules->v[i], out);
}

static void put_constraint(const WhyAnswer *answer,
                           const Constraint *constraint, Buffer *out) {
  put_string(out, " by the constraint\n");
  why_constraint_text(answer, constraint, out);
  put_place(answer->policy, out, "", constraint->place);
}

/* What stands behind "denied: allow a_t b_t:file { read }". */
static void put_cause(const WhyAnswer *answer, const WhyReason *reason,
                      Buffer *out) {
  const Policy *policy = answer->policy;
  const WhyQuestion *question = answer->question;
  switch (reason->kind) {
  case REASON_CONSTRAINT:
    put_constraint(answer, reason->constraint, out);
    break;
  case REASON_ROLES:
    put_format(out, ": role '%s' may not change to '%s'\n",
               name_of(policy, policy->roles.v[question->source.context.role]
                                   .id),
               name_of(policy, policy->roles.v[question->target.context.role]
                                   .id));
    break;
  case REASON_BOUNDS:
    put_format(out, ": its parent '%s' may not do it\n",
               name_of(policy, policy->types.v[reason->parent].id));
    break;
  case REASON_BOOLEANS:
    put_string(out, ": only with other values of booleans\n");
    break;
  case REASON_NO_RULE: put_string(out, ": no rule allows it\n"); break;
  }
}

static void put_verdict(const WhyAnswer *answer, const char *verdict,
                        PermMask perms, Buffer *out) {
  const WhyQuery *query = &answer->question->query;
  put_format(out, "%s: allow %s", verdict,
             describe_access(answer->policy, query->source, query->target,
                             query->class_id, perms));
}

/* Whether rules grant it, and something else takes it away. */
static bool is_taken_away(const WhyReason *reason) {
  return reason->kind != REASON_BOOLEANS && reason->kind != REASON_NO_RULE;
}

static void put_reasons(const WhyAnswer *answer, bool taken_away,
                        Buffer *out) {
  for (size_t i = 0; i < answer->reasons.n; i++) {
    const WhyReason *reason = &answer->reasons.v[i];
    if (is_taken_away(reason) != taken_away)
      continue;
    put_verdict(answer, reason->is_certain ? "denied" : "may be denied",
                reason->perms, out);
    put_cause(answer, reason, out);
  }
}

void why_text(const WhyAnswer *answer, Buffer *out) {
  size_t before = out->n;
  put_reasons(answer, true, out);
  if (answer->allowed) {
    put_verdict(answer, "allowed", answer->allowed, out);
    put_string(out, "\n");
  }
  put_reasons(answer, false, out);
  put_rules(answer, "", &answer->rules, out);
  put_rules(answer, "a neverallow rule forbids to allow it:\n",
            &answer->forbidding, out);
  put_rules(answer, "the denial is not audited:\n", &answer->silencing, out);
  if (out->n == before)
    put_string(out, "no such rule\n");
}
