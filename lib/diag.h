/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Diagnostics: what is wrong with the user's policy, and where.
 *
 * `diag_error` and `diag_warning` begin a diagnostic, `diag_note` adds a line
 * to the one begun last; each is printed to standard error when the next
 * begins or at `diag_flush`.  The caller goes on after an error with some
 * usable value; the driver calls `checkpoint` between the stages.
 *
 * The printed form:
 *
 *     path:line:column: error: message
 *        12 | the source line
 *           | ^~~~
 *     path:line:column: note: in the call of macro(arguments)
 *     path:line:column: note: other place involved */
#ifndef LIB_DIAG_H
#define LIB_DIAG_H

#include <stdbool.h>
#include <stdio.h>

#include "lib/names.h"
#include "lib/source.h"

/* The warnings, with the name that -W and -Wno- take. */
typedef enum Warning {
#define WARNING(id, name, on, help) WARN_##id,
#include "lib/warnings.def"
  WARNING_COUNT
} Warning;

typedef enum Severity { SEVERITY_ERROR, SEVERITY_WARNING } Severity;

typedef struct DiagNote {
  Place place;
  const char *message;
} DiagNote;

typedef struct Diags {
  Arena arena; /* the text of the pending diagnostic */
  Sources *sources;
  const Names *names;
  FILE *stream;         /* standard error unless a test sets another */
  bool color;           /* escape sequences around the severity */
  bool warnings_are_errors;
  bool quiet;           /* no warnings at all */
  bool enabled[WARNING_COUNT];
  bool as_error[WARNING_COUNT];
  unsigned error_limit; /* errors printed; 0: no limit */
  unsigned n_errors, n_warnings;
  /* the pending diagnostic */
  bool pending;
  Severity severity;
  Warning warning;
  Place place;
  const char *message;
  ARRAY(DiagNote) notes;
} Diags;

void diags_init(Diags *diags, Sources *sources, const Names *names);
void diags_free(Diags *diags);

/* Begins an error.  An error beyond the limit is counted, not printed. */
void diag_error(Diags *diags, Place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Begins a warning if it is enabled; says whether it is, so that notes can be
 * left out. */
bool diag_warning(Diags *diags, Warning warning, Place place,
                  const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* Adds a note to the diagnostic begun last.  `no_place` gives a line without
 * a position. */
void diag_note(Diags *diags, Place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Prints what is pending. */
void diag_flush(Diags *diags);

/* Prints what is pending; true when no error was counted so far. */
bool checkpoint(Diags *diags);

/* Sets the warning options: "NAME", "no-NAME", "error", "error=NAME",
 * "no-error=NAME" (what follows -W).  False for an unknown name. */
bool diag_set_warning(Diags *diags, const char *option);

#endif
