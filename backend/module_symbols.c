/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/module_format.h"

#include <stdlib.h>

Ident *module_symbol(Policy *symbols, SymbolKind kind, uint32_t id) {
  switch (kind) {
  case SYMBOL_COMMON: return &symbols->commons.v[id].id;
  case SYMBOL_CLASS: return &symbols->classes.v[id].id;
  case SYMBOL_ROLE: return &symbols->roles.v[id].id;
  case SYMBOL_TYPE: return &symbols->types.v[id].id;
  case SYMBOL_USER: return &symbols->users.v[id].id;
  case SYMBOL_BOOL: return &symbols->bools.v[id].id;
  case SYMBOL_LEVEL: return &symbols->sens.v[id].id;
  case SYMBOL_CATEGORY: return &symbols->cats.v[id].id;
  case SYMBOL_KIND_COUNT: break;
  }
  abort();
}

size_t module_symbol_count(const Policy *symbols, SymbolKind kind) {
  switch (kind) {
  case SYMBOL_COMMON: return symbols->commons.n;
  case SYMBOL_CLASS: return symbols->classes.n;
  case SYMBOL_ROLE: return symbols->roles.n;
  case SYMBOL_TYPE: return symbols->types.n;
  case SYMBOL_USER: return symbols->users.n;
  case SYMBOL_BOOL: return symbols->bools.n;
  case SYMBOL_LEVEL: return symbols->sens.n;
  case SYMBOL_CATEGORY: return symbols->cats.n;
  case SYMBOL_KIND_COUNT: break;
  }
  abort();
}

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
