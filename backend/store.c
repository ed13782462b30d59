/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/store.h"

#include <bzlib.h>
#include <string.h>

#include "backend/local_logins.h"
#include "backend/package.h"
#include "backend/text_parts.h"
#include "lib/fatal.h"
#include "lib/file.h"

/* Of the modules that semanage makes for permissive types. */
enum { LOCAL_PRIORITY = 400 };

typedef struct StoreWriter {
  const PolicyStore *store;
  Session *session;
  Arena *arena;
  const char *active; /* var/lib/selinux/NAME/active */
  Outputs *outputs;
} StoreWriter;

static void put_file(void *to, const char *name, const Buffer *content) {
  StoreWriter *w = to;
  ARRAY_PUSH(w->outputs,
             (Output){path_join(w->arena, w->active, name),
                      arena_copy(w->arena, content->data, content->n),
                      content->n});
}

static void put_text(StoreWriter *w, const char *name, const char *text) {
  Buffer content = {0};
  put_string(&content, text);
  put_file(w, name, &content);
  buffer_free(&content);
}

/* Compressed as libsemanage does without settings of its own
 * (semanage.conf(5), bzip-blocksize). */
static void put_compressed(StoreWriter *w, const char *name,
                           const Buffer *content) {
  enum { BLOCK_SIZE = 9 };
  unsigned length = (unsigned)(content->n + content->n / 100 + 600);
  char *packed = arena_alloc_raw(w->arena, length);
  if (BZ2_bzBuffToBuffCompress(packed, &length, content->data,
                               (unsigned)content->n, BLOCK_SIZE, 0, 0) !=
      BZ_OK)
    fatal("no memory to compress %s", name);
  ARRAY_PUSH(w->outputs, (Output){path_join(w->arena, w->active, name), packed,
                                  length});
}

static void put_modules(StoreWriter *w) {
  const PolicyStore *store = w->store;
  for (size_t i = 0; i < store->modules.n; i++) {
    const StoreModule *module = &store->modules.v[i];
    const char *folder = arena_printf(w->arena, "modules/%u/%s",
                                      store->priority, module->name);
    const char *hll = path_join(w->arena, folder, "hll");
    if (package_is_compressed(module->package->data, module->package->n))
      put_file(w, hll, module->package);
    else
      put_compressed(w, hll, module->package);
    put_text(w, path_join(w->arena, folder, "lang_ext"), "pp");
    if (module->is_disabled)
      put_text(w, path_join(w->arena, "modules/disabled", module->name), "");
  }
}

/* A permissive type is a module of CIL (semanage, seobject.py). */
static void put_permissives(StoreWriter *w) {
  const LocalChanges *changes = w->store->changes;
  TextWriter text = {w->store->policy, NULL};
  for (size_t i = 0; i < changes->permissives.n; i++) {
    const char *type = type_text(&text, changes->permissives.v[i]);
    const char *folder = arena_printf(w->arena, "modules/%d/permissive_%s",
                                      LOCAL_PRIORITY, type);
    Buffer cil = {0};
    put_format(&cil, "(typepermissive %s)", type);
    put_compressed(w, path_join(w->arena, folder, "cil"), &cil);
    put_text(w, path_join(w->arena, folder, "lang_ext"), "cil");
    buffer_free(&cil);
  }
}

static void put_logins(StoreWriter *w) {
  const Logins *logins = w->store->logins;
  const Names *names = &w->session->names;
  Buffer out = {0};
  seusers_write(names, logins, &out);
  put_file(w, "seusers", &out);
  out.n = 0;
  for (size_t i = 0; i < logins->prefixes.n; i++)
    put_format(&out, "user %s prefix %s;\n",
               name_text(names, logins->prefixes.v[i].user),
               name_text(names, logins->prefixes.v[i].prefix));
  put_file(w, "users_extra", &out);
  buffer_free(&out);
}

/* How many changes there have been: this one. */
static void put_commit_number(StoreWriter *w) {
  static char number[32] = "1"; /* zeros behind it, as libsemanage writes it */
  Buffer content = {number, sizeof number, 0};
  put_file(w, "commit_num", &content);
}

void store_write(const PolicyStore *store, const char *folder,
                 Outputs *outputs) {
  Session *session = store->policy->session;
  StoreWriter w = {.store = store,
                   .session = session,
                   .arena = &session->arena,
                   .active = path_join(&session->arena, folder, "active"),
                   .outputs = outputs};
  put_modules(&w);
  put_permissives(&w);
  put_commit_number(&w);
  put_file(&w, "policy.kern", store->kernel);
  put_file(&w, "file_contexts", store->file_contexts);
  put_file(&w, "file_contexts.homedirs", store->homedirs);
  put_file(&w, "homedir_template", store->homedir_template);
  if (store->local_file_contexts->n)
    put_file(&w, "file_contexts.local", store->local_file_contexts);
  put_logins(&w);
  store_local_write(store, put_file, &w);
}
