/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What only a base policy has: classes and permissions, initial SIDs, MLS,
 * constraints, defaults, policy capabilities. */
#include "frontend/lowering.h"
#include "ir/polcaps.h"

/* A class has no more permissions than an access vector has bits. */
enum { MOST_PERMS = 32 };

static Diags *diags_of(Lowering *lowering) {
  return &lowering->session->diags;
}

/* Reports a name that stands twice in the list `ids`. */
static void check_distinct(Lowering *lowering, const Idents *ids,
                           const char *what) {
  for (uint32_t i = 0; i < ids->n; i++)
    for (uint32_t j = 0; j < i; j++) {
      if (ids->v[i].name != ids->v[j].name)
        continue;
      diag_error_as(diags_of(lowering), ERROR_DUPLICATE, ids->v[i].place,
                    "%s '%s' is given twice", what,
                    lowering_text(lowering, ids->v[i].name));
      diag_note(diags_of(lowering), ids->v[j].place, "first given here");
      break;
    }
}

/* More would not fit into the kernel's 32 bits. */
static void check_perm_count(Lowering *lowering, Ident id, uint32_t n) {
  if (n > MOST_PERMS)
    diag_error(diags_of(lowering), id.place,
               "'%s' has %u permissions; an access vector holds only %d",
               lowering_text(lowering, id.name), n, MOST_PERMS);
}

void lower_class(Lowering *lowering, const Stmt *stmt) {
  Symbol symbol = {.kind = SYMBOL_CLASS, .id = stmt->ident};
  lower_declare(lowering, &symbol);
}

void lower_common(Lowering *lowering, const Stmt *stmt) {
  const StmtPerms *s = &stmt->perms;
  Symbol symbol = {.kind = SYMBOL_COMMON, .id = s->name, .perms = s->perms};
  check_distinct(lowering, &s->perms, "permission");
  check_perm_count(lowering, s->name, s->perms.n);
  lower_declare(lowering, &symbol);
}

/* In a tree the class may be declared in a later file: kept for the end. */
void lower_class_perms(Lowering *lowering, const Stmt *stmt) {
  check_distinct(lowering, &stmt->perms.perms, "permission");
  ARRAY_PUSH(&lowering->class_perms, stmt->perms);
}

/* The declared classes or commons by name: index of the symbol + 1. */
static Map index_symbols(Lowering *lowering, SymbolKind kind) {
  const Block *block = &lowering->module->blocks.v[0];
  Map map = {0};
  for (size_t i = 0; i < block->declared.n; i++)
    if (block->declared.v[i].kind == kind)
      *map_put(&map, block->declared.v[i].id.name, NULL) = (uint32_t)i + 1;
  return map;
}

static Symbol *find_symbol(Lowering *lowering, const Map *map, Name name) {
  const uint32_t *index = map_get(map, name);
  return index ? &lowering->module->blocks.v[0].declared.v[*index - 1] : NULL;
}

static void report_undeclared(Lowering *lowering, SymbolKind kind, Ident id) {
  diag_error_as(diags_of(lowering), ERROR_UNDECLARED, id.place,
                "%s '%s' is not declared", symbol_kind_word(kind),
                lowering_text(lowering, id.name));
  scopes_suggest(&lowering->scopes, diags_of(lowering), kind, id.name);
}

/* Class and common share one space of permission names. */
static void check_inherited(Lowering *lowering, const StmtPerms *class,
                            const Symbol *common) {
  for (uint32_t i = 0; i < class->perms.n; i++)
    for (uint32_t j = 0; j < common->perms.n; j++) {
      if (class->perms.v[i].name != common->perms.v[j].name)
        continue;
      diag_error_as(diags_of(lowering), ERROR_DUPLICATE,
                    class->perms.v[i].place,
                    "permission '%s' is inherited already",
                    lowering_text(lowering, class->perms.v[i].name));
      diag_note(diags_of(lowering), common->perms.v[j].place,
                "common '%s' has it", lowering_text(lowering, common->id.name));
    }
  check_perm_count(lowering, class->name, class->perms.n + common->perms.n);
}

static void inherit(Lowering *lowering, const Map *commons,
                    const StmtPerms *stmt, Symbol *class) {
  class->target = stmt->inherits;
  const Symbol *common = find_symbol(lowering, commons, stmt->inherits.name);
  if (common)
    check_inherited(lowering, stmt, common);
  else
    report_undeclared(lowering, SYMBOL_COMMON, stmt->inherits);
}

void lower_end_classes(Lowering *lowering) {
  Map classes = index_symbols(lowering, SYMBOL_CLASS);
  Map commons = index_symbols(lowering, SYMBOL_COMMON);
  for (size_t i = 0; i < lowering->class_perms.n; i++) {
    const StmtPerms *stmt = &lowering->class_perms.v[i];
    Symbol *class = find_symbol(lowering, &classes, stmt->name.name);
    if (!class) {
      report_undeclared(lowering, SYMBOL_CLASS, stmt->name);
      continue;
    }
    if (class->perms.n || class->target.name) {
      diag_error_as(diags_of(lowering), ERROR_DUPLICATE, stmt->name.place,
                    "class '%s' has its permissions already",
                    lowering_text(lowering, stmt->name.name));
      continue;
    }
    class->perms = stmt->perms;
    if (stmt->inherits.name)
      inherit(lowering, &commons, stmt, class);
    else
      check_perm_count(lowering, stmt->name, stmt->perms.n);
  }
  map_free(&classes);
  map_free(&commons);
}

/* The order counts: it gives the numbers that the kernel knows SIDs by. */
void lower_sid(Lowering *lowering, const Stmt *stmt) {
  IdentArray *sids = &lowering->module->sids;
  for (size_t i = 0; i < sids->n; i++) {
    if (sids->v[i].name != stmt->ident.name)
      continue;
    diag_error_as(diags_of(lowering), ERROR_DUPLICATE, stmt->ident.place,
                  "initial SID '%s' is declared twice",
                  lowering_text(lowering, stmt->ident.name));
    diag_note(diags_of(lowering), sids->v[i].place, "first declared here");
    return;
  }
  ARRAY_PUSH(sids, stmt->ident);
}

void lower_default(Lowering *lowering, const Stmt *stmt) {
  const StmtDefault *s = &stmt->defaults;
  if (!lower_check_set(lowering, &s->classes, SET_PLAIN, "the classes"))
    return;
  ModDefault rule = {s->kind, s->value, s->classes, stmt->place};
  ARRAY_PUSH(&lowering->module->defaults, rule);
}

/* There is one order of sensitivities. */
void lower_dominance(Lowering *lowering, const Stmt *stmt) {
  IdentArray *dominance = &lowering->module->dominance;
  if (!lower_needs_mls(lowering, stmt->place, "a dominance"))
    return;
  if (dominance->n) {
    diag_error_as(diags_of(lowering), ERROR_DUPLICATE, stmt->place,
                  "a second dominance");
    diag_note(diags_of(lowering), dominance->v[0].place, "the first is here");
    return;
  }
  for (uint32_t i = 0; i < stmt->idents.n; i++)
    ARRAY_PUSH(dominance, stmt->idents.v[i]);
}

void lower_level(Lowering *lowering, const Stmt *stmt) {
  if (lower_needs_mls(lowering, stmt->place, "a level"))
    ARRAY_PUSH(&lowering->module->levels, stmt->level);
}

/* The stack that the kernel evaluates an expression on is five deep (linux
 * security/selinux/ss/constraint.h, CEXPR_MAXDEPTH). */
static bool check_expression(Lowering *lowering, const StmtConstraint *s,
                             bool validatetrans) {
  enum { DEEPEST = 5 };
  int depth = 0;
  for (uint32_t i = 0; i < s->expr.n; i++) {
    const ConstraintTerm *term = &s->expr.v[i];
    if (term->kind == CONSTRAINT_AND || term->kind == CONSTRAINT_OR)
      depth--;
    if (term->kind != CONSTRAINT_ATTR && term->kind != CONSTRAINT_NAMES)
      continue;
    if (++depth > DEEPEST) {
      diag_error(diags_of(lowering), term->place,
                 "the expression is nested too deep for the kernel");
      return false;
    }
    if (term->attr & CATTR_XTARGET && !validatetrans) {
      diag_error(diags_of(lowering), term->place,
                 "a third context is known only to validatetrans");
      return false;
    }
    if (term->kind == CONSTRAINT_NAMES &&
        !lower_check_set(lowering, &term->names, SET_PLAIN, "the names"))
      return false;
  }
  return true;
}

/* MLS constraints are constraints like others; only where they may stand
 * differs. */
static void add_constraint(Lowering *lowering, const Stmt *stmt,
                           bool validatetrans) {
  const StmtConstraint *s = &stmt->constraint;
  if ((s->mls &&
       !lower_needs_mls(lowering, stmt->place, "an MLS constraint")) ||
      !lower_check_set(lowering, &s->classes, SET_PLAIN, "the classes") ||
      (!validatetrans &&
       !lower_check_set(lowering, &s->perms, SET_PERMS, "the permissions")) ||
      !check_expression(lowering, s, validatetrans))
    return;
  ModConstraint rule = {validatetrans, s->classes, s->perms, s->expr,
                        stmt->place};
  ARRAY_PUSH(&lowering->module->constraints, rule);
}

void lower_constrain(Lowering *lowering, const Stmt *stmt) {
  add_constraint(lowering, stmt, false);
}

void lower_validatetrans(Lowering *lowering, const Stmt *stmt) {
  add_constraint(lowering, stmt, true);
}

void lower_policycap(Lowering *lowering, const Stmt *stmt) {
  const char *text = lowering_text(lowering, stmt->ident.name);
  if (polcap_bit(text) == POLCAP_UNKNOWN)
    diag_error(diags_of(lowering), stmt->ident.place,
               "'%s' is not a policy capability", text);
  else
    ARRAY_PUSH(&lowering->module->polcaps, stmt->ident);
}
