/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which block of the binary module declares and requires what;
 * module_read_scopes.c tells how the file says it. */
#include <stdlib.h>
#include <string.h>

#include "backend/module_writer.h"
#include "ir/words.h"

static void require_perms(ModuleWriter *w, PermMask *perms,
                          const Symbol *symbol, ClassId id) {
  for (uint32_t i = 0; i < symbol->perms.n; i++) {
    NameSet one = name_set_of(symbol->perms.v[i]);
    perms[id] |= module_perm_mask(w, id, &one);
  }
}

static void number_scope(ModuleWriter *w, uint32_t index, BlockScope *scope) {
  const Block *block = &w->module->blocks.v[index];
  scope->perms = ARENA_NEW_N(&w->session->arena, PermMask,
                             w->symbols.classes.n + 1);
  /* Also what a class is declared with counts as required (checkpolicy,
   * define_av_perms). */
  for (size_t i = 0; i < block->declared.n; i++) {
    const Symbol *symbol = &block->declared.v[i];
    uint32_t id = module_id(w, symbol->kind, symbol->id);
    bitset_add(&scope->declared[symbol->kind], id);
    if (symbol->kind == SYMBOL_CLASS)
      require_perms(w, scope->perms, symbol, id);
  }
  for (size_t i = 0; i < block->required.n; i++) {
    const Symbol *symbol = &block->required.v[i];
    uint32_t id = module_id(w, symbol->kind, symbol->id);
    bitset_add(&scope->required[symbol->kind], id);
    if (symbol->kind == SYMBOL_CLASS)
      require_perms(w, scope->perms, symbol, id);
  }
}

static void inherit(ModuleWriter *w, BlockScope *scope,
                    const BlockScope *outer) {
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    bitset_union(&scope->required[kind], &outer->required[kind]);
  for (size_t i = 0; i < w->symbols.classes.n; i++)
    scope->perms[i] |= outer->perms[i];
}

void module_number_scopes(ModuleWriter *w) {
  for (uint32_t i = 0; i < w->module->blocks.n; i++) {
    BlockScope scope = {.perms = NULL};
    number_scope(w, i, &scope);
    if (i > 0)
      inherit(w, &scope, &w->scopes.v[w->module->blocks.v[i].parent]);
    ARRAY_PUSH(&w->scopes, scope);
  }
}

static void put_perms(ModuleWriter *w, const PermMask *perms) {
  static const PermMask none[1];
  size_t n = perms ? w->symbols.classes.n : 0;
  perms = perms ? perms : none;
  while (n && !perms[n - 1])
    n--;
  put_u32(w->file.out, (uint32_t)n);
  for (size_t i = 0; i < n; i++)
    put_mask(&w->file, perms[i]);
}

void module_put_scope_indexes(ModuleWriter *w, uint32_t block) {
  const BlockScope *scope = &w->scopes.v[block];
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    put_bits(&w->file, &scope->required[kind]);
  put_perms(w, scope->perms);
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    put_bits(&w->file, &scope->declared[kind]);
  put_perms(w, NULL);
}

/* That a block names a symbol. */
typedef struct ScopeUse {
  Name name;
  uint32_t id; /* of the symbol, or for an alias its target's */
  uint32_t block;
  bool declared;
} ScopeUse;
typedef ARRAY(ScopeUse) ScopeUses;

/* What the blocks name, of each kind: in the order of the blocks, in each what
 * it declares first. */
typedef struct AllUses {
  ScopeUses symbols[SYMBOL_KIND_COUNT], aliases[SYMBOL_KIND_COUNT];
} AllUses;

static void add_uses(ModuleWriter *w, AllUses *all, uint32_t block,
                     const Symbols *symbols, bool declared) {
  for (size_t i = 0; i < symbols->n; i++) {
    SymbolKind kind = symbols->v[i].kind;
    Ident ident = symbols->v[i].id;
    if (ident.name == WORD_OBJECT_R)
      continue;
    uint32_t id = module_id(w, kind, ident);
    bool is_alias = policy_symbol(&w->symbols, kind, id)->name != ident.name;
    ARRAY_PUSH(is_alias ? &all->aliases[kind] : &all->symbols[kind],
               (ScopeUse){ident.name, id, block, declared});
  }
}

static void collect_uses(ModuleWriter *w, AllUses *all) {
  for (uint32_t i = 0; i < w->module->blocks.n; i++) {
    const Block *block = &w->module->blocks.v[i];
    add_uses(w, all, i, &block->declared, true);
    add_uses(w, all, i, &block->required, false);
  }
}

/* Sorts by value; what has one value stays in its order. */
static void sort_by_value(ScopeUses *uses, size_t n_ids) {
  ScopeUses sorted = {0};
  if (!uses->n)
    return;
  uint32_t *start = mem_resize(NULL, (n_ids + 1) * sizeof *start);
  memset(start, 0, (n_ids + 1) * sizeof *start);
  for (size_t i = 0; i < uses->n; i++)
    start[uses->v[i].id + 1]++;
  for (size_t id = 0; id < n_ids; id++)
    start[id + 1] += start[id];
  ARRAY_RESERVE(&sorted, uses->n);
  sorted.n = uses->n;
  for (size_t i = 0; i < uses->n; i++)
    sorted.v[start[uses->v[i].id]++] = uses->v[i];
  mem_free(start);
  ARRAY_FREE(uses);
  *uses = sorted;
}

static int compare_aliases(const void *a, const void *b, void *names) {
  const ScopeUse *x = a, *y = b;
  if (x->name != y->name)
    return name_compare(names, x->name, y->name);
  if (x->block != y->block)
    return x->block < y->block ? -1 : 1;
  return y->declared - x->declared;
}

/* The blocks of the uses of one name that declare it, or that only require
 * it; a block counts once. */
static uint32_t put_blocks(ModuleWriter *w, const ScopeUse *uses, size_t n,
                           bool declared) {
  uint32_t n_put = 0;
  for (size_t i = 0; i < n; i++) {
    if (uses[i].declared != declared ||
        (i > 0 && uses[i - 1].block == uses[i].block))
      continue;
    put_id(&w->file, uses[i].block);
    n_put++;
  }
  return n_put;
}

static void put_scope(ModuleWriter *w, const ScopeUse *uses, size_t n) {
  put_name(&w->file, uses->name);
  size_t head = w->file.out->n;
  put_u32(w->file.out, 0);
  put_u32(w->file.out, 0);
  uint32_t n_required = put_blocks(w, uses, n, false);
  uint32_t n_declared = put_blocks(w, uses, n, true);
  patch_u32(w->file.out, head, n_declared ? SCOPE_DECLARED : SCOPE_REQUIRED);
  patch_u32(w->file.out, head + 4, n_required + n_declared);
}

/* A scope for each name; gives their count. */
static uint32_t put_scopes_of(ModuleWriter *w, const ScopeUses *uses) {
  uint32_t n = 0;
  for (size_t i = 0, end; i < uses->n; i = end, n++) {
    end = i + 1;
    while (end < uses->n && uses->v[end].name == uses->v[i].name)
      end++;
    put_scope(w, uses->v + i, end - i);
  }
  return n;
}

static void put_object_r(ModuleWriter *w) {
  put_name(&w->file, WORD_OBJECT_R);
  put_u32(w->file.out,
          w->module->is_base ? SCOPE_DECLARED : SCOPE_REQUIRED);
  put_u32(w->file.out, 1);
  put_id(&w->file, 0);
}

/* The symbols by value, then the aliases, which have none, by name. */
static void put_scopes_of_kind(ModuleWriter *w, SymbolKind kind,
                               AllUses *all) {
  ScopeUses *symbols = &all->symbols[kind], *aliases = &all->aliases[kind];
  size_t count_at = w->file.out->n;
  put_u32(w->file.out, 0);
  if (kind == SYMBOL_ROLE)
    put_object_r(w);
  sort_by_value(symbols, policy_symbol_count(&w->symbols, kind));
  if (aliases->n)
    qsort_r(aliases->v, aliases->n, sizeof *aliases->v, compare_aliases,
            &w->session->names);
  uint32_t n = put_scopes_of(w, symbols) + put_scopes_of(w, aliases);
  patch_u32(w->file.out, count_at, n + (kind == SYMBOL_ROLE));
  ARRAY_FREE(symbols);
  ARRAY_FREE(aliases);
}

void module_put_scopes(ModuleWriter *w) {
  AllUses all = {.symbols = {{0}}};
  collect_uses(w, &all);
  for (SymbolKind kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    put_scopes_of_kind(w, kind, &all);
}
