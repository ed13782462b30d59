/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/file_contexts.h"

#include <ctype.h>
#include <string.h>

#include "lib/bytes.h"

/* Where a stretch of a line's text comes from. */
typedef struct Mark {
  size_t offset;
  Place place;
} Mark;

typedef struct Line {
  Session *session;
  Macros *macros; /* NULL: plain text */
  FileContexts *contexts;
  Buffer text;
  ARRAY(Mark) marks; /* by rising offset */
} Line;

/* A word of a line. */
typedef struct Field {
  const char *text;
  size_t n;
  Place place;
} Field;

static void mark(Line *line, Place place) {
  ARRAY_PUSH(&line->marks, (Mark){line->text.n, place});
}

static Place place_at(const Line *line, size_t offset) {
  size_t i = line->marks.n;
  while (i > 1 && line->marks.v[i - 1].offset > offset)
    i--;
  Mark last = line->marks.v[i - 1];
  return (Place){last.place.loc + (Loc)(offset - last.offset),
                 last.place.origin};
}

/* Cuts the line into fields; gives how many there are, though it sets no more
 * than `limit`. */
static int split(const Line *line, Field *fields, int limit) {
  const char *text = line->text.data;
  size_t at = 0, end = line->text.n;
  int n = 0;
  for (;;) {
    while (at < end && isspace((unsigned char)text[at]))
      at++;
    if (at == end)
      return n;
    size_t start = at;
    while (at < end && !isspace((unsigned char)text[at]))
      at++;
    if (n++ < limit)
      fields[n - 1] = (Field){text + start, at - start, place_at(line, start)};
  }
}

static bool is_kind(Field field) {
  return field.n == 2 && field.text[0] == '-' && field.text[1] &&
         strchr("-bcdlps", field.text[1]);
}

static bool is_none(Field field) {
  return field.n == 8 && !memcmp(field.text, "<<none>>", 8);
}

/* `user:role:type` and perhaps `:range`, each of the characters that a name
 * (or a range) may have. */
static bool is_context(Field field) {
  int colons = 0;
  for (size_t i = 0; i < field.n; i++) {
    char c = field.text[i];
    bool is_empty = c == ':' && (i == 0 || field.text[i - 1] == ':');
    if (is_empty ||
        !(isalnum((unsigned char)c) || (c && strchr("_-.:", c)) ||
          (c == ',' && colons > 2)))
      return false;
    colons += c == ':';
  }
  return colons >= 2 && field.text[field.n - 1] != ':';
}

/* What an engine leaves of `name(` when there is no such macro. */
static size_t macro_length(Field field) {
  size_t n = 0;
  while (n < field.n && (isalnum((unsigned char)field.text[n]) ||
                         field.text[n] == '_'))
    n++;
  return n && n < field.n && field.text[n] == '(' ? n : 0;
}

static void report_macro(Line *line, Field field, size_t n) {
  Session *session = line->session;
  Name name = name_intern(&session->names, field.text, n);
  if (line->macros && macros_expects_unknown(line->macros, name, field.place))
    return;
  diag_error_as(&session->diags, ERROR_FILE_CONTEXT, field.place,
                "unknown macro '%s'", name_text(&session->names, name));
  Name near = line->macros ? macros_suggest(line->macros, name) : NO_NAME;
  if (near)
    diag_note(&session->diags, no_place, "did you mean '%s'?",
              name_text(&session->names, near));
}

static void report_context(Line *line, Field field) {
  Diags *diags = &line->session->diags;
  size_t macro = macro_length(field);
  if (macro)
    report_macro(line, field, macro);
  else
    diag_error_as(diags, ERROR_FILE_CONTEXT, field.place,
                  "'%.*s' is no context: expected user:role:type, with a range "
                  "in an MLS policy, or <<none>>",
                  (int)field.n, field.text);
}

/* PATTERN, perhaps a kind of file, a context, perhaps a comment. */
static bool are_right(const Field *fields, int n, bool has_kind) {
  const Field *context = &fields[1 + has_kind];
  return (!has_kind || is_kind(fields[1])) && n >= 2 + has_kind &&
         (is_none(*context) || is_context(*context)) &&
         (n == 2 + has_kind || context[1].text[0] == '#');
}

static void report_fields(Line *line, const Field *fields, int n,
                          bool has_kind) {
  Diags *diags = &line->session->diags;
  const Field *context = &fields[1 + has_kind];
  if (line->macros && macros_blame_call(line->macros, fields[0].place))
    return;
  if (has_kind && !is_kind(fields[1]))
    diag_error_as(diags, ERROR_FILE_CONTEXT, fields[1].place,
                  "'%.*s' is no kind of file: -- -b -c -d -l -p or -s",
                  (int)fields[1].n, fields[1].text);
  else if (n < 2 + has_kind)
    diag_error_as(diags, ERROR_FILE_CONTEXT, fields[0].place,
                  "a context is missing behind '%.*s'", (int)fields[n - 1].n,
                  fields[n - 1].text);
  else if (!is_none(*context) && !is_context(*context))
    report_context(line, *context);
  else
    diag_error_as(diags, ERROR_FILE_CONTEXT, context[1].place,
                  "expected the end of the line after the context");
}

static void read_fields(Line *line, const Field *fields, int n) {
  bool has_kind = n > 1 && fields[1].text[0] == '-';
  const Field *context = &fields[1 + has_kind];
  if (!are_right(fields, n, has_kind)) {
    report_fields(line, fields, n, has_kind);
    return;
  }
  Names *names = &line->session->names;
  FileContext entry = {.path = name_intern(names, fields[0].text, fields[0].n),
                       .kind = has_kind ? fields[1].text[1] : 0,
                       .place = fields[0].place};
  if (!is_none(*context))
    entry.context = name_intern(names, context->text, context->n);
  ARRAY_PUSH(line->contexts, entry);
}

/* Reads the line gathered so far, and begins the next. */
static void line_end(Line *line) {
  enum { FIELDS_MAX = 4 }; /* one more than is right */
  Field fields[FIELDS_MAX];
  int n = line->marks.n ? split(line, fields, FIELDS_MAX) : 0;
  if (n && fields[0].text[0] != '#')
    read_fields(line, fields, n);
  line->text.n = line->marks.n = 0;
}

static void line_free(Line *line) {
  line_end(line);
  buffer_free(&line->text);
  ARRAY_FREE(&line->marks);
}

static bool line_is_blank(const Line *line) {
  for (size_t i = 0; i < line->text.n; i++)
    if (!isspace((unsigned char)line->text.data[i]))
      return false;
  return true;
}

void file_contexts_read(Session *session, Macros *macros,
                        FileContexts *contexts) {
  Line line = {.session = session, .macros = macros, .contexts = contexts};
  Piece piece;
  while (macros_next(macros, &piece)) {
    if (piece.kind == PIECE_NEWLINE) {
      macros_set_literal(macros, false);
      line_end(&line);
      continue;
    }
    /* A path may hold the name of a macro: it goes on to the next blank. */
    bool is_blank = piece.kind == PIECE_SPACE;
    if (is_blank || line_is_blank(&line))
      macros_set_literal(macros, !is_blank);
    mark(&line, (Place){piece.loc, piece.origin});
    macros_put_piece(macros, piece, &line.text);
  }
  if (macros_was_cut_off(macros))
    line.text.n = line.marks.n = 0;
  line_free(&line);
}

void file_contexts_read_plain(Session *session, Loc source,
                              FileContexts *contexts) {
  Line line = {.session = session, .contexts = contexts};
  const Source *file = source_of(&session->sources, source);
  bool is_text = session_takes_text(session, source);
  const char *at = file->text, *end = at + (is_text ? file->length : 0);
  while (at < end) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    mark(&line, (Place){source + (Loc)(at - file->text), 0});
    put_bytes(&line.text, at, (size_t)(stop - at));
    line_end(&line);
    at = stop + 1;
  }
  line_free(&line);
}
