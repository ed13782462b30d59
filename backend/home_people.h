/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who has a home directory, and where those of everybody else lie. */
#ifndef BACKEND_HOME_PEOPLE_H
#define BACKEND_HOME_PEOPLE_H

#include "backend/homedirs.h"

#define ANY_NAME "[^/]+"
#define ANY_NUMBER "[0-9]+"

/* Somebody who has a home directory. */
typedef struct Person {
  const char *name, *uid, *home;
  const char *login;  /* the seuser's */
  const char *user;   /* the SELinux user */
  const char *prefix, *level;
  const char *role;   /* NULL: that of the template */
} Person;

typedef ARRAY(Person) People;
typedef ARRAY(const char *) Lines;

typedef struct HomeFinder {
  const Policy *policy;
  const HomedirOptions *options;
  Arena *arena; /* of what is found */
} HomeFinder;

/* Anybody without a line of their own; false without `__default__`. */
bool find_anybody(HomeFinder *finder, Person *person);
/* Those whom seusers names, and the members of its groups. */
void find_people(HomeFinder *finder, People *people);
/* The folders of home directories, sorted. */
void find_bases(HomeFinder *finder, Lines *bases);

#endif
