/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What every stage of one compilation shares: names, sources, diagnostics and
 * the memory that lives as long as the result.  There is no other shared
 * state, so two compilations can run in one process. */
#ifndef LIB_SESSION_H
#define LIB_SESSION_H

#include "lib/arena.h"
#include "lib/diag.h"
#include "lib/map.h"
#include "lib/names.h"
#include "lib/source.h"

typedef struct Session {
  Arena arena;
  Names names;
  Sources sources;
  Diags diags;
  /* The names that statements and calls which were left out for a fault may
   * have declared, or others that begin with them and a `_`; and those of
   * macros that a lone quote kept from being expanded.  That they are not
   * declared is no news. */
  Map faulty_names;
  Map reserved_names; /* reserved words that were told to be no names */
  Map refused_texts;  /* base Locs of sources that were told to be no text */
} Session;

/* The session must not move after this: its parts point to each other. */
void session_init(Session *session);
void session_free(Session *session);

/* Whether a name may have been declared in what was left out for an error. */
bool session_misses(Session *session, Name name);

/* Whether a source is a text of bytes, as policy is written in; one in UTF-16,
 * as some editors save it, is reported. */
bool session_takes_text(Session *session, Loc base);

#endif
