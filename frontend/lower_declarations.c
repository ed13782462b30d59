/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Declarations and requirements.  Within one module a name may be declared
 * once, in whichever block; only plain roles and users may be declared again
 * (libsepol policydb.c, symtab_insert). */
#include <string.h>

#include "frontend/lowering.h"
#include "ir/words.h"

static Diags *diags_of(Lowering *lowering) {
  return &lowering->session->diags;
}

/* What a declaration and a requirement of one name must agree on. */
static bool is_attribute(Flavor flavor) {
  return flavor == FLAVOR_ATTRIBUTE;
}

/* Between modules this is the linker's business. */
static bool check_agreement(Lowering *lowering, const Symbol *symbol,
                            const ScopeEntry *other) {
  if (is_attribute(symbol->flavor) == is_attribute(other->flavor))
    return true;
  diag_error_as(diags_of(lowering), ERROR_WRONG_KIND, symbol->id.place,
                "'%s' cannot be both a %s and an attribute",
                lowering_text(lowering, symbol->id.name),
                symbol_kind_word(symbol->kind));
  diag_note(diags_of(lowering), other->id.place, "%s here",
            other->declared ? "declared" : "required");
  return false;
}

/* Whether the name may be declared beside what is known of it. */
static bool check_redeclaration(Lowering *lowering, const Symbol *symbol) {
  const ScopeEntry *other =
      scopes_find_anywhere(&lowering->scopes, symbol->kind, symbol->id.name);
  if (!other || symbol->kind == SYMBOL_USER)
    return true;
  bool roles = symbol->kind == SYMBOL_ROLE && !is_attribute(symbol->flavor) &&
               !is_attribute(other->flavor);
  if (!other->declared || roles)
    return check_agreement(lowering, symbol, other);
  diag_error_as(diags_of(lowering), ERROR_DUPLICATE, symbol->id.place,
                "%s '%s' is declared twice",
                symbol_sort_word(symbol->kind, symbol->flavor),
                lowering_text(lowering, symbol->id.name));
  diag_note(diags_of(lowering), other->id.place, "first declared here");
  return false;
}

/* An else branch stands for what is missing, so nothing may depend on what
 * it declares (checkpolicy module_compiler.c, is_creation_allowed). */
static bool check_not_in_else(Lowering *lowering, Ident id, const char *verb) {
  if (lowering_block(lowering)->kind != BLOCK_ELSE)
    return true;
  diag_error(diags_of(lowering), id.place,
             "'%s' cannot be %s in an else branch",
             lowering_text(lowering, id.name), verb);
  return false;
}

bool lower_declare(Lowering *lowering, const Symbol *symbol) {
  if (!check_not_in_else(lowering, symbol->id, "declared") ||
      !check_redeclaration(lowering, symbol))
    return false;
  const ScopeEntry *here = scopes_find_in_block(
      &lowering->scopes, lowering->block, symbol->kind, symbol->id.name);
  if (here && here->declared) /* a role or user, again */
    return true;
  ARRAY_PUSH(&lowering_block(lowering)->declared, *symbol);
  scopes_add(&lowering->scopes, lowering->block, symbol, true);
  return true;
}

/* Interfaces require the same names over and over; once for each block is
 * enough, except for classes, whose permissions add up. */
static void require(Lowering *lowering, const Symbol *symbol) {
  if (!check_not_in_else(lowering, symbol->id, "required"))
    return;
  const ScopeEntry *other =
      scopes_find_anywhere(&lowering->scopes, symbol->kind, symbol->id.name);
  if (other && !check_agreement(lowering, symbol, other))
    return;
  const ScopeEntry *here = scopes_find_in_block(
      &lowering->scopes, lowering->block, symbol->kind, symbol->id.name);
  bool repeated = here && !here->declared && symbol->kind != SYMBOL_CLASS;
  if (!repeated)
    ARRAY_PUSH(&lowering_block(lowering)->required, *symbol);
  if (!here)
    scopes_add(&lowering->scopes, lowering->block, symbol, false);
}

void lower_use(Lowering *lowering, SymbolKind kind, Ident id) {
  if (!lowering->options.strict_order ||
      scopes_find(&lowering->scopes, lowering->block, kind, id.name))
    return;
  EarlyUse use = {kind, lowering->block, id};
  ARRAY_PUSH(&lowering->early_uses, use);
}

/* A name that is never declared is left to check_names; one that is only
 * required later may be declared by a statement in which an error was found.
 * Each is told once. */
void lower_end_uses(Lowering *lowering) {
  bool is_faulty = diags_of(lowering)->n_errors;
  Map told = {0};
  for (size_t i = 0; i < lowering->early_uses.n; i++) {
    EarlyUse use = lowering->early_uses.v[i];
    const ScopeEntry *late =
        scopes_find(&lowering->scopes, use.block, use.kind, use.id.name);
    bool is_new = false;
    if (late && (late->declared || !is_faulty))
      map_put(&told, (uint64_t)use.kind << 32 | use.id.name, &is_new);
    if (!is_new)
      continue;
    diag_error_as(diags_of(lowering), ERROR_UNDECLARED, use.id.place,
                  "%s '%s' is used before it is declared",
                  symbol_sort_word(late->kind, late->flavor),
                  lowering_text(lowering, use.id.name));
    diag_note(diags_of(lowering), late->id.place, "%s here",
              late->declared ? "declared" : "required");
  }
  map_free(&told);
  ARRAY_FREE(&lowering->early_uses);
}

/* Kinds of names that must not look like a hierarchy (checkpolicy
 * policy_define.c, id_has_dot). */
static bool check_no_dot(Lowering *lowering, Ident id, const char *what) {
  const char *text = lowering_text(lowering, id.name);
  if (!text[0] || !strchr(text + 1, '.'))
    return true;
  diag_error(diags_of(lowering), id.place, "%s '%s' cannot contain a dot", what,
             text);
  return false;
}

/* `a.b` is bounded by `a` without saying so (checkpolicy define_type,
 * role_implicit_bounds, user_implicit_bounds). */
static void add_implicit_bounds(Lowering *lowering, SymbolKind kind,
                                Ident child) {
  const char *text = lowering_text(lowering, child.name);
  const char *dot = strrchr(text, '.');
  if (!dot)
    return;
  Ident parent = {
      name_intern(&lowering->session->names, text, (size_t)(dot - text)),
      child.place};
  ModBounds bounds = {kind, parent, child};
  ARRAY_PUSH(&lowering_block(lowering)->bounds, bounds);
}

/* An alias is a symbol of its own: it is declared in a block and can be
 * required. */
static void declare_aliases(Lowering *lowering, SymbolKind kind, Ident target,
                            const Idents *aliases) {
  for (uint32_t i = 0; i < aliases->n; i++) {
    Symbol alias = {.kind = kind,
                    .flavor = FLAVOR_ALIAS,
                    .id = aliases->v[i],
                    .target = target};
    if (check_no_dot(lowering, alias.id, "alias"))
      lower_declare(lowering, &alias);
  }
}

void lower_attribute(Lowering *lowering, const Stmt *stmt) {
  Symbol symbol = {
      .kind = SYMBOL_TYPE, .flavor = FLAVOR_ATTRIBUTE, .id = stmt->ident};
  lower_declare(lowering, &symbol);
}

void lower_attribute_role(Lowering *lowering, const Stmt *stmt) {
  Symbol symbol = {
      .kind = SYMBOL_ROLE, .flavor = FLAVOR_ATTRIBUTE, .id = stmt->ident};
  lower_declare(lowering, &symbol);
}

/* Declaring fails before anything else is done, so that a faulty type
 * leaves no aliases or memberships behind. */
void lower_type(Lowering *lowering, const Stmt *stmt) {
  const StmtType *s = &stmt->type;
  Symbol symbol = {.kind = SYMBOL_TYPE, .id = s->id};
  if (s->id.name == WORD_SELF) {
    diag_error(diags_of(lowering), s->id.place, "'self' is a reserved word");
    return;
  }
  if (!lower_declare(lowering, &symbol))
    return;
  declare_aliases(lowering, SYMBOL_TYPE, s->id, &s->aliases);
  add_implicit_bounds(lowering, SYMBOL_TYPE, s->id);
  for (uint32_t i = 0; i < s->attributes.n; i++) {
    lower_use(lowering, SYMBOL_TYPE, s->attributes.v[i]);
    ModMember member = {s->id, s->attributes.v[i]};
    ARRAY_PUSH(&lowering_block(lowering)->type_members, member);
  }
}

void lower_typealias(Lowering *lowering, const Stmt *stmt) {
  lower_use(lowering, SYMBOL_TYPE, stmt->aliased.id);
  declare_aliases(lowering, SYMBOL_TYPE, stmt->aliased.id,
                  &stmt->aliased.aliases);
}

void lower_bool(Lowering *lowering, const Stmt *stmt) {
  Symbol symbol = {.kind = SYMBOL_BOOL,
                   .flavor = stmt->kind == STMT_TUNABLE ? FLAVOR_TUNABLE
                                                        : FLAVOR_PLAIN,
                   .value = stmt->boolean.value,
                   .id = stmt->boolean.id};
  if (check_no_dot(lowering, symbol.id, "boolean"))
    lower_declare(lowering, &symbol);
}

void lower_role(Lowering *lowering, const Stmt *stmt) {
  const StmtMembers *s = &stmt->members;
  Symbol symbol = {.kind = SYMBOL_ROLE, .id = s->id};
  if (!lower_declare(lowering, &symbol))
    return;
  add_implicit_bounds(lowering, SYMBOL_ROLE, s->id);
  for (uint32_t i = 0; i < s->names.n; i++) {
    lower_use(lowering, SYMBOL_ROLE, s->names.v[i]);
    ModMember member = {s->id, s->names.v[i]};
    ARRAY_PUSH(&lowering_block(lowering)->role_members, member);
  }
}

/* A user may be declared again; each statement adds to it. */
void lower_user(Lowering *lowering, const Stmt *stmt) {
  const StmtUser *s = &stmt->user;
  Symbol symbol = {.kind = SYMBOL_USER, .id = s->id};
  bool fits = lower_check_mls(lowering, s->has_mls, s->id.place, "a user");
  if (!lower_check_set(lowering, &s->roles, SET_PLAIN, "the user's roles") ||
      !lower_declare(lowering, &symbol))
    return;
  add_implicit_bounds(lowering, SYMBOL_USER, s->id);
  ModUser user = {s->id, s->roles, s->has_mls && fits, s->level, s->range};
  ARRAY_PUSH(&lowering_block(lowering)->users, user);
}

/* Sensitivities and categories, of a base, are declared here as well. */
void lower_sensitivity(Lowering *lowering, const Stmt *stmt) {
  const StmtAliased *s = &stmt->aliased;
  Symbol symbol = {.kind = SYMBOL_LEVEL, .id = s->id};
  if (!lower_needs_mls(lowering, stmt->place, "a sensitivity") ||
      !check_no_dot(lowering, s->id, "sensitivity") ||
      !lower_declare(lowering, &symbol))
    return;
  declare_aliases(lowering, SYMBOL_LEVEL, s->id, &s->aliases);
}

void lower_category(Lowering *lowering, const Stmt *stmt) {
  const StmtAliased *s = &stmt->aliased;
  Symbol symbol = {.kind = SYMBOL_CATEGORY, .id = s->id};
  if (!lower_needs_mls(lowering, stmt->place, "a category") ||
      !check_no_dot(lowering, s->id, "category") ||
      !lower_declare(lowering, &symbol))
    return;
  declare_aliases(lowering, SYMBOL_CATEGORY, s->id, &s->aliases);
}

static Symbol required_symbol(RequireKind kind, Ident id) {
  static const struct {
    SymbolKind kind;
    Flavor flavor;
  } sorts[] = {
      [REQUIRE_TYPE] = {SYMBOL_TYPE, FLAVOR_PLAIN},
      [REQUIRE_ATTRIBUTE] = {SYMBOL_TYPE, FLAVOR_ATTRIBUTE},
      [REQUIRE_ROLE] = {SYMBOL_ROLE, FLAVOR_PLAIN},
      [REQUIRE_ATTRIBUTE_ROLE] = {SYMBOL_ROLE, FLAVOR_ATTRIBUTE},
      [REQUIRE_USER] = {SYMBOL_USER, FLAVOR_PLAIN},
      [REQUIRE_BOOL] = {SYMBOL_BOOL, FLAVOR_PLAIN},
      [REQUIRE_TUNABLE] = {SYMBOL_BOOL, FLAVOR_TUNABLE},
      [REQUIRE_SENSITIVITY] = {SYMBOL_LEVEL, FLAVOR_PLAIN},
      [REQUIRE_CATEGORY] = {SYMBOL_CATEGORY, FLAVOR_PLAIN},
  };
  return (Symbol){
      .kind = sorts[kind].kind, .flavor = sorts[kind].flavor, .id = id};
}

void lower_require(Lowering *lowering, const Stmt *stmt) {
  for (const Stmt *entry = stmt->require.first; entry; entry = entry->next) {
    if (entry->kind == STMT_REQUIRE_CLASS) {
      Symbol symbol = {.kind = SYMBOL_CLASS,
                       .id = entry->perms.name,
                       .perms = entry->perms.perms};
      require(lowering, &symbol);
      continue;
    }
    const StmtRequireNames *s = &entry->require_names;
    for (uint32_t i = 0; i < s->names.n; i++) {
      Symbol symbol = required_symbol(s->kind, s->names.v[i]);
      require(lowering, &symbol);
    }
  }
}
