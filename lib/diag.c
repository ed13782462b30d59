/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/diag.h"

#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  bool on;
} warnings[] = {
#define WARNING(id, name, on, help) {name, on},
#include "lib/warnings.def"
};

void diags_init(Diags *diags, Sources *sources, const Names *names) {
  memset(diags, 0, sizeof *diags);
  diags->sources = sources;
  diags->names = names;
  diags->stream = stderr;
  diags->error_limit = 50;
  for (int i = 0; i < WARNING_COUNT; i++)
    diags->enabled[i] = warnings[i].on;
  /* an error unless -Wno-error=xperm-range: it changes what is allowed */
  diags->as_error[WARN_XPERM_RANGE] = true;
}

void diags_free(Diags *diags) {
  diag_flush(diags);
  arena_free(&diags->arena);
  ARRAY_FREE(&diags->notes);
}

/* Input may hold control characters; a terminal must not obey them. */
static void print_text(FILE *stream, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c == '\t')
      fputc(' ', stream);
    else if (c < ' ' || c == 0x7f)
      fprintf(stream, "\\x%02x", c);
    else
      fputc(c, stream);
  }
}

static void print_position(Diags *diags, Place place) {
  Position at = source_position(diags->sources, place.loc);
  if (!at.source)
    return;
  print_text(diags->stream, at.path, strlen(at.path));
  fprintf(diags->stream, ":%u:%u: ", at.line, at.column);
}

static bool is_word(char c) {
  return c == '_' || c == '$' || c == '.' || (c >= '0' && c <= '9') ||
         (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The source line and a caret under the word at the place. */
static void print_line(Diags *diags, Place place) {
  enum { WIDEST = 160 };
  Position at = source_position(diags->sources, place.loc);
  if (!at.source)
    return;
  size_t length, column = at.column - 1;
  const char *line =
      source_line(diags->sources, at.source, at.text_line, &length);
  size_t skip = column > WIDEST / 2 ? column - WIDEST / 2 : 0;
  size_t end = length - skip > WIDEST ? skip + WIDEST : length;
  fprintf(diags->stream, "%5u | %s", at.line, skip ? "…" : "");
  print_text(diags->stream, line + skip, end - skip);
  fprintf(diags->stream, "%s\n      | %s", end < length ? "…" : "",
          skip ? " " : "");
  for (size_t i = skip; i < column; i++)
    fputc(' ', diags->stream);
  fputc('^', diags->stream);
  if (column < length && is_word(line[column]))
    for (size_t i = column + 1; i < end && is_word(line[i]); i++)
      fputc('~', diags->stream);
  fputc('\n', diags->stream);
}

/* The call as written, up to the end of its line or its closing bracket. */
static void print_call(Diags *diags, Loc loc) {
  const Source *source = source_of(diags->sources, loc);
  const char *text = source->text + (loc - source->base);
  const char *end = source->text + source->length;
  size_t length = 0;
  int depth = 0;
  while (text + length < end && text[length] != '\n' && length < 100) {
    char c = text[length];
    if (!is_word(c) && c != '(' && !depth)
      break;
    length++;
    depth += (c == '(') - (c == ')');
    if (c == ')' && depth <= 0)
      break;
  }
  print_text(diags->stream, text, length);
  if (depth > 0)
    fputs(" …", diags->stream);
}

/* A chain longer than this comes from a macro that calls itself. */
enum { CHAIN_SHOWN = 20 };

static void print_chain(Diags *diags, Origin origin) {
  for (int i = 0; origin; i++) {
    if (i == CHAIN_SHOWN) {
      fputs("note: and more calls\n", diags->stream);
      break;
    }
    MacroCall call = origin_call(diags->sources, origin);
    if (call.loc) {
      print_position(diags, (Place){call.loc, call.parent});
      fputs("note: in the call of ", diags->stream);
      print_call(diags, call.loc);
      fputc('\n', diags->stream);
    }
    origin = call.parent;
  }
}

static void print_head(Diags *diags) {
  static const char *const names[] = {"error", "warning"};
  static const char *const colors[] = {"\033[1;31m", "\033[1;35m"};
  print_position(diags, diags->place);
  fprintf(diags->stream, "%s%s:%s ", diags->color ? colors[diags->severity] : "",
          names[diags->severity], diags->color ? "\033[0m" : "");
  print_text(diags->stream, diags->message, strlen(diags->message));
  if (diags->warning < WARNING_COUNT)
    fprintf(diags->stream, " [-W%s]", warnings[diags->warning].name);
  fputc('\n', diags->stream);
}

void diag_flush(Diags *diags) {
  if (!diags->pending)
    return;
  diags->pending = false;
  print_head(diags);
  print_line(diags, diags->place);
  print_chain(diags, diags->place.origin);
  for (size_t i = 0; i < diags->notes.n; i++) {
    DiagNote note = diags->notes.v[i];
    print_position(diags, note.place);
    fputs("note: ", diags->stream);
    print_text(diags->stream, note.message, strlen(note.message));
    fputc('\n', diags->stream);
    print_line(diags, note.place);
    print_chain(diags, note.place.origin);
  }
  diags->notes.n = 0;
  arena_free(&diags->arena);
}

static void begin(Diags *diags, Severity severity, Warning warning,
                  Place place, const char *format, va_list args) {
  diag_flush(diags);
  unsigned *count = severity == SEVERITY_ERROR ? &diags->n_errors
                                               : &diags->n_warnings;
  ++*count;
  if (severity == SEVERITY_ERROR && diags->error_limit &&
      *count > diags->error_limit) {
    if (*count == diags->error_limit + 1)
      fprintf(diags->stream, "note: more than %u errors; the rest is not "
              "shown\n", diags->error_limit);
    return;
  }
  diags->pending = true;
  diags->severity = severity;
  diags->warning = warning;
  diags->place = place;
  diags->message = arena_vprintf(&diags->arena, format, args);
}

void diag_error(Diags *diags, Place place, const char *format, ...) {
  va_list args;
  va_start(args, format);
  begin(diags, SEVERITY_ERROR, WARNING_COUNT, place, format, args);
  va_end(args);
}

bool diag_warning(Diags *diags, Warning warning, Place place,
                  const char *format, ...) {
  bool error = diags->as_error[warning] || diags->warnings_are_errors;
  if (!diags->enabled[warning] || (diags->quiet && !error))
    return false;
  va_list args;
  va_start(args, format);
  begin(diags, error ? SEVERITY_ERROR : SEVERITY_WARNING, warning, place,
        format, args);
  va_end(args);
  return true;
}

void diag_note(Diags *diags, Place place, const char *format, ...) {
  if (!diags->pending)
    return;
  va_list args;
  va_start(args, format);
  ARRAY_PUSH(&diags->notes,
             (DiagNote){place, arena_vprintf(&diags->arena, format, args)});
  va_end(args);
}

bool checkpoint(Diags *diags) {
  diag_flush(diags);
  return diags->n_errors == 0;
}

bool diag_set_warning(Diags *diags, const char *option) {
  bool error = false, on = true;
  if (!strcmp(option, "error")) {
    diags->warnings_are_errors = true;
    return true;
  }
  if (!strncmp(option, "no-", 3)) {
    on = false;
    option += 3;
  }
  if (!strncmp(option, "error=", 6)) {
    error = true;
    option += 6;
  }
  for (int i = 0; i < WARNING_COUNT; i++) {
    if (strcmp(option, warnings[i].name))
      continue;
    if (error)
      diags->as_error[i] = on;
    if (!error || on)
      diags->enabled[i] = on;
    return true;
  }
  return false;
}
