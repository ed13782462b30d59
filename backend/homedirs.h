/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file contexts of home directories, made of a policy's template for each
 * person who logs in, as genhomedircon makes them on the target (libsemanage
 * 3.4, src/genhomedircon.c) but of given accounts, not of the host's. */
#ifndef BACKEND_HOMEDIRS_H
#define BACKEND_HOMEDIRS_H

#include "backend/logins.h"
#include "ir/file_context.h"
#include "lib/bytes.h"

typedef struct HomedirOptions {
  const Logins *logins;
  const FileContexts *contexts; /* of the policy */
  ARRAY(const char *) bases; /* folders of home directories, without slashes at
                                their end; empty: /home */
  uint32_t uid_min, uid_max; /* of people */
} HomedirOptions;

enum { HOMEDIR_UID_MIN = 1000, HOMEDIR_UID_MAX = 60000 };

/* Appends file_contexts.homedirs.  `template` holds the lines that name
 * HOME_ROOT, HOME_DIR, USER, ROLE, %{USERNAME} or %{USERID}.  Lines whose
 * context the policy does not have for the user are left out.
 * Requires: an expanded policy.  Warns of logins that passwd lacks, and of
 * home directories that the policy labels as something else. */
void homedirs_write(const Policy *policy, const HomedirOptions *options,
                    const Buffer *template, Buffer *out);

#endif
