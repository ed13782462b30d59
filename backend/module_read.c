/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the binary module, which may come from anywhere: every count is held
 * against what is left of the file, every value against its table. */
#include <string.h>

#include "backend/module_reader.h"
#include "ir/polcaps.h"

/* The fewest bytes that a block has, and one of its branches. */
enum { BLOCK_SIZE = 4, BRANCH_SIZE = 200 };

bool module_is_binary(const void *bytes, size_t n) {
  Reader reader = {bytes, n, 0, false};
  return get_u32(&reader) == MODULE_MAGIC;
}

static void get_ident(ModuleReader *m) {
  uint32_t length = get_word(&m->file);
  size_t n = strlen(MODULE_IDENT);
  const char *ident = length == n ? get_bytes(&m->file.in, n) : NULL;
  if (!ident || memcmp(ident, MODULE_IDENT, n) != 0)
    kernel_fail(&m->file, "this is not a module for SELinux");
}

static void get_config(ModuleReader *m) {
  uint32_t config = get_word(&m->file);
  uint32_t unknown = (config & CONFIG_UNKNOWN_MASK) >> CONFIG_UNKNOWN_SHIFT;
  if (config & ~(uint32_t)(CONFIG_MLS | CONFIG_UNKNOWN_MASK) ||
      unknown > HANDLE_UNKNOWN_ALLOW)
    kernel_fail(&m->file, "configuration word %#x", config);
  m->module->mls = m->file.policy->mls = config & CONFIG_MLS;
  m->module->handle_unknown = (HandleUnknown)unknown;
}

static void get_type_and_version(ModuleReader *m) {
  uint32_t type = get_word(&m->file);
  if (type != MODULE_TYPE_BASE && type != MODULE_TYPE_MODULE)
    kernel_fail(&m->file, "a module of type %u", type);
  m->module->is_base = type == MODULE_TYPE_BASE;
  m->version = get_word(&m->file);
  if (m->version < MODULE_VERSION_MIN || m->version > MODULE_VERSION_MAX)
    kernel_fail(&m->file, "module version %u is not known, only %d to %d",
                m->version, MODULE_VERSION_MIN, MODULE_VERSION_MAX);
  m->file.features =
      module_table_features(m->version, m->module->is_base);
}

static void get_polcaps(ModuleReader *m) {
  Session *session = m->file.session;
  m->ids.n = 0;
  if (m->version >= VERSION_POLCAPS)
    get_bits_into(&m->file, &m->ids, KERNEL_MAX_IDS, "policy capability");
  for (size_t i = 0; i < m->ids.n && !module_failed(m); i++) {
    const char *name = polcap_name(m->ids.v[i]);
    if (!name) {
      kernel_fail(&m->file, "unknown policy capability %u", m->ids.v[i]);
      return;
    }
    Ident polcap = {name_intern_string(&session->names, name), m->place};
    ARRAY_PUSH(&m->module->polcaps, polcap);
  }
}

static void get_head(ModuleReader *m) {
  m->file.section = "head of the module";
  if (get_word(&m->file) != MODULE_MAGIC)
    kernel_fail(&m->file, "this is not a policy module");
  get_ident(m);
  get_type_and_version(m);
  get_config(m);
  uint32_t n_tables = get_word(&m->file), n_contexts = get_word(&m->file);
  if (n_tables != SYMBOL_KIND_COUNT ||
      n_contexts != module_context_kinds(m->version, m->module->is_base))
    kernel_fail(&m->file, "%u symbol tables and %u kinds of context",
                n_tables, n_contexts);
  if (!m->module->is_base) {
    m->module->name = (Ident){get_name(&m->file), m->place};
    m->module->version = (Ident){get_name(&m->file), m->place};
  }
  get_polcaps(m);
}

static void get_block_number(ModuleReader *m) {
  bool is_new = false;
  uint32_t number = get_word(&m->file);
  uint32_t *index = map_put(&m->block_of, number, &is_new);
  if (!is_new)
    kernel_fail(&m->file, "two blocks have the number %u", number);
  *index = (uint32_t)m->blocks.n;
  get_word(&m->file); /* whether a linker found it live */
}

/* One branch: of the first block of the file the global block, of the others
 * an optional block and perhaps its else. */
static void get_branch(ModuleReader *m, BlockKind kind) {
  uint32_t index = (uint32_t)m->blocks.n;
  module_next_place(m);
  Block block = {.kind = kind, .place = m->place};
  FileBlock scopes = {.n_perms = 0};
  if (kind == BLOCK_ELSE) {
    block.twin = index - 1;
    m->module->blocks.v[index - 1].twin = index;
  }
  m->file.section = "blocks";
  ARRAY_PUSH(&m->blocks, scopes);
  ARRAY_PUSH(&m->module->blocks, block);
  get_block_number(m);
  module_get_rules(m, &m->module->blocks.v[index]);
  module_get_scope_indexes(m, &m->blocks.v[index]);
  module_get_block_symbols(m, &m->module->blocks.v[index]);
}

static void get_block(ModuleReader *m) {
  bool is_global = m->blocks.n == 0;
  m->file.section = "blocks";
  uint32_t n = get_count(&m->file, BRANCH_SIZE, "branches of a block");
  if (!module_failed(m) && (n < 1 || n > (is_global ? 1 : 2)))
    kernel_fail(&m->file, "a block with %u branches", n);
  if (!module_failed(m))
    get_branch(m, is_global ? BLOCK_GLOBAL : BLOCK_OPTIONAL);
  if (!module_failed(m) && n == 2)
    get_branch(m, BLOCK_ELSE);
}

static void get_blocks(ModuleReader *m) {
  m->file.section = "blocks";
  uint32_t n = get_count(&m->file, BLOCK_SIZE, "blocks");
  if (!module_failed(m) && n == 0)
    kernel_fail(&m->file, "a module without a block");
  MODULE_EACH(m, n)
    get_block(m);
  /* No two have one number, so that they have those from 1 on. */
  for (uint32_t number = 1; number <= m->blocks.n && !module_failed(m);
       number++)
    if (!map_get(&m->block_of, number))
      kernel_fail(&m->file, "%zu blocks, but none has the number %u",
                  m->blocks.n, number);
}

static void get_tail(ModuleReader *m) {
  if (m->module->is_base)
    module_get_contexts(m);
  else if (get_count(&m->file, 8, "file systems"))
    kernel_fail(&m->file, "genfs contexts in a module that is no base");
  if (m->module->is_base && m->version >= VERSION_MLS &&
      m->version < VERSION_RANGE_TRANSITIONS)
    module_get_old_range_transitions(m);
  if (!module_failed(m) && reader_left(&m->file.in))
    kernel_fail(&m->file, "%zu bytes follow the module",
                reader_left(&m->file.in));
}

/* What was read before the table that it refers to. */
static void check_forward_references(ModuleReader *m) {
  check_constraint_names(&m->file);
  check_aliases(&m->file);
  check_sensitivities(&m->file);
  for (size_t i = 0; i < m->alias_targets.n; i++)
    if (m->alias_targets.v[i] != NO_ID)
      module_ident(m, SYMBOL_TYPE, m->alias_targets.v[i]);
}

/* After a failure the parts that are left do nothing. */
static void get_module(ModuleReader *m) {
  get_head(m);
  module_get_symbols(m);
  m->file.symbols_known = m->file.is_module = true;
  check_forward_references(m);
  /* Beyond this point every value is held against its table. */
  get_blocks(m);
  module_get_scopes(m);
  if (module_failed(m))
    return;
  module_nest_blocks(m);
  module_list_symbols(m);
  module_get_global_symbols(m);
  if (m->module->is_base)
    module_add_base(m);
  get_tail(m);
}

static void reader_free(ModuleReader *m) {
  module_symbols_free(m->file.policy);
  for (size_t i = 0; i < m->blocks.n; i++)
    for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++) {
      bitset_free(&m->blocks.v[i].required[kind]);
      bitset_free(&m->blocks.v[i].declared[kind]);
      bitset_free(&m->blocks.v[i].listed[kind]);
    }
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    ARRAY_FREE(&m->scopes[kind]);
  ARRAY_FREE(&m->blocks);
  ARRAY_FREE(&m->aliases);
  ARRAY_FREE(&m->alias_targets);
  ARRAY_FREE(&m->scope_blocks);
  ARRAY_FREE(&m->ids);
  ARRAY_FREE(&m->minus);
  ARRAY_FREE(&m->perm_sets);
  bitset_free(&m->tunables);
  bitset_free(&m->rest);
  arena_free(&m->scratch);
  map_free(&m->block_of);
  map_free(&m->perm_set_of);
}

bool module_read(Session *session, const char *path, Reader reader,
                 const Places *places, Module *module, unsigned *version) {
  Policy symbols = {.session = session};
  ModuleReader m = {.file = {.in = reader,
                             .session = session,
                             .policy = &symbols,
                             .path = path},
                    .module = module,
                    .places = places};
  *module = (Module){.is_binary = true};
  m.start.loc = source_add(&session->sources, path, "", 0, false);
  m.place = m.start;
  get_module(&m);
  if (version)
    *version = m.version;
  reader_free(&m);
  return !m.file.in.failed;
}
