/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The baseline: violations that are known and accepted.
 *
 * It is a file of allow and allowxperm rules over types, one a line, sorted:
 * together they are all that may be granted although an assertion forbids it.
 * So it does not depend on where rules stand or how they are written, and a
 * reviewer reads each line as the access that it accepts. */
#ifndef CLI_BASELINE_H
#define CLI_BASELINE_H

#include "ir/access_set.h"
#include "ir/violation.h"
#include "lib/bytes.h"

typedef struct Baseline {
  Policy *policy;
  ARRAY(AvRule) rules; /* as read */
  AccessSet known;     /* what they accept */
  AccessSet found;     /* all that violates */
} Baseline;

/* Reads the file for a loaded policy; a file that is not there accepts
 * nothing if `may_lack`. */
void baseline_read(Baseline *baseline, Policy *policy, const char *path,
                   bool may_lack);
void baseline_free(Baseline *baseline);

/* Notes a violation as found.  *rest is what of it is not accepted, in parts
 * that must be freed with baseline_free_rest; false if nothing is left. */
bool baseline_rest(Baseline *baseline, const Violation *violation,
                   Violation *rest);
void baseline_free_rest(Violation *rest);

/* -Wstale-baseline: lines that accept what was not found. */
void baseline_report_stale(const Baseline *baseline);

/* The baseline that accepts what was found. */
void baseline_write(const Baseline *baseline, Buffer *out);

#endif
