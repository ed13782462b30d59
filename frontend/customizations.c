/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/customizations.h"

#include <string.h>

#include "lib/bytes.h"

typedef struct KindRow {
  const char *word, *actions, *options, *needed, *subject;
} KindRow;

static const KindRow kinds[] = {
#define CUSTOM(id, ...) {__VA_ARGS__},
#include "ir/customizations.def"
};

typedef struct OptionRow {
  char letter;
  const char *name;
} OptionRow;

/* ORDER CustomOption */
static const OptionRow value_options[] = {
#define CUSTOM_OPTION(id, letter, name) {letter, name},
#include "ir/custom_options.def"
};

/* Actions, the value of a boolean, and what has no effect on a file: whether
 * the policy is reloaded, and into which store the lines go. */
static const OptionRow flags[] = {
    {'a', "add"}, {'m', "modify"}, {'d', "delete"}, {'D', "deleteall"},
    {'1', "on"},  {'0', "off"},    {'N', "noreload"}};
static const OptionRow module_flags[] = {{'d', "disable"}, {'e', "enable"}};
static const OptionRow ignored[] = {{'S', "store"}};

/* A word without its quotes; `place` is its first byte behind them. */
typedef struct Word {
  Name text;
  Place place;
  bool is_quoted; /* then it is no option */
} Word;

typedef struct LineReader {
  Session *session;
  const char *at, *end; /* the rest of the line */
  Loc loc;              /* of `at` */
  const KindRow *kind;
  Customization line;
  char value; /* of a boolean: '0' or '1', 0: not given */
  bool failed;
} LineReader;

static const char *text_of(const LineReader *reader, Name name) {
  return name_text(&reader->session->names, name);
}

static void fail(LineReader *reader, const Word *word, const char *message) {
  if (reader->failed)
    return;
  reader->failed = true;
  diag_error_as(&reader->session->diags, ERROR_SYNTAX, word->place, "%s",
                message);
  diag_span(&reader->session->diags,
            name_length(&reader->session->names, word->text));
}

#define FAIL(reader, word, ...)                                                \
  fail((reader), (word), arena_printf(&(reader)->session->arena, __VA_ARGS__))

/* Words */

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static void advance(LineReader *reader, size_t n) {
  reader->at += n;
  reader->loc += (Loc)n;
}

/* Appends a part between quotes; `reader` stands at the first of them. */
static void read_quoted(LineReader *reader, Buffer *out) {
  const char *end = memchr(reader->at + 1, *reader->at,
                           (size_t)(reader->end - reader->at) - 1);
  if (!end) {
    Word quote = {name_intern(&reader->session->names, reader->at, 1),
                  {reader->loc, 0}, true};
    FAIL(reader, &quote, "the quote has no end on its line");
    advance(reader, (size_t)(reader->end - reader->at));
    return;
  }
  put_bytes(out, reader->at + 1, (size_t)(end - reader->at) - 1);
  advance(reader, (size_t)(end - reader->at) + 1);
}

/* The next word; false at the end of the line. */
static bool read_word(LineReader *reader, Word *word) {
  Buffer text = {0};
  while (reader->at < reader->end && is_blank(*reader->at))
    advance(reader, 1);
  if (reader->at == reader->end)
    return false;
  word->is_quoted = *reader->at == '\'' || *reader->at == '"';
  word->place = (Place){reader->loc + word->is_quoted, 0};
  while (reader->at < reader->end && !is_blank(*reader->at))
    if (*reader->at == '\'' || *reader->at == '"') {
      read_quoted(reader, &text);
    } else {
      put_u8(&text, (uint8_t)*reader->at);
      advance(reader, 1);
    }
  word->text = name_intern(&reader->session->names, text.n ? text.data : "",
                           text.n);
  buffer_free(&text);
  return true;
}

/* Options */

static void set_action(LineReader *reader, const Word *word, char action) {
  if (action != CUSTOM_SET && !strchr(reader->kind->actions, action))
    FAIL(reader, word, "'%s' takes no '%s'", reader->kind->word,
         text_of(reader, word->text));
  else if (reader->line.action != CUSTOM_SET &&
           reader->line.action != (CustomAction)action)
    FAIL(reader, word, "a second action, '%s'", text_of(reader, word->text));
  reader->line.action = (CustomAction)action;
}

static void take_flag(LineReader *reader, const Word *word, char letter) {
  bool is_boolean = reader->line.kind == CUSTOM_BOOLEAN;
  switch (letter) {
  case 'N': return;
  case '0':
  case '1':
    if (!is_boolean || (reader->value && reader->value != letter))
      FAIL(reader, word, "'%s' %s '%s'", reader->kind->word,
           is_boolean ? "has a value before" : "takes no",
           text_of(reader, word->text));
    reader->value = letter;
    return;
  default: set_action(reader, word, letter); return;
  }
}

/* Further roles are added to those given before. */
static Name add_roles(LineReader *reader, Name before, Name more) {
  if (!before)
    return more;
  return name_intern_string(
      &reader->session->names,
      arena_printf(&reader->session->arena, "%s %s", text_of(reader, before),
                   text_of(reader, more)));
}

static void set_option(LineReader *reader, const Word *word, size_t option,
                       const Word *value) {
  Ident *ident = &reader->line.options[option];
  if (!strchr(reader->kind->options, value_options[option].letter))
    FAIL(reader, word, "'%s' takes no '-%c'", reader->kind->word,
         value_options[option].letter);
  else if (!name_length(&reader->session->names, value->text))
    FAIL(reader, word, "the value of '-%c' is empty",
         value_options[option].letter);
  else if (option == CUSTOM_OPTION_ROLES)
    *ident = (Ident){add_roles(reader, ident->name, value->text),
                     ident->name ? ident->place : value->place};
  else if (ident->name && ident->name != value->text)
    FAIL(reader, word, "a second '-%c'", value_options[option].letter);
  else
    *ident = (Ident){value->text, value->place};
}

/* Finds an option by letter or by name; its row, or n. */
static size_t find_option(const OptionRow *rows, size_t n, char letter,
                          const char *name, size_t length) {
  size_t i = 0;
  while (i < n && !(name ? !strncmp(rows[i].name, name, length) &&
                               !rows[i].name[length]
                         : rows[i].letter == letter))
    i++;
  return i;
}

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static bool find_flag(const LineReader *reader, char *letter,
                      const char *name, size_t length) {
  bool module = reader->line.kind == CUSTOM_MODULE;
  const OptionRow *rows = module ? module_flags : flags;
  size_t n = module ? COUNT(module_flags) : COUNT(flags);
  size_t row = find_option(rows, n, *letter, name, length);
  if (row == n && module) {
    rows = flags, n = COUNT(flags);
    row = find_option(rows, n, *letter, name, length);
  }
  if (row < n)
    *letter = rows[row].letter;
  return row < n;
}

/* The value of an option: what follows in its word, or the next word. */
static bool read_value(LineReader *reader, const Word *word,
                       const char *rest, Word *value) {
  if (*rest) {
    size_t before = (size_t)(rest - text_of(reader, word->text));
    *value = (Word){name_intern_string(&reader->session->names, rest),
                    {word->place.loc + (Loc)before, 0}, true};
    return true;
  }
  if (read_word(reader, value))
    return true;
  FAIL(reader, word, "'%s' has no value", text_of(reader, word->text));
  return false;
}

/* One option with a value; false if it is none. */
static bool take_value(LineReader *reader, const Word *word, char letter,
                       const char *name, size_t length, const char *rest) {
  size_t option = find_option(value_options, COUNT(value_options), letter,
                              name, length);
  bool is_ignored = find_option(ignored, COUNT(ignored), letter, name,
                                length) < COUNT(ignored);
  Word value;
  if (option == COUNT(value_options) && !is_ignored)
    return false;
  if (read_value(reader, word, rest, &value) && !is_ignored)
    set_option(reader, word, option, &value);
  return true;
}

/* `--name`, `--name=value`. */
static void take_long(LineReader *reader, const Word *word) {
  const char *name = text_of(reader, word->text) + 2;
  size_t length = strcspn(name, "=");
  char letter = 0;
  if (!name[length] && find_flag(reader, &letter, name, length))
    take_flag(reader, word, letter);
  else if (!take_value(reader, word, 0, name, length,
                       name + length + (name[length] == '=')))
    FAIL(reader, word, "unknown option '%s'", text_of(reader, word->text));
}

/* `-x`, `-xVALUE`, and letters without a value in one word. */
static void take_short(LineReader *reader, const Word *word) {
  const char *at = text_of(reader, word->text) + 1;
  char letter = *at;
  while (*at && find_flag(reader, &letter, NULL, 0)) {
    take_flag(reader, word, letter);
    letter = *++at;
  }
  if (*at && !take_value(reader, word, *at, NULL, 0, at + 1))
    FAIL(reader, word, "unknown option '-%c'", *at);
}

static void take_word(LineReader *reader, const Word *word) {
  const char *text = text_of(reader, word->text);
  if (!word->is_quoted && text[0] == '-' && text[1] == '-')
    take_long(reader, word);
  else if (!word->is_quoted && text[0] == '-' && text[1])
    take_short(reader, word);
  else if (reader->line.subject.name)
    FAIL(reader, word, "a line is about one thing: '%s' is too much", text);
  else
    reader->line.subject = (Ident){word->text, word->place};
}

/* Lines */

static bool find_kind(LineReader *reader, const Word *word) {
  const char *text = text_of(reader, word->text), *nearest = NULL;
  unsigned least = 3;
  for (size_t i = 0; i < COUNT(kinds); i++) {
    unsigned edits = edit_distance(text, kinds[i].word, least - 1);
    if (edits >= least)
      continue;
    least = edits;
    nearest = kinds[i].word;
    reader->line.kind = (CustomKind)i;
    reader->kind = &kinds[i];
    if (!edits)
      return true;
  }
  FAIL(reader, word, "unknown kind of customization '%s'", text);
  if (nearest)
    diag_note(&reader->session->diags, no_place, "did you mean '%s'?",
              nearest);
  return false;
}

/* The first option that the action needs and that is not given, or 0. */
static char missing_option(const LineReader *reader) {
  const Customization *line = &reader->line;
  bool adds = line->action == CUSTOM_ADD &&
              !line->options[CUSTOM_OPTION_EQUAL].name;
  for (const char *letter = adds ? reader->kind->needed : ""; *letter;
       letter++) {
    size_t option = find_option(value_options, COUNT(value_options), *letter,
                                NULL, 0);
    if (!line->options[option].name)
      return *letter;
  }
  return 0;
}

static bool has_option(const Customization *line) {
  for (size_t i = 0; i < CUSTOM_OPTION_COUNT; i++)
    if (line->options[i].name)
      return true;
  return false;
}

static void check_line(LineReader *reader, const Word *word) {
  Customization *line = &reader->line;
  char missing = missing_option(reader);
  bool deletes_all = line->action == CUSTOM_DELETE_ALL;
  bool is_empty = line->subject.name &&
                  !name_length(&reader->session->names, line->subject.name);
  if (line->action == CUSTOM_SET && *reader->kind->actions)
    FAIL(reader, word, "no action: '%s' takes one of -%s", reader->kind->word,
         reader->kind->actions);
  else if (deletes_all && (line->subject.name || has_option(line)))
    FAIL(reader, word, "-D is about all and takes nothing more");
  else if (!deletes_all && (!line->subject.name || is_empty))
    FAIL(reader, word, "'%s' needs %s", reader->kind->word,
         reader->kind->subject);
  else if (missing)
    FAIL(reader, word, "'%s -a' needs '-%c'", reader->kind->word, missing);
  else if (line->kind == CUSTOM_BOOLEAN && !deletes_all && !reader->value)
    FAIL(reader, word, "'boolean -m' needs '-1' or '-0'");
  else if (line->action == CUSTOM_MODIFY && line->kind != CUSTOM_BOOLEAN &&
           !has_option(line))
    FAIL(reader, word, "'%s -m' changes nothing", reader->kind->word);
}

static void read_line(Session *session, const char *text, size_t length,
                      Loc loc, Customizations *customizations) {
  LineReader reader = {
      .session = session, .at = text, .end = text + length, .loc = loc};
  Word first, word;
  if (!read_word(&reader, &first) || *text_of(&reader, first.text) == '#')
    return;
  reader.line.place = first.place;
  if (!find_kind(&reader, &first))
    return;
  while (!reader.failed && read_word(&reader, &word))
    take_word(&reader, &word);
  check_line(&reader, &first);
  reader.line.value = reader.value == '1';
  if (!reader.failed)
    ARRAY_PUSH(customizations, reader.line);
}

void customizations_read(Session *session, Loc base,
                         Customizations *customizations) {
  const Source *source = source_of(&session->sources, base);
  const char *text = source->text, *end = text + source->length;
  for (const char *at = text; at < end;) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    read_line(session, at, (size_t)(stop - at), base + (Loc)(at - text),
              customizations);
    at = newline ? newline + 1 : end;
  }
}
