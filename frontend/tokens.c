/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The lexer of the policy language.
 *
 * Most pieces of an expansion are tokens as they are.  Where pieces touch that
 * may make one token (`c0.c5`, `10.0.0.0/8`, `/usr`, "a file"), their text is
 * handed to the scanner, which says how much of it the token takes. */
#include "frontend/token.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/policy_text.h"
#include "lib/bytes.h"

/* What is known about a name, by Name: a TokenKind in the low bits. */
enum {
  WORD_UNKNOWN = 0,
  WORD_KIND = 0x7f,
  WORD_SHORT_HEX = 0x80, /* may begin an IPv6 address */
};
_Static_assert((int)TOKEN_KIND_COUNT <= (int)WORD_KIND, "all kinds fit");

struct Lexer {
  Session *session;
  Macros *macros; /* NULL: plain text */
  uint8_t *words; /* by Name */
  uint32_t n_words;
  PolicyText text; /* the plain text, or the pieces that touch */
  void *scanner;
  Loc base; /* of a plain text */

  Pieces ahead; /* pulled, but not yet part of a token, from ahead_at on */
  size_t ahead_at;
  bool has_ended;
  bool takes_calls; /* the next token begins a statement */
  bool is_mute;
  Buffer run;
};

/* Single characters that are tokens whatever stands behind them. */
static const uint8_t signs[128] = {
    [','] = TOKEN_COMMA,       [';'] = TOKEN_SEMICOLON,
    ['('] = TOKEN_PAREN_OPEN,  [')'] = TOKEN_PAREN_CLOSE,
    ['{'] = TOKEN_BRACE_OPEN,  ['}'] = TOKEN_BRACE_CLOSE,
    ['-'] = TOKEN_MINUS,       ['~'] = TOKEN_TILDE,
    ['^'] = TOKEN_XOR,
};

/* Words */

static uint8_t *word_slot(Lexer *lexer, Name name) {
  if (name >= lexer->n_words) {
    uint32_t n = lexer->n_words;
    lexer->n_words = lexer->session->names.n + 4096;
    lexer->words = mem_resize(lexer->words, lexer->n_words);
    memset(lexer->words + n, WORD_UNKNOWN, lexer->n_words - n);
  }
  return &lexer->words[name];
}

/* A keyword is reserved in small letters and in capitals. */
static void add_keyword(Lexer *lexer, const char *text, TokenKind kind) {
  Names *names = &lexer->session->names;
  char capitals[32];
  size_t n = strlen(text);
  for (size_t i = 0; i < n; i++)
    capitals[i] = (char)(text[i] >= 'a' && text[i] <= 'z' ? text[i] - 32
                                                          : text[i]);
  *word_slot(lexer, name_intern(names, text, n)) = (uint8_t)kind;
  *word_slot(lexer, name_intern(names, capitals, n)) = (uint8_t)kind;
}

static void add_keywords(Lexer *lexer) {
#define KEYWORD(name, text) add_keyword(lexer, text, TOKEN_##name);
#define WORD_OPERATOR(name, text) add_keyword(lexer, text, TOKEN_##name);
#include "frontend/keywords.def"
}

static bool is_hex(char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
}

static bool is_short_hex(const Names *names, Name name) {
  const char *text = name_text(names, name);
  size_t n = name_length(names, name);
  for (size_t i = 0; i < n; i++)
    if (i == 4 || !is_hex(text[i]))
      return false;
  return true;
}

/* What a name is; TOKEN_INVALID stands for one that begins with `_`, which
 * begins no token. */
static uint8_t word_class(Lexer *lexer, Name name) {
  uint8_t *slot = word_slot(lexer, name);
  if (*slot == WORD_UNKNOWN) {
    const Names *names = &lexer->session->names;
    char first = name_text(names, name)[0];
    *slot = first == '_'                     ? TOKEN_INVALID
            : (first >= '0' && first <= '9') ? TOKEN_NUMBER
                                             : TOKEN_IDENTIFIER;
    if (is_short_hex(names, name))
      *slot |= WORD_SHORT_HEX;
  }
  return *slot;
}

/* Pieces ahead */

static bool pull(Lexer *lexer) {
  Piece piece;
  if (lexer->has_ended || !macros_next(lexer->macros, &piece)) {
    lexer->has_ended = true;
    return false;
  }
  ARRAY_PUSH(&lexer->ahead, piece);
  return true;
}

static bool take(Lexer *lexer, Piece *piece) {
  if (lexer->ahead_at == lexer->ahead.n) {
    lexer->ahead_at = lexer->ahead.n = 0;
    if (lexer->has_ended || !macros_next(lexer->macros, piece)) {
      lexer->has_ended = true;
      return false;
    }
    return true;
  }
  *piece = lexer->ahead.v[lexer->ahead_at++];
  return true;
}

/* Most tokens are told by what follows them; so it is pulled only where one
 * cannot know it otherwise. */
static const Piece *peek(Lexer *lexer) {
  if (lexer->ahead_at == lexer->ahead.n) {
    const Piece *next = macros_at_hand(lexer->macros);
    if (next || !pull(lexer))
      return next;
  }
  return &lexer->ahead.v[lexer->ahead_at];
}

static void give_back(Lexer *lexer, Piece piece) {
  if (lexer->ahead_at) {
    lexer->ahead.v[--lexer->ahead_at] = piece;
    return;
  }
  ARRAY_PUSH(&lexer->ahead, piece);
  for (size_t i = lexer->ahead.n - 1; i > 0; i--)
    lexer->ahead.v[i] = lexer->ahead.v[i - 1];
  lexer->ahead.v[0] = piece;
}

static void skip_comment(Lexer *lexer) {
  Piece piece;
  do
    if (lexer->ahead_at == lexer->ahead.n)
      macros_skip_line(lexer->macros);
  while (take(lexer, &piece) && piece.kind != PIECE_NEWLINE);
  if (lexer->has_ended)
    macros_use_rest(lexer->macros);
}

static void end_calls(Lexer *lexer) {
  if (lexer->takes_calls)
    macros_take_calls(lexer->macros, false);
  lexer->takes_calls = false;
}

/* Pieces that touch */

/* The comment pieces of a run are taken apart: what looked like a comment to
 * m4 may be the rest of a path. */
static void split_last_comment(Lexer *lexer) {
  Piece last = lexer->ahead.v[lexer->ahead.n - 1];
  if (last.kind == PIECE_COMMENT) {
    lexer->ahead.n--;
    pieces_scan_comment(&lexer->ahead, lexer->session, last);
  }
}

/* How many pieces ahead belong to the run: up to a blank, in quotes to the
 * closing one; not many more than `limit`. */
static size_t gather_run(Lexer *lexer, size_t limit) {
  bool quoted = false;
  for (size_t i = 0;; i++) {
    if (lexer->ahead_at + i == lexer->ahead.n) {
      if (i >= limit || !pull(lexer))
        return i;
      split_last_comment(lexer);
    }
    Piece piece = lexer->ahead.v[lexer->ahead_at + i];
    bool is_quote = piece.kind == PIECE_CHAR && piece.byte == '"';
    if (piece.kind == PIECE_NEWLINE || (piece.kind == PIECE_SPACE && !quoted))
      return i;
    if (is_quote && (quoted || i > 0))
      return quoted ? i + 1 : i;
    quoted |= is_quote;
  }
}

/* Drops the first `n` bytes of what is ahead. */
static void drop_bytes(Lexer *lexer, size_t n) {
  Buffer text = {0};
  while (n) {
    Piece piece;
    take(lexer, &piece);
    text.n = 0;
    piece_render(&text, lexer->session, NULL, piece);
    if (text.n > n) {
      Pieces rest = {0};
      pieces_scan_text(&rest, &lexer->session->names, text.data + n,
                       text.n - n,
                       (Place){piece.loc + (Loc)n, piece.origin});
      while (rest.n)
        give_back(lexer, rest.v[--rest.n]);
      ARRAY_FREE(&rest);
      break;
    }
    n -= text.n;
  }
  buffer_free(&text);
}

/* Of bytes that cannot be seen, or are more than one, their numbers. */
static void report_bytes(Lexer *lexer, Place place, const char *text,
                         size_t n) {
  static const struct {
    const char *bytes, *name;
  } known[] = {{"\xef\xbb\xbf", " (a byte order mark)"},
               {"\xc2\xa0", " (a no-break space)"},
               {"\xe2\x80\x98", " (a typographic quote)"},
               {"\xe2\x80\x99", " (a typographic quote)"}};
  Diags *diags = &lexer->session->diags;
  char numbers[3 * 8 + 1] = "";
  const char *name = n > 8 ? " ..." : "";
  if (n == 1 && *text > ' ' && *text < 127) {
    diag_error_as(diags, ERROR_SYNTAX, place,
                  "the character '%c' has no meaning here", *text);
    return;
  }
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (n == strlen(known[i].bytes) && !memcmp(text, known[i].bytes, n))
      name = known[i].name;
  for (size_t i = 0; i < n && i < 8; i++)
    snprintf(numbers + 3 * i, 4, " %02x", (unsigned char)text[i]);
  diag_error_as(diags, ERROR_SYNTAX, place,
                "bytes that no policy can hold:%s%s", numbers, name);
}

static void report_invalid(Lexer *lexer, Place place, const char *text,
                           size_t n) {
  Macros *macros = lexer->macros;
  bool is_quote = *text == '`' || *text == '\'';
  if (lexer->is_mute)
    return;
  if (macros && (macros_blame_call(macros, place) ||
                 (is_quote && macros_blame_quote(macros, place))))
    return;
  if (*text == '"')
    diag_error_as(&lexer->session->diags, ERROR_SYNTAX, place,
                  n == 1 || text[n - 1] != '"'
                      ? "this quoted name is not closed on its line"
                      : "a quoted name is not empty and holds no '/', unless "
                        "it is a path that begins with one");
  else
    report_bytes(lexer, place, text, n);
  if (macros)
    macros_note_fault(macros, place, false);
}

static void finish_token(Lexer *lexer, Token *token, int kind,
                         const char *text, size_t n) {
  Names *names = &lexer->session->names;
  token->kind = (TokenKind)kind;
  if (kind == TOKEN_QUOTED_PATH || kind == TOKEN_FILE_NAME) {
    text++;
    n -= 2;
  } else if (kind > TOKEN_INVALID) { /* a sign (ORDER keywords.def) */
    return;
  }
  token->name = name_intern(names, text, n);
  if (kind == TOKEN_IDENTIFIER)
    token->kind = word_class(lexer, token->name) & WORD_KIND;
  else if (kind == TOKEN_NUMBER)
    token->number = strtoull(name_text(names, token->name), NULL, 0);
  else if (kind == TOKEN_INVALID)
    report_invalid(lexer, token->place, text, n);
}

/* Makes a token of what is ahead through the scanner.  It is given more as
 * long as the token might take more. */
static void scan_run(Lexer *lexer, Token *token) {
  enum { FIRST_LIMIT = 32, LOOK_AHEAD = 4 };
  int kind;
  size_t limit = FIRST_LIMIT, n;
  for (;; limit *= 4) {
    n = gather_run(lexer, limit);
    macros_use_text(lexer->macros, lexer->ahead.v + lexer->ahead_at, n);
    lexer->run.n = 0;
    for (size_t i = 0; i < n; i++)
      piece_render(&lexer->run, lexer->session, NULL,
                   lexer->ahead.v[lexer->ahead_at + i]);
    policy_text_set(&lexer->text, lexer->scanner, lexer->run.data,
                    lexer->run.n);
    kind = policy_text_next(lexer->scanner);
    if (n < limit || lexer->text.end + LOOK_AHEAD < lexer->run.n)
      break;
  }
  finish_token(lexer, token, kind, lexer->run.data, lexer->text.end);
  drop_bytes(lexer, lexer->text.end);
}

/* Whether a word or number may go on in the next piece. */
static bool word_goes_on(uint8_t class, const Piece *next) {
  if (!next)
    return false;
  if (next->kind <= PIECE_PARAM)
    return true;
  if (next->kind != PIECE_CHAR)
    return false;
  switch (next->byte) {
  case '-': return (class & WORD_KIND) != TOKEN_NUMBER;
  case '.':
  case '*':
  case '?': return true;
  case ':': return class & WORD_SHORT_HEX;
  default: return false;
  }
}

/* Whether a sign that may begin a longer token stands alone. */
static bool sign_is_alone(Lexer *lexer, uint32_t byte) {
  const Piece *next = peek(lexer);
  if (byte != ':' && byte != '*')
    return false;
  if (!next || (next->kind > PIECE_PARAM && next->kind != PIECE_CHAR))
    return true;
  if (next->kind == PIECE_CHAR)
    return byte == ':' ? next->byte != ':'
                       : next->byte != '*' && next->byte != '?';
  return byte == ':' && next->kind != PIECE_PARAM &&
         !(word_class(lexer, next->name) & WORD_SHORT_HEX);
}

/* Makes a token that begins with a given piece. */
static void lex_piece(Lexer *lexer, Piece piece, Token *token) {
  *token = (Token){.place = {piece.loc, piece.origin}};
  if (piece.kind <= PIECE_DIGITS) {
    uint8_t class = word_class(lexer, piece.name);
    if (class != TOKEN_INVALID && !word_goes_on(class, peek(lexer))) {
      token->kind = class & WORD_KIND;
      token->name = piece.name;
      if (token->kind == TOKEN_NUMBER)
        token->number = strtoull(
            name_text(&lexer->session->names, piece.name), NULL, 0);
      return;
    }
  } else if (piece.kind == PIECE_CHAR && piece.byte < 128) {
    if ((token->kind = signs[piece.byte]))
      return;
    if (sign_is_alone(lexer, piece.byte)) {
      token->kind = piece.byte == ':' ? TOKEN_COLON : TOKEN_STAR;
      return;
    }
  }
  give_back(lexer, piece);
  scan_run(lexer, token);
}

static bool take_behind_blanks(Lexer *lexer, Piece *piece) {
  if (lexer->ahead_at == lexer->ahead.n)
    macros_skip_blanks(lexer->macros);
  return take(lexer, piece);
}

static void next_of_macros(Lexer *lexer, Token *token) {
  Piece piece;
  while (take_behind_blanks(lexer, &piece)) {
    if (piece.kind == PIECE_SPACE || piece.kind == PIECE_NEWLINE ||
        piece.kind == PIECE_BUILTIN)
      continue;
    if (piece.kind == PIECE_CHAR)
      end_calls(lexer); /* a `#` of this kind does not keep them from being */
    if (piece.kind == PIECE_COMMENT ||
        (piece.kind == PIECE_CHAR && piece.byte == '#')) {
      skip_comment(lexer);
      continue;
    }
    end_calls(lexer);
    if (piece.kind == PIECE_STATEMENTS)
      *token = (Token){.kind = TOKEN_STATEMENTS,
                       .number = piece.number,
                       .place = {piece.loc, piece.origin}};
    else
      lex_piece(lexer, piece, token);
    return;
  }
  end_calls(lexer);
  lexer->has_ended = false; /* another source may be started */
  *token = (Token){.kind = TOKEN_END};
}

/* A plain text */

static void next_of_text(Lexer *lexer, Token *token) {
  int kind = policy_text_next(lexer->scanner);
  *token = (Token){.place = {lexer->base + (Loc)lexer->text.at, 0}};
  if (kind)
    finish_token(lexer, token, kind, lexer->text.v + lexer->text.at,
                 lexer->text.end - lexer->text.at);
}

void lexer_next(Lexer *lexer, Token *token) {
  if (lexer->macros)
    next_of_macros(lexer, token);
  else
    next_of_text(lexer, token);
}

void lexer_resume_statement(Lexer *lexer) {
  lexer->ahead.n = lexer->ahead_at = 0;
  lexer->has_ended = false;
  lexer->takes_calls = true;
  macros_take_calls(lexer->macros, true);
}

void lexer_next_statement(Lexer *lexer, Token *token) {
  if (lexer->macros && lexer->ahead_at == lexer->ahead.n)
    lexer_resume_statement(lexer);
  lexer_next(lexer, token);
}

void lexer_mute(Lexer *lexer, bool mute) {
  lexer->is_mute = mute;
}

Macros *lexer_macros(Lexer *lexer) {
  return lexer->macros;
}

bool lexer_is_plain_name(Lexer *lexer, Name name) {
  return word_class(lexer, name) == TOKEN_IDENTIFIER;
}

/* Making and freeing */

static Lexer *make_lexer(Session *session) {
  Lexer *lexer = mem_resize(NULL, sizeof *lexer);
  memset(lexer, 0, sizeof *lexer);
  lexer->session = session;
  lexer->scanner = policy_text_open(&lexer->text);
  add_keywords(lexer);
  return lexer;
}

Lexer *lexer_new(Session *session, Macros *macros) {
  Lexer *lexer = make_lexer(session);
  lexer->macros = macros;
  return lexer;
}

void lexer_restart(Lexer *lexer, Macros *macros) {
  lexer->macros = macros;
  lexer->ahead.n = lexer->ahead_at = 0;
  lexer->has_ended = lexer->takes_calls = lexer->is_mute = false;
}

Lexer *lexer_new_plain(Session *session, Loc source) {
  Lexer *lexer = make_lexer(session);
  const Source *text = source_of(&session->sources, source);
  lexer->base = text->base;
  source_use_line_marks(&session->sources, source);
  policy_text_set(&lexer->text, lexer->scanner, text->text,
                  session_takes_text(session, source) ? text->length : 0);
  return lexer;
}

void lexer_free(Lexer *lexer) {
  policy_text_close(lexer->scanner);
  mem_free(lexer->words);
  ARRAY_FREE(&lexer->ahead);
  buffer_free(&lexer->run);
  mem_free(lexer);
}
