/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that are read once.
 *
 * Nine of ten statements of a policy are made by calls of interfaces and
 * patterns, each of which is called often, with other names.  Where such a call
 * stands for whole statements, it is read once with holes for its parameters
 * (on trial), and what the parser makes of it is copied for each call.
 *
 * That gives what reading every call gives, for a trial counts only if
 * - each argument is one name that is neither a macro nor a keyword, or empty;
 *   the copies are for calls with names and nothing in the same places;
 * - the definitions of all macros are as they were (Macros.state), and are so
 *   again behind it;
 * - nothing looked at the text of a parameter (`$1_t`, ifelse), at the place of
 *   the call (__line__), or beyond the end of the body; and nothing was done
 *   but to make text (divert, errprint);
 * - it gave whole statements, and no diagnostic.
 * All other calls are read as they stand, and so is one whose trial fails: it
 * leaves no trace. */
#ifndef FRONTEND_TEMPLATES_H
#define FRONTEND_TEMPLATES_H

#include "frontend/parser.h"

/* Lets the parser's engine give it whole calls; and no longer. */
void templates_begin(Parser *parser);
void templates_end(Parser *parser);

#endif
