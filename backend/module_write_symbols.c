/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers the symbols of a module: in the order in which its blocks name
 * them, declarations first, but sensitivities in the order of dominance and
 * object_r as role 1 (libsepol, roles_init). */
#include <stdlib.h>
#include <string.h>

#include "backend/module_writer.h"
#include "ir/words.h"

enum { MAX_PERMS = 32 };

static void push_symbol(ModuleWriter *w, SymbolKind kind, Ident id) {
  Policy *symbols = &w->symbols;
  switch (kind) {
  case SYMBOL_COMMON: ARRAY_PUSH(&symbols->commons, (Common){.id = id}); break;
  case SYMBOL_CLASS:
    ARRAY_PUSH(&symbols->classes, (Class){.id = id, .common = NO_ID});
    ARRAY_PUSH(&w->perms, (IdentArray){0});
    break;
  case SYMBOL_ROLE: ARRAY_PUSH(&symbols->roles, (Role){.id = id}); break;
  case SYMBOL_TYPE: ARRAY_PUSH(&symbols->types, (Type){.id = id}); break;
  case SYMBOL_USER: ARRAY_PUSH(&symbols->users, (User){.id = id}); break;
  case SYMBOL_BOOL: ARRAY_PUSH(&symbols->bools, (Bool){.id = id}); break;
  case SYMBOL_LEVEL: ARRAY_PUSH(&symbols->sens, (Sensitivity){.id = id}); break;
  case SYMBOL_CATEGORY: ARRAY_PUSH(&symbols->cats, (Category){.id = id}); break;
  case SYMBOL_KIND_COUNT: break;
  }
}

/* The id of a name, made on first use. */
static uint32_t number(ModuleWriter *w, SymbolKind kind, Ident id) {
  Policy *symbols = &w->symbols;
  uint32_t *value = name_index_at(&symbols->index[kind], id.name);
  if (!*value) {
    push_symbol(w, kind, id);
    *value = (uint32_t)policy_symbol_count(symbols, kind);
  }
  return *value - 1;
}

static void report_unknown(ModuleWriter *w, Ident ident) {
  diag_error(&w->session->diags, ident.place,
             "'%s' is neither declared nor required by the module",
             name_text(&w->session->names, ident.name));
}

uint32_t module_id(ModuleWriter *w, SymbolKind kind, Ident ident) {
  uint32_t id = policy_find(&w->symbols, kind, ident.name);
  if (id != NO_ID)
    return id;
  report_unknown(w, ident);
  return number(w, kind, ident);
}

uint32_t module_optional_value(ModuleWriter *w, SymbolKind kind, Ident ident) {
  return ident.name == NO_NAME ? 0 : module_id(w, kind, ident) + 1;
}

static uint64_t perm_key(ClassId class_id, Name perm) {
  return (uint64_t)class_id << 32 | perm;
}

static void add_perm(ModuleWriter *w, ClassId class_id, Ident perm) {
  Class *class = &w->symbols.classes.v[class_id];
  bool is_new = false;
  uint32_t *bit = map_put(&w->perm_bits, perm_key(class_id, perm.name),
                          &is_new);
  if (!is_new)
    return;
  ARRAY_PUSH(&w->perms.v[class_id], perm);
  *bit = ++class->n_perms;
  if (class->n_perms > MAX_PERMS)
    diag_error(&w->session->diags, perm.place,
               "class '%s' has more than %d permissions",
               name_text(&w->session->names, class->id.name), MAX_PERMS);
}

static void inherit_perms(ModuleWriter *w, ClassId class_id, Ident common) {
  Class *class = &w->symbols.classes.v[class_id];
  class->common = module_id(w, SYMBOL_COMMON, common);
  const Idents *perms = &w->symbols.commons.v[class->common].perms;
  for (uint32_t i = 0; i < perms->n; i++)
    *map_put(&w->perm_bits, perm_key(class_id, perms->v[i].name), NULL) =
        ++class->n_perms;
}

static void number_perms(ModuleWriter *w, const Symbol *symbol, uint32_t id) {
  if (symbol->kind == SYMBOL_COMMON)
    w->symbols.commons.v[id].perms = symbol->perms;
  if (symbol->kind != SYMBOL_CLASS)
    return;
  if (symbol->target.name != NO_NAME)
    inherit_perms(w, id, symbol->target);
  for (uint32_t i = 0; i < symbol->perms.n; i++)
    add_perm(w, id, symbol->perms.v[i]);
}

static void number_symbol(ModuleWriter *w, const Symbol *symbol) {
  uint32_t id = number(w, symbol->kind, symbol->id);
  number_perms(w, symbol, id);
  if (symbol->kind == SYMBOL_TYPE && symbol->flavor == FLAVOR_ATTRIBUTE)
    w->symbols.types.v[id].is_attribute = true;
  if (symbol->kind == SYMBOL_ROLE && symbol->flavor == FLAVOR_ATTRIBUTE)
    w->symbols.roles.v[id].is_attribute = true;
  if (symbol->kind == SYMBOL_BOOL) {
    w->symbols.bools.v[id].value |= symbol->value;
    if (symbol->flavor == FLAVOR_TUNABLE)
      bitset_add(&w->tunables, id);
  }
}

static void number_alias(ModuleWriter *w, const Symbol *symbol) {
  uint32_t target = module_id(w, symbol->kind, symbol->target);
  *name_index_at(&w->symbols.index[symbol->kind], symbol->id.name) =
      target + 1;
  Alias alias = {symbol->id, target};
  switch (symbol->kind) {
  case SYMBOL_TYPE: ARRAY_PUSH(&w->symbols.type_aliases, alias); break;
  case SYMBOL_LEVEL: ARRAY_PUSH(&w->symbols.sens_aliases, alias); break;
  default: ARRAY_PUSH(&w->symbols.cat_aliases, alias); break;
  }
}

static void number_declared(ModuleWriter *w, const Symbols *declared,
                            SymbolKind first, SymbolKind last) {
  for (size_t i = 0; i < declared->n; i++) {
    const Symbol *symbol = &declared->v[i];
    if (symbol->flavor != FLAVOR_ALIAS && symbol->kind >= first &&
        symbol->kind <= last)
      number_symbol(w, symbol);
  }
}

static void number_aliases(ModuleWriter *w, const Symbols *declared) {
  for (size_t i = 0; i < declared->n; i++)
    if (declared->v[i].flavor == FLAVOR_ALIAS)
      number_alias(w, &declared->v[i]);
}

/* The names of the aliases by kind. */
static void collect_aliases(const Symbols *declared, Bitset *aliases) {
  for (size_t i = 0; i < declared->n; i++)
    if (declared->v[i].flavor == FLAVOR_ALIAS)
      bitset_add(&aliases[declared->v[i].kind], declared->v[i].id.name);
}

/* The requirement of an alias gives no value to it: an alias has that of its
 * target.  (checkmodule gives it one of its own where the requirement comes
 * first; version 9 cannot say then what it stands for.) */
static void number_required(ModuleWriter *w, const Block *block,
                            const Bitset *aliases) {
  for (size_t i = 0; i < block->required.n; i++) {
    const Symbol *symbol = &block->required.v[i];
    if (!bitset_has(&aliases[symbol->kind], symbol->id.name))
      number_symbol(w, symbol);
  }
}

static void number_all_required(ModuleWriter *w) {
  Bitset aliases[SYMBOL_KIND_COUNT] = {{0}};
  const Module *module = w->module;
  for (size_t i = 0; i < module->blocks.n; i++)
    collect_aliases(&module->blocks.v[i].declared, aliases);
  for (size_t i = 0; i < module->blocks.n; i++)
    number_required(w, &module->blocks.v[i], aliases);
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    bitset_free(&aliases[kind]);
}

typedef struct NamedAlias {
  const char *text;
  Alias alias;
} NamedAlias;

static int compare_aliases(const void *a, const void *b) {
  const NamedAlias *x = a, *y = b;
  return strcmp(x->text, y->text);
}

/* Aliases have no value to be ordered by: by name. */
static void sort_aliases(ModuleWriter *w, Alias *aliases, size_t n) {
  NamedAlias *named = ARENA_NEW_N(&w->session->arena, NamedAlias, n);
  for (size_t i = 0; i < n; i++)
    named[i] = (NamedAlias){
        name_text(&w->session->names, aliases[i].id.name), aliases[i]};
  if (n > 1)
    qsort(named, n, sizeof *named, compare_aliases);
  for (size_t i = 0; i < n; i++)
    aliases[i] = named[i].alias;
}

/* The writer's form of the permissions, now that there will be no more. */
static void fix_perms(ModuleWriter *w) {
  for (size_t i = 0; i < w->perms.n; i++)
    w->symbols.classes.v[i].perms =
        (Idents){w->perms.v[i].v, (uint32_t)w->perms.v[i].n};
}

void module_number_symbols(ModuleWriter *w) {
  const Module *module = w->module;
  number(w, SYMBOL_ROLE, (Ident){WORD_OBJECT_R, no_place});
  for (size_t i = 0; i < module->dominance.n; i++)
    number(w, SYMBOL_LEVEL, module->dominance.v[i]);
  /* A class inherits from a common that may be declared behind it. */
  for (size_t i = 0; i < module->blocks.n; i++)
    number_declared(w, &module->blocks.v[i].declared, SYMBOL_COMMON,
                    SYMBOL_COMMON);
  for (size_t i = 0; i < module->blocks.n; i++)
    number_declared(w, &module->blocks.v[i].declared, SYMBOL_CLASS,
                    SYMBOL_CATEGORY);
  number_all_required(w);
  for (size_t i = 0; i < module->blocks.n; i++)
    number_aliases(w, &module->blocks.v[i].declared);
  Policy *symbols = &w->symbols;
  sort_aliases(w, symbols->type_aliases.v, symbols->type_aliases.n);
  sort_aliases(w, symbols->sens_aliases.v, symbols->sens_aliases.n);
  sort_aliases(w, symbols->cat_aliases.v, symbols->cat_aliases.n);
  fix_perms(w);
}

static PermMask perm_bit(ModuleWriter *w, ClassId class_id, Ident perm) {
  uint32_t *bit = map_get(&w->perm_bits, perm_key(class_id, perm.name));
  if (bit && *bit && *bit <= MAX_PERMS)
    return UINT32_C(1) << (*bit - 1);
  diag_error(&w->session->diags, perm.place,
             "permission '%s' is not in class '%s' as the module knows it",
             name_text(&w->session->names, perm.name),
             name_text(&w->session->names,
                       w->symbols.classes.v[class_id].id.name));
  return 0;
}

/* `*` and `~` go over the permissions of the class that the module knows, as
 * checkmodule has it (define_te_avtab_helper). */
PermMask module_perm_mask(ModuleWriter *w, ClassId class_id,
                          const NameSet *perms) {
  PermMask all = class_all_perms(&w->symbols.classes.v[class_id]), mask = 0;
  if (perms->star)
    return perms->complement ? 0 : all;
  for (uint32_t i = 0; i < perms->n; i++)
    mask |= perm_bit(w, class_id, set_id(perms, i));
  return perms->complement ? all & ~mask : mask;
}
