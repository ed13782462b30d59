/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/target_tree.h"

#include <string.h>

#include "backend/local_file_contexts.h"
#include "backend/local_logins.h"
#include "backend/package.h"
#include "cli/compiled_contexts.h"
#include "cli/older_files.h"
#include "frontend/customizations.h"
#include "frontend/path_pattern.h"
#include "lib/file.h"

void target_options_init(TargetOptions *target) {
  *target = (TargetOptions){.mode = "enforcing",
                            .priority = 100,
                            .homedirs.uid_min = HOMEDIR_UID_MIN,
                            .homedirs.uid_max = HOMEDIR_UID_MAX};
}

static int set_mode(TargetOptions *target, const char *text) {
  if (strcmp(text, "enforcing") && strcmp(text, "permissive") &&
      strcmp(text, "disabled"))
    return usage_error("--mode: '%s' is not enforcing, permissive or disabled",
                       text);
  target->mode = text;
  return -1;
}

static int set_priority(TargetOptions *target, const char *text) {
  long number;
  if (!parse_number(text, STORE_PRIORITY_MIN, STORE_PRIORITY_MAX, &number))
    return usage_error("--priority: '%s' is not in %d to %d", text,
                       STORE_PRIORITY_MIN, STORE_PRIORITY_MAX);
  target->priority = (unsigned)number;
  return -1;
}

static int set_uid(uint32_t *uid, const char *option, const char *text) {
  long number;
  if (!parse_number(text, 0, UINT32_MAX, &number))
    return usage_error("%s: '%s' is not a user id", option, text);
  *uid = (uint32_t)number;
  return -1;
}

/* The folder as genhomedircon names it: no slash at its end. */
static int add_base(TargetOptions *target, char *text) {
  size_t length = strlen(text);
  while (length > 1 && text[length - 1] == '/')
    text[--length] = '\0';
  if (*text != '/' || length == 1 || text[strcspn(text, " \t\n")])
    return usage_error("--homedir-base: '%s' is not the path of a folder "
                       "below / without blanks", text);
  ARRAY_PUSH(&target->homedirs.bases, text);
  return -1;
}

int target_option(TargetOptions *target, int option) {
  HomedirOptions *homedirs = &target->homedirs;
  switch (option) {
  case OPTION_ROOT: target->root = optarg; return -1;
  case OPTION_MODE: return set_mode(target, optarg);
  case OPTION_PASSWD: target->passwd = optarg; return -1;
  case OPTION_GROUP: target->group = optarg; return -1;
  case OPTION_SHELLS: target->shells = optarg; return -1;
  case OPTION_HOMEDIR_BASE: return add_base(target, optarg);
  case OPTION_CUSTOMIZATIONS:
    target->customizations_path = optarg;
    return -1;
  case OPTION_STORE: target->store = true; return -1;
  case OPTION_PACKAGES: target->packages = true; return -1;
  case OPTION_PRIORITY: return set_priority(target, optarg);
  case OPTION_UID_MIN: return set_uid(&homedirs->uid_min, "--uid-min", optarg);
  default: return set_uid(&homedirs->uid_max, "--uid-max", optarg);
  }
}

int target_options_check(const TargetOptions *target) {
  if (!target->root &&
      (target->passwd || target->group || target->shells ||
       target->homedirs.bases.n || target->customizations_path ||
       target->store || target->packages))
    return usage_error("--passwd, --group, --shells, --homedir-base, "
                       "--customizations, --store and --packages need --root");
  if (target->homedirs.uid_min > target->homedirs.uid_max)
    return usage_error("--uid-min is above --uid-max");
  return -1;
}

void target_customizations_read(Session *session, TargetOptions *target) {
  if (target->customizations_path)
    customizations_read(session,
                        file_load(&session->sources,
                                  target->customizations_path, false),
                        &target->customizations);
}

/* The name becomes a folder. */
static void check_name(Session *session, const TargetTree *tree) {
  const char *name = tree->name;
  size_t good = strspn(name, "abcdefghijklmnopqrstuvwxyz"
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
  if (!*name || name[good] || *name == '.' || *name == '-')
    diag_error_as(&session->diags, ERROR_TREE, tree->name_place,
                  "'%s' cannot be the name of a policy: letters, digits, '_', "
                  "'-' and '.' can, and it begins with none of the last two",
                  name);
}

typedef void ReadLogins(Session *session, Loc base, Logins *logins);

static void read_file(Session *session, const char *path, ReadLogins *read,
                      Logins *logins) {
  if (path)
    read(session, file_load(&session->sources, path, false), logins);
}

/* The one account that every system has. */
static void add_root(Session *session, Logins *logins) {
  Name root = name_intern_string(&session->names, "root");
  ARRAY_PUSH(&logins->accounts,
             (Account){root, 0, 0, "/root", "/bin/sh"});
}

static void read_logins(Session *session, const TargetOptions *options,
                        const TargetTree *tree, Logins *logins) {
  if (tree->seusers)
    seusers_read(session, tree->seusers, logins);
  if (tree->users_extra)
    users_extra_read(session, tree->users_extra, logins);
  read_file(session, options->passwd, passwd_read, logins);
  read_file(session, options->group, group_read, logins);
  read_file(session, options->shells, shells_read, logins);
  if (!options->passwd)
    add_root(session, logins);
  logins_customize(tree->policy, &options->customizations, logins);
  seusers_check(tree->policy, logins);
}

static void put_config(const TargetOptions *options, const TargetTree *tree,
                       Buffer *out) {
  put_format(out,
             "# The state of SELinux when the system starts: enforcing, "
             "permissive or disabled.\nSELINUX=%s\n"
             "# The policy, a folder of /etc/selinux.\nSELINUXTYPE=%s\n",
             options->mode, tree->name);
}

static void add(Outputs *outputs, const char *path, const Buffer *content) {
  ARRAY_PUSH(outputs, (Output){path, content->data, content->n});
}

/* Adds FILE.bin beside a file of contexts, if it is wanted. */
static void add_compiled(Session *session, const TargetOptions *options,
                         Outputs *outputs, const char *path,
                         const Buffer *text, Buffer *compiled) {
  if (options->compiled)
    compiled_contexts_make(session, path, text, options->compiled, compiled);
  if (compiled->n)
    add(outputs, arena_printf(&session->arena, "%s.bin", path), compiled);
}

/* What is made beside the files that the caller has. */
typedef struct MadeFiles {
  Buffer config, homedirs, seusers, local, equivalences;
  Buffer compiled[2];
} MadeFiles;

static void made_files_free(MadeFiles *made) {
  buffer_free(&made->config);
  buffer_free(&made->homedirs);
  buffer_free(&made->seusers);
  buffer_free(&made->local);
  buffer_free(&made->equivalences);
  buffer_free(&made->compiled[0]);
  buffer_free(&made->compiled[1]);
}

/* A file of the caller's, or one without content. */
static Output find_file(const TargetTree *tree, const char *path) {
  for (size_t i = 0; i < tree->files.n; i++)
    if (!strcmp(tree->files.v[i].path, path))
      return tree->files.v[i];
  return (Output){path, "", 0};
}

/* Customizations of file contexts.  Home directories must not be hidden by
 * them, so they are looked at with the policy's. */
static void make_local_files(Session *session, const TargetOptions *options,
                             const TargetTree *tree, FileContexts *contexts,
                             MadeFiles *made) {
  LocalFileContexts local = {0};
  Output dist = find_file(tree, "contexts/files/file_contexts.subs_dist");
  const char *subs_dist = arena_printf(
      &session->arena, "%.*s", (int)dist.length, (const char *)dist.data);
  local_file_contexts(tree->policy, &options->customizations, tree->contexts,
                      subs_dist, &local);
  path_patterns_check(session, &local.contexts);
  local_file_contexts_write(&session->names, &local, &made->local,
                            &made->equivalences);
  for (size_t i = 0; i < tree->contexts->n; i++)
    ARRAY_PUSH(contexts, tree->contexts->v[i]);
  for (size_t i = 0; i < local.contexts.n; i++)
    ARRAY_PUSH(contexts, local.contexts.v[i]);
  local_file_contexts_free(&local);
}

static void add_if_any(Outputs *outputs, const char *path,
                       const Buffer *content) {
  if (content->n)
    add(outputs, path, content);
}

static bool changes_logins(const TargetOptions *options) {
  for (size_t i = 0; i < options->customizations.n; i++)
    if (options->customizations.v[i].kind == CUSTOM_LOGIN)
      return true;
  return false;
}

static void add_store(const TargetOptions *options, const TargetTree *tree,
                      const Logins *logins, const MadeFiles *made,
                      Outputs *outputs) {
  PolicyStore store = {.priority = options->priority,
                       .policy = tree->policy,
                       .changes = &options->changes,
                       .logins = logins,
                       .kernel = tree->kernel,
                       .file_contexts = tree->file_contexts,
                       .homedirs = &made->homedirs,
                       .homedir_template = tree->homedir_template,
                       .local_file_contexts = &made->local};
  for (size_t i = 0; i < tree->modules.n; i++)
    ARRAY_PUSH(&store.modules, tree->modules.v[i]);
  store_write(&store,
              arena_printf(&tree->policy->session->arena,
                           "var/lib/selinux/%s", tree->name),
              outputs);
  ARRAY_FREE(&store.modules);
}

/* usr/share/selinux/NAME. */
static void add_share(const TargetOptions *options, const TargetTree *tree,
                      Outputs *outputs) {
  Arena *arena = &tree->policy->session->arena;
  const char *folder = arena_printf(arena, "usr/share/selinux/%s", tree->name);
  for (size_t i = 0; options->packages && i < tree->modules.n; i++) {
    const StoreModule *module = &tree->modules.v[i];
    bool is_compressed =
        package_is_compressed(module->package->data, module->package->n);
    const char *end = is_compressed ? ".bz2" : "";
    add(outputs, arena_printf(arena, "%s/%s.pp%s", folder, module->name, end),
        module->package);
  }
  for (size_t i = 0; i < tree->share.n; i++) {
    Output file = tree->share.v[i];
    file.path = path_join(arena, folder, file.path);
    ARRAY_PUSH(outputs, file);
  }
}

static void write_files(Session *session, const TargetOptions *options,
                        const TargetTree *tree, const Logins *logins,
                        MadeFiles *made) {
  Arena *arena = &session->arena;
  const char *folder = arena_printf(arena, "etc/selinux/%s", tree->name);
  Outputs outputs = {0};
  const char *system =
      path_join(arena, folder, "contexts/files/file_contexts");
  const char *homes = arena_printf(arena, "%s.homedirs", system);
  put_config(options, tree, &made->config);
  add(&outputs, "etc/selinux/config", &made->config);
  add(&outputs, arena_printf(arena, "%s/policy/policy.%u", folder,
                             tree->version), tree->kernel);
  add(&outputs, system, tree->file_contexts);
  add(&outputs, homes, &made->homedirs);
  add_compiled(session, options, &outputs, system, tree->file_contexts,
               &made->compiled[0]);
  add_compiled(session, options, &outputs, homes, &made->homedirs,
               &made->compiled[1]);
  add_if_any(&outputs, arena_printf(arena, "%s.local", system), &made->local);
  add_if_any(&outputs, arena_printf(arena, "%s.subs", system),
             &made->equivalences);
  for (size_t i = 0; i < tree->files.n; i++) {
    Output file = tree->files.v[i];
    if (made->seusers.n && !strcmp(file.path, "seusers")) {
      file.data = made->seusers.data;
      file.length = made->seusers.n;
    }
    file.path = path_join(arena, folder, file.path);
    ARRAY_PUSH(&outputs, file);
  }
  if (options->store)
    add_store(options, tree, logins, made, &outputs);
  add_share(options, tree, &outputs);
  older_files_report(session, options->root, tree->name, tree->version,
                     &outputs);
  if (checkpoint(&session->diags)) {
    outputs_write_below(options->root, "var/lib/selinux", outputs.v,
                        outputs.n);
    report_add_outputs(tree->report, options->root, outputs.v, outputs.n);
  }
  ARRAY_FREE(&outputs);
}

void target_tree_write(Session *session, TargetOptions *options,
                       const TargetTree *tree) {
  Logins logins = {0};
  FileContexts contexts = {0};
  MadeFiles made = {0};
  check_name(session, tree);
  read_logins(session, options, tree, &logins);
  make_local_files(session, options, tree, &contexts, &made);
  if (changes_logins(options))
    seusers_write(&session->names, &logins, &made.seusers);
  options->homedirs.logins = &logins;
  options->homedirs.contexts = &contexts;
  if (checkpoint(&session->diags))
    homedirs_write(tree->policy, &options->homedirs, tree->homedir_template,
                   &made.homedirs);
  if (checkpoint(&session->diags))
    write_files(session, options, tree, &logins, &made);
  made_files_free(&made);
  ARRAY_FREE(&contexts);
  logins_free(&logins);
}
