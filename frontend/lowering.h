/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the lowering share.  Nobody else includes this. */
#ifndef FRONTEND_LOWERING_H
#define FRONTEND_LOWERING_H

#include "frontend/lower.h"
#include "ir/scopes.h"

/* The parts of a base policy in checkpolicy's order (policy_parse.y,
 * base_policy). */
typedef enum Section {
  SECTION_ANY, /* not bound to a place */
  SECTION_CLASS,
  SECTION_SID,
  SECTION_COMMON,
  SECTION_CLASS_PERMS,
  SECTION_DEFAULT,
  SECTION_SENSITIVITY,
  SECTION_DOMINANCE,
  SECTION_CATEGORY,
  SECTION_LEVEL,
  SECTION_MLS_CONSTRAINT,
  SECTION_RULES,
  SECTION_USER,
  SECTION_CONSTRAINT,
  SECTION_SID_CONTEXT,
  SECTION_FS_USE,
  SECTION_GENFS,
  SECTION_PORT,
  SECTION_NETIF,
  SECTION_NODE,
  SECTION_DEVICE,
  SECTION_IBPKEY,
  SECTION_IBENDPORT,
  SECTION_COUNT
} Section;

/* A name used before anything declared it. */
typedef struct EarlyUse {
  SymbolKind kind;
  uint32_t block;
  Ident id;
} EarlyUse;

struct Lowering {
  Session *session;
  Module *module;
  LowerOptions options;
  Scopes scopes;
  uint32_t block;              /* where statements go now */
  ModConditional *conditional; /* around the statement, or NULL */
  int branch;                  /* of the conditional */
  bool has_module_statement, lacks_module_statement;
  bool reported_mls;            /* a statement of MLS in a policy without */
  Section section;              /* reached in the global block of a base */
  uint32_t seen;                /* bits of the sections that have content */
  ARRAY(EarlyUse) early_uses;   /* of strict order */
  ARRAY(StmtPerms) class_perms; /* `class c inherits d { … }` seen so far */
};

/* Where a statement goes: its block, and the rules of that or of the
 * conditional around it. */
static inline Block *lowering_block(Lowering *lowering) {
  return &lowering->module->blocks.v[lowering->block];
}
static inline BlockAvRules *lowering_rules(Lowering *lowering) {
  ModConditional *conditional = lowering->conditional;
  return conditional ? &conditional->av[lowering->branch]
                     : &lowering_block(lowering)->av;
}

/* lower.c */
const char *lowering_text(const Lowering *lowering, Name name);
void lower_statements(Lowering *lowering, const Stmts *statements);

/* What a set may hold beside plain names. */
enum {
  SET_PLAIN = 0,
  SET_STAR = 1,
  SET_COMPLEMENT = 2,
  SET_MINUS = 4,
  SET_SELF = 8,
  SET_MINUS_SELF = 16,
  SET_TYPES = SET_MINUS,
  SET_TARGET = SET_MINUS | SET_SELF,
  SET_PERMS = SET_STAR | SET_COMPLEMENT,
  SET_NEVERALLOW = SET_STAR | SET_COMPLEMENT | SET_MINUS,
  SET_NEVERALLOW_TARGET = SET_NEVERALLOW | SET_SELF | SET_MINUS_SELF,
};
/* lower_sets.c: reports what the set may not hold; false then. */
bool lower_check_set(Lowering *lowering, const NameSet *set, unsigned allowed,
                     const char *what);
/* The set, or the one name `process` where the classes were left out. */
NameSet lower_classes_or_process(const NameSet *classes, Place place);
/* Whether all is in order with a range that a statement has or lacks. */
bool lower_check_mls(Lowering *lowering, bool has_mls, Place place,
                     const char *what);
/* Whether the policy has MLS, of which a statement is a part; the first that
 * has no place in it is reported. */
bool lower_needs_mls(Lowering *lowering, Place place, const char *what);

/* lower_declarations.c */
void lower_attribute(Lowering *, const Stmt *);
void lower_attribute_role(Lowering *, const Stmt *);
void lower_type(Lowering *, const Stmt *);
void lower_typealias(Lowering *, const Stmt *);
void lower_bool(Lowering *, const Stmt *);
void lower_role(Lowering *, const Stmt *);
void lower_user(Lowering *, const Stmt *);
void lower_require(Lowering *, const Stmt *);
/* Adds a declaration to the current block, unless that may not be; reports
 * it then and gives false. */
bool lower_declare(Lowering *lowering, const Symbol *symbol);
/* In strict order: a name that must have been declared before. */
void lower_use(Lowering *lowering, SymbolKind kind, Ident id);
/* Reports those that were declared too late. */
void lower_end_uses(Lowering *lowering);

/* lower_rules.c */
void lower_av(Lowering *, const Stmt *);
void lower_type_rule(Lowering *, const Stmt *);
void lower_range_transition(Lowering *, const Stmt *);
void lower_role_types(Lowering *, const Stmt *);
void lower_roleattribute(Lowering *, const Stmt *);
void lower_role_allow(Lowering *, const Stmt *);
void lower_role_transition(Lowering *, const Stmt *);
void lower_role_dominance(Lowering *, const Stmt *);
void lower_typeattribute(Lowering *, const Stmt *);
void lower_typebounds(Lowering *, const Stmt *);
void lower_permissive(Lowering *, const Stmt *);
void lower_neveraudit(Lowering *, const Stmt *);
void lower_expandattribute(Lowering *, const Stmt *);

/* lower_base.c: what only a base policy has */
void lower_class(Lowering *, const Stmt *);
void lower_sid(Lowering *, const Stmt *);
void lower_common(Lowering *, const Stmt *);
void lower_class_perms(Lowering *, const Stmt *);
void lower_default(Lowering *, const Stmt *);
void lower_sensitivity(Lowering *, const Stmt *);
void lower_dominance(Lowering *, const Stmt *);
void lower_category(Lowering *, const Stmt *);
void lower_level(Lowering *, const Stmt *);
void lower_constrain(Lowering *, const Stmt *);
void lower_validatetrans(Lowering *, const Stmt *);
void lower_policycap(Lowering *, const Stmt *);
/* Puts the permissions of `class … { … }` into their classes. */
void lower_end_classes(Lowering *lowering);

/* lower_contexts.c */
void lower_ocon(Lowering *, const Stmt *);

#endif
