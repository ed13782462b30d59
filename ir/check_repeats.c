/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A module says only once where a file name or role transition leads, even if
 * it says the same again (checkpolicy policy_define.c, define_filename_trans
 * and define_role_trans).  Whether two modules contradict each other is seen
 * when the linked policy is expanded.
 *
 * A type attribute stands for the types that the module's own text gives it
 * outside of optional blocks, a role attribute for itself. */
#include "ir/passes.h"
#include "ir/words.h"

typedef ARRAY(Name) NameList;

/* A type of an attribute. */
typedef struct Member {
  Name type;
  uint32_t next; /* index + 1 of another of the same attribute */
} Member;

/* What two rules are compared by, and shown as. */
typedef struct Key {
  Name source, target; /* of roles: a role and a type */
  Name class, file_name;
} Key;

typedef struct Rule {
  Name result;
  Place place;
} Rule;

typedef struct TransitionChecker {
  Diags *diags;
  const Module *module;
  ARRAY(Member) members;
  Map last_member; /* Name of an attribute to the index + 1 of a member, 0 if
                      it has none */
  Map alias_of;    /* Name of an alias to that of its type */
  Map pairs; /* two numbers of 32 bits to one */
  Map known; /* the pair of pairs of a Key to the index + 1 of a rule */
  ARRAY(Rule) rules;
  bool is_told;                     /* a fault of the last rule */
  NameList sources, targets, taken; /* of the rule at hand */
} TransitionChecker;

/* Types */

static void collect_types(TransitionChecker *checker, const Symbols *symbols) {
  for (size_t i = 0; i < symbols->n; i++) {
    const Symbol *symbol = &symbols->v[i];
    if (symbol->kind != SYMBOL_TYPE)
      continue;
    if (symbol->flavor == FLAVOR_ALIAS)
      *map_put(&checker->alias_of, symbol->id.name, NULL) =
          symbol->target.name;
    if (symbol->flavor == FLAVOR_ATTRIBUTE)
      map_put(&checker->last_member, symbol->id.name, NULL);
  }
}

static Name type_of(const TransitionChecker *checker, Name name) {
  const uint32_t *type = map_get(&checker->alias_of, name);
  return type ? *type : name;
}

static void collect_members(TransitionChecker *checker) {
  const Block *global = &checker->module->blocks.v[0];
  for (size_t i = 0; i < global->type_members.n; i++) {
    ModMember member = global->type_members.v[i];
    uint32_t *last =
        map_put(&checker->last_member, member.attribute.name, NULL);
    ARRAY_PUSH(&checker->members,
               (Member){type_of(checker, member.member.name), *last});
    *last = (uint32_t)checker->members.n;
  }
}

/* Adds a type, or what an attribute stands for. */
static void add_types(TransitionChecker *checker, NameList *list, Name name) {
  const uint32_t *last = map_get(&checker->last_member, name);
  if (!last)
    ARRAY_PUSH(list, type_of(checker, name));
  for (uint32_t i = last ? *last : 0; i; i = checker->members.v[i - 1].next)
    ARRAY_PUSH(list, checker->members.v[i - 1].type);
}

static void take_out(NameList *list, const NameList *taken) {
  Map names = {0};
  size_t n = 0;
  for (size_t i = 0; i < taken->n; i++)
    map_put(&names, taken->v[i], NULL);
  for (size_t i = 0; i < list->n; i++)
    if (!map_get(&names, list->v[i]))
      list->v[n++] = list->v[i];
  list->n = n;
  map_free(&names);
}

/* The types of a set, in which neither `*` nor `~` can stand; whether `self` is
 * among them. */
static bool list_types(TransitionChecker *checker, const NameSet *set,
                       NameList *list) {
  bool has_self = false;
  list->n = checker->taken.n = 0;
  for (uint32_t i = 0; i < set->n; i++)
    if (set_name(set, i) == WORD_SELF)
      has_self = true;
    else
      add_types(checker, set_minus(set, i) ? &checker->taken : list,
                set_name(set, i));
  if (checker->taken.n)
    take_out(list, &checker->taken);
  return has_self;
}

/* Rules */

static uint64_t pair_of(TransitionChecker *checker, uint64_t a, uint32_t b) {
  bool is_new = false;
  uint32_t *pair = map_put(&checker->pairs, a << 32 | b, &is_new);
  if (is_new)
    *pair = (uint32_t)checker->pairs.n;
  return *pair;
}

static void report(TransitionChecker *checker, const Key *key,
                   const Rule *first, const Rule *second) {
  const Names *names = checker->diags->names;
  const char *source = name_text(names, key->source);
  const char *target = name_text(names, key->target);
  const char *class = name_text(names, key->class);
  bool same = first->result == second->result;
  const char *fault = same ? "is there already" : "conflicts with another rule";
  if (key->file_name)
    diag_error_as(checker->diags, ERROR_CONFLICT, second->place,
                  "type_transition from '%s' and '%s' of class '%s' for "
                  "\"%s\" %s",
                  source, target, class, name_text(names, key->file_name),
                  fault);
  else
    diag_error_as(checker->diags, ERROR_CONFLICT, second->place,
                  "role_transition from '%s' and '%s' of class '%s' %s",
                  source, target, class, fault);
  diag_note(checker->diags, first->place,
            same ? "the first is here" : "there the result is '%s'",
            name_text(names, first->result));
}

static void begin_rule(TransitionChecker *checker, Ident result, Place place) {
  ARRAY_PUSH(&checker->rules, (Rule){result.name, place});
  checker->is_told = false;
}

/* The rule at hand for one source, target and class. */
static void check_key(TransitionChecker *checker, const Key *key) {
  uint64_t names = pair_of(checker, key->source, key->target);
  uint64_t what = pair_of(checker, key->class, key->file_name);
  uint32_t *rule = map_put(&checker->known, names << 32 | what, NULL);
  uint32_t here = (uint32_t)checker->rules.n;
  if (*rule && *rule != here && !checker->is_told) {
    checker->is_told = true;
    report(checker, key, &checker->rules.v[*rule - 1],
           &checker->rules.v[here - 1]);
  }
  if (!*rule)
    *rule = here;
}

static void check_classes(TransitionChecker *checker, Key key,
                          const NameSet *classes) {
  for (uint32_t i = 0; i < classes->n; i++) {
    key.class = set_name(classes, i);
    check_key(checker, &key);
  }
}

static void check_file_transition(TransitionChecker *checker,
                                  const ModTypeRule *rule) {
  Key key = {.file_name = rule->file_name.name};
  NameList *targets = &checker->targets;
  list_types(checker, &rule->source, &checker->sources);
  bool has_self = list_types(checker, &rule->target, targets);
  begin_rule(checker, rule->result, rule->place);
  for (size_t i = 0; i < checker->sources.n; i++) {
    key.source = key.target = checker->sources.v[i];
    if (has_self)
      check_classes(checker, key, &rule->classes);
    for (size_t j = 0; j < targets->n; j++) {
      key.target = targets->v[j];
      check_classes(checker, key, &rule->classes);
    }
  }
}

static void check_role_transition(TransitionChecker *checker,
                                  const ModRoleTransition *rule) {
  Key key = {.file_name = NO_NAME};
  list_types(checker, &rule->types, &checker->targets);
  begin_rule(checker, rule->result, rule->place);
  for (uint32_t i = 0; i < rule->roles.n; i++)
    for (size_t j = 0; j < checker->targets.n; j++) {
      key.source = set_name(&rule->roles, i);
      key.target = checker->targets.v[j];
      check_classes(checker, key, &rule->classes);
    }
}

void check_repeats(Session *session, const Module *module) {
  TransitionChecker checker = {.diags = &session->diags, .module = module};
  for (size_t i = 0; i < module->blocks.n; i++) {
    collect_types(&checker, &module->blocks.v[i].declared);
    collect_types(&checker, &module->blocks.v[i].required);
  }
  collect_members(&checker);
  for (size_t i = 0; i < module->blocks.n; i++) {
    const Block *block = &module->blocks.v[i];
    for (size_t j = 0; j < block->type_rules.n; j++)
      if (block->type_rules.v[j].file_name.name)
        check_file_transition(&checker, &block->type_rules.v[j]);
    for (size_t j = 0; j < block->role_transitions.n; j++)
      check_role_transition(&checker, &block->role_transitions.v[j]);
  }
  ARRAY_FREE(&checker.members);
  map_free(&checker.last_member);
  map_free(&checker.alias_of);
  map_free(&checker.pairs);
  map_free(&checker.known);
  ARRAY_FREE(&checker.rules);
  ARRAY_FREE(&checker.sources);
  ARRAY_FREE(&checker.targets);
  ARRAY_FREE(&checker.taken);
}
