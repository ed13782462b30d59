/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * A fact is one line of text about a policy.  Facts are gathered by section;
 * most sections are sets (sorted, doubles dropped), some are sequences, where
 * the order in the file is part of the meaning.
 */

#ifndef TESTS_LIB_FACTS_H
#define TESTS_LIB_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* SECTION(id, name, kind): SET, SEQUENCE, or BY_SOURCE for a section whose
 * lines are digests of the flattened rules of one source type. */
#define SECTIONS                                                              \
  SECTION(HEADER, "header", SET)                                              \
  SECTION(POLCAPS, "polcaps", SET)                                            \
  SECTION(CLASSES, "classes", SET)                                            \
  SECTION(PERMS, "perms", SET)                                                \
  SECTION(COMMONS, "commons", SET)                                            \
  SECTION(DEFAULTS, "defaults", SET)                                          \
  SECTION(TYPES, "types", SET)                                                \
  SECTION(ALIASES, "aliases", SET)                                            \
  SECTION(ATTRIBUTES, "attributes", SET)                                      \
  SECTION(PERMISSIVE, "permissive", SET)                                      \
  SECTION(BOUNDS, "bounds", SET)                                              \
  SECTION(ROLES, "roles", SET)                                                \
  SECTION(ROLE_TYPES, "role-types", SET)                                      \
  SECTION(ROLE_ALLOW, "role-allow", SET)                                      \
  SECTION(ROLE_TRANSITION, "role-transition", SET)                            \
  SECTION(USERS, "users", SET)                                                \
  SECTION(MLS, "mls", SET)                                                    \
  SECTION(BOOLS, "bools", SET)                                                \
  SECTION(AV, "av", BY_SOURCE)                                                \
  SECTION(COND_AV, "cond-av", BY_SOURCE)                                      \
  SECTION(TYPE_RULES, "type-rules", SET)                                      \
  SECTION(COND_TYPE_RULES, "cond-type-rules", SET)                            \
  SECTION(FILENAME, "filename-transition", SET)                               \
  SECTION(RANGE, "range-transition", SET)                                     \
  SECTION(CONSTRAIN, "constrain", SET)                                        \
  SECTION(VALIDATETRANS, "validatetrans", SET)                                \
  SECTION(ISIDS, "initial-sids", SET)                                         \
  SECTION(FSCON, "fscon", SET)                                                \
  SECTION(FSUSE, "fs-use", SET)                                               \
  SECTION(GENFS, "genfscon", SET)                                             \
  SECTION(GENFS_ORDER, "genfscon-order", SEQUENCE)                            \
  SECTION(PORT, "portcon", SEQUENCE)                                          \
  SECTION(PORT_LOOKUP, "portcon-lookup", SET)                                 \
  SECTION(NETIF, "netifcon", SET)                                             \
  SECTION(NODE, "nodecon", SEQUENCE)                                          \
  SECTION(IBPKEY, "ibpkeycon", SEQUENCE)                                      \
  SECTION(IBENDPORT, "ibendportcon", SET)                                     \
  SECTION(XEN, "xen", SEQUENCE)

enum {
#define SECTION(id, name, kind) SEC_##id,
  SECTIONS
#undef SECTION
  NSECTIONS
};

typedef enum { SET, SEQUENCE, BY_SOURCE } SectionKind;

typedef struct {
  char **line;
  size_t len, cap;
} FactList;

typedef struct {
  FactList list[NSECTIONS];
} Facts;

const char *section_name(int section);
SectionKind section_kind(int section);
int section_find(const char *name); /* -1 if there is none of that name */

void *xcalloc(size_t n, size_t size); /* these two end the program when */
void *xrealloc(void *p, size_t size); /* there is no memory */

void fact_add(FactList *list, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void fact_take(FactList *list, char *line); /* the list frees it */
void facts_finish(FactList *list, SectionKind kind); /* sort, drop doubles */
void facts_release(FactList *list);
uint64_t facts_digest(const FactList *list, SectionKind kind);

uint64_t hash_mix(uint64_t x);
uint64_t hash_string(const char *s);

#endif
