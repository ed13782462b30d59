/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/module.h"

void block_free_rules(Block *block) {
  ARRAY_FREE(&block->av);
  ARRAY_FREE(&block->type_rules);
  for (size_t i = 0; i < block->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++) {
      ARRAY_FREE(&block->conditionals.v[i].av[branch]);
      ARRAY_FREE(&block->conditionals.v[i].type_rules[branch]);
    }
}

void module_free_blocks(Module *module) {
  for (size_t i = 0; i < module->blocks.n; i++) {
    Block *block = &module->blocks.v[i];
    block_free_rules(block);
    ARRAY_FREE(&block->declared);
    ARRAY_FREE(&block->required);
    ARRAY_FREE(&block->range_transitions);
    ARRAY_FREE(&block->role_allows);
    ARRAY_FREE(&block->role_transitions);
    ARRAY_FREE(&block->conditionals);
    ARRAY_FREE(&block->type_members);
    ARRAY_FREE(&block->role_members);
    ARRAY_FREE(&block->role_types);
    ARRAY_FREE(&block->role_dominances);
    ARRAY_FREE(&block->bounds);
    ARRAY_FREE(&block->users);
    ARRAY_FREE(&block->expands);
    ARRAY_FREE(&block->permissives);
    ARRAY_FREE(&block->neveraudits);
  }
  ARRAY_FREE(&module->blocks);
}
