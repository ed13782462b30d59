/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local customizations of logins: whom seusers lets in as what, and the
 * prefixes of users. */
#ifndef BACKEND_LOCAL_LOGINS_H
#define BACKEND_LOCAL_LOGINS_H

#include "backend/logins.h"
#include "ir/customization.h"
#include "lib/bytes.h"

/* Changes `logins` as the lines about logins and users say (libsemanage 3.4,
 * policy_components.c; semanage's defaults).  Requires: the users are in the
 * policy.  Reports: lines that cannot apply. */
void logins_customize(const Policy *policy, const Customizations *lines,
                      Logins *logins);

/* Appends them as the lines of seusers. */
void seusers_write(const Names *names, const Logins *logins, Buffer *out);

#endif
