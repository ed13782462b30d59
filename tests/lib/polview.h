/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A kernel policy read by libsepol, with what is needed to speak of it
 * without its numbers: names, attribute members, contexts as text.
 *
 * Indices here are 0-based (value - 1 of libsepol).
 */

#ifndef TESTS_LIB_POLVIEW_H
#define TESTS_LIB_POLVIEW_H

#include <sepol/policydb/policydb.h>

#include "tests/lib/facts.h"

typedef struct {
  uint32_t *type;
  uint32_t len;
} TypeList;

typedef struct {
  const char *name[32]; /* by bit; NULL where the class has no such bit */
  uint64_t hash[4][256]; /* of the names in byte N of an access vector */
  uint64_t name_hash;
  uint32_t mask;
} ClassView;

typedef struct {
  sepol_policydb_t *handle;
  policydb_t *db;
  uint32_t ntypes, nclasses;
  ClassView *class;
  TypeList *members; /* of a type: itself; of an attribute: its types */
  uint64_t *type_hash;
} PolicyView;

/* Ends the program with a message if PATH is no kernel policy. */
PolicyView *view_open(const char *path);
void view_close(PolicyView *v);

const char *type_name(const PolicyView *v, uint32_t index);
const char *class_name(const PolicyView *v, uint32_t index);
const char *role_name(const PolicyView *v, uint32_t index);
uint64_t perms_hash(const ClassView *class, uint32_t perms);

/* New strings; the caller frees. */
char *perms_text(const ClassView *class, uint32_t perms);
char *level_text(const PolicyView *v, const mls_level_t *level);
char *range_text(const PolicyView *v, const mls_range_t *range);
char *context_text(const PolicyView *v, const context_struct_t *context);
/* the names of a set of NAMES (by bit), sorted, "{ a b }" */
char *names_text(char *const *names, const ebitmap_t *set);

/* Calls visit for each entry of a libsepol hash table. */
typedef void TableVisit(char *key, void *datum, void *arg);
void table_each(hashtab_t table, TableVisit *visit, void *arg);

/* The passes: each adds the facts of some sections. */
void symbol_facts(const PolicyView *v, Facts *facts);     /* symfacts.c */
void rule_facts(const PolicyView *v, Facts *facts);       /* rulefacts.c */
void constraint_facts(const PolicyView *v, Facts *facts); /* confacts.c */
void context_facts(const PolicyView *v, Facts *facts);    /* ctxfacts.c */

#endif
