/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"

static void resolve_users_of(Resolver *resolver, const NameSet *names,
                             Bitset *out) {
  for (uint32_t i = 0; i < names->n; i++) {
    UserId id = resolve_id(resolver, SYMBOL_USER, set_id(names, i));
    if (id != NO_ID)
      bitset_add(out, id);
  }
}

/* What is meant, and beside it what was written, for the kernel's messages
 * (libsepol expand.c, constraint_node_clone). */
static void resolve_types_of(Resolver *resolver, const NameSet *names,
                             PolicyConstraintTerm *out) {
  TypeSet set = resolve_types(resolver, names);
  TYPE_SET_EACH(id, &set)
    add_types_of(resolver->policy, &out->ids, id);
  for (uint32_t i = 0; i < names->n; i++) {
    TypeId id = resolve_id(resolver, SYMBOL_TYPE, set_id(names, i));
    if (id != NO_ID)
      bitset_add(set_minus(names, i) ? &out->written_minus
                                     : &out->written_types,
                 id);
  }
  out->written_star = names->star;
  out->written_complement = names->complement;
}

/* Attributes of roles are expanded as those of types are: the kernel
 * compares ids. */
static PolicyConstraintTerm resolve_term(Resolver *resolver,
                                         const ConstraintTerm *term) {
  PolicyConstraintTerm out = {
      .kind = term->kind, .attr = term->attr, .op = term->op};
  if (term->kind != CONSTRAINT_NAMES)
    return out;
  if (term->attr & CATTR_USER)
    resolve_users_of(resolver, &term->names, &out.ids);
  else if (term->attr & CATTR_ROLE)
    resolve_roles(resolver, &term->names, &out.ids);
  else
    resolve_types_of(resolver, &term->names, &out);
  return out;
}

/* validatetrans has no permissions, but the same form. */
static ClassPerms *classes_alone(Resolver *resolver, const NameSet *classes,
                                 uint32_t *n) {
  ClassId *ids = resolve_classes(resolver, classes, n);
  ClassPerms *out = ARENA_NEW_N(resolver->arena, ClassPerms, *n);
  for (uint32_t i = 0; i < *n; i++)
    out[i].class_id = ids[i];
  return out;
}

static void add_constraint(Resolver *resolver, const ModConstraint *rule) {
  Constraint out = {.validatetrans = rule->validatetrans,
                    .n_expr = rule->expr.n,
                    .place = rule->place};
  if (rule->validatetrans)
    out.classes = classes_alone(resolver, &rule->classes, &out.n_classes);
  else
    out.classes = resolve_class_perms(resolver, &rule->classes, &rule->perms,
                                      &out.n_classes);
  out.expr = ARENA_NEW_N(resolver->arena, PolicyConstraintTerm, out.n_expr);
  for (uint32_t i = 0; i < out.n_expr; i++)
    out.expr[i] = resolve_term(resolver, &rule->expr.v[i]);
  if (out.n_classes)
    ARRAY_PUSH(&resolver->policy->constraints, out);
}

/* The same default twice is taken (checkpolicy policy_define.c,
 * define_default_user and its kin). */
static void add_default(Resolver *resolver, const ModDefault *rule) {
  uint32_t n;
  ClassId *ids = resolve_classes(resolver, &rule->classes, &n);
  for (uint32_t i = 0; i < n; i++) {
    Class *class = &resolver->policy->classes.v[ids[i]];
    uint8_t *known = &class->defaults[rule->kind];
    if (*known != DEFAULT_UNSET && *known != rule->value)
      diag_error(resolver->diags, rule->place,
                 "class '%s' has another default of this kind",
                 name_text(resolver->diags->names, class->id.name));
    *known = (uint8_t)rule->value;
  }
}

void resolve_constraints(Resolver *resolver) {
  const Module *base = &resolver->linker->modules[0];
  resolver->module = 0;
  for (size_t i = 0; i < base->constraints.n; i++)
    add_constraint(resolver, &base->constraints.v[i]);
  for (size_t i = 0; i < base->defaults.n; i++)
    add_default(resolver, &base->defaults.v[i]);
}
