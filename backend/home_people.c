/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/home_people.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "backend/text_parts.h"

#define DEFAULT_LOGIN "__default__"

static const char *text(const HomeFinder *w, Name name) {
  return name_text(&w->policy->session->names, name);
}

/* The prefix of an SELinux user; `user` where users_extra has none. */
static const char *prefix_of(const HomeFinder *w, Name user) {
  const Logins *logins = w->options->logins;
  for (size_t i = 0; i < logins->prefixes.n; i++)
    if (logins->prefixes.v[i].user == user)
      return text(w, logins->prefixes.v[i].prefix);
  return "user";
}

static const char *level_of(HomeFinder *w, const User *user) {
  Buffer level = {0};
  TextWriter writer = {w->policy, &level};
  if (!w->policy->mls)
    return "";
  text_level(&writer, &user->level);
  put_u8(&level, 0);
  const char *copy = arena_copy(w->arena, level.data, level.n);
  buffer_free(&level);
  return copy;
}

/* A prefix that is a role of the user is the role of the home directory. */
static const char *role_of(const HomeFinder *w, const User *user,
                           const char *prefix) {
  Name name = name_find(&w->policy->session->names, prefix, strlen(prefix));
  RoleId role = name ? policy_find(w->policy, SYMBOL_ROLE, name) : NO_ID;
  return !strcmp(prefix, "object_r") ||
                 (role != NO_ID && bitset_has(&user->roles, role))
             ? prefix
             : NULL;
}

/* Fills in what the seuser's SELinux user says; false if there is none. */
static bool describe_user(HomeFinder *w, const Seuser *seuser,
                          Person *person) {
  UserId id = policy_find(w->policy, SYMBOL_USER, seuser->user);
  if (id == NO_ID)
    return false;
  const User *user = &w->policy->users.v[id];
  person->login = text(w, seuser->login);
  person->user = text(w, seuser->user);
  person->prefix = prefix_of(w, seuser->user);
  person->level = level_of(w, user);
  person->role = role_of(w, user, person->prefix);
  return true;
}

/* Anybody without a line of their own. */
bool find_anybody(HomeFinder *w, Person *person) {
  const Logins *logins = w->options->logins;
  *person = (Person){.name = ANY_NAME, .uid = ANY_NUMBER};
  for (size_t i = 0; i < logins->seusers.n; i++)
    if (!strcmp(text(w, logins->seusers.v[i].login), DEFAULT_LOGIN))
      return describe_user(w, &logins->seusers.v[i], person);
  return false;
}

static const Account *find_account(const Logins *logins, Name name) {
  for (size_t i = 0; i < logins->accounts.n; i++)
    if (logins->accounts.v[i].name == name)
      return &logins->accounts.v[i];
  return NULL;
}

static void add_person(HomeFinder *w, const Seuser *seuser,
                       const Account *account, People *people) {
  Person person;
  if (!strcmp(account->home, "/") || !describe_user(w, seuser, &person))
    return;
  person.name = text(w, account->name);
  person.uid = arena_printf(w->arena, "%u", account->uid);
  person.home = account->home;
  ARRAY_PUSH(people, person);
}

static void add_login(HomeFinder *w, const Seuser *seuser,
                      People *people) {
  const Logins *logins = w->options->logins;
  const Account *account = find_account(logins, seuser->login);
  if (account)
    add_person(w, seuser, account, people);
  else
    diag_warning(&w->policy->session->diags, WARN_UNKNOWN_LOGIN,
                 seuser->place, "passwd has no '%s'",
                 text(w, seuser->login));
}

/* A member who has a line of their own, or came by this group, is there
 * already; one of two groups would have two homes. */
static void add_member(HomeFinder *w, const Seuser *seuser,
                       const Account *account, People *people) {
  for (size_t i = 0; i < people->n; i++) {
    const Person *person = &people->v[i];
    if (strcmp(person->name, text(w, account->name)))
      continue;
    if (*person->login == '%' &&
        strcmp(person->login, text(w, seuser->login)))
      diag_error(&w->policy->session->diags, seuser->place,
                 "'%s' is a member of '%s' also: a line for '%s' must say "
                 "which counts",
                 person->name, person->login + 1, person->name);
    return;
  }
  add_person(w, seuser, account, people);
}

static const Group *find_group(const HomeFinder *w, const char *name) {
  const Logins *logins = w->options->logins;
  for (size_t i = 0; i < logins->groups.n; i++)
    if (!strcmp(text(w, logins->groups.v[i].name), name))
      return &logins->groups.v[i];
  return NULL;
}

/* The group's members, then those who have it as their first group. */
static void add_group(HomeFinder *w, const Seuser *seuser,
                      People *people) {
  const Logins *logins = w->options->logins;
  const Group *group = find_group(w, text(w, seuser->login) + 1);
  if (!group) {
    diag_warning(&w->policy->session->diags, WARN_UNKNOWN_LOGIN,
                 seuser->place, "there is no group '%s'",
                 text(w, seuser->login) + 1);
    return;
  }
  for (size_t i = 0; i < group->members.n; i++) {
    const Account *account = find_account(logins, group->members.v[i]);
    if (account)
      add_member(w, seuser, account, people);
  }
  for (size_t i = 0; i < logins->accounts.n; i++)
    if (logins->accounts.v[i].gid == group->gid)
      add_member(w, seuser, &logins->accounts.v[i], people);
}

typedef struct SortedSeuser {
  const char *login;
  size_t index;
} SortedSeuser;

/* Groups come last, in the order of the file. */
static int compare_seusers(const void *left, const void *right) {
  const SortedSeuser *a = left, *b = right;
  int groups = (*a->login == '%') - (*b->login == '%');
  if (groups)
    return groups;
  int order = *a->login == '%' ? 0 : strcmp(a->login, b->login);
  return order ? order : (a->index > b->index) - (a->index < b->index);
}

void find_people(HomeFinder *w, People *people) {
  const Logins *logins = w->options->logins;
  size_t n = logins->seusers.n;
  SortedSeuser *sorted = ARENA_NEW_N(w->arena, SortedSeuser, n);
  for (size_t i = 0; i < n; i++)
    sorted[i] = (SortedSeuser){text(w, logins->seusers.v[i].login), i};
  if (n)
    qsort(sorted, n, sizeof *sorted, compare_seusers);
  for (size_t i = 0; i < n; i++) {
    const Seuser *seuser = &logins->seusers.v[sorted[i].index];
    if (*sorted[i].login == '%')
      add_group(w, seuser, people);
    else if (strcmp(sorted[i].login, DEFAULT_LOGIN))
      add_login(w, seuser, people);
  }
}

/* Folders of home directories */

static bool is_shell_of_people(const HomeFinder *w, const char *shell) {
  static const char *const names[] = {"csh", "tcsh", "ksh", "bsh",  "ash",
                                      "pdksh", "zsh", "sh",  "bash"};
  const Logins *logins = w->options->logins;
  for (size_t i = 0; i < logins->shells.n; i++)
    if (!strcmp(logins->shells.v[i], shell))
      return strcmp(shell, "/sbin/nologin") &&
             strcmp(shell, "/usr/sbin/nologin");
  if (logins->shells.n)
    return false;
  if (!strncmp(shell, "/usr", 4))
    shell += 4;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (!strncmp(shell, "/bin/", 5) && !strcmp(shell + 5, names[i]))
      return true;
  return false;
}

/* Whether a pattern of the policy, what stands for the files in the folder
 * taken off its end, matches the folder. */
static bool labels_folder(HomeFinder *w, const FileContext *entry,
                          const char *folder) {
  static const char *const ends[] = {".+", ".*", "(/.*)?", "/"};
  const char *path = text(w, entry->path);
  size_t n = strlen(path);
  regex_t pattern;
  if ((entry->kind && entry->kind != 'd') || strstr(path, "HOME_") == path)
    return false;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t length = strlen(ends[i]);
    if (n >= length && !memcmp(path + n - length, ends[i], length))
      n -= length;
  }
  const char *anchored =
      arena_printf(w->arena, "^%.*s/*$", (int)n, path);
  if (regcomp(&pattern, anchored, REG_EXTENDED | REG_NOSUB))
    return false;
  bool matches = regexec(&pattern, folder, 0, NULL, 0) == 0;
  regfree(&pattern);
  return matches;
}

static bool has_base(const Lines *bases, const char *folder) {
  for (size_t i = 0; i < bases->n; i++)
    if (!strcmp(bases->v[i], folder))
      return true;
  return false;
}

static bool is_labelled(HomeFinder *w, const char *folder,
                        const Account *account) {
  const FileContexts *contexts = w->options->contexts;
  for (size_t i = 0; i < contexts->n; i++) {
    if (!labels_folder(w, &contexts->v[i], folder))
      continue;
    if (diag_warning(&w->policy->session->diags, WARN_HOME_DIRECTORY,
                     contexts->v[i].place,
                     "the folder of the home directory of '%s', %s, has a "
                     "context already",
                     text(w, account->name), folder))
      diag_note(&w->policy->session->diags, no_place,
                "people have a uid from %u to %u and a login shell",
                w->options->uid_min, w->options->uid_max);
    return true;
  }
  return false;
}

/* The folder that the home directory of a person lies in. */
static void add_base(HomeFinder *w, const Account *account, Lines *bases) {
  const char *slash = strrchr(account->home, '/');
  if (account->uid < w->options->uid_min ||
      account->uid > w->options->uid_max ||
      !is_shell_of_people(w, account->shell) || !slash ||
      slash == account->home)
    return;
  const char *folder = arena_printf(
      w->arena, "%.*s", (int)(slash - account->home), account->home);
  if (!has_base(bases, folder) && !is_labelled(w, folder, account))
    ARRAY_PUSH(bases, folder);
}

static int compare_lines(const void *left, const void *right) {
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void find_bases(HomeFinder *w, Lines *bases) {
  const HomedirOptions *options = w->options;
  for (size_t i = 0; i < options->bases.n; i++)
    ARRAY_PUSH(bases, options->bases.v[i]);
  if (!bases->n)
    ARRAY_PUSH(bases, "/home");
  for (size_t i = 0; i < options->logins->accounts.n; i++)
    add_base(w, &options->logins->accounts.v[i], bases);
  qsort(bases->v, bases->n, sizeof *bases->v, compare_lines);
}
