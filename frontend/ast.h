/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The syntax tree: one node for each statement of the policy language, in the
 * order of the text.  No symbol has been looked up and no rule about where a
 * statement may stand has been applied.  Nodes live in the session's arena.
 * Language: SELinux Notebook, "Kernel Policy Language"; checkpolicy 3.11. */
#ifndef FRONTEND_AST_H
#define FRONTEND_AST_H

#include "ir/terms.h"

typedef struct Stmt Stmt;

/* Statements in sequence. */
typedef struct Stmts {
  Stmt *first, *last;
} Stmts;

/* Each kind says which member of the union holds its parts. */
typedef enum StmtKind {
  STMT_MODULE,          /* module: `module NAME VERSION;` */
  STMT_CLASS,           /* ident: `class file` */
  STMT_SID,             /* ident: `sid kernel` */
  STMT_COMMON,          /* perms: `common file { … }` */
  STMT_CLASS_PERMS,     /* perms: `class file inherits file { … }` */
  STMT_DEFAULT,         /* defaults: `default_user { c } source;` */
  STMT_SENSITIVITY,     /* aliased: `sensitivity s0 alias { x };` */
  STMT_DOMINANCE,       /* idents: `dominance { s0 s1 }` */
  STMT_CATEGORY,        /* aliased */
  STMT_LEVEL,           /* level: `level s0:c0.c3;` */
  STMT_CONSTRAIN,       /* constraint: also mlsconstrain (mls set) */
  STMT_VALIDATETRANS,   /* constraint, without perms */
  STMT_POLICYCAP,       /* ident */
  STMT_ATTRIBUTE,       /* ident */
  STMT_EXPANDATTRIBUTE, /* expand: `expandattribute { a } true;` */
  STMT_ATTRIBUTE_ROLE,  /* ident */
  STMT_TYPE,            /* type: `type t alias a, attr;` */
  STMT_TYPEALIAS,       /* aliased: `typealias t alias { a b };` */
  STMT_TYPEATTRIBUTE,   /* members: `typeattribute t attr, attr;` */
  STMT_TYPEBOUNDS,      /* members: `typebounds parent child, child;` */
  STMT_PERMISSIVE,      /* ident */
  STMT_NEVERAUDIT,      /* ident */
  STMT_BOOL,            /* boolean */
  STMT_TUNABLE,         /* boolean */
  STMT_AV,              /* av: allow auditallow auditdeny dontaudit
                           neverallow, and the …xperm kinds */
  STMT_TYPE_RULE,       /* type_rule: type_transition, type_member,
                           type_change; with name: file name transition */
  STMT_RANGE_TRANSITION,/* range_transition */
  STMT_ROLE,            /* members: `role r;` `role r attr, attr;` */
  STMT_ROLE_TYPES,      /* role_types: `role r types { … };` */
  STMT_ROLEATTRIBUTE,   /* members */
  STMT_ROLE_ALLOW,      /* role_allow: `allow r1 r2;` */
  STMT_ROLE_TRANSITION, /* role_transition */
  STMT_ROLE_DOMINANCE,  /* role_dominance: the old `dominance { role … }` */
  STMT_USER,            /* user */
  STMT_OCON,            /* ocon: sid contexts, fs_use, genfscon, portcon, … */
  STMT_IF,              /* conditional */
  STMT_OPTIONAL,        /* optional */
  STMT_REQUIRE,         /* require: its entries are statements of kind
                           STMT_REQUIRE_… */
  STMT_REQUIRE_CLASS,   /* perms: `class file { read };` (n may be 0) */
  STMT_REQUIRE_NAMES,   /* require_names: type, attribute, role,
                           attribute_role, user, bool, tunable,
                           sensitivity, category */
} StmtKind;

typedef enum RequireKind {
  REQUIRE_TYPE,
  REQUIRE_ATTRIBUTE,
  REQUIRE_ROLE,
  REQUIRE_ATTRIBUTE_ROLE,
  REQUIRE_USER,
  REQUIRE_BOOL,
  REQUIRE_TUNABLE,
  REQUIRE_SENSITIVITY,
  REQUIRE_CATEGORY,
} RequireKind;

typedef struct StmtModule {
  Ident name;
  Ident version; /* `1.0`, as text; NO_NAME: left out */
} StmtModule;

typedef struct StmtPerms {
  Ident name;     /* class or common */
  Ident inherits; /* common, or NO_NAME */
  Idents perms;
} StmtPerms;

typedef struct StmtDefault {
  DefaultKind kind;
  DefaultValue value;
  NameSet classes;
} StmtDefault;

typedef struct StmtAliased {
  Ident id;
  Idents aliases;
} StmtAliased;

typedef struct StmtConstraint {
  bool mls; /* mlsconstrain, mlsvalidatetrans */
  NameSet classes;
  NameSet perms; /* of STMT_CONSTRAIN */
  ConstraintExpr expr;
} StmtConstraint;

typedef struct StmtExpand {
  NameSet attributes;
  bool expand;
} StmtExpand;

typedef struct StmtType {
  Ident id;
  Idents aliases, attributes;
} StmtType;

/* `typeattribute id names`, `typebounds id names`, `role id names`. */
typedef struct StmtMembers {
  Ident id;
  Idents names;
} StmtMembers;

typedef struct StmtBoolean {
  Ident id;
  bool value;
} StmtBoolean;

typedef struct StmtAv {
  RuleKind kind;
  NameSet source, target, classes;
  NameSet perms; /* without meaning for the RULE_XPERMS_ kinds */
  Xperms *xperms; /* of the RULE_XPERMS_ kinds, else NULL */
} StmtAv;

typedef struct StmtTypeRule {
  RuleKind kind; /* RULE_TRANSITION, RULE_MEMBER, RULE_CHANGE */
  NameSet source, target, classes;
  Ident result;
  Ident file_name; /* without its quotes; NO_NAME: none */
} StmtTypeRule;

typedef struct StmtRangeTransition {
  NameSet source, target;
  NameSet classes; /* n == 0 && !star: left out, that is process */
  Range range;
} StmtRangeTransition;

typedef struct StmtRoleTypes {
  Ident role;
  NameSet types;
} StmtRoleTypes;

typedef struct StmtRoleAllow {
  NameSet source, target;
} StmtRoleAllow;

typedef struct StmtRoleTransition {
  NameSet roles, types;
  NameSet classes; /* n == 0 && !star: left out, that is process */
  Ident result;
} StmtRoleTransition;

/* `dominance { role parent { role child; … } }`: parent dominates them. */
typedef struct StmtRoleDominance {
  Ident role;
  Stmts children; /* STMT_ROLE_DOMINANCE each */
} StmtRoleDominance;

typedef struct StmtUser {
  Ident id;
  NameSet roles;
  bool has_mls; /* `level … range …` */
  Level level;
  Range range;
} StmtUser;

typedef struct StmtIf {
  CondExpr expr;
  Stmts then_rules, else_rules;
} StmtIf;

typedef struct StmtOptional {
  Stmts body, else_body;
  bool has_else;
  Place else_place;
} StmtOptional;

typedef struct StmtRequireNames {
  RequireKind kind;
  Idents names;
} StmtRequireNames;

/* A node is only as large as the member that its kind uses: never copy one. */
struct Stmt {
  StmtKind kind;
  Place place; /* its first token */
  Stmt *next;
  union {
    Ident ident;
    Idents idents;
    StmtModule module;
    StmtPerms perms;
    StmtDefault defaults;
    StmtAliased aliased;
    Level level;
    StmtConstraint constraint;
    StmtExpand expand;
    StmtType type;
    StmtMembers members;
    StmtBoolean boolean;
    StmtAv av;
    StmtTypeRule type_rule;
    StmtRangeTransition range_transition;
    StmtRoleTypes role_types;
    StmtRoleAllow role_allow;
    StmtRoleTransition role_transition;
    StmtRoleDominance role_dominance;
    StmtUser user;
    Ocon *ocon;
    StmtIf conditional;
    StmtOptional optional;
    Stmts require;
    StmtRequireNames require_names;
  };
};

#endif
