/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Symbols that are declared in vain.  A type counts as used when a rule, a
 * transition, a role, a constraint or a context of the kernel names it, or
 * when it has an attribute: rules about that are rules about the type. */
#include <string.h>

#include "ir/lint.h"

typedef struct Uses {
  uint8_t *types, *bools; /* by Name */
} Uses;

static void use_set(uint8_t *used, const NameSet *set) {
  for (uint32_t i = 0; i < set->n; i++)
    used[set_name(set, i)] = 1;
}

static void use_av(Uses *uses, const ModAvRule *rules, size_t n) {
  for (const ModAvRule *rule = rules; rule < rules + n; rule++) {
    use_set(uses->types, &rule->source);
    use_set(uses->types, &rule->target);
  }
}

static void use_type_rules(Uses *uses, const ModTypeRule *rules, size_t n) {
  for (const ModTypeRule *rule = rules; rule < rules + n; rule++) {
    use_set(uses->types, &rule->source);
    use_set(uses->types, &rule->target);
    uses->types[rule->result.name] = 1;
  }
}

static void use_conditional(Uses *uses, const ModConditional *conditional) {
  for (uint32_t i = 0; i < conditional->expr.n; i++)
    uses->bools[conditional->expr.v[i].boolean.name] = 1;
  for (int branch = 0; branch < 2; branch++) {
    use_av(uses, conditional->av[branch].v, conditional->av[branch].n);
    use_type_rules(uses, conditional->type_rules[branch].v,
                   conditional->type_rules[branch].n);
  }
}

static void use_block(Uses *uses, const Block *block) {
  use_av(uses, block->av.v, block->av.n);
  use_type_rules(uses, block->type_rules.v, block->type_rules.n);
  for (size_t i = 0; i < block->conditionals.n; i++)
    use_conditional(uses, &block->conditionals.v[i]);
  for (size_t i = 0; i < block->range_transitions.n; i++) {
    use_set(uses->types, &block->range_transitions.v[i].source);
    use_set(uses->types, &block->range_transitions.v[i].target);
  }
  for (size_t i = 0; i < block->role_transitions.n; i++)
    use_set(uses->types, &block->role_transitions.v[i].types);
  for (size_t i = 0; i < block->role_types.n; i++)
    use_set(uses->types, &block->role_types.v[i].types);
  for (size_t i = 0; i < block->type_members.n; i++)
    uses->types[block->type_members.v[i].member.name] = 1;
  for (size_t i = 0; i < block->bounds.n; i++) {
    uses->types[block->bounds.v[i].parent.name] = 1;
    uses->types[block->bounds.v[i].child.name] = 1;
  }
  for (size_t i = 0; i < block->permissives.n; i++)
    uses->types[block->permissives.v[i].name] = 1;
}

static void use_base(Uses *uses, const Module *module) {
  for (size_t i = 0; i < module->ocons.n; i++) {
    uses->types[module->ocons.v[i].context.type.name] = 1;
    uses->types[module->ocons.v[i].context2.type.name] = 1;
  }
  for (size_t i = 0; i < module->constraints.n; i++)
    for (uint32_t j = 0; j < module->constraints.v[i].expr.n; j++)
      use_set(uses->types, &module->constraints.v[i].expr.v[j].names);
}

/* Who uses an alias uses what it stands for. */
static void use_aliases(Uses *uses, const Block *block) {
  for (size_t i = 0; i < block->declared.n; i++) {
    const Symbol *symbol = &block->declared.v[i];
    if (symbol->kind == SYMBOL_TYPE && symbol->flavor == FLAVOR_ALIAS &&
        uses->types[symbol->id.name])
      uses->types[symbol->target.name] = 1;
  }
}

static void report_unused(Session *session, const Uses *uses,
                          const Block *block) {
  for (size_t i = 0; i < block->declared.n; i++) {
    const Symbol *symbol = &block->declared.v[i];
    const char *text = name_text(&session->names, symbol->id.name);
    if (symbol->kind == SYMBOL_TYPE && symbol->flavor == FLAVOR_PLAIN &&
        !uses->types[symbol->id.name])
      diag_warning(&session->diags, WARN_UNUSED_TYPE, symbol->id.place,
                   "no rule names the type '%s', and it has no attribute",
                   text);
    if (symbol->kind == SYMBOL_BOOL && !uses->bools[symbol->id.name])
      diag_warning(&session->diags, WARN_UNUSED_BOOLEAN, symbol->id.place,
                   "no condition in this build uses the %s '%s'",
                   symbol->flavor == FLAVOR_TUNABLE ? "tunable" : "boolean",
                   text);
  }
}

void lint_symbols(Session *session, const Module *module) {
  if (!diag_wants(&session->diags, WARN_UNUSED_TYPE) &&
      !diag_wants(&session->diags, WARN_UNUSED_BOOLEAN))
    return;
  size_t n = session->names.n + 1;
  uint8_t *used = mem_resize(NULL, 2 * n);
  memset(used, 0, 2 * n);
  Uses uses = {used, used + n};
  for (size_t i = 0; i < module->blocks.n; i++)
    use_block(&uses, &module->blocks.v[i]);
  use_base(&uses, module);
  for (size_t i = 0; i < module->blocks.n; i++)
    use_aliases(&uses, &module->blocks.v[i]);
  for (size_t i = 0; i < module->blocks.n; i++)
    report_unused(session, &uses, &module->blocks.v[i]);
  mem_free(used);
}
