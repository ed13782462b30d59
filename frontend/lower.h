/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lowering: from the syntax tree to a module.  It decides where a statement
 * may stand, groups the rules by block, splits declarations into symbols,
 * aliases and memberships, and ends with the check that every name is in
 * scope (ir/passes.h, check_names).  What needs other modules is left to the
 * linker. */
#ifndef FRONTEND_LOWER_H
#define FRONTEND_LOWER_H

#include "frontend/ast.h"
#include "ir/module.h"
#include "ir/policy.h"
#include "lib/session.h"

typedef struct LowerOptions {
  bool is_base; /* a base or monolithic policy, else a loadable module */
  bool mls;     /* sensitivities and ranges are meant (checkpolicy -M) */
  /* One text in the order that checkpolicy asks for: sections, users last,
   * declarations before the memberships and aliases that use them.  Else
   * statements may come in any order, as from the files of a policy tree. */
  bool strict_order;
  bool may_repeat; /* what is more than one module elsewhere: that they repeat
                      each other is no fault (ir/passes.h, check_repeats) */
  Target target; /* which kinds of context may be given */
} LowerOptions;

typedef struct Lowering Lowering;

/* Begins a module; `module` is overwritten.  It and the session must outlive
 * the lowering. */
Lowering *lower_begin(Session *session, Module *module,
                      const LowerOptions *options);
/* Adds the statements of one parsed unit.  The module keeps pointing into
 * the terms of the syntax tree (ir/terms.h), not to its statements. */
void lower_unit(Lowering *lowering, const Stmts *statements);
/* Ends the module: what can only be checked when all units are there. */
void lower_end(Lowering *lowering);

/* An access vector rule (STMT_AV) as one of a module. */
ModAvRule lower_av_rule(const Stmt *stmt);

#endif
