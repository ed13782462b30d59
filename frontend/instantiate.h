/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copies of statements that were read once for all calls of a macro.
 *
 * In such statements a place with an origin is one of the macro's own texts;
 * the origins were given in one row, so those of a copy differ by one number.
 * A place without an origin, and with a Loc from 1 to HOLES, is a hole: there
 * the name is that of a parameter, and both are replaced by the argument.
 *
 * Sets without a hole are not copied: all copies share the items, with a shift
 * of their own (ir/terms.h).  So what the original's terms are in must live as
 * long as the copies. */
#ifndef FRONTEND_INSTANTIATE_H
#define FRONTEND_INSTANTIATE_H

#include "frontend/ast.h"
#include "lib/arena.h"

enum { HOLES = 9 };

typedef struct Instance {
  Arena *nodes, *terms; /* as of a Builder (frontend/build_ast.h) */
  Origin shift;         /* from an origin of the original to the copy's */
  Ident args[HOLES];    /* for `$1` and following */
} Instance;

/* Whether all statements are of kinds that can be copied. */
bool stmts_can_be_copied(const Stmts *statements);
Stmts stmts_instantiate(const Instance *instance, const Stmts *statements);

#endif
