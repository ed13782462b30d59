/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What only a base module has: constraints, defaults, the categories of
 * sensitivities, contexts; from names to the values that the kernel's functions
 * write. */
#include "backend/module_writer.h"

static void collect_types(ModuleWriter *w, const NameSet *names,
                          PolicyConstraintTerm *term) {
  term->written_star = names->star;
  term->written_complement = names->complement;
  module_collect(w, SYMBOL_TYPE, names, true);
  for (size_t i = 0; i < w->ids.n; i++)
    bitset_add(&term->written_minus, w->ids.v[i]);
  module_collect(w, SYMBOL_TYPE, names, false);
  for (size_t i = 0; i < w->ids.n; i++) {
    bitset_add(&term->written_types, w->ids.v[i]);
    /* The linker makes this anew from what is written. */
    if (!w->symbols.types.v[w->ids.v[i]].is_attribute)
      bitset_add(&term->ids, w->ids.v[i]);
  }
}

static void number_term(ModuleWriter *w, const ConstraintTerm *from,
                        PolicyConstraintTerm *term) {
  *term = (PolicyConstraintTerm){
      .kind = from->kind, .attr = from->attr, .op = from->op};
  if (from->kind != CONSTRAINT_NAMES)
    return;
  if (from->attr & CATTR_TYPE) {
    collect_types(w, &from->names, term);
    return;
  }
  module_collect(w, from->attr & CATTR_USER ? SYMBOL_USER : SYMBOL_ROLE,
                 &from->names, false);
  for (size_t i = 0; i < w->ids.n; i++)
    bitset_add(&term->ids, w->ids.v[i]);
}

static void number_constraint(ModuleWriter *w, const ModConstraint *from) {
  Arena *arena = &w->session->arena;
  Constraint rule = {.validatetrans = from->validatetrans,
                     .n_expr = from->expr.n,
                     .place = from->place};
  rule.expr = ARENA_NEW_N(arena, PolicyConstraintTerm, rule.n_expr);
  for (uint32_t i = 0; i < rule.n_expr; i++)
    number_term(w, &from->expr.v[i], &rule.expr[i]);
  module_collect(w, SYMBOL_CLASS, &from->classes, false);
  rule.n_classes = (uint32_t)w->ids.n;
  rule.classes = ARENA_NEW_N(arena, ClassPerms, rule.n_classes);
  for (uint32_t i = 0; i < rule.n_classes; i++)
    rule.classes[i] = (ClassPerms){
        w->ids.v[i],
        from->validatetrans
            ? 0
            : module_perm_mask(w, w->ids.v[i], &from->perms)};
  ARRAY_PUSH(&w->symbols.constraints, rule);
}

static void number_default(ModuleWriter *w, const ModDefault *rule) {
  module_collect(w, SYMBOL_CLASS, &rule->classes, false);
  for (size_t i = 0; i < w->ids.n; i++)
    w->symbols.classes.v[w->ids.v[i]].defaults[rule->kind] =
        (uint8_t)rule->value;
}

static void number_level(ModuleWriter *w, const Level *level) {
  MlsLevel bits = module_mls_level(w, level);
  if (bits.sensitivity == NO_ID)
    return;
  bitset_union(&w->symbols.sens.v[bits.sensitivity].categories,
               &bits.categories);
  bitset_free(&bits.categories);
}

static PolicyContext number_context(ModuleWriter *w, const Context *from) {
  PolicyContext context = {
      .user = module_id(w, SYMBOL_USER, from->user),
      .role = module_id(w, SYMBOL_ROLE, from->role),
      .type = module_id(w, SYMBOL_TYPE, from->type),
  };
  if (from->has_range) {
    context.range.low = module_mls_level(w, &from->range.low);
    context.range.high = module_mls_level(w, &from->range.high);
  }
  return context;
}

static uint32_t number_sid(ModuleWriter *w, Ident sid) {
  for (size_t i = 0; i < w->module->sids.n; i++)
    if (w->module->sids.v[i].name == sid.name)
      return (uint32_t)i;
  diag_error(&w->session->diags, sid.place, "the SID '%s' is not declared",
             name_text(&w->session->names, sid.name));
  return 0;
}

static ClassId number_file_class(ModuleWriter *w, const Ocon *from) {
  ClassId class_id = file_kind_class(&w->symbols, from->file_kind);
  if (class_id == NO_ID)
    diag_error(&w->session->diags, from->place,
               "no class is declared for files of kind '-%c'",
               from->file_kind);
  return class_id;
}

static void number_ocon(ModuleWriter *w, const Ocon *from) {
  PolicyOcon ocon = {.written = from, .file_class = NO_ID};
  if (!from->has_context)
    return;
  if (from->kind == OCON_ISID)
    ocon.sid = number_sid(w, from->name);
  if (from->kind == OCON_GENFS && from->file_kind)
    ocon.file_class = number_file_class(w, from);
  ocon.context = number_context(w, &from->context);
  if (from->kind == OCON_FS || from->kind == OCON_NETIF)
    ocon.context2 = number_context(w, &from->context2);
  ARRAY_PUSH(&w->symbols.ocons, ocon);
}

/* Initial SIDs stand in the file with the last declared first, as checkmodule
 * writes them: libsepol's converter takes the order of SIDs from that
 * (module_to_cil.c, ocontext_isid_to_cil). */
static void number_sid_contexts(ModuleWriter *w) {
  const Module *module = w->module;
  for (size_t sid = module->sids.n; sid-- > 0;)
    for (size_t i = 0; i < module->ocons.n; i++)
      if (module->ocons.v[i].kind == OCON_ISID &&
          module->ocons.v[i].name.name == module->sids.v[sid].name)
        number_ocon(w, &module->ocons.v[i]);
}

void module_number_base(ModuleWriter *w) {
  const Module *module = w->module;
  for (size_t i = 0; i < module->constraints.n; i++)
    number_constraint(w, &module->constraints.v[i]);
  for (size_t i = 0; i < module->defaults.n; i++)
    number_default(w, &module->defaults.v[i]);
  for (size_t i = 0; i < module->levels.n; i++)
    number_level(w, &module->levels.v[i]);
  number_sid_contexts(w);
  for (size_t i = 0; i < module->ocons.n; i++)
    if (module->ocons.v[i].kind != OCON_ISID)
      number_ocon(w, &module->ocons.v[i]);
    else /* done, or not declared, which this reports */
      number_sid(w, module->ocons.v[i].name);
}
