/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kernel policy's sections in their order; kernel_read.c mirrors it. */
#include <assert.h>
#include <string.h>

#include "backend/kernel.h"
#include "backend/kernel_format.h"

static void put_head(KernelWriter *w) {
  static const char *const idents[] = {
      [TARGET_SELINUX] = "SE Linux",
      [TARGET_XEN] = "XenFlask",
  };
  const Policy *policy = w->policy;
  const char *ident = idents[policy->target];
  put_u32(w->out, KERNEL_MAGIC);
  put_u32(w->out, (uint32_t)strlen(ident));
  put_string(w->out, ident);
  put_u32(w->out, w->version);
  put_u32(w->out, (policy->mls ? CONFIG_MLS : 0) |
                      (uint32_t)policy->handle_unknown << CONFIG_UNKNOWN_SHIFT);
  put_u32(w->out, SYMBOL_KIND_COUNT);
  put_u32(w->out, context_kinds(policy->target, w->features));
}

void kernel_write(const Policy *policy, unsigned version, Buffer *out) {
  assert(kernel_version_exists(policy->target, version));
  KernelWriter writer = {policy, version,
                         kernel_features(policy->target, version), out};
  kernel_check_features(policy, version);
  put_head(&writer);
  put_maps(&writer);
  put_symbols(&writer);
  put_av_table(&writer);
  put_conditionals(&writer);
  put_role_transitions(&writer);
  put_role_allows(&writer);
  put_file_transitions(&writer);
  put_contexts(&writer);
  put_genfs(&writer);
  put_range_transitions(&writer);
  put_type_attributes(&writer);
}
