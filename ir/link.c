/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Linking, as libsepol's link.c means it: one name space for each kind of
 * symbol over all modules, in which only roles and users may be declared more
 * than once; and every module must mean the same by a name. */
#include <assert.h>

#include "ir/linker.h"
#include "ir/words.h"

/* Valid until the next entity of the kind is added. */
Entity *linker_find(const Linker *linker, SymbolKind kind, Name name) {
  uint32_t i = name_index_get(&linker->index[kind], name);
  return i ? &linker->entities[kind].v[i - 1] : NULL;
}

const char *linker_text(const Linker *linker, Name name) {
  return name_text(&linker->session->names, name);
}

const char *linker_module_word(const Linker *linker, size_t module) {
  const Module *m = &linker->modules[module];
  if (m->is_base)
    return "the base policy";
  return arena_printf(&linker->session->arena, "module '%s'",
                      linker_text(linker, m->name.name));
}

/* A requirement makes an entity too, so that a name which nobody declares
 * can be told from one that is not mentioned. */
static Entity *add_entity(Linker *linker, const Symbol *symbol) {
  Entity *entity = linker_find(linker, symbol->kind, symbol->id.name);
  if (entity)
    return entity;
  ARRAY_PUSH(&linker->entities[symbol->kind],
             (Entity){.id = symbol->id, .flavor = symbol->flavor});
  size_t n = linker->entities[symbol->kind].n;
  *name_index_at(&linker->index[symbol->kind], symbol->id.name) = (uint32_t)n;
  return &linker->entities[symbol->kind].v[n - 1];
}

/* Roles and users are put together from parts in many modules; an
 * attribute, a class or a type has one owner. */
static bool may_repeat(const Symbol *symbol, const Entity *entity) {
  if (symbol->kind == SYMBOL_USER)
    return true;
  return symbol->kind == SYMBOL_ROLE && symbol->flavor == FLAVOR_PLAIN &&
         entity->flavor == FLAVOR_PLAIN;
}

/* The first declaration stands for all; what later ones add (roles of a
 * user, types of a role) is collected from the blocks. */
static void declare(Linker *linker, uint32_t module, const Symbol *symbol) {
  Entity *entity = add_entity(linker, symbol);
  if (!entity->symbol) {
    entity->symbol = symbol;
    entity->id = symbol->id;
    entity->flavor = symbol->flavor;
    entity->module = module;
    return;
  }
  /* Within one module this was the business of its compiler. */
  if (may_repeat(symbol, entity) || entity->module == module)
    return;
  diag_error_as(&linker->session->diags, ERROR_DUPLICATE, symbol->id.place,
                "%s declares %s '%s', which %s has declared",
                linker_module_word(linker, module),
                symbol_kind_word(symbol->kind),
                linker_text(linker, symbol->id.name),
                linker_module_word(linker, entity->module));
  diag_note(&linker->session->diags, entity->id.place, "declared here");
}

static void check_required(Linker *linker, uint32_t module,
                           const Symbol *symbol) {
  const Entity *entity = add_entity(linker, symbol);
  if (!entity->symbol || entity->module == module)
    return;
  const char *wanted = symbol_sort_word(symbol->kind, symbol->flavor);
  const char *found = symbol_sort_word(symbol->kind, entity->flavor);
  if (wanted == found)
    return;
  diag_error_as(&linker->session->diags, ERROR_WRONG_KIND, symbol->id.place,
                "%s requires '%s' as a %s, but it is a %s",
                linker_module_word(linker, module),
                linker_text(linker, symbol->id.name), wanted, found);
  diag_note(&linker->session->diags, entity->id.place, "declared here");
}

/* Declarations of all modules come first, because the order of the modules
 * must not matter to what they require of each other. */
static void collect_symbols(Linker *linker) {
  Symbol object_r = {.kind = SYMBOL_ROLE, .id = {.name = WORD_OBJECT_R}};
  Symbol *built_in =
      arena_copy(&linker->session->arena, &object_r, sizeof object_r);
  declare(linker, 0, built_in);
  Entity *role = linker_find(linker, SYMBOL_ROLE, WORD_OBJECT_R);
  assert(role);
  role->n_live = 1;
  for (uint32_t i = 0; i < linker->n_modules; i++)
    for (size_t j = 0; j < linker->modules[i].blocks.n; j++) {
      const Block *block = &linker->modules[i].blocks.v[j];
      for (size_t k = 0; k < block->declared.n; k++)
        declare(linker, i, &block->declared.v[k]);
    }
  for (uint32_t i = 0; i < linker->n_modules; i++)
    for (size_t j = 0; j < linker->modules[i].blocks.n; j++) {
      const Block *block = &linker->modules[i].blocks.v[j];
      for (size_t k = 0; k < block->required.n; k++)
        check_required(linker, i, &block->required.v[k]);
    }
}

/* A range means nothing to a policy without MLS, and its lack is no range
 * to one with MLS, so the two do not link. */
static void check_modules(Linker *linker) {
  const Module *base = &linker->modules[0];
  for (size_t i = 1; i < linker->n_modules; i++) {
    const Module *module = &linker->modules[i];
    if (module->mls != base->mls)
      diag_error(&linker->session->diags, module->name.place,
                 "%s is made for a policy %s MLS; the base policy is %s",
                 linker_module_word(linker, i),
                 module->mls ? "with" : "without",
                 base->mls ? "with" : "without");
  }
}

void link_modules(Policy *policy, Session *session, Module *modules, size_t n,
                  const LinkOptions *options) {
  Linker linker = {.session = session,
                   .policy = policy,
                   .modules = modules,
                   .n_modules = n,
                   .options = *options};
  *policy = (Policy){.session = session,
                     .target = options->target,
                     .handle_unknown = options->handle_unknown,
                     .mls = options->mls};
  check_modules(&linker);
  collect_symbols(&linker);
  find_live_blocks(&linker);
  link_symbols(&linker);
  resolve(&linker);
  for (size_t i = 0; i < n && options->free_blocks; i++)
    module_free_blocks(&modules[i]);
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++) {
    ARRAY_FREE(&linker.entities[kind]);
    ARRAY_FREE(&linker.index[kind]);
  }
}
