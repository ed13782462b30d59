/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Diagnostics: what is wrong with the user's policy, and where.
 *
 * `diag_error` and `diag_warning` begin a diagnostic; `diag_note`, `diag_span`
 * and `diag_fix` add to the one begun last; each is printed to standard error
 * when the next begins or at `diag_flush`.  The caller goes on after an error
 * with some usable value; the driver calls `checkpoint` between the stages.
 *
 * The printed form (lib/diag_text.c; the others are lib/diag_json.c and
 * lib/diag_sarif.c):
 *
 *     path:line:column: error: message
 *        12 | the source line
 *           | ^~~~
 *     path:line:column: note: in the call of macro(arguments)
 *     path:line:column: note: other place involved
 *     path:line:column: note: write 'this' instead
 *
 * A warning is silent where the line at its place, or that of a call which led
 * there, has a comment `# tecc-disable: NAME` or, for a check that SELint has
 * too, `# selint-disable: W-005`; more names follow after commas. */
#ifndef LIB_DIAG_H
#define LIB_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/names.h"
#include "lib/source.h"

/* The kinds of error. */
typedef enum ErrorKind {
#define ERROR(id, name, help, cure) ERROR_##id,
#include "lib/errors.def"
  ERROR_COUNT
} ErrorKind;

/* The warnings, with the name that -W and -Wno- take. */
typedef enum Warning {
#define WARNING(id, name, on, selint, help, cure) WARN_##id,
#include "lib/warnings.def"
  WARNING_COUNT
} Warning;

/* What is known of all kinds of error and, behind them, of all warnings. */
typedef struct DiagRule {
  const char *name;
  bool is_warning;
  bool is_on;         /* by default */
  const char *selint; /* the id of SELint's check, or "" */
  const char *help, *cure;
} DiagRule;
enum { DIAG_RULE_COUNT = ERROR_COUNT + WARNING_COUNT };
extern const DiagRule diag_rules[DIAG_RULE_COUNT];

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef struct DiagNote {
  Place place;
  const char *message;
} DiagNote;

/* Puts `replacement` in the place of `length` bytes. */
typedef struct DiagFix {
  Place place;
  size_t length;
  const char *replacement;
} DiagFix;

/* One diagnostic as the printers get it. */
typedef struct Diag {
  Severity severity;
  unsigned rule; /* index into diag_rules */
  Place place;
  size_t length; /* bytes of the source at the place; 0: the name there */
  const char *message;
  ARRAY(DiagNote) notes;
  ARRAY(DiagFix) fixes;
} Diag;

typedef struct Diags Diags;

/* A form of output. */
typedef struct DiagPrinter {
  const char *name; /* as --message-format takes it */
  void (*print)(Diags *diags, const Diag *diag);
  void (*end)(Diags *diags); /* NULL: nothing is left to do at the end */
} DiagPrinter;

struct Diags {
  Arena arena; /* the text of the pending diagnostic */
  Sources *sources;
  const Names *names;
  FILE *stream;         /* standard error unless a test sets another */
  const DiagPrinter *printer;
  void *document;       /* what the printer gathers until the end */
  bool color;           /* escape sequences around the severity */
  bool warnings_are_errors;
  bool quiet;           /* no warnings at all */
  bool enabled[WARNING_COUNT];
  bool as_error[WARNING_COUNT];
  unsigned error_limit; /* errors printed; 0: no limit */
  unsigned n_errors, n_warnings;
  unsigned n_suggestions; /* that were looked for */
  /* While text is read on trial (frontend/templates.c) nothing is begun; what
   * would have been is counted. */
  bool is_held;
  unsigned n_held;
  bool is_pending;
  Diag pending;
};

void diags_init(Diags *diags, Sources *sources, const Names *names);
/* Prints what is pending, ends the output and frees. */
void diags_free(Diags *diags);

/* Begins an error.  An error beyond the limit is counted, not printed. */
void diag_error(Diags *diags, Place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same, of a kind other than ERROR_POLICY. */
void diag_error_as(Diags *diags, ErrorKind kind, Place place,
                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Begins a warning if it is enabled; says whether it is, so that notes can be
 * left out. */
bool diag_warning(Diags *diags, Warning warning, Place place,
                  const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Whether the warning is worth looking for. */
bool diag_wants(const Diags *diags, Warning warning);
/* Adds a note to the diagnostic begun last.  `no_place` gives a line without
 * a position. */
void diag_note(Diags *diags, Place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Whether to look for a name to suggest in a note to the diagnostic begun last:
 * only if it is shown, and not if very many were looked for. */
bool diag_wants_suggestion(Diags *diags);
/* The diagnostic begun last is about so many bytes, not the name there. */
void diag_span(Diags *diags, size_t length);
/* Adds a change that is sure to mend the fault: of `length` bytes, of none to
 * put something in, or of the whole name at the place. */
enum { DIAG_WHOLE_NAME = -1 };
void diag_fix(Diags *diags, Place place, long length,
              const char *replacement);
/* Prints what is pending. */
void diag_flush(Diags *diags);

/* Prints what is pending; true when no error was counted so far. */
bool checkpoint(Diags *diags);

/* Sets the warning options: "NAME", "no-NAME", "error", "error=NAME",
 * "no-error=NAME" (what follows -W).  False for an unknown name. */
bool diag_set_warning(Diags *diags, const char *option);
/* Sets the form of output: text, json, sarif.  False for another name. */
bool diag_set_format(Diags *diags, const char *name);

#endif
