/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which block of the binary module declares and requires what.
 *
 * The file says it twice.  Each block has bit maps of the symbols that it
 * declares and requires, and what it requires includes what the blocks around
 * it do.  Each symbol has the list of the blocks that name it themselves
 * (libsepol, symtab_insert).  Both together give back what was written. */
#include "backend/module_reader.h"
#include "ir/words.h"

enum { MAP_SIZE = 12, SCOPE_SIZE = 16 };

static void get_class_perms(ModuleReader *m, FileBlock *block, bool keep) {
  uint32_t n = get_count(&m->file, MAP_SIZE, "classes");
  if (n > m->file.policy->classes.n) {
    kernel_fail(&m->file, "permissions of %u classes", n);
    return;
  }
  PermMask *perms = ARENA_NEW_N(&m->scratch, PermMask, n);
  for (uint32_t i = 0; i < n && !module_failed(m); i++)
    perms[i] = get_mask(&m->file, "permission");
  if (!keep)
    return;
  block->perms = perms;
  block->n_perms = n;
}

static void get_scope_maps(ModuleReader *m, Bitset maps[SYMBOL_KIND_COUNT]) {
  for (SymbolKind kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    get_bits(&m->file, &maps[kind],
             policy_symbol_count(m->file.policy, kind), "symbol");
}

void module_get_scope_indexes(ModuleReader *m, FileBlock *block) {
  m->file.section = "requirements of a block";
  get_scope_maps(m, block->required);
  get_class_perms(m, block, true);
  m->file.section = "declarations of a block";
  get_scope_maps(m, block->declared);
  get_class_perms(m, block, false);
}

static uint32_t get_block_number(ModuleReader *m) {
  uint32_t number = get_word(&m->file);
  uint32_t *index = map_get(&m->block_of, number);
  if (index && *index)
    return *index - 1;
  kernel_fail(&m->file, "a scope names block %u, which there is not", number);
  return 0;
}

static FileScope get_scope(ModuleReader *m) {
  uint32_t kind = get_word(&m->file);
  if (kind != SCOPE_REQUIRED && kind != SCOPE_DECLARED)
    kernel_fail(&m->file, "a scope of kind %u", kind);
  FileScope scope = {kind == SCOPE_DECLARED,
                     (uint32_t)m->scope_blocks.n,
                     get_count(&m->file, 4, "blocks")};
  if (!module_failed(m) && !scope.n)
    kernel_fail(&m->file, "a scope without a block");
  MODULE_EACH(m, scope.n)
    ARRAY_PUSH(&m->scope_blocks, get_block_number(m));
  return scope;
}

static void get_scope_entry(ModuleReader *m, SymbolKind kind) {
  Name name = get_name(&m->file);
  uint32_t id = policy_find(m->file.policy, kind, name);
  FileScope scope = get_scope(m);
  if (module_failed(m))
    return;
  if (id == NO_ID)
    kernel_fail(&m->file, "a scope of '%s', which is no symbol",
                name_text(&m->file.session->names, name));
  else if (policy_symbol(m->file.policy, kind, id)->name != name)
    ARRAY_PUSH(&m->aliases, (FileAlias){kind, name, scope});
  else
    m->scopes[kind].v[id] = scope;
}

void module_get_scopes(ModuleReader *m) {
  m->file.section = "scopes";
  for (SymbolKind kind = 0; kind < SYMBOL_KIND_COUNT; kind++) {
    size_t n = policy_symbol_count(m->file.policy, kind);
    for (size_t i = 0; i < n; i++)
      ARRAY_PUSH(&m->scopes[kind], (FileScope){false, 0, 0});
    MODULE_EACH(m, get_count(&m->file, SCOPE_SIZE, "scopes"))
      get_scope_entry(m, kind);
  }
}

static PermMask perms_of(const FileBlock *block, ClassId class_id) {
  return class_id < block->n_perms ? block->perms[class_id] : 0;
}

/* Whether a block requires at least what another does. */
static bool requires_all(const FileBlock *inner, const FileBlock *outer) {
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    if (!bitset_is_subset(&outer->required[kind], &inner->required[kind]))
      return false;
  if (outer->n_perms > inner->n_perms)
    return false;
  for (uint32_t i = 0; i < outer->n_perms; i++)
    if (outer->perms[i] & ~inner->perms[i])
      return false;
  return true;
}

/* A block is inside the nearest one before it, or around that, whose
 * requirements it has all. */
void module_nest_blocks(ModuleReader *m) {
  uint32_t last = 0;
  for (uint32_t i = 1; i < m->module->blocks.n; i++) {
    Block *block = &m->module->blocks.v[i];
    if (block->kind == BLOCK_ELSE) {
      block->parent = m->module->blocks.v[block->twin].parent;
      continue;
    }
    while (last && !requires_all(&m->blocks.v[i], &m->blocks.v[last]))
      last = m->module->blocks.v[last].parent;
    block->parent = last;
    last = i;
  }
}

/* An alias that a block also requires has a value of its own, another one
 * shares its target's; so the target has a bit in the declarations of the
 * alias's block.  Of all but roles and users it counts that the block is the
 * last of the list, which the declaring one is. */
static bool declares(const ModuleReader *m, FileScope scope, uint32_t k,
                     SymbolKind kind, uint32_t id) {
  if (!scope.declared)
    return false;
  uint32_t block = m->scope_blocks.v[scope.first + k];
  return kind == SYMBOL_ROLE || kind == SYMBOL_USER
             ? bitset_has(&m->blocks.v[block].declared[kind], id)
             : k + 1 == scope.n;
}

bool module_block_declares(const ModuleReader *m, uint32_t block,
                           SymbolKind kind, uint32_t id) {
  FileScope scope = m->scopes[kind].v[id];
  for (uint32_t k = 0; k < scope.n; k++)
    if (m->scope_blocks.v[scope.first + k] == block)
      return declares(m, scope, k, kind, id);
  return false;
}

static Idents placed(ModuleReader *m, Idents perms) {
  for (uint32_t i = 0; i < perms.n; i++) {
    perms.v[i].place = m->place;
    if (perms.v[i].name == NO_NAME)
      kernel_fail(&m->file, "a class or common lacks permission %u", i + 1);
  }
  return perms;
}

static void describe_class(ModuleReader *m, Symbol *symbol, ClassId id) {
  const Class *class = &m->file.policy->classes.v[id];
  symbol->perms = placed(m, class->perms);
  if (class->common != NO_ID)
    symbol->target = module_ident(m, SYMBOL_COMMON, class->common);
}

/* The symbol as it is where it is declared. */
static Symbol describe(ModuleReader *m, SymbolKind kind, uint32_t id) {
  Policy *symbols = m->file.policy;
  Symbol symbol = {.kind = kind, .id = module_ident(m, kind, id)};
  if (kind == SYMBOL_COMMON)
    symbol.perms = placed(m, symbols->commons.v[id].perms);
  else if (kind == SYMBOL_CLASS)
    describe_class(m, &symbol, id);
  else if (kind == SYMBOL_ROLE && symbols->roles.v[id].is_attribute)
    symbol.flavor = FLAVOR_ATTRIBUTE;
  else if (kind == SYMBOL_BOOL) {
    symbol.value = symbols->bools.v[id].value;
    if (bitset_has(&m->tunables, id))
      symbol.flavor = FLAVOR_TUNABLE;
  } else if (kind == SYMBOL_TYPE) {
    if (symbols->types.v[id].is_attribute)
      symbol.flavor = FLAVOR_ATTRIBUTE;
    if (m->alias_targets.v[id] != NO_ID) {
      symbol.flavor = FLAVOR_ALIAS;
      symbol.target = module_ident(m, SYMBOL_TYPE, m->alias_targets.v[id]);
    }
  }
  return symbol;
}

static void require(ModuleReader *m, uint32_t block, Symbol symbol,
                    uint32_t id) {
  FileBlock *of = &m->blocks.v[block];
  if (symbol.flavor == FLAVOR_ALIAS)
    symbol.flavor = FLAVOR_PLAIN; /* the requiring side cannot know */
  symbol.target = (Ident){NO_NAME, m->place};
  symbol.value = false;
  symbol.perms = (Idents){NULL, 0};
  if (symbol.kind == SYMBOL_CLASS) {
    uint32_t parent = m->module->blocks.v[block].parent;
    PermMask inherited = block ? perms_of(&m->blocks.v[parent], id) : 0;
    symbol.perms = module_perm_list(m, id, perms_of(of, id) & ~inherited);
  }
  bitset_add(&of->listed[symbol.kind], id);
  ARRAY_PUSH(&m->module->blocks.v[block].required, symbol);
}

static void declare(ModuleReader *m, uint32_t block, Symbol symbol,
                    uint32_t id) {
  bitset_add(&m->blocks.v[block].listed[symbol.kind], id);
  ARRAY_PUSH(&m->module->blocks.v[block].declared, symbol);
}

static void add_type_flags(ModuleReader *m, uint32_t block, TypeId id) {
  const Type *type = &m->file.policy->types.v[id];
  Block *into = &m->module->blocks.v[block];
  Ident ident = module_ident(m, SYMBOL_TYPE, id);
  if (type->permissive)
    ARRAY_PUSH(&into->permissives, ident);
  if (type->neveraudit)
    ARRAY_PUSH(&into->neveraudits, ident);
  if (type->expand_true || type->expand_false)
    ARRAY_PUSH(&into->expands, (ModExpand){ident, type->expand_true});
}

/* Whether a block requires what it declares, other than through the blocks
 * around it. */
static bool requires_itself(const ModuleReader *m, uint32_t block,
                            SymbolKind kind, uint32_t id) {
  uint32_t parent = m->module->blocks.v[block].parent;
  return bitset_has(&m->blocks.v[block].required[kind], id) &&
         !(block && bitset_has(&m->blocks.v[parent].required[kind], id));
}

static void list_symbol(ModuleReader *m, SymbolKind kind, uint32_t id) {
  FileScope scope = m->scopes[kind].v[id];
  if (policy_symbol(m->file.policy, kind, id)->name == NO_NAME ||
      (kind == SYMBOL_ROLE && id == 0)) /* object_r, which all have */
    return;
  Symbol symbol = describe(m, kind, id);
  if (kind == SYMBOL_COMMON) {
    declare(m, 0, symbol, id);
    return;
  }
  for (uint32_t k = 0; k < scope.n && !module_failed(m); k++) {
    uint32_t block = m->scope_blocks.v[scope.first + k];
    bool declared = declares(m, scope, k, kind, id);
    if (declared)
      declare(m, block, symbol, id);
    if (!declared || requires_itself(m, block, kind, id))
      require(m, block, symbol, id);
  }
  /* The flags are not of a block; they hold where the type is declared. */
  if (kind == SYMBOL_TYPE && scope.n)
    add_type_flags(
        m, m->scope_blocks.v[scope.first + (scope.declared ? scope.n - 1 : 0)],
        id);
}

static void list_alias(ModuleReader *m, const FileAlias *alias) {
  uint32_t target = policy_find(m->file.policy, alias->kind, alias->name);
  Symbol symbol = {.kind = alias->kind,
                   .flavor = FLAVOR_ALIAS,
                   .id = {alias->name, m->place},
                   .target = module_ident(m, alias->kind, target)};
  for (uint32_t k = 0; k < alias->scope.n; k++) {
    uint32_t block = m->scope_blocks.v[alias->scope.first + k];
    if (alias->scope.declared && k + 1 == alias->scope.n)
      ARRAY_PUSH(&m->module->blocks.v[block].declared, symbol);
    else
      require(m, block, symbol, target);
  }
}

/* What a block requires beyond the blocks around it, though no list has it. */
static void list_rest(ModuleReader *m, uint32_t block) {
  FileBlock *of = &m->blocks.v[block];
  const FileBlock *outer = &m->blocks.v[m->module->blocks.v[block].parent];
  for (SymbolKind kind = 0; kind < SYMBOL_KIND_COUNT; kind++) {
    bitset_copy(&m->rest, &of->required[kind]);
    bitset_subtract(&m->rest, &of->listed[kind]);
    if (block)
      bitset_subtract(&m->rest, &outer->required[kind]);
    BITSET_EACH(id, &m->rest)
      require(m, block, describe(m, kind, id), id);
  }
  for (ClassId id = 0; id < of->n_perms; id++)
    if (perms_of(of, id) & ~(block ? perms_of(outer, id) : 0) &&
        !bitset_has(&of->listed[SYMBOL_CLASS], id))
      require(m, block, describe(m, SYMBOL_CLASS, id), id);
}

/* Most of a package's symbols are requirements of the blocks in the lists, for
 * which the arrays take their memory at once. */
static void reserve_required(ModuleReader *m) {
  uint32_t *n = ARENA_NEW_N(&m->scratch, uint32_t, m->blocks.n);
  for (size_t i = 0; i < m->scope_blocks.n; i++)
    n[m->scope_blocks.v[i]]++;
  for (size_t i = 0; i < m->blocks.n; i++)
    ARRAY_RESERVE(&m->module->blocks.v[i].required, n[i]);
}

void module_list_symbols(ModuleReader *m) {
  m->file.section = "scopes";
  reserve_required(m);
  for (SymbolKind kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    for (uint32_t id = 0;
         id < m->scopes[kind].n && !module_failed(m); id++)
      list_symbol(m, kind, id);
  for (size_t i = 0; i < m->aliases.n && !module_failed(m); i++)
    list_alias(m, &m->aliases.v[i]);
  for (uint32_t i = 0; i < m->blocks.n && !module_failed(m); i++)
    list_rest(m, i);
}
