/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The binary module's parts in their order; module_read.c mirrors it. */
#include <assert.h>
#include <string.h>

#include "backend/module_writer.h"
#include "ir/polcaps.h"

static void put_polcaps(ModuleWriter *w) {
  Bitset bits = {0};
  for (size_t i = 0; i < w->module->polcaps.n; i++) {
    Ident polcap = w->module->polcaps.v[i];
    uint32_t bit = polcap_bit(name_text(&w->session->names, polcap.name));
    if (bit != POLCAP_UNKNOWN)
      bitset_add(&bits, bit);
    else
      diag_error(&w->session->diags, polcap.place,
                 "the policy capability '%s' is not known",
                 name_text(&w->session->names, polcap.name));
  }
  put_bits(&w->file, &bits);
  bitset_free(&bits);
}

static void put_head(ModuleWriter *w) {
  const Module *module = w->module;
  Buffer *out = w->file.out;
  put_u32(out, MODULE_MAGIC);
  put_u32(out, (uint32_t)strlen(MODULE_IDENT));
  put_string(out, MODULE_IDENT);
  put_u32(out, module->is_base ? MODULE_TYPE_BASE : MODULE_TYPE_MODULE);
  put_u32(out, w->version);
  put_u32(out, (module->mls ? CONFIG_MLS : 0) |
                   (uint32_t)module->handle_unknown << CONFIG_UNKNOWN_SHIFT);
  put_u32(out, SYMBOL_KIND_COUNT);
  put_u32(out, module_context_kinds(w->version, module->is_base));
  if (!module->is_base) {
    put_name(&w->file, module->name.name);
    put_name(&w->file, module->version.name);
  }
  if (w->version >= VERSION_POLCAPS)
    put_polcaps(w);
}

/* Blocks are numbered from 1; the global one is live, of the others a linker
 * will say. */
static void put_branch(ModuleWriter *w, uint32_t index) {
  const Block *block = &w->module->blocks.v[index];
  module_note_place(w, block->place);
  put_id(&w->file, index);
  put_u32(w->file.out, index == 0);
  module_put_rules(w, block);
  module_put_scope_indexes(w, index);
  module_put_block_symbols(w, block);
}

static void put_blocks(ModuleWriter *w) {
  const Module *module = w->module;
  size_t count_at = w->file.out->n;
  uint32_t n = 0;
  put_u32(w->file.out, 0);
  for (uint32_t i = 0; i < module->blocks.n; i++) {
    const Block *block = &module->blocks.v[i];
    if (block->kind == BLOCK_ELSE)
      continue;
    put_u32(w->file.out, block->twin ? 2 : 1);
    put_branch(w, i);
    if (block->twin)
      put_branch(w, block->twin);
    n++;
  }
  patch_u32(w->file.out, count_at, n);
}

static void put_module(ModuleWriter *w) {
  put_head(w);
  module_put_symbols(w);
  put_blocks(w);
  module_put_scopes(w);
  if (w->module->is_base)
    put_contexts(&w->file);
  put_genfs(&w->file);
  /* Up to version 5 range transitions stood at the end; none are there, since
   * a module that has some needs a later version. */
  if (w->module->is_base && w->version >= VERSION_MLS &&
      w->version < VERSION_RANGE_TRANSITIONS)
    put_u32(w->file.out, 0);
}

static void free_terms(Constraint *constraint) {
  for (uint32_t i = 0; i < constraint->n_expr; i++) {
    bitset_free(&constraint->expr[i].ids);
    bitset_free(&constraint->expr[i].written_types);
    bitset_free(&constraint->expr[i].written_minus);
  }
}

static void free_range(MlsRange *range) {
  bitset_free(&range->low.categories);
  bitset_free(&range->high.categories);
}

static void symbols_free(Policy *symbols) {
  for (size_t i = 0; i < symbols->constraints.n; i++)
    free_terms(&symbols->constraints.v[i]);
  for (size_t i = 0; i < symbols->ocons.n; i++) {
    free_range(&symbols->ocons.v[i].context.range);
    free_range(&symbols->ocons.v[i].context2.range);
  }
  ARRAY_FREE(&symbols->constraints);
  ARRAY_FREE(&symbols->ocons);
  module_symbols_free(symbols);
}

static void writer_free(ModuleWriter *w) {
  symbols_free(&w->symbols);
  for (size_t i = 0; i < w->perms.n; i++)
    ARRAY_FREE(&w->perms.v[i]);
  for (size_t i = 0; i < w->scopes.n; i++)
    for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++) {
      bitset_free(&w->scopes.v[i].required[kind]);
      bitset_free(&w->scopes.v[i].declared[kind]);
    }
  ARRAY_FREE(&w->perms);
  ARRAY_FREE(&w->scopes);
  ARRAY_FREE(&w->ids);
  bitset_free(&w->tunables);
  map_free(&w->perm_bits);
}

void module_write(Session *session, const Module *module, unsigned version,
                  Places *places, Buffer *out) {
  assert(version >= MODULE_VERSION_MIN && version <= MODULE_VERSION_MAX);
  ModuleWriter w = {.session = session,
                    .module = module,
                    .version = version,
                    .places = places,
                    .symbols = {.session = session, .mls = module->mls}};
  w.file = (KernelWriter){&w.symbols, 0,
                          module_table_features(version, module->is_base),
                          out};
  module_check_features(session, module, version);
  module_number_symbols(&w);
  module_number_scopes(&w);
  module_number_base(&w);
  put_module(&w);
  writer_free(&w);
}
