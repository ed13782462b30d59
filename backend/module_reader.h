/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the module's reader share.  Nobody else includes this. */
#ifndef BACKEND_MODULE_READER_H
#define BACKEND_MODULE_READER_H

#include "backend/module_format.h"
#include "lib/map.h"

/* What a block of the file requires, that of the blocks around it included,
 * and declares; by id. */
typedef struct FileBlock {
  Bitset required[SYMBOL_KIND_COUNT], declared[SYMBOL_KIND_COUNT];
  Bitset listed[SYMBOL_KIND_COUNT]; /* already among the block's symbols */
  PermMask *perms;                  /* required, by class */
  uint32_t n_perms;
} FileBlock;

/* An entry of the scope tables: the blocks that name a symbol, as
 * scope_blocks[first] and so on; of a declared one the last declares it. */
typedef struct FileScope {
  bool declared;
  uint32_t first, n;
} FileScope;

typedef struct FileAlias {
  SymbolKind kind;
  Name name;
  FileScope scope;
} FileAlias;

/* The permissions of a mask, as a set and, once it is asked for, as a list. */
typedef struct PermSet {
  NameSet set;
  Idents list;
} PermSet;

/* The sticky state is file.in.failed, as kernel_format.h has it. */
typedef struct ModuleReader {
  KernelReader file; /* its policy: the symbol tables, by value */
  Module *module;
  unsigned version;
  Place place; /* of what is read: of the rule at hand, else of the file */
  Place start; /* of the file */
  const Places *places; /* of the blocks and rules to come, or NULL */
  size_t n_placed;
  bool declaring; /* the tables are read for the names alone */
  size_t tables_at; /* offset of the table of roles */

  ARRAY(TypeId) alias_targets; /* by type: what an alias with a value of its
                                  own stands for, else NO_ID */
  Bitset tunables;             /* by boolean */

  ARRAY(FileBlock) blocks; /* by index into module->blocks */
  Map block_of;            /* index + 1 by the file's number of a block */
  ARRAY(FileScope) scopes[SYMBOL_KIND_COUNT]; /* by id */
  ARRAY(FileAlias) aliases;
  Ids scope_blocks;

  Ids ids, minus; /* of the set that was read last */
  Bitset rest;    /* what no list has of a block's requirements */
  Map perm_set_of; /* index + 1 into perm_sets by class and mask */
  ARRAY(PermSet) perm_sets;
  Arena scratch; /* what is not kept */
} ModuleReader;

static inline bool module_failed(const ModuleReader *m) {
  return m->file.in.failed;
}
/* The loop over `n` entries of a table. */
#define MODULE_EACH(m, n)                                                      \
  for (uint32_t i_ = 0, n_ = (n); i_ < n_ && !module_failed(m); i_++)

/* Goes on to the place of the next block or rule. */
static inline void module_next_place(ModuleReader *m) {
  if (m->places)
    m->place = m->n_placed < m->places->n ? m->places->v[m->n_placed++]
                                          : m->start;
}

/* module_read_sets.c */
Ident module_ident(ModuleReader *m, SymbolKind kind, uint32_t id);
/* An id of a symbol and its name; after a failure NO_NAME. */
Ident module_get_ident(ModuleReader *m, SymbolKind kind, const char *what);
/* The ids of a bit map of symbols, as names. */
NameSet module_get_names(ModuleReader *m, SymbolKind kind, const char *what);
NameSet module_get_role_set(ModuleReader *m);
/* A set of types; `rule_flags` tells of self. */
NameSet module_get_type_set(ModuleReader *m, uint32_t rule_flags);
/* The set of the permissions of a mask, and the same as a list. */
NameSet module_perm_set(ModuleReader *m, ClassId class_id, PermMask mask);
Idents module_perm_list(ModuleReader *m, ClassId class_id, PermMask mask);
/* A level as written; its sensitivity is NO_NAME without MLS. */
Level module_get_level(ModuleReader *m);
Range module_get_range(ModuleReader *m);
Level module_level(ModuleReader *m, const MlsLevel *level);
Range module_range(ModuleReader *m, const MlsRange *range);

/* module_read_symbols.c */
/* The tables up to the booleans and beyond, for the names alone. */
void module_get_symbols(ModuleReader *m);
/* The tables of a block: of roles, types and users what it adds to them. */
void module_get_block_symbols(ModuleReader *m, Block *block);
/* The same of the global block, which has them in the tables of the module. */
void module_get_global_symbols(ModuleReader *m);

/* module_read_rules.c */
void module_get_rules(ModuleReader *m, Block *block);
/* Up to version 5 a base has its range transitions at the end. */
void module_get_old_range_transitions(ModuleReader *m);

/* module_read_scopes.c */
void module_get_scope_indexes(ModuleReader *m, FileBlock *block);
void module_get_scopes(ModuleReader *m);
/* Finds which block is inside which. */
void module_nest_blocks(ModuleReader *m);
/* Lists in each block the symbols that it declares and requires. */
void module_list_symbols(ModuleReader *m);
/* Whether the block declares the symbol. */
bool module_block_declares(const ModuleReader *m, uint32_t block,
                           SymbolKind kind, uint32_t id);

/* module_read_base.c */
/* What only a base has. */
void module_get_contexts(ModuleReader *m);
void module_add_base(ModuleReader *m);

#endif
