/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The symbol tables of the binary module.  They name each other's symbols in
 * both directions, so those of the module are read twice: at first for the
 * names alone, and when all names are known as what the global block says of
 * its symbols.  Other blocks have tables of their own for that. */
#include "backend/module_reader.h"

/* The fewest bytes that an entry of a table has. */
enum { ENTRY_SIZE = 12 };

/* The entry's name: declared, or held against the one that is. */
static void take_name(ModuleReader *m, SymbolKind kind, uint32_t id,
                      Name name) {
  if (module_failed(m))
    return;
  Ident *ident = policy_symbol(m->file.policy, kind, id);
  if (m->declaring)
    declare_symbol(&m->file, kind, ident, name, id);
  else if (ident->name != name)
    kernel_fail(&m->file, "'%s' is not the symbol of value %u",
                name_text(&m->file.session->names, name), id + 1);
}

static uint32_t get_bounds(ModuleReader *m, SymbolKind kind) {
  size_t n = policy_symbol_count(m->file.policy, kind);
  return m->version >= VERSION_BOUNDS
             ? get_optional_id(&m->file, n, "bounding symbol")
             : NO_ID;
}

static void add_bounds(ModuleReader *m, Block *block, SymbolKind kind,
                       uint32_t parent, uint32_t child) {
  if (module_failed(m) || parent == NO_ID)
    return;
  ModBounds bounds = {kind, module_ident(m, kind, parent),
                      module_ident(m, kind, child)};
  ARRAY_PUSH(&block->bounds, bounds);
}

static void add_dominances(ModuleReader *m, Block *block, RoleId parent,
                           const NameSet *children) {
  Ident parent_id = module_ident(m, SYMBOL_ROLE, parent);
  for (uint32_t i = 0; i < children->n; i++)
    if (set_name(children, i) != parent_id.name)
      ARRAY_PUSH(&block->role_dominances,
                 (ModRoleDominance){.parent = parent_id,
                                    .child = set_id(children, i)});
}

#define ADD_MEMBERS(array, set, attribute)                                     \
  for (uint32_t k_ = 0; k_ < (set).n; k_++)                                    \
  ARRAY_PUSH(array, (ModMember){set_id(&(set), k_), attribute})

static NameSet get_set_of(ModuleReader *m, SymbolKind kind) {
  size_t n = policy_symbol_count(m->file.policy, kind);
  if (!m->declaring)
    return module_get_names(m, kind, "member");
  m->ids.n = 0;
  get_bits_into(&m->file, &m->ids, id_limit(&m->file, n), "member");
  return (NameSet){.n = 0};
}

static void get_role_members(ModuleReader *m, Block *block, RoleId id) {
  if (m->version < VERSION_ROLE_ATTRIBUTES)
    return;
  uint32_t flavor = get_word(&m->file);
  if (flavor > 1)
    kernel_fail(&m->file, "a role of kind %u", flavor);
  NameSet members = get_set_of(m, SYMBOL_ROLE);
  if (module_failed(m))
    return;
  if (m->declaring)
    m->file.policy->roles.v[id].is_attribute = flavor;
  else
    ADD_MEMBERS(&block->role_members, members,
                module_ident(m, SYMBOL_ROLE, id));
}

static void get_role(ModuleReader *m, Block *block) {
  uint32_t length = get_word(&m->file);
  RoleId id = get_id(&m->file, m->file.policy->roles.n, "role");
  RoleId bounds = get_bounds(m, SYMBOL_ROLE);
  take_name(m, SYMBOL_ROLE, id, get_text(&m->file, length));
  NameSet dominates = get_set_of(m, SYMBOL_ROLE);
  NameSet types = module_get_type_set(m, 0);
  if (!m->declaring && !module_failed(m)) {
    add_bounds(m, block, SYMBOL_ROLE, bounds, id);
    add_dominances(m, block, id, &dominates);
    if (types.n || types.star)
      ARRAY_PUSH(&block->role_types,
                 (ModRoleTypes){module_ident(m, SYMBOL_ROLE, id), types});
  }
  get_role_members(m, block, id);
}

typedef struct TypeEntry {
  TypeId id, bounds;
  uint32_t primary; /* 0: another name of the type `id`; of an alias with a
                       value of its own the value it stands for */
  uint32_t flavor;
  bool permissive, neveraudit, expand_true, expand_false;
} TypeEntry;

static void get_properties(ModuleReader *m, TypeEntry *entry) {
  bool has_target = m->version >= VERSION_ALIAS_TARGET;
  uint32_t primary = has_target ? get_word(&m->file) : 0;
  uint32_t properties = get_word(&m->file);
  entry->bounds = get_bounds(m, SYMBOL_TYPE);
  if (properties & ~(uint32_t)TYPE_PROPERTY_ALL)
    kernel_fail(&m->file, "unknown properties %#x of a type", properties);
  entry->primary = has_target ? primary : properties & TYPE_PROPERTY_PRIMARY;
  if (properties & TYPE_PROPERTY_ALIAS)
    entry->flavor = TYPE_FLAVOR_ALIAS;
  else if (properties & TYPE_PROPERTY_ATTRIBUTE)
    entry->flavor = TYPE_FLAVOR_ATTRIBUTE;
  entry->permissive = properties & TYPE_PROPERTY_PERMISSIVE;
  entry->neveraudit = properties & TYPE_PROPERTY_NEVERAUDIT;
  if (entry->flavor == TYPE_FLAVOR_ALIAS && !has_target)
    kernel_fail(&m->file, "version %u does not say what an alias stands for",
                m->version);
}

static void get_flavor(ModuleReader *m, TypeEntry *entry) {
  entry->primary = get_word(&m->file);
  entry->flavor = get_word(&m->file);
  entry->bounds = NO_ID;
  if (m->version < VERSION_TYPE_FLAGS)
    return;
  uint32_t flags = get_word(&m->file);
  entry->permissive = flags & TYPE_FLAG_PERMISSIVE;
  entry->expand_true = flags & TYPE_FLAG_EXPAND_TRUE;
  entry->expand_false = flags & TYPE_FLAG_EXPAND_FALSE;
}

static bool is_possible(const TypeEntry *entry, size_t n_types) {
  if (entry->flavor == TYPE_FLAVOR_ALIAS)
    return entry->primary && entry->primary <= n_types;
  if (entry->flavor == TYPE_FLAVOR_ATTRIBUTE)
    return entry->primary == 1;
  return entry->flavor == TYPE_FLAVOR_TYPE && entry->primary <= 1;
}

static void declare_type(ModuleReader *m, const TypeEntry *entry, Name name) {
  Policy *symbols = m->file.policy;
  if (!is_possible(entry, symbols->types.n))
    kernel_fail(&m->file, "a type of kind %u, for %u", entry->flavor,
                entry->primary);
  if (module_failed(m))
    return;
  if (!entry->primary && entry->flavor == TYPE_FLAVOR_TYPE) {
    declare_alias(&m->file, SYMBOL_TYPE,
                  (Alias){{name, m->place}, entry->id});
    return;
  }
  take_name(m, SYMBOL_TYPE, entry->id, name);
  Type *type = &symbols->types.v[entry->id];
  type->is_attribute = entry->flavor == TYPE_FLAVOR_ATTRIBUTE;
  type->permissive = entry->permissive;
  type->neveraudit = entry->neveraudit;
  type->expand_true = entry->expand_true;
  type->expand_false = entry->expand_false;
  if (entry->flavor == TYPE_FLAVOR_ALIAS)
    m->alias_targets.v[entry->id] = entry->primary - 1;
}

static void get_type(ModuleReader *m, Block *block) {
  TypeEntry entry = {.bounds = NO_ID};
  uint32_t length = get_word(&m->file);
  entry.id = get_id(&m->file, m->file.policy->types.n, "type");
  if (m->version >= VERSION_BOUNDS)
    get_properties(m, &entry);
  else
    get_flavor(m, &entry);
  NameSet members = get_set_of(m, SYMBOL_TYPE);
  Name name = get_text(&m->file, length);
  if (m->declaring) {
    declare_type(m, &entry, name);
    return;
  }
  if (!entry.primary && entry.flavor == TYPE_FLAVOR_TYPE)
    return; /* an alias */
  take_name(m, SYMBOL_TYPE, entry.id, name);
  if (module_failed(m))
    return;
  add_bounds(m, block, SYMBOL_TYPE, entry.bounds, entry.id);
  ADD_MEMBERS(&block->type_members, members,
              module_ident(m, SYMBOL_TYPE, entry.id));
}

/* Up to version 5 levels have their categories as bits.  Those of a user that
 * is only required are empty. */
static SensId get_sensitivity(ModuleReader *m) {
  size_t n = m->file.policy->sens.n;
  return get_optional_id(&m->file, id_limit(&m->file, n), "sensitivity");
}

static Level get_categories(ModuleReader *m, SensId sensitivity) {
  MlsLevel level = {.sensitivity = sensitivity};
  size_t n = m->file.policy->cats.n;
  get_bits(&m->file, &level.categories, id_limit(&m->file, n), "category");
  Level written = module_level(m, &level);
  bitset_free(&level.categories);
  return written;
}

static void get_expanded_levels(ModuleReader *m, ModUser *user) {
  uint32_t n = get_word(&m->file);
  if (n != 1 && n != 2)
    kernel_fail(&m->file, "a range of %u levels", n);
  SensId low = get_sensitivity(m);
  SensId high = n == 2 ? get_sensitivity(m) : low;
  user->range.low = user->range.high = get_categories(m, low);
  if (n == 2)
    user->range.high = get_categories(m, high);
  SensId sensitivity = get_sensitivity(m);
  user->level = get_categories(m, sensitivity);
}

static void get_user_levels(ModuleReader *m, ModUser *user) {
  if (m->version >= VERSION_RANGE_TRANSITIONS) {
    user->range = module_get_range(m);
    user->level = module_get_level(m);
  } else if (m->version >= VERSION_MLS) {
    get_expanded_levels(m, user);
  }
  user->has_mls = user->level.sensitivity.name != NO_NAME;
}

/* The block whose declaration of a user the tables of a block tell about.
 * semodule_link puts what the global block of a module says into the global
 * tables, too (libsepol link.c, user_fix_callback).  NULL: none, the user is
 * only required. */
static Block *block_of_user(ModuleReader *m, Block *block, UserId id,
                            const ModUser *user) {
  uint32_t index = (uint32_t)(block - m->module->blocks.v);
  if (index > 0 || module_block_declares(m, index, SYMBOL_USER, id))
    return block;
  for (uint32_t i = 1; i < m->module->blocks.n; i++)
    if ((user->roles.n || user->has_mls) &&
        module_block_declares(m, i, SYMBOL_USER, id))
      return &m->module->blocks.v[i];
  return NULL;
}

static void get_user(ModuleReader *m, Block *block) {
  uint32_t length = get_word(&m->file);
  UserId id = get_id(&m->file, m->file.policy->users.n, "user");
  UserId bounds = get_bounds(m, SYMBOL_USER);
  take_name(m, SYMBOL_USER, id, get_text(&m->file, length));
  ModUser user = {.id = {NO_NAME, m->place}};
  user.roles = module_get_role_set(m);
  get_user_levels(m, &user);
  if (m->declaring || module_failed(m))
    return;
  user.id = module_ident(m, SYMBOL_USER, id);
  add_bounds(m, block, SYMBOL_USER, bounds, id);
  Block *declaring = block_of_user(m, block, id, &user);
  if (declaring)
    ARRAY_PUSH(&declaring->users, user);
}

static void get_bool(ModuleReader *m) {
  BoolId id = get_id(&m->file, m->file.policy->bools.n, "boolean");
  uint32_t value = get_word(&m->file);
  take_name(m, SYMBOL_BOOL, id, get_text(&m->file, get_word(&m->file)));
  uint32_t flags = m->version >= VERSION_TUNABLES ? get_word(&m->file) : 0;
  if (value > 1 || flags > 1)
    kernel_fail(&m->file, "a boolean of value %u with flags %#x", value,
                flags);
  if (module_failed(m))
    return;
  m->file.policy->bools.v[id].value = value;
  if (flags)
    bitset_add(&m->tunables, id);
}

/* Makes a table of empty symbols; gives the count of its entries. */
#define GET_TABLE(m, table, empty, n_entries)                                  \
  do {                                                                         \
    uint32_t n_ids_;                                                           \
    get_table_size(&(m)->file, KERNEL_MAX_IDS, &n_ids_, (n_entries));          \
    for (uint32_t i = 0; i < n_ids_; i++)                                      \
      ARRAY_PUSH(&(m)->file.policy->table, empty);                             \
  } while (0)

static void declare_roles_types_users(ModuleReader *m) {
  uint32_t n;
  m->file.section = "roles";
  m->tables_at = m->file.in.at;
  GET_TABLE(m, roles, (Role){.bounds = NO_ID}, &n);
  MODULE_EACH(m, n)
    get_role(m, NULL);
  m->file.section = "types";
  GET_TABLE(m, types, (Type){.bounds = NO_ID}, &n);
  for (size_t i = 0; i < m->file.policy->types.n; i++)
    ARRAY_PUSH(&m->alias_targets, NO_ID);
  MODULE_EACH(m, n)
    get_type(m, NULL);
  m->file.section = "users";
  GET_TABLE(m, users, (User){.bounds = NO_ID}, &n);
  MODULE_EACH(m, n)
    get_user(m, NULL);
}

void module_get_symbols(ModuleReader *m) {
  uint32_t n;
  m->declaring = true;
  m->file.section = "commons";
  get_commons(&m->file);
  m->file.section = "classes";
  get_classes(&m->file);
  declare_roles_types_users(m);
  m->file.section = "booleans";
  GET_TABLE(m, bools, (Bool){.value = false}, &n);
  MODULE_EACH(m, n)
    get_bool(m);
  get_mls_symbols(&m->file);
  m->declaring = false;
}

static uint32_t get_entry_count(ModuleReader *m) {
  get_word(&m->file); /* the greatest value */
  return get_count(&m->file, ENTRY_SIZE, "symbols");
}

static void get_tables(ModuleReader *m, Block *block) {
  MODULE_EACH(m, get_entry_count(m))
    get_role(m, block);
  MODULE_EACH(m, get_entry_count(m))
    get_type(m, block);
  MODULE_EACH(m, get_entry_count(m))
    get_user(m, block);
}

static void get_empty_table(ModuleReader *m) {
  if (get_entry_count(m))
    kernel_fail(&m->file, "a block with a table of its own for other symbols "
                          "than roles, types and users");
}

void module_get_block_symbols(ModuleReader *m, Block *block) {
  m->file.section = "symbols of a block";
  for (SymbolKind kind = SYMBOL_COMMON; kind < SYMBOL_ROLE; kind++)
    get_empty_table(m);
  get_tables(m, block);
  for (SymbolKind kind = SYMBOL_BOOL; kind < SYMBOL_KIND_COUNT; kind++)
    get_empty_table(m);
}

void module_get_global_symbols(ModuleReader *m) {
  size_t at = m->file.in.at;
  m->file.section = "symbols of the global block";
  m->file.in.at = m->tables_at;
  get_tables(m, &m->module->blocks.v[0]);
  if (!module_failed(m))
    m->file.in.at = at;
}
