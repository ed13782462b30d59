/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who logs in as what on the target system: seusers and users_extra of the
 * policy, passwd and group of the target. */
#ifndef BACKEND_LOGINS_H
#define BACKEND_LOGINS_H

#include "ir/policy.h"

/* A line of seusers, `login:user` or `login:user:range`; the login is a name,
 * `%group` or `__default__` (libsemanage src/seusers_file.c). */
typedef struct Seuser {
  Name login, user, range; /* range NO_NAME: none is given */
  Place place;
} Seuser;

/* A line of users_extra, `user NAME prefix PREFIX;` (libsemanage
 * src/users_extra_file.c). */
typedef struct UserPrefix {
  Name user, prefix;
} UserPrefix;

/* passwd(5), group(5). */
typedef struct Account {
  Name name;
  uint32_t uid, gid;
  const char *home, *shell; /* home without slashes at its end */
} Account;

typedef struct Group {
  Name name;
  uint32_t gid;
  ARRAY(Name) members;
} Group;

typedef struct Logins {
  ARRAY(Seuser) seusers;
  ARRAY(UserPrefix) prefixes;
  /* of both, those that are customizations */
  ARRAY(Seuser) local_seusers;
  ARRAY(UserPrefix) local_prefixes;
  ARRAY(Account) accounts; /* in the order of the file */
  ARRAY(Group) groups;
  ARRAY(const char *) shells; /* of people; empty: those of genhomedircon */
} Logins;

/* Each reads a text that was added to the sources.  Faulty lines are
 * diagnostics at their place.  What is read lives as long as the session, the
 * arrays until logins_free. */
void seusers_read(Session *session, Loc base, Logins *logins);
void users_extra_read(Session *session, Loc base, Logins *logins);
void passwd_read(Session *session, Loc base, Logins *logins);
void group_read(Session *session, Loc base, Logins *logins);
void shells_read(Session *session, Loc base, Logins *logins);

/* The users of seusers are in the policy, and the ranges within theirs.
 * Requires: a linked policy.  Reports what is not so. */
void seusers_check(const Policy *policy, const Logins *logins);

void logins_free(Logins *logins);

#endif
