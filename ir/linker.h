/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the linker share.  Nobody else includes this. */
#ifndef IR_LINKER_H
#define IR_LINKER_H

#include "ir/passes.h"

/* A symbol of the whole policy: all declarations and requirements of one name
 * and kind. */
typedef struct Entity {
  Ident id; /* its first declaration, else first requirement */
  Flavor flavor;
  const Symbol *symbol; /* its first declaration, NULL: only required */
  uint32_t module;      /* which module that is in */
  uint32_t n_live;      /* how many live blocks declare it */
} Entity;

/* An optional block that is left out. */
typedef struct DeadBlock {
  uint32_t module, block;
  const Symbol *unmet; /* what it requires in vain */
  Ident missing;       /* its name, or that of a permission */
} DeadBlock;

typedef struct Linker {
  Session *session;
  Policy *policy;
  Module *modules; /* changed only by LinkOptions.free_blocks */
  size_t n_modules;
  LinkOptions options;
  ARRAY(Entity) entities[SYMBOL_KIND_COUNT];
  NameIndex index[SYMBOL_KIND_COUNT]; /* entity + 1 */
  bool **live;                        /* by module and block */
  ARRAY(DeadBlock) dead; /* those that missed a symbol themselves */
} Linker;

/* The entity of a name, or NULL. */
Entity *linker_find(const Linker *linker, SymbolKind kind, Name name);
const char *linker_text(const Linker *linker, Name name);
/* "module 'x'" or "the base policy". */
const char *linker_module_word(const Linker *linker, size_t module);

/* optionals.c — sets linker->live and Entity.n_live.  Reports: what a module
 * requires outside of optional blocks and nobody declares. */
void find_live_blocks(Linker *linker);

/* missing.c — says who requires what is missing, and who declares it: as an
 * error; as warnings, of all blocks in linker->dead. */
void report_unmet(Linker *linker, size_t module, const Symbol *unmet,
                  Ident missing);
void report_dead_blocks(Linker *linker);

/* link_symbols.c — fills the policy's symbol tables and its index: everything
 * declared in a live block gets its id. */
void link_symbols(Linker *linker);

/* resolve.c — the rest of the policy, with ids. */
void resolve(Linker *linker);

#endif
