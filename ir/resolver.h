/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the resolver share.  Nobody else includes this.
 *
 * The resolver runs after errors too, to report more of them; a name that has
 * no id was reported before, and what uses it is left out in silence. */
#ifndef IR_RESOLVER_H
#define IR_RESOLVER_H

#include "ir/linker.h"

typedef struct IdList {
  uint32_t *v;
  uint32_t n;
} IdList;

typedef struct Resolver {
  const Linker *linker; /* NULL: for rules added to a linked policy */
  Policy *policy;
  Diags *diags;
  Arena *arena;
  uint32_t module; /* whose blocks are being resolved */
  Place optional;  /* the block at hand, unless it is a global one */

  uint32_t *identity;  /* 0, 1, 2, … for all types and classes: sets of one */
  Map known_lists;     /* hash of a list of ids to its index below + 1 */
  ARRAY(IdList) lists; /* each list of ids is kept once */
  Map known_bits;      /* the same of sets of types as bits */
  ARRAY(const Bitset *) bits;
  ARRAY(uint32_t) ids; /* scratch: the set being resolved */
  Bitset included, excluded; /* scratch */
  Bitset plain_types; /* all but attributes */

  ARRAY(uint16_t) perm_numbers; /* by Name: number of a permission + 1 */
  uint8_t *perm_bits;           /* by class and number: its bit + 1, or 0 */
  uint32_t n_perms;
  Map reported_perms; /* class and name */

  Map role_allows;      /* source and target of those there are */
  Map known_conditions; /* hash of a condition to its index + 1 */
  Bitset *role_types;   /* by role: its types, attributes expanded; made on
                           first use */
} Resolver;

/* resolve.c */
/* Calls `visit` for every live block, in order, with resolver->module set. */
typedef void BlockVisitor(Resolver *resolver, const Block *block);
void each_live_block(Resolver *resolver, BlockVisitor *visit);
/* The same for all blocks, live or not. */
void each_block(Resolver *resolver, BlockVisitor *visit);

/* resolve_names.c */
void names_begin(Resolver *resolver);
void names_end(Resolver *resolver);
/* The id of a name, or NO_ID. */
uint32_t resolve_id(Resolver *resolver, SymbolKind kind, Ident id);
/* Adds a type, or the members of an attribute. */
void add_types_of(const Policy *policy, Bitset *set, TypeId id);
TypeSet resolve_types(Resolver *resolver, const NameSet *set);
/* Roles with attributes expanded, added to `out`. */
void resolve_roles(Resolver *resolver, const NameSet *set, Bitset *out);
/* Class ids in rising order; sets *n. */
ClassId *resolve_classes(Resolver *resolver, const NameSet *set, uint32_t *n);
/* Classes with their permissions; those left without any are left out. */
ClassPerms *resolve_class_perms(Resolver *resolver, const NameSet *classes,
                                const NameSet *perms, uint32_t *n);

/* resolve_types.c: members of type attributes; bounds, of types, roles and
 * users; flags of types. */
void resolve_type_symbols(Resolver *resolver);

/* resolve_roles.c: members of role attributes, types of roles, dominance. */
void resolve_role_symbols(Resolver *resolver);

/* resolve_attributes.c: attributes that are members of attributes are
 * replaced by their members.  `sets` has one set for each id; ids from
 * n_plain on are attributes.  Reports circles through `name`. */
typedef Ident AttributeName(const Policy *policy, uint32_t id);
void flatten_attributes(Resolver *resolver, Bitset *const *sets,
                        uint32_t n_plain, uint32_t n, AttributeName *name);

/* resolve_mls.c */
void resolve_levels(Resolver *resolver);
/* False after an error. */
bool resolve_level(Resolver *resolver, const Level *level, MlsLevel *out);
bool resolve_range(Resolver *resolver, const Range *range, MlsRange *out);

/* resolve_users.c */
void resolve_users(Resolver *resolver);

/* resolve_rules.c */
void resolve_rules(Resolver *resolver, const Block *block);
/* Adds one rule to the policy, unless it says nothing. */
void resolve_av_rule(Resolver *resolver, const ModAvRule *rule, CondRef cond);
/* Reports permissions that classes lack, in a block that is not linked. */
void check_perms(Resolver *resolver, const Block *block);

/* resolve_conditions.c */
typedef struct ResolvedCondition {
  bool decided;         /* over tunables: */
  int branch;           /* the branch that is kept (0 or 1) */
  bool swapped;         /* else: the branches have changed places */
  uint32_t conditional; /* index into Policy.conditionals, or NO_ID after an
                           error */
} ResolvedCondition;
ResolvedCondition resolve_condition(Resolver *resolver, const CondExpr *expr);

/* resolve_constraints.c: and defaults of classes */
void resolve_constraints(Resolver *resolver);

/* resolve_contexts.c */
void resolve_contexts(Resolver *resolver);

#endif
