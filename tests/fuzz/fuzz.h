/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the fuzz targets share.  A target is a file that defines `fuzz_target`
 * and is linked with fuzz.c and all of tecc but its main(). */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include "frontend/lower.h"
#include "lib/bytes.h"

/* Does the target's work on one input, as the commands would, in a session of
 * its own whose diagnostics are written but seen by nobody.  Right behaviour
 * is to return, or to call fatal; a crash, a failed assert, a sanitizer's
 * report, a time-out and too much memory are finds. */
void fuzz_target(Session *session, const char *bytes, size_t n);

/* Gives the path of a file with these bytes, `name` in a scratch folder that
 * goes away with the process; the folder itself when name is NULL. */
const char *fuzz_file(const char *name, const char *bytes, size_t n);

/* Lowers the text of one unit; after an error the module is of no use. */
void fuzz_module(Session *session, const char *text, size_t n,
                 const LowerOptions *options, Module *module);
/* A small MLS base policy, the same each time, with something of each kind
 * that is asked about a policy: attributes, booleans, users, ports, rules and
 * assertions. */
void fuzz_policy_module(Session *session, Module *module);

/* Ends as a find when two outputs that must be equal are not. */
void fuzz_expect_equal(const Buffer *a, const Buffer *b, const char *what);
/* Ends as a find unless `holds`. */
void fuzz_expect(bool holds, const char *what);

#endif
