/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What local customizations have changed of a policy: a policy store keeps
 * them, so that they outlive the next change on the target. */
#ifndef IR_LOCAL_CHANGES_H
#define IR_LOCAL_CHANGES_H

#include "ir/policy.h"

/* In the order of the lines that said so. */
typedef struct LocalChanges {
  ARRAY(PolicyOcon) contexts; /* also of interfaces that were replaced */
  ARRAY(UserId) users;
  ARRAY(BoolId) bools;
  ARRAY(TypeId) permissives;
  bool no_dontaudits; /* the rules are taken out */
} LocalChanges;

#endif
