/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The syntax tree as text, for tests: one line a statement,
 *
 *     (allow {a -b} c file {read write})
 *     (optional
 *       (role-allow r1 r2)
 *     else
 *       (type t alias {} attributes {a b}))
 *
 * A set of one name has no braces; expressions stand in their reverse Polish
 * order; numbers are decimal. */
#ifndef FRONTEND_DUMP_AST_H
#define FRONTEND_DUMP_AST_H

#include "frontend/ast.h"
#include "lib/bytes.h"

void dump_ast(Buffer *text, const Names *names, Stmts stmts);

#endif
