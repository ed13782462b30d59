/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the expansion share.  Nobody else includes this. */
#ifndef IR_EXPANDER_H
#define IR_EXPANDER_H

#include "ir/passes.h"

/* The entries of an access vector table by key, while it grows. */
typedef struct AvHash {
  AvTable entries; /* as they came */
  uint32_t *slots; /* index + 1; 0: free */
  size_t n_slots;  /* a power of two */
} AvHash;

/* av_table.c */
/* The entry of a key, until the next is asked for; a new one has the key and
 * nothing else (*is_new). */
AvEntry *av_hash_put(AvHash *hash, uint64_t key, bool *is_new);
/* The entry of a key or NULL. */
const AvEntry *av_hash_find(const AvHash *hash, uint64_t key);
/* Gives the entries, as they came, and frees the rest. */
AvTable av_hash_finish(AvHash *hash);
/* Sorts entries by key; equal keys keep their order. */
void av_entries_sort(AvEntry *entries, size_t n);
/* Adds permissions to an entry as its kind of rule does. */
void av_entry_add(AvEntry *entry, RuleKind kind, PermMask perms, bool is_new);

/* An entry in a conditional. */
typedef struct CondEntry {
  uint32_t branch; /* twice the conditional, one more in its else branch */
  AvEntry entry;
} CondEntry;

/* An extended permission entry; `branch` is NO_ID outside of conditionals. */
typedef struct XpermEntry {
  uint32_t branch;
  RuleId rule;
  uint64_t key;
  XpermRecord record;
} XpermEntry;

/* The type rules in conditionals that share a key. */
typedef struct CondTypeRules {
  uint32_t conditional;
  RuleId rule[2]; /* by branch; NO_ID: none */
} CondTypeRules;

typedef ARRAY(TypeId) TypeIds;

typedef struct Types {
  const TypeId *v;
  uint32_t n;
} Types;

typedef struct Expander {
  Policy *policy;
  Diags *diags;
  AvHash unconditional;
  ARRAY(CondEntry) conditional;
  ARRAY(XpermEntry) xperms;
  Map cond_type_keys; /* key of a type rule to index below + 1 */
  ARRAY(CondTypeRules) cond_type_rules;
  RuleId reported; /* the last type rule reported: one message for each */
  TypeIds sources, targets; /* scratch: the set at hand as a list */
  Bitset set;               /* scratch */
} Expander;

/* expand.c */
/* The ids of a set, valid until the next call for sources, or for targets. */
Types list_sources(Expander *expander, const TypeSet *set);
Types list_targets(Expander *expander, const TypeSet *set);
/* The types of a set, attributes expanded, valid as long. */
Types expand_sources(Expander *expander, const TypeSet *set);
Types expand_targets(Expander *expander, const TypeSet *set);
const char *type_text(const Expander *expander, TypeId id);
const char *class_text(const Expander *expander, ClassId id);

/* expand_av.c */
void expand_av_rules(Expander *expander);
/* expand_xperms.c */
void expand_xperm_rule(Expander *expander, RuleId rule);
/* Sorts the entries into the tables and the records into the policy. */
void settle_xperms(Expander *expander);
/* expand_type_rules.c */
void expand_type_rules(Expander *expander);
/* expand_conditionals.c: entries into the tables of the conditionals. */
void settle_conditionals(Expander *expander);
/* expand_transitions.c */
void expand_file_transitions(Expander *expander);
void expand_range_transitions(Expander *expander);
void expand_role_transitions(Expander *expander);

#endif
