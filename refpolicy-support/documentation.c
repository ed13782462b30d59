/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/documentation.h"

#include <ctype.h>
#include <string.h>

#include "lib/bytes.h"

/* Templates may call each other in circles: segenxml.py too stops at a number
 * of calls. */
enum { DEEPEST = 32, MOST_CALLS = 9999 };

static const char *skip_blanks(const char *at) {
  return at + strspn(at, " \t\r");
}

static bool is_word_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

static const char *skip_word(const char *at) {
  while (is_word_char(*at))
    at++;
  return at;
}

static const char *line_end(const char *at) {
  return at + strcspn(at, "\n");
}

static const char *next_line(const char *at) {
  at = line_end(at);
  return *at ? at + 1 : at;
}

/* ── required modules ───────────────────────────────────────────────────── */

/* Appends what the `##` comments say, which is XML. */
static void put_comments(Buffer *xml, const char *text) {
  for (const char *line = text; *line; line = next_line(line)) {
    const char *at = skip_blanks(line);
    if (at[0] != '#' || at[1] != '#' || !isspace((unsigned char)at[2]))
      continue;
    put_bytes(xml, at + 2, (size_t)(line_end(at) - at - 2));
    put_string(xml, "\n");
  }
  put_u8(xml, 0);
}

bool documentation_is_required(const char *text) {
  static const char tag[] = "<required";
  Buffer xml = {0};
  bool required = false;
  put_comments(&xml, text);
  const char *at = xml.data;
  while (!required && (at = strstr(at, tag))) {
    at += sizeof tag - 1;
    const char *end = at + strcspn(at, ">"), *value = strstr(at, "val=");
    required = isspace((unsigned char)*at) && value && value < end &&
               (!strncmp(value + 4, "\"true\"", 6) ||
                !strncmp(value + 4, "'true'", 6));
  }
  buffer_free(&xml);
  return required;
}

/* ── booleans ───────────────────────────────────────────────────────────── */

static const Template *find_template(const Declarations *declarations,
                                     Name name) {
  for (size_t i = 0; name && i < declarations->templates.n; i++)
    if (declarations->templates.v[i].name == name)
      return &declarations->templates.v[i];
  return NULL;
}

/* "template(`NAME',`" begins a template, "')" on a line of its own ends it;
 * gives the place behind. */
static const char *add_template(Declarations *declarations,
                                const char *line) {
  static const char opening[] = "template(`", closing[] = "',`";
  if (strncmp(line, opening, sizeof opening - 1))
    return next_line(line);
  const char *name = line + sizeof opening - 1;
  size_t length = strcspn(name, "'\n");
  if (strncmp(name + length, closing, sizeof closing - 1))
    return next_line(line);
  const char *body = next_line(line), *end = body;
  while (*end && strncmp(end, "')", 2))
    end = next_line(end);
  Template new = {name_intern(&declarations->session->names, name, length),
                  body, (size_t)(end - body)};
  if (!find_template(declarations, new.name))
    ARRAY_PUSH(&declarations->templates, new);
  return end;
}

void declarations_add_templates(Declarations *declarations, Loc base) {
  const char *at = source_of(&declarations->session->sources, base)->text;
  while (*at)
    at = add_template(declarations, at);
}

/* A piece of a line. */
typedef struct Piece {
  const char *text;
  size_t length;
} Piece;

/* The words of a call as segenxml.py splits them: the macro's name, then its
 * arguments. */
typedef struct CallWords {
  Piece v[10];
  size_t n;
} CallWords;

/* Whether a line calls something_template(word, …), brackets closed. */
static bool is_template_call(const char *line) {
  static const char suffix[] = "_template";
  const char *at = skip_blanks(line), *name = at;
  at = skip_word(at);
  size_t length = (size_t)(at - name);
  if (*at != '(' || length < sizeof suffix - 1 ||
      strncmp(at - sizeof suffix + 1, suffix, sizeof suffix - 1))
    return false;
  at = skip_blanks(skip_word(skip_blanks(at + 1)));
  while (*at == ',')
    at += 1 + strcspn(at + 1, ",)");
  return *at == ')';
}

static CallWords split_call(const char *line) {
  static const char others[] = "\" {}";
  CallWords words = {.n = 0};
  for (const char *at = skip_blanks(line); *at && words.n < 10; at++) {
    const char *start = at;
    while (*at && (is_word_char(*at) || strchr(others, *at)))
      at++;
    if (at == start)
      continue;
    const char *end = at;
    while (start < end && *start == ' ')
      start++;
    while (end > start && end[-1] == ' ')
      end--;
    words.v[words.n++] = (Piece){start, (size_t)(end - start)};
    if (!*at)
      break;
  }
  return words;
}

/* A line of a template with `$1` … `$9` replaced. */
static char *substituted(Arena *arena, Piece line, const CallWords *words) {
  Buffer out = {0};
  for (size_t i = 0; i < line.length; i++) {
    char c = line.text[i], digit = i + 1 < line.length ? line.text[i + 1] : 0;
    size_t number = (size_t)(digit - '0');
    if (c == '$' && digit > '0' && digit <= '9' && number < words->n) {
      put_bytes(&out, words->v[number].text, words->v[number].length);
      i++;
    } else {
      put_u8(&out, (uint8_t)c);
    }
  }
  char *result = arena_printf(arena, "%.*s", (int)out.n,
                              out.data ? out.data : "");
  buffer_free(&out);
  return result;
}

static const char *after(const char *at, const char *text) {
  size_t n = strlen(text);
  return at && !strncmp(at, text, n) ? skip_blanks(at + n) : NULL;
}

static const char *after_optional(const char *at, char c) {
  return *at == c ? skip_blanks(at + 1) : at;
}

/* A line `gen_bool(NAME, VALUE)` or `gen_tunable(…)`. */
static void read_declaration(Declarations *declarations, const char *line,
                             Place place) {
  const char *at = skip_blanks(line), *behind;
  bool is_tunable = !strncmp(at, "gen_tunable(", 12);
  if (!(at = after(at, is_tunable ? "gen_tunable(" : "gen_bool(")))
    return;
  const char *name = at = after_optional(at, '`');
  const char *end = skip_word(at);
  at = after(after_optional(skip_blanks(end), '\''), ",");
  if (!at)
    return;
  bool value = (behind = after(at, "true")) != NULL;
  if (!value)
    behind = after(at, "false");
  if (!after(behind, ")"))
    return;
  BooleanSettings *to =
      is_tunable ? &declarations->tunables : &declarations->bools;
  ARRAY_PUSH(to, (BooleanSetting){
                     arena_printf(&declarations->session->arena, "%.*s",
                                  (int)(end - name), name),
                     value, place});
}

/* A line, or what the template that it calls makes of it. */
static void read_line(Declarations *declarations, const char *line,
                      Place place, unsigned depth) {
  Session *session = declarations->session;
  if (!is_template_call(line)) {
    read_declaration(declarations, line, place);
    return;
  }
  CallWords words = split_call(line);
  const Template *template = find_template(
      declarations,
      name_find(&session->names, words.v[0].text, words.v[0].length));
  if (!template || depth == DEEPEST || declarations->n_calls == MOST_CALLS)
    return;
  declarations->n_calls++;
  const char *end = template->body + template->length;
  for (const char *at = template->body; at < end; at = next_line(at)) {
    Piece piece = {at, (size_t)(line_end(at) - at)};
    read_line(declarations, substituted(&session->arena, piece, &words),
              place, depth + 1);
  }
}

/* Few lines concern us: not all need a copy of their own. */
static bool is_interesting(Piece line) {
  return memmem(line.text, line.length, "gen_", 4) ||
         memmem(line.text, line.length, "_template(", 10);
}

void declarations_read(Declarations *declarations, Loc base) {
  Session *session = declarations->session;
  const Source *source = source_of(&session->sources, base);
  const char *text = source->text;
  for (const char *at = text; *at; at = next_line(at)) {
    Piece piece = {at, (size_t)(line_end(at) - at)};
    if (is_interesting(piece))
      read_line(declarations,
                arena_printf(&session->arena, "%.*s", (int)piece.length, at),
                (Place){base + (Loc)(at - text), 0}, 0);
  }
}

void declarations_free(Declarations *declarations) {
  ARRAY_FREE(&declarations->templates);
}
