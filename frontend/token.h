/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The tokens of the policy language, and the lexer that makes them: from the
 * pieces of a macro engine, or from a plain text (a policy.conf). */
#ifndef FRONTEND_TOKEN_H
#define FRONTEND_TOKEN_H

#include "frontend/macro.h"
#include "lib/session.h"

/* TOKEN_END, TOKEN_IDENTIFIER, TOKEN_ALLOW, …: the rows of keywords.def in
 * order, from 0. */
typedef enum TokenKind {
#define TOKEN(name, text) TOKEN_##name,
#define KEYWORD(name, text) TOKEN_##name,
#include "frontend/keywords.def"
  TOKEN_KIND_COUNT
} TokenKind;

typedef struct Token {
  TokenKind kind;
  Name name;       /* its text; of QUOTED_PATH and FILE_NAME without quotes */
  uint64_t number; /* of NUMBER; UINT64_MAX when it does not fit */
  Place place;     /* its first byte */
} Token;

typedef struct Lexer Lexer;

/* A lexer over what an engine expands: call macros_start before the first
 * lexer_next, and again after each TOKEN_END to go on with another source. */
Lexer *lexer_new(Session *session, Macros *macros);
/* Goes on with a source of another engine, or of the same after a source that
 * was not read to its end. */
void lexer_restart(Lexer *lexer, Macros *macros);
/* A lexer over a source that is policy already: no macros, and `#line 12` or
 * `#line 12 "file"` sets the position that is reported. */
Lexer *lexer_new_plain(Session *session, Loc source);
void lexer_free(Lexer *lexer);

/* Says whether text that is no token goes unreported: it is part of a fault
 * that was told. */
void lexer_mute(Lexer *lexer, bool mute);
/* The engine, or NULL for a plain text. */
Macros *lexer_macros(Lexer *lexer);
/* Whether a name is an identifier wherever it stands, unless it touches other
 * text. */
bool lexer_is_plain_name(Lexer *lexer, Name name);

/* The next token where a statement may begin: there a whole call can come as
 * TOKEN_STATEMENTS, with the kind of its last token as the number. */
void lexer_next_statement(Lexer *lexer, Token *token);
/* Goes on looking for that token, after the lexer was used for a call. */
void lexer_resume_statement(Lexer *lexer);
/* Sets *token to the next one; TOKEN_END at the end.  Text that is no token
 * is reported and given as TOKEN_INVALID. */
void lexer_next(Lexer *lexer, Token *token);

#endif
