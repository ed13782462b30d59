/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules of a block of the binary module. */
#include "backend/module_writer.h"

enum { XPERM_DRIVERS = 256, XPERM_BITS = 1 << 16 };

static size_t begin_list(ModuleWriter *w) {
  put_u32(w->file.out, 0);
  return w->file.out->n - 4;
}

/* The classes of a rule, each with its permissions. */
static void put_class_perms(ModuleWriter *w, const NameSet *classes,
                            const NameSet *perms) {
  module_collect(w, SYMBOL_CLASS, classes, false);
  put_u32(w->file.out, (uint32_t)w->ids.n);
  for (size_t i = 0; i < w->ids.n; i++) {
    put_id(&w->file, w->ids.v[i]);
    put_u32(w->file.out, module_perm_mask(w, w->ids.v[i], perms));
  }
}

/* The classes of a rule, each with the resulting type; the last one first, as
 * checkmodule has them: libsepol up to 3.4 loses those behind a class that has
 * such a rule already. */
static void put_class_results(ModuleWriter *w, const NameSet *classes,
                              TypeId result) {
  module_collect(w, SYMBOL_CLASS, classes, false);
  put_u32(w->file.out, (uint32_t)w->ids.n);
  for (size_t i = w->ids.n; i-- > 0;) {
    put_id(&w->file, w->ids.v[i]);
    put_id(&w->file, result);
  }
}

static void put_rule_head(ModuleWriter *w, RuleKind kind, Place place,
                          const NameSet *source, const NameSet *target) {
  module_note_place(w, place);
  put_u32(w->file.out, kind);
  put_u32(w->file.out, module_rule_flags(target));
  module_put_type_set(w, source);
  module_put_type_set(w, target);
}

/* The named operation of the class, as a set of permissions. */
static void put_xperm_rule(ModuleWriter *w, const ModAvRule *rule,
                           int specified, uint32_t driver,
                           const uint32_t bits[XPERMS_WORDS]) {
  NameSet perms = name_set_of(rule->xperms->operation);
  put_rule_head(w, rule->kind, rule->place, &rule->source, &rule->target);
  put_class_perms(w, &rule->classes, &perms);
  put_u8(w->file.out, (uint8_t)specified);
  put_u8(w->file.out, (uint8_t)driver);
  for (int i = 0; i < XPERMS_WORDS; i++)
    put_u32(w->file.out, bits[i]);
}

static void collect_xperms(const Xperms *xperms, Bitset *set) {
  for (uint32_t i = 0; i < xperms->n; i++)
    bitset_add_range(set, xperms->v[i].low & UINT16_MAX,
                     xperms->v[i].high & UINT16_MAX);
  if (xperms->complement)
    bitset_complement(set, XPERM_BITS);
}

/* The 256 functions of a driver; gives how many are set. */
static int driver_bits(const Bitset *set, uint32_t driver,
                       uint32_t bits[XPERMS_WORDS]) {
  int n = 0;
  for (uint32_t i = 0; i < XPERMS_WORDS; i++) {
    uint32_t word = driver * XPERMS_WORDS + i;
    bits[i] = word / 2 < set->n_words
                  ? (uint32_t)(set->words[word / 2] >> 32 * (word % 2))
                  : 0;
    n += __builtin_popcount(bits[i]);
  }
  return n;
}

/* One rule for all drivers of which every function is meant, and one for each
 * driver of which some are (checkpolicy, define_te_avtab_ioctl).  Of netlink
 * messages there are no whole drivers.  Gives the count of the rules. */
static uint32_t put_xperm_rules(ModuleWriter *w, const ModAvRule *rule) {
  const char *operation =
      name_text(&w->session->names, rule->xperms->operation.name);
  bool ioctl = operation[0] == 'i';
  uint32_t bits[XPERMS_WORDS], whole[XPERMS_WORDS] = {0}, n = 0;
  bool any_whole = false;
  Bitset set = {0};
  collect_xperms(rule->xperms, &set);
  for (uint32_t driver = 0; driver < XPERM_DRIVERS && ioctl; driver++)
    if (driver_bits(&set, driver, bits) == XPERMS_FUNCTIONS) {
      whole[driver / 32] |= UINT32_C(1) << driver % 32;
      any_whole = true;
    }
  if (any_whole) {
    put_xperm_rule(w, rule, XPERM_IOCTL_DRIVERS, 0, whole);
    n++;
  }
  for (uint32_t driver = 0; driver < XPERM_DRIVERS; driver++)
    if (driver_bits(&set, driver, bits) &&
        !(whole[driver / 32] >> driver % 32 & 1)) {
      put_xperm_rule(w, rule,
                     ioctl ? XPERM_IOCTL_FUNCTIONS : XPERM_NLMSG_FUNCTIONS,
                     driver, bits);
      n++;
    }
  bitset_free(&set);
  return n;
}

static uint32_t put_av_rules(ModuleWriter *w, const ModAvRule *rules,
                             size_t n_rules) {
  uint32_t n = 0;
  for (size_t i = 0; i < n_rules; i++) {
    const ModAvRule *rule = &rules[i];
    if (rule->xperms) {
      n += put_xperm_rules(w, rule);
      continue;
    }
    put_rule_head(w, rule->kind, rule->place, &rule->source, &rule->target);
    put_class_perms(w, &rule->classes, &rule->perms);
    n++;
  }
  return n;
}

static uint32_t put_type_rules(ModuleWriter *w, const ModTypeRule *rules,
                               size_t n_rules) {
  uint32_t n = 0;
  for (size_t i = 0; i < n_rules; i++) {
    const ModTypeRule *rule = &rules[i];
    if (rule->file_name.name != NO_NAME)
      continue;
    put_rule_head(w, rule->kind, rule->place, &rule->source, &rule->target);
    TypeId result = module_id(w, SYMBOL_TYPE, rule->result);
    put_class_results(w, &rule->classes, result);
    n++;
  }
  return n;
}

/* The state of a condition, with the booleans as the module has them. */
static bool evaluate(ModuleWriter *w, const CondExpr *expr) {
  bool *stack = ARENA_NEW_N(&w->session->arena, bool, expr->n + 2), *top;
  top = stack + 1; /* a slot below, so that a faulty one reads in bounds */
  for (uint32_t i = 0; i < expr->n; i++) {
    CondTerm term = expr->v[i];
    if (term.op == COND_BOOL) {
      *++top = w->symbols.bools.v[module_id(w, SYMBOL_BOOL, term.boolean)]
                   .value;
      continue;
    }
    if (term.op == COND_NOT) {
      *top = !*top;
      continue;
    }
    bool right = *top--;
    switch (term.op) {
    case COND_OR: *top |= right; break;
    case COND_AND: *top &= right; break;
    case COND_EQ: *top = *top == right; break;
    default: *top = *top != right; break;
    }
  }
  return *top;
}

static void put_cond_expr(ModuleWriter *w, const CondExpr *expr) {
  put_u32(w->file.out, expr->n);
  for (uint32_t i = 0; i < expr->n; i++) {
    put_u32(w->file.out, (uint32_t)expr->v[i].op + 1);
    put_u32(w->file.out,
            module_optional_value(w, SYMBOL_BOOL, expr->v[i].boolean));
  }
}

static bool has_tunable(ModuleWriter *w, const CondExpr *expr) {
  for (uint32_t i = 0; i < expr->n; i++)
    if (expr->v[i].op == COND_BOOL &&
        bitset_has(&w->tunables,
                   module_id(w, SYMBOL_BOOL, expr->v[i].boolean)))
      return true;
  return false;
}

static void put_conditional(ModuleWriter *w, const ModConditional *rule) {
  module_note_place(w, rule->place);
  put_u32(w->file.out, evaluate(w, &rule->expr));
  put_cond_expr(w, &rule->expr);
  for (int branch = 0; branch < 2; branch++) {
    size_t at = begin_list(w);
    uint32_t n = put_av_rules(w, rule->av[branch].v, rule->av[branch].n);
    n += put_type_rules(w, rule->type_rules[branch].v,
                        rule->type_rules[branch].n);
    patch_u32(w->file.out, at, n);
  }
  if (w->version >= VERSION_TUNABLES)
    put_u32(w->file.out, has_tunable(w, &rule->expr));
}

static void put_role_changes(ModuleWriter *w, const Block *block) {
  put_u32(w->file.out, (uint32_t)block->role_transitions.n);
  for (size_t i = 0; i < block->role_transitions.n; i++) {
    const ModRoleTransition *rule = &block->role_transitions.v[i];
    module_note_place(w, rule->place);
    module_put_role_set(w, &rule->roles);
    module_put_type_set(w, &rule->types);
    if (w->version >= VERSION_ROLE_TRANSITION_CLASSES)
      module_put_names(w, SYMBOL_CLASS, &rule->classes);
    put_id(&w->file, module_id(w, SYMBOL_ROLE, rule->result));
  }
}

static void put_allowed_roles(ModuleWriter *w, const Block *block) {
  put_u32(w->file.out, (uint32_t)block->role_allows.n);
  for (size_t i = 0; i < block->role_allows.n; i++) {
    module_note_place(w, block->role_allows.v[i].place);
    module_put_role_set(w, &block->role_allows.v[i].source);
    module_put_role_set(w, &block->role_allows.v[i].target);
  }
}

static void put_file_transition(ModuleWriter *w, const ModTypeRule *rule,
                                ClassId class_id) {
  module_note_place(w, rule->place);
  put_name(&w->file, rule->file_name.name);
  module_put_type_set(w, &rule->source);
  module_put_type_set(w, &rule->target);
  put_id(&w->file, class_id);
  put_id(&w->file, module_id(w, SYMBOL_TYPE, rule->result));
  if (w->version >= VERSION_SELF_TYPE_RULES)
    put_u32(w->file.out, module_rule_flags(&rule->target));
}

/* One for each class. */
static void put_named_transitions(ModuleWriter *w, const Block *block) {
  size_t at = begin_list(w);
  uint32_t n = 0;
  Bitset classes = {0};
  for (size_t i = 0; i < block->type_rules.n; i++) {
    const ModTypeRule *rule = &block->type_rules.v[i];
    if (rule->file_name.name == NO_NAME)
      continue;
    bitset_clear(&classes);
    for (uint32_t k = 0; k < rule->classes.n; k++)
      bitset_add(&classes,
                 module_id(w, SYMBOL_CLASS, set_id(&rule->classes, k)));
    BITSET_EACH(class_id, &classes) {
      put_file_transition(w, rule, class_id);
      n++;
    }
  }
  bitset_free(&classes);
  patch_u32(w->file.out, at, n);
}

static void put_range_changes(ModuleWriter *w, const Block *block) {
  put_u32(w->file.out, (uint32_t)block->range_transitions.n);
  for (size_t i = 0; i < block->range_transitions.n; i++) {
    const ModRangeTransition *rule = &block->range_transitions.v[i];
    module_note_place(w, rule->place);
    module_put_type_set(w, &rule->source);
    module_put_type_set(w, &rule->target);
    module_put_names(w, SYMBOL_CLASS, &rule->classes);
    module_put_range(w, &rule->range);
  }
}

void module_put_rules(ModuleWriter *w, const Block *block) {
  put_u32(w->file.out, (uint32_t)block->conditionals.n);
  for (size_t i = 0; i < block->conditionals.n; i++)
    put_conditional(w, &block->conditionals.v[i]);
  size_t at = begin_list(w);
  uint32_t n = put_av_rules(w, block->av.v, block->av.n);
  n += put_type_rules(w, block->type_rules.v, block->type_rules.n);
  patch_u32(w->file.out, at, n);
  put_role_changes(w, block);
  put_allowed_roles(w, block);
  if (w->version >= VERSION_FILE_TRANSITIONS)
    put_named_transitions(w, block);
  if (w->version >= VERSION_RANGE_TRANSITIONS)
    put_range_changes(w, block);
}
