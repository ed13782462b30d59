/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the printers of diagnostics share.  Nobody else includes this. */
#ifndef LIB_DIAG_PRINT_H
#define LIB_DIAG_PRINT_H

#include "lib/diag.h"

extern const DiagPrinter diag_text_printer, diag_json_printer,
    diag_sarif_printer;

/* How many bytes of its line the name, number or quoted text at a place takes,
 * or `length` of them if that is not 0; at least 1. */
size_t diag_width(Diags *diags, Place place, size_t length);

/* The call at a Loc as written, up to the end of its line or its closing
 * bracket; a call that goes on ends in an ellipsis. */
char *diag_call_text(Diags *diags, Loc loc);

/* A chain longer than this comes from a macro that calls itself. */
enum { DIAG_CHAIN_SHOWN = 20 };

#endif
