/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A line of a .fc source: which files get which label. */
#ifndef IR_FILE_CONTEXT_H
#define IR_FILE_CONTEXT_H

#include "lib/array.h"
#include "lib/names.h"
#include "lib/source.h"

typedef struct FileContext {
  Name path;    /* a regular expression over the whole path */
  Name context; /* `user:role:type` or with `:range`; NO_NAME: <<none>> */
  char kind;    /* 0 any, or - b c d l p s as in `-d` (`--`: a plain file) */
  Place place;
} FileContext;

typedef ARRAY(FileContext) FileContexts;

#endif
