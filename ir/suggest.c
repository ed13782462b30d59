/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ir/rules.h"

/* The nearest of the names tried so far. */
typedef struct Nearest {
  const Names *names;
  const char *text;
  unsigned distance; /* what is farther is too far */
  Name best;
} Nearest;

/* Long names may differ more; two letters that changed places are two
 * edits. */
static Nearest nearest_begin(const Policy *policy, const char *text) {
  size_t length = strlen(text);
  return (Nearest){&policy->session->names, text,
                   length < 4 ? 1 : length < 12 ? 2 : 4, NO_NAME};
}

static void nearest_try(Nearest *nearest, Name name) {
  unsigned limit = nearest->best ? nearest->distance - 1 : nearest->distance;
  unsigned distance =
      edit_distance(nearest->text, name_text(nearest->names, name), limit);
  if (distance > limit)
    return;
  nearest->best = name;
  nearest->distance = distance;
}

#define TRY_ALL(nearest, array)                                                \
  for (size_t i = 0; i < (array).n; i++)                                       \
  nearest_try(nearest, (array).v[i].id.name)

Name policy_suggest(const Policy *policy, SymbolKind kind, const char *text) {
  Nearest nearest = nearest_begin(policy, text);
  if (!diag_wants_suggestion(&policy->session->diags))
    return NO_NAME;
  switch (kind) {
  case SYMBOL_COMMON: TRY_ALL(&nearest, policy->commons); break;
  case SYMBOL_CLASS: TRY_ALL(&nearest, policy->classes); break;
  case SYMBOL_ROLE: TRY_ALL(&nearest, policy->roles); break;
  case SYMBOL_TYPE:
    TRY_ALL(&nearest, policy->types);
    TRY_ALL(&nearest, policy->type_aliases);
    break;
  case SYMBOL_USER: TRY_ALL(&nearest, policy->users); break;
  case SYMBOL_BOOL: TRY_ALL(&nearest, policy->bools); break;
  case SYMBOL_LEVEL: TRY_ALL(&nearest, policy->sens); break;
  case SYMBOL_CATEGORY: TRY_ALL(&nearest, policy->cats); break;
  case SYMBOL_KIND_COUNT: break;
  }
  return nearest.best;
}

Name policy_suggest_perm(const Policy *policy, ClassId class_id,
                         const char *text) {
  Nearest nearest = nearest_begin(policy, text);
  for (uint32_t bit = 0; bit < policy->classes.v[class_id].n_perms; bit++)
    nearest_try(&nearest, policy_perm_name(policy, class_id, bit));
  return nearest.best;
}
