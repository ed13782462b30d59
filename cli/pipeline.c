/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/pipeline.h"

#include <limits.h>
#include <strings.h>

#include "backend/kernel.h"
#include "backend/map_file.h"
#include "cli/options.h"

bool policy_from_modules(Policy *policy, Session *session, Module *modules,
                         size_t n, const PolicyOptions *options,
                         Buffer *out) {
  link_modules(policy, session, modules, n, &options->link);
  if (!checkpoint(&session->diags))
    return false;
  /* Beyond this point every name is an id and every rule is live. */
  if (options->sort_contexts)
    sort_contexts(policy);
  if (options->customizations)
    customize(policy, options->customizations, options->changes);
  expand(policy);
  check_bounds(policy);
  if (!options->skip_neverallows)
    check_neverallows(policy);
  if (options->linux_version)
    check_linux(policy, options->linux_version, options->version);
  if (!checkpoint(&session->diags))
    return false;
  /* Beyond this point the policy is legal. */
  if (options->map)
    map_write(policy, options->map);
  if (options->optimize)
    optimize(policy);
  kernel_write(policy, options->version, out);
  if (options->map)
    map_seal(options->map, out->data, out->n);
  return checkpoint(&session->diags);
}

unsigned policy_version_default(Target target, LinuxVersion linux_version) {
  unsigned newest =
      linux_version ? linux_policy_version(linux_version) : UINT_MAX;
  return target == TARGET_XEN               ? 30
         : newest < KERNEL_VERSION_DEFAULT ? newest
                                             : KERNEL_VERSION_DEFAULT;
}

int parse_linux(const char *text, LinuxVersion *linux_version) {
  return linux_version_parse(text, linux_version)
             ? -1
             : usage_error("--kernel: '%s' is not a version of Linux from "
                           "4.19 on",
                           text);
}

bool parse_target(const char *text, Target *target) {
  bool xen = !strcasecmp(text, "xen");
  *target = xen ? TARGET_XEN : TARGET_SELINUX;
  return xen || !strcasecmp(text, "selinux");
}

bool parse_handle_unknown(const char *text, HandleUnknown *handle_unknown) {
  static const char *const names[] = {"deny", "reject", "allow"};
  for (int i = 0; i < 3; i++)
    if (!strcasecmp(text, names[i])) {
      *handle_unknown = (HandleUnknown)i;
      return true;
    }
  return false;
}
