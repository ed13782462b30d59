/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What all that is printed as JSON shares.  Memory of
 * the values is jansson's; who gets one from here gives it away or frees it
 * with json_decref. */
#ifndef LIB_DIAG_JSON_H
#define LIB_DIAG_JSON_H

#include <jansson.h>

#include "lib/diag_print.h"

/* A string; bytes that are not UTF-8 become U+FFFD. */
json_t *json_text(const char *text, size_t length);
/* Sets a member to a string. */
void json_set_text(json_t *object, const char *key, const char *text);
/* Sets file, line, column and endColumn (behind so many bytes; 0: behind the
 * name there), unless the place is nowhere. */
void json_set_place(Diags *diags, json_t *object, Place place, size_t length);
/* Sets `calls`, the chain of macro calls, the innermost first. */
void json_set_calls(Diags *diags, json_t *object, Origin origin);
/* Writes a value and a newline. */
void json_write(Diags *diags, const json_t *value, size_t flags);

#endif
