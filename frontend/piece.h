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
#include "lib/names.h"
#include "lib/source.h"

/* The kinds that may join with the piece behind them come first, then those
 * whose text is a name; the comparisons below rely on the ORDER. */
typedef enum PieceKind {
  PIECE_WORD,    /* name: a letter or _, then letters, digits, _ */
  PIECE_DIGITS,  /* name: digits behind something that is no word */
  PIECE_PARAM,   /* name: `$1`; number: which.  Stands for an argument where a
                    macro's body is read, elsewhere for its own text */
  PIECE_SPACE,   /* name: blanks other than the newline */
  PIECE_NEWLINE, /* one newline */
  PIECE_CHAR,    /* byte: any other single byte */
  PIECE_OPEN,    /* opening quote; match: how far its closing quote lies
                    ahead in the list, 0 if it has none there */
  PIECE_CLOSE,   /* closing quote */
  PIECE_BUILTIN, /* builtin: what defn gives for a built-in macro; no text */
} PieceKind;

/* What `number` of a PIECE_PARAM is when it is not a digit. */
enum {
  PARAM_COUNT = 0xffff,  /* $# */
  PARAM_LIST = 0xfffe,   /* $* */
  PARAM_QUOTED = 0xfffd, /* $@ */
  PARAM_LAST = 0xfff0    /* the highest $n */
};

typedef struct Piece {
  uint8_t kind;     /* PieceKind */
  uint8_t params;   /* of OPEN: there are PIECE_PARAMs before its CLOSE */
  uint16_t number;  /* of PARAM */
  union {
    Name name;        /* of WORD, DIGITS, PARAM, SPACE */
    uint32_t byte;    /* of CHAR */
    uint32_t match;   /* of OPEN */
    uint32_t builtin; /* of BUILTIN */
  };
  Loc loc;       /* where it is written */
  Origin origin; /* the call in whose body; 0 in a list: that of the list */
} Piece;

typedef ARRAY(Piece) Pieces;

/* The quotes and the comment of the macro language at some time.  Empty
 * strings: there are none. */
typedef struct Syntax {
  const char *open, *close;            /* ` and ' */
  const char *comment, *comment_close; /* # and newline */
} Syntax;

/* Some pieces in a row, read under one syntax. */
typedef struct Slice {
  const Piece *v;
  size_t n;
  Origin origin;    /* of those pieces whose own origin is 0 */
  uint16_t syntax;  /* the number of the Syntax, 0 for the usual one */
  bool is_lasting;  /* lives as long as the session */
  bool has_params;
} Slice;

/* Cuts a text into pieces under the usual syntax, the first at `loc`.  With
 * `spread` each piece has its own Loc from there, as in a source; without,
 * all have `loc`, as in a text that was computed. */
void pieces_scan(Pieces *pieces, Names *names, const char *text, size_t n,
                 Loc loc, bool spread);
/* Sets `match` and `params` of the quotes in a list. */
void pieces_match_quotes(Piece *pieces, size_t n);
/* Appends a piece, joining it to the last one where both make one piece:
 * `a` and `1`, `$` and `1`. */
void pieces_append(Pieces *pieces, Names *names, Piece piece);
/* Turns the quotes of one syntax into those of another. */
void pieces_change_syntax(Pieces *to, const Piece *v, size_t n,
                          const Syntax *old, const Syntax *new);
/* Appends the text of one piece. */
void piece_render(Buffer *buffer, const Names *names, const Syntax *syntax,
                  Piece piece);

#endif
