/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A module store, from which semodule and semanage go on at the target
 * (libsemanage 3.4, src/semanage_store.c): the packages, local customizations,
 * and what was made of both. */
#ifndef BACKEND_STORE_H
#define BACKEND_STORE_H

#include "backend/logins.h"
#include "ir/local_changes.h"
#include "lib/bytes.h"
#include "lib/outputs.h"

enum { STORE_PRIORITY_MIN = 1, STORE_PRIORITY_MAX = 999 };

typedef struct StoreModule {
  const char *name;
  const Buffer *package; /* may be compressed already */
  bool is_disabled;      /* then it has no part in the policy */
} StoreModule;

typedef struct PolicyStore {
  unsigned priority; /* of the modules */
  ARRAY(StoreModule) modules;
  const Policy *policy;
  const LocalChanges *changes;
  const Logins *logins;
  const Buffer *kernel, *file_contexts, *homedirs, *homedir_template;
  const Buffer *local_file_contexts;
} PolicyStore;

/* Appends the files below `folder` (var/lib/selinux/NAME).  They hold no
 * policy.linked, so that the first change on the target compiles all modules
 * there: libsemanage then makes the .cil of each and what else it keeps.
 * Their contents live as long as the session. */
void store_write(const PolicyStore *store, const char *folder,
                 Outputs *outputs);

/* Appends the files of local customizations, each with its name. */
typedef void PutStoreFile(void *to, const char *name, const Buffer *content);
void store_local_write(const PolicyStore *store, PutStoreFile *put, void *to);

#endif
