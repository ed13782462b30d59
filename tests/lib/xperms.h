/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Extended permissions of one source type: for each target, class and kind
 * of rule a set of 16-bit numbers, a driver (high byte) and a function.
 * A rule on whole drivers means the same as one on all their functions.
 */

#ifndef TESTS_LIB_XPERMS_H
#define TESTS_LIB_XPERMS_H

#include "tests/lib/polview.h"

typedef enum { XALLOW, XAUDITALLOW, XDONTAUDIT } XpermKind;

typedef struct {
  uint32_t target, class;
  XpermKind kind;
  uint32_t bits[256][8]; /* by driver */
} Xperm;

typedef struct {
  uint32_t target, class;
  XpermKind kind;
  const avtab_extended_perms_t *rule;
} XpermEntry;

typedef struct {
  XpermEntry *entry; /* as added */
  size_t nentries, cap;
  Xperm *perm; /* after the merge: one for each target, class and kind */
  size_t len;
} XpermSet;

XpermKind xperm_kind(uint32_t specified);
void xperms_add(XpermSet *set, uint32_t target, uint32_t class,
                XpermKind kind, const avtab_extended_perms_t *rule);
void xperms_merge(XpermSet *set);
void xperms_clear(XpermSet *set);
void xperms_release(XpermSet *set);
uint64_t xperms_digest(const PolicyView *v, const XpermSet *set);
void xperms_text(const PolicyView *v, const XpermSet *set, const char *layer,
                 const char *source, FactList *out);

#endif
