/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "lib/diag_print.h"
#include "lib/terminal.h"

static void print_string(Diags *diags, const char *text) {
  terminal_put_string(diags->stream, text);
}

static void print_position(Diags *diags, Place place) {
  Position at = source_position(diags->sources, place.loc);
  if (!at.source)
    return;
  print_string(diags, at.path);
  if (at.source->length)
    fprintf(diags->stream, ":%u:%u: ", at.line, at.column);
  else
    fputs(": ", diags->stream); /* a binary file has no lines */
}

static bool is_word(char c) {
  return c == '_' || c == '$' || c == '.' || (c >= '0' && c <= '9') ||
         (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

size_t diag_width(Diags *diags, Place place, size_t length) {
  Position at = source_position(diags->sources, place.loc);
  if (!at.source)
    return 1;
  size_t rest, n = 0;
  const char *text =
      source_line(diags->sources, at.source, at.text_line, &rest);
  text += at.column - 1;
  rest -= at.column - 1;
  if (length)
    return length < rest ? length : rest ? rest : 1;
  const char *quote =
      rest && *text == '"' ? memchr(text + 1, '"', rest - 1) : NULL;
  if (quote)
    return (size_t)(quote - text) + 1;
  bool is_path = rest && *text == '/';
  while (n < rest && (is_path ? text[n] != ' ' && text[n] != '\t'
                              : is_word(text[n])))
    n++;
  return n ? n : 1;
}

/* The source line and the carets under the span. */
static void print_line(Diags *diags, Place place, size_t length) {
  enum { WIDEST = 160 };
  Position at = source_position(diags->sources, place.loc);
  if (!at.source || !at.source->length)
    return;
  size_t n, column = at.column - 1, width = diag_width(diags, place, length);
  const char *line = source_line(diags->sources, at.source, at.text_line, &n);
  size_t skip = column > WIDEST / 2 ? column - WIDEST / 2 : 0;
  size_t end = n - skip > WIDEST ? skip + WIDEST : n;
  fprintf(diags->stream, "%5u | %s", at.line, skip ? "…" : "");
  terminal_put(diags->stream, line + skip, end - skip);
  fprintf(diags->stream, "%s\n      | %s", end < n ? "…" : "",
          skip ? " " : "");
  for (size_t i = skip; i < column; i++)
    fputc(' ', diags->stream);
  fputc('^', diags->stream);
  for (size_t i = column + 1; i < end && i < column + width; i++)
    fputc('~', diags->stream);
  fputc('\n', diags->stream);
}

char *diag_call_text(Diags *diags, Loc loc) {
  enum { LONGEST = 100 };
  const Source *source = source_of(diags->sources, loc);
  const char *text = source->text + (loc - source->base);
  const char *end = source->text + source->length;
  int n = 0, depth = 0;
  while (text + n < end && text[n] != '\n' && n < LONGEST) {
    char c = text[n];
    if (!is_word(c) && c != '(' && !depth)
      break;
    n++;
    depth += (c == '(') - (c == ')');
    if (c == ')' && depth <= 0)
      break;
  }
  return arena_printf(&diags->arena, "%.*s%s", n, text,
                      depth > 0 ? " …" : "");
}

static void print_chain(Diags *diags, Origin origin) {
  for (int i = 0; origin; i++) {
    if (i == DIAG_CHAIN_SHOWN) {
      fputs("note: and more calls\n", diags->stream);
      break;
    }
    MacroCall call = origin_call(diags->sources, origin);
    if (call.loc) {
      print_position(diags, (Place){call.loc, call.parent});
      fputs("note: in the call of ", diags->stream);
      print_string(diags, diag_call_text(diags, call.loc));
      fputc('\n', diags->stream);
    }
    origin = call.parent;
  }
}

static void print_head(Diags *diags, const Diag *diag) {
  static const char *const names[] = {"error", "warning"};
  static const char *const colors[] = {"\033[1;31m", "\033[1;35m"};
  const DiagRule *rule = &diag_rules[diag->rule];
  print_position(diags, diag->place);
  fprintf(diags->stream, "%s%s:%s ",
          diags->color ? colors[diag->severity] : "", names[diag->severity],
          diags->color ? "\033[0m" : "");
  print_string(diags, diag->message);
  if (rule->is_warning)
    fprintf(diags->stream, " [-W%s]", rule->name);
  fputc('\n', diags->stream);
}

static void print_note(Diags *diags, const DiagNote *note) {
  print_position(diags, note->place);
  fputs("note: ", diags->stream);
  print_string(diags, note->message);
  fputc('\n', diags->stream);
  print_line(diags, note->place, 0);
  print_chain(diags, note->place.origin);
}

static void print_fix(Diags *diags, const DiagFix *fix) {
  const Source *source = source_of(diags->sources, fix->place.loc);
  const char *old = source->text + (fix->place.loc - source->base);
  print_position(diags, fix->place);
  fputs(fix->replacement[0] ? "note: write '" : "note: leave out '",
        diags->stream);
  if (fix->replacement[0])
    print_string(diags, fix->replacement);
  else
    terminal_put(diags->stream, old, fix->length);
  fputs("'\n", diags->stream);
}

static void print(Diags *diags, const Diag *diag) {
  print_head(diags, diag);
  print_line(diags, diag->place, diag->length);
  print_chain(diags, diag->place.origin);
  for (size_t i = 0; i < diag->notes.n; i++)
    print_note(diags, &diag->notes.v[i]);
  for (size_t i = 0; i < diag->fixes.n; i++)
    print_fix(diags, &diag->fixes.v[i]);
}

const DiagPrinter diag_text_printer = {"text", print, NULL};
