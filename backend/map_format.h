/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the writer and the reader of maps share. */
#ifndef BACKEND_MAP_FORMAT_H
#define BACKEND_MAP_FORMAT_H

#include "backend/map_file.h"
#include "backend/map_places.h"
#include "lib/digest.h"

#define MAP_MAGIC "TECCMAP"
enum {
  MAP_DIGEST_AT = 8,
  MAP_BODY_AT = MAP_DIGEST_AT + DIGEST_SIZE,
};

/* The head of a rule: what is as in the rule before. */
enum {
  MAP_NEXT_SHAPE = 1, /* the shape after that one's; else a difference */
  MAP_SAME_SOURCE = 2,
  MAP_SAME_TARGET = 4,
  MAP_SAME_CALL = 8,
  MAP_NEXT_CALL = 16,
};

/* Flags of a shape's target set. */
enum { MAP_SELF = 1, MAP_NOT_SELF = 2 };

/* The kind of a file name transition's shape; all others have RuleKinds. */
#define MAP_FILE_TRANSITION ((RuleKind)0)

#endif
