/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/local_logins.h"

#include <string.h>

#include "backend/text_parts.h"
#include "ir/customizer.h"

/* A line's seuser, and the line, for what contradicts it. */
typedef struct LocalSeuser {
  Seuser seuser;
  const Customization *line;
} LocalSeuser;

typedef struct LocalLogins {
  const Policy *policy;
  Session *session;
  const Logins *own; /* what the policy says */
  ARRAY(LocalSeuser) v;
} LocalLogins;

static const char *text(const LocalLogins *w, Ident ident) {
  return name_text(&w->session->names, ident.name);
}

static const Seuser *find_own(const Logins *logins, Name login) {
  for (size_t i = 0; i < logins->seusers.n; i++)
    if (logins->seusers.v[i].login == login)
      return &logins->seusers.v[i];
  return NULL;
}

static size_t find_local(const LocalLogins *w, Name login) {
  size_t i = 0;
  while (i < w->v.n && w->v.v[i].seuser.login != login)
    i++;
  return i;
}

static bool levels_equal(const MlsLevel *a, const MlsLevel *b) {
  return a->sensitivity == b->sensitivity &&
         bitset_equal(&a->categories, &b->categories);
}

/* A login's range is its user's when none is given. */
static Name range_of_user(const LocalLogins *w, Name user) {
  UserId id = policy_find(w->policy, SYMBOL_USER, user);
  Buffer out = {0};
  TextWriter writer = {w->policy, &out};
  if (id == NO_ID || !w->policy->mls)
    return NO_NAME;
  const MlsRange *range = &w->policy->users.v[id].range;
  text_level(&writer, &range->low);
  if (!levels_equal(&range->low, &range->high)) {
    put_u8(&out, '-');
    text_level(&writer, &range->high);
  }
  Name name = name_intern(&w->session->names, out.data, out.n);
  buffer_free(&out);
  return name;
}

static Seuser changed(const LocalLogins *w, const Customization *line,
                      const Seuser *before) {
  Ident user = line->options[CUSTOM_OPTION_SEUSER];
  Ident range = line->options[CUSTOM_OPTION_RANGE];
  Seuser seuser = {.login = line->subject.name, .place = line->subject.place};
  if (before) {
    seuser.user = before->user;
    seuser.range = before->range;
  }
  if (user.name) {
    seuser.user = user.name;
    seuser.place = user.place;
  }
  if (!w->policy->mls)
    seuser.range = NO_NAME;
  else if (range.name)
    seuser.range = range.name;
  else if (line->action == CUSTOM_ADD)
    seuser.range = range_of_user(w, seuser.user);
  return seuser;
}

static void report_unknown(const LocalLogins *w, const Customization *line) {
  custom_error(w->session, line->subject,
               "neither the policy nor an earlier line has '%s'",
               text(w, line->subject));
  if (line->action == CUSTOM_MODIFY)
    diag_note(&w->session->diags, no_place, "-a adds it");
}

static void put_login(LocalLogins *w, const Customization *line) {
  size_t at = find_local(w, line->subject.name);
  bool is_local = at < w->v.n;
  const Seuser *before = is_local ? &w->v.v[at].seuser
                                  : find_own(w->own, line->subject.name);
  if (!before && line->action == CUSTOM_MODIFY) {
    report_unknown(w, line);
    return;
  }
  Ident user = line->options[CUSTOM_OPTION_SEUSER];
  if (user.name && custom_find(w->policy, SYMBOL_USER, user) == NO_ID)
    return;
  LocalSeuser local = {changed(w, line, before), line};
  if (!is_local)
    ARRAY_PUSH(&w->v, local);
  else if (line->action == CUSTOM_ADD &&
           (before->user != local.seuser.user ||
            before->range != local.seuser.range))
    custom_contradiction(w->session, line, w->v.v[at].line);
  else
    w->v.v[at] = local;
}

static void delete_login(LocalLogins *w, const Customization *line) {
  size_t at = find_local(w, line->subject.name);
  if (at < w->v.n)
    memmove(&w->v.v[at], &w->v.v[at + 1],
            (--w->v.n - at) * sizeof *w->v.v);
  else if (find_own(w->own, line->subject.name))
    custom_error(w->session, line->subject,
                 "login '%s' is the policy's own and cannot be deleted",
                 text(w, line->subject));
  else
    report_unknown(w, line);
}

static void apply_seuser(Logins *logins, const Seuser *seuser) {
  ARRAY_PUSH(&logins->local_seusers, *seuser);
  for (size_t i = 0; i < logins->seusers.n; i++)
    if (logins->seusers.v[i].login == seuser->login) {
      logins->seusers.v[i] = *seuser;
      return;
    }
  ARRAY_PUSH(&logins->seusers, *seuser);
}

static void apply_prefix(Logins *logins, UserPrefix prefix) {
  ARRAY_PUSH(&logins->local_prefixes, prefix);
  for (size_t i = 0; i < logins->prefixes.n; i++)
    if (logins->prefixes.v[i].user == prefix.user) {
      logins->prefixes.v[i] = prefix;
      return;
    }
  ARRAY_PUSH(&logins->prefixes, prefix);
}

/* The last line about the user that is not taken back by a later one. */
static bool is_last(const Customizations *lines, size_t at) {
  const Customization *line = &lines->v[at];
  for (size_t i = at + 1; i < lines->n; i++)
    if (lines->v[i].kind == CUSTOM_USER &&
        (lines->v[i].action == CUSTOM_DELETE_ALL ||
         lines->v[i].subject.name == line->subject.name))
      return false;
  return line->action == CUSTOM_ADD || line->action == CUSTOM_MODIFY;
}

/* semanage gives the prefix `user` whenever -P is left out. */
static void customize_prefixes(Session *session, const Customizations *lines,
                               Logins *logins) {
  for (size_t i = 0; i < lines->n; i++) {
    const Customization *line = &lines->v[i];
    Name prefix = line->options[CUSTOM_OPTION_PREFIX].name;
    if (line->kind == CUSTOM_USER && is_last(lines, i))
      apply_prefix(logins,
                   (UserPrefix){line->subject.name,
                                prefix ? prefix
                                       : name_intern_string(&session->names,
                                                            "user")});
  }
}

void logins_customize(const Policy *policy, const Customizations *lines,
                      Logins *logins) {
  LocalLogins w = {.policy = policy, .session = policy->session,
                   .own = logins};
  for (size_t i = 0; i < lines->n; i++) {
    const Customization *line = &lines->v[i];
    if (line->kind != CUSTOM_LOGIN)
      continue;
    switch (line->action) {
    case CUSTOM_DELETE_ALL: w.v.n = 0; break;
    case CUSTOM_DELETE: delete_login(&w, line); break;
    default: put_login(&w, line); break;
    }
  }
  for (size_t i = 0; i < w.v.n; i++)
    apply_seuser(logins, &w.v.v[i].seuser);
  ARRAY_FREE(&w.v);
  customize_prefixes(policy->session, lines, logins);
}

void seusers_write(const Names *names, const Logins *logins, Buffer *out) {
  for (size_t i = 0; i < logins->seusers.n; i++) {
    const Seuser *seuser = &logins->seusers.v[i];
    put_format(out, "%s:%s", name_text(names, seuser->login),
               name_text(names, seuser->user));
    if (seuser->range)
      put_format(out, ":%s", name_text(names, seuser->range));
    put_u8(out, '\n');
  }
}
