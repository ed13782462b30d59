/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef IR_WORDS_H
#define IR_WORDS_H

#include "lib/names.h"

enum {
  WORD_NONE = NO_NAME,
#define WORD(id, text) WORD_##id,
#include "ir/words.def"
  WORD_END
};

/* Interns the words; the first thing done with a new name table. */
void words_intern(Names *names);

#endif
