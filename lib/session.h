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
  /* The names in statements and calls that were left out for a fault.  They
   * may have been declared there, or others that begin with them and a `_`, so
   * that they are not is no news.  The value says how
   * often a reserved word was taken for a name. */
  Map faulty_names;
} Session;

/* The session must not move after this: its parts point to each other. */
void session_init(Session *session);
void session_free(Session *session);

/* Whether a name may have been declared in what was left out. */
bool session_misses(Session *session, Name name);

/* Whether a source is a text of bytes, as policy is written in; one in UTF-16,
 * as some editors save it, is reported. */
bool session_takes_text(Session *session, Loc source);

#endif
