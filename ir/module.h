/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module: what one policy unit (a base policy or a loadable module)
 * declares, requires and says, before anything is linked.  Both a source unit
 * (through lowering) and a binary package (through its reader) become one.
 *
 * A module is a tree of blocks: the global one, optional blocks, and their
 * else branches.  Symbols are referred to by name; a name means something
 * only in a block whose scope has it declared or required (SELinux Notebook,
 * "Modular Policy Support Statements").  Sets are as written.
 *
 * All arrays live as long as the session, unless they are freed sooner. */
#ifndef IR_MODULE_H
#define IR_MODULE_H

#include "ir/terms.h"
#include "lib/array.h"

/* ORDER SYMBOL: the kinds of symbol, in the order of the kernel format
 * (linux/security/selinux/ss/policydb.h, SYM_…). */
typedef enum SymbolKind {
  SYMBOL_COMMON,
  SYMBOL_CLASS,
  SYMBOL_ROLE, /* and role attributes */
  SYMBOL_TYPE, /* and type attributes, aliases */
  SYMBOL_USER,
  SYMBOL_BOOL, /* and tunables */
  SYMBOL_LEVEL,    /* sensitivities and their aliases */
  SYMBOL_CATEGORY, /* and aliases */
  SYMBOL_KIND_COUNT
} SymbolKind;

/* Of a type or role: whether it is an attribute.  Of a boolean: whether it is
 * a tunable. Of types, sensitivities and categories: whether an alias. */
typedef enum Flavor {
  FLAVOR_PLAIN,
  FLAVOR_ATTRIBUTE,
  FLAVOR_TUNABLE,
  FLAVOR_ALIAS,
} Flavor;

/* A symbol that a block declares or requires.  The packages of a policy require
 * hundreds of thousands together, so it is small. */
typedef struct Symbol {
  uint8_t kind;   /* SymbolKind */
  uint8_t flavor; /* Flavor */
  bool value;     /* of a declared boolean: its default */
  Ident id;
  Ident target; /* of an alias: what it stands for; of a class: its common */
  Idents perms; /* of a class or common: declared or required permissions, in
                   their order */
} Symbol;

typedef struct ModAvRule {
  RuleKind kind;
  Place place;
  NameSet source, target, classes, perms;
  Xperms *xperms; /* of RULE_XPERMS_ kinds */
} ModAvRule;

/* Those of a block. */
typedef SHORT_ARRAY(ModAvRule) BlockAvRules;

typedef struct ModTypeRule {
  RuleKind kind;
  NameSet source, target, classes;
  Ident result;
  Ident file_name;
  Place place;
} ModTypeRule;

typedef struct ModRangeTransition {
  NameSet source, target, classes; /* classes filled in: process */
  Range range;
  Place place;
} ModRangeTransition;

typedef struct ModRoleAllow {
  NameSet source, target;
  Place place;
} ModRoleAllow;

typedef struct ModRoleTransition {
  NameSet roles, types, classes; /* classes filled in: process */
  Ident result;
  Place place;
} ModRoleTransition;

typedef struct ModConditional {
  CondExpr expr;
  /* the rules of [0] the true branch, [1] the false branch */
  BlockAvRules av[2];
  SHORT_ARRAY(ModTypeRule) type_rules[2];
  Place place;
} ModConditional;

/* member of attribute: of types (typeattribute, and the attributes of a type
 * declaration) and of roles (roleattribute). */
typedef struct ModMember {
  Ident member, attribute;
} ModMember;

/* `role r types { … }`. */
typedef struct ModRoleTypes {
  Ident role;
  NameSet types;
} ModRoleTypes;

/* `typebounds parent child`, or one from a package (also roles and users). */
typedef struct ModBounds {
  SymbolKind kind;
  Ident parent, child;
} ModBounds;

/* The old `dominance { role parent { role child; } }`.  It gives the parent
 * the types that the child has at that point of the text: those of the first
 * n_types of the block's role_types (0 in a package, whose compiler has given
 * them already). */
typedef struct ModRoleDominance {
  Ident parent, child;
  uint32_t n_types;
} ModRoleDominance;

typedef struct ModUser {
  Ident id;
  NameSet roles;
  bool has_mls;
  Level level;
  Range range;
} ModUser;

typedef struct ModExpand {
  Ident attribute;
  bool expand;
} ModExpand;

typedef SHORT_ARRAY(Ident) IdentArray;
typedef SHORT_ARRAY(Symbol) Symbols;

typedef enum BlockKind {
  BLOCK_GLOBAL,
  BLOCK_OPTIONAL,
  BLOCK_ELSE, /* live when the optional before it, `twin`, is dead */
} BlockKind;

typedef struct Block {
  BlockKind kind;
  uint32_t parent; /* index of the block around it; of the global one: 0 */
  uint32_t twin;   /* of an optional: its else block, of an else: its
                      optional; 0: none */
  Place place;
  Symbols declared, required;
  BlockAvRules av;
  SHORT_ARRAY(ModTypeRule) type_rules;
  SHORT_ARRAY(ModRangeTransition) range_transitions;
  SHORT_ARRAY(ModRoleAllow) role_allows;
  SHORT_ARRAY(ModRoleTransition) role_transitions;
  SHORT_ARRAY(ModConditional) conditionals;
  SHORT_ARRAY(ModMember) type_members, role_members;
  SHORT_ARRAY(ModRoleTypes) role_types;
  SHORT_ARRAY(ModRoleDominance) role_dominances;
  SHORT_ARRAY(ModBounds) bounds;
  SHORT_ARRAY(ModUser) users;
  SHORT_ARRAY(ModExpand) expands;
  IdentArray permissives, neveraudits;
} Block;

typedef struct ModConstraint {
  bool validatetrans; /* else constrain */
  NameSet classes, perms;
  ConstraintExpr expr;
  Place place;
} ModConstraint;

typedef struct ModDefault {
  DefaultKind kind;
  DefaultValue value;
  NameSet classes;
  Place place;
} ModDefault;

/* What the kernel does with a class or permission that the policy does not
 * have. */
typedef enum HandleUnknown {
  HANDLE_UNKNOWN_DENY,
  HANDLE_UNKNOWN_REJECT,
  HANDLE_UNKNOWN_ALLOW,
} HandleUnknown;

typedef struct Module {
  Ident name;    /* NO_NAME for a base or monolithic policy */
  Ident version;
  bool is_base;
  bool is_binary; /* read from a file: its compiler has checked it */
  bool mls;
  HandleUnknown handle_unknown; /* of a base package; a source has none, the
                                   driver sets it when it writes one */
  ARRAY(Block) blocks; /* [0] is the global block */
  /* What only a base may have, in the order of the text. */
  IdentArray sids;       /* declared initial SIDs, in the kernel's order */
  IdentArray dominance;  /* sensitivities, lowest first */
  ARRAY(Level) levels;   /* the categories that each sensitivity may have */
  ARRAY(ModDefault) defaults;
  ARRAY(ModConstraint) constraints;
  ARRAY(Ocon) ocons;     /* all kinds in one sequence */
  IdentArray polcaps;
} Module;

/* Frees a block's access vector and type rules, which are most of it. */
void block_free_rules(Block *block);
/* Frees the blocks of a module, which must not be used any more. */
void module_free_blocks(Module *module);

#endif
