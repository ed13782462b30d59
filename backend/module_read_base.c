/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What only a base module has: constraints, defaults, the order of
 * sensitivities, contexts.  The kernel's functions have read them by value;
 * here they become what was written. */
#include "backend/module_reader.h"

static NameSet new_set(ModuleReader *m, size_t n) {
  return name_set_new(&m->file.session->arena, n, m->place);
}

static NameSet one_name(ModuleReader *m, SymbolKind kind, uint32_t id) {
  return name_set_of(module_ident(m, kind, id));
}

static void add_names(ModuleReader *m, NameSet *set, SymbolKind kind,
                      const Bitset *ids, bool minus) {
  BITSET_EACH(id, ids) {
    Ident ident = module_ident(m, kind, id);
    set_add(set, (SetItem){ident.name, minus, ident.place});
  }
}

static NameSet term_names(ModuleReader *m, const PolicyConstraintTerm *term) {
  if (term->attr & CATTR_TYPE) {
    NameSet set = new_set(m, bitset_count(&term->written_types) +
                                 bitset_count(&term->written_minus));
    set.star = term->written_star;
    set.complement = term->written_complement;
    add_names(m, &set, SYMBOL_TYPE, &term->written_types, false);
    add_names(m, &set, SYMBOL_TYPE, &term->written_minus, true);
    return set;
  }
  NameSet set = new_set(m, bitset_count(&term->ids));
  add_names(m, &set, term->attr & CATTR_USER ? SYMBOL_USER : SYMBOL_ROLE,
            &term->ids, false);
  return set;
}

static void add_constraint(ModuleReader *m, const Constraint *constraint) {
  ModConstraint rule = {.validatetrans = constraint->validatetrans,
                        .place = m->place};
  rule.classes = one_name(m, SYMBOL_CLASS, constraint->classes->class_id);
  rule.perms = (NameSet){.own_place = m->place};
  if (!rule.validatetrans)
    rule.perms = module_perm_set(m, constraint->classes->class_id,
                                 constraint->classes->perms);
  rule.expr.n = constraint->n_expr;
  rule.expr.v = ARENA_NEW_N(&m->file.session->arena, ConstraintTerm,
                            rule.expr.n);
  for (uint32_t i = 0; i < rule.expr.n && !module_failed(m); i++) {
    const PolicyConstraintTerm *term = &constraint->expr[i];
    rule.expr.v[i] = (ConstraintTerm){term->kind, term->attr, term->op,
                                      {.own_place = m->place}, m->place};
    if (term->kind == CONSTRAINT_NAMES)
      rule.expr.v[i].names = term_names(m, term);
  }
  ARRAY_PUSH(&m->module->constraints, rule);
}

static void add_defaults(ModuleReader *m, ClassId id) {
  for (DefaultKind kind = DEFAULT_USER; kind <= DEFAULT_RANGE; kind++) {
    uint8_t value = m->file.policy->classes.v[id].defaults[kind];
    if (value)
      ARRAY_PUSH(&m->module->defaults,
                 (ModDefault){kind, value, one_name(m, SYMBOL_CLASS, id),
                              m->place});
  }
}

static void add_sensitivities(ModuleReader *m) {
  const Policy *symbols = m->file.policy;
  for (SensId id = 0; id < symbols->sens.n && !module_failed(m); id++) {
    if (!module_block_declares(m, 0, SYMBOL_LEVEL, id))
      continue;
    ARRAY_PUSH(&m->module->dominance, module_ident(m, SYMBOL_LEVEL, id));
    MlsLevel level = {id, symbols->sens.v[id].categories};
    ARRAY_PUSH(&m->module->levels, module_level(m, &level));
  }
}

static Context written_context(ModuleReader *m, const PolicyContext *from) {
  Context context = {.place = m->place, .has_range = m->module->mls};
  context.user = module_ident(m, SYMBOL_USER, from->user);
  context.role = module_ident(m, SYMBOL_ROLE, from->role);
  context.type = module_ident(m, SYMBOL_TYPE, from->type);
  context.range = module_range(m, &from->range);
  return context;
}

static bool has_two_contexts(OconKind kind) {
  return kind == OCON_FS || kind == OCON_NETIF;
}

static void add_context(ModuleReader *m, const PolicyOcon *from) {
  Ocon ocon = *from->written;
  if (ocon.kind == OCON_ISID)
    ocon.name = m->file.policy->sids.v[from->sid];
  ocon.name.place = ocon.place = m->place;
  ocon.context = written_context(m, &from->context);
  if (has_two_contexts(ocon.kind))
    ocon.context2 = written_context(m, &from->context2);
  ARRAY_PUSH(&m->module->ocons, ocon);
}

void module_get_contexts(ModuleReader *m) {
  /* A module without MLS has ranges of nothing (kernel_values.c). */
  get_contexts(&m->file);
  get_genfs(&m->file);
  const Policy *symbols = m->file.policy;
  for (size_t i = 0; i < symbols->sids.n; i++)
    ARRAY_PUSH(&m->module->sids, (Ident){symbols->sids.v[i].name, m->place});
  for (size_t i = 0; i < symbols->ocons.n && !module_failed(m); i++)
    add_context(m, &symbols->ocons.v[i]);
}

void module_add_base(ModuleReader *m) {
  const Policy *symbols = m->file.policy;
  m->file.section = "constraints";
  for (size_t i = 0; i < symbols->constraints.n && !module_failed(m); i++)
    add_constraint(m, &symbols->constraints.v[i]);
  for (ClassId id = 0; id < symbols->classes.n; id++)
    add_defaults(m, id);
  add_sensitivities(m);
}
