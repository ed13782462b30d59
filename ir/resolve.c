/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From names to ids, once it is known which blocks live.  Symbols come before
 * rules, because a set with `-` or `~` needs the members of attributes. */
#include "ir/resolver.h"

/* Says where the resolver is; gives the block. */
static Block *enter_block(Resolver *resolver, uint32_t module, size_t index) {
  Block *block = &resolver->linker->modules[module].blocks.v[index];
  resolver->module = module;
  resolver->optional = block->kind == BLOCK_GLOBAL ? no_place : block->place;
  return block;
}

static void visit_blocks(Resolver *resolver, BlockVisitor *visit,
                         bool only_live) {
  const Linker *linker = resolver->linker;
  for (uint32_t i = 0; i < linker->n_modules; i++)
    for (size_t j = 0; j < linker->modules[i].blocks.n; j++)
      if (!only_live || linker->live[i][j])
        visit(resolver, enter_block(resolver, i, j));
}

void each_live_block(Resolver *resolver, BlockVisitor *visit) {
  visit_blocks(resolver, visit, true);
}

void each_block(Resolver *resolver, BlockVisitor *visit) {
  visit_blocks(resolver, visit, false);
}

static void resolve_all_rules(Resolver *resolver) {
  const Linker *linker = resolver->linker;
  for (uint32_t i = 0; i < linker->n_modules; i++)
    for (size_t j = 0; j < linker->modules[i].blocks.n; j++) {
      if (!linker->live[i][j])
        continue;
      Block *block = enter_block(resolver, i, j);
      resolve_rules(resolver, block);
      if (linker->options.free_blocks)
        block_free_rules(block);
    }
}

/* What is dead in a base must be right all the same: its classes are all
 * known (checkpolicy compiles every block). */
static void check_dead_blocks(Resolver *resolver) {
  const Module *base = &resolver->linker->modules[0];
  resolver->module = 0;
  for (size_t i = 0; i < base->blocks.n && !base->is_binary; i++)
    if (!resolver->linker->live[0][i])
      check_perms(resolver, &base->blocks.v[i]);
}

/* Types come first, then roles, because `role r types { a -b }` needs to
 * know the members of a; users and contexts need roles and levels. */
void resolve(Linker *linker) {
  Resolver resolver = {.linker = linker,
                       .policy = linker->policy,
                       .diags = &linker->session->diags,
                       .arena = &linker->session->arena};
  names_begin(&resolver);
  resolve_type_symbols(&resolver);
  resolve_role_symbols(&resolver);
  resolve_levels(&resolver);
  resolve_users(&resolver);
  resolve_all_rules(&resolver);
  check_dead_blocks(&resolver);
  resolve_constraints(&resolver);
  resolve_contexts(&resolver);
  names_end(&resolver);
}
