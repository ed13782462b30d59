/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of a module that is right as it stands but looks like a mistake. */
#ifndef IR_LINT_H
#define IR_LINT_H

#include "ir/module.h"
#include "lib/session.h"

/* lint_symbols.c.  Of a whole policy: warns of booleans that no condition uses
 * and of types that no rule can be about. */
void lint_symbols(Session *session, const Module *module);

#endif
