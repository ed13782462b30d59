/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/local_file_contexts.h"

#include <string.h>

#include "ir/context.h"
#include "ir/customizer.h"

typedef struct LocalFiles {
  const Policy *policy;
  Session *session;
  const FileContexts *own;
  LocalFileContexts *local;
  ARRAY(PathEquivalence) own_equivalences;
  ARRAY(const Customization *) lines; /* beside local->contexts */
} LocalFiles;

static const char *text(const LocalFiles *w, Name name) {
  return name_text(&w->session->names, name);
}

/* Equivalences */

static void read_subs_dist(LocalFiles *w, const char *at) {
  while (*at) {
    size_t line = strcspn(at, "\n");
    size_t blank = strspn(at, " \t");
    size_t target = strcspn(at + blank, " \t\n");
    size_t gap = strspn(at + blank + target, " \t");
    size_t source = strcspn(at + blank + target + gap, " \t\n");
    if (target && source && at[blank] != '#')
      ARRAY_PUSH(&w->own_equivalences,
                 (PathEquivalence){
                     name_intern(&w->session->names, at + blank, target),
                     name_intern(&w->session->names,
                                 at + blank + target + gap, source),
                     NULL});
    at += line + (at[line] == '\n');
  }
}

/* Whether `path` lies below the folder. */
static bool is_below(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return !strncmp(path, folder, length) && path[length] == '/';
}

static bool check_equivalence(const LocalFiles *w, Ident path,
                              const PathEquivalence *equivalence,
                              bool is_target) {
  const char *folder = text(w, equivalence->target);
  const char *other = text(w, equivalence->source);
  const char *given = text(w, path.name);
  if (is_below(given, folder)) {
    custom_error(w->session, path,
                 "files below '%s' are labelled as those below '%s'", folder,
                 other);
    diag_note(&w->session->diags, no_place, "did you mean '%s%s'?", other,
              given + strlen(folder));
    return false;
  }
  if (is_target && is_below(folder, given)) {
    custom_error(w->session, path, "'%s' has an equivalence already, to '%s'",
                 folder, other);
    return false;
  }
  return true;
}

/* libselinux replaces the beginning of a path before it looks at patterns, so
 * a pattern below an equivalence would never be used. */
static bool check_path(const LocalFiles *w, Ident path, bool is_target) {
  if (text(w, path.name)[strcspn(text(w, path.name), " \t")]) {
    custom_error(w->session, path, "a path pattern cannot have blanks");
    return false;
  }
  for (size_t i = 0; i < w->own_equivalences.n; i++)
    if (!check_equivalence(w, path, &w->own_equivalences.v[i], is_target))
      return false;
  for (size_t i = 0; i < w->local->equivalences.n; i++)
    if (!check_equivalence(w, path, &w->local->equivalences.v[i], is_target))
      return false;
  return true;
}

static size_t find_equivalence(const LocalFiles *w, Name target) {
  size_t i = 0;
  while (i < w->local->equivalences.n &&
         w->local->equivalences.v[i].target != target)
    i++;
  return i;
}

static bool check_folder(const LocalFiles *w, Ident path) {
  const char *folder = text(w, path.name);
  size_t length = strlen(folder);
  if (*folder == '/' && (length == 1 || folder[length - 1] != '/'))
    return true;
  custom_error(w->session, path,
               "'%s' is not the path of a folder, without a '/' at its end",
               folder);
  return false;
}

static void put_equivalence(LocalFiles *w, const Customization *line) {
  Ident source = line->options[CUSTOM_OPTION_EQUAL];
  PathEquivalence new = {line->subject.name, source.name, line};
  size_t at = find_equivalence(w, new.target);
  bool is_there = at < w->local->equivalences.n;
  if (!check_folder(w, line->subject) || !check_folder(w, source) ||
      !check_path(w, line->subject, true))
    return;
  if (is_there && line->action == CUSTOM_ADD &&
      w->local->equivalences.v[at].source != new.source)
    custom_contradiction(w->session, line,
                         w->local->equivalences.v[at].line);
  else if (is_there)
    w->local->equivalences.v[at] = new;
  else
    ARRAY_PUSH(&w->local->equivalences, new);
}

/* Contexts */

/* A file's kind as -f has it; false after an error. */
static bool read_kind(const LocalFiles *w, const Customization *line,
                      char *kind) {
  Ident word = line->options[CUSTOM_OPTION_FTYPE];
  const char *letter = word.name ? text(w, word.name) : "a";
  *kind = *letter == 'a' ? 0 : *letter == 'f' ? '-' : *letter;
  if (strchr("afdcbslp", *letter) && !letter[1])
    return true;
  custom_error(w->session, word,
               "'%s' is no kind of file: a f d c b s l p", letter);
  return false;
}

static size_t find_entry(const FileContexts *contexts, Name path, char kind) {
  size_t i = 0;
  while (i < contexts->n && (contexts->v[i].path != path ||
                             contexts->v[i].kind != kind))
    i++;
  return i;
}

static bool has_attribute(const LocalFiles *w, TypeId type,
                          const char *attribute, bool *is_known) {
  Name name = name_find(&w->session->names, attribute, strlen(attribute));
  TypeId id = name ? policy_find(w->policy, SYMBOL_TYPE, name) : NO_ID;
  *is_known |= id != NO_ID;
  return id != NO_ID && bitset_has(&w->policy->types.v[id].members, type);
}

/* The declared name of the type, which must be of files or devices. */
static Name read_type(const LocalFiles *w, Ident word) {
  TypeId type = custom_find(w->policy, SYMBOL_TYPE, word);
  bool is_known = false;
  if (type == NO_ID)
    return NO_NAME;
  if (has_attribute(w, type, "file_type", &is_known) ||
      has_attribute(w, type, "device_node", &is_known) || !is_known)
    return w->policy->types.v[type].id.name;
  custom_error(w->session, word, "type '%s' is not one of files or devices",
               text(w, word.name));
  return NO_NAME;
}

/* A context in its parts; `range` holds what is behind the type. */
typedef struct Parts {
  const char *user, *role, *type, *range;
} Parts;

static Parts parts_of(const LocalFiles *w, Name context) {
  static const char *const rest[] = {"object_r", "", "s0"};
  char *at = context ? arena_printf(&w->session->arena, "%s", text(w, context))
                     : NULL;
  const char *parts[4] = {"system_u", rest[0], rest[1], rest[2]};
  for (int i = 0; at && i < 4; i++) {
    parts[i] = at;
    at = i < 3 ? strchr(at, ':') : NULL;
    if (at)
      *at++ = '\0';
  }
  return (Parts){parts[0], parts[1], parts[2], parts[3]};
}

/* The line's context over the one that is there (NO_NAME: none); false after
 * an error.  NO_NAME comes out of `<<none>>`. */
static bool read_context(const LocalFiles *w, const Customization *line,
                         Name before, Name *context) {
  Ident type = line->options[CUSTOM_OPTION_TYPE];
  Ident user = line->options[CUSTOM_OPTION_SEUSER];
  Ident range = line->options[CUSTOM_OPTION_RANGE];
  Parts parts = parts_of(w, before);
  MlsRange read = {0};
  *context = NO_NAME;
  if (type.name && !strcmp(text(w, type.name), "<<none>>"))
    return true;
  Name type_name = type.name ? read_type(w, type) : NO_NAME;
  if ((type.name && !type_name) ||
      (user.name && custom_find(w->policy, SYMBOL_USER, user) == NO_ID) ||
      (range.name && !custom_range(w->policy, line, &read)))
    return false;
  mls_range_free(&read);
  if (!type.name && !*parts.type) {
    custom_error(w->session, line->subject, "'%s' has no type: -t is missing",
                 text(w, line->subject.name));
    return false;
  }
  const char *form = w->policy->mls ? "%s:%s:%s:%s" : "%s:%s:%s";
  *context = name_intern_string(
      &w->session->names,
      arena_printf(&w->session->arena, form,
                   user.name ? text(w, user.name) : parts.user, parts.role,
                   type_name ? text(w, type_name) : parts.type,
                   range.name ? text(w, range.name) : parts.range));
  return true;
}

static void report_unknown(const LocalFiles *w, const Customization *line) {
  custom_error(w->session, line->subject,
               "neither the policy nor an earlier line has '%s' for this kind "
               "of file",
               text(w, line->subject.name));
  if (line->action == CUSTOM_MODIFY)
    diag_note(&w->session->diags, no_place, "-a adds it");
}

static void put_entry(LocalFiles *w, const Customization *line, char kind) {
  FileContexts *contexts = &w->local->contexts;
  size_t at = find_entry(contexts, line->subject.name, kind);
  size_t own = find_entry(w->own, line->subject.name, kind);
  bool is_local = at < contexts->n, is_own = own < w->own->n;
  FileContext entry = {.path = line->subject.name, .kind = kind,
                       .place = line->subject.place};
  Name before = is_local ? contexts->v[at].context
                : is_own ? w->own->v[own].context : NO_NAME;
  if (!is_local && !is_own && line->action == CUSTOM_MODIFY) {
    report_unknown(w, line);
    return;
  }
  if (!check_path(w, line->subject, false) ||
      !read_context(w, line, before, &entry.context))
    return;
  if (is_local && line->action == CUSTOM_ADD && before != entry.context) {
    custom_contradiction(w->session, line, w->lines.v[at]);
  } else if (is_local) {
    contexts->v[at] = entry;
    w->lines.v[at] = line;
  } else {
    ARRAY_PUSH(contexts, entry);
    ARRAY_PUSH(&w->lines, line);
  }
}

/* Taking back */

#define REMOVE(array, at)                                                      \
  memmove((array)->v + (at), (array)->v + (at) + 1,                            \
          (--(array)->n - (at)) * sizeof *(array)->v)

static void delete_line(LocalFiles *w, const Customization *line, char kind) {
  Name path = line->subject.name;
  size_t equivalence = find_equivalence(w, path);
  size_t at = find_entry(&w->local->contexts, path, kind);
  if (equivalence < w->local->equivalences.n) {
    REMOVE(&w->local->equivalences, equivalence);
  } else if (at < w->local->contexts.n) {
    REMOVE(&w->local->contexts, at);
    REMOVE(&w->lines, at);
  } else if (find_entry(w->own, path, kind) < w->own->n) {
    custom_error(w->session, line->subject,
                 "'%s' is the policy's own and cannot be deleted",
                 text(w, path));
  } else {
    report_unknown(w, line);
  }
}

static void take_line(LocalFiles *w, const Customization *line) {
  char kind;
  if (line->action == CUSTOM_DELETE_ALL) {
    w->local->contexts.n = w->local->equivalences.n = w->lines.n = 0;
    return;
  }
  if (!read_kind(w, line, &kind))
    return;
  if (line->action == CUSTOM_DELETE)
    delete_line(w, line, kind);
  else if (line->options[CUSTOM_OPTION_EQUAL].name)
    put_equivalence(w, line);
  else
    put_entry(w, line, kind);
}

void local_file_contexts(const Policy *policy, const Customizations *lines,
                         const FileContexts *own, const char *subs_dist,
                         LocalFileContexts *local) {
  LocalFiles w = {.policy = policy, .session = policy->session, .own = own,
                  .local = local};
  read_subs_dist(&w, subs_dist);
  for (size_t i = 0; i < lines->n; i++)
    if (lines->v[i].kind == CUSTOM_FCONTEXT)
      take_line(&w, &lines->v[i]);
  ARRAY_FREE(&w.own_equivalences);
  ARRAY_FREE(&w.lines);
}

void local_file_contexts_free(LocalFileContexts *local) {
  ARRAY_FREE(&local->contexts);
  ARRAY_FREE(&local->equivalences);
}

void local_file_contexts_write(const Names *names,
                               const LocalFileContexts *local,
                               Buffer *contexts, Buffer *equivalences) {
  for (size_t i = 0; i < local->contexts.n; i++) {
    const FileContext *entry = &local->contexts.v[i];
    char kind[] = {entry->kind ? '-' : ' ', entry->kind ? entry->kind : ' ',
                   '\0'};
    put_format(contexts, "%s %s %s\n", name_text(names, entry->path), kind,
               entry->context ? name_text(names, entry->context)
                              : "<<none>>");
  }
  for (size_t i = 0; i < local->equivalences.n; i++)
    put_format(equivalences, "%s %s\n",
               name_text(names, local->equivalences.v[i].target),
               name_text(names, local->equivalences.v[i].source));
}
