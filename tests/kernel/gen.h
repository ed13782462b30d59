/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The generator of questions for the kernel (init.c).  It reads the
 * reference policy, chooses questions that touch its rules, and writes
 * libsepol's answers beside them.  All choices come from one fixed seed.
 */

#ifndef TESTS_KERNEL_GEN_H
#define TESTS_KERNEL_GEN_H

#include <sepol/policydb/services.h>
#include <stdio.h>

#include "tests/lib/polview.h"

enum { CONTEXT_MAX = 4000 };

typedef struct {
  uint32_t source, target, class; /* indices; types or attributes */
  uint32_t perms;                 /* of an access vector rule */
} Rule;

typedef struct {
  Rule *rule;
  size_t len, cap;
} RuleList;

typedef struct {
  PolicyView *v;
  sidtab_t sids;
  uint64_t random;
  FILE *queries;
  FILE *expected; /* "N<tab>GROUP<tab>QUERY<tab>ANSWER" */
  unsigned count;
  const char *group;

  RuleList *av;     /* unconditional access vector rules, by class */
  RuleList cond_av; /* those of conditionals */
  RuleList transition, cond_transition, member, change;
  TypeList types;       /* all that are no attributes */
  TypeList roles, users;
  TypeList *type_roles; /* by type: the roles it may have */
  TypeList *role_users; /* by role */
} Gen;

/* pick.c: choices.  All contexts given are valid. */
uint32_t pick(Gen *g, uint32_t below);
bool one_in(Gen *g, uint32_t n);
const Rule *pick_rule(Gen *g, const RuleList *list);
uint32_t pick_member(Gen *g, uint32_t type_or_attribute);
void pick_context(Gen *g, uint32_t type, char *context);
void pick_doubtful_context(Gen *g, char *context);
bool context_sid(const char *context, sepol_security_id_t *sid);
void gather(Gen *g);

/* ask.c: one question each, with its answer. */
void ask_access(Gen *g, const char *scon, const char *tcon, uint32_t class);
void ask_create(Gen *g, const char *scon, const char *tcon, uint32_t class);
void ask_create_named(Gen *g, const char *scon, const char *tcon,
                      uint32_t class, const char *name, uint32_t type);
void ask_member(Gen *g, const char *scon, const char *tcon, uint32_t class);
void ask_change(Gen *g, const char *scon, const char *tcon, uint32_t class);
void ask_validity(Gen *g, const char *context);
void ask_validatetrans(Gen *g, const char *from, const char *to,
                       uint32_t class, const char *task);
void set_bool(Gen *g, uint32_t index, int state);
void commit_bools(Gen *g);
void describe_classes(Gen *g);
void follow_kernel_defaults(Gen *g);

#endif
