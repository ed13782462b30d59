/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/diag.h"

#include <stdlib.h>
#include <string.h>

#include "lib/diag_print.h"

const DiagRule diag_rules[DIAG_RULE_COUNT] = {
#define ERROR(id, name, help, cure) {name, false, true, "", help, cure},
#include "lib/errors.def"
#define WARNING(id, name, on, selint, help, cure)                              \
  {name, true, on, selint, help, cure},
#include "lib/warnings.def"
};

void diags_init(Diags *diags, Sources *sources, const Names *names) {
  memset(diags, 0, sizeof *diags);
  diags->sources = sources;
  diags->names = names;
  diags->stream = stderr;
  diags->printer = &diag_text_printer;
  diags->error_limit = 50;
  for (int i = 0; i < WARNING_COUNT; i++)
    diags->enabled[i] = diag_rules[ERROR_COUNT + i].is_on;
  /* an error unless -Wno-error=xperm-range: it changes what is allowed */
  diags->as_error[WARN_XPERM_RANGE] = true;
}

void diags_free(Diags *diags) {
  diag_flush(diags);
  if (diags->printer->end)
    diags->printer->end(diags);
  arena_free(&diags->arena);
  ARRAY_FREE(&diags->pending.notes);
  ARRAY_FREE(&diags->pending.fixes);
}

void diag_flush(Diags *diags) {
  if (!diags->is_pending)
    return;
  diags->is_pending = false;
  diags->printer->print(diags, &diags->pending);
  fflush(diags->stream); /* whole, and before what comes on other streams */
  diags->pending.notes.n = diags->pending.fixes.n = 0;
  arena_free(&diags->arena);
}

static void begin(Diags *diags, Severity severity, unsigned rule, Place place,
                  const char *format, va_list args) {
  if (diags->is_held) {
    diags->n_held++;
    return;
  }
  diag_flush(diags);
  unsigned *count = severity == SEVERITY_ERROR ? &diags->n_errors
                                               : &diags->n_warnings;
  ++*count;
  Diag *pending = &diags->pending;
  pending->severity = severity;
  pending->rule = rule;
  pending->place = place;
  pending->length = 0;
  diags->is_pending = true;
  if (severity == SEVERITY_WARNING || !diags->error_limit ||
      *count <= diags->error_limit) {
    pending->message = arena_vprintf(&diags->arena, format, args);
    return;
  }
  pending->message =
      arena_printf(&diags->arena, "more than %u errors; the rest is not shown",
                   diags->error_limit);
  pending->rule = ERROR_POLICY;
  pending->place = no_place;
  if (*count == diags->error_limit + 1)
    diag_flush(diags);
  diags->is_pending = false;
}

bool diag_wants_suggestion(Diags *diags) {
  enum { SUGGESTIONS_MAX = 200 };
  return diags->is_pending && diags->n_suggestions++ < SUGGESTIONS_MAX;
}

void diag_error(Diags *diags, Place place, const char *format, ...) {
  va_list args;
  va_start(args, format);
  begin(diags, SEVERITY_ERROR, ERROR_POLICY, place, format, args);
  va_end(args);
}

void diag_error_as(Diags *diags, ErrorKind kind, Place place,
                   const char *format, ...) {
  va_list args;
  va_start(args, format);
  begin(diags, SEVERITY_ERROR, kind, place, format, args);
  va_end(args);
}

/* Whether a list of names, after commas and blanks, holds one of two. */
static bool list_holds(const char *list, const char *end, const char *name,
                       const char *other) {
  static const char between[] = " \t,";
  while (list < end) {
    size_t n = 0;
    while (list + n < end && !strchr(between, list[n]))
      n++;
    if (n && ((n == strlen(name) && !memcmp(list, name, n)) ||
              (n == strlen(other) && !memcmp(list, other, n))))
      return true;
    list += n ? n : 1;
  }
  return false;
}

/* Whether a line has a comment that silences the rule. */
static bool line_silences(const char *line, size_t length,
                          const DiagRule *rule) {
  static const char ours[] = "tecc-disable:", selint[] = "selint-disable:";
  const char *end = line + length;
  const char *comment = memchr(line, '#', length);
  if (!comment)
    return false;
  size_t n = (size_t)(end - comment);
  const char *list = memmem(comment, n, ours, sizeof ours - 1);
  if (list && list_holds(list + sizeof ours - 1, end, rule->name, ""))
    return true;
  list = memmem(comment, n, selint, sizeof selint - 1);
  return list && list_holds(list + sizeof selint - 1, end, rule->name,
                            rule->selint);
}

static bool is_silenced_at(Diags *diags, Loc loc, const DiagRule *rule) {
  Position at = source_position(diags->sources, loc);
  if (!at.source)
    return false;
  size_t length;
  const char *line =
      source_line(diags->sources, at.source, at.text_line, &length);
  return line_silences(line, length, rule);
}

static bool is_silenced(Diags *diags, Place place, Warning warning) {
  const DiagRule *rule = &diag_rules[ERROR_COUNT + warning];
  if (is_silenced_at(diags, place.loc, rule))
    return true;
  int i = 0;
  for (Origin call = place.origin; call && i < DIAG_CHAIN_SHOWN; i++) {
    MacroCall made = origin_call(diags->sources, call);
    if (is_silenced_at(diags, made.loc, rule))
      return true;
    call = made.parent;
  }
  return false;
}

static bool is_error(const Diags *diags, Warning warning) {
  return diags->as_error[warning] || diags->warnings_are_errors;
}

bool diag_wants(const Diags *diags, Warning warning) {
  return diags->enabled[warning] &&
         (!diags->quiet || is_error(diags, warning));
}

bool diag_warning(Diags *diags, Warning warning, Place place,
                  const char *format, ...) {
  if (!diag_wants(diags, warning))
    return false;
  if (diags->is_held) {
    diags->n_held++;
    return false;
  }
  if (is_silenced(diags, place, warning)) {
    diag_flush(diags); /* what follows is not about the one before */
    return false;
  }
  va_list args;
  va_start(args, format);
  begin(diags,
        is_error(diags, warning) ? SEVERITY_ERROR : SEVERITY_WARNING,
        ERROR_COUNT + (unsigned)warning, place, format, args);
  va_end(args);
  return true;
}

void diag_note(Diags *diags, Place place, const char *format, ...) {
  if (!diags->is_pending || diags->is_held)
    return;
  va_list args;
  va_start(args, format);
  ARRAY_PUSH(&diags->pending.notes,
             (DiagNote){place, arena_vprintf(&diags->arena, format, args)});
  va_end(args);
}

void diag_span(Diags *diags, size_t length) {
  if (diags->is_pending && !diags->is_held)
    diags->pending.length = length;
}

void diag_fix(Diags *diags, Place place, long length,
              const char *replacement) {
  if (!diags->is_pending || diags->is_held || !place.loc ||
      source_position(diags->sources, place.loc).is_made)
    return;
  DiagFix fix = {place,
                 length < 0 ? diag_width(diags, place, 0) : (size_t)length,
                 arena_printf(&diags->arena, "%s", replacement)};
  ARRAY_PUSH(&diags->pending.fixes, fix);
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
    if (strcmp(option, diag_rules[ERROR_COUNT + i].name))
      continue;
    if (error)
      diags->as_error[i] = on;
    if (!error || on)
      diags->enabled[i] = on;
    return true;
  }
  return false;
}

bool diag_set_format(Diags *diags, const char *name) {
  static const DiagPrinter *const printers[] = {
      &diag_text_printer, &diag_json_printer, &diag_sarif_printer};
  for (size_t i = 0; i < sizeof printers / sizeof *printers; i++)
    if (!strcmp(name, printers[i]->name)) {
      diags->printer = printers[i];
      return true;
    }
  return false;
}
