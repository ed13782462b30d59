/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <stdio.h>
#include <string.h>

#include "backend/text_conf.h"
#include "cli/command.h"
#include "cli/load_policy.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "cli/settings.h"
#include "cli/why_query.h"
#include "ir/describe.h"
#include "lib/file.h"

static const char help[] =
    "Usage: tecc why RULE INPUT... [OPTION]...\n"
    "       tecc why [-s SOURCE] [-t TARGET] [-c CLASS] [-p PERMISSIONS] "
    "INPUT...\n"
    "Says which rules grant an access, or why it is denied.  RULE is a rule\n"
    "of the policy language: 'allow a_t b_t:file read', 'dontaudit …',\n"
    "'allowxperm a_t b_t:file ioctl 0x1234', 'type_transition a_t b_t:file'.\n"
    "INPUT is a policy tree, a policy.conf, a kernel policy, or a base\n"
    "package and modules.  The status is 0 if the access is allowed, else 1.\n\n"
    "  -s, -t, -c, -p         a part of an allow rule; what is left out may be\n"
    "                         anything\n"
    "      --source-context=CONTEXT, --target-context=CONTEXT\n"
    "                         decide constraints; user:role:type[:range]\n"
    "  -D NAME=VALUE          set a variable of a tree's build.conf\n"
    "      --target=PLATFORM  of source: selinux (default) or xen\n"
    "      --map=FILE         where the rules of a kernel policy come from;\n"
    "                         by default INPUT.map where that is there\n" COMMON_HELP;

typedef struct WhyCommand {
  CommonOptions common;
  LoadOptions load;
  WhyWords words;
} WhyCommand;

enum {
  OPTION_SOURCE_CONTEXT = OPTION_OWN,
  OPTION_TARGET_CONTEXT,
  OPTION_TARGET,
  OPTION_MAP,
};

static const struct option options[] = {
    {"source-context", required_argument, NULL, OPTION_SOURCE_CONTEXT},
    {"target-context", required_argument, NULL, OPTION_TARGET_CONTEXT},
    {"target", required_argument, NULL, OPTION_TARGET},
    {"map", required_argument, NULL, OPTION_MAP},
    COMMON_OPTIONS,
};

/* Takes one option; -1 to go on, else the exit status. */
static int take_option(WhyCommand *command, int option) {
  switch (option) {
  case 's': command->words.source = optarg; return -1;
  case 't': command->words.target = optarg; return -1;
  case 'c': command->words.class = optarg; return -1;
  case 'p': command->words.perms = optarg; return -1;
  case OPTION_SOURCE_CONTEXT:
    command->words.source_context = optarg;
    return -1;
  case OPTION_TARGET_CONTEXT:
    command->words.target_context = optarg;
    return -1;
  case OPTION_MAP: command->load.map = optarg; return -1;
  case 'D': return setting_add(&command->common.session.arena,
                               &command->load.settings, optarg);
  case OPTION_TARGET:
    if (!parse_target(optarg, &command->load.target))
      return usage_error("--target: '%s' is not selinux or xen", optarg);
    return -1;
  default: return common_option(&command->common, option, help);
  }
}

static int parse_command(WhyCommand *command, int argc, char **argv) {
  int option, status = -1;
  while (status < 0 &&
         (option = getopt_long(argc, argv, "s:t:c:p:D:" COMMON_LETTERS,
                               options, NULL)) != -1)
    status = take_option(command, option);
  if (status >= 0)
    return status;
  const WhyWords *words = &command->words;
  if (!words->source && !words->target && !words->class && !words->perms) {
    if (optind == argc)
      return usage_error("why: a rule is wanted");
    command->words.rule = argv[optind++];
  }
  if (optind == argc)
    return usage_error("why: a policy is wanted");
  return -1;
}

/* One answer while it is put together. */
typedef struct Answer {
  Policy *policy;
  const WhyQuestion *question;
  Buffer text;
  bool granted;
} Answer;

static const char *type_text(const Answer *answer, TypeId id) {
  return name_text(&answer->policy->session->names,
                   answer->policy->types.v[id].id.name);
}

/* "  path:line:column" and the calls that led there. */
static void put_place(Answer *answer, const char *before, Place place) {
  Sources *sources = &answer->policy->session->sources;
  Position at = source_position(sources, place.loc);
  if (!at.source)
    return;
  put_format(&answer->text, "  %s%s:%u:%u\n", before, at.path, at.line,
             at.column);
  for (Origin origin = place.origin; origin;) {
    MacroCall call = origin_call(sources, origin);
    at = source_position(sources, call.loc);
    if (at.source)
      put_format(&answer->text, "  in the call of %s, %s:%u:%u\n",
                 name_text(&answer->policy->session->names, call.macro),
                 at.path, at.line, at.column);
    origin = call.parent;
  }
}

/* Where the macro was called that made a text, without the calls around. */
static Place innermost_call(const Answer *answer, Place place) {
  const Sources *sources = &answer->policy->session->sources;
  Loc loc = place.origin ? origin_call(sources, place.origin).loc : 0;
  return (Place){loc ? loc : place.loc, 0};
}

/* Through which attributes a set of the rule has what was asked for. */
static void put_attributes(Answer *answer, const char *end, bool any,
                           TypeId asked, const TypeSet *set) {
  const Policy *policy = answer->policy;
  Bitset types = {0};
  if (any || policy->types.v[asked].is_attribute)
    return; /* the rule itself says it */
  bitset_add(&types, asked);
  const char *attributes = describe_attributes(policy, set, &types);
  bitset_free(&types);
  if (attributes)
    put_format(&answer->text, "  %s through %s\n", end, attributes);
}

static void put_ends(Answer *answer, const TypeSet *source,
                     const TypeSet *target) {
  const WhyQuery *query = &answer->question->query;
  put_attributes(answer, "source", query->any_source, query->source, source);
  put_attributes(answer, "target", query->any_target, query->target, target);
}

static void put_condition(Answer *answer, CondRef cond) {
  const Policy *policy = answer->policy;
  if (cond.conditional == NO_ID)
    return;
  put_format(&answer->text, "  %s %s, which is %s by default\n",
             cond.in_else ? "unless" : "if",
             describe_condition(policy,
                                &policy->conditionals.v[cond.conditional]),
             condition_holds(policy, cond) != cond.in_else ? "so"
                                                           : "not so");
}

static void put_rule(Answer *answer, const WhyRule *rule) {
  static const CondRef everywhere = {NO_ID, false};
  const Policy *policy = answer->policy;
  const char *text = rule->av ? describe_av_rule(policy, rule->av,
                                                 rule->class_index)
                     : rule->type
                         ? describe_type_rule(policy, rule->type)
                         : describe_file_transition(policy, rule->file);
  put_format(&answer->text, "%s\n", text);
  put_place(answer, "", rule->av     ? rule->av->place
                        : rule->type ? rule->type->place
                                     : rule->file->place);
  put_ends(answer,
           rule->av     ? &rule->av->source
           : rule->type ? &rule->type->source
                        : &rule->file->source,
           rule->av     ? &rule->av->target
           : rule->type ? &rule->type->target
                        : &rule->file->target);
  put_condition(answer, rule->av     ? rule->av->cond
                        : rule->type ? rule->type->cond
                                     : everywhere);
  Place optional = rule->av     ? rule->av->optional
                   : rule->type ? rule->type->optional
                                : rule->file->optional;
  put_place(answer, "in the optional block ",
            innermost_call(answer, optional));
}

static void put_rules(Answer *answer, const char *title,
                      const WhyRules *rules) {
  if (rules->n)
    put_string(&answer->text, title);
  for (size_t i = 0; i < rules->n; i++)
    put_rule(answer, &rules->v[i]);
}

static const char *access_text(const Answer *answer, PermMask perms) {
  const WhyQuery *query = &answer->question->query;
  return describe_access(answer->policy, query->source, query->target,
                         query->class_id, perms);
}

static void put_verdict(Answer *answer, const char *verdict, PermMask perms,
                        const char *reason) {
  if (perms)
    put_format(&answer->text, "%s: allow %s%s\n", verdict,
               access_text(answer, perms), reason);
}

/* The kernel takes from a bounded type what its parent may not do (ss/
 * services.c, type_attribute_bounds_av). */
static PermMask put_bounds(Answer *answer, PermMask perms) {
  const WhyQuery *query = &answer->question->query;
  const Policy *policy = answer->policy;
  TypeId parent = policy->types.v[query->source].bounds;
  TypeId target = policy->types.v[query->target].bounds;
  if (parent == NO_ID)
    return 0;
  Granted granted = granted_perms(
      policy, parent, target == NO_ID ? query->target : target,
      query->class_id);
  PermMask lost = perms & ~granted.now;
  if (lost)
    put_verdict(answer, "denied", lost,
                arena_printf(&policy->session->arena,
                             ": its parent '%s' may not do it",
                             type_text(answer, parent)));
  return lost;
}

static PermMask constrained_perms(const Constraint *constraint,
                                  ClassId class_id) {
  for (uint32_t i = 0; i < constraint->n_classes; i++)
    if (constraint->classes[i].class_id == class_id &&
        !constraint->validatetrans)
      return constraint->classes[i].perms;
  return 0;
}

static void put_constraint(Answer *answer, const Constraint *constraint) {
  Buffer text = {0};
  text_constraint_write(answer->policy, constraint,
                        answer->question->query.class_id, &text);
  put_format(&answer->text, "%.*s", (int)text.n, text.data);
  put_place(answer, "", constraint->place);
  buffer_free(&text);
}

/* Gives the permissions that a constraint denies for certain. */
static PermMask put_constraints(Answer *answer, PermMask perms) {
  const WhyQuestion *question = answer->question;
  const Policy *policy = answer->policy;
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
    put_verdict(answer, verdict == VERDICT_NO ? "denied" : "may be denied",
                subject, " by the constraint");
    put_constraint(answer, constraint);
  }
  return lost;
}

/* What else is said of permissions that no rule allows. */
static void put_obstacles(Answer *answer, PermMask perms) {
  Policy *policy = answer->policy;
  WhyQuery query = answer->question->query;
  if (!perms)
    return;
  ARRAY(Ident) names = {0};
  for (uint32_t bit = 0; bit < policy->classes.v[query.class_id].n_perms;
       bit++)
    if (perms >> bit & 1)
      ARRAY_PUSH(&names, (Ident){policy_perm_name(policy, query.class_id, bit),
                                 no_place});
  query.perms = (Idents){names.v, (uint32_t)names.n};
  WhyRules rules = why_forbidden(policy, &query);
  put_rules(answer, "a neverallow rule forbids to allow it:\n", &rules);
  ARRAY_FREE(&rules);
  query.kind = RULE_DONTAUDIT;
  rules = why_rules(policy, &query);
  put_rules(answer, "the denial is not audited:\n", &rules);
  ARRAY_FREE(&rules);
  ARRAY_FREE(&names);
}

/* One access: whether, by what, and what stands in its way. */
static void answer_access(Answer *answer, const WhyRules *rules) {
  const Policy *policy = answer->policy;
  const WhyQuery *query = &answer->question->query;
  Granted granted = granted_perms(policy, query->source, query->target,
                                  query->class_id);
  PermMask asked = query->perms.n
                       ? why_perms(policy, query, query->class_id)
                       : granted.ever;
  PermMask lost = put_bounds(answer, asked & granted.now);
  lost |= put_constraints(answer, asked & granted.ever);
  put_verdict(answer, "allowed", asked & granted.now & ~lost, "");
  put_verdict(answer, "denied", asked & granted.ever & ~granted.now,
              ": only with other values of booleans");
  put_verdict(answer, "denied", asked & ~granted.ever, ": no rule allows it");
  put_rules(answer, "", rules);
  put_obstacles(answer, asked & ~granted.ever);
  answer->granted = asked && !(asked & ~granted.now) && !lost;
}

static bool is_one_access(const Answer *answer) {
  const WhyQuery *query = &answer->question->query;
  const Type *types = answer->policy->types.v;
  return query->kind == RULE_ALLOW && !query->any_source &&
         !query->any_target && query->class_id != NO_ID &&
         !types[query->source].is_attribute &&
         !types[query->target].is_attribute;
}

static void answer_question(Answer *answer) {
  WhyRules rules = why_rules(answer->policy, &answer->question->query);
  if (is_one_access(answer)) {
    answer_access(answer, &rules);
  } else {
    put_rules(answer, "", &rules);
    answer->granted = rules.n;
  }
  if (!answer->text.n)
    put_string(&answer->text, "no such rule\n");
  ARRAY_FREE(&rules);
}

/* Gives whether the access is granted. */
static bool why(WhyCommand *command, char **inputs, int n) {
  Session *session = &command->common.session;
  Policy *policy = load_policy(session, inputs, (size_t)n, &command->load);
  WhyQuestion question;
  if (!policy || !why_question(policy, &command->words, &question))
    return false;
  Answer answer = {.policy = policy, .question = &question};
  answer_question(&answer);
  Output output = {"-", answer.text.data, answer.text.n};
  outputs_write(&output, 1);
  buffer_free(&answer.text);
  return answer.granted;
}

int cmd_why(int argc, char **argv) {
  WhyCommand command = {0};
  common_begin(&command.common);
  int status = parse_command(&command, argc, argv);
  if (status >= 0)
    return status;
  bool granted = why(&command, argv + optind, argc - optind);
  status = common_end(&command.common);
  return status ? status : !granted;
}
