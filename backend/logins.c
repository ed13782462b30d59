/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/logins.h"

#include <stdlib.h>
#include <string.h>

#include "ir/context.h"

enum { FIELDS_MAX = 7 };

/* A line in fields; the last one holds what is left. */
typedef struct Line {
  Session *session;
  Loc loc;         /* of its first byte */
  const char *text;
  size_t length;
  size_t n;        /* fields */
  const char *fields[FIELDS_MAX];
  size_t lengths[FIELDS_MAX];
} Line;

typedef void ReadLine(Line *line, Logins *logins);

static void add_field(Line *line, const char *text, size_t length) {
  while (length && (*text == ' ' || *text == '\t'))
    text++, length--;
  while (length && strchr(" \t\r", text[length - 1]))
    length--;
  line->fields[line->n] = text;
  line->lengths[line->n++] = length;
}

/* Parts the line at its colons into at most `most` fields. */
static void split(Line *line, size_t most) {
  const char *at = line->text, *end = line->text + line->length;
  while (line->n + 1 < most) {
    const char *colon = memchr(at, ':', (size_t)(end - at));
    if (!colon)
      break;
    add_field(line, at, (size_t)(colon - at));
    at = colon + 1;
  }
  add_field(line, at, (size_t)(end - at));
}

static Name name_of(const Line *line, size_t field) {
  return name_intern(&line->session->names, line->fields[field],
                     line->lengths[field]);
}

static char *text_of(const Line *line, size_t field) {
  return arena_printf(&line->session->arena, "%.*s",
                      (int)line->lengths[field], line->fields[field]);
}

/* Each line that is neither empty nor a comment. */
static void each_line(Session *session, Loc base, Logins *logins,
                      ReadLine *read) {
  const Source *source = source_of(&session->sources, base);
  const char *at = source->text, *end = at + source->length;
  while (at < end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    size_t blank = strspn(at, " \t");
    Line line = {.session = session,
                 .loc = base + (Loc)(at - source->text) + (Loc)blank,
                 .text = at + blank,
                 .length = (size_t)(stop - at) - blank};
    if (line.length && *line.text != '#' && *line.text != '\r')
      read(&line, logins);
    at = newline ? newline + 1 : end;
  }
}

static void report(const Line *line, const char *form) {
  diag_error(&line->session->diags, (Place){line->loc, 0},
             "a line is: %s", form);
  diag_span(&line->session->diags, line->length);
}

static void read_seuser(Line *line, Logins *logins) {
  split(line, 3);
  if (line->n < 2 || !line->lengths[0] || !line->lengths[1]) {
    report(line, "login:user:range");
    return;
  }
  bool has_range = line->n == 3 && line->lengths[2];
  ARRAY_PUSH(&logins->seusers,
             (Seuser){name_of(line, 0), name_of(line, 1),
                      has_range ? name_of(line, 2) : NO_NAME,
                      {line->loc, 0}});
}

void seusers_read(Session *session, Loc base, Logins *logins) {
  each_line(session, base, logins, read_seuser);
}

/* The next word before a blank, a ';' or the end. */
static Name take_word(const Line *line, size_t *at) {
  *at += strspn(line->text + *at, " \t");
  size_t start = *at;
  while (*at < line->length && !strchr(" \t;\r", line->text[*at]))
    ++*at;
  return name_intern(&line->session->names, line->text + start, *at - start);
}

static void read_prefix(Line *line, Logins *logins) {
  size_t at = 0;
  Name user_word = take_word(line, &at), user = take_word(line, &at);
  Name prefix_word = take_word(line, &at), prefix = take_word(line, &at);
  Names *names = &line->session->names;
  if (strcmp(name_text(names, user_word), "user") ||
      strcmp(name_text(names, prefix_word), "prefix") ||
      !name_length(names, user) || !name_length(names, prefix)) {
    report(line, "user NAME prefix PREFIX;");
    return;
  }
  ARRAY_PUSH(&logins->prefixes, (UserPrefix){user, prefix});
}

void users_extra_read(Session *session, Loc base, Logins *logins) {
  each_line(session, base, logins, read_prefix);
}

static bool number_of(const Line *line, size_t field, uint32_t *number) {
  char *end, *text = text_of(line, field);
  unsigned long value = strtoul(text, &end, 10);
  *number = (uint32_t)value;
  return *text >= '0' && *text <= '9' && !*end && value <= UINT32_MAX;
}

static void read_account(Line *line, Logins *logins) {
  Account account;
  split(line, 7);
  if (line->n < 7 || !line->lengths[0] ||
      !number_of(line, 2, &account.uid) ||
      !number_of(line, 3, &account.gid)) {
    report(line, "name:password:uid:gid:comment:home:shell");
    return;
  }
  account.name = name_of(line, 0);
  while (line->lengths[5] > 1 &&
         line->fields[5][line->lengths[5] - 1] == '/')
    line->lengths[5]--;
  account.home = text_of(line, 5);
  account.shell = text_of(line, 6);
  if (account.home[strcspn(account.home, " \t")]) {
    diag_error(&line->session->diags, (Place){line->loc, 0},
               "the home directory '%s' has a blank in it, which file contexts "
               "cannot hold", account.home);
    return;
  }
  ARRAY_PUSH(&logins->accounts, account);
}

void passwd_read(Session *session, Loc base, Logins *logins) {
  each_line(session, base, logins, read_account);
}

static void read_group(Line *line, Logins *logins) {
  Group group = {.name = NO_NAME};
  split(line, 4);
  if (line->n < 4 || !line->lengths[0] || !number_of(line, 2, &group.gid)) {
    report(line, "name:password:gid:members");
    return;
  }
  group.name = name_of(line, 0);
  const char *at = line->fields[3], *end = at + line->lengths[3];
  while (at < end) {
    const char *comma = memchr(at, ',', (size_t)(end - at));
    const char *stop = comma ? comma : end;
    if (stop > at)
      ARRAY_PUSH(&group.members, name_intern(&line->session->names, at,
                                             (size_t)(stop - at)));
    at = comma ? comma + 1 : end;
  }
  ARRAY_PUSH(&logins->groups, group);
}

void group_read(Session *session, Loc base, Logins *logins) {
  each_line(session, base, logins, read_group);
}

static void read_shell(Line *line, Logins *logins) {
  add_field(line, line->text, line->length);
  ARRAY_PUSH(&logins->shells, text_of(line, 0));
}

void shells_read(Session *session, Loc base, Logins *logins) {
  each_line(session, base, logins, read_shell);
}

static void check_range(const Policy *policy, const Seuser *seuser,
                        const User *user) {
  Session *session = policy->session;
  const char *text = name_text(&session->names, seuser->range);
  MlsRange range;
  if (!mls_range_read(policy, text, strlen(text), &range))
    diag_error_as(&session->diags, ERROR_CONTEXT, seuser->place,
                  "'%s' is not a range of the policy", text);
  else if (!mls_range_contains(&user->range, &range))
    diag_error_as(&session->diags, ERROR_CONTEXT, seuser->place,
                  "the range '%s' is not within that of user '%s'", text,
                  name_text(&session->names, user->id.name));
  mls_range_free(&range);
}

void seusers_check(const Policy *policy, const Logins *logins) {
  Session *session = policy->session;
  for (size_t i = 0; i < logins->seusers.n; i++) {
    const Seuser *seuser = &logins->seusers.v[i];
    UserId id = policy_find(policy, SYMBOL_USER, seuser->user);
    if (id == NO_ID)
      diag_error_as(&session->diags, ERROR_CONTEXT, seuser->place,
                    "the policy has no user '%s'",
                    name_text(&session->names, seuser->user));
    else if (policy->mls && seuser->range)
      check_range(policy, seuser, &policy->users.v[id]);
  }
}

void logins_free(Logins *logins) {
  for (size_t i = 0; i < logins->groups.n; i++)
    ARRAY_FREE(&logins->groups.v[i].members);
  ARRAY_FREE(&logins->seusers);
  ARRAY_FREE(&logins->prefixes);
  ARRAY_FREE(&logins->local_seusers);
  ARRAY_FREE(&logins->local_prefixes);
  ARRAY_FREE(&logins->accounts);
  ARRAY_FREE(&logins->groups);
  ARRAY_FREE(&logins->shells);
}
