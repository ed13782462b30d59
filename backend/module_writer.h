/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the module's writer share.  Nobody else includes this. */
#ifndef BACKEND_MODULE_WRITER_H
#define BACKEND_MODULE_WRITER_H

#include "backend/module_format.h"
#include "lib/map.h"

/* What a block requires, that of the blocks around it included, and declares;
 * by id. */
typedef struct BlockScope {
  Bitset required[SYMBOL_KIND_COUNT], declared[SYMBOL_KIND_COUNT];
  PermMask *perms; /* required, by class */
} BlockScope;

typedef struct ModuleWriter {
  KernelWriter file; /* its policy is `symbols` */
  Session *session;
  const Module *module;
  unsigned version;
  Places *places; /* of the blocks and rules that are written, or NULL */

  Policy symbols;              /* the symbol tables of the file, by value */
  Bitset tunables;             /* by boolean */
  ARRAY(IdentArray) perms;     /* by class: its own, in order of their bits */
  Map perm_bits;               /* bit + 1 by class and name */
  ARRAY(BlockScope) scopes;    /* by block */
  Ids ids;                     /* of the set that is written */
} ModuleWriter;

static inline void module_note_place(ModuleWriter *w, Place place) {
  if (w->places)
    ARRAY_PUSH(w->places, place);
}

/* module_write_symbols.c: gives every name its value. */
void module_number_symbols(ModuleWriter *w);
/* The id of a name; a name that no block has is an error, and gives 0. */
uint32_t module_id(ModuleWriter *w, SymbolKind kind, Ident ident);
/* The id + 1, or 0 when the name is left out. */
uint32_t module_optional_value(ModuleWriter *w, SymbolKind kind, Ident ident);
PermMask module_perm_mask(ModuleWriter *w, ClassId class_id,
                          const NameSet *perms);

/* module_write_sets.c */
/* The ids of the names of a set into w->ids, rising; only those with `-`, or
 * only those without. */
void module_collect(ModuleWriter *w, SymbolKind kind, const NameSet *set,
                    bool minus);
void module_put_names(ModuleWriter *w, SymbolKind kind, const NameSet *set);
void module_put_role_set(ModuleWriter *w, const NameSet *set);
void module_put_type_set(ModuleWriter *w, const NameSet *set);
/* The flags of a rule: whether its target has self. */
uint32_t module_rule_flags(const NameSet *target);
void module_put_level(ModuleWriter *w, const Level *level);
void module_put_range(ModuleWriter *w, const Range *range);
MlsLevel module_mls_level(ModuleWriter *w, const Level *level);

/* module_write_tables.c */
void module_put_symbols(ModuleWriter *w);
/* What a block that is not the global one adds to its symbols. */
void module_put_block_symbols(ModuleWriter *w, const Block *block);

/* module_write_rules.c */
void module_put_rules(ModuleWriter *w, const Block *block);

/* module_write_scopes.c */
void module_number_scopes(ModuleWriter *w);
void module_put_scope_indexes(ModuleWriter *w, uint32_t block);
void module_put_scopes(ModuleWriter *w);

/* module_write_base.c: to the form that the kernel's functions write. */
void module_number_base(ModuleWriter *w);

#endif
