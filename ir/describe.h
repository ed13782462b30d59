/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules in the words of the policy language, for messages. */
#ifndef IR_DESCRIBE_H
#define IR_DESCRIBE_H

#include "ir/policy.h"

/* "source target:class { read write }", in the session's arena. */
const char *describe_access(const Policy *policy, TypeId source,
                            TypeId target, ClassId class_id, PermMask perms);
/* "source target:class ioctl { 0x8900-0x8910 }". */
const char *describe_xperms(const Policy *policy, TypeId source,
                            TypeId target, ClassId class_id, bool is_nlmsg,
                            uint32_t low, uint32_t high);

#endif
