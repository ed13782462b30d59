/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/words.h"

#include <assert.h>

void words_intern(Names *names) {
  assert(names->n == WORD_NONE + 1);
#define WORD(id, text) name_intern_string(names, text);
#include "ir/words.def"
  assert(names->n == WORD_END);
}
