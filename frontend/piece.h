/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pieces: what the macro language (m4) sees of a text.
 *
 * A source is cut into pieces once; macro bodies and arguments are lists of
 * pieces, never text to be scanned again.  Nothing is lost: the pieces of a
 * list, rendered one after the other, are the text. */
#ifndef FRONTEND_PIECE_H
#define FRONTEND_PIECE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/array.h"
#include "lib/bytes.h"
#include "lib/session.h"

/* The kinds that may join with the piece behind them come first (ORDER). */
typedef enum PieceKind {
  PIECE_WORD,    /* name: a letter or _, then letters, digits, _ */
  PIECE_DIGITS,  /* name: digits behind something that is no word */
  PIECE_PARAM,   /* name: `$1`; number: which.  Stands for an argument where a
                    macro's body is read, elsewhere for its own text */
  PIECE_SPACE,   /* number: a blank byte, no newline; count: how many of it */
  PIECE_NEWLINE, /* one newline */
  PIECE_CHAR,    /* byte: any other single byte */
  PIECE_OPEN,    /* opening quote; match: how far its closing quote lies
                    ahead in the list, 0 if it has none there */
  PIECE_CLOSE,   /* closing quote */
  PIECE_COMMENT, /* count: bytes in the source from loc on: `#` and what
                    follows in its line, no quote and no `$` in it */
  PIECE_BUILTIN, /* builtin: what defn gives for a built-in macro; no text */
  PIECE_STATEMENTS, /* number: the last TokenKind of statements that stand for
                       a whole call (frontend/templates.h); no text */
} PieceKind;

/* What `number` of a PIECE_PARAM is when it is not a digit. */
enum {
  PARAM_COUNT = 0xffff,  /* $# */
  PARAM_LIST = 0xfffe,   /* $* */
  PARAM_QUOTED = 0xfffd, /* $@ */
  PARAM_LAST = 0xfff0    /* the highest $n; what is above has no argument */
};

typedef struct Piece {
  uint8_t kind;    /* PieceKind */
  uint8_t params;  /* of OPEN: there are PIECE_PARAMs before its CLOSE */
  uint16_t number; /* of PARAM and SPACE */
  union {
    Name name;
    uint32_t byte, match, count, builtin;
  };
  Loc loc;       /* where it is written */
  Origin origin; /* the call in whose body; 0 in a list: that of the list */
} Piece;

typedef ARRAY(Piece) Pieces;

/* The quotes of the macro language at some time; empty strings for none. */
typedef struct Quotes {
  const char *open, *close;
} Quotes;

/* Cuts a source into pieces under the usual quotes. */
void pieces_scan_source(Pieces *pieces, Session *session, Loc source);
/* The same for some bytes of a source. */
void pieces_scan_stretch(Pieces *pieces, Session *session, Loc from,
                         size_t length);
/* Appends the pieces of a comment's text: none of them is a COMMENT. */
void pieces_scan_comment(Pieces *pieces, Session *session, Piece comment);
/* Cuts a computed text into pieces, all of which have the given place. */
void pieces_scan_text(Pieces *pieces, Names *names, const char *text,
                      size_t n, Place place);

/* A piece that is one byte. */
static inline Piece piece_of_byte(char byte, Place place) {
  return (Piece){.kind = PIECE_CHAR,
                 .byte = (unsigned char)byte,
                 .loc = place.loc,
                 .origin = place.origin};
}

/* Whether two pieces, one behind the other, make one: `a` and `1`, `$` and
 * `1`.  The scanner never leaves them apart; macros can bring them together. */
bool pieces_touch(Piece first, Piece second);
/* Appends a list with the pieces that touch made one. */
void pieces_join(Pieces *to, Session *session, const Piece *v, size_t n);
/* Sets `match` and `params` of the quotes in a list; says whether each quote
 * has its match there. */
bool pieces_match_quotes(Piece *pieces, size_t n);
/* Appends a list that was cut under the quotes `old` as it is cut under
 * `new`. */
void pieces_requote(Pieces *to, Session *session, const Piece *v, size_t n,
                    const Quotes *old, const Quotes *new);
/* Appends the text of one piece. */
void piece_render(Buffer *buffer, const Session *session, const Quotes *quotes,
                  Piece piece);

#endif
