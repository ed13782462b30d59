/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The policy as one policy.conf, which checkpolicy compiles to the same
 * meaning.
 *
 * It is written from the expanded tables, so that a policy read from a binary
 * can be written too: attributes stay where the tables have them, `*`, `~`
 * and `-` are gone.  Neverallow rules come as they were linked.  What the
 * language has no statement for is not there: bounds of roles and users (but
 * those of dotted names), and what is done with unknown classes. */
#ifndef BACKEND_TEXT_CONF_H
#define BACKEND_TEXT_CONF_H

#include "ir/policy.h"
#include "lib/bytes.h"

void text_conf_write(const Policy *policy, Buffer *out);

/* Appends one constraint, "mlsconstrain file { read } (l1 dom l2);": one line
 * for each of its classes, or of the one class if it is not NO_ID. */
void text_constraint_write(const Policy *policy, const Constraint *constraint,
                           ClassId class_id, Buffer *out);

#endif
