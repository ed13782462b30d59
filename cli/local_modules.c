/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/local_modules.h"

#include <string.h>

#include "ir/customizer.h"

static const char *subject_text(const Session *session,
                                const Customization *line) {
  return name_text(&session->names, line->subject.name);
}

/* The nearest name of a loadable module, or NULL. */
static const char *nearest_module(const Tree *tree, const char *name) {
  const char *nearest = NULL;
  unsigned least = 3;
  for (size_t i = tree->n_base; i < tree->n_base + tree->n_loadable; i++) {
    const char *other = tree->modules.v[i]->name;
    unsigned edits = edit_distance(name, other, least - 1);
    if (edits < least) {
      least = edits;
      nearest = other;
    }
  }
  return nearest;
}

/* Why a name is not that of a loadable module. */
static const char *fault_of(const Tree *tree, const char *name) {
  for (size_t i = 0; i < tree->modules.n; i++)
    if (!strcmp(tree->modules.v[i]->name, name))
      return i < tree->n_base ? "belongs to the base" : "is off";
  return "is no module of the tree";
}

static bool is_loadable(const Tree *tree, const char *name) {
  for (size_t i = tree->n_base; i < tree->n_base + tree->n_loadable; i++)
    if (!strcmp(tree->modules.v[i]->name, name))
      return true;
  return false;
}

static void check_module(Session *session, const Tree *tree,
                         const Customization *line) {
  const char *name = subject_text(session, line);
  if (is_loadable(tree, name))
    return;
  custom_error(session, line->subject, "'%s' %s", name, fault_of(tree, name));
  const char *nearest = nearest_module(tree, name);
  if (nearest)
    diag_note(&session->diags, no_place, "did you mean '%s'?", nearest);
}

/* Whether no later line enables the module again. */
static bool stays_off(const Customizations *lines, size_t at) {
  for (size_t i = at + 1; i < lines->n; i++)
    if (lines->v[i].kind == CUSTOM_MODULE &&
        (lines->v[i].action == CUSTOM_DELETE_ALL ||
         (lines->v[i].action == CUSTOM_ENABLE &&
          lines->v[i].subject.name == lines->v[at].subject.name)))
      return false;
  return true;
}

void local_modules_apply(Session *session, const Customizations *lines,
                         Tree *tree) {
  for (size_t i = 0; i < lines->n; i++)
    if (lines->v[i].kind == CUSTOM_MODULE &&
        lines->v[i].action != CUSTOM_DELETE_ALL)
      check_module(session, tree, &lines->v[i]);
  for (size_t i = 0; i < lines->n; i++)
    if (lines->v[i].kind == CUSTOM_MODULE &&
        lines->v[i].action == CUSTOM_DELETE && stays_off(lines, i))
      tree_turn_off(tree, subject_text(session, &lines->v[i]));
}
