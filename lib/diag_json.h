/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the two printers of JSON share.  Nobody else includes this.  Memory of
 * the values is jansson's; who gets one from here gives it away or frees it
 * with json_decref. */
#ifndef LIB_DIAG_JSON_H
#define LIB_DIAG_JSON_H

#include <jansson.h>

#include "lib/diag_print.h"

/* A string; bytes that are not UTF-8 become U+FFFD. */
json_t *json_text(const char *text, size_t length);
/* Writes a value and a newline. */
void json_write(Diags *diags, const json_t *value, size_t flags);

#endif
