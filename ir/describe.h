/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules in the words of the policy language, for messages.  Texts are in the
 * session's arena. */
#ifndef IR_DESCRIBE_H
#define IR_DESCRIBE_H

#include "ir/violation.h"

/* "source target:class { read write }". */
const char *describe_access(const Policy *policy, TypeId source,
                            TypeId target, ClassId class_id, PermMask perms);

/* "allow", "dontauditxperm" and so on. */
const char *rule_kind_word(RuleKind kind);
/* "a_bool && !b_bool", with brackets where they are needed. */
const char *describe_condition(const Policy *policy,
                               const Conditional *conditional);
/* "a_t", "{ a_t b_t }"; of many types the first and how many more. */
const char *describe_types(const Policy *policy, const Bitset *types);
/* The same of a set as rules have it, with attributes and self. */
const char *describe_type_set(const Policy *policy, const TypeSet *set);
/* "allow a_t domain:file { read };", of one of the rule's classes. */
const char *describe_av_rule(const Policy *policy, const AvRule *rule,
                             uint32_t class_index);
/* "type_transition a_t b_t:process c_t;", of all its classes. */
const char *describe_type_rule(const Policy *policy, const TypeRule *rule);
/* "type_transition a_t b_t:file c_t "name";". */
const char *describe_file_transition(const Policy *policy,
                                     const FileTransition *rule);
/* "{ a_t b_t } etc_t:file { write }": what a part of a violation says. */
const char *describe_part(const Policy *policy, const ViolationPart *part);

/* The attributes among the ids of a set that have a member in `types`:
 * "attribute 'domain'", "attributes 'a' and 'b'"; NULL: none. */
const char *describe_attributes(const Policy *policy, const TypeSet *set,
                                const Bitset *types);

#endif
