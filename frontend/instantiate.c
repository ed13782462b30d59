/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* This is a hot path: nine of ten rules of a policy come from here.  So the
 * nodes are copied whole, and only what holds a name or place is gone over. */
#include "frontend/instantiate.h"

#include <string.h>

#define SIZE_WITH(member)                                                      \
  (offsetof(Stmt, member) + sizeof(((Stmt *)0)->member))

/* How large a node is; 0: a kind that no macro of a policy gives. */
static const uint16_t sizes[STMT_REQUIRE_NAMES + 1] = {
    [STMT_MODULE] = SIZE_WITH(module),
    [STMT_ATTRIBUTE] = SIZE_WITH(ident),
    [STMT_EXPANDATTRIBUTE] = SIZE_WITH(expand),
    [STMT_ATTRIBUTE_ROLE] = SIZE_WITH(ident),
    [STMT_TYPE] = SIZE_WITH(type),
    [STMT_TYPEALIAS] = SIZE_WITH(aliased),
    [STMT_TYPEATTRIBUTE] = SIZE_WITH(members),
    [STMT_TYPEBOUNDS] = SIZE_WITH(members),
    [STMT_PERMISSIVE] = SIZE_WITH(ident),
    [STMT_NEVERAUDIT] = SIZE_WITH(ident),
    [STMT_BOOL] = SIZE_WITH(boolean),
    [STMT_TUNABLE] = SIZE_WITH(boolean),
    [STMT_AV] = SIZE_WITH(av),
    [STMT_TYPE_RULE] = SIZE_WITH(type_rule),
    [STMT_RANGE_TRANSITION] = SIZE_WITH(range_transition),
    [STMT_ROLE] = SIZE_WITH(members),
    [STMT_ROLE_TYPES] = SIZE_WITH(role_types),
    [STMT_ROLEATTRIBUTE] = SIZE_WITH(members),
    [STMT_ROLE_ALLOW] = SIZE_WITH(role_allow),
    [STMT_ROLE_TRANSITION] = SIZE_WITH(role_transition),
    [STMT_IF] = SIZE_WITH(conditional),
    [STMT_OPTIONAL] = SIZE_WITH(optional),
    [STMT_REQUIRE] = SIZE_WITH(require),
    [STMT_REQUIRE_CLASS] = SIZE_WITH(perms),
    [STMT_REQUIRE_NAMES] = SIZE_WITH(require_names),
};

bool stmts_can_be_copied(const Stmts *statements) {
  for (const Stmt *stmt = statements->first; stmt; stmt = stmt->next) {
    if (!sizes[stmt->kind])
      return false;
    if (stmt->kind == STMT_IF &&
        !(stmts_can_be_copied(&stmt->conditional.then_rules) &&
          stmts_can_be_copied(&stmt->conditional.else_rules)))
      return false;
    if (stmt->kind == STMT_OPTIONAL &&
        !(stmts_can_be_copied(&stmt->optional.body) &&
          stmts_can_be_copied(&stmt->optional.else_body)))
      return false;
  }
  return true;
}

/* Terms */

static inline const Ident *hole_at(const Instance *in, Place place) {
  return !place.origin && place.loc && place.loc <= HOLES
             ? &in->args[place.loc - 1]
             : NULL;
}

static inline void fill_place(const Instance *in, Place *place) {
  const Ident *hole = hole_at(in, *place);
  if (hole)
    *place = hole->place;
  else if (place->origin)
    place->origin += in->shift;
}

static inline void fill_ident(const Instance *in, Ident *ident) {
  const Ident *hole = hole_at(in, ident->place);
  if (hole)
    *ident = *hole;
  else if (ident->place.origin)
    ident->place.origin += in->shift;
}

static void fill_idents(const Instance *in, Idents *idents) {
  idents->v = arena_copy(in->terms, idents->v, idents->n * sizeof *idents->v);
  for (uint32_t i = 0; i < idents->n; i++)
    fill_ident(in, &idents->v[i]);
}

static bool has_hole(const Instance *in, const NameSet *set) {
  for (uint32_t i = 0; i < set->n; i++)
    if (hole_at(in, set->list->v[i].place))
      return true;
  return hole_at(in, set->list->place);
}

static void fill_list(const Instance *in, NameSet *set) {
  NameSet filled = name_set_new(in->terms, set->n, set_place(set));
  fill_place(in, &filled.list->place);
  for (uint32_t i = 0; i < set->n; i++) {
    Ident id = set_id(set, i);
    fill_ident(in, &id);
    set_add(&filled, (SetItem){id.name, set_minus(set, i), id.place});
  }
  set->list = filled.list;
  set->shift = 0;
}

static void fill_set(const Instance *in, NameSet *set) {
  if (!set->has_list) {
    Ident id = {set->single, set->own_place};
    fill_ident(in, &id);
    set->single = id.name;
    set->own_place = id.place;
  } else if (has_hole(in, set)) {
    fill_list(in, set);
  } else {
    set->shift += in->shift;
  }
}

static void fill_level(const Instance *in, Level *level) {
  uint32_t n = level->n_categories;
  fill_ident(in, &level->sensitivity);
  level->categories = arena_copy(in->terms, level->categories,
                                 n * sizeof *level->categories);
  for (uint32_t i = 0; i < n; i++) {
    fill_ident(in, &level->categories[i].low);
    fill_ident(in, &level->categories[i].high);
  }
}

static void fill_condition(const Instance *in, CondExpr *expr) {
  expr->v = arena_copy(in->terms, expr->v, expr->n * sizeof *expr->v);
  for (uint32_t i = 0; i < expr->n; i++)
    fill_ident(in, &expr->v[i].boolean);
  fill_place(in, &expr->place);
}

static Xperms *copy_xperms(const Instance *in, const Xperms *xperms) {
  Xperms *copy = arena_copy(in->terms, xperms, sizeof *xperms);
  copy->v = arena_copy(in->terms, xperms->v, xperms->n * sizeof *xperms->v);
  fill_ident(in, &copy->operation);
  return copy;
}

/* Statements */

static void fill_av(const Instance *in, StmtAv *av) {
  fill_set(in, &av->source);
  fill_set(in, &av->target);
  fill_set(in, &av->classes);
  fill_set(in, &av->perms);
  if (av->xperms)
    av->xperms = copy_xperms(in, av->xperms);
}

static void fill_type_rule(const Instance *in, StmtTypeRule *rule) {
  fill_set(in, &rule->source);
  fill_set(in, &rule->target);
  fill_set(in, &rule->classes);
  fill_ident(in, &rule->result);
  fill_ident(in, &rule->file_name);
}

static void fill_range_transition(const Instance *in,
                                  StmtRangeTransition *rule) {
  fill_set(in, &rule->source);
  fill_set(in, &rule->target);
  fill_set(in, &rule->classes);
  fill_level(in, &rule->range.low);
  fill_level(in, &rule->range.high);
}

static void fill_role_transition(const Instance *in,
                                 StmtRoleTransition *rule) {
  fill_set(in, &rule->roles);
  fill_set(in, &rule->types);
  fill_set(in, &rule->classes);
  fill_ident(in, &rule->result);
}

/* Replaces what a copied node shares with its original. */
static void fill(const Instance *in, Stmt *stmt) {
  fill_place(in, &stmt->place);
  switch (stmt->kind) {
  case STMT_MODULE:
    fill_ident(in, &stmt->module.name);
    fill_ident(in, &stmt->module.version);
    break;
  case STMT_AV: fill_av(in, &stmt->av); break;
  case STMT_TYPE_RULE: fill_type_rule(in, &stmt->type_rule); break;
  case STMT_RANGE_TRANSITION:
    fill_range_transition(in, &stmt->range_transition);
    break;
  case STMT_ROLE_TRANSITION:
    fill_role_transition(in, &stmt->role_transition);
    break;
  case STMT_ROLE_TYPES:
    fill_ident(in, &stmt->role_types.role);
    fill_set(in, &stmt->role_types.types);
    break;
  case STMT_ROLE_ALLOW:
    fill_set(in, &stmt->role_allow.source);
    fill_set(in, &stmt->role_allow.target);
    break;
  case STMT_EXPANDATTRIBUTE: fill_set(in, &stmt->expand.attributes); break;
  case STMT_TYPE:
    fill_ident(in, &stmt->type.id);
    fill_idents(in, &stmt->type.aliases);
    fill_idents(in, &stmt->type.attributes);
    break;
  case STMT_TYPEALIAS:
    fill_ident(in, &stmt->aliased.id);
    fill_idents(in, &stmt->aliased.aliases);
    break;
  case STMT_TYPEATTRIBUTE:
  case STMT_TYPEBOUNDS:
  case STMT_ROLE:
  case STMT_ROLEATTRIBUTE:
    fill_ident(in, &stmt->members.id);
    fill_idents(in, &stmt->members.names);
    break;
  case STMT_BOOL:
  case STMT_TUNABLE: fill_ident(in, &stmt->boolean.id); break;
  case STMT_IF:
    fill_condition(in, &stmt->conditional.expr);
    stmt->conditional.then_rules =
        stmts_instantiate(in, &stmt->conditional.then_rules);
    stmt->conditional.else_rules =
        stmts_instantiate(in, &stmt->conditional.else_rules);
    break;
  case STMT_OPTIONAL:
    stmt->optional.body = stmts_instantiate(in, &stmt->optional.body);
    stmt->optional.else_body =
        stmts_instantiate(in, &stmt->optional.else_body);
    fill_place(in, &stmt->optional.else_place);
    break;
  case STMT_REQUIRE:
    stmt->require = stmts_instantiate(in, &stmt->require);
    break;
  case STMT_REQUIRE_CLASS:
    fill_ident(in, &stmt->perms.name);
    fill_idents(in, &stmt->perms.perms);
    break;
  case STMT_REQUIRE_NAMES:
    fill_idents(in, &stmt->require_names.names);
    break;
  default: fill_ident(in, &stmt->ident);
  }
}

Stmts stmts_instantiate(const Instance *in, const Stmts *statements) {
  Stmts copies = {0};
  Stmt **end = &copies.first;
  for (const Stmt *stmt = statements->first; stmt; stmt = stmt->next) {
    Stmt *copy = arena_copy(in->nodes, stmt, sizes[stmt->kind]);
    fill(in, copy);
    *end = copies.last = copy;
    end = &copy->next;
  }
  *end = NULL;
  return copies;
}
