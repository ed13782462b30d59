/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/describe.h"

static const char *text(const Policy *policy, Name name) {
  return name_text(&policy->session->names, name);
}

const char *describe_access(const Policy *policy, TypeId source,
                            TypeId target, ClassId class_id, PermMask perms) {
  Arena *arena = &policy->session->arena;
  const char *names = "";
  for (uint32_t bit = 0; bit < 32; bit++)
    if (perms >> bit & 1)
      names = arena_printf(arena, "%s%s ", names,
                           text(policy, policy_perm_name(policy, class_id,
                                                         bit)));
  return arena_printf(arena, "%s %s:%s { %s}",
                      text(policy, policy->types.v[source].id.name),
                      text(policy, policy->types.v[target].id.name),
                      text(policy, policy->classes.v[class_id].id.name),
                      names);
}

const char *describe_xperms(const Policy *policy, TypeId source,
                            TypeId target, ClassId class_id, bool is_nlmsg,
                            uint32_t low, uint32_t high) {
  Arena *arena = &policy->session->arena;
  return arena_printf(arena,
                      low == high ? "%s %s:%s %s { 0x%04x }"
                                  : "%s %s:%s %s { 0x%04x-0x%04x }",
                      text(policy, policy->types.v[source].id.name),
                      text(policy, policy->types.v[target].id.name),
                      text(policy, policy->classes.v[class_id].id.name),
                      is_nlmsg ? "nlmsg" : "ioctl", low, high);
}
