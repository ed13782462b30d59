/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sets, levels and ranges of the binary module, from names to values. */
#include <stdlib.h>

#include "backend/module_writer.h"
#include "ir/words.h"

static int compare_ids(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static void sort_ids(Ids *ids) {
  size_t n = 0;
  if (ids->n < 2)
    return;
  qsort(ids->v, ids->n, sizeof *ids->v, compare_ids);
  for (size_t i = 0; i < ids->n; i++)
    if (n == 0 || ids->v[n - 1] != ids->v[i])
      ids->v[n++] = ids->v[i];
  ids->n = n;
}

void module_collect(ModuleWriter *w, SymbolKind kind, const NameSet *set,
                    bool minus) {
  w->ids.n = 0;
  for (uint32_t i = 0; i < set->n; i++)
    if (set_minus(set, i) == minus && set_name(set, i) != WORD_SELF)
      ARRAY_PUSH(&w->ids, module_id(w, kind, set_id(set, i)));
  sort_ids(&w->ids);
}

static void put_ids(ModuleWriter *w, SymbolKind kind, const NameSet *set,
                    bool minus) {
  module_collect(w, kind, set, minus);
  put_bits_of(&w->file, w->ids.v, w->ids.n);
}

static void put_set_flags(ModuleWriter *w, const NameSet *set) {
  put_u32(w->file.out, (set->star ? SET_FLAG_STAR : 0) |
                           (set->complement ? SET_FLAG_COMPLEMENT : 0));
}

void module_put_names(ModuleWriter *w, SymbolKind kind, const NameSet *set) {
  put_ids(w, kind, set, false);
}

void module_put_role_set(ModuleWriter *w, const NameSet *set) {
  put_ids(w, SYMBOL_ROLE, set, false);
  put_set_flags(w, set);
}

void module_put_type_set(ModuleWriter *w, const NameSet *set) {
  put_ids(w, SYMBOL_TYPE, set, false);
  put_ids(w, SYMBOL_TYPE, set, true);
  put_set_flags(w, set);
}

uint32_t module_rule_flags(const NameSet *target) {
  for (uint32_t i = 0; i < target->n; i++)
    if (set_name(target, i) == WORD_SELF)
      return target->complement || set_minus(target, i)
                 ? RULE_FLAG_NOT_SELF
                 : RULE_FLAG_SELF;
  return 0;
}

static CatId high_end(ModuleWriter *w, CatRange range) {
  return module_id(w, SYMBOL_CATEGORY,
                   range.high.name == NO_NAME ? range.low : range.high);
}

void module_put_level(ModuleWriter *w, const Level *level) {
  put_u32(w->file.out,
          module_optional_value(w, SYMBOL_LEVEL, level->sensitivity));
  put_u32(w->file.out, level->n_categories);
  for (uint32_t i = 0; i < level->n_categories; i++) {
    put_id(&w->file,
           module_id(w, SYMBOL_CATEGORY, level->categories[i].low));
    put_id(&w->file, high_end(w, level->categories[i]));
  }
}

void module_put_range(ModuleWriter *w, const Range *range) {
  module_put_level(w, &range->low);
  module_put_level(w, &range->high);
}

MlsLevel module_mls_level(ModuleWriter *w, const Level *level) {
  MlsLevel bits = {.sensitivity = module_optional_value(
                                      w, SYMBOL_LEVEL, level->sensitivity) -
                                  1};
  for (uint32_t i = 0; i < level->n_categories; i++) {
    CatId low = module_id(w, SYMBOL_CATEGORY, level->categories[i].low);
    CatId high = high_end(w, level->categories[i]);
    if (low <= high)
      bitset_add_range(&bits.categories, low, high);
  }
  return bits;
}
