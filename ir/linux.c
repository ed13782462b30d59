/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/linux.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ir/polcaps.h"
#include "lib/bytes.h"

typedef struct PermsRow {
  LinuxVersion first, end;
  const char *classes, *perms;
  const char *polcap; /* that they depend on, or NULL */
} PermsRow;

static const PermsRow rows[] = {
#define PERMS(first, end, classes, perms) {first, end, classes, perms, NULL},
#define PERMS_WITH(polcap, first, end, classes, perms)                         \
  {first, end, classes, perms, polcap},
#include "ir/kernel_classes.def"
};
enum { N_ROWS = sizeof rows / sizeof *rows };

/* Commits: 4f2bd8d86e3c for 31, 42345b68c2e3 for 32, 430059024389 for 33; then
 * the pull requests for 6.14 and 6.17. */
static const struct {
  LinuxVersion first;
  unsigned policy_version;
} policy_versions[] = {
    {KERNEL(4, 13), 31}, {KERNEL(5, 5), 32},  {KERNEL(5, 8), 33},
    {KERNEL(6, 14), 34}, {KERNEL(6, 17), 35},
};

unsigned linux_policy_version(LinuxVersion version) {
  unsigned newest = 0;
  for (size_t i = 0; i < sizeof policy_versions / sizeof *policy_versions; i++)
    if (version >= policy_versions[i].first)
      newest = policy_versions[i].policy_version;
  return newest;
}

bool linux_version_parse(const char *text, LinuxVersion *version) {
  char *end;
  unsigned long major = strtoul(text, &end, 10);
  if (end == text || *end != '.' || major > 99)
    return false;
  const char *rest = end + 1;
  unsigned long minor = strtoul(rest, &end, 10);
  if (end == rest || minor > 999 || (*end && !strchr(".-+_", *end)))
    return false;
  *version = KERNEL((uint32_t)major, (uint32_t)minor);
  return *version >= LINUX_OLDEST;
}

/* The map */

/* A permission that some kernels know. */
typedef struct LinuxPerm {
  Name perm;
  LinuxVersion first, end;
  bool is_asked; /* the policy has the capability that it depends on */
} LinuxPerm;

typedef struct LinuxClass {
  Name name;
  ARRAY(LinuxPerm) perms;
} LinuxClass;

typedef struct LinuxCheck {
  const Policy *policy;
  Diags *diags;
  LinuxVersion version;
  const char *name; /* "Linux 6.1" */
  ARRAY(LinuxClass) classes; /* in the order of the rows */
  Map index;                 /* name to class + 1 */
} LinuxCheck;

/* The next word of a list that blanks part, or NO_NAME. */
static Name next_word(Names *names, const char **at) {
  *at += strspn(*at, " ");
  size_t n = strcspn(*at, " ");
  const char *word = *at;
  *at += n;
  return n ? name_intern(names, word, n) : NO_NAME;
}

static LinuxClass *class_of(LinuxCheck *check, Name name) {
  bool is_new;
  uint32_t *index = map_put(&check->index, name, &is_new);
  if (is_new) {
    ARRAY_PUSH(&check->classes, (LinuxClass){.name = name});
    *index = (uint32_t)check->classes.n;
  }
  return &check->classes.v[*index - 1];
}

static bool has_polcap(const LinuxCheck *check, const char *name) {
  const Policy *policy = check->policy;
  for (size_t i = 0; i < policy->polcaps.n; i++)
    if (!strcasecmp(name_text(check->diags->names, policy->polcaps.v[i].name),
                    name))
      return true;
  return false;
}

static void read_row(LinuxCheck *check, const PermsRow *row) {
  Names *names = &check->policy->session->names;
  Name class_name, perm;
  bool is_asked = !row->polcap || has_polcap(check, row->polcap);
  for (const char *at = row->classes; (class_name = next_word(names, &at));) {
    LinuxClass *class = class_of(check, class_name);
    for (const char *word = row->perms; (perm = next_word(names, &word));)
      ARRAY_PUSH(&class->perms, (LinuxPerm){perm, row->first, row->end, is_asked});
  }
}

static void free_map(LinuxCheck *check) {
  for (size_t i = 0; i < check->classes.n; i++)
    ARRAY_FREE(&check->classes.v[i].perms);
  ARRAY_FREE(&check->classes);
  map_free(&check->index);
}

static bool is_known(const LinuxCheck *check, const LinuxPerm *perm) {
  return perm->first <= check->version && check->version < perm->end;
}

static const LinuxPerm *find_perm(const LinuxClass *class, Name name) {
  for (size_t i = 0; i < class->perms.n; i++)
    if (class->perms.v[i].perm == name)
      return &class->perms.v[i];
  return NULL;
}

static bool class_is_known(const LinuxCheck *check, const LinuxClass *class) {
  for (size_t i = 0; i < class->perms.n; i++)
    if (is_known(check, &class->perms.v[i]))
      return true;
  return false;
}

/* What the kernel has more */

static void put_name(const LinuxCheck *check, Buffer *list, Name name) {
  put_format(list, "%s%s", list->n ? " " : "",
             name_text(check->diags->names, name));
}

/* The end of a message, by what becomes of unknown permissions
 * (security/selinux/ss/services.c, selinux_set_mapping). */
static void report_more(const LinuxCheck *check, Place place,
                        const char *what) {
  static const char *const effects[] = {
      [HANDLE_UNKNOWN_DENY] = "they are denied (handle-unknown is deny)",
      [HANDLE_UNKNOWN_REJECT] = "the kernel does not load the policy "
                                "(handle-unknown is reject)",
      [HANDLE_UNKNOWN_ALLOW] = "they are allowed to everyone "
                               "(handle-unknown is allow)",
  };
  HandleUnknown handle_unknown = check->policy->handle_unknown;
  if (handle_unknown == HANDLE_UNKNOWN_REJECT)
    diag_error_as(check->diags, ERROR_KERNEL, place, "%s: %s", what,
                  effects[handle_unknown]);
  else
    diag_warning(check->diags, WARN_KERNEL_MORE, place, "%s: %s", what,
                 effects[handle_unknown]);
}

static void check_more(const LinuxCheck *check, const LinuxClass *class) {
  const Policy *policy = check->policy;
  Arena *arena = &policy->session->arena;
  ClassId id = policy_find(policy, SYMBOL_CLASS, class->name);
  Buffer lacking = {0};
  for (size_t i = 0; i < class->perms.n; i++) {
    const LinuxPerm *perm = &class->perms.v[i];
    if (is_known(check, perm) && perm->is_asked &&
        (id == NO_ID || policy_find_perm(policy, id, perm->perm) == NO_ID))
      put_name(check, &lacking, perm->perm);
  }
  const char *name = name_text(check->diags->names, class->name);
  if (lacking.n)
    report_more(check, id == NO_ID ? no_place : policy->classes.v[id].id.place,
                arena_printf(arena, "%s checks %s { %.*s }, which the policy "
                                    "does not have",
                             check->name, name, (int)lacking.n, lacking.data));
  buffer_free(&lacking);
}

/* What the policy has more */

static const char *version_text(Arena *arena, LinuxVersion version) {
  return arena_printf(arena, "%u.%u", version / 1000, version % 1000);
}

static void put_when(const LinuxCheck *check, Buffer *list,
                     const LinuxPerm *perm) {
  Arena *arena = &check->policy->session->arena;
  if (perm->first > check->version)
    put_format(list, " (from %s on)", version_text(arena, perm->first));
  else
    put_format(list, " (until %s)", version_text(arena, perm->end));
}

static void report_less(const LinuxCheck *check, Ident class,
                        const Buffer *perms) {
  diag_warning(check->diags, WARN_KERNEL_LESS, class.place,
               "%s never asks for %s { %.*s }: rules have no effect there",
               check->name, name_text(check->diags->names, class.name),
               (int)perms->n, perms->data);
}

/* A permission that no kernel knows may be one of user space, as systemd's of
 * the class system. */
static void check_less(const LinuxCheck *check, ClassId id) {
  const Policy *policy = check->policy;
  const Class *class = &policy->classes.v[id];
  const uint32_t *index = map_get(&check->index, class->id.name);
  if (!index)
    return; /* of user space */
  const LinuxClass *known = &check->classes.v[*index - 1];
  bool is_whole = !class_is_known(check, known);
  Buffer perms = {0};
  for (uint32_t bit = 0; bit < class->n_perms; bit++) {
    Name name = policy_perm_name(policy, id, bit);
    const LinuxPerm *perm = find_perm(known, name);
    if (!perm || is_known(check, perm))
      continue;
    put_name(check, &perms, name);
    if (!is_whole)
      put_when(check, &perms, perm);
  }
  if (perms.n && is_whole) {
    perms.n = 0;
    put_string(&perms, "*");
    put_when(check, &perms, &known->perms.v[0]);
  }
  if (perms.n)
    report_less(check, class->id, &perms);
  buffer_free(&perms);
}

static void check_polcaps(const LinuxCheck *check) {
  const Policy *policy = check->policy;
  for (size_t i = 0; i < policy->polcaps.n; i++) {
    Ident polcap = policy->polcaps.v[i];
    const char *name = name_text(check->diags->names, polcap.name);
    LinuxVersion first = polcap_linux(polcap_bit(name));
    if (first > check->version)
      diag_warning(check->diags, WARN_KERNEL_LESS, polcap.place,
                   "%s ignores the policy capability '%s' (from %s on)",
                   check->name, name,
                   version_text(&policy->session->arena, first));
  }
}

void check_linux(const Policy *policy, LinuxVersion version,
                 unsigned policy_version) {
  Arena *arena = &policy->session->arena;
  LinuxCheck check = {
      .policy = policy,
      .diags = &policy->session->diags,
      .version = version,
      .name = arena_printf(arena, "Linux %s", version_text(arena, version))};
  unsigned newest = linux_policy_version(version);
  if (policy_version > newest)
    diag_error_as(check.diags, ERROR_KERNEL, no_place,
                  "%s reads policies up to version %u; this is version %u",
                  check.name, newest, policy_version);
  for (size_t i = 0; i < N_ROWS; i++)
    read_row(&check, &rows[i]);
  for (size_t i = 0; i < check.classes.n; i++)
    check_more(&check, &check.classes.v[i]);
  for (ClassId id = 0; id < policy->classes.n; id++)
    check_less(&check, id);
  check_polcaps(&check);
  free_map(&check);
}
