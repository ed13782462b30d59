/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/lowering.h"
#include "ir/words.h"

/* After the numbers were cut to 16 bits, a range may go down. */
static bool check_xperms(Lowering *lowering, const Xperms *xperms) {
  Diags *diags = &lowering->session->diags;
  Name operation = xperms->operation.name;
  if (operation != WORD_IOCTL && operation != WORD_NLMSG) {
    diag_error(diags, xperms->operation.place,
               "'%s' has no extended permissions; only ioctl and nlmsg have",
               lowering_text(lowering, operation));
    return false;
  }
  for (uint32_t i = 0; i < xperms->n; i++) {
    if (xperms->v[i].low <= xperms->v[i].high)
      continue;
    diag_error(diags, xperms->operation.place, "the range 0x%x-0x%x goes down",
               xperms->v[i].low, xperms->v[i].high);
    return false;
  }
  return true;
}

/* Only neverallow rules may use `*`, `~` and `-self`: they say what must
 * not be, over types that no one has listed. */
static bool check_av(Lowering *lowering, const StmtAv *av, Place place) {
  bool never = av->kind & (RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW);
  if (never && lowering->conditional) {
    diag_error(&lowering->session->diags, place,
               "neverallow cannot stand in a conditional");
    return false;
  }
  return lower_check_set(lowering, &av->source,
                         never ? SET_NEVERALLOW : SET_TYPES,
                         "the source of a rule") &&
         lower_check_set(lowering, &av->target,
                         never ? SET_NEVERALLOW_TARGET : SET_TARGET,
                         "the target of a rule") &&
         lower_check_set(lowering, &av->classes, SET_PLAIN, "the classes") &&
         (av->xperms ? check_xperms(lowering, av->xperms)
                     : lower_check_set(lowering, &av->perms, SET_PERMS,
                                       "the permissions"));
}

ModAvRule lower_av_rule(const Stmt *stmt) {
  const StmtAv *av = &stmt->av;
  return (ModAvRule){av->kind,    stmt->place, av->source, av->target,
                     av->classes, av->perms,   av->xperms};
}

void lower_av(Lowering *lowering, const Stmt *stmt) {
  if (!check_av(lowering, &stmt->av, stmt->place))
    return;
  ARRAY_PUSH(lowering_rules(lowering), lower_av_rule(stmt));
}

void lower_type_rule(Lowering *lowering, const Stmt *stmt) {
  const StmtTypeRule *s = &stmt->type_rule;
  if (s->file_name.name && lowering->conditional) {
    diag_error(&lowering->session->diags, stmt->place,
               "a type_transition with a file name cannot stand in a "
               "conditional");
    return;
  }
  if (!lower_check_set(lowering, &s->source, SET_TYPES,
                       "the source of a rule") ||
      !lower_check_set(lowering, &s->target, SET_TARGET,
                       "the target of a rule") ||
      !lower_check_set(lowering, &s->classes, SET_PLAIN, "the classes"))
    return;
  ModTypeRule rule = {s->kind,   s->source,    s->target,  s->classes,
                      s->result, s->file_name, stmt->place};
  if (lowering->conditional)
    ARRAY_PUSH(&lowering->conditional->type_rules[lowering->branch], rule);
  else
    ARRAY_PUSH(&lowering_block(lowering)->type_rules, rule);
}

void lower_range_transition(Lowering *lowering, const Stmt *stmt) {
  const StmtRangeTransition *s = &stmt->range_transition;
  NameSet classes = lower_classes_or_process(&s->classes, stmt->place);
  if (!lower_check_mls(lowering, true, stmt->place, "a range_transition") ||
      !lower_check_set(lowering, &s->source, SET_TYPES,
                       "the source of a rule") ||
      !lower_check_set(lowering, &s->target, SET_TYPES,
                       "the target of a rule") ||
      !lower_check_set(lowering, &classes, SET_PLAIN, "the classes"))
    return;
  ModRangeTransition rule = {s->source, s->target, classes, s->range,
                             stmt->place};
  ARRAY_PUSH(&lowering_block(lowering)->range_transitions, rule);
}

void lower_role_types(Lowering *lowering, const Stmt *stmt) {
  const StmtRoleTypes *s = &stmt->role_types;
  if (!lower_check_set(lowering, &s->types, SET_TYPES, "the role's types"))
    return;
  ModRoleTypes rule = {s->role, s->types};
  ARRAY_PUSH(&lowering_block(lowering)->role_types, rule);
}

/* Sets of roles know no operators. */
void lower_role_allow(Lowering *lowering, const Stmt *stmt) {
  const StmtRoleAllow *s = &stmt->role_allow;
  if (!lower_check_set(lowering, &s->source, SET_PLAIN, "the roles") ||
      !lower_check_set(lowering, &s->target, SET_PLAIN, "the roles"))
    return;
  ModRoleAllow rule = {s->source, s->target, stmt->place};
  ARRAY_PUSH(&lowering_block(lowering)->role_allows, rule);
}

void lower_role_transition(Lowering *lowering, const Stmt *stmt) {
  const StmtRoleTransition *s = &stmt->role_transition;
  NameSet classes = lower_classes_or_process(&s->classes, stmt->place);
  if (!lower_check_set(lowering, &s->roles, SET_PLAIN, "the roles") ||
      !lower_check_set(lowering, &s->types, SET_TYPES, "the types") ||
      !lower_check_set(lowering, &classes, SET_PLAIN, "the classes"))
    return;
  ModRoleTransition rule = {s->roles, s->types, classes, s->result,
                            stmt->place};
  ARRAY_PUSH(&lowering_block(lowering)->role_transitions, rule);
}

/* `dominance { role a { role b; role c; } }`: a dominates b and c.  A role
 * that is not known yet is declared by it (checkpolicy 3.4 policy_define.c,
 * define_role_dom; gone in 3.11). */
void lower_role_dominance(Lowering *lowering, const Stmt *stmt) {
  const StmtRoleDominance *s = &stmt->role_dominance;
  Symbol role = {.kind = SYMBOL_ROLE, .id = s->role};
  if (!scopes_find(&lowering->scopes, lowering->block, SYMBOL_ROLE,
                   s->role.name))
    lower_declare(lowering, &role);
  for (const Stmt *child = s->children.first; child; child = child->next) {
    lower_role_dominance(lowering, child);
    Block *block = lowering_block(lowering);
    ModRoleDominance rule = {s->role, child->role_dominance.role,
                             (uint32_t)block->role_types.n};
    ARRAY_PUSH(&block->role_dominances, rule);
  }
}

void lower_roleattribute(Lowering *lowering, const Stmt *stmt) {
  const StmtMembers *s = &stmt->members;
  lower_use(lowering, SYMBOL_ROLE, s->id);
  for (uint32_t i = 0; i < s->names.n; i++) {
    lower_use(lowering, SYMBOL_ROLE, s->names.v[i]);
    ModMember member = {s->id, s->names.v[i]};
    ARRAY_PUSH(&lowering_block(lowering)->role_members, member);
  }
}

/* One membership for each attribute, so that each has its place. */
void lower_typeattribute(Lowering *lowering, const Stmt *stmt) {
  const StmtMembers *s = &stmt->members;
  lower_use(lowering, SYMBOL_TYPE, s->id);
  for (uint32_t i = 0; i < s->names.n; i++) {
    lower_use(lowering, SYMBOL_TYPE, s->names.v[i]);
    ModMember member = {s->id, s->names.v[i]};
    ARRAY_PUSH(&lowering_block(lowering)->type_members, member);
  }
}

void lower_typebounds(Lowering *lowering, const Stmt *stmt) {
  const StmtMembers *s = &stmt->members;
  for (uint32_t i = 0; i < s->names.n; i++) {
    ModBounds bounds = {SYMBOL_TYPE, s->id, s->names.v[i]};
    ARRAY_PUSH(&lowering_block(lowering)->bounds, bounds);
  }
}

void lower_permissive(Lowering *lowering, const Stmt *stmt) {
  ARRAY_PUSH(&lowering_block(lowering)->permissives, stmt->ident);
}

void lower_neveraudit(Lowering *lowering, const Stmt *stmt) {
  ARRAY_PUSH(&lowering_block(lowering)->neveraudits, stmt->ident);
}

void lower_expandattribute(Lowering *lowering, const Stmt *stmt) {
  const StmtExpand *s = &stmt->expand;
  if (!lower_check_set(lowering, &s->attributes, SET_PLAIN, "the attributes"))
    return;
  for (uint32_t i = 0; i < s->attributes.n; i++) {
    ModExpand expand = {set_id(&s->attributes, i), s->expand};
    ARRAY_PUSH(&lowering_block(lowering)->expands, expand);
  }
}
