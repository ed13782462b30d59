/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A policy as text, for tests and for looking at what a pass did: one fact a
 * line, in the order of the tables, so that equal policies give equal text.
 *
 *     type a_t permissive
 *     attribute domain { a_t b_t }
 *     role system_r types { domain }
 *     allow domain { etc_t self } : file { read getattr }
 *     if a_bool b_bool && else: type_transition a_t etc_t : file log_t
 *
 * Expressions stand in reverse Polish order. */
#ifndef IR_DUMP_POLICY_H
#define IR_DUMP_POLICY_H

#include "ir/policy.h"
#include "lib/bytes.h"

enum {
  DUMP_SYMBOLS = 1,  /* types, roles, users, booleans, levels, aliases */
  DUMP_RULES = 2,    /* rules as linked, attributes kept */
  DUMP_TABLES = 4,   /* what expand made of them */
  DUMP_CONTEXTS = 8, /* constraints and labelling */
};

/* Appends the asked parts to `text`. */
void dump_policy(Buffer *text, const Policy *policy, unsigned parts);

#endif
