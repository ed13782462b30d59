/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/scopes.h"

#include "ir/words.h"

void scopes_init(Scopes *scopes, const Module *module) {
  *scopes = (Scopes){.module = module};
  Symbol object_r = {.kind = SYMBOL_ROLE, .id = {.name = WORD_OBJECT_R}};
  scopes_add(scopes, 0, &object_r, true);
}

void scopes_free(Scopes *scopes) {
  ARRAY_FREE(&scopes->entries);
  ARRAY_FREE(&scopes->first);
}

static uint32_t first_of(const Scopes *scopes, Name name) {
  return name < scopes->first.n ? scopes->first.v[name] : 0;
}

/* What the global block has stands first, so that nearly every look-up ends
 * at the first entry. */
void scopes_add(Scopes *scopes, uint32_t block, const Symbol *symbol,
                bool declared) {
  Name name = symbol->id.name;
  while (scopes->first.n <= name)
    ARRAY_PUSH(&scopes->first, 0);
  uint32_t *link = &scopes->first.v[name];
  while (block && *link && !scopes->entries.v[*link - 1].block)
    link = &scopes->entries.v[*link - 1].next;
  ScopeEntry entry = {symbol->kind, symbol->flavor, declared,
                      block,        symbol->id,     *link};
  *link = (uint32_t)scopes->entries.n + 1;
  ARRAY_PUSH(&scopes->entries, entry);
}

/* Whether `block` is `outer` or inside it. */
static bool is_inside(const Module *module, uint32_t block, uint32_t outer) {
  while (block && block != outer)
    block = module->blocks.v[block].parent;
  return block == outer;
}

const ScopeEntry *scopes_find(const Scopes *scopes, uint32_t block,
                              SymbolKind kind, Name name) {
  const ScopeEntry *entry;
  for (uint32_t i = first_of(scopes, name); i; i = entry->next) {
    entry = &scopes->entries.v[i - 1];
    if (entry->kind == kind &&
        (!entry->block || is_inside(scopes->module, block, entry->block)))
      return entry;
  }
  return NULL;
}

const ScopeEntry *scopes_find_in_block(const Scopes *scopes, uint32_t block,
                                       SymbolKind kind, Name name) {
  const ScopeEntry *entry;
  for (uint32_t i = first_of(scopes, name); i; i = entry->next) {
    entry = &scopes->entries.v[i - 1];
    if (entry->kind == kind && entry->block == block)
      return entry;
  }
  return NULL;
}

const ScopeEntry *scopes_find_anywhere(const Scopes *scopes, SymbolKind kind,
                                       Name name) {
  const ScopeEntry *entry, *found = NULL;
  for (uint32_t i = first_of(scopes, name); i; i = entry->next) {
    entry = &scopes->entries.v[i - 1];
    if (entry->kind != kind)
      continue;
    if (entry->declared)
      return entry;
    if (!found)
      found = entry;
  }
  return found;
}

const char *symbol_kind_word(SymbolKind kind) {
  static const char *const words[SYMBOL_KIND_COUNT] = {
      [SYMBOL_COMMON] = "common",    [SYMBOL_CLASS] = "class",
      [SYMBOL_ROLE] = "role",        [SYMBOL_TYPE] = "type",
      [SYMBOL_USER] = "user",        [SYMBOL_BOOL] = "boolean",
      [SYMBOL_LEVEL] = "sensitivity", [SYMBOL_CATEGORY] = "category",
  };
  return words[kind];
}

void scopes_suggest(const Scopes *scopes, Diags *diags, SymbolKind kind,
                    Name name) {
  enum { FARTHEST = 3 };
  const char *text = name_text(diags->names, name);
  unsigned nearest = 1 + (unsigned)name_length(diags->names, name) / 5;
  if (nearest > FARTHEST)
    nearest = FARTHEST;
  const ScopeEntry *best = NULL;
  for (size_t i = 0; i < scopes->entries.n; i++) {
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
