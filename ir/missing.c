/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is told of symbols that modules require and the policy lacks. */
#include <stdlib.h>

#include "ir/linker.h"
#include "lib/map.h"

static bool is_permission(const Symbol *unmet, Ident missing) {
  return missing.name != unmet->id.name;
}

/* The declaration of what is missing, which must be in a dead block. */
static const Entity *dead_declaration(const Linker *linker,
                                      const Symbol *unmet, Ident missing) {
  const Entity *entity = linker_find(linker, unmet->kind, missing.name);
  return !is_permission(unmet, missing) && entity && entity->symbol ? entity
                                                                    : NULL;
}

/* The module that is not linked and declares what is missing, or NULL. */
static const char *find_elsewhere(const Linker *linker, const Symbol *unmet,
                                  Ident missing) {
  const LinkOptions *options = &linker->options;
  if (!options->declared_elsewhere || is_permission(unmet, missing))
    return NULL;
  return options->declared_elsewhere(options->elsewhere, unmet->kind,
                                     missing.name);
}

static void note_declaration(const Linker *linker, const Entity *dead,
                             const char *elsewhere) {
  Diags *diags = &linker->session->diags;
  if (dead)
    diag_note(diags, dead->id.place,
              "%s declares it, in an optional block that is left out",
              linker_module_word(linker, dead->module));
  else if (elsewhere)
    diag_note(diags, no_place, "%s declares it, but is not linked",
              elsewhere);
}

/* A base without MLS has none: that a module with MLS does not fit is said
 * once, of the module. */
static bool is_for_mls(const Linker *linker, const Symbol *unmet) {
  return !linker->modules[0].mls &&
         (unmet->kind == SYMBOL_LEVEL || unmet->kind == SYMBOL_CATEGORY);
}

void report_unmet(Linker *linker, size_t module, const Symbol *unmet,
                  Ident missing) {
  Diags *diags = &linker->session->diags;
  if (linker->modules[module].mls && is_for_mls(linker, unmet))
    return;
  const Entity *dead = dead_declaration(linker, unmet, missing);
  if (is_permission(unmet, missing))
    diag_error_as(diags, ERROR_UNMET, missing.place,
                  "%s requires permission '%s', which class '%s' does not have",
                  linker_module_word(linker, module),
                  linker_text(linker, missing.name),
                  linker_text(linker, unmet->id.name));
  else
    diag_error_as(diags, ERROR_UNMET, missing.place,
                  "%s requires %s '%s', which is not declared%s",
                  linker_module_word(linker, module),
                  symbol_sort_word(unmet->kind, unmet->flavor),
                  linker_text(linker, missing.name),
                  dead ? " outside of dead blocks" : "");
  note_declaration(linker, dead,
                   dead ? NULL : find_elsewhere(linker, unmet, missing));
}

/* Dead blocks */

/* Blocks of a module that died of the same. */
typedef struct DeadGroup {
  const DeadBlock *first;
  uint32_t n;
} DeadGroup;

typedef ARRAY(DeadGroup) DeadGroups;

static int compare_dead(const void *left, const void *right) {
  const DeadBlock *a = left, *b = right;
  if (a->module != b->module)
    return a->module < b->module ? -1 : 1;
  return a->block < b->block ? -1 : a->block > b->block;
}

/* A package has one place for all that is in it. */
static DeadGroups group_dead(const Linker *linker) {
  DeadGroups groups = {0};
  Map known = {0};
  for (size_t i = 0; i < linker->dead.n; i++) {
    const DeadBlock *dead = &linker->dead.v[i];
    bool is_new = false;
    uint64_t key = (uint64_t)dead->missing.place.loc << 32 | dead->missing.name;
    uint32_t *index = map_put(&known, key, &is_new);
    if (is_new) {
      *index = (uint32_t)groups.n;
      ARRAY_PUSH(&groups, (DeadGroup){dead, 0});
    }
    groups.v[*index].n++;
  }
  map_free(&known);
  return groups;
}

static void warn_of_group(const Linker *linker, const DeadGroup *group) {
  Diags *diags = &linker->session->diags;
  const DeadBlock *first = group->first;
  const Symbol *unmet = first->unmet;
  const Entity *dead = dead_declaration(linker, unmet, first->missing);
  const char *elsewhere =
      dead ? NULL : find_elsewhere(linker, unmet, first->missing);
  const Block *block =
      &linker->modules[first->module].blocks.v[first->block];
  const char *what =
      group->n == 1 ? "an optional block"
                    : arena_printf(&linker->session->arena,
                                   "%u optional blocks", group->n);
  bool is_perm = is_permission(unmet, first->missing);
  if (!diag_warning(
          diags,
          dead || elsewhere ? WARN_UNDECIDABLE_OPTIONAL
                            : WARN_UNKNOWN_SYMBOL_OPTIONAL,
          first->missing.place, "%s leaves out %s: %s '%s' is not declared%s",
          linker_module_word(linker, first->module), what,
          is_perm ? "permission"
                  : symbol_sort_word(unmet->kind, unmet->flavor),
          linker_text(linker, first->missing.name),
          dead ? " outside of dead blocks" : ""))
    return;
  if (block->place.loc != first->missing.place.loc)
    diag_note(diags, block->place, "the block begins here");
  note_declaration(linker, dead, elsewhere);
}

static void keep_dead(Linker *linker) {
  for (size_t i = 0; i < linker->dead.n; i++) {
    const DeadBlock *dead = &linker->dead.v[i];
    const Module *module = &linker->modules[dead->module];
    const Symbol *unmet = dead->unmet;
    ARRAY_PUSH(&linker->policy->dead_optionals,
               (DeadOptional){
                   .module = module->name,
                   .place = module->blocks.v[dead->block].place,
                   .sort = is_permission(unmet, dead->missing)
                               ? "permission"
                               : symbol_sort_word(unmet->kind, unmet->flavor),
                   .missing = dead->missing,
                   .is_declared = dead_declaration(linker, unmet,
                                                   dead->missing) != NULL,
               });
  }
}

void report_dead_blocks(Linker *linker) {
  const bool *enabled = linker->session->diags.enabled;
  if (linker->dead.n)
    qsort(linker->dead.v, linker->dead.n, sizeof *linker->dead.v,
          compare_dead);
  keep_dead(linker);
  if (linker->dead.n && (enabled[WARN_UNDECIDABLE_OPTIONAL] ||
                         enabled[WARN_UNKNOWN_SYMBOL_OPTIONAL])) {
    DeadGroups groups = group_dead(linker);
    for (size_t i = 0; i < groups.n; i++)
      warn_of_group(linker, &groups.v[i]);
    ARRAY_FREE(&groups);
  }
  ARRAY_FREE(&linker->dead);
}
