/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which blocks are live (libsepol link.c, enable_avrules).
 *
 * All optional blocks begin as live and those whose requirements are not met
 * die until nothing changes; so blocks that need each other in a circle live.
 * An else branch is live when its optional is dead.  libsepol decides about
 * blocks inside a dead block or branch as if they stood alone; here they are
 * dead with it.  Blocks inside the else branch of a live optional are
 * therefore taken out last, which may kill more blocks. */
#include "ir/linker.h"

/* Who requires an alias of its own module requires what it stands for
 * (libsepol gives such an alias the number of its type). */
static bool is_live_name(const Linker *linker, size_t module, SymbolKind kind,
                         Name name) {
  const Entity *entity = linker_find(linker, kind, name);
  if (entity && entity->symbol && entity->flavor == FLAVOR_ALIAS &&
      entity->module == module)
    entity = linker_find(linker, kind, entity->symbol->target.name);
  return entity && entity->n_live;
}

static bool list_has(const Idents *list, Name name) {
  for (uint32_t i = 0; i < list->n; i++)
    if (list->v[i].name == name)
      return true;
  return false;
}

/* Whether a declared class has a permission, of its own or inherited. */
static bool class_has_perm(const Linker *linker, Name class, Name perm) {
  const Symbol *symbol = linker_find(linker, SYMBOL_CLASS, class)->symbol;
  if (list_has(&symbol->perms, perm))
    return true;
  const Entity *common =
      linker_find(linker, SYMBOL_COMMON, symbol->target.name);
  return common && common->symbol && list_has(&common->symbol->perms, perm);
}

/* What of a requirement is missing: the symbol itself or a permission;
 * NO_NAME when it is met. */
static Ident missing_of(const Linker *linker, size_t module,
                        const Symbol *required) {
  if (!is_live_name(linker, module, required->kind, required->id.name))
    return required->id;
  if (required->kind == SYMBOL_CLASS)
    for (uint32_t i = 0; i < required->perms.n; i++)
      if (!class_has_perm(linker, required->id.name, required->perms.v[i].name))
        return required->perms.v[i];
  return (Ident){0};
}

/* One is enough for a block to die, and the first in the text is the one to
 * name. */
static const Symbol *find_unmet(const Linker *linker, size_t module,
                                const Block *block) {
  for (size_t i = 0; i < block->required.n; i++)
    if (missing_of(linker, module, &block->required.v[i]).name)
      return &block->required.v[i];
  return NULL;
}

/* Counts the declarations of a block as live, or no longer. */
static void count_declarations(Linker *linker, const Block *block,
                               bool is_live) {
  for (size_t i = 0; i < block->declared.n; i++) {
    const Symbol *symbol = &block->declared.v[i];
    Entity *entity = linker_find(linker, symbol->kind, symbol->id.name);
    entity->n_live += is_live ? 1 : UINT32_MAX;
  }
}

/* Keeps the counts of live declarations with the states of blocks, so that
 * the next look at a requirement sees the change. */
static void set_live(Linker *linker, size_t module, size_t block, bool live) {
  if (linker->live[module][block] == live)
    return;
  linker->live[module][block] = live;
  count_declarations(linker, &linker->modules[module].blocks.v[block], live);
}

/* A base policy knows all classes there are, so a class or permission that it
 * requires in vain is a fault even in an optional block (checkpolicy
 * module_compiler.c, require_class).  A binary base may have been linked, and
 * its optional blocks be those of modules. */
static bool is_fault(const Module *module, const Symbol *unmet) {
  return module->is_base && !module->is_binary && unmet->kind == SYMBOL_CLASS;
}

/* A block died for want of a symbol; it is told when all are known. */
static void bury(Linker *linker, uint32_t module, uint32_t block,
                 const Symbol *unmet) {
  Ident missing = missing_of(linker, module, unmet);
  if (is_fault(&linker->modules[module], unmet))
    report_unmet(linker, module, unmet, missing);
  else
    ARRAY_PUSH(&linker->dead, (DeadBlock){module, block, unmet, missing});
}

/* Kills one round of optional blocks; whether any died. */
static bool kill_unmet(Linker *linker) {
  bool changed = false;
  for (uint32_t i = 0; i < linker->n_modules; i++) {
    const Module *module = &linker->modules[i];
    for (uint32_t j = 1; j < module->blocks.n; j++) {
      const Block *block = &module->blocks.v[j];
      if (!linker->live[i][j] || block->kind != BLOCK_OPTIONAL)
        continue;
      bool in_dead = module->blocks.v[block->parent].kind == BLOCK_OPTIONAL &&
                     !linker->live[i][block->parent];
      const Symbol *unmet = in_dead ? NULL : find_unmet(linker, i, block);
      if (!in_dead && !unmet)
        continue;
      if (unmet)
        bury(linker, i, j, unmet);
      set_live(linker, i, j, false);
      changed = true;
    }
  }
  return changed;
}

/* Decides the else branches, outer before inner, and kills the blocks inside
 * the dead ones; whether any died. */
static bool decide_else_branches(Linker *linker) {
  bool changed = false;
  for (size_t i = 0; i < linker->n_modules; i++) {
    const Module *module = &linker->modules[i];
    for (size_t j = 1; j < module->blocks.n; j++) {
      const Block *block = &module->blocks.v[j];
      bool parent = linker->live[i][block->parent];
      if (block->kind == BLOCK_ELSE) {
        set_live(linker, i, j, parent && !linker->live[i][block->twin]);
      } else if (!parent && linker->live[i][j]) {
        set_live(linker, i, j, false);
        changed = true;
      }
    }
  }
  return changed;
}

/* Else branches begin as dead: their optionals live so far. */
static void begin_live(Linker *linker) {
  Arena *arena = &linker->session->arena;
  linker->live = ARENA_NEW_N(arena, bool *, linker->n_modules);
  for (size_t i = 0; i < linker->n_modules; i++) {
    const Module *module = &linker->modules[i];
    linker->live[i] = ARENA_NEW_N(arena, bool, module->blocks.n);
    for (size_t j = 0; j < module->blocks.n; j++)
      set_live(linker, i, j, module->blocks.v[j].kind != BLOCK_ELSE);
  }
}

/* Outside of optional blocks there is nothing to leave out. All that is
 * missing is reported, where libsepol stops at the first. */
static void check_global_requirements(Linker *linker) {
  for (size_t i = 0; i < linker->n_modules; i++) {
    const Block *block = &linker->modules[i].blocks.v[0];
    for (size_t j = 0; j < block->required.n; j++) {
      Ident missing = missing_of(linker, i, &block->required.v[j]);
      if (missing.name)
        report_unmet(linker, i, &block->required.v[j], missing);
    }
  }
}

/* The inner loop is the fixpoint; the outer goes round again only where an
 * else branch held blocks that others rely on. Blocks only ever die, so
 * both end. */
void find_live_blocks(Linker *linker) {
  begin_live(linker);
  do
    while (kill_unmet(linker))
      ;
  while (decide_else_branches(linker));
  check_global_requirements(linker);
  report_dead_blocks(linker);
}
