/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/module_format.h"

void module_symbols_free(Policy *symbols) {
  for (size_t i = 0; i < symbols->sens.n; i++)
    bitset_free(&symbols->sens.v[i].categories);
  ARRAY_FREE(&symbols->commons);
  ARRAY_FREE(&symbols->classes);
  ARRAY_FREE(&symbols->roles);
  ARRAY_FREE(&symbols->types);
  ARRAY_FREE(&symbols->users);
  ARRAY_FREE(&symbols->bools);
  ARRAY_FREE(&symbols->sens);
  ARRAY_FREE(&symbols->cats);
  ARRAY_FREE(&symbols->type_aliases);
  ARRAY_FREE(&symbols->sens_aliases);
  ARRAY_FREE(&symbols->cat_aliases);
  for (int kind = 0; kind < SYMBOL_KIND_COUNT; kind++)
    ARRAY_FREE(&symbols->index[kind]);
}
