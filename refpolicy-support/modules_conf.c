/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/modules_conf.h"

#include <string.h>

#include "lib/file.h"

/* A line `NAME = VALUE`, both as pieces of the source. */
typedef struct Line {
  const char *name, *value;
  size_t name_length, value_length;
} Line;

/* A file of such lines while it is read. */
typedef struct LineReader {
  Session *session;
  const Source *source;
  const char *at, *end;
} LineReader;

static Place place_at(const LineReader *reader, const char *at) {
  return (Place){reader->source->base + (Loc)(at - reader->source->text), 0};
}

static bool reader_open(LineReader *reader, Session *session,
                        const char *path) {
  Loc base = file_load(&session->sources, path, true);
  if (!base)
    return false;
  reader->session = session;
  reader->source = source_of(&session->sources, base);
  reader->at = reader->source->text;
  reader->end = reader->at + reader->source->length;
  return true;
}

static const char *skip_blanks(const char *at) {
  return at + strspn(at, " \t\r");
}

/* The length of a word: up to a blank, `=`, a comment or the line's end. */
static size_t word_length(const char *at) {
  return strcspn(at, " \t\r\n=#");
}

/* Splits the line at `at`; false, with an error, when it has another form. */
static bool split_line(LineReader *reader, const char *at, Line *line) {
  line->name = at;
  line->name_length = word_length(at);
  at = skip_blanks(at + line->name_length);
  if (!line->name_length || *at != '=') {
    diag_error_as(&reader->session->diags, ERROR_TREE, place_at(reader, at),
                  "expected NAME = VALUE");
    return false;
  }
  line->value = skip_blanks(at + 1);
  line->value_length = word_length(line->value);
  at = skip_blanks(line->value + line->value_length);
  if (*at && *at != '\n' && *at != '#')
    diag_error_as(&reader->session->diags, ERROR_TREE, place_at(reader, at),
                  "expected the end of the line");
  return true;
}

/* The next line that says something. */
static bool next_line(LineReader *reader, Line *line) {
  while (reader->at < reader->end) {
    const char *at = skip_blanks(reader->at);
    reader->at += strcspn(reader->at, "\n") + 1;
    if (*at && *at != '\n' && *at != '#' && split_line(reader, at, line))
      return true;
  }
  return false;
}

/* Which of the words the value is, or -1. */
static int find_value(const Line *line, const char *const *words, int n) {
  for (int i = 0; i < n; i++)
    if (strlen(words[i]) == line->value_length &&
        !memcmp(words[i], line->value, line->value_length))
      return i;
  return -1;
}

static char *line_name(LineReader *reader, const Line *line) {
  return arena_printf(&reader->session->arena, "%.*s",
                      (int)line->name_length, line->name);
}

/* ORDER ModuleSetting */
static const char *const module_words[] = {"base", "module", "off"};

const char *module_setting_name(ModuleSetting setting) {
  return module_words[setting];
}

static ModuleLine *find_module(const ModuleLines *lines, const char *name) {
  for (size_t i = 0; i < lines->n; i++)
    if (!strcmp(lines->v[i].name, name))
      return &lines->v[i];
  return NULL;
}

/* Of two lines that set a module to different things, `off` does not count:
 * make takes each list of modules for itself.  CentOS's file has such lines. */
static void settle(Diags *diags, ModuleLine *first, ModuleLine line) {
  ModuleLine was = *first;
  bool is_fault = line.setting != MODULE_OFF && was.setting != MODULE_OFF;
  if (is_fault)
    diag_error_as(diags, ERROR_TREE, line.place, "module '%s' is set to %s here",
                  line.name, module_setting_name(line.setting));
  else
    diag_warning(diags, WARN_MODULES_CONF, line.place,
                 "module '%s' is set to %s here, 'off' does not count",
                 line.name, module_setting_name(line.setting));
  diag_note(diags, was.place, "and to %s here",
            module_setting_name(was.setting));
  if (was.setting == MODULE_OFF)
    *first = line;
}

static void add_module(LineReader *reader, ModuleLines *lines,
                       ModuleLine line) {
  ModuleLine *first = find_module(lines, line.name);
  if (!first)
    ARRAY_PUSH(lines, line);
  else if (first->setting != line.setting)
    settle(&reader->session->diags, first, line);
}

bool modules_conf_read(Session *session, const char *path,
                       ModuleLines *lines) {
  LineReader reader;
  if (!reader_open(&reader, session, path))
    return false;
  Line line;
  while (next_line(&reader, &line)) {
    int setting = find_value(&line, module_words, 3);
    if (setting < 0) /* Fedora's own file has such a line */
      diag_warning(&session->diags, WARN_MODULES_CONF,
                   place_at(&reader, line.value),
                   "%.*s: expected base, module or off, saw '%.*s'",
                   (int)line.name_length, line.name, (int)line.value_length,
                   line.value);
    else
      add_module(&reader, lines,
                 (ModuleLine){line_name(&reader, &line),
                              (ModuleSetting)setting,
                              place_at(&reader, line.name)});
  }
  return true;
}

bool booleans_conf_read(Session *session, const char *path,
                        BooleanSettings *settings) {
  static const char *const words[] = {"false", "true"};
  LineReader reader;
  if (!reader_open(&reader, session, path))
    return false;
  Line line;
  while (next_line(&reader, &line)) {
    int value = find_value(&line, words, 2);
    if (value < 0)
      diag_error_as(&session->diags, ERROR_TREE, place_at(&reader, line.value),
                    "%.*s: expected true or false, saw '%.*s'",
                    (int)line.name_length, line.name, (int)line.value_length,
                    line.value);
    else
      ARRAY_PUSH(settings, (BooleanSetting){line_name(&reader, &line),
                                            value == 1,
                                            place_at(&reader, line.name)});
  }
  return true;
}
