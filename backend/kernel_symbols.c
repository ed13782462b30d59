/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Roles, types, users, booleans, sensitivities and categories of the kernel
 * policy; commons and classes are in kernel_classes.c.
 *
 * A table is written as its greatest value, the count of its entries, and the
 * entries in any order.  Values that no entry has are gaps, symbols without a
 * name in memory: role attributes are left out of the file and leave some. */
#include "backend/kernel_format.h"
#include "ir/polcaps.h"

/* A type's properties (ss/policydb.h, TYPEDATUM_PROPERTY_…). */
enum { TYPE_PRIMARY = 1, TYPE_ATTRIBUTE = 2, TYPE_OTHER = ~3 };
/* The fewest bytes that an entry has. */
enum { ENTRY_SIZE = 8 };
/* The most values without a symbol: libsepol takes tunables out of the table of
 * booleans and leaves their values unused; no policy has a tenth as many. */
enum { GAPS_MAX = 4096 };

void put_table_size(KernelWriter *w, size_t n_ids, size_t n_entries) {
  put_u32(w->out, (uint32_t)n_ids);
  put_u32(w->out, (uint32_t)n_entries);
}

void get_table_size(KernelReader *r, size_t most, uint32_t *n_ids,
                    uint32_t *n_entries) {
  *n_ids = get_word(r);
  *n_entries = get_count(r, ENTRY_SIZE, "symbols");
  if (*n_ids <= most && *n_ids <= *n_entries + GAPS_MAX)
    return;
  kernel_fail(r, "%u symbols are too many", *n_ids);
  *n_ids = 0;
}

void declare_symbol(KernelReader *r, SymbolKind kind, Ident *ident, Name name,
                    uint32_t id) {
  Policy *policy = r->policy;
  if (r->in.failed)
    return;
  uint32_t *value = name_index_at(&policy->index[kind], name);
  if (*value || ident->name != NO_NAME) {
    kernel_fail(r, "'%s' or its value %u is declared twice",
                name_text(&r->session->names, name), id + 1);
    return;
  }
  *value = id + 1;
  ident->name = name;
}

void declare_alias(KernelReader *r, SymbolKind kind, Alias alias) {
  Name name = alias.id.name;
  alias.id.name = NO_NAME;
  declare_symbol(r, kind, &alias.id, name, alias.target);
  switch (kind) {
  case SYMBOL_TYPE: ARRAY_PUSH(&r->policy->type_aliases, alias); break;
  case SYMBOL_LEVEL: ARRAY_PUSH(&r->policy->sens_aliases, alias); break;
  default: ARRAY_PUSH(&r->policy->cat_aliases, alias); break;
  }
}

static void put_role(KernelWriter *w, RoleId id) {
  const Role *role = &w->policy->roles.v[id];
  static const Bitset none;
  put_length(w, role->id.name);
  put_id(w, id);
  put_id(w, role->bounds);
  put_text(w, role->id.name);
  put_bits(w, &role->dominates);
  /* The kernel knows of object_r that it may have every type. */
  put_bits(w, id == 0 ? &none : &role->types);
}

static void get_role(KernelReader *r) {
  uint32_t length = get_word(r);
  size_t n_roles = r->policy->roles.n;
  RoleId id = get_id(r, n_roles, "role");
  RoleId bounds = get_optional_id(r, n_roles, "bounding role");
  Name name = get_text(r, length);
  if (r->in.failed)
    return;
  Role *role = &r->policy->roles.v[id];
  declare_symbol(r, SYMBOL_ROLE, &role->id, name, id);
  role->bounds = bounds;
  get_bits(r, &role->dominates, n_roles, "role");
  get_bits(r, &role->types, id_limit(r, 0), "type");
}

static void put_type_entry(KernelWriter *w, Name name, TypeId id,
                           uint32_t properties, TypeId bounds) {
  put_length(w, name);
  put_id(w, id);
  put_u32(w->out, properties);
  put_id(w, bounds);
  put_text(w, name);
}

static void put_type(KernelWriter *w, TypeId id) {
  const Type *type = &w->policy->types.v[id];
  put_type_entry(w, type->id.name, id,
                 TYPE_PRIMARY | (type->is_attribute ? TYPE_ATTRIBUTE : 0),
                 type->bounds);
}

static void put_type_alias(KernelWriter *w, const Alias *alias) {
  put_type_entry(w, alias->id.name, alias->target, 0, NO_ID);
}

static void get_type(KernelReader *r) {
  uint32_t length = get_word(r);
  size_t n_types = r->policy->types.n;
  TypeId id = get_id(r, n_types, "type");
  uint32_t properties = get_word(r);
  TypeId bounds = get_optional_id(r, n_types, "bounding type");
  Name name = get_text(r, length);
  if (properties & (uint32_t)TYPE_OTHER)
    kernel_fail(r, "unknown properties %#x of a type", properties);
  if (r->in.failed)
    return;
  if (!(properties & TYPE_PRIMARY)) {
    declare_alias(r, SYMBOL_TYPE, (Alias){{name, no_place}, id});
    return;
  }
  Type *type = &r->policy->types.v[id];
  declare_symbol(r, SYMBOL_TYPE, &type->id, name, id);
  type->is_attribute = properties & TYPE_ATTRIBUTE;
  type->bounds = bounds;
}

static void put_user(KernelWriter *w, UserId id) {
  const User *user = &w->policy->users.v[id];
  put_length(w, user->id.name);
  put_id(w, id);
  put_id(w, user->bounds);
  put_text(w, user->id.name);
  put_bits(w, &user->roles);
  put_range(w, &user->range);
  put_level(w, &user->level);
}

static void get_user(KernelReader *r) {
  uint32_t length = get_word(r);
  size_t n_users = r->policy->users.n;
  UserId id = get_id(r, n_users, "user");
  UserId bounds = get_optional_id(r, n_users, "bounding user");
  Name name = get_text(r, length);
  if (r->in.failed)
    return;
  User *user = &r->policy->users.v[id];
  declare_symbol(r, SYMBOL_USER, &user->id, name, id);
  user->bounds = bounds;
  get_bits(r, &user->roles, r->policy->roles.n, "role");
  get_range(r, &user->range);
  get_level(r, &user->level);
}

static void put_bool(KernelWriter *w, BoolId id) {
  const Bool *boolean = &w->policy->bools.v[id];
  put_id(w, id);
  put_u32(w->out, boolean->value);
  put_name(w, boolean->id.name);
}

static void get_bool(KernelReader *r) {
  BoolId id = get_id(r, r->policy->bools.n, "boolean");
  uint32_t value = get_word(r);
  Name name = get_name(r);
  if (value > 1)
    kernel_fail(r, "a boolean's value is %u", value);
  if (r->in.failed)
    return;
  Bool *boolean = &r->policy->bools.v[id];
  declare_symbol(r, SYMBOL_BOOL, &boolean->id, name, id);
  boolean->value = value;
}

static void put_sensitivity_entry(KernelWriter *w, Name name, SensId id,
                                  bool is_alias) {
  put_length(w, name);
  put_u32(w->out, is_alias);
  put_text(w, name);
  put_level(w, &(MlsLevel){id, w->policy->sens.v[id].categories});
}

static void put_sensitivity(KernelWriter *w, SensId id) {
  put_sensitivity_entry(w, w->policy->sens.v[id].id.name, id, false);
}

static void put_sensitivity_alias(KernelWriter *w, const Alias *alias) {
  put_sensitivity_entry(w, alias->id.name, alias->target, true);
}

/* libsepol and the kernel keep one byte of it. */
static bool get_is_alias(KernelReader *r) {
  uint32_t is_alias = get_word(r);
  if (is_alias > 1)
    kernel_fail(r, "an alias of kind %u", is_alias);
  return is_alias;
}

static void get_sensitivity(KernelReader *r) {
  uint32_t length = get_word(r);
  bool is_alias = get_is_alias(r);
  Name name = get_text(r, length);
  MlsLevel level = {0};
  get_level(r, &level);
  if (!r->in.failed && level.sensitivity >= r->policy->sens.n)
    kernel_fail(r, "sensitivity %u", level.sensitivity);
  if (r->in.failed)
    return;
  if (is_alias) {
    BITSET_EACH(category, &level.categories)
      if (category >= r->n_alias_cats)
        r->n_alias_cats = category + 1;
    bitset_free(&level.categories);
    declare_alias(r, SYMBOL_LEVEL,
                  (Alias){{name, no_place}, level.sensitivity});
    return;
  }
  Sensitivity *sens = &r->policy->sens.v[level.sensitivity];
  declare_symbol(r, SYMBOL_LEVEL, &sens->id, name, level.sensitivity);
  sens->categories = level.categories;
  sens->has_level = true;
}

static void put_category_entry(KernelWriter *w, Name name, CatId id,
                               bool is_alias) {
  put_length(w, name);
  put_id(w, id);
  put_u32(w->out, is_alias);
  put_text(w, name);
}

static void put_category(KernelWriter *w, CatId id) {
  put_category_entry(w, w->policy->cats.v[id].id.name, id, false);
}

static void put_category_alias(KernelWriter *w, const Alias *alias) {
  put_category_entry(w, alias->id.name, alias->target, true);
}

static void get_category(KernelReader *r) {
  uint32_t length = get_word(r);
  CatId id = get_id(r, r->policy->cats.n, "category");
  bool is_alias = get_is_alias(r);
  Name name = get_text(r, length);
  if (r->in.failed)
    return;
  if (is_alias)
    declare_alias(r, SYMBOL_CATEGORY, (Alias){{name, no_place}, id});
  else
    declare_symbol(r, SYMBOL_CATEGORY, &r->policy->cats.v[id].id, name, id);
}

/* Role attributes have done their work when a policy is expanded. */
static bool is_written(const Role *role) {
  return role->id.name != NO_NAME && !role->is_attribute;
}
#define IS_NAMED(symbol) ((symbol)->id.name != NO_NAME)

/* Writes the entries of a table that `is_written`, then the aliases. */
#define PUT_TABLE(w, table, is_written, put, n_aliases)                        \
  do {                                                                         \
    size_t count = (n_aliases);                                                \
    for (size_t i = 0; i < (w)->policy->table.n; i++)                          \
      count += is_written(&(w)->policy->table.v[i]);                           \
    put_table_size(w, (w)->policy->table.n, count);                            \
    for (uint32_t id = 0; id < (w)->policy->table.n; id++)                     \
      if (is_written(&(w)->policy->table.v[id]))                               \
        put(w, id);                                                            \
  } while (0)

#define PUT_ALIASES(w, aliases, put)                                           \
  for (size_t i = 0; i < (w)->policy->aliases.n; i++)                          \
  put(w, &(w)->policy->aliases.v[i])

/* Makes a table of empty symbols and reads its entries. */
#define GET_TABLE(r, table, empty, get)                                        \
  do {                                                                         \
    uint32_t n_ids, n_entries;                                                 \
    get_table_size(r, KERNEL_MAX_IDS, &n_ids, &n_entries);                     \
    for (uint32_t i = 0; i < n_ids; i++)                                       \
      ARRAY_PUSH(&(r)->policy->table, empty);                                  \
    for (uint32_t i = 0; i < n_entries && !(r)->in.failed; i++)                \
      get(r);                                                                  \
  } while (0)

void put_mls_symbols(KernelWriter *w) {
  PUT_TABLE(w, sens, IS_NAMED, put_sensitivity, w->policy->sens_aliases.n);
  PUT_ALIASES(w, sens_aliases, put_sensitivity_alias);
  PUT_TABLE(w, cats, IS_NAMED, put_category, w->policy->cat_aliases.n);
  PUT_ALIASES(w, cat_aliases, put_category_alias);
}

void put_symbols(KernelWriter *w) {
  const Policy *policy = w->policy;
  put_commons(w);
  put_classes(w);
  PUT_TABLE(w, roles, is_written, put_role, 0);
  PUT_TABLE(w, types, IS_NAMED, put_type, policy->type_aliases.n);
  PUT_ALIASES(w, type_aliases, put_type_alias);
  PUT_TABLE(w, users, IS_NAMED, put_user, 0);
  PUT_TABLE(w, bools, IS_NAMED, put_bool, 0);
  put_mls_symbols(w);
}

void get_mls_symbols(KernelReader *r) {
  r->section = "sensitivities";
  GET_TABLE(r, sens, (Sensitivity){.has_level = false}, get_sensitivity);
  r->section = "categories";
  GET_TABLE(r, cats, (Category){.id.name = NO_NAME}, get_category);
}

void get_symbols(KernelReader *r) {
  r->section = "commons";
  get_commons(r);
  r->section = "classes";
  get_classes(r);
  r->section = "roles";
  GET_TABLE(r, roles, (Role){.bounds = NO_ID}, get_role);
  r->section = "types";
  GET_TABLE(r, types, (Type){.bounds = NO_ID}, get_type);
  r->section = "users";
  GET_TABLE(r, users, (User){.bounds = NO_ID}, get_user);
  r->section = "booleans";
  GET_TABLE(r, bools, (Bool){.value = false}, get_bool);
  get_mls_symbols(r);
}

static void check_level(KernelReader *r, const MlsLevel *level) {
  size_t n_sens = r->policy->mls ? r->policy->sens.n : 1;
  if (level->sensitivity >= n_sens ||
      !bitset_fits(&level->categories, r->policy->cats.n))
    kernel_fail(r, "a level has a sensitivity or category that there is not");
}

void check_sensitivities(KernelReader *r) {
  size_t n_cats = r->policy->cats.n;
  bool fits = r->n_alias_cats <= n_cats;
  for (size_t i = 0; i < r->policy->sens.n; i++)
    fits &= bitset_fits(&r->policy->sens.v[i].categories, n_cats);
  if (!fits)
    kernel_fail(r, "a sensitivity has a category that there is not");
}

static void check_aliases_of(KernelReader *r, SymbolKind kind,
                             const Aliases *aliases) {
  for (size_t i = 0; i < aliases->n && !r->in.failed; i++)
    if (is_gap(r, kind, aliases->v[i].target))
      kernel_fail(r, "'%s' is an alias of %u, which has no name",
                  name_text(&r->session->names, aliases->v[i].id.name),
                  aliases->v[i].target + 1);
}

void check_aliases(KernelReader *r) {
  check_aliases_of(r, SYMBOL_TYPE, &r->policy->type_aliases);
  check_aliases_of(r, SYMBOL_LEVEL, &r->policy->sens_aliases);
  check_aliases_of(r, SYMBOL_CATEGORY, &r->policy->cat_aliases);
}

static void check_bounds(KernelReader *r, SymbolKind kind, uint32_t bounds) {
  if (!r->in.failed && bounds != NO_ID && is_gap(r, kind, bounds))
    kernel_fail(r, "the bounding symbol %u has no name", bounds + 1);
}

/* No table but that of its own kind was whole when they were read. */
static void check_gaps(KernelReader *r) {
  const Policy *policy = r->policy;
  for (size_t i = 0; i < policy->roles.n; i++) {
    check_bounds(r, SYMBOL_ROLE, policy->roles.v[i].bounds);
    check_named(r, SYMBOL_ROLE, &policy->roles.v[i].dominates, "role");
    check_named(r, SYMBOL_TYPE, &policy->roles.v[i].types, "type of a role");
  }
  for (size_t i = 0; i < policy->types.n; i++)
    check_bounds(r, SYMBOL_TYPE, policy->types.v[i].bounds);
  for (size_t i = 0; i < policy->users.n; i++) {
    check_bounds(r, SYMBOL_USER, policy->users.v[i].bounds);
    check_named(r, SYMBOL_ROLE, &policy->users.v[i].roles, "role of a user");
  }
}

void check_references(KernelReader *r) {
  Policy *policy = r->policy;
  r->section = "symbols";
  r->symbols_known = true;
  /* The file has types and attributes, roles and gaps in any order. */
  policy->n_plain_types = (uint32_t)policy->types.n;
  policy->n_plain_roles = (uint32_t)policy->roles.n;
  for (size_t i = 0; i < policy->roles.n; i++)
    if (!bitset_fits(&policy->roles.v[i].types, policy->types.n))
      kernel_fail(r, "a role has a type that there is not");
  for (size_t i = 0; i < policy->users.n; i++) {
    check_level(r, &policy->users.v[i].level);
    check_level(r, &policy->users.v[i].range.low);
    check_level(r, &policy->users.v[i].range.high);
  }
  check_sensitivities(r);
  check_gaps(r);
  check_aliases(r);
  check_constraint_names(r);
}

/* The maps of types have the bit of the value, not of the id. */
static void put_type_map(KernelWriter *w, bool neveraudit) {
  Bitset map = {0};
  for (TypeId id = 0; id < w->policy->types.n; id++) {
    const Type *type = &w->policy->types.v[id];
    if (neveraudit ? type->neveraudit : type->permissive)
      bitset_add(&map, id + 1);
  }
  put_bits(w, &map);
  bitset_free(&map);
}

void put_maps(KernelWriter *w) {
  const Policy *policy = w->policy;
  Bitset polcaps = {0};
  for (size_t i = 0; i < policy->polcaps.n; i++) {
    Name name = policy->polcaps.v[i].name;
    uint32_t bit = polcap_bit(name_text(&policy->session->names, name));
    if (bit != POLCAP_UNKNOWN)
      bitset_add(&polcaps, bit);
  }
  put_bits(w, &polcaps);
  bitset_free(&polcaps);
  put_type_map(w, false);
  if (writer_has(w, FEATURE_NEVERAUDIT))
    put_type_map(w, true);
}

void get_maps(KernelReader *r, Bitset maps[3]) {
  r->section = "policy capabilities";
  get_bits(r, &maps[0], KERNEL_MAX_IDS, "policy capability");
  r->section = "permissive types";
  get_bits(r, &maps[1], KERNEL_MAX_IDS + 1, "type");
  r->section = "neveraudit types";
  if (reader_has(r, FEATURE_NEVERAUDIT))
    get_bits(r, &maps[2], KERNEL_MAX_IDS + 1, "type");
}

static void apply_type_map(KernelReader *r, const Bitset *map,
                           bool neveraudit) {
  if (bitset_has(map, 0) || !bitset_fits(map, r->policy->types.n + 1))
    kernel_fail(r, "a permissive or neveraudit type that there is not");
  if (r->in.failed)
    return;
  BITSET_EACH(value, map) {
    Type *type = &r->policy->types.v[value - 1];
    if (type->id.name == NO_NAME)
      kernel_fail(r, "permissive or neveraudit type %u has no name", value);
    *(neveraudit ? &type->neveraudit : &type->permissive) = true;
  }
}

void apply_maps(KernelReader *r, const Bitset maps[3]) {
  BITSET_EACH(bit, &maps[0]) {
    const char *name = polcap_name(bit);
    if (!name) {
      kernel_fail(r, "unknown policy capability %u", bit);
      return;
    }
    Ident polcap = {name_intern_string(&r->session->names, name), no_place};
    ARRAY_PUSH(&r->policy->polcaps, polcap);
  }
  apply_type_map(r, &maps[1], false);
  apply_type_map(r, &maps[2], true);
}

/* Whether the map of a type or attribute holds itself: not that of one without
 * members, as in libsepol's for attributes that are expanded away.  (The
 * kernel adds the bit where it lacks.) */
static bool holds_itself(const Type *type) {
  return type->id.name != NO_NAME &&
         (!type->is_attribute || !bitset_is_empty(&type->members));
}

/* The attributes by type: ids[first[t]] to before ids[first[t + 1]] are those
 * of type t and t itself, rising. */
static void attributes_by_type(const Policy *policy, uint32_t *first,
                               Ids *ids) {
  size_t n = policy->types.n;
  for (TypeId a = 0; a < n; a++) {
    first[a + 1] += holds_itself(&policy->types.v[a]);
    BITSET_EACH(member, &policy->types.v[a].members)
      first[member + 1]++;
  }
  for (size_t i = 0; i < n; i++)
    first[i + 1] += first[i];
  ARRAY_RESERVE(ids, first[n] + 1);
  uint32_t *next = mem_resize(NULL, (n + 1) * sizeof *next);
  for (size_t i = 0; i < n; i++)
    next[i] = first[i];
  for (TypeId a = 0; a < n; a++) {
    if (holds_itself(&policy->types.v[a]))
      ids->v[next[a]++] = a;
    BITSET_EACH(member, &policy->types.v[a].members)
      ids->v[next[member]++] = a;
  }
  mem_free(next);
}

void put_type_attributes(KernelWriter *w) {
  size_t n = w->policy->types.n;
  uint32_t *first = ARENA_NEW_N(&w->policy->session->arena, uint32_t, n + 1);
  Ids ids = {0};
  attributes_by_type(w->policy, first, &ids);
  for (size_t i = 0; i < n; i++)
    put_bits_of(w, ids.v + first[i], first[i + 1] - first[i]);
  ARRAY_FREE(&ids);
}

static void add_membership(KernelReader *r, TypeId type, TypeId attribute) {
  Type *types = r->policy->types.v;
  if (types[attribute].is_attribute && !types[type].is_attribute)
    bitset_add(&types[attribute].members, type);
  else
    kernel_fail(r, "type %u is given %u, which is no attribute", type + 1,
                attribute + 1);
}

void get_type_attributes(KernelReader *r) {
  size_t n = r->policy->types.n;
  r->section = "attributes of types";
  for (TypeId type = 0; type < n && !r->in.failed; type++) {
    Bitset attributes = {0};
    get_bits(r, &attributes, n, "type");
    BITSET_EACH(attribute, &attributes)
      if (attribute != type && !r->in.failed)
        add_membership(r, type, attribute);
    bitset_free(&attributes);
  }
}
