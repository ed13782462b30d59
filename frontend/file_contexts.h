/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader of file contexts (.fc sources).
 *
 * A line is `path [kind] context` or `path [kind] <<none>>`, or empty, or a
 * comment that begins with `#`.  Macros are expanded, but not in the path: a
 * path that holds a macro's name, /usr/share/shift, means what it says.  (GNU
 * m4 in refpolicy's build would take it for the macro.) */
#ifndef FRONTEND_FILE_CONTEXTS_H
#define FRONTEND_FILE_CONTEXTS_H

#include "frontend/macro.h"
#include "ir/file_context.h"
#include "lib/session.h"

/* Reads what the engine expands, to the end of the source that was given to
 * macros_start, and appends its entries.  Faulty lines are reported and left
 * out. */
void file_contexts_read(Session *session, Macros *macros,
                        FileContexts *contexts);
/* The same for a text without macros. */
void file_contexts_read_plain(Session *session, Loc source,
                              FileContexts *contexts);

#endif
