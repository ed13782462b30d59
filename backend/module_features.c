/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which version of the binary module carries what. */
#include <string.h>

#include "backend/module_format.h"
#include "ir/words.h"

/* ORDER MODULE_FEATURE: the rows of module_features.def. */
typedef enum ModuleFeature {
#define FEATURE(id, first, what) MODULE_FEATURE_##id,
#include "backend/module_features.def"
  MODULE_FEATURE_COUNT
} ModuleFeature;

static const struct {
  unsigned first;
  const char *what;
} features[] = {
#define FEATURE(id, first, what) {first, what},
#include "backend/module_features.def"
};

enum { XPERM_KINDS = RULE_XPERMS_ALLOW | RULE_XPERMS_AUDITALLOW |
                     RULE_XPERMS_DONTAUDIT | RULE_XPERMS_NEVERALLOW };

static unsigned first_of(ModuleFeature feature) {
  return features[feature].first;
}

uint32_t module_table_features(unsigned version, bool is_base) {
  uint32_t bits = UINT32_C(1) << FEATURE_CONSTRAINT_NAMES;
  if (!is_base)
    return bits;
  static const struct {
    ModuleFeature module;
    Feature table;
  } rows[] = {
      {MODULE_FEATURE_MLS, FEATURE_CONTEXT_RANGES},
      {MODULE_FEATURE_VALIDATETRANS, FEATURE_VALIDATETRANS},
      {MODULE_FEATURE_OBJECT_DEFAULTS, FEATURE_OBJECT_DEFAULTS},
      {MODULE_FEATURE_DEFAULT_TYPE, FEATURE_DEFAULT_TYPE},
      {MODULE_FEATURE_GLBLUB, FEATURE_GLBLUB},
      {MODULE_FEATURE_INFINIBAND, FEATURE_INFINIBAND},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (version >= first_of(rows[i].module))
      bits |= UINT32_C(1) << rows[i].table;
  return bits;
}

uint32_t module_context_kinds(unsigned version, bool is_base) {
  return is_base ? context_kinds(TARGET_SELINUX,
                                 module_table_features(version, is_base))
                 : 0;
}

/* Where a module first uses each feature. */
typedef struct Uses {
  const Session *session;
  const Module *module;
  bool used[MODULE_FEATURE_COUNT];
  Place place[MODULE_FEATURE_COUNT];
} Uses;

static void use(Uses *uses, ModuleFeature feature, Place place) {
  if (uses->used[feature])
    return;
  uses->used[feature] = true;
  uses->place[feature] = place;
}

static bool has_self(const NameSet *set) {
  for (uint32_t i = 0; i < set->n; i++)
    if (set_name(set, i) == WORD_SELF)
      return true;
  return false;
}

static bool is_process_only(const Uses *uses, const NameSet *classes) {
  return classes->n == 1 &&
         strcmp(name_text(&uses->session->names, set_name(classes, 0)),
                "process") == 0;
}

static void use_type_rules(Uses *uses, const ModTypeRule *rules, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (rules[i].file_name.name != NO_NAME)
      use(uses, MODULE_FEATURE_FILE_TRANSITION, rules[i].place);
    if (has_self(&rules[i].target))
      use(uses, MODULE_FEATURE_SELF_TYPE_RULE, rules[i].place);
  }
}

static void use_av_rules(Uses *uses, const ModAvRule *rules, size_t n,
                         bool conditional) {
  for (size_t i = 0; i < n; i++) {
    if (!(rules[i].kind & XPERM_KINDS))
      continue;
    use(uses, MODULE_FEATURE_XPERMS, rules[i].place);
    if (conditional)
      use(uses, MODULE_FEATURE_CONDITIONAL_XPERMS, rules[i].place);
  }
}

static void use_symbols(Uses *uses, const Symbols *symbols) {
  for (size_t i = 0; i < symbols->n; i++) {
    const Symbol *symbol = &symbols->v[i];
    if (symbol->kind == SYMBOL_ROLE && symbol->flavor == FLAVOR_ATTRIBUTE)
      use(uses, MODULE_FEATURE_ROLE_ATTRIBUTE, symbol->id.place);
    if (symbol->kind == SYMBOL_BOOL && symbol->flavor == FLAVOR_TUNABLE)
      use(uses, MODULE_FEATURE_TUNABLE, symbol->id.place);
  }
}

static void use_members(Uses *uses, const Block *block,
                        const Bitset *attributes) {
  for (size_t i = 0; i < block->type_members.n; i++) {
    Ident member = block->type_members.v[i].member;
    if (bitset_has(attributes, member.name))
      use(uses, MODULE_FEATURE_NESTED_ATTRIBUTE, member.place);
  }
}

static void use_conditionals(Uses *uses, const Block *block) {
  for (size_t i = 0; i < block->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++) {
      const ModConditional *conditional = &block->conditionals.v[i];
      use_av_rules(uses, conditional->av[branch].v,
                   conditional->av[branch].n, true);
      use_type_rules(uses, conditional->type_rules[branch].v,
                     conditional->type_rules[branch].n);
    }
}

static void use_block(Uses *uses, const Block *block) {
  use_symbols(uses, &block->declared);
  use_symbols(uses, &block->required);
  use_av_rules(uses, block->av.v, block->av.n, false);
  use_type_rules(uses, block->type_rules.v, block->type_rules.n);
  use_conditionals(uses, block);
  for (size_t i = 0; i < block->role_transitions.n; i++)
    if (!is_process_only(uses, &block->role_transitions.v[i].classes))
      use(uses, MODULE_FEATURE_ROLE_TRANSITION_CLASS,
          block->role_transitions.v[i].place);
  if (block->range_transitions.n)
    use(uses, MODULE_FEATURE_RANGE_TRANSITION,
        block->range_transitions.v[0].place);
  if (block->bounds.n)
    use(uses, MODULE_FEATURE_BOUNDS, block->bounds.v[0].child.place);
  if (block->permissives.n)
    use(uses, MODULE_FEATURE_PERMISSIVE, block->permissives.v[0].place);
  if (block->neveraudits.n)
    use(uses, MODULE_FEATURE_NEVERAUDIT, block->neveraudits.v[0].place);
}

static void use_defaults(Uses *uses) {
  for (size_t i = 0; i < uses->module->defaults.n; i++) {
    const ModDefault *rule = &uses->module->defaults.v[i];
    use(uses,
        rule->kind == DEFAULT_TYPE ? MODULE_FEATURE_DEFAULT_TYPE
                                   : MODULE_FEATURE_OBJECT_DEFAULTS,
        rule->place);
    if (rule->kind == DEFAULT_RANGE && rule->value == DEFAULT_GLBLUB)
      use(uses, MODULE_FEATURE_GLBLUB, rule->place);
  }
}

static void use_base(Uses *uses) {
  const Module *module = uses->module;
  use_defaults(uses);
  for (size_t i = 0; i < module->constraints.n; i++)
    if (module->constraints.v[i].validatetrans)
      use(uses, MODULE_FEATURE_VALIDATETRANS, module->constraints.v[i].place);
  for (size_t i = 0; i < module->ocons.n; i++)
    if (module->ocons.v[i].kind == OCON_IBPKEY ||
        module->ocons.v[i].kind == OCON_IBENDPORT)
      use(uses, MODULE_FEATURE_INFINIBAND, module->ocons.v[i].place);
  if (module->polcaps.n)
    use(uses, MODULE_FEATURE_POLCAP, module->polcaps.v[0].place);
}

/* Adds the names of the type attributes. */
static void add_attributes(Bitset *attributes, const Symbols *symbols) {
  for (size_t i = 0; i < symbols->n; i++)
    if (symbols->v[i].kind == SYMBOL_TYPE &&
        symbols->v[i].flavor == FLAVOR_ATTRIBUTE)
      bitset_add(attributes, symbols->v[i].id.name);
}

static void find_uses(Uses *uses) {
  const Module *module = uses->module;
  Bitset attributes = {0};
  if (module->mls)
    use(uses, MODULE_FEATURE_MLS, module->name.place);
  use_base(uses);
  for (size_t i = 0; i < module->blocks.n; i++) {
    use_block(uses, &module->blocks.v[i]);
    add_attributes(&attributes, &module->blocks.v[i].declared);
    add_attributes(&attributes, &module->blocks.v[i].required);
  }
  for (size_t i = 0; i < module->blocks.n; i++)
    use_members(uses, &module->blocks.v[i], &attributes);
  bitset_free(&attributes);
}

unsigned module_version_needed(const Session *session, const Module *module,
                               Place *why, const char **what) {
  Uses uses = {.session = session, .module = module};
  unsigned version = MODULE_VERSION_MIN;
  Place place = no_place;
  const char *name = NULL;
  find_uses(&uses);
  for (ModuleFeature i = 0; i < MODULE_FEATURE_COUNT; i++)
    if (uses.used[i] && features[i].first > version) {
      version = features[i].first;
      place = uses.place[i];
      name = features[i].what;
    }
  if (why)
    *why = place;
  if (what)
    *what = name;
  return version;
}

static void refuse(Session *session, unsigned version, Place place,
                   const char *what) {
  diag_error(&session->diags, place, "module version %u has no %s", version,
             what);
}

/* Only version 8 has expandattribute. */
static void check_expands(Session *session, const Module *module,
                          unsigned version) {
  for (size_t i = 0; i < module->blocks.n && version != VERSION_TYPE_FLAGS;
       i++)
    if (module->blocks.v[i].expands.n) {
      diag_warning(&session->diags, WARN_DROPPED_FEATURE,
                   module->blocks.v[i].expands.v[0].attribute.place,
                   "module version %u has no expandattribute, as only 8 has: "
                   "left out",
                   version);
      return;
    }
}

void module_check_features(Session *session, const Module *module,
                           unsigned version) {
  Uses uses = {.session = session, .module = module};
  find_uses(&uses);
  for (ModuleFeature i = 0; i < MODULE_FEATURE_COUNT; i++)
    if (uses.used[i] && features[i].first > version)
      refuse(session, version, uses.place[i], features[i].what);
  check_expands(session, module, version);
}
