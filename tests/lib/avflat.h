/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Access vector rules, flattened: what each source type may do to each
 * target type, whether the policy says so by attributes or by types.
 *
 * The rules come in layers: the unconditional ones, and two for each
 * condition.  A flattened Debian policy has tens of millions of facts, so
 * they are never written out as a whole: each source type is flattened into
 * a table of its own, used (hashed, or written as text), and cleared.
 * What the unconditional layer gives is left out of the conditional ones,
 * for there it decides nothing.
 */

#ifndef TESTS_LIB_AVFLAT_H
#define TESTS_LIB_AVFLAT_H

#include "tests/lib/polview.h"

typedef struct AvFlat AvFlat;

AvFlat *av_open(const PolicyView *v);
void av_close(AvFlat *flat);

/* One line for each source type and layer: name, layer, rows and hash. */
void av_digest_facts(AvFlat *flat, Facts *facts);

/* All rules of one source type as text, in the same two sections. */
void av_source_facts(AvFlat *flat, const char *source, Facts *facts);

#endif
