/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The state of one parse, shared by the grammar and parse.c; everybody else
 * includes frontend/parse.h. */
#ifndef FRONTEND_PARSER_H
#define FRONTEND_PARSER_H

#include "frontend/build_ast.h"
#include "frontend/parse.h"

/* A bracket that is open. */
typedef enum BracketKind {
  BRACKET_BLOCK, /* `{` with statements in it */
  BRACKET_SET,   /* `{` with names in it */
  BRACKET_PAREN,
} BracketKind;

typedef struct Bracket {
  BracketKind kind;
  bool holds_statements; /* of BLOCK: no requirements or roles */
  Place place;
} Bracket;

typedef struct Parser {
  Session *session;
  Lexer *lexer;
  const ParseOptions *options;
  Stmts *out;
  unsigned n_out; /* statements in *out, those of a call as one */
  Arena nodes[2]; /* of statements to be taken: see hand_over */
  Builder build;
  /* the token that the grammar looks at, those around it */
  Token token, previous, ahead;
  bool is_call;      /* `token` is the name of a call of an unknown macro */
  Place open_call;   /* its `(`, if there is no `)` to it */
  bool closed_block; /* `token` is the `}` of a block */
  /* Of TOKEN_STATEMENTS: that at `token`, at `ahead`, and the last one. */
  Stmts statements, statements_ahead, statements_taken;
  ARRAY(Bracket) open;
  size_t deepest; /* that there were brackets open */
  /* since the statement's begin: how many tokens, whether the next `{` opens
   * a block, whether the first token is `role`, whether `name (` is no call */
  unsigned n_tokens;
  Token begin, begin_before; /* its first token, that of the one before */
  bool wants_block, wants_items, in_role, in_constraint;
  bool is_faulty; /* a fault was found */
  Place first_fault;
  /* what the next tokens are after a fault */
  bool resume;     /* `token` again */
  bool skip;       /* the end of the statement, looked for */
  bool fake_end;   /* a `;` that is not there */
  bool stopped;    /* no more tokens, no more messages */
} Parser;

/* Reads from the first token to the end. */
void parser_run(Parser *parser);
/* Appends a statement that stands in no block to those of the unit. */
void parser_add(Parser *parser, Stmt *statement);
/* Reports a token that the grammar does not expect, and prepares the tokens
 * to go on with.  `expected` says of each TokenKind whether it would do. */
void parser_report(Parser *parser, const bool *expected);
/* Reports a `}` without its `{`. */
void parser_report_brace(Parser *parser, Place place);
void parser_report_empty(Parser *parser, Place place);
/* Reports a statement that is the call of a macro that does not exist. */
void parser_report_call(Parser *parser, Ident name);
/* Reports nesting beyond a limit, and ends the parse. */
void parser_report_depth(Parser *parser, const char *message);

#endif
