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

/* A set of names by their numbers; that of one takes no memory, as there are
 * many. */
typedef struct Numbers {
  uint32_t only; /* NO_ID: see `many` */
  Bitset many;
} Numbers;

typedef struct Rule {
  Name result;
  Place place;
  Numbers sources;
} Rule;

/* What a rule is about, but for its sources. */
typedef struct Key {
  uint32_t target; /* a number */
  Name class, file_name;
} Key;

/* The rules with one Key. */
typedef struct Known {
  Numbers sources; /* of all */
  uint32_t last;   /* index of a Part */
} Known;

/* What a rule says about one Key. */
typedef struct Part {
  uint32_t rule;
  uint32_t next; /* index of another about the same, 0: none */
  bool is_self;  /* of the rule's sources only the target itself */
} Part;

typedef struct RepeatChecker {
  Diags *diags;
  NameIndex number;        /* of a name, + 1: they are counted as they come */
  ARRAY(Name) names;       /* by number */
  NameIndex attribute;     /* index into `members`, + 1 */
  ARRAY(Bitset) members;   /* numbers of an attribute's types */
  NameIndex alias_of;      /* Name of a type */
  ARRAY(Rule) rules;
  Map pairs;               /* a class and a file name to a number */
  Map known_of;            /* that number and a target to an index + 1 */
  ARRAY(Known) known;
  ARRAY(Part) parts;       /* 0 is unused */
  uint32_t n_told;         /* faults */
  bool is_told;            /* one of the last rule */
  Bitset sources, targets; /* of the rule at hand */
} RepeatChecker;

/* Names */

static uint32_t number_of(RepeatChecker *checker, Name name) {
  enum { ALIASES_MAX = 100 }; /* of each other: in a circle, an error */
  for (int i = 0; i < ALIASES_MAX; i++) {
    Name type = name_index_get(&checker->alias_of, name);
    if (!type)
      break;
    name = type;
  }
  uint32_t *number = name_index_at(&checker->number, name);
  if (!*number) {
    ARRAY_PUSH(&checker->names, name);
    *number = (uint32_t)checker->names.n;
  }
  return *number - 1;
}

static Bitset *members_of(RepeatChecker *checker, Name attribute) {
  uint32_t *index = name_index_at(&checker->attribute, attribute);
  if (!*index) {
    ARRAY_PUSH(&checker->members, (Bitset){0});
    *index = (uint32_t)checker->members.n;
  }
  return &checker->members.v[*index - 1];
}

static void collect_types(RepeatChecker *checker, const Symbols *symbols) {
  for (size_t i = 0; i < symbols->n; i++) {
    const Symbol *symbol = &symbols->v[i];
    if (symbol->kind != SYMBOL_TYPE)
      continue;
    if (symbol->flavor == FLAVOR_ALIAS)
      *name_index_at(&checker->alias_of, symbol->id.name) = symbol->target.name;
    if (symbol->flavor == FLAVOR_ATTRIBUTE)
      members_of(checker, symbol->id.name);
  }
}

static void collect_members(RepeatChecker *checker, const Block *global) {
  for (size_t i = 0; i < global->type_members.n; i++) {
    ModMember member = global->type_members.v[i];
    bitset_add(members_of(checker, member.attribute.name),
               number_of(checker, member.member.name));
  }
}

/* The types of a set, in which neither `*` nor `~` can stand; whether `self` is
 * among them. */
static bool take_types(RepeatChecker *checker, const NameSet *set,
                       Bitset *types) {
  bool has_self = false;
  Bitset out = {0};
  bitset_clear(types);
  for (uint32_t i = 0; i < set->n; i++) {
    Name name = set_name(set, i);
    uint32_t attribute = name_index_get(&checker->attribute, name);
    Bitset *to = set_minus(set, i) ? &out : types;
    if (name == WORD_SELF)
      has_self = true;
    else if (attribute)
      bitset_union(to, &checker->members.v[attribute - 1]);
    else
      bitset_add(to, number_of(checker, name));
  }
  bitset_subtract(types, &out);
  bitset_free(&out);
  return has_self;
}

/* Sets of numbers */

static bool has_number(const Numbers *numbers, uint32_t number) {
  return numbers->only == NO_ID ? bitset_has(&numbers->many, number)
                                : numbers->only == number;
}

/* A number that both have, or NO_ID. */
static uint32_t common_number(const Numbers *a, const Numbers *b) {
  if (a->only != NO_ID)
    return has_number(b, a->only) ? a->only : NO_ID;
  if (b->only != NO_ID)
    return has_number(a, b->only) ? b->only : NO_ID;
  if (bitset_intersects(&a->many, &b->many))
    BITSET_EACH(number, &a->many)
      if (bitset_has(&b->many, number))
        return number;
  return NO_ID;
}

static void join_numbers(Numbers *to, const Numbers *from) {
  if (to->only != NO_ID) {
    bitset_add(&to->many, to->only);
    to->only = NO_ID;
  }
  if (from->only != NO_ID)
    bitset_add(&to->many, from->only);
  else
    bitset_union(&to->many, &from->many);
}

static Numbers copy_numbers(const Bitset *set) {
  Numbers numbers = {.only = bitset_next(set, 0)};
  if (numbers.only != NO_ID && bitset_next(set, numbers.only + 1) == NO_ID)
    return numbers;
  numbers.only = NO_ID;
  bitset_copy(&numbers.many, set);
  return numbers;
}

/* Rules */

static uint32_t pair_of(RepeatChecker *checker, uint32_t a, uint32_t b) {
  bool is_new = false;
  uint32_t *pair = map_put(&checker->pairs, (uint64_t)a << 32 | b, &is_new);
  if (is_new)
    *pair = (uint32_t)checker->pairs.n;
  return *pair;
}

static Known *known_of(RepeatChecker *checker, const Key *key) {
  uint64_t what = pair_of(checker, key->class, key->file_name);
  uint32_t *index =
      map_put(&checker->known_of, what << 32 | key->target, NULL);
  if (!*index) {
    ARRAY_PUSH(&checker->known, (Known){.sources.only = NO_ID});
    *index = (uint32_t)checker->known.n;
  }
  return &checker->known.v[*index - 1];
}

/* The rule that said first what is said of the source and the Key. */
static const Rule *find_first(const RepeatChecker *checker, const Known *known,
                              uint32_t source, uint32_t target) {
  const Rule *first = NULL;
  for (uint32_t i = known->last; i; i = checker->parts.v[i].next) {
    const Part *part = &checker->parts.v[i];
    const Rule *rule = &checker->rules.v[part->rule];
    if (part->is_self ? source == target : has_number(&rule->sources, source))
      first = rule;
  }
  return first;
}

static void tell(RepeatChecker *checker, const Key *key, uint32_t source,
                 const Rule *first, const Rule *second) {
  const Names *names = checker->diags->names;
  const char *from = name_text(names, checker->names.v[source]);
  const char *target = name_text(names, checker->names.v[key->target]);
  const char *class = name_text(names, key->class);
  bool same = first->result == second->result;
  const char *fault = same ? "is there already" : "conflicts with another rule";
  if (key->file_name)
    diag_error_as(checker->diags, ERROR_CONFLICT, second->place,
                  "type_transition from '%s' and '%s' of class '%s' for "
                  "\"%s\" %s",
                  from, target, class, name_text(names, key->file_name), fault);
  else
    diag_error_as(checker->diags, ERROR_CONFLICT, second->place,
                  "role_transition from '%s' and '%s' of class '%s' %s", from,
                  target, class, fault);
  if (same)
    diag_note(checker->diags, first->place, "the first is here");
  else
    diag_note(checker->diags, first->place, "there the result is '%s'",
              name_text(names, first->result));
}

/* Adds what the last rule says of a Key. */
static void add_part(RepeatChecker *checker, const Key *key, bool is_self) {
  enum { TOLD_MAX = 1000 }; /* so that very many faults are not slow */
  uint32_t rule = (uint32_t)checker->rules.n - 1;
  Known *known = known_of(checker, key);
  const Part *last = &checker->parts.v[known->last];
  if (known->last && last->rule == rule && last->is_self == is_self)
    return; /* a class that is written twice */
  Numbers self = {.only = key->target};
  const Numbers *sources = is_self ? &self : &checker->rules.v[rule].sources;
  uint32_t source = common_number(sources, &known->sources);
  if (source != NO_ID && !checker->is_told && checker->n_told < TOLD_MAX) {
    checker->is_told = true;
    checker->n_told++;
    tell(checker, key, source,
         find_first(checker, known, source, key->target),
         &checker->rules.v[rule]);
  }
  if (known->last)
    join_numbers(&known->sources, sources);
  else if (sources->only != NO_ID)
    known->sources.only = sources->only;
  else
    bitset_copy(&known->sources.many, &sources->many);
  ARRAY_PUSH(&checker->parts, (Part){rule, known->last, is_self});
  known->last = (uint32_t)checker->parts.n - 1;
}

static void add_classes(RepeatChecker *checker, Key key, const NameSet *classes,
                        bool is_self) {
  for (uint32_t i = 0; i < classes->n; i++) {
    key.class = set_name(classes, i);
    add_part(checker, &key, is_self);
  }
}

/* Adds a rule from `sources`, about each of `targets`.  It is the last rule also
 * if it says nothing. */
static void add_rule(RepeatChecker *checker, Ident result, Place place,
                     Name file_name, const NameSet *classes) {
  Key key = {.file_name = file_name};
  ARRAY_PUSH(&checker->rules,
             (Rule){result.name, place, copy_numbers(&checker->sources)});
  checker->is_told = false;
  if (bitset_is_empty(&checker->sources))
    return;
  BITSET_EACH(target, &checker->targets) {
    key.target = target;
    add_classes(checker, key, classes, false);
  }
}

static void add_file_transition(RepeatChecker *checker,
                                const ModTypeRule *rule) {
  take_types(checker, &rule->source, &checker->sources);
  bool has_self = take_types(checker, &rule->target, &checker->targets);
  add_rule(checker, rule->result, rule->place, rule->file_name.name,
           &rule->classes);
  if (!has_self)
    return;
  BITSET_EACH(source, &checker->sources) {
    Key key = {.target = source, .file_name = rule->file_name.name};
    add_classes(checker, key, &rule->classes, true);
  }
}

static void add_role_transition(RepeatChecker *checker,
                                const ModRoleTransition *rule) {
  bitset_clear(&checker->sources);
  for (uint32_t i = 0; i < rule->roles.n; i++)
    bitset_add(&checker->sources,
               number_of(checker, set_name(&rule->roles, i)));
  take_types(checker, &rule->types, &checker->targets);
  add_rule(checker, rule->result, rule->place, NO_NAME, &rule->classes);
}

static void free_checker(RepeatChecker *checker) {
  ARRAY_FREE(&checker->number);
  ARRAY_FREE(&checker->attribute);
  ARRAY_FREE(&checker->alias_of);
  for (size_t i = 0; i < checker->members.n; i++)
    bitset_free(&checker->members.v[i]);
  for (size_t i = 0; i < checker->rules.n; i++)
    bitset_free(&checker->rules.v[i].sources.many);
  for (size_t i = 0; i < checker->known.n; i++)
    bitset_free(&checker->known.v[i].sources.many);
  ARRAY_FREE(&checker->names);
  ARRAY_FREE(&checker->members);
  ARRAY_FREE(&checker->rules);
  ARRAY_FREE(&checker->known);
  ARRAY_FREE(&checker->parts);
  map_free(&checker->pairs);
  map_free(&checker->known_of);
  bitset_free(&checker->sources);
  bitset_free(&checker->targets);
}

void check_repeats(Session *session, const Module *module) {
  RepeatChecker checker = {.diags = &session->diags};
  ARRAY_PUSH(&checker.parts, (Part){0});
  for (size_t i = 0; i < module->blocks.n; i++) {
    collect_types(&checker, &module->blocks.v[i].declared);
    collect_types(&checker, &module->blocks.v[i].required);
  }
  collect_members(&checker, &module->blocks.v[0]);
  for (size_t i = 0; i < module->blocks.n; i++) {
    const Block *block = &module->blocks.v[i];
    for (size_t j = 0; j < block->type_rules.n; j++)
      if (block->type_rules.v[j].file_name.name)
        add_file_transition(&checker, &block->type_rules.v[j]);
    for (size_t j = 0; j < block->role_transitions.n; j++)
      add_role_transition(&checker, &block->role_transitions.v[j]);
  }
  free_checker(&checker);
}
