/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scopes: which names the blocks of one module declare and require, and so
 * which names a rule in a block may use.  A name is in scope in the block that
 * declares or requires it and in every block inside that one (SELinux
 * Notebook, "Modular Policy Support Statements").
 *
 * Owns heap memory until scopes_free. */
#ifndef IR_SCOPES_H
#define IR_SCOPES_H

#include "ir/module.h"
#include "lib/diag.h"

/* One declaration or requirement. */
typedef struct ScopeEntry {
  SymbolKind kind;
  Flavor flavor;
  bool declared; /* else required */
  uint32_t block;
  Ident id;
  uint32_t next; /* the next older entry of the same symbol inside of blocks */
} ScopeEntry;

/* All entries of one symbol; 0: none, else an index into the entries. */
typedef struct ScopeSymbol {
  SymbolKind kind;
  uint32_t next;        /* a symbol of another kind with the same name */
  uint32_t global;      /* in the global block, a declaration rather than a
                           requirement */
  uint32_t declaration; /* the first, in whichever block */
  uint32_t newest;      /* of those inside of blocks; newest first */
} ScopeSymbol;

typedef struct Scopes {
  const Module *module;      /* whose block tree says what is inside what */
  ARRAY(ScopeEntry) entries; /* 0 is unused, as below */
  ARRAY(ScopeSymbol) symbols;
  NameIndex first; /* index of a symbol */
} Scopes;

/* Nothing but object_r, which every policy has. */
void scopes_init(Scopes *scopes, const Module *module);
void scopes_free(Scopes *scopes);

void scopes_add(Scopes *scopes, uint32_t block, const Symbol *symbol,
                bool declared);

/* An entry by which the name is in scope in the block, or NULL.  Valid until
 * the next scopes_add, as are the others. */
const ScopeEntry *scopes_find(const Scopes *scopes, uint32_t block,
                              SymbolKind kind, Name name);
/* The entry of exactly this block, or NULL. */
const ScopeEntry *scopes_find_in_block(const Scopes *scopes, uint32_t block,
                                       SymbolKind kind, Name name);
/* The name's declaration in any block, else a requirement, else NULL. */
const ScopeEntry *scopes_find_anywhere(const Scopes *scopes, SymbolKind kind,
                                       Name name);

/* Whether `block` is `outer` or inside it. */
bool block_is_inside(const Module *module, uint32_t block, uint32_t outer);

/* "type", "boolean" and so on, for messages. */
const char *symbol_kind_word(SymbolKind kind);

/* The same, but "type attribute", "role attribute" or "tunable" for what is
 * one: what a module takes a name for. */
const char *symbol_sort_word(SymbolKind kind, Flavor flavor);

/* Adds notes that name the known symbols of the kind whose spelling is
 * near. */
void scopes_suggest(const Scopes *scopes, Diags *diags, SymbolKind kind,
                    Name name);

#endif
