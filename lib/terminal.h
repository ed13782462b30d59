/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text from anywhere (sources, file names, options, binary policies) on its
 * way to a person. */
#ifndef LIB_TERMINAL_H
#define LIB_TERMINAL_H

#include <stdio.h>

/* The most that is shown of one text; the rest is an ellipsis. */
enum { TERMINAL_TEXT_MAX = 4000 };

/* Writes a text so that no terminal obeys it: control characters (C0, C1 and
 * those that change the direction of writing) and bytes that are not UTF-8
 * become \xNN, a tab becomes a blank. */
void terminal_put(FILE *stream, const char *text, size_t length);
void terminal_put_string(FILE *stream, const char *text);

#endif
