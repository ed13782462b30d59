/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cuts a text into the pieces of the macro language (frontend/piece.h).
 *
 * This is a hot path: each byte of a policy's sources goes through it, in ten
 * thousand stretches, most of them small; flex took twice the instructions. */
#include <string.h>

#include "frontend/piece.h"

static inline bool is_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         byte == '_';
}

static inline bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

/* A text, and how its pieces are placed. */
typedef struct Scan {
  const char *text, *end;
  Pieces *pieces;
  Names *names;
  Place place;    /* of the first byte, or of all */
  bool is_source; /* each piece has a place of its own */
  bool in_comment;
} Scan;

/* Adds a piece that begins at `from`; `value` is what the kind says. */
static inline void put(Scan *scan, const char *from, PieceKind kind,
                       uint32_t value, unsigned number) {
  Loc shift = scan->is_source ? (Loc)(from - scan->text) : 0;
  ARRAY_PUSH(scan->pieces, (Piece){.kind = (uint8_t)kind,
                                   .number = (uint16_t)number,
                                   .name = value,
                                   .loc = scan->place.loc + shift,
                                   .origin = scan->place.origin});
}

static inline void put_name(Scan *scan, PieceKind kind, const char *from,
                            const char *end, unsigned number) {
  put(scan, from, kind, name_intern(scan->names, from, (size_t)(end - from)),
      number);
}

static const char *end_of_word(const char *at, const char *end) {
  while (at < end && (is_letter(*at) || is_digit(*at)))
    at++;
  return at;
}

static const char *end_of_digits(const char *at, const char *end) {
  while (at < end && is_digit(*at))
    at++;
  return at;
}

static unsigned param_number(const char *digits, const char *end) {
  unsigned number = 0;
  for (; digits < end; digits++)
    if (number <= PARAM_LAST)
      number = number * 10 + (unsigned)(*digits - '0');
  return number > PARAM_LAST ? PARAM_LAST : number;
}

/* What begins with a `$`; gives its end. */
static const char *scan_dollar(Scan *scan, const char *from) {
  const char *at = from + 1;
  switch (at < scan->end ? *at : 0) {
  case '#': put_name(scan, PIECE_PARAM, from, ++at, PARAM_COUNT); return at;
  case '*': put_name(scan, PIECE_PARAM, from, ++at, PARAM_LIST); return at;
  case '@': put_name(scan, PIECE_PARAM, from, ++at, PARAM_QUOTED); return at;
  default: break;
  }
  const char *end = end_of_digits(at, scan->end);
  if (end == at)
    put(scan, from, PIECE_CHAR, '$', 0);
  else
    put_name(scan, PIECE_PARAM, from, end, param_number(at, end));
  return end;
}

/* A comment is one piece if it ends where its line does; else there is a quote
 * or a parameter in it.  Gives where to go on. */
static const char *scan_comment(Scan *scan, const char *from) {
  const char *at = from + 1;
  if (scan->is_source && !scan->in_comment) {
    while (at < scan->end && *at != '\n' && *at != '`' && *at != '\'' &&
           *at != '$')
      at++;
    if (at == scan->end || *at == '\n') {
      put(scan, from, PIECE_COMMENT, (uint32_t)(at - from), 0);
      return at;
    }
  }
  put(scan, from, PIECE_CHAR, '#', 0);
  return from + 1;
}

/* Scans what begins at `from`; gives its end. */
static const char *scan_piece(Scan *scan, const char *from) {
  const char *at = from + 1, *end = scan->end;
  if (is_letter(*from)) {
    at = end_of_word(at, end);
    put_name(scan, PIECE_WORD, from, at, 0);
    return at;
  }
  if (is_digit(*from)) {
    at = end_of_digits(at, end);
    put_name(scan, PIECE_DIGITS, from, at, 0);
    return at;
  }
  switch (*from) {
  case ' ':
  case '\t':
  case '\r':
  case '\f':
    while (at < end && *at == *from)
      at++;
    put(scan, from, PIECE_SPACE, (uint32_t)(at - from), (unsigned)*from);
    return at;
  case '\n': put(scan, from, PIECE_NEWLINE, 0, 0); return at;
  case '`': put(scan, from, PIECE_OPEN, 0, 0); return at;
  case '\'': put(scan, from, PIECE_CLOSE, 0, 0); return at;
  case '$': return scan_dollar(scan, from);
  case '#': return scan_comment(scan, from);
  default:
    put(scan, from, PIECE_CHAR, (unsigned char)*from, 0);
    return at;
  }
}

static void scan_all(Scan *scan) {
  size_t first = scan->pieces->n;
  for (const char *at = scan->text; at < scan->end;)
    at = scan_piece(scan, at);
  pieces_match_quotes(scan->pieces->v + first, scan->pieces->n - first);
}

void pieces_scan_source(Pieces *pieces, Session *session, Loc source) {
  const Source *text = source_of(&session->sources, source);
  pieces_scan_stretch(pieces, session, text->base, text->length);
}

/* The scan of some bytes of a source. */
static Scan source_scan(Pieces *pieces, Session *session, Place place,
                        size_t length) {
  const Source *source = source_of(&session->sources, place.loc);
  const char *text = source->text + (place.loc - source->base);
  return (Scan){.text = text,
                .end = text + length,
                .pieces = pieces,
                .names = &session->names,
                .place = place,
                .is_source = true};
}

void pieces_scan_stretch(Pieces *pieces, Session *session, Loc from,
                         size_t length) {
  Scan scan = source_scan(pieces, session, (Place){from, 0}, length);
  scan_all(&scan);
}

void pieces_scan_comment(Pieces *pieces, Session *session, Piece comment) {
  Place place = {comment.loc, comment.origin};
  Scan scan = source_scan(pieces, session, place, comment.count);
  scan.in_comment = true;
  scan_all(&scan);
}

void pieces_scan_text(Pieces *pieces, Names *names, const char *text,
                      size_t n, Place place) {
  Scan scan = {.text = text,
               .end = n ? text + n : text, /* the text may be NULL then */
               .pieces = pieces,
               .names = names,
               .place = place};
  scan_all(&scan);
}
