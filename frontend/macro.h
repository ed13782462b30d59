/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The macro engine: expands source texts as GNU m4 does.
 *
 *   Macros *m = macros_new(session);
 *   macros_define(m, "enable_mcs", "true");       as m4 -D
 *   macros_run(m, support);                       definitions; no output
 *   macros_start(m, module_te);                   then pull its expansion:
 *   while (macros_next(m, &piece)) …
 *
 * or give it to a Lexer (frontend/token.h), or render it as text.  Sources
 * are given by the base Loc that file_load and source_add return; each is cut
 * into pieces once, however often and by however many engines it is read.
 *
 * The language is that of GNU m4 1.4.19 (info m4); what is left out is an
 * error that names it.  Every call of a user's macro is a node in the tree of
 * origins; each piece that comes out says where it was written and by which
 * calls it came.  Faults are reported as diagnostics; the engine goes on. */
#ifndef FRONTEND_MACRO_H
#define FRONTEND_MACRO_H

#include "frontend/piece.h"
#include "lib/session.h"

typedef struct Macros Macros;

/* How much one call in a source may lead to, so that a policy that calls
 * itself for ever ends with an error instead of eating the machine.  The whole
 * Debian policy takes less than its single calls may. */
#ifndef MACRO_WORK_BITS
#define MACRO_WORK_BITS 26 /* a slow build, for fuzzing, takes fewer */
#endif
enum {
  MACRO_WORK_MAX = 1 << MACRO_WORK_BITS, /* see engine_work: 4 million calls */
  MACRO_FRAMES_MAX = 1 << 20,  /* texts being read within each other */
  MACRO_NESTING_MAX = 5000,    /* calls in arguments of calls */
  MACRO_INCLUDES_MAX = 200     /* files that include each other */
};

/* An engine with the builtins only.  It shares the pieces of sources with
 * `shared`, an engine of the same session that outlives it, unless NULL. */
Macros *macros_new(Session *session, Macros *shared);
void macros_free(Macros *macros);

/* A folder to look in for include (m4 -I). */
void macros_add_folder(Macros *macros, const char *folder);
/* Defines a macro without arguments (m4 -D name=value). */
void macros_define(Macros *macros, const char *name, const char *value);
bool macros_has(const Macros *macros, const char *name);
bool macros_knows(const Macros *macros, Name name);
/* Where a user's macro was defined; no_place if it is not one. */
Place macros_place(const Macros *macros, Name name);

/* Sets the source to expand next; the one before must have ended. */
void macros_start(Macros *macros, Loc source);
/* The next piece of the expansion; false at the end of the source.  It is
 * text: quotes that stood inside of quotes come as CHARs. */
bool macros_next(Macros *macros, Piece *piece);
/* Sets what m4 prints when all sources are read to be pulled with macros_next:
 * m4wrap's text, and what is still diverted. */
void macros_finish(Macros *macros);
/* Whether the source ended within a call or quote, which was reported: that
 * what is there is not whole needs no saying. */
bool macros_was_cut_off(const Macros *macros);
/* Leaves blanks, for a reader that has no use for them; it may leave fewer
 * than there are. */
void macros_skip_blanks(Macros *macros);
/* The next piece, not taken, if it is at hand and comes as it is: a blank or a
 * character; else NULL. */
const Piece *macros_at_hand(const Macros *macros);
/* Says whether what is read next begins a statement, so that a whole call may
 * be taken as one PIECE_STATEMENTS. */
void macros_take_calls(Macros *macros, bool takes);
/* Says that these pieces are read as more than whole tokens; that what is read
 * hangs on what follows it. */
void macros_use_text(Macros *macros, const Piece *v, size_t n);
void macros_use_rest(Macros *macros);
/* Says whether from the next piece on words are text, never macros; quotes
 * are quotes still. */
void macros_set_literal(Macros *macros, bool literal);
/* Leaves the rest of a comment, for a reader that met its `#`: the next piece
 * is the newline at its end. */
void macros_skip_line(Macros *macros);

/* Expands a source for its definitions; its output is discarded. */
void macros_run(Macros *macros, Loc source);
/* Expands a source and appends its text. */
void macros_render(Macros *macros, Loc source, Buffer *text);
/* Appends the text of one output piece. */
void macros_put_piece(Macros *macros, Piece piece, Buffer *text);

/* Reads interface files as refpolicy's build does: they are expanded by an
 * engine of their own that knows only the `support` sources, and what comes
 * out (the definitions of the interfaces and templates) goes to `macros`.
 * The build runs `m4 SUPPORT… *.if` without -D options, then reads the result
 * in the second m4 (refpolicy Rules.monolithic, all_interfaces.conf). */
void macros_load_interfaces(Macros *macros, const Loc *support,
                            size_t n_support, const Loc *interfaces,
                            size_t n_interfaces);
/* The same for the interfaces of headers, of which few are used: they are
 * defined, but their text is read when they are first called. */
void macros_index_interfaces(Macros *macros, const Loc *support,
                             size_t n_support, const Loc *files,
                             size_t n_files);
/* Adds interfaces of a file that each stand for a macro, the first word of its
 * body, under another name; only where that macro is known and the name is
 * not.  One whose body is only a comment stands for nothing.  Belongs behind
 * all other interfaces. */
void macros_index_successors(Macros *macros, Loc file);
/* Where the texts that were read for their interfaces begin. */
size_t macros_n_used(const Macros *macros);
Loc macros_used(const Macros *macros, size_t i);

/* From now on warns of calls with too many arguments or of a renamed
 * interface, where they are written in sources from a Loc on; and remembers
 * those with too few. */
void macros_check_calls(Macros *macros, Loc from);

/* A call with too few arguments, with a closing quote in them that closes
 * nothing, or with a comma from the text of a call in them may be meant; it is
 * no fault before the text that comes out is one. */

/* Whether there is no more to say about a fault of the text at a place: it is
 * the doing of such a call, which was told or is now, or the fault of a macro's
 * text, which was told at another call. */
bool macros_blame_call(Macros *macros, Place place);
/* Whether a quote character is text because of a quote in no call around it,
 * which was told or is now. */
bool macros_blame_quote(Macros *macros, Place place);
/* Whether there is no more to say about an unknown name that is called at a
 * place: it was told, it may have been defined where a quote or call is not
 * closed, which was told, or a quote in no call is to blame, which was told or
 * is now. */
bool macros_expects_unknown(Macros *macros, Name name, Place place);
/* Remembers that the error begun last was about the text at a place; adds to
 * it that the call which the text came from lacks an argument, if so.
 * `is_of_call`: the text does not fit to an argument, so that the same fault of
 * another call is another. */
void macros_note_fault(Macros *macros, Place place, bool is_of_call);

/* Whether the macro is an interface or a template. */
bool macros_is_interface(const Macros *macros, Name name);
/* The macro of a policy whose name is nearest to `name`, to be suggested in a
 * note to the diagnostic begun last, or NO_NAME. */
Name macros_suggest(const Macros *macros, Name name);

#endif
