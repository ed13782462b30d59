/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/text_parts.h"

static const char *category_text(const TextWriter *w, CatId id) {
  return text_of(w, w->policy->cats.v[id].id.name);
}

/* ":c0.c5,c7" */
static void text_categories(TextWriter *w, const Bitset *set) {
  char before = ':';
  for (CatId low = bitset_next(set, 0); low != BITSET_END;) {
    CatId high = low;
    while (bitset_has(set, high + 1))
      high++;
    put_format(w->out, "%c%s", before, category_text(w, low));
    if (high > low)
      put_format(w->out, "%c%s", high > low + 1 ? '.' : ',',
                 category_text(w, high));
    before = ',';
    low = bitset_next(set, high + 1);
  }
}

void text_level(TextWriter *w, const MlsLevel *level) {
  put_string(w->out,
             text_of(w, w->policy->sens.v[level->sensitivity].id.name));
  text_categories(w, &level->categories);
}

void text_range(TextWriter *w, const MlsRange *range) {
  text_level(w, &range->low);
  if (range->low.sensitivity == range->high.sensitivity &&
      bitset_equal(&range->low.categories, &range->high.categories))
    return;
  put_string(w->out, " - ");
  text_level(w, &range->high);
}

static void text_aliases(TextWriter *w, const Aliases *aliases,
                         uint32_t target) {
  bool any = false;
  for (size_t i = 0; i < aliases->n; i++) {
    if (aliases->v[i].target != target)
      continue;
    put_format(w->out, "%s %s", any ? "" : " alias {",
               text_of(w, aliases->v[i].id.name));
    any = true;
  }
  put_string(w->out, any ? " };\n" : ";\n");
}

void text_mls_symbols(TextWriter *w) {
  const Policy *policy = w->policy;
  for (SensId id = 0; id < policy->sens.n; id++) {
    if (policy->sens.v[id].id.name == NO_NAME)
      continue; /* an alias took the value */
    put_format(w->out, "sensitivity %s",
               text_of(w, policy->sens.v[id].id.name));
    text_aliases(w, &policy->sens_aliases, id);
  }
  put_string(w->out, "dominance {");
  for (SensId id = 0; id < policy->sens.n; id++)
    if (policy->sens.v[id].id.name != NO_NAME)
      put_format(w->out, " %s", text_of(w, policy->sens.v[id].id.name));
  put_string(w->out, " }\n");
  for (CatId id = 0; id < policy->cats.n; id++) {
    if (policy->cats.v[id].id.name == NO_NAME)
      continue;
    put_format(w->out, "category %s", category_text(w, id));
    text_aliases(w, &policy->cat_aliases, id);
  }
  for (SensId id = 0; id < policy->sens.n; id++) {
    if (!policy->sens.v[id].has_level)
      continue;
    put_string(w->out, "level ");
    text_level(w, &(MlsLevel){id, policy->sens.v[id].categories});
    put_string(w->out, ";\n");
  }
}
