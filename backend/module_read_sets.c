/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets, levels and ranges of the binary module, from values to names. */
#include <string.h>

#include "backend/module_reader.h"
#include "ir/words.h"

/* The fewest bytes that a pair of categories has. */
enum { CATEGORY_PAIR_SIZE = 8 };

static const char *kind_word(SymbolKind kind) {
  static const char *const words[] = {
      [SYMBOL_COMMON] = "common",   [SYMBOL_CLASS] = "class",
      [SYMBOL_ROLE] = "role",       [SYMBOL_TYPE] = "type",
      [SYMBOL_USER] = "user",       [SYMBOL_BOOL] = "boolean",
      [SYMBOL_LEVEL] = "sensitivity", [SYMBOL_CATEGORY] = "category",
  };
  return words[kind];
}

Ident module_ident(ModuleReader *m, SymbolKind kind, uint32_t id) {
  if (module_failed(m) || m->declaring)
    return (Ident){NO_NAME, m->place};
  Name name = policy_symbol(m->file.policy, kind, id)->name;
  if (name == NO_NAME)
    kernel_fail(&m->file, "no %s has the value %u", kind_word(kind), id + 1);
  return (Ident){name, m->place};
}

Ident module_get_ident(ModuleReader *m, SymbolKind kind, const char *what) {
  size_t n = policy_symbol_count(m->file.policy, kind);
  return module_ident(m, kind, get_id(&m->file, n, what));
}

static void get_ids(ModuleReader *m, Ids *ids, SymbolKind kind) {
  ids->n = 0;
  size_t n = policy_symbol_count(m->file.policy, kind);
  get_bits_into(&m->file, ids, id_limit(&m->file, n), kind_word(kind));
}

static void add_items(ModuleReader *m, NameSet *set, SymbolKind kind,
                      const Ids *ids, bool minus) {
  for (size_t i = 0; i < ids->n && !module_failed(m); i++) {
    Ident id = module_ident(m, kind, ids->v[i]);
    set_add(set, (SetItem){id.name, minus, id.place});
  }
}

/* The set of `ids` without those of `minus`.  When the tables are read for
 * their names there are no names yet, and the set is empty. */
static NameSet make_set(ModuleReader *m, SymbolKind kind, uint32_t rule_flags,
                        uint32_t set_flags) {
  size_t most = m->ids.n + m->minus.n + 1;
  if (m->declaring || module_failed(m))
    return (NameSet){.own_place = m->place};
  if (m->ids.n == 1 && !m->minus.n && !rule_flags && !set_flags)
    return name_set_of(module_ident(m, kind, m->ids.v[0]));
  if (most == 1 && rule_flags == RULE_FLAG_SELF && !set_flags)
    return name_set_of((Ident){WORD_SELF, m->place});
  NameSet set = name_set_new(&m->file.session->arena, most, m->place);
  set.star = set_flags & SET_FLAG_STAR;
  set.complement = set_flags & SET_FLAG_COMPLEMENT;
  add_items(m, &set, kind, &m->ids, false);
  add_items(m, &set, kind, &m->minus, true);
  /* In a complement `self` has become -self (checkpolicy,
   * define_te_avtab_helper). */
  if (rule_flags & RULE_FLAG_SELF && set.complement)
    kernel_fail(&m->file, "a complement with self");
  if (rule_flags)
    set_add(&set,
            (SetItem){WORD_SELF,
                      rule_flags & RULE_FLAG_NOT_SELF && !set.complement,
                      m->place});
  return set;
}

NameSet module_get_names(ModuleReader *m, SymbolKind kind, const char *what) {
  m->ids.n = m->minus.n = 0;
  get_bits_into(&m->file, &m->ids,
                policy_symbol_count(m->file.policy, kind), what);
  return make_set(m, kind, 0, 0);
}

static uint32_t get_set_flags(ModuleReader *m) {
  uint32_t flags = get_word(&m->file);
  if (flags & ~(uint32_t)(SET_FLAG_STAR | SET_FLAG_COMPLEMENT))
    kernel_fail(&m->file, "unknown flags %#x of a set", flags);
  return flags;
}

NameSet module_get_role_set(ModuleReader *m) {
  get_ids(m, &m->ids, SYMBOL_ROLE);
  m->minus.n = 0;
  return make_set(m, SYMBOL_ROLE, 0, get_set_flags(m));
}

NameSet module_get_type_set(ModuleReader *m, uint32_t rule_flags) {
  get_ids(m, &m->ids, SYMBOL_TYPE);
  get_ids(m, &m->minus, SYMBOL_TYPE);
  return make_set(m, SYMBOL_TYPE, rule_flags, get_set_flags(m));
}

/* For `*` and `~` checkmodule up to 3.4 sets bits beyond those that the class
 * has; they mean nothing. */
static NameSet make_perm_set(ModuleReader *m, ClassId class_id,
                             PermMask mask) {
  mask &= class_all_perms(&m->file.policy->classes.v[class_id]);
  NameSet set = name_set_new(&m->file.session->arena,
                             (size_t)__builtin_popcount(mask), m->place);
  for (; mask; mask &= mask - 1) {
    uint32_t bit = (uint32_t)__builtin_ctz(mask);
    Name name = policy_perm_name(m->file.policy, class_id, bit);
    if (name == NO_NAME)
      kernel_fail(&m->file, "class %u has no permission %u", class_id + 1,
                  bit + 1);
    set_add(&set, (SetItem){name, false, m->place});
  }
  return set;
}

/* The same few sets stand in very many rules and requirements: each is made
 * once. */
static PermSet *find_perm_set(ModuleReader *m, ClassId class_id,
                              PermMask mask) {
  bool is_new = false;
  uint32_t *index =
      map_put(&m->perm_set_of, (uint64_t)class_id << 32 | mask, &is_new);
  if (is_new) {
    ARRAY_PUSH(&m->perm_sets, (PermSet){.set = make_perm_set(m, class_id,
                                                             mask)});
    *index = (uint32_t)m->perm_sets.n;
  }
  return &m->perm_sets.v[*index - 1];
}

NameSet module_perm_set(ModuleReader *m, ClassId class_id, PermMask mask) {
  if (module_failed(m))
    return (NameSet){.own_place = m->place};
  return find_perm_set(m, class_id, mask)->set;
}

Idents module_perm_list(ModuleReader *m, ClassId class_id, PermMask mask) {
  if (module_failed(m))
    return (Idents){NULL, 0};
  PermSet *perms = find_perm_set(m, class_id, mask);
  Idents *list = &perms->list;
  if (list->n == perms->set.n)
    return *list;
  list->v = ARENA_NEW_N(&m->file.session->arena, Ident, perms->set.n);
  for (uint32_t i = 0; i < perms->set.n; i++)
    list->v[list->n++] = set_id(&perms->set, i);
  return *list;
}

static CatRange category_range(ModuleReader *m, CatId low, CatId high) {
  CatRange range = {module_ident(m, SYMBOL_CATEGORY, low),
                    {NO_NAME, m->place}};
  if (high != low)
    range.high = module_ident(m, SYMBOL_CATEGORY, high);
  return range;
}

static CatRange get_category_range(ModuleReader *m) {
  size_t n = id_limit(&m->file, m->file.policy->cats.n);
  CatId low = get_id(&m->file, n, "category");
  CatId high = get_id(&m->file, n, "category");
  return category_range(m, low, high);
}

Level module_get_level(ModuleReader *m) {
  Level level = {.sensitivity = {NO_NAME, m->place}};
  SensId sens = get_optional_id(
      &m->file, id_limit(&m->file, m->file.policy->sens.n), "sensitivity");
  uint32_t n = get_count(&m->file, CATEGORY_PAIR_SIZE, "categories");
  if (sens != NO_ID)
    level.sensitivity = module_ident(m, SYMBOL_LEVEL, sens);
  level.categories = ARENA_NEW_N(&m->file.session->arena, CatRange, n);
  MODULE_EACH(m, n)
    level.categories[level.n_categories++] = get_category_range(m);
  return level;
}

Range module_get_range(ModuleReader *m) {
  Range range;
  range.low = module_get_level(m);
  range.high = module_get_level(m);
  return range;
}

static CatId run_end(const Bitset *set, CatId low) {
  CatId high = low;
  while (bitset_has(set, high + 1))
    high++;
  return high;
}

Level module_level(ModuleReader *m, const MlsLevel *level) {
  Level written = {.sensitivity = {NO_NAME, m->place}};
  if (module_failed(m) || !m->module->mls || level->sensitivity == NO_ID)
    return written;
  written.sensitivity = module_ident(m, SYMBOL_LEVEL, level->sensitivity);
  written.categories =
      ARENA_NEW_N(&m->file.session->arena, CatRange,
                  bitset_count(&level->categories));
  CatId low = bitset_next(&level->categories, 0);
  while (low != BITSET_END) {
    CatId high = run_end(&level->categories, low);
    written.categories[written.n_categories++] = category_range(m, low, high);
    low = bitset_next(&level->categories, high + 1);
  }
  return written;
}

Range module_range(ModuleReader *m, const MlsRange *range) {
  return (Range){module_level(m, &range->low), module_level(m, &range->high)};
}
