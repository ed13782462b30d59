/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A set of single accesses: source type, target type, class, and permissions
 * or extended permissions.  Owns heap memory until access_set_free. */
#ifndef IR_ACCESS_SET_H
#define IR_ACCESS_SET_H

#include "ir/violation.h"
#include "lib/bytes.h"

typedef struct Access {
  TypeId source, target;
  ClassId class_id;
  PermMask perms;
  Bitset xperms[2]; /* numbers of ioctl, of nlmsg */
} Access;

typedef struct AccessSet {
  ARRAY(Access) accesses;
  Map index; /* av_key to index */
} AccessSet;

/* An empty set needs no call. */
void access_set_free(AccessSet *set);
/* The access of a key (its perms may be empty), made when it is new. */
Access *access_set_put(AccessSet *set, TypeId source, TypeId target,
                       ClassId class_id);
/* The access or NULL. */
const Access *access_set_find(const AccessSet *set, const Access *key);

/* Adds all that a part of a violation grants. */
void access_set_add(AccessSet *set, const ViolationPart *part);
/* Adds what is in a but not in b; the accesses left without any permission
 * are not added. */
void access_set_add_difference(AccessSet *set, const AccessSet *a,
                               const AccessSet *b);

/* What one source may do alike to several targets: the set is the sum of its
 * rows, which follow from the set alone. */
typedef struct AccessRow {
  TypeId source;
  ClassId class_id;
  PermMask perms;
  const XpermSet *xperms; /* or NULL: then perms */
  Bitset targets;
} AccessRow;
typedef ARRAY(AccessRow) AccessRows;

AccessRows access_rows(const AccessSet *set, Arena *arena);
void access_rows_free(AccessRows *rows);
/* Appends "allow a_t { b_t c_t }:file { write };" and a line's end. */
void access_row_write(const Policy *policy, const AccessRow *row, Buffer *out);

#endif
