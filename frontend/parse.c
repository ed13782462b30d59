/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands between the lexer and the grammar: the tokens that the grammar
 * sees, the messages about those that it does not expect, and how to go on
 * behind them.
 *
 * The grammar takes every fault with an `error` rule and asks for the next
 * token; while `skip` is set that is the end of the faulty statement. */
#include "frontend/parse.h"

#include <string.h>

#include "frontend/grammar.h"
#include "frontend/parser.h"
#include "frontend/templates.h"

/* What a token is called in messages; whether it is a reserved word, and one
 * that begins a statement. */
static const struct {
  const char *text;
  bool is_keyword, begins_statement;
} tokens[] = {
#define TOKEN(name, text) {text, false, false},
#define KEYWORD(name, text) {text, true, false},
#define STATEMENT(name, text) {text, true, true},
#include "frontend/keywords.def"
};

/* Tokens. */

static void bracket_open(Parser *parser, BracketKind kind) {
  bool holds_statements = !parser->wants_items && !parser->in_role;
  ARRAY_PUSH(&parser->open,
             (Bracket){kind, holds_statements, parser->token.place});
  if (parser->open.n > parser->deepest)
    parser->deepest = parser->open.n;
  if (parser->open.n > PARSE_DEPTH_MAX)
    parser_report_depth(parser, "braces and parentheses are nested too deeply");
}

/* Closes the innermost bracket of a shape, and those left open within it that
 * cannot hold a block. */
static void bracket_close(Parser *parser, bool is_paren) {
  size_t n = parser->open.n;
  while (n && parser->open.v[n - 1].kind == BRACKET_PAREN && !is_paren)
    n--;
  if (!n || (parser->open.v[n - 1].kind == BRACKET_PAREN) != is_paren)
    return;
  parser->open.n = n - 1;
  parser->closed_block = parser->open.v[n - 1].kind == BRACKET_BLOCK;
}

static void statement_begin(Parser *parser) {
  parser->n_tokens = 0;
  parser->wants_block = parser->wants_items = false;
  parser->in_role = parser->in_constraint = false;
}

/* No set goes on behind a `;`. */
static void statement_end(Parser *parser) {
  while (parser->open.n &&
         parser->open.v[parser->open.n - 1].kind != BRACKET_BLOCK)
    parser->open.n--;
  statement_begin(parser);
}

static void brace_open(Parser *parser) {
  /* `role r {` opens a block of the old role dominance */
  bool is_block = parser->wants_block || parser->n_tokens == 1 ||
                  (parser->n_tokens == 3 && parser->in_role);
  bracket_open(parser, is_block ? BRACKET_BLOCK : BRACKET_SET);
  if (is_block)
    statement_begin(parser);
}

static void brace_close(Parser *parser) {
  bracket_close(parser, false);
  if (parser->closed_block)
    statement_begin(parser);
}

/* Keeps the account of brackets and statements up to date. */
static void token_count(Parser *parser) {
  parser->n_tokens++;
  switch (parser->token.kind) {
  case TOKEN_SEMICOLON:
    statement_end(parser);
    break;
  case TOKEN_STATEMENTS:
    statement_begin(parser);
    break;
  case TOKEN_BRACE_OPEN:
    brace_open(parser);
    break;
  case TOKEN_BRACE_CLOSE:
    brace_close(parser);
    break;
  case TOKEN_PAREN_OPEN:
    bracket_open(parser, BRACKET_PAREN);
    break;
  case TOKEN_PAREN_CLOSE:
    bracket_close(parser, true);
    break;
  case TOKEN_IF:
  case TOKEN_OPTIONAL:
  case TOKEN_ELSE:
    parser->wants_block = true;
    break;
  case TOKEN_REQUIRE:
  case TOKEN_DOMINANCE:
    parser->wants_block = parser->wants_items = true;
    break;
  case TOKEN_ROLE:
    parser->in_role = parser->n_tokens == 1;
    break;
  case TOKEN_CONSTRAIN:
  case TOKEN_MLSCONSTRAIN:
  case TOKEN_VALIDATETRANS:
  case TOKEN_MLSVALIDATETRANS:
    parser->in_constraint = true;
    break;
  default:
    break;
  }
}

/* What a statement or a call declares is not known when it is left out. */
static void doubt_name(Parser *parser, const Token *token) {
  Session *session = parser->session;
  if (token->kind == TOKEN_IDENTIFIER && !session->diags.is_held)
    map_put(&session->faulty_names, token->name, NULL);
}

/* Leaves out the arguments of a call, to its closing parenthesis. */
static void skip_arguments(Parser *parser) {
  Place open = parser->ahead.place;
  int depth = 0;
  do {
    depth += parser->ahead.kind == TOKEN_PAREN_OPEN;
    depth -= parser->ahead.kind == TOKEN_PAREN_CLOSE;
    if (parser->ahead.kind == TOKEN_END) {
      parser->open_call = open;
      return;
    }
    lexer_next(parser->lexer, &parser->ahead);
    if (depth)
      doubt_name(parser, &parser->ahead);
  } while (depth);
}

/* Whether the token behind the current one may begin a statement. */
static bool is_before_statement(const Parser *parser) {
  return !parser->n_tokens && !parser->is_faulty &&
         (!parser->open.n ||
          parser->open.v[parser->open.n - 1].holds_statements);
}

static void ahead_next(Parser *parser) {
  if (!is_before_statement(parser)) {
    lexer_next(parser->lexer, &parser->ahead);
    return;
  }
  lexer_next_statement(parser->lexer, &parser->ahead);
  parser->statements_ahead = parser->statements_taken;
}

/* Makes the next token of the text the current one. */
static void token_next(Parser *parser) {
  parser->previous = parser->token;
  if (parser->previous.kind == TOKEN_STATEMENTS)
    parser->previous.kind = (TokenKind)parser->previous.number;
  parser->token = parser->ahead;
  parser->statements = parser->statements_ahead;
  parser->is_call = parser->closed_block = false;
  parser->open_call = no_place;
  token_count(parser);
  if (parser->n_tokens == 1) {
    parser->begin_before = parser->begin;
    parser->begin = parser->token;
  }
  if (parser->token.kind != TOKEN_END)
    ahead_next(parser);
  /* A name before `(` is good policy in a constraint only. */
  if (parser->token.kind == TOKEN_IDENTIFIER && !parser->in_constraint &&
      parser->ahead.kind == TOKEN_PAREN_OPEN) {
    parser->is_call = true;
    skip_arguments(parser);
  }
}

/* Whether only blanks are before a place on its line. */
static bool is_first_on_line(Parser *parser, Place place) {
  const Source *source = source_of(&parser->session->sources, place.loc);
  if (!source)
    return false;
  const char *at = source->text + (place.loc - source->base);
  while (at > source->text && (at[-1] == ' ' || at[-1] == '\t'))
    at--;
  return at == source->text || at[-1] == '\n';
}

/* Whether the current token is where to go on after a fault.  One that a
 * statement began with was the fault itself. */
static bool is_resumable(Parser *parser) {
  const Token *token = &parser->token;
  if (token->kind == TOKEN_END || parser->closed_block)
    return true;
  return parser->n_tokens > 1 &&
         (tokens[token->kind].begins_statement || parser->is_call) &&
         is_first_on_line(parser, token->place);
}

/* Makes the current token the first of a statement, behind one that has no
 * end. */
static void statement_restart(Parser *parser) {
  if (!tokens[parser->token.kind].begins_statement && !parser->is_call)
    return;
  statement_end(parser);
  token_count(parser);
  parser->begin = parser->token;
}

/* Whether a statement that begins so declares names, or may do so: what it
 * begins with may be a keyword misspelt. */
static bool may_declare(const Token *begin) {
  switch (begin->kind) {
  case TOKEN_IDENTIFIER:
  case TOKEN_ATTRIBUTE:
  case TOKEN_ATTRIBUTE_ROLE:
  case TOKEN_BOOL:
  case TOKEN_CATEGORY:
  case TOKEN_CLASS:
  case TOKEN_COMMON:
  case TOKEN_ROLE:
  case TOKEN_SENSITIVITY:
  case TOKEN_SID:
  case TOKEN_TUNABLE:
  case TOKEN_TYPE:
  case TOKEN_TYPEALIAS:
  case TOKEN_USER: return true;
  default: return false;
  }
}

/* The names from the statement's begin to the fault, as far as they are
 * written there. */
static void doubt_statement(Parser *parser) {
  Session *session = parser->session;
  Place end = parser->token.place;
  /* What a statement cannot begin with may belong to the one before. */
  Token begin = parser->n_tokens == 1 ? parser->begin_before : parser->begin;
  Place from = begin.place;
  const Source *source = source_of(&session->sources, from.loc);
  if (!source || session->diags.is_held || from.origin != end.origin ||
      end.loc < from.loc || end.loc - source->base > source->length ||
      !may_declare(&begin))
    return;
  const char *at = source->text + (from.loc - source->base);
  const char *stop = source->text + (end.loc - source->base);
  while (at < stop) {
    size_t n = strspn(at, "abcdefghijklmnopqrstuvwxyz"
                          "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
    Name name = n ? name_intern(&session->names, at, n) : NO_NAME;
    if (name && lexer_is_plain_name(parser->lexer, name))
      map_put(&session->faulty_names, name, NULL);
    at += n + 1;
  }
}

/* Ends a faulty statement: its `;`, the `{` of its block, or a `;` of our own
 * before a token that belongs to what follows. */
static void skip_statement(Parser *parser) {
  bool doubts = may_declare(&parser->begin);
  parser->skip = false;
  for (;; token_next(parser)) {
    if (parser->token.kind == TOKEN_SEMICOLON)
      break;
    lexer_mute(parser->lexer, parser->ahead.kind != TOKEN_SEMICOLON);
    if (doubts)
      doubt_name(parser, &parser->token);
    /* Of `alow a b:file read` at most the first name was to be declared. */
    doubts &= parser->begin.kind != TOKEN_IDENTIFIER ||
              parser->token.kind != TOKEN_IDENTIFIER || parser->n_tokens < 2;
    if (parser->token.kind == TOKEN_BRACE_OPEN && parser->open.n &&
        parser->open.v[parser->open.n - 1].kind == BRACKET_BLOCK)
      break;
    if (is_resumable(parser)) {
      parser->fake_end = parser->resume = true;
      statement_restart(parser);
      break;
    }
  }
  lexer_mute(parser->lexer, false);
}

int grammar_lex(GRAMMAR_STYPE *value, Parser *parser) {
  if (parser->skip)
    skip_statement(parser);
  else if (!parser->resume)
    token_next(parser);
  if (parser->stopped)
    return 0;
  if (parser->fake_end) {
    parser->fake_end = false;
    return T_SEMICOLON;
  }
  parser->resume = false;
  const Token *token = &parser->token;
  if (token->kind == TOKEN_STATEMENTS)
    value->stmts = parser->statements;
  else if (token->kind == TOKEN_NUMBER)
    value->number = (Number){token->number, {token->name, token->place}};
  else
    value->ident = (Ident){token->name, token->place};
  return parser->is_call ? T_CALL : grammar_token(token->kind);
}

/* Messages. */

static void put_token(Parser *parser, Buffer *text, const Token *token) {
  if (token->name)
    put_format(text, "'%s'", name_text(&parser->session->names, token->name));
  else
    put_string(text, tokens[token->kind].text);
}

/* A kind of token, as in `';'`, `a name`, `'allow'`. */
static void put_kind(Buffer *text, TokenKind kind) {
  const char *words = tokens[kind].text;
  if (tokens[kind].is_keyword)
    put_format(text, "'%s'", words);
  else if (words[0] == '\'' || kind == TOKEN_END)
    put_string(text, words);
  else
    put_format(text, "%s %s", strchr("aeiouI", words[0]) ? "an" : "a", words);
}

/* Those that are expected; kinds of the same name count once. */
static void put_kinds(Buffer *text, const bool *expected) {
  TokenKind kinds[TOKEN_KIND_COUNT] = {0};
  int n = 0;
  for (int kind = 0; kind < TOKEN_KIND_COUNT; kind++) {
    bool is_new = expected[kind];
    for (int i = 0; i < n; i++)
      is_new &= strcmp(tokens[kinds[i]].text, tokens[kind].text) != 0;
    if (is_new)
      kinds[n++] = (TokenKind)kind;
  }
  for (int i = 0; i < n; i++) {
    if (i)
      put_string(text, i + 1 < n ? ", " : " or ");
    put_kind(text, kinds[i]);
  }
}

/* What the grammar expects; long lists by what they are. */
static void put_expected(Buffer *text, const bool *expected, bool at_end) {
  if (at_end && expected[TOKEN_BRACE_CLOSE])
    put_kind(text, TOKEN_BRACE_CLOSE);
  else if (expected[TOKEN_ALLOW])
    put_string(text, "a statement");
  else if (expected[TOKEN_TUNABLE])
    put_string(text, "'type', 'class' or another kind of symbol");
  else if (expected[TOKEN_U1])
    put_string(text, "a comparison");
  else if (expected[TOKEN_VERSION])
    put_kind(text, TOKEN_VERSION);
  else
    put_kinds(text, expected);
}

/* The text of a token as it stands in the source. */
static Buffer token_spelling(Parser *parser, const Token *token) {
  const Names *names = &parser->session->names;
  const char *text = tokens[token->kind].text;
  Buffer spelling = {0};
  bool is_quoted =
      token->kind == TOKEN_QUOTED_PATH || token->kind == TOKEN_FILE_NAME;
  if (token->name)
    put_format(&spelling, is_quoted ? "\"%s\"" : "%s",
               name_text(names, token->name));
  else if (text[0] == '\'')
    put_bytes(&spelling, text + 1, strlen(text) - 2);
  return spelling;
}

/* The place behind a token; where its text is not in the source as it stands
 * (a macro joined it), its own place. */
static Place token_end(Parser *parser, const Token *token) {
  Place place = token->place;
  const Source *source = source_of(&parser->session->sources, place.loc);
  Buffer spelling = token_spelling(parser, token);
  size_t offset = source ? place.loc - source->base : 0;
  if (source && source->length - offset >= spelling.n && spelling.n &&
      !memcmp(source->text + offset, spelling.data, spelling.n))
    place.loc += (Loc)spelling.n;
  buffer_free(&spelling);
  return place;
}

/* Notes the bracket that is not closed, where the token cannot stand inside
 * of it. */
static void note_bracket(Parser *parser, const bool *expected) {
  if (!parser->open.n)
    return;
  Bracket last = parser->open.v[parser->open.n - 1];
  TokenKind kind = parser->token.kind;
  bool is_paren = last.kind == BRACKET_PAREN;
  bool is_beyond = kind == TOKEN_END ||
                   (last.kind != BRACKET_BLOCK &&
                    (kind == TOKEN_SEMICOLON || kind == TOKEN_COLON ||
                     (is_paren && kind == TOKEN_BRACE_OPEN)));
  if (is_beyond && expected[is_paren ? TOKEN_PAREN_CLOSE : TOKEN_BRACE_CLOSE])
    diag_note(&parser->session->diags, last.place, "this '%c' is not closed",
              is_paren ? '(' : '{');
}

static void note_fault(const Parser *parser, Place place, bool is_of_call) {
  Macros *macros = lexer_macros(parser->lexer);
  if (macros)
    macros_note_fault(macros, place, is_of_call);
}

/* Whether the set or parenthesis that the current token stands in was opened
 * in a source, where the token was not written: in an argument. */
static bool is_in_argument(const Parser *parser) {
  size_t n = parser->open.n;
  return n && parser->open.v[n - 1].kind != BRACKET_BLOCK &&
         !parser->open.v[n - 1].place.origin && parser->token.place.origin;
}

/* Remembers a fault at the current token.  What it does not fit to may be an
 * argument, which is used often. */
static void note_token_fault(const Parser *parser) {
  const Token *previous = &parser->previous;
  bool is_behind_argument = parser->n_tokens > 1 &&
                            parser->token.place.origin &&
                            !previous->place.origin;
  note_fault(parser, parser->token.place,
             is_behind_argument || is_in_argument(parser));
  if (previous->kind != TOKEN_BRACE_OPEN && !previous->place.origin)
    note_fault(parser, previous->place, false);
  if (is_in_argument(parser))
    note_fault(parser, parser->open.v[parser->open.n - 1].place, false);
}

/* Adds the keyword that a word at the start of a statement looks like. */
static void suggest_statement(Parser *parser) {
  const char *text = name_text(&parser->session->names, parser->token.name);
  unsigned nearest = strlen(text) < 5 ? 1 : 2;
  const char *best = NULL;
  for (int kind = 0; kind < TOKEN_KIND_COUNT; kind++) {
    unsigned edits = tokens[kind].begins_statement
                         ? edit_distance(text, tokens[kind].text, nearest)
                         : nearest + 1;
    if (edits < nearest || (edits == nearest && !best)) {
      nearest = edits;
      best = tokens[kind].text;
    }
  }
  if (best)
    diag_note(&parser->session->diags, no_place, "did you mean '%s'?", best);
}

/* Whether the current token has nothing to do with the one before: a word that
 * stands first on its line, and in its statement. */
static bool begins_anew(Parser *parser) {
  return parser->n_tokens == 1 && !parser->token.place.origin &&
         parser->token.name && is_first_on_line(parser, parser->token.place);
}

/* Whether an error at the current token follows from what was told of a call:
 * the token, or what it does not fit to, came from there, or the source ended
 * in it. */
static bool is_explained(Parser *parser) {
  Macros *macros = lexer_macros(parser->lexer);
  size_t n = parser->open.n;
  if (macros && parser->token.kind == TOKEN_END && macros_was_cut_off(macros))
    return true;
  return macros && (macros_blame_call(macros, parser->token.place) ||
                    (!begins_anew(parser) &&
                     macros_blame_call(macros, parser->previous.place)) ||
                    (n && macros_blame_call(macros,
                                            parser->open.v[n - 1].place)));
}

/* The place of the current token, or where the text ended: behind the last
 * token, or at the call in the source that gave it. */
static Place fault_place(Parser *parser) {
  const Sources *sources = &parser->session->sources;
  Place place = token_end(parser, &parser->previous);
  if (parser->token.kind != TOKEN_END || parser->token.place.loc)
    return parser->token.place;
  while (place.origin) {
    MacroCall call = origin_call(sources, place.origin);
    place = (Place){call.loc, call.parent};
  }
  return place;
}

static bool is_empty_block(const Parser *parser, const bool *expected) {
  return parser->previous.kind == TOKEN_BRACE_OPEN &&
         parser->token.kind == TOKEN_BRACE_CLOSE && expected[TOKEN_ALLOW];
}

/* A block without a statement, as of optional_policy around a text that an
 * ifdef leaves out: told at the call, if its braces are of one, and once. */
static void report_empty_block(Parser *parser) {
  Macros *macros = lexer_macros(parser->lexer);
  Place place = parser->token.place;
  if (place.origin && place.origin == parser->previous.place.origin) {
    MacroCall call = origin_call(&parser->session->sources, place.origin);
    place = (Place){call.loc, call.parent};
  }
  if (macros && macros_blame_call(macros, place))
    return;
  diag_error_as(&parser->session->diags, ERROR_SYNTAX, place,
                "there is no statement in this block");
  note_fault(parser, place, false);
}

static void report_expected(Parser *parser, const bool *expected) {
  Buffer text = {0};
  put_expected(&text, expected, parser->token.kind == TOKEN_END);
  if (parser->previous.kind != TOKEN_END &&
      parser->previous.kind != TOKEN_SEMICOLON) {
    put_string(&text, " after ");
    put_token(parser, &text, &parser->previous);
  }
  put_string(&text, ", saw ");
  put_token(parser, &text, &parser->token);
  put_u8(&text, '\0');
  diag_error_as(&parser->session->diags, ERROR_SYNTAX, fault_place(parser),
                "expected %s", text.data);
  buffer_free(&text);
  if (parser->token.kind == TOKEN_IDENTIFIER && expected[TOKEN_ALLOW])
    suggest_statement(parser);
  note_bracket(parser, expected);
}

static void report_missing_end(Parser *parser) {
  Buffer text = {0};
  put_token(parser, &text, &parser->previous);
  put_u8(&text, '\0');
  diag_error_as(&parser->session->diags, ERROR_SYNTAX,
                token_end(parser, &parser->previous), "expected ';' after %s",
                text.data);
  Place end = token_end(parser, &parser->previous);
  if (end.loc != parser->previous.place.loc && !end.origin)
    diag_fix(&parser->session->diags, end, 0, ";");
  buffer_free(&text);
}

/* Each word once: where it was declared, it is used.  False: it was told. */
static bool report_reserved(Parser *parser) {
  Session *session = parser->session;
  bool is_new = true;
  if (!session->diags.is_held)
    map_put(&session->reserved_names, parser->token.name, &is_new);
  if (!is_new)
    return false;
  diag_error_as(&session->diags, ERROR_SYNTAX, parser->token.place,
                "'%s' is a reserved word and cannot be a name",
                name_text(&session->names, parser->token.name));
  return true;
}

/* False: there is no more to say. */
static bool report_call(Parser *parser, const char *what, Ident name) {
  Macros *macros = lexer_macros(parser->lexer);
  if (macros && macros_expects_unknown(macros, name.name, name.place))
    return false;
  const char *text = name_text(&parser->session->names, name.name);
  diag_error_as(&parser->session->diags, ERROR_UNKNOWN_INTERFACE, name.place,
                "unknown %s '%s'", what, text);
  Place defined = macros ? macros_place(macros, name.name) : no_place;
  if (defined.loc) {
    bool is_behind = !defined.origin && defined.loc > name.place.loc &&
                     source_of(&parser->session->sources, defined.loc) ==
                         source_of(&parser->session->sources, name.place.loc);
    diag_note(&parser->session->diags, defined,
              is_behind ? "'%s' is defined only here, behind the call"
                        : "'%s' is defined, but a quote beside it keeps it "
                          "from being called",
              text);
    return true;
  }
  if (parser->open_call.loc)
    diag_note(&parser->session->diags, parser->open_call,
              "this '(' is never closed");
  if (parser->options && parser->options->unknown_call)
    parser->options->unknown_call(parser->options->context, parser->session,
                                  name);
  return true;
}

/* Whether the statement is whole but for its `;`. */
static bool lacks_end(Parser *parser, const bool *expected) {
  TokenKind kind = parser->token.kind;
  return expected[TOKEN_SEMICOLON] &&
         !expected[TOKEN_ALLOW] &&
         (tokens[kind].begins_statement || kind == TOKEN_BRACE_CLOSE ||
          kind == TOKEN_END || parser->is_call);
}

/* Says whether there was anything to report. */
static bool report_token(Parser *parser, const bool *expected, bool no_end) {
  const Token *token = &parser->token;
  /* The lexer has reported what is no token, also right behind a word. */
  if (is_explained(parser) || token->kind == TOKEN_INVALID ||
      parser->ahead.kind == TOKEN_INVALID)
    return false;
  if (is_empty_block(parser, expected)) {
    report_empty_block(parser);
    return false;
  }
  if (no_end)
    report_missing_end(parser);
  else if (parser->is_call)
    return report_call(parser, "macro", (Ident){token->name, token->place});
  else if (tokens[token->kind].is_keyword &&
           expected[TOKEN_IDENTIFIER] && !is_resumable(parser))
    return report_reserved(parser);
  else
    report_expected(parser, expected);
  return true;
}

static void find_fault(Parser *parser, Place place) {
  if (!parser->is_faulty)
    parser->first_fault = place;
  parser->is_faulty = true;
}

void parser_report(Parser *parser, const bool *expected) {
  find_fault(parser, parser->token.place);
  if (parser->stopped)
    return;
  bool no_end = lacks_end(parser, expected);
  if (report_token(parser, expected, no_end))
    note_token_fault(parser);
  if (no_end) {
    parser->fake_end = parser->resume = true;
    statement_restart(parser);
    return;
  }
  parser->skip = true;
  doubt_statement(parser);
  parser->stopped = parser->token.kind == TOKEN_END;
}

void parser_report_brace(Parser *parser, Place place) {
  Macros *macros = lexer_macros(parser->lexer);
  find_fault(parser, place);
  if (macros && macros_blame_call(macros, place))
    return;
  diag_error_as(&parser->session->diags, ERROR_SYNTAX, place,
                "this '}' closes nothing: no block is open");
  note_fault(parser, place, false);
}

void parser_report_empty(Parser *parser, Place place) {
  parser->is_faulty = true;
  diag_error_as(&parser->session->diags, ERROR_SYNTAX, place,
                "an empty statement cannot stand in a conditional");
}

void parser_report_call(Parser *parser, Ident name) {
  find_fault(parser, name.place);
  if (report_call(parser, "interface", name))
    note_fault(parser, name.place, false);
  statement_begin(parser);
}

void parser_report_depth(Parser *parser, const char *message) {
  if (!parser->stopped)
    diag_error_as(&parser->session->diags, ERROR_SYNTAX, parser->token.place,
                  "%s", message);
  parser->stopped = parser->is_faulty = true;
}

/* Gives the statements that were read to the caller.  Among their nodes are
 * those of one or two calls that were read ahead; so the nodes are freed when
 * the next statements have been taken. */
static void hand_over(Parser *parser) {
  Arena *nodes = parser->nodes;
  parser->options->take(parser->options->context, parser->out);
  *parser->out = (Stmts){0};
  parser->n_out = 0;
  parser->build.nodes += parser->build.nodes == nodes ? 1 : -1;
  arena_clear(parser->build.nodes);
}

void parser_add(Parser *parser, Stmt *statement) {
  enum { MANY = 1024 }; /* few enough to be still at hand in the caches */
  const ParseOptions *options = parser->options;
  *parser->out = stmts_append(*parser->out, statement);
  if (options && options->take && ++parser->n_out >= MANY)
    hand_over(parser);
}

void parser_run(Parser *parser) {
  ahead_next(parser);
  grammar_parse(parser);
  builder_free(&parser->build);
  ARRAY_FREE(&parser->open);
}

void parse_unit(Session *session, Lexer *lexer, Stmts *out,
                const ParseOptions *options) {
  bool is_taken = options && options->take;
  Stmts untaken = {0};
  Parser parser = {.session = session,
                   .lexer = lexer,
                   .options = options,
                   .out = is_taken ? &untaken : out,
                   .build = {.session = session,
                             .nodes = &session->arena,
                             .terms = &session->arena}};
  if (is_taken)
    parser.build.nodes = parser.nodes;
  if (!options || !options->reads_all_calls)
    templates_begin(&parser);
  parser_run(&parser);
  templates_end(&parser);
  if (is_taken)
    hand_over(&parser);
  arena_free(&parser.nodes[0]);
  arena_free(&parser.nodes[1]);
  /* What follows from another error is not told; then there must be one. */
  if (parser.is_faulty && checkpoint(&session->diags))
    diag_error_as(&session->diags, ERROR_SYNTAX, parser.first_fault,
                  "this is no statement of the policy language");
}
