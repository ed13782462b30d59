/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/build_config.h"

#include <stdlib.h>
#include <string.h>

#include "lib/file.h"

static const char *symbol_text(const Policy *policy, Name name) {
  return name_text(&policy->session->names, name);
}

/* Whether the line that declares a type says that it is customizable, as
 * refpolicy's Rules.monolithic looks for it: most do in a comment. */
static bool is_marked(const Policy *policy, Place place) {
  static const char declares[] = "type ", mark[] = "customizable";
  Sources *sources = &policy->session->sources;
  Position at = source_position(sources, place.loc);
  if (!at.source)
    return false;
  size_t n;
  const char *line = source_line(sources, at.source, at.text_line, &n);
  while (n && (*line == ' ' || *line == '\t'))
    line++, n--;
  return n > sizeof declares &&
         !memcmp(line, declares, sizeof declares - 1) &&
         memmem(line, n, mark, sizeof mark - 1);
}

static const Bitset *members_of(const Policy *policy, const char *attribute) {
  static const Bitset none;
  Name name = name_find(&policy->session->names, attribute,
                        strlen(attribute));
  TypeId id = name ? policy_find(policy, SYMBOL_TYPE, name) : NO_ID;
  return id == NO_ID || id < policy->n_plain_types
             ? &none
             : &policy->types.v[id].members;
}

void customizable_types_put(const Policy *policy, Buffer *out) {
  const Bitset *members = members_of(policy, "customizable");
  for (TypeId id = 0; id < policy->n_plain_types; id++) {
    Ident type = policy->types.v[id].id;
    if (bitset_has(members, id) || is_marked(policy, type.place))
      put_format(out, "%s\n", symbol_text(policy, type.name));
  }
}

static int compare_booleans(const void *left, const void *right) {
  const BooleanSetting *a = left, *b = right;
  return strcmp(a->name, b->name);
}

static void put_booleans(const Tree *tree, Buffer *out) {
  BooleanSettings sorted = {0};
  for (size_t i = 0; i < tree->booleans.n; i++)
    ARRAY_PUSH(&sorted, tree->booleans.v[i]);
  if (sorted.n)
    qsort(sorted.v, sorted.n, sizeof *sorted.v, compare_booleans);
  for (size_t i = 0; i < sorted.n; i++)
    put_format(out, "%s = %d\n", sorted.v[i].name, sorted.v[i].value);
  ARRAY_FREE(&sorted);
}

static void put_source(Session *session, TreeFile *file, Buffer *out) {
  const Source *source =
      source_of(&session->sources, tree_file_load(session, file));
  put_bytes(out, source->text, source->length);
}

/* Takes the text of the lines that are not installed, so that the others keep
 * their numbers. */
static void empty_lines(Buffer *text) {
  bool keep = false;
  size_t n = 0;
  for (size_t i = 0; i < text->n; i++) {
    char c = text->data[i];
    if (i == 0 || text->data[i - 1] == '\n')
      keep = (c >= 'a' && c <= 'z') || c == '_';
    if (keep || c == '\n')
      text->data[n++] = c;
  }
  text->n = n;
}

static void put_seusers(Session *session, Tree *tree, TreeFile *file,
                        Loc *source, Buffer *out) {
  Buffer expanded = {0};
  build_tree_text(session, tree, RUN_CONFIG, file, &expanded);
  put_string(out, tree_seuser_lines(&session->arena, expanded.data,
                                    expanded.n));
  empty_lines(&expanded);
  *source = source_add(&session->sources, file->path, expanded.data,
                       expanded.n, true);
  buffer_free(&expanded);
}

static void put_file(Session *session, Tree *tree, const AppFile *file,
                     TargetTree *target, Buffer *out) {
  switch (file->kind) {
  case APP_COPY: put_source(session, file->source, out); return;
  case APP_EXPAND:
    build_tree_text(session, tree, RUN_CONFIG, file->source, out);
    return;
  case APP_SEUSERS:
    put_seusers(session, tree, file->source, &target->seusers, out);
    return;
  case APP_CUSTOMIZABLE: customizable_types_put(target->policy, out); return;
  case APP_BOOLEANS: put_booleans(tree, out); return;
  }
}

/* The prefixes of users, as a modular policy carries them. */
static Loc users_extra(Session *session, Tree *tree) {
  Buffer text = {0};
  build_tree_text(session, tree, RUN_USERS_EXTRA, NULL, &text);
  char *lines = tree_user_lines(&session->arena, text.data, text.n);
  buffer_free(&text);
  return source_add(&session->sources, tree->users->path, lines,
                    strlen(lines), false);
}

void build_config(Session *session, Tree *tree, TargetTree *target) {
  target->name = tree->conf.name;
  target->name_place = build_conf_place(&tree->conf, "NAME");
  target->users_extra = users_extra(session, tree);
  for (size_t i = 0; i < tree->app_files.n; i++) {
    const AppFile *file = &tree->app_files.v[i];
    Buffer text = {0};
    put_file(session, tree, file, target, &text);
    Output output = {file->target,
                     arena_copy(&session->arena, text.data, text.n), text.n};
    ARRAY_PUSH(&target->files, output);
    buffer_free(&text);
  }
}
