/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Users, as libsepol src/users.c, sepol_user_modify, puts them into a linked
 * policy. */
#include "ir/customizer.h"

#include <string.h>

#include "ir/context.h"

typedef struct LocalUser {
  User user;
  const Customization *line; /* that said so last */
} LocalUser;

typedef ARRAY(LocalUser) LocalUsers;

static size_t find_local(const LocalUsers *locals, Name name) {
  size_t i = 0;
  while (i < locals->n && locals->v[i].user.id.name != name)
    i++;
  return i;
}

static void remove_local(LocalUsers *locals, size_t at) {
  memmove(&locals->v[at], &locals->v[at + 1],
          (--locals->n - at) * sizeof *locals->v);
}

/* One name out of a word that has several between blanks. */
static Ident take_name(Session *session, Ident word, const char **at) {
  const char *text = name_text(&session->names, word.name);
  *at += strspn(*at, " \t,");
  size_t length = strcspn(*at, " \t,");
  Ident name = {name_intern(&session->names, *at, length),
                {word.place.loc + (Loc)(*at - text), 0}};
  *at += length;
  return length ? name : (Ident){NO_NAME, no_place};
}

/* A role brings those that it dominates. */
static bool read_roles(const Customizer *c, Ident word, Bitset *roles) {
  const char *at = custom_text(c->policy, word);
  bool is_good = true;
  for (Ident name = take_name(c->policy->session, word, &at); name.name;
       name = take_name(c->policy->session, word, &at)) {
    RoleId role = custom_find(c->policy, SYMBOL_ROLE, name);
    is_good &= role != NO_ID;
    if (role == NO_ID)
      continue;
    bitset_add(roles, role);
    bitset_union(roles, &c->policy->roles.v[role].dominates);
  }
  return is_good;
}

static bool read_level(const Customizer *c, const Customization *line,
                       MlsLevel *level) {
  Ident word = line->options[CUSTOM_OPTION_LEVEL];
  const char *text = word.name ? custom_text(c->policy, word) : "s0";
  MlsRange range;
  if (!mls_range_read(c->policy, text, strlen(text), &range) ||
      strchr(text, '-')) {
    custom_error(c->policy->session, word.name ? word : line->subject,
                 "'%s' is not a level of the policy", text);
    return false;
  }
  *level = range.low;
  return true;
}

/* semanage gives the level s0 whenever -L is left out, also with -m. */
static bool read_user(const Customizer *c, const Customization *line,
                      User *user) {
  bool has_range = line->options[CUSTOM_OPTION_RANGE].name ||
                   line->action == CUSTOM_ADD;
  Ident roles = line->options[CUSTOM_OPTION_ROLES];
  if (roles.name) {
    user->roles = (Bitset){0};
    if (!read_roles(c, roles, &user->roles))
      return false;
  }
  if (!c->policy->mls)
    return true;
  if (!read_level(c, line, &user->level) ||
      (has_range && !custom_range(c->policy, line, &user->range)))
    return false;
  if (mls_dominates(&user->level, &user->range.low) &&
      mls_dominates(&user->range.high, &user->level))
    return true;
  custom_error(c->policy->session, line->subject,
               "the level of user '%s' is outside of its range",
               custom_text(c->policy, line->subject));
  return false;
}

static bool levels_equal(const MlsLevel *a, const MlsLevel *b) {
  return a->sensitivity == b->sensitivity &&
         bitset_equal(&a->categories, &b->categories);
}

static bool users_equal(const User *a, const User *b) {
  return bitset_equal(&a->roles, &b->roles) &&
         levels_equal(&a->level, &b->level) &&
         levels_equal(&a->range.low, &b->range.low) &&
         levels_equal(&a->range.high, &b->range.high);
}

/* Adds or modifies; adding what only the policy has modifies it, as semanage
 * does from 3.5 on. */
static void put_user(const Customizer *c, const Customization *line,
                     LocalUsers *locals) {
  size_t at = find_local(locals, line->subject.name);
  bool is_local = at < locals->n;
  LocalUser local = {{.id = line->subject, .bounds = NO_ID}, line};
  if (is_local) {
    local.user = locals->v[at].user;
  } else {
    UserId id = policy_find(c->policy, SYMBOL_USER, line->subject.name);
    if (id == NO_ID && line->action == CUSTOM_MODIFY) {
      custom_find(c->policy, SYMBOL_USER, line->subject);
      return;
    }
    if (id != NO_ID)
      local.user = c->policy->users.v[id];
  }
  if (!read_user(c, line, &local.user))
    return;
  if (is_local && line->action == CUSTOM_ADD &&
      !users_equal(&local.user, &locals->v[at].user))
    custom_contradiction(c->policy->session, line, locals->v[at].line);
  else if (is_local)
    locals->v[at] = local;
  else
    ARRAY_PUSH(locals, local);
}

static void delete_user(const Customizer *c, const Customization *line,
                        LocalUsers *locals) {
  size_t at = find_local(locals, line->subject.name);
  if (at < locals->n)
    remove_local(locals, at);
  else if (policy_find(c->policy, SYMBOL_USER, line->subject.name) != NO_ID)
    custom_error(c->policy->session, line->subject,
                 "user '%s' is the policy's own and cannot be deleted",
                 custom_text(c->policy, line->subject));
  else
    custom_find(c->policy, SYMBOL_USER, line->subject);
}

static UserId apply_user(Policy *policy, const User *user) {
  UserId id = policy_find(policy, SYMBOL_USER, user->id.name);
  if (id != NO_ID) {
    policy->users.v[id] = *user;
    return id;
  }
  ARRAY_PUSH(&policy->users, *user);
  id = (UserId)policy->users.n;
  *name_index_at(&policy->index[SYMBOL_USER], user->id.name) = id;
  return id - 1;
}

void customize_users(const Customizer *c) {
  LocalUsers locals = {0};
  for (size_t i = 0; i < c->lines->n; i++) {
    const Customization *line = &c->lines->v[i];
    if (line->kind != CUSTOM_USER)
      continue;
    switch (line->action) {
    case CUSTOM_DELETE_ALL: locals.n = 0; break;
    case CUSTOM_DELETE: delete_user(c, line, &locals); break;
    default: put_user(c, line, &locals); break;
    }
  }
  for (size_t i = 0; i < locals.n; i++)
    ARRAY_PUSH(&c->changes->users,
               apply_user(c->policy, &locals.v[i].user));
  ARRAY_FREE(&locals);
}
