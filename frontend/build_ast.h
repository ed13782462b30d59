/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constructors of the syntax tree: one call in each action of the grammar.
 *
 * Lists are gathered in the builder (`…_push`) and taken whole, with their
 * exact size, by the constructor of what holds them (`…_take`, `build_…`).
 * Faults that a statement's own text shows (a number out of range, an address
 * that is none) are reported here.
 * Nodes live in one of the builder's arenas, what a module keeps of them in
 * the other; the builder's own arrays are heap memory until builder_free. */
#ifndef FRONTEND_BUILD_AST_H
#define FRONTEND_BUILD_AST_H

#include "frontend/ast.h"
#include "lib/session.h"

typedef struct Builder {
  Session *session;
  Arena *nodes, *terms;
  ARRAY(SetItem) items;
  ARRAY(Ident) idents;
  ARRAY(CondTerm) cond;
  ARRAY(ConstraintTerm) constraint;
  ARRAY(XpermRange) ranges;
} Builder;

/* A word that stands for a value: a kind of rule, an operator. */
typedef struct Word {
  uint32_t value;
  Place place;
} Word;

/* A number and its text; UINT64_MAX when it does not fit into 64 bits. */
typedef struct Number {
  uint64_t value;
  Ident text;
} Number;

/* The branches of an `if` or `optional`. */
typedef struct Branch {
  Stmts body;
  bool is_there;
  Place place; /* `else` */
} Branch;

/* Forgets the lists that a fault left unfinished. */
void builder_reset(Builder *build);
void builder_free(Builder *build);

/* Adds a statement, or several in a chain, or NULL. */
Stmts stmts_append(Stmts stmts, Stmt *stmt);
Stmts stmts_join(Stmts stmts, Stmts more);

/* Lists of names. */
void ident_push(Builder *build, Ident ident);

/* Sets: members are pushed, then taken as one set. */
void item_push(Builder *build, Ident ident, bool minus);
NameSet set_take(Builder *build, Place place);
NameSet set_difference(Builder *build, Ident from, Ident minus);
NameSet set_star(Place place);
NameSet set_complement(NameSet set, Place place);

/* Levels: categories are pushed with ident_push, `c0.c3` as it stands. */
Level *build_level(Builder *build, Ident sensitivity);
Range *build_range(Builder *build, const Level *low, const Level *high);
Context *build_context(Builder *build, Ident user, Ident role, Ident type,
                       const Range *range);

/* Conditions and constraint expressions: operands before operators.  `token`
 * is the boolean or the operator. */
void cond_push(Builder *build, CondOp op, Ident token);
void constraint_push(Builder *build, Word operator);
void constraint_push_pair(Builder *build, Place place, uint32_t attr,
                          Word op);
void constraint_push_names(Builder *build, Word attr, uint32_t op,
                           NameSet names);

/* Extended permissions. */
void xperm_push(Builder *build, Number low, Number high);
Xperms *build_xperms(Builder *build, bool complement);

/* Statements; `place` is the first token's. */
Stmt *build_module(Builder *build, Place place, Ident name, Ident version);
/* STMT_CLASS, SID, POLICYCAP, ATTRIBUTE, ATTRIBUTE_ROLE, PERMISSIVE,
 * NEVERAUDIT. */
Stmt *build_ident(Builder *build, StmtKind kind, Place place, Ident ident);
/* STMT_COMMON, CLASS_PERMS; takes the idents. */
Stmt *build_perms(Builder *build, StmtKind kind, Place place, Ident name,
                  Ident inherits);
Stmt *build_default(Builder *build, Word kind, NameSet classes,
                    DefaultValue value);
/* STMT_SENSITIVITY, CATEGORY, TYPEALIAS. */
Stmt *build_aliased(Builder *build, StmtKind kind, Place place, Ident id,
                    NameSet aliases);
/* Takes the idents. */
Stmt *build_dominance(Builder *build, Place place);
Stmt *build_level_stmt(Builder *build, Place place, const Level *level);
/* STMT_CONSTRAIN, VALIDATETRANS; takes the expression. */
Stmt *build_constraint(Builder *build, StmtKind kind, Place place, bool mls,
                       NameSet classes, NameSet perms);
Stmt *build_expand(Builder *build, Place place, NameSet attributes,
                   bool expand);
/* Takes the idents as attributes. */
Stmt *build_type(Builder *build, Place place, Ident id, NameSet aliases);
/* STMT_TYPEATTRIBUTE, TYPEBOUNDS, ROLE, ROLEATTRIBUTE; takes the idents. */
Stmt *build_members(Builder *build, StmtKind kind, Place place, Ident id);
/* STMT_BOOL, TUNABLE. */
Stmt *build_boolean(Builder *build, StmtKind kind, Place place, Ident id,
                    bool value);
Stmt *build_av(Builder *build, Word kind, NameSet source, NameSet target,
               NameSet classes, NameSet perms);
Stmt *build_xperm_rule(Builder *build, Word kind, NameSet source,
                       NameSet target, NameSet classes, Ident operation,
                       Xperms *xperms);
Stmt *build_type_rule(Builder *build, Word kind, NameSet source,
                      NameSet target, NameSet classes, Ident result,
                      Ident file_name);
Stmt *build_range_transition(Builder *build, Place place, NameSet source,
                             NameSet target, NameSet classes,
                             const Range *range);
Stmt *build_role_types(Builder *build, Place place, Ident role,
                       NameSet types);
Stmt *build_role_allow(Builder *build, Place place, NameSet source,
                       NameSet target);
Stmt *build_role_transition(Builder *build, Place place, NameSet roles,
                            NameSet types, NameSet classes, Ident result);
Stmt *build_role_dominance(Builder *build, Place place, Ident role,
                           Stmts children);
/* `level` and `range` are NULL together. */
Stmt *build_user(Builder *build, Place place, Ident id, NameSet roles,
                 const Level *level, const Range *range);
/* Takes the condition. */
CondExpr build_condition(Builder *build);
Stmt *build_if(Builder *build, Place place, CondExpr expr, Stmts then_rules,
               Branch otherwise);
Stmt *build_optional(Builder *build, Place place, Stmts body,
                     Branch otherwise);
Stmt *build_require(Builder *build, Place place, Stmts items);
Stmt *build_require_class(Builder *build, Place place, Ident name,
                          NameSet perms);
/* Takes the idents. */
Stmt *build_require_names(Builder *build, Word kind);

/* Labelling statements (build_ocon.c). */
Stmt *build_sid_context(Builder *build, Place place, Ident sid,
                        const Context *context);
Stmt *build_fscon(Builder *build, Place place, Number major, Number minor,
                  const Context *context, const Context *files);
Stmt *build_fs_use(Builder *build, Word behavior, Ident file_system,
                   const Context *context);
/* The kind of a file by the letter of `-d`; 0 for a word that is none. */
char build_file_kind(Builder *build, Ident letter);
Stmt *build_genfscon(Builder *build, Place place, Ident file_system,
                     Ident path, char file_kind, const Context *context);
Stmt *build_portcon(Builder *build, Place place, Ident protocol, Number low,
                    Number high, const Context *context);
Stmt *build_netifcon(Builder *build, Place place, Ident interface,
                     const Context *context, const Context *packets);
/* OCON_NODE or OCON_NODE6; `mask` is NO_NAME when `address` has it: a/8. */
Stmt *build_nodecon(Builder *build, OconKind kind, Place place, Ident address,
                    Ident mask, const Context *context);
Stmt *build_ibpkeycon(Builder *build, Place place, Ident prefix, Number low,
                      Number high, const Context *context);
Stmt *build_ibendportcon(Builder *build, Place place, Ident device,
                         Number port, const Context *context);
/* OCON_XEN_PIRQ, XEN_PCIDEVICE, XEN_IOPORT, XEN_IOMEM; low is high for one
 * number. */
Stmt *build_xen_numbers(Builder *build, OconKind kind, Place place,
                        Number low, Number high, const Context *context);
Stmt *build_devicetreecon(Builder *build, Place place, Ident path,
                          const Context *context);

#endif
