/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads the kernel policy, which may come from anywhere: every count is held
 * against what is left of the file, every id against its table. */
#include <string.h>

#include "backend/kernel.h"
#include "backend/kernel_format.h"
#include "lib/file.h"

static void get_target(KernelReader *r) {
  uint32_t length = get_word(r);
  const char *ident = get_bytes(&r->in, length);
  if (ident && length == 8 && memcmp(ident, "SE Linux", 8) == 0)
    r->policy->target = TARGET_SELINUX;
  else if (ident && length == 8 && memcmp(ident, "XenFlask", 8) == 0)
    r->policy->target = TARGET_XEN;
  else
    kernel_fail(r, "the policy is neither for SELinux nor for Xen");
}

static void get_config(KernelReader *r) {
  uint32_t config = get_word(r);
  uint32_t unknown = (config & CONFIG_UNKNOWN_MASK) >> CONFIG_UNKNOWN_SHIFT;
  if (config & ~(uint32_t)(CONFIG_MLS | CONFIG_UNKNOWN_MASK) ||
      unknown > HANDLE_UNKNOWN_ALLOW)
    kernel_fail(r, "configuration word %#x", config);
  r->policy->mls = config & CONFIG_MLS;
  r->policy->handle_unknown = (HandleUnknown)unknown;
}

static void get_head(KernelReader *r) {
  r->section = "head";
  if (get_word(r) != KERNEL_MAGIC)
    kernel_fail(r, "this is not a kernel policy");
  get_target(r);
  r->version = get_word(r);
  if (!kernel_version_exists(r->policy->target, r->version))
    kernel_fail(r, "policy version %u is not known", r->version);
  r->features = kernel_features(r->policy->target, r->version);
  get_config(r);
  uint32_t n_symbols = get_word(r), n_contexts = get_word(r);
  if (n_symbols != SYMBOL_KIND_COUNT ||
      n_contexts != context_kinds(r->policy->target, r->features))
    kernel_fail(r, "%u symbol tables and %u kinds of context", n_symbols,
                n_contexts);
}

/* After a failure the sections that are left do nothing. */
static void get_policy(KernelReader *r) {
  Bitset maps[3] = {{0}, {0}, {0}};
  get_head(r);
  get_maps(r, maps);
  get_symbols(r);
  check_references(r);
  apply_maps(r, maps);
  /* Beyond this point every id is held against its table as it is read. */
  get_av_table(r);
  get_conditionals(r);
  get_role_transitions(r);
  get_role_allows(r);
  get_file_transitions(r);
  get_contexts(r);
  get_genfs(r);
  get_range_transitions(r);
  get_type_attributes(r);
  if (!r->in.failed && reader_left(&r->in))
    kernel_fail(r, "%zu bytes follow the policy", reader_left(&r->in));
  for (int i = 0; i < 3; i++)
    bitset_free(&maps[i]);
}

Policy *kernel_read_bytes(Session *session, const char *name,
                          const void *bytes, size_t n, unsigned *version) {
  KernelReader reader = {.in = {bytes, n, 0, false},
                         .session = session,
                         .policy = ARENA_NEW(&session->arena, Policy),
                         .path = name};
  reader.policy->session = session;
  get_policy(&reader);
  if (version)
    *version = reader.version;
  return reader.in.failed ? NULL : reader.policy;
}

Policy *kernel_read(Session *session, const char *path, unsigned *version) {
  size_t n;
  const char *bytes = file_read(&session->arena, path, false, &n);
  return kernel_read_bytes(session, path, bytes, n, version);
}
