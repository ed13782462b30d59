/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every name in a module's rules must be in scope where it stands, and be of
 * the right sort: a type where no attribute may stand, and so on (checkpolicy
 * policy_define.c, is_id_in_scope and the look-ups behind it).  Each name is
 * reported once, where it is first missed. */
#include "ir/passes.h"
#include "ir/scopes.h"
#include "ir/words.h"

/* What may stand in a place. */
typedef enum Wanted { WANT_ANY, WANT_PLAIN, WANT_ATTRIBUTE } Wanted;

typedef struct Checker {
  Diags *diags;
  const Module *module;
  const Scopes *scopes;
  Session *session;
  Map reported; /* SymbolKind and Name of what was reported */
} Checker;

/* One wrong name in a macro stands in a thousand rules. */
static bool is_first_report(Checker *checker, SymbolKind kind, Name name) {
  bool is_new;
  map_put(&checker->reported, (uint64_t)kind << 32 | name, &is_new);
  return is_new;
}

static void report_missing(Checker *checker, SymbolKind kind, Ident id,
                           Wanted wanted) {
  if (!is_first_report(checker, kind, id.name) ||
      session_misses(checker->session, id.name))
    return;
  const char *word = symbol_sort_word(
      kind, wanted == WANT_ATTRIBUTE ? FLAVOR_ATTRIBUTE : FLAVOR_PLAIN);
  const char *text = name_text(checker->diags->names, id.name);
  const ScopeEntry *other =
      scopes_find_anywhere(checker->scopes, kind, id.name);
  if (other && (other->declared || !checker->module->is_base)) {
    diag_error_as(checker->diags, ERROR_OUT_OF_SCOPE, id.place,
                  "%s '%s' is not in scope here", word, text);
    diag_note(checker->diags, other->id.place, "it is %s only in this block",
              other->declared ? "declared" : "required");
    return;
  }
  diag_error_as(checker->diags, ERROR_UNDECLARED, id.place,
                "%s '%s' is not declared%s", word, text,
                checker->module->is_base ? "" : " and not required");
  if (other)
    diag_note(checker->diags, other->id.place, "a block requires it");
  else
    scopes_suggest(checker->scopes, checker->diags, kind, id.name);
}

static void report_flavor(Checker *checker, const ScopeEntry *entry, Ident id,
                          Wanted wanted) {
  if (!is_first_report(checker, entry->kind, id.name))
    return;
  const char *word = symbol_kind_word(entry->kind);
  const char *text = name_text(checker->diags->names, id.name);
  if (wanted == WANT_ATTRIBUTE)
    diag_error_as(checker->diags, ERROR_WRONG_KIND, id.place,
                  "'%s' is a %s, not an attribute", text, word);
  else
    diag_error_as(checker->diags, ERROR_WRONG_KIND, id.place,
                  "'%s' is an attribute, not a %s", text, word);
  diag_note(checker->diags, entry->id.place, "%s here",
            entry->declared ? "declared" : "required");
}

static void check_name(Checker *checker, uint32_t block, SymbolKind kind,
                       Ident id, Wanted wanted) {
  if (id.name == NO_NAME)
    return;
  const ScopeEntry *entry = scopes_find(checker->scopes, block, kind, id.name);
  if (!entry)
    report_missing(checker, kind, id, wanted);
  else if (wanted != WANT_ANY &&
           (entry->flavor == FLAVOR_ATTRIBUTE) != (wanted == WANT_ATTRIBUTE))
    report_flavor(checker, entry, id, wanted);
}

static void check_set(Checker *checker, uint32_t block, SymbolKind kind,
                      const NameSet *set) {
  for (uint32_t i = 0; i < set->n; i++) {
    Name name = set_name(set, i);
    bool is_self = kind == SYMBOL_TYPE && name == WORD_SELF;
    if (!is_self && !scopes_find(checker->scopes, block, kind, name))
      report_missing(checker, kind, set_id(set, i), WANT_ANY);
  }
}

/* Sensitivities and categories have no scope (checkpolicy looks them up in
 * the whole module). */
static void check_mls_name(Checker *checker, SymbolKind kind, Ident id) {
  if (id.name != NO_NAME &&
      !scopes_find_anywhere(checker->scopes, kind, id.name))
    report_missing(checker, kind, id, WANT_ANY);
}

static void check_level(Checker *checker, const Level *level) {
  check_mls_name(checker, SYMBOL_LEVEL, level->sensitivity);
  for (uint32_t i = 0; i < level->n_categories; i++) {
    check_mls_name(checker, SYMBOL_CATEGORY, level->categories[i].low);
    check_mls_name(checker, SYMBOL_CATEGORY, level->categories[i].high);
  }
}

static void check_range(Checker *checker, const Range *range) {
  check_level(checker, &range->low);
  check_level(checker, &range->high);
}

/* Contexts stand only in the global block of a base. */
static void check_context(Checker *checker, const Context *context) {
  check_name(checker, 0, SYMBOL_USER, context->user, WANT_ANY);
  check_name(checker, 0, SYMBOL_ROLE, context->role, WANT_PLAIN);
  check_name(checker, 0, SYMBOL_TYPE, context->type, WANT_PLAIN);
  if (context->has_range)
    check_range(checker, &context->range);
}

/* Source, target and classes, which most rules have. */
static void check_sets(Checker *checker, uint32_t block, const NameSet *source,
                       const NameSet *target, const NameSet *classes) {
  check_set(checker, block, SYMBOL_TYPE, source);
  check_set(checker, block, SYMBOL_TYPE, target);
  check_set(checker, block, SYMBOL_CLASS, classes);
}

static void check_av_rules(Checker *checker, uint32_t block,
                           const ModAvRule *rules, size_t n) {
  for (const ModAvRule *rule = rules; rule < rules + n; rule++)
    check_sets(checker, block, &rule->source, &rule->target, &rule->classes);
}

static void check_type_rules(Checker *checker, uint32_t block,
                             const ModTypeRule *rules, size_t n) {
  for (const ModTypeRule *rule = rules; rule < rules + n; rule++) {
    check_sets(checker, block, &rule->source, &rule->target, &rule->classes);
    check_name(checker, block, SYMBOL_TYPE, rule->result, WANT_PLAIN);
  }
}

/* A condition is decided by link if it is over tunables, by the kernel if it
 * is over booleans; so it cannot be over both. */
static void check_condition(Checker *checker, uint32_t block,
                            const CondExpr *expr) {
  Ident seen[2] = {{0}, {0}}; /* a boolean, a tunable */
  for (uint32_t i = 0; i < expr->n; i++) {
    Ident id = expr->v[i].boolean;
    if (expr->v[i].op != COND_BOOL)
      continue;
    check_name(checker, block, SYMBOL_BOOL, id, WANT_ANY);
    const ScopeEntry *entry =
        scopes_find_anywhere(checker->scopes, SYMBOL_BOOL, id.name);
    if (entry)
      seen[entry->flavor == FLAVOR_TUNABLE] = id;
  }
  if (!seen[0].name || !seen[1].name)
    return;
  diag_error(checker->diags, expr->place,
             "a condition cannot mix boolean '%s' with tunable '%s'",
             name_text(checker->diags->names, seen[0].name),
             name_text(checker->diags->names, seen[1].name));
}

static void check_conditionals(Checker *checker, uint32_t block) {
  const Block *b = &checker->module->blocks.v[block];
  for (size_t i = 0; i < b->conditionals.n; i++) {
    const ModConditional *conditional = &b->conditionals.v[i];
    check_condition(checker, block, &conditional->expr);
    for (int branch = 0; branch < 2; branch++) {
      check_av_rules(checker, block, conditional->av[branch].v,
                     conditional->av[branch].n);
      check_type_rules(checker, block, conditional->type_rules[branch].v,
                       conditional->type_rules[branch].n);
    }
  }
}

static void check_transitions(Checker *checker, uint32_t block) {
  const Block *b = &checker->module->blocks.v[block];
  for (size_t i = 0; i < b->range_transitions.n; i++) {
    const ModRangeTransition *rule = &b->range_transitions.v[i];
    check_sets(checker, block, &rule->source, &rule->target, &rule->classes);
    check_range(checker, &rule->range);
  }
  for (size_t i = 0; i < b->role_transitions.n; i++) {
    const ModRoleTransition *rule = &b->role_transitions.v[i];
    check_set(checker, block, SYMBOL_ROLE, &rule->roles);
    check_set(checker, block, SYMBOL_TYPE, &rule->types);
    check_set(checker, block, SYMBOL_CLASS, &rule->classes);
    check_name(checker, block, SYMBOL_ROLE, rule->result, WANT_PLAIN);
  }
  for (size_t i = 0; i < b->role_allows.n; i++) {
    check_set(checker, block, SYMBOL_ROLE, &b->role_allows.v[i].source);
    check_set(checker, block, SYMBOL_ROLE, &b->role_allows.v[i].target);
  }
}

static void check_members(Checker *checker, uint32_t block) {
  const Block *b = &checker->module->blocks.v[block];
  for (size_t i = 0; i < b->type_members.n; i++) {
    ModMember member = b->type_members.v[i];
    check_name(checker, block, SYMBOL_TYPE, member.member, WANT_ANY);
    check_name(checker, block, SYMBOL_TYPE, member.attribute, WANT_ATTRIBUTE);
  }
  for (size_t i = 0; i < b->role_members.n; i++) {
    ModMember member = b->role_members.v[i];
    check_name(checker, block, SYMBOL_ROLE, member.member, WANT_ANY);
    check_name(checker, block, SYMBOL_ROLE, member.attribute, WANT_ATTRIBUTE);
  }
  for (size_t i = 0; i < b->bounds.n; i++) {
    ModBounds bounds = b->bounds.v[i];
    check_name(checker, block, bounds.kind, bounds.parent, WANT_PLAIN);
    check_name(checker, block, bounds.kind, bounds.child, WANT_PLAIN);
  }
  for (size_t i = 0; i < b->role_types.n; i++) {
    check_name(checker, block, SYMBOL_ROLE, b->role_types.v[i].role, WANT_ANY);
    check_set(checker, block, SYMBOL_TYPE, &b->role_types.v[i].types);
  }
  for (size_t i = 0; i < b->role_dominances.n; i++) {
    ModRoleDominance dominance = b->role_dominances.v[i];
    check_name(checker, block, SYMBOL_ROLE, dominance.parent, WANT_PLAIN);
    check_name(checker, block, SYMBOL_ROLE, dominance.child, WANT_PLAIN);
  }
}

/* What is left of a block: users, flags of types, targets of aliases. */
static void check_users_and_flags(Checker *checker, uint32_t block) {
  const Block *b = &checker->module->blocks.v[block];
  for (size_t i = 0; i < b->users.n; i++) {
    check_set(checker, block, SYMBOL_ROLE, &b->users.v[i].roles);
    if (!b->users.v[i].has_mls)
      continue;
    check_level(checker, &b->users.v[i].level);
    check_range(checker, &b->users.v[i].range);
  }
  for (size_t i = 0; i < b->permissives.n; i++)
    check_name(checker, block, SYMBOL_TYPE, b->permissives.v[i], WANT_PLAIN);
  for (size_t i = 0; i < b->neveraudits.n; i++)
    check_name(checker, block, SYMBOL_TYPE, b->neveraudits.v[i], WANT_PLAIN);
  for (size_t i = 0; i < b->expands.n; i++)
    check_name(checker, block, SYMBOL_TYPE, b->expands.v[i].attribute,
               WANT_ATTRIBUTE);
  for (size_t i = 0; i < b->declared.n; i++) {
    const Symbol *symbol = &b->declared.v[i];
    if (symbol->kind == SYMBOL_TYPE && symbol->flavor == FLAVOR_ALIAS)
      check_name(checker, block, SYMBOL_TYPE, symbol->target, WANT_PLAIN);
  }
}

static void check_constraint(Checker *checker, const ModConstraint *rule) {
  check_set(checker, 0, SYMBOL_CLASS, &rule->classes);
  for (uint32_t i = 0; i < rule->expr.n; i++) {
    const ConstraintTerm *term = &rule->expr.v[i];
    if (term->kind != CONSTRAINT_NAMES)
      continue;
    SymbolKind kind = term->attr & CATTR_USER   ? SYMBOL_USER
                      : term->attr & CATTR_ROLE ? SYMBOL_ROLE
                                                : SYMBOL_TYPE;
    check_set(checker, 0, kind, &term->names);
  }
}

static void check_base(Checker *checker) {
  const Module *module = checker->module;
  for (size_t i = 0; i < module->dominance.n; i++)
    check_mls_name(checker, SYMBOL_LEVEL, module->dominance.v[i]);
  for (size_t i = 0; i < module->levels.n; i++)
    check_level(checker, &module->levels.v[i]);
  for (size_t i = 0; i < module->defaults.n; i++)
    check_set(checker, 0, SYMBOL_CLASS, &module->defaults.v[i].classes);
  for (size_t i = 0; i < module->constraints.n; i++)
    check_constraint(checker, &module->constraints.v[i]);
  for (size_t i = 0; i < module->ocons.n; i++) {
    const Ocon *ocon = &module->ocons.v[i];
    if (!ocon->has_context)
      continue;
    check_context(checker, &ocon->context);
    if (ocon->kind == OCON_FS || ocon->kind == OCON_NETIF)
      check_context(checker, &ocon->context2);
  }
}

void check_names(Session *session, const Module *module, const Scopes *scopes) {
  Checker checker = {.diags = &session->diags,
                     .module = module,
                     .scopes = scopes,
                     .session = session};
  check_base(&checker);
  for (uint32_t i = 0; i < module->blocks.n; i++) {
    const Block *block = &module->blocks.v[i];
    check_members(&checker, i);
    check_av_rules(&checker, i, block->av.v, block->av.n);
    check_type_rules(&checker, i, block->type_rules.v, block->type_rules.n);
    check_conditionals(&checker, i);
    check_transitions(&checker, i);
    check_users_and_flags(&checker, i);
  }
  map_free(&checker.reported);
}
