/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "cli/why_print.h"
#include "ir/condition.h"
#include "ir/describe.h"
#include "lib/diag_json.h"
#include "lib/fatal.h"

static json_t *name_json(const Policy *policy, Ident id) {
  const char *text = name_text(&policy->session->names, id.name);
  return json_text(text, strlen(text));
}

static json_t *perms_json(const WhyAnswer *answer, PermMask perms) {
  const Policy *policy = answer->policy;
  ClassId class_id = answer->question->query.class_id;
  json_t *list = json_array();
  for (uint32_t bit = 0; perms >> bit && bit < 32; bit++)
    if (perms >> bit & 1)
      json_array_append_new(
          list, name_json(policy, (Ident){policy_perm_name(policy, class_id,
                                                           bit),
                                          no_place}));
  return list;
}

static void add_place(const Policy *policy, json_t *object, Place place) {
  json_set_place(&policy->session->diags, object, place, 0);
  json_set_calls(&policy->session->diags, object, place.origin);
}

/* The attributes through which a set of a rule has what was asked for; empty
 * where the rule itself says it. */
static json_t *attributes_json(const Policy *policy, bool any, TypeId asked,
                               const TypeSet *set) {
  json_t *list = json_array();
  if (any || policy->types.v[asked].is_attribute)
    return list;
  TYPE_SET_EACH(id, set) {
    const Type *type = &policy->types.v[id];
    if (type->is_attribute && bitset_has(&type->members, asked))
      json_array_append_new(list, name_json(policy, type->id));
  }
  return list;
}

static json_t *condition_json(const Policy *policy, CondRef cond) {
  json_t *object = json_object();
  const Conditional *conditional = &policy->conditionals.v[cond.conditional];
  json_set_text(object, "text", describe_condition(policy, conditional));
  json_object_set_new(object, "branch", json_boolean(!cond.in_else));
  json_object_set_new(object, "live",
                      json_boolean(condition_holds(policy, cond)));
  return object;
}

static json_t *rule_json(const WhyAnswer *answer, const WhyRule *rule) {
  const Policy *policy = answer->policy;
  const WhyQuery *query = &answer->question->query;
  RuleView view = why_rule_view(policy, rule);
  json_t *object = json_object();
  json_set_text(object, "text", view.text);
  add_place(policy, object, view.place);
  json_object_set_new(object, "sourceAttributes",
                      attributes_json(policy, query->any_source,
                                      query->source, view.source));
  json_object_set_new(object, "targetAttributes",
                      attributes_json(policy, query->any_target,
                                      query->target, view.target));
  if (view.cond.conditional != NO_ID)
    json_object_set_new(object, "conditional",
                        condition_json(policy, view.cond));
  if (view.optional.loc) {
    json_t *optional = json_object();
    json_set_place(&policy->session->diags, optional, view.optional, 0);
    json_object_set_new(object, "optional", optional);
  }
  return object;
}

static json_t *rules_json(const WhyAnswer *answer, const WhyRules *rules) {
  json_t *list = json_array();
  for (size_t i = 0; i < rules->n; i++)
    json_array_append_new(list, rule_json(answer, &rules->v[i]));
  return list;
}

static const char *reason_word(ReasonKind kind) {
  static const char *const words[] = {
      [REASON_CONSTRAINT] = "constraint",
      [REASON_ROLES] = "roles",
      [REASON_BOUNDS] = "bounds",
      [REASON_BOOLEANS] = "booleans",
      [REASON_NO_RULE] = "no-rule",
  };
  return words[kind];
}

static void set_constraint(const WhyAnswer *answer, json_t *object,
                           const Constraint *constraint) {
  Buffer text = {0};
  why_constraint_text(answer, constraint, &text);
  json_object_set_new(object, "text", json_text(text.data, text.n));
  add_place(answer->policy, object, constraint->place);
  buffer_free(&text);
}

static json_t *reason_json(const WhyAnswer *answer, const WhyReason *reason) {
  const Policy *policy = answer->policy;
  json_t *object = json_object();
  json_set_text(object, "kind", reason_word(reason->kind));
  json_object_set_new(object, "certain", json_boolean(reason->is_certain));
  json_object_set_new(object, "permissions",
                      perms_json(answer, reason->perms));
  if (reason->kind == REASON_CONSTRAINT)
    set_constraint(answer, object, reason->constraint);
  if (reason->kind == REASON_BOUNDS)
    json_object_set_new(object, "parent",
                        name_json(policy,
                                  policy->types.v[reason->parent].id));
  return object;
}

static void set_question(const WhyWords *words, json_t *object) {
  const struct {
    const char *key, *text;
  } parts[] = {{"question", words->rule},
               {"source", words->source},
               {"target", words->target},
               {"class", words->class},
               {"permissions", words->perms},
               {"sourceContext", words->source_context},
               {"targetContext", words->target_context}};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (parts[i].text)
      json_set_text(object, parts[i].key, parts[i].text);
}

static const char *verdict_word(const WhyAnswer *answer) {
  if (!answer->is_one_access)
    return answer->granted ? "found" : "none";
  return answer->granted ? "allowed" : answer->allowed ? "partly" : "denied";
}

static void set_access(const WhyAnswer *answer, json_t *object) {
  json_t *reasons = json_array();
  for (size_t i = 0; i < answer->reasons.n; i++)
    json_array_append_new(reasons,
                          reason_json(answer, &answer->reasons.v[i]));
  json_object_set_new(object, "allowed",
                      perms_json(answer, answer->allowed));
  json_object_set_new(object, "reasons", reasons);
  json_object_set_new(object, "neverallows",
                      rules_json(answer, &answer->forbidding));
  json_object_set_new(object, "dontaudits",
                      rules_json(answer, &answer->silencing));
}

static int put_json(const char *bytes, size_t n, void *out) {
  put_bytes(out, bytes, n);
  return 0;
}

void why_json(const WhyAnswer *answer, const WhyWords *words, Buffer *out) {
  json_t *object = json_object();
  set_question(words, object);
  json_set_text(object, "verdict", verdict_word(answer));
  json_object_set_new(object, "rules", rules_json(answer, &answer->rules));
  if (answer->is_one_access)
    set_access(answer, object);
  if (json_dump_callback(object, put_json, out, JSON_COMPACT))
    fatal("the answer cannot be written as JSON");
  put_string(out, "\n");
  json_decref(object);
}
