/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Joining: many modules as one base policy that still has its optional
 * blocks, sets and requirements. */
#include "ir/passes.h"

#include "lib/map.h"

typedef struct Join {
  Module *joined;
  Map declared; /* kind << 32 | name of what global blocks declare: to 1 */
  Map required; /* the same of what they require */
} Join;

static uint64_t key_of(const Symbol *symbol) {
  return (uint64_t)symbol->kind << 32 | symbol->id.name;
}

#define APPEND(to, from)                                                       \
  do {                                                                         \
    ARRAY_RESERVE((to), (from)->n);                                            \
    for (size_t i_ = 0; i_ < (from)->n; i_++)                                  \
      (to)->v[(to)->n++] = (from)->v[i_];                                      \
  } while (0)

/* What a block says, besides its symbols. */
static void append_rules(Block *to, const Block *from) {
  APPEND(&to->av, &from->av);
  APPEND(&to->type_rules, &from->type_rules);
  APPEND(&to->range_transitions, &from->range_transitions);
  APPEND(&to->role_allows, &from->role_allows);
  APPEND(&to->role_transitions, &from->role_transitions);
  APPEND(&to->conditionals, &from->conditionals);
  APPEND(&to->type_members, &from->type_members);
  APPEND(&to->role_members, &from->role_members);
  APPEND(&to->role_types, &from->role_types);
  APPEND(&to->role_dominances, &from->role_dominances);
  APPEND(&to->bounds, &from->bounds);
  APPEND(&to->users, &from->users);
  APPEND(&to->expands, &from->expands);
  APPEND(&to->permissives, &from->permissives);
  APPEND(&to->neveraudits, &from->neveraudits);
}

/* Roles and users may be declared by several modules. */
static void append_declarations(Join *join, const Block *from) {
  for (size_t i = 0; i < from->declared.n; i++) {
    const Symbol *symbol = &from->declared.v[i];
    bool is_new = false;
    map_put(&join->declared, key_of(symbol), &is_new);
    if (is_new)
      ARRAY_PUSH(&join->joined->blocks.v[0].declared, *symbol);
  }
}

/* Of what the modules require only that is left which another's optional
 * block declares: the rest is there now.  (Classes are all the base's.) */
static void append_requirements(Join *join, const Block *from) {
  for (size_t i = 0; i < from->required.n; i++) {
    const Symbol *symbol = &from->required.v[i];
    bool is_new = false;
    if (map_get(&join->declared, key_of(symbol)))
      continue;
    map_put(&join->required, key_of(symbol), &is_new);
    if (is_new)
      ARRAY_PUSH(&join->joined->blocks.v[0].required, *symbol);
  }
}

/* The blocks of a module inside its global one. */
static void append_blocks(Module *joined, const Module *module) {
  uint32_t shift = (uint32_t)joined->blocks.n - 1;
  for (size_t i = 1; i < module->blocks.n; i++) {
    Block block = module->blocks.v[i];
    block.parent += block.parent ? shift : 0;
    block.twin += block.twin ? shift : 0;
    ARRAY_PUSH(&joined->blocks, block);
  }
}

void join_modules(Module *joined, const Module *modules, size_t n) {
  Join join = {.joined = joined};
  *joined = modules[0];
  joined->blocks.v = NULL;
  joined->blocks.n = joined->blocks.capacity = 0;
  ARRAY_PUSH(&joined->blocks, (Block){.kind = BLOCK_GLOBAL,
                                      .place = modules[0].blocks.v[0].place});
  for (size_t i = 0; i < n; i++) {
    append_rules(&joined->blocks.v[0], &modules[i].blocks.v[0]);
    append_declarations(&join, &modules[i].blocks.v[0]);
    append_blocks(joined, &modules[i]);
  }
  for (size_t i = 0; i < n; i++)
    append_requirements(&join, &modules[i].blocks.v[0]);
  map_free(&join.declared);
  map_free(&join.required);
}
