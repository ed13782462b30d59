/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"

/* The ids of `c1` or `c1.c5`, lowest and highest; false after an error. */
static bool resolve_categories(Resolver *resolver, const CatRange *range,
                               CatId *low, CatId *high) {
  *low = resolve_id(resolver, SYMBOL_CATEGORY, range->low);
  *high = range->high.name ? resolve_id(resolver, SYMBOL_CATEGORY, range->high)
                           : *low;
  if (*low == NO_ID || *high == NO_ID)
    return false;
  if (*low <= *high)
    return true;
  diag_error_as(resolver->diags, ERROR_CONTEXT, range->low.place,
                "category '%s' is declared after '%s'",
                name_text(resolver->diags->names, range->low.name),
                name_text(resolver->diags->names, range->high.name));
  return false;
}

static void report_category(Resolver *resolver, const Level *level, Place place,
                            CatId category) {
  const Policy *policy = resolver->policy;
  const Names *names = resolver->diags->names;
  diag_error_as(resolver->diags, ERROR_CONTEXT, place,
                "category '%s' cannot go with sensitivity '%s'",
                name_text(names, policy->cats.v[category].id.name),
                name_text(names, level->sensitivity.name));
  diag_note(resolver->diags, level->sensitivity.place,
            "its 'level' statement says which can");
}

/* A category outside of what the sensitivity permits ends the look: a range
 * of a thousand would give a thousand errors. */
bool resolve_level(Resolver *resolver, const Level *level, MlsLevel *out) {
  *out = (MlsLevel){.sensitivity =
                        resolve_id(resolver, SYMBOL_LEVEL, level->sensitivity)};
  if (out->sensitivity == NO_ID)
    return false;
  const Sensitivity *sens = &resolver->policy->sens.v[out->sensitivity];
  for (uint32_t i = 0; i < level->n_categories; i++) {
    CatId low, high;
    if (!resolve_categories(resolver, &level->categories[i], &low, &high))
      return false;
    bitset_add_range(&out->categories, low, high);
    for (CatId c = low; c <= high; c++) {
      if (!sens->has_level || bitset_has(&sens->categories, c))
        continue;
      report_category(resolver, level, level->categories[i].low.place, c);
      return false;
    }
  }
  return true;
}

bool resolve_range(Resolver *resolver, const Range *range, MlsRange *out) {
  if (!resolve_level(resolver, &range->low, &out->low) ||
      !resolve_level(resolver, &range->high, &out->high))
    return false;
  if (mls_dominates(&out->high, &out->low))
    return true;
  diag_error_as(resolver->diags, ERROR_CONTEXT, range->high.sensitivity.place,
                "the high level does not dominate the low level");
  return false;
}

/* `level s0:c0.c5;`: what may go with the sensitivity. */
static void add_level(Resolver *resolver, const Level *level) {
  SensId id = resolve_id(resolver, SYMBOL_LEVEL, level->sensitivity);
  if (id == NO_ID)
    return;
  Sensitivity *sens = &resolver->policy->sens.v[id];
  if (!bitset_is_empty(&sens->categories)) {
    diag_error_as(resolver->diags, ERROR_CONTEXT, level->sensitivity.place,
                  "sensitivity '%s' has a second 'level' statement",
                  name_text(resolver->diags->names, level->sensitivity.name));
    return;
  }
  sens->has_level = true;
  for (uint32_t i = 0; i < level->n_categories; i++) {
    CatId low, high;
    if (resolve_categories(resolver, &level->categories[i], &low, &high))
      bitset_add_range(&sens->categories, low, high);
  }
}

void resolve_levels(Resolver *resolver) {
  Policy *policy = resolver->policy;
  const Module *base = &resolver->linker->modules[0];
  for (size_t i = 0; i < base->levels.n; i++)
    add_level(resolver, &base->levels.v[i]);
  for (SensId id = 0; id < policy->sens.n; id++)
    if (!policy->sens.v[id].has_level)
      diag_error_as(
          resolver->diags, ERROR_CONTEXT, policy->sens.v[id].id.place,
          "sensitivity '%s' has no 'level' statement",
          name_text(resolver->diags->names, policy->sens.v[id].id.name));
}
