/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/scopes.h"

#include "ir/words.h"

void scopes_init(Scopes *scopes, const Module *module) {
  *scopes = (Scopes){.module = module};
  ARRAY_PUSH(&scopes->entries, (ScopeEntry){0});
  ARRAY_PUSH(&scopes->symbols, (ScopeSymbol){0});
  Symbol object_r = {.kind = SYMBOL_ROLE, .id = {.name = WORD_OBJECT_R}};
  scopes_add(scopes, 0, &object_r, true);
}

void scopes_free(Scopes *scopes) {
  ARRAY_FREE(&scopes->entries);
  ARRAY_FREE(&scopes->symbols);
  ARRAY_FREE(&scopes->first);
}

/* Names of different kinds are kept in one chain: few names have two kinds,
 * and one array by name is all the memory that a small module pays for. */
static ScopeSymbol *find_symbol(const Scopes *scopes, SymbolKind kind,
                                Name name) {
  uint32_t i = name_index_get(&scopes->first, name);
  while (i && scopes->symbols.v[i].kind != kind)
    i = scopes->symbols.v[i].next;
  return i ? &scopes->symbols.v[i] : NULL;
}

static ScopeSymbol *make_symbol(Scopes *scopes, SymbolKind kind, Name name) {
  ScopeSymbol *symbol = find_symbol(scopes, kind, name);
  if (symbol)
    return symbol;
  uint32_t *first = name_index_at(&scopes->first, name);
  ARRAY_PUSH(&scopes->symbols, (ScopeSymbol){.kind = kind, .next = *first});
  *first = (uint32_t)scopes->symbols.n - 1;
  return &scopes->symbols.v[scopes->symbols.n - 1];
}

void scopes_add(Scopes *scopes, uint32_t block, const Symbol *symbol,
                bool declared) {
  ScopeSymbol *s = make_symbol(scopes, symbol->kind, symbol->id.name);
  ScopeEntry entry = {symbol->kind, symbol->flavor, declared,
                      block,        symbol->id,     block ? s->newest : 0};
  uint32_t index = (uint32_t)scopes->entries.n;
  ARRAY_PUSH(&scopes->entries, entry);
  if (declared && !s->declaration)
    s->declaration = index;
  if (block)
    s->newest = index;
  else if (!s->global || (declared && s->declaration == index))
    s->global = index;
}

bool block_is_inside(const Module *module, uint32_t block, uint32_t outer) {
  while (block > outer)
    block = module->blocks.v[block].parent;
  return block == outer;
}

const ScopeEntry *scopes_find(const Scopes *scopes, uint32_t block,
                              SymbolKind kind, Name name) {
  const ScopeSymbol *symbol = find_symbol(scopes, kind, name);
  if (!symbol)
    return NULL;
  const ScopeEntry *entries = scopes->entries.v;
  if (symbol->global)
    return &entries[symbol->global];
  for (uint32_t i = symbol->newest; i; i = entries[i].next)
    if (block_is_inside(scopes->module, block, entries[i].block))
      return &entries[i];
  return NULL;
}

/* What was added before a block was opened is of a block with a lower
 * number, so the search ends at the first of those. */
const ScopeEntry *scopes_find_in_block(const Scopes *scopes, uint32_t block,
                                       SymbolKind kind, Name name) {
  const ScopeSymbol *symbol = find_symbol(scopes, kind, name);
  if (!symbol)
    return NULL;
  const ScopeEntry *entries = scopes->entries.v;
  if (!block)
    return symbol->global ? &entries[symbol->global] : NULL;
  uint32_t i = symbol->newest;
  while (i && entries[i].block > block)
    i = entries[i].next;
  return i && entries[i].block == block ? &entries[i] : NULL;
}

const ScopeEntry *scopes_find_anywhere(const Scopes *scopes, SymbolKind kind,
                                       Name name) {
  const ScopeSymbol *symbol = find_symbol(scopes, kind, name);
  if (!symbol)
    return NULL;
  uint32_t i = symbol->declaration ? symbol->declaration
               : symbol->global    ? symbol->global
                                   : symbol->newest;
  return &scopes->entries.v[i];
}

const char *symbol_kind_word(SymbolKind kind) {
  static const char *const words[SYMBOL_KIND_COUNT] = {
      [SYMBOL_COMMON] = "common",     [SYMBOL_CLASS] = "class",
      [SYMBOL_ROLE] = "role",         [SYMBOL_TYPE] = "type",
      [SYMBOL_USER] = "user",         [SYMBOL_BOOL] = "boolean",
      [SYMBOL_LEVEL] = "sensitivity", [SYMBOL_CATEGORY] = "category",
  };
  return words[kind];
}

const char *symbol_sort_word(SymbolKind kind, Flavor flavor) {
  if (kind == SYMBOL_BOOL)
    return flavor == FLAVOR_TUNABLE ? "tunable" : "boolean";
  if (flavor == FLAVOR_ATTRIBUTE)
    return kind == SYMBOL_ROLE ? "role attribute" : "type attribute";
  return symbol_kind_word(kind);
}

/* How far off a spelling may be: in a short name every other letter may be
 * meant. */
static unsigned farthest_spelling(size_t length) {
  return length < 3 ? 0 : length < 5 ? 1 : length < 12 ? 2 : 3;
}

void scopes_suggest(const Scopes *scopes, Diags *diags, SymbolKind kind,
                    Name name) {
  const char *text = name_text(diags->names, name);
  unsigned nearest = farthest_spelling(name_length(diags->names, name));
  const ScopeEntry *best = NULL;
  if (!diag_wants_suggestion(diags))
    return;
  for (size_t i = 1; i < scopes->entries.n; i++) {
    const ScopeEntry *entry = &scopes->entries.v[i];
    if (entry->kind != kind || entry->id.name == name)
      continue;
    const char *other = name_text(diags->names, entry->id.name);
    unsigned distance = edit_distance(text, other, nearest);
    if (distance < nearest || (distance == nearest && !best)) {
      best = entry;
      nearest = distance;
    }
  }
  if (best)
    diag_note(diags, best->id.place, "did you mean '%s'?",
              name_text(diags->names, best->id.name));
}
