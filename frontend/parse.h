/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From tokens to the syntax tree.
 *
 * The grammar (grammar.y) takes the statements of the policy language in any
 * order and at any depth; where each may stand is decided by lowering.  All
 * faults of a unit are reported in one run: after a fault, parsing goes on
 * behind the statement's `;`, at the `}` that closes its block, or at a
 * keyword that begins a statement and stands first on its line. */
#ifndef FRONTEND_PARSE_H
#define FRONTEND_PARSE_H

#include "frontend/ast.h"
#include "frontend/token.h"

/* How deep braces and parentheses may nest, all kinds counted together. */
enum { PARSE_DEPTH_MAX = 200 };

typedef struct ParseOptions {
  /* Called, unless NULL, after the error `unknown interface 'NAME'` was begun,
   * so that the driver can add notes (a near name) with diag_note. */
  void (*unknown_call)(void *context, Session *session, Ident name);
  /* Called, unless NULL, with the first thousands of statements as soon as
   * they are read, with the next thousands, and so on to the last: the syntax
   * tree of a whole policy need not be in memory at once.  The nodes live
   * until it returns; what they point to and a module keeps (sets, lists,
   * expressions) is in the session's arena all the same. */
  void (*take)(void *context, const Stmts *statements);
  void *context;
  /* Each call is read as it stands, though calls of one macro give the same
   * (frontend/templates.h): for tests, which show that they do. */
  bool reads_all_calls;
} ParseOptions;

/* Reads tokens to TOKEN_END and appends the statements to *out, or gives them
 * to `take`, and `out` may be NULL.  Faults are reported; the statements
 * without a fault are there all the same.  `options` may be NULL. */
void parse_unit(Session *session, Lexer *lexer, Stmts *out,
                const ParseOptions *options);

#endif
