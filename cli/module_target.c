/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/module_target.h"

#include <string.h>

#include "cli/options.h"
#include "lib/file.h"

/* The newest module version that the libsepol of a system's first release
 * reads (MOD_POLICYDB_VERSION_MAX of libsepol 2.5, 2.9, 3.3, …). */
static const struct {
  const char *name;
  unsigned newest;
} systems[] = {
    {"rhel7", 17},    {"rhel8", 19},    {"rhel9", 20},    {"rhel10", 22},
    {"debian10", 19}, {"debian11", 20}, {"debian12", 21}, {"debian13", 22},
};
enum { N_SYSTEMS = sizeof systems / sizeof *systems };

int module_target_version(ModuleTarget *target, const char *text) {
  long version;
  if (!parse_number(text, MODULE_VERSION_MIN, MODULE_VERSION_MAX, &version))
    return usage_error("-c %s: the module versions are %d to %d", text,
                       MODULE_VERSION_MIN, MODULE_VERSION_MAX);
  target->version = (unsigned)version;
  return -1;
}

int module_target_system(ModuleTarget *target, const char *name) {
  for (int i = 0; i < N_SYSTEMS; i++)
    if (!strcmp(systems[i].name, name)) {
      target->newest = systems[i].newest;
      return -1;
    }
  return usage_error("--target=%s: known are rhel7 to rhel10 and debian10 to "
                     "debian13; give -c VERSION for others", name);
}

unsigned module_target_choose(const ModuleTarget *target, Session *session,
                              const Module *module, bool verbose) {
  Place why;
  const char *what;
  unsigned needed = module_version_needed(session, module, &why, &what);
  unsigned version = target->version ? target->version : needed;
  if (target->newest && version > target->newest && what)
    diag_error(&session->diags, why,
               "%s needs module version %u; the target reads %u at most", what,
               needed, target->newest);
  if (verbose)
    printf("module version: %u, %u needed for %s\n", version, needed,
           what ? what : "nothing");
  return version;
}

void module_name_check(Session *session, const Module *module,
                       const char *path) {
  const char *name = name_text(&session->names, module->name.name);
  const char *base = path_base(path);
  const char *dot = strrchr(base, '.');
  size_t n = dot ? (size_t)(dot - base) : strlen(base);
  if (module->name.name && (strlen(name) != n || strncmp(base, name, n)))
    diag_error(&session->diags, module->name.place,
               "the module is named '%s', but its file would be %s", name,
               path);
}
