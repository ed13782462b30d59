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
  uint32_t id; /* of the symbol, or for an alias its target's */
  Name name;
  const char *text; /* of the name */
  bool is_alias, declared;
  uint32_t block;
} ScopeUse;
typedef ARRAY(ScopeUse) ScopeUses;

/* The symbols by value, then the aliases by name; of each the blocks that
 * require it before those that declare it. */
static int compare_uses(const void *a, const void *b) {
  const ScopeUse *x = a, *y = b;
  if (x->is_alias != y->is_alias)
    return x->is_alias ? 1 : -1;
  if (x->name != y->name)
    return x->is_alias ? strcmp(x->text, y->text) : x->id < y->id ? -1 : 1;
  if (x->declared != y->declared)
    return x->declared ? 1 : -1;
  return (x->block > y->block) - (x->block < y->block);
}

/* A block counts once for a symbol; `seen` has which blocks did already. */
static void add_uses(ModuleWriter *w, ScopeUses *uses, Map *seen,
                     SymbolKind kind, uint32_t block, bool declared) {
  const Block *of = &w->module->blocks.v[block];
  const Symbols *symbols = declared ? &of->declared : &of->required;
  for (size_t i = 0; i < symbols->n; i++) {
    const Symbol *symbol = &symbols->v[i];
    if (symbol->kind != kind || symbol->id.name == WORD_OBJECT_R)
      continue;
    bool is_new = false;
    Name name = symbol->id.name;
    map_put(seen, (uint64_t)block << 32 | name, &is_new);
    if (!is_new)
      continue;
    uint32_t id = module_id(w, kind, symbol->id);
    bool is_alias = policy_symbol(&w->symbols, kind, id)->name != name;
    ARRAY_PUSH(uses,
               (ScopeUse){id, name, name_text(&w->session->names, name),
                          is_alias, declared, block});
  }
}

static void collect_uses(ModuleWriter *w, ScopeUses *uses, SymbolKind kind) {
  Map seen = {0};
  uses->n = 0;
  for (uint32_t i = 0; i < w->module->blocks.n; i++) {
    add_uses(w, uses, &seen, kind, i, true);
    add_uses(w, uses, &seen, kind, i, false);
  }
  if (uses->n)
    qsort(uses->v, uses->n, sizeof *uses->v, compare_uses);
  map_free(&seen);
}

static void put_scope(ModuleWriter *w, const ScopeUse *uses, size_t n) {
  put_name(&w->file, uses->name);
  put_u32(w->file.out,
          uses[n - 1].declared ? SCOPE_DECLARED : SCOPE_REQUIRED);
  put_u32(w->file.out, (uint32_t)n);
  for (size_t i = 0; i < n; i++)
    put_id(&w->file, uses[i].block);
}

static void put_object_r(ModuleWriter *w) {
  put_name(&w->file, WORD_OBJECT_R);
  put_u32(w->file.out,
          w->module->is_base ? SCOPE_DECLARED : SCOPE_REQUIRED);
  put_u32(w->file.out, 1);
  put_id(&w->file, 0);
}

static void put_scopes_of(ModuleWriter *w, SymbolKind kind, ScopeUses *uses) {
  size_t count_at = w->file.out->n;
  uint32_t n = 0;
  put_u32(w->file.out, 0);
  if (kind == SYMBOL_ROLE) {
    put_object_r(w);
    n++;
  }
  for (size_t i = 0, end; i < uses->n; i = end, n++) {
    end = i + 1;
    while (end < uses->n && uses->v[end].name == uses->v[i].name)
      end++;
    put_scope(w, uses->v + i, end - i);
  }
  patch_u32(w->file.out, count_at, n);
}

void module_put_scopes(ModuleWriter *w) {
  ScopeUses uses = {0};
  for (SymbolKind kind = 0; kind < SYMBOL_KIND_COUNT; kind++) {
    collect_uses(w, &uses, kind);
    put_scopes_of(w, kind, &uses);
  }
  ARRAY_FREE(&uses);
}
