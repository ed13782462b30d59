/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The symbol tables of the binary module: those of the module, which are also
 * those of the global block, and for roles, types and users those of every
 * other block, with what it adds to them. */
#include <stdlib.h>

#include "backend/module_writer.h"

/* What a block says of the symbols of one kind: pairs of a symbol and what it
 * is paired with, an id or an index. */
typedef struct Pair {
  uint32_t id, other;
} Pair;
typedef ARRAY(Pair) Pairs;

/* The pairs of one symbol. */
typedef struct PairRange {
  const Pair *v;
  size_t n;
} PairRange;

typedef struct Additions {
  const Block *block;
  bool global;
  Bitset roles, types, users; /* with an entry in the block's table */
  Pairs role_members, role_types, role_dominances, type_members;
  Pairs users_at; /* index into block->users */
  Pairs bounds[SYMBOL_KIND_COUNT];
} Additions;

static int compare_pairs(const void *a, const void *b) {
  const Pair *x = a, *y = b;
  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return (x->other > y->other) - (x->other < y->other);
}

static void sort_pairs(Pairs *pairs) {
  if (pairs->n > 1)
    qsort(pairs->v, pairs->n, sizeof *pairs->v, compare_pairs);
}

static PairRange pairs_of(const Pairs *pairs, uint32_t id) {
  size_t low = 0, high = pairs->n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (pairs->v[middle].id < id)
      low = middle + 1;
    else
      high = middle;
  }
  size_t end = low;
  while (end < pairs->n && pairs->v[end].id == id)
    end++;
  return (PairRange){pairs->v + low, end - low};
}

static void add_pair(Pairs *pairs, Bitset *present, uint32_t id,
                     uint32_t other) {
  ARRAY_PUSH(pairs, (Pair){id, other});
  bitset_add(present, id);
}

static void add_role_additions(ModuleWriter *w, Additions *a) {
  const Block *block = a->block;
  for (size_t i = 0; i < block->role_members.n; i++) {
    ModMember rule = block->role_members.v[i];
    add_pair(&a->role_members, &a->roles,
             module_id(w, SYMBOL_ROLE, rule.attribute),
             module_id(w, SYMBOL_ROLE, rule.member));
  }
  for (size_t i = 0; i < block->role_types.n; i++)
    add_pair(&a->role_types, &a->roles,
             module_id(w, SYMBOL_ROLE, block->role_types.v[i].role),
             (uint32_t)i);
  for (size_t i = 0; i < block->role_dominances.n; i++) {
    ModRoleDominance rule = block->role_dominances.v[i];
    add_pair(&a->role_dominances, &a->roles,
             module_id(w, SYMBOL_ROLE, rule.parent),
             module_id(w, SYMBOL_ROLE, rule.child));
  }
}

static void add_bounds(ModuleWriter *w, Additions *a) {
  for (size_t i = 0; i < a->block->bounds.n; i++) {
    ModBounds rule = a->block->bounds.v[i];
    Bitset *present = rule.kind == SYMBOL_ROLE   ? &a->roles
                      : rule.kind == SYMBOL_TYPE ? &a->types
                                                 : &a->users;
    add_pair(&a->bounds[rule.kind], present,
             module_id(w, rule.kind, rule.child),
             module_id(w, rule.kind, rule.parent));
  }
}

/* Roles and users that a block declares have an entry even if it says no more
 * of them (checkpolicy, declare_role, declare_user). */
static void add_declared(ModuleWriter *w, Additions *a) {
  for (size_t i = 0; i < a->block->declared.n; i++) {
    const Symbol *symbol = &a->block->declared.v[i];
    if (symbol->kind == SYMBOL_ROLE)
      bitset_add(&a->roles, module_id(w, SYMBOL_ROLE, symbol->id));
  }
}

static void additions_init(ModuleWriter *w, Additions *a, const Block *block) {
  *a = (Additions){.block = block,
                   .global = block == &w->module->blocks.v[0]};
  add_role_additions(w, a);
  add_declared(w, a);
  for (size_t i = 0; i < block->type_members.n; i++) {
    ModMember rule = block->type_members.v[i];
    add_pair(&a->type_members, &a->types,
             module_id(w, SYMBOL_TYPE, rule.attribute),
             module_id(w, SYMBOL_TYPE, rule.member));
  }
  for (size_t i = 0; i < block->users.n; i++)
    add_pair(&a->users_at, &a->users,
             module_id(w, SYMBOL_USER, block->users.v[i].id), (uint32_t)i);
  add_bounds(w, a);
  sort_pairs(&a->role_members);
  sort_pairs(&a->role_types);
  sort_pairs(&a->role_dominances);
  sort_pairs(&a->type_members);
  sort_pairs(&a->users_at);
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    sort_pairs(&a->bounds[kind]);
}

static void additions_free(Additions *a) {
  bitset_free(&a->roles);
  bitset_free(&a->types);
  bitset_free(&a->users);
  ARRAY_FREE(&a->role_members);
  ARRAY_FREE(&a->role_types);
  ARRAY_FREE(&a->role_dominances);
  ARRAY_FREE(&a->type_members);
  ARRAY_FREE(&a->users_at);
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    ARRAY_FREE(&a->bounds[kind]);
}

static void put_text_of(ModuleWriter *w, SymbolKind kind, uint32_t id) {
  put_text(&w->file, policy_symbol(&w->symbols, kind, id)->name);
}

static void put_length_of(ModuleWriter *w, SymbolKind kind, uint32_t id) {
  put_length(&w->file, policy_symbol(&w->symbols, kind, id)->name);
}

static void put_bounds(ModuleWriter *w, const Additions *a, SymbolKind kind,
                       uint32_t id) {
  PairRange parents = pairs_of(&a->bounds[kind], id);
  if (w->version >= VERSION_BOUNDS)
    put_id(&w->file, parents.n ? parents.v->other : NO_ID);
}

/* A bit map of the other sides, and of `self` unless NO_ID. */
static void put_others(ModuleWriter *w, PairRange pairs, uint32_t self) {
  Bitset set = {0};
  for (size_t i = 0; i < pairs.n; i++)
    bitset_add(&set, pairs.v[i].other);
  if (self != NO_ID)
    bitset_add(&set, self);
  put_bits(&w->file, &set);
  bitset_free(&set);
}

static bool is_plain(const NameSet *set) {
  for (uint32_t i = 0; i < set->n; i++)
    if (set_minus(set, i))
      return false;
  return !set->star && !set->complement;
}

/* All `role r types …` of a block become one set.  Two sets can be joined so
 * only if nothing is taken out of either. */
static void put_types_of_role(ModuleWriter *w, const Additions *a,
                              PairRange rules) {
  if (rules.n == 1) {
    module_put_type_set(w, &a->block->role_types.v[rules.v->other].types);
    return;
  }
  size_t n = 0;
  for (size_t i = 0; i < rules.n; i++)
    n += a->block->role_types.v[rules.v[i].other].types.n;
  NameSet all = name_set_new(&w->session->arena, n, no_place);
  for (size_t i = 0; i < rules.n; i++) {
    const ModRoleTypes *rule = &a->block->role_types.v[rules.v[i].other];
    if (!is_plain(&rule->types))
      diag_error(&w->session->diags, set_place(&rule->types),
                 "a binary module cannot hold this set beside other types of "
                 "the role '%s'",
                 name_text(&w->session->names, rule->role.name));
    for (uint32_t k = 0; k < rule->types.n; k++)
      set_add(&all, set_item(&rule->types, k));
  }
  module_put_type_set(w, &all);
}

static void put_role(ModuleWriter *w, const Additions *a, RoleId id) {
  bool object_r = id == 0;
  put_length_of(w, SYMBOL_ROLE, id);
  put_id(&w->file, id);
  put_bounds(w, a, SYMBOL_ROLE, id);
  put_text_of(w, SYMBOL_ROLE, id);
  put_others(w, pairs_of(&a->role_dominances, id),
             a->global && !object_r ? id : NO_ID);
  put_types_of_role(w, a, pairs_of(&a->role_types, id));
  if (w->version < VERSION_ROLE_ATTRIBUTES)
    return;
  put_u32(w->file.out, w->symbols.roles.v[id].is_attribute);
  put_others(w, pairs_of(&a->role_members, id), NO_ID);
}

/* What a type is: which of its words the version has, and where.  `primary`
 * is 0 for an alias. */
static void put_type_words(ModuleWriter *w, const Type *type, uint32_t flavor,
                           uint32_t primary) {
  if (w->version < VERSION_BOUNDS) {
    put_u32(w->file.out, primary);
    put_u32(w->file.out, flavor);
    if (w->version >= VERSION_TYPE_FLAGS)
      put_u32(w->file.out,
              (type->permissive ? TYPE_FLAG_PERMISSIVE : 0) |
                  (type->expand_true ? TYPE_FLAG_EXPAND_TRUE : 0) |
                  (type->expand_false ? TYPE_FLAG_EXPAND_FALSE : 0));
    return;
  }
  if (w->version >= VERSION_ALIAS_TARGET)
    put_u32(w->file.out, primary);
  put_u32(w->file.out,
          (primary ? TYPE_PROPERTY_PRIMARY : 0) |
              (flavor == TYPE_FLAVOR_ATTRIBUTE ? TYPE_PROPERTY_ATTRIBUTE
                                               : 0) |
              (type->permissive ? TYPE_PROPERTY_PERMISSIVE : 0) |
              (type->neveraudit ? TYPE_PROPERTY_NEVERAUDIT : 0));
}

static void put_type(ModuleWriter *w, const Additions *a, TypeId id) {
  static const Type unflagged;
  const Type *type = &w->symbols.types.v[id];
  put_length_of(w, SYMBOL_TYPE, id);
  put_id(&w->file, id);
  put_type_words(w, a->global ? type : &unflagged,
                 type->is_attribute ? TYPE_FLAVOR_ATTRIBUTE
                                    : TYPE_FLAVOR_TYPE,
                 1);
  put_bounds(w, a, SYMBOL_TYPE, id);
  put_others(w, pairs_of(&a->type_members, id), NO_ID);
  put_text_of(w, SYMBOL_TYPE, id);
}

static void put_type_alias(ModuleWriter *w, const Alias *alias) {
  static const Type unflagged;
  static const Bitset none;
  put_length(&w->file, alias->id.name);
  put_id(&w->file, alias->target);
  put_type_words(w, &unflagged, TYPE_FLAVOR_TYPE, 0);
  if (w->version >= VERSION_BOUNDS)
    put_id(&w->file, NO_ID);
  put_bits(&w->file, &none);
  put_text(&w->file, alias->id.name);
}

/* Up to version 5 levels have their categories as bits. */
static void put_expanded_levels(ModuleWriter *w, const ModUser *user) {
  MlsLevel low = module_mls_level(w, &user->range.low);
  MlsLevel high = module_mls_level(w, &user->range.high);
  MlsLevel level = module_mls_level(w, &user->level);
  put_u32(w->file.out, 2);
  put_id(&w->file, low.sensitivity);
  put_id(&w->file, high.sensitivity);
  put_bits(&w->file, &low.categories);
  put_bits(&w->file, &high.categories);
  put_id(&w->file, level.sensitivity);
  put_bits(&w->file, &level.categories);
  bitset_free(&low.categories);
  bitset_free(&high.categories);
  bitset_free(&level.categories);
}

static void put_user_levels(ModuleWriter *w, const ModUser *user) {
  if (w->version >= VERSION_RANGE_TRANSITIONS) {
    module_put_range(w, &user->range);
    module_put_level(w, &user->level);
  } else if (w->version >= VERSION_MLS) {
    put_expanded_levels(w, user);
  }
}

/* The first declaration of a user in any block. */
static const ModUser *find_user(const Module *module, Name name) {
  for (size_t i = 0; i < module->blocks.n; i++)
    for (size_t k = 0; k < module->blocks.v[i].users.n; k++)
      if (module->blocks.v[i].users.v[k].id.name == name)
        return &module->blocks.v[i].users.v[k];
  return NULL;
}

static void put_user_roles(ModuleWriter *w, const Additions *a,
                           PairRange users) {
  size_t n = 0;
  for (size_t i = 0; i < users.n; i++)
    n += a->block->users.v[users.v[i].other].roles.n;
  NameSet all = name_set_new(&w->session->arena, n, no_place);
  for (size_t i = 0; i < users.n; i++) {
    const NameSet *roles = &a->block->users.v[users.v[i].other].roles;
    all.star |= roles->star;
    all.complement |= roles->complement;
    for (uint32_t k = 0; k < roles->n; k++)
      set_add(&all, set_item(roles, k));
  }
  module_put_role_set(w, &all);
}

/* A user that only another block declares has its levels in the table of the
 * module as well (checkpolicy, define_user). */
static void put_user(ModuleWriter *w, const Additions *a, UserId id) {
  static const ModUser required;
  PairRange users = pairs_of(&a->users_at, id);
  const ModUser *user =
      users.n ? &a->block->users.v[users.v->other]
              : find_user(w->module, w->symbols.users.v[id].id.name);
  put_length_of(w, SYMBOL_USER, id);
  put_id(&w->file, id);
  put_bounds(w, a, SYMBOL_USER, id);
  put_text_of(w, SYMBOL_USER, id);
  put_user_roles(w, a, users);
  put_user_levels(w, user ? user : &required);
}

static void put_bool(ModuleWriter *w, BoolId id) {
  put_id(&w->file, id);
  put_u32(w->file.out, w->symbols.bools.v[id].value);
  put_name(&w->file, w->symbols.bools.v[id].id.name);
  if (w->version >= VERSION_TUNABLES)
    put_u32(w->file.out, bitset_has(&w->tunables, id));
}

static void put_bools(ModuleWriter *w) {
  put_table_size(&w->file, w->symbols.bools.n, w->symbols.bools.n);
  for (BoolId id = 0; id < w->symbols.bools.n; id++)
    put_bool(w, id);
}

static void put_global_tables(ModuleWriter *w, const Additions *a) {
  const Policy *symbols = &w->symbols;
  size_t n_aliases = symbols->type_aliases.n;
  put_table_size(&w->file, symbols->roles.n, symbols->roles.n);
  for (RoleId id = 0; id < symbols->roles.n; id++)
    put_role(w, a, id);
  put_table_size(&w->file, symbols->types.n, symbols->types.n + n_aliases);
  for (TypeId id = 0; id < symbols->types.n; id++)
    put_type(w, a, id);
  for (size_t i = 0; i < n_aliases; i++)
    put_type_alias(w, &symbols->type_aliases.v[i]);
  put_table_size(&w->file, symbols->users.n, symbols->users.n);
  for (UserId id = 0; id < symbols->users.n; id++)
    put_user(w, a, id);
}

/* Permissive and the like are of the module, whichever block says so. */
static void set_type_flags(ModuleWriter *w, const Block *block) {
  Type *types = w->symbols.types.v;
  for (size_t i = 0; i < block->permissives.n; i++)
    types[module_id(w, SYMBOL_TYPE, block->permissives.v[i])].permissive =
        true;
  for (size_t i = 0; i < block->neveraudits.n; i++)
    types[module_id(w, SYMBOL_TYPE, block->neveraudits.v[i])].neveraudit =
        true;
  for (size_t i = 0; i < block->expands.n; i++) {
    ModExpand rule = block->expands.v[i];
    Type *type = &types[module_id(w, SYMBOL_TYPE, rule.attribute)];
    *(rule.expand ? &type->expand_true : &type->expand_false) = true;
  }
}

void module_put_symbols(ModuleWriter *w) {
  Additions additions;
  for (size_t i = 0; i < w->module->blocks.n; i++)
    set_type_flags(w, &w->module->blocks.v[i]);
  additions_init(w, &additions, &w->module->blocks.v[0]);
  put_commons(&w->file);
  put_classes(&w->file);
  put_global_tables(w, &additions);
  put_bools(w);
  put_mls_symbols(&w->file);
  additions_free(&additions);
}

#define PUT_PRESENT(w, additions, set, put)                                    \
  do {                                                                         \
    put_table_size(&(w)->file, 0, bitset_count(&(additions)->set));            \
    BITSET_EACH(id_, &(additions)->set)                                        \
      put(w, additions, id_);                                                  \
  } while (0)

static void put_empty_tables(ModuleWriter *w, SymbolKind first,
                             SymbolKind last) {
  for (SymbolKind kind = first; kind <= last; kind++)
    put_table_size(&w->file, 0, 0);
}

void module_put_block_symbols(ModuleWriter *w, const Block *block) {
  Additions additions;
  if (block == &w->module->blocks.v[0]) {
    put_empty_tables(w, SYMBOL_COMMON, SYMBOL_CATEGORY);
    return;
  }
  additions_init(w, &additions, block);
  put_empty_tables(w, SYMBOL_COMMON, SYMBOL_CLASS);
  PUT_PRESENT(w, &additions, roles, put_role);
  PUT_PRESENT(w, &additions, types, put_type);
  PUT_PRESENT(w, &additions, users, put_user);
  put_empty_tables(w, SYMBOL_BOOL, SYMBOL_CATEGORY);
  additions_free(&additions);
}
