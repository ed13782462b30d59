/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/homedirs.h"

#include <ctype.h>
#include <string.h>

#include "backend/home_people.h"
#include "ir/context.h"

typedef struct HomedirWriter {
  const Policy *policy;
  Arena arena;
  Buffer *out;
  /* the template's lines by what they name; one may be in two */
  Lines home_dir, home_root, username, user;
} HomedirWriter;

/* Template lines */

static void sort_line(HomedirWriter *w, const char *line) {
  bool has_username = strstr(line, "%{USERNAME}") || strstr(line, "%{USERID}");
  if (!strncmp(line, "HOME_DIR", 8))
    ARRAY_PUSH(&w->home_dir, line);
  if (!strncmp(line, "HOME_ROOT", 9))
    ARRAY_PUSH(&w->home_root, line);
  if (has_username)
    ARRAY_PUSH(&w->username, line);
  else if (strstr(line, "USER"))
    ARRAY_PUSH(&w->user, line);
}

static void sort_template(HomedirWriter *w, const Buffer *template) {
  const char *at = template->data, *end = at + template->n;
  while (at < end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    sort_line(w, arena_printf(&w->arena, "%.*s", (int)(stop - at), at));
    at = stop + 1;
  }
}

static const char *replace_all(Arena *arena, const char *text,
                               const char *what, const char *with) {
  Buffer out = {0};
  const char *next;
  while ((next = strstr(text, what))) {
    put_bytes(&out, text, (size_t)(next - text));
    put_string(&out, with);
    text = next + strlen(what);
  }
  put_string(&out, text);
  put_u8(&out, 0);
  const char *copy = arena_copy(arena, out.data, out.n);
  buffer_free(&out);
  return copy;
}

/* The last word of a line: its context. */
static const char *context_of(const char *line) {
  const char *end = line + strlen(line);
  while (end > line && !isspace((unsigned char)end[-1]))
    end--;
  return end;
}

static void put_if_valid(HomedirWriter *w, const char *line) {
  const char *text = context_of(line);
  PolicyContext context = {0};
  bool is_none = !strcmp(text, "<<none>>");
  if (is_none || (policy_context_read(w->policy, text, strlen(text), &context) &&
                  policy_context_is_valid(w->policy, &context)))
    put_format(w->out, "%s\n", line);
  if (!is_none)
    policy_context_free(&context);
}

/* The context with the person's user, role and level. */
static const char *person_context(HomedirWriter *w, const char *context,
                                  const Person *person) {
  const char *role = context + strcspn(context, ":");
  role += *role == ':';
  size_t n_role = strcspn(role, ":");
  const char *type = role + n_role + (role[n_role] == ':');
  size_t n_type = strcspn(type, ":");
  if (person->role) {
    n_role = strlen(person->role);
    role = person->role;
  }
  return arena_printf(&w->arena, "%s:%.*s:%.*s%s%s", person->user, (int)n_role,
                      role, (int)n_type, type, w->policy->mls ? ":" : "",
                      w->policy->mls ? person->level : "");
}

static void put_for_person(HomedirWriter *w, const char *line,
                           const Person *person) {
  const char *context = context_of(line);
  if (strcmp(context, "<<none>>"))
    line = arena_printf(&w->arena, "%.*s%s", (int)(context - line), line,
                        person_context(w, context, person));
  put_if_valid(w, line);
}

static void put_home_dir(HomedirWriter *w, const Person *person) {
  bool is_anybody = !strcmp(person->name, ANY_NAME);
  put_format(w->out, "\n\n#\n# Home Context for user %s\n#\n\n",
             is_anybody ? "user_u" : person->name);
  for (size_t i = 0; i < w->home_dir.n; i++) {
    const char *line =
        replace_all(&w->arena, w->home_dir.v[i], "HOME_DIR", person->home);
    line = replace_all(&w->arena, line, "ROLE", person->prefix);
    put_for_person(w, line, person);
  }
}

static void put_home_root(HomedirWriter *w, const char *base) {
  for (size_t i = 0; i < w->home_root.n; i++)
    put_if_valid(w, replace_all(&w->arena, w->home_root.v[i], "HOME_ROOT",
                                base));
}

/* What a person has outside of the home directory. */
static void put_own_files(HomedirWriter *w, const Person *person) {
  for (size_t i = 0; i < w->username.n; i++) {
    const char *line = replace_all(&w->arena, w->username.v[i], "%{USERNAME}",
                                   person->name);
    line = replace_all(&w->arena, line, "%{USERID}", person->uid);
    line = replace_all(&w->arena, line, "ROLE", person->prefix);
    put_for_person(w, line, person);
  }
  for (size_t i = 0; i < w->user.n; i++) {
    const char *line =
        replace_all(&w->arena, w->user.v[i], "USER", person->name);
    line = replace_all(&w->arena, line, "ROLE", person->prefix);
    put_for_person(w, line, person);
  }
}

static void put_bases(HomedirWriter *w, HomeFinder *finder, Person anybody) {
  Lines bases = {0};
  find_bases(finder, &bases);
  for (size_t i = 0; i < bases.n; i++) {
    anybody.home = arena_printf(&w->arena, "%s/" ANY_NAME, bases.v[i]);
    put_home_dir(w, &anybody);
    put_home_root(w, bases.v[i]);
  }
  ARRAY_FREE(&bases);
}

/* The last comes first, as in the reference. */
static void put_people(HomedirWriter *w, HomeFinder *finder) {
  People people = {0};
  find_people(finder, &people);
  for (size_t i = people.n; i-- > 0;) {
    put_home_dir(w, &people.v[i]);
    put_own_files(w, &people.v[i]);
  }
  ARRAY_FREE(&people);
}

void homedirs_write(const Policy *policy, const HomedirOptions *options,
                    const Buffer *template, Buffer *out) {
  HomedirWriter w = {.policy = policy, .out = out};
  HomeFinder finder = {policy, options, &w.arena};
  Person anybody;
  sort_template(&w, template);
  put_string(out, "#\n#\n# User-specific file contexts, made by tecc of the "
                  "policy's template\n#\n#\n");
  if (find_anybody(&finder, &anybody)) {
    put_bases(&w, &finder, anybody);
    put_own_files(&w, &anybody);
  }
  put_people(&w, &finder);
  ARRAY_FREE(&w.home_dir);
  ARRAY_FREE(&w.home_root);
  ARRAY_FREE(&w.username);
  ARRAY_FREE(&w.user);
  arena_free(&w.arena);
}
