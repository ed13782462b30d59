/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The grammar of the policy language (SELinux Notebook, "Kernel Policy
 * Language" and "Modular Policy Support Statements"; checkpolicy 3.11, and
 * fscon and role dominance of 3.4).
 *
 * Statements stand in any order and at any depth here; lowering decides where
 * each may stand.  Each action is one constructor call.
 *
 * After a fault, `error` is taken at once and the look-ahead given up: the
 * token source (parse.c) then goes on at the end of the statement, with a `;`
 * of its own making if there is none, so that one fault is reported once. */

%define api.pure full
%define api.prefix {grammar_}
%define api.token.prefix {T_}
%define api.token.raw
%define parse.error custom
%param {Parser *parser}
%expect 0

%code requires {
#include "frontend/parser.h"
}
%code provides {
int grammar_lex(GRAMMAR_STYPE *value, Parser *parser);
/* The grammar's number of a token kind. */
int grammar_token(TokenKind kind);
}

%union {
  Ident ident; /* of every token but a number */
  Number number;
  Word word;
  bool truth;
  char file_kind;
  NameSet set;
  Level *level;
  Range *range;
  Context *context;
  Xperms *xperms;
  CondExpr condition;
  Stmt *stmt;
  Stmts stmts;
  Branch branch;
}

%token <ident> PATH QUOTED_PATH FILE_NAME IDENTIFIER FILE_SYSTEM VERSION
%token <ident> IPV4_CIDR IPV4_ADDRESS IPV6_ADDRESS IPV6_CIDR NET_INTERFACE
%token <number> NUMBER
%token INVALID
%token <stmts> STATEMENTS /* of a whole call, read already */
%token <ident> CALL /* the name of a macro that does not exist, called */

%token <ident>
  COMMA "," COLON ":" SEMICOLON ";" PAREN_OPEN "(" PAREN_CLOSE ")"
  BRACE_OPEN "{" BRACE_CLOSE "}" MINUS "-" TILDE "~" STAR "*"
  EQUAL "==" NOT_EQUAL "!=" AND "&&" OR "||" NOT "!" XOR "^"

%token <ident>
  ALIAS "alias" ALLOW "allow" ALLOWXPERM "allowxperm" ATTRIBUTE "attribute"
  ATTRIBUTE_ROLE "attribute_role" AUDITALLOW "auditallow"
  AUDITALLOWXPERM "auditallowxperm" AUDITDENY "auditdeny" BOOL "bool"
  CATEGORY "category" CLASS "class" COMMON "common" CONSTRAIN "constrain"
  DEFAULT_RANGE "default_range" DEFAULT_ROLE "default_role"
  DEFAULT_TYPE "default_type" DEFAULT_USER "default_user"
  DEVICETREECON "devicetreecon" DOM "dom" DOMBY "domby" DOMINANCE "dominance"
  DONTAUDIT "dontaudit" DONTAUDITXPERM "dontauditxperm" ELSE "else"
  EXPANDATTRIBUTE "expandattribute" FALSE "false" FSCON "fscon"
  FS_USE_TASK "fs_use_task" FS_USE_TRANS "fs_use_trans"
  FS_USE_XATTR "fs_use_xattr" GENFSCON "genfscon" GLBLUB "glblub"
  H1 "h1" H2 "h2" HIGH "high" IBENDPORTCON "ibendportcon"
  IBPKEYCON "ibpkeycon" IF "if" INCOMP "incomp" INHERITS "inherits"
  IOMEMCON "iomemcon" IOPORTCON "ioportcon" L1 "l1" L2 "l2" LEVEL "level"
  LOW "low" LOW_HIGH "low-high" MLSCONSTRAIN "mlsconstrain"
  MLSVALIDATETRANS "mlsvalidatetrans" MODULE "module" NETIFCON "netifcon"
  NEVERALLOW "neverallow" NEVERALLOWXPERM "neverallowxperm"
  NEVERAUDIT "neveraudit" NODECON "nodecon" OPTIONAL "optional"
  PCIDEVICECON "pcidevicecon" PERMISSIVE "permissive" PIRQCON "pirqcon"
  POLICYCAP "policycap" PORTCON "portcon" R1 "r1" R2 "r2" R3 "r3"
  RANGE "range" RANGE_TRANSITION "range_transition" REQUIRE "require"
  ROLE "role" ROLEATTRIBUTE "roleattribute" ROLES "roles"
  ROLE_TRANSITION "role_transition" SAMEUSER "sameuser"
  SENSITIVITY "sensitivity" SID "sid" SOURCE "source" T1 "t1" T2 "t2"
  T3 "t3" TARGET "target" TRUE "true" TUNABLE "tunable" TYPE "type"
  TYPEALIAS "typealias" TYPEATTRIBUTE "typeattribute"
  TYPEBOUNDS "typebounds" TYPES "types" TYPE_CHANGE "type_change"
  TYPE_MEMBER "type_member" TYPE_TRANSITION "type_transition"
  U1 "u1" U2 "u2" U3 "u3" USER "user" VALIDATETRANS "validatetrans"

/* `!` binds less than `==`, as in checkpolicy: `!a == b` is `!(a == b)`. */
%left "||"
%left "^"
%left "&&"
%right "!"
%left "==" "!="

%type <stmts> statements conditional_statements optional_body require_items
%type <stmts> roles
%type <stmt> statement full_statement declaration rule role_rule constraint mls_statement
%type <stmt> labelling block_statement require_item role
%type <branch> opt_else opt_optional_else
%type <condition> condition
%type <set> names opt_alias plain_names
%type <word> default_kind av_kind xperm_kind type_kind require_kind
%type <word> equality level_op attribute fs_use_kind
%type <truth> truth
%type <file_kind> opt_file_kind
%type <ident> version file_system path interface opt_file_name
%type <level> level
%type <range> range opt_range
%type <context> context
%type <xperms> xperms

%code {
#define BUILD (&parser->build)
static const Ident no_ident;
static const Branch no_branch;

static void grammar_error(Parser *parser, const char *message);
}

%%

unit
: %empty
| unit statement { parser_add(parser, $2); }
| unit "}" { parser_report_brace(parser, $2.place); }
;
statements
: %empty { $$ = (Stmts){0}; }
| statements statement { $$ = stmts_append($1, $2); }
;
statement
: ";" { $$ = NULL; }
| full_statement
;
full_statement
: declaration
| mls_statement
| rule
| role_rule
| constraint
| labelling
| block_statement
| STATEMENTS { $$ = $1.first; }
| CALL { parser_report_call(parser, $1); $$ = NULL; }
| fault recovery { $$ = NULL; }
;
fault
: error
  { builder_reset(BUILD); yyclearin; yyerrok;
    if (parser->stopped) YYABORT; }
;
recovery
: ";"
| "{" statements "}" opt_else /* the block of a faulty `if` or `optional` */
;
end
: ";"
| end_fault recovery
;
end_fault /* the lists of the statement are still needed */
: error { yyclearin; yyerrok; if (parser->stopped) YYABORT; }
;

/* Declarations. */

declaration
: "module" IDENTIFIER version end
  { $$ = build_module(BUILD, $1.place, $2, $3); }
| "class" IDENTIFIER { $$ = build_ident(BUILD, STMT_CLASS, $1.place, $2); }
| "class" IDENTIFIER permissions
  { $$ = build_perms(BUILD, STMT_CLASS_PERMS, $1.place, $2, no_ident); }
| "class" IDENTIFIER "inherits" IDENTIFIER
  { $$ = build_perms(BUILD, STMT_CLASS_PERMS, $1.place, $2, $4); }
| "class" IDENTIFIER "inherits" IDENTIFIER permissions
  { $$ = build_perms(BUILD, STMT_CLASS_PERMS, $1.place, $2, $4); }
| "common" IDENTIFIER permissions
  { $$ = build_perms(BUILD, STMT_COMMON, $1.place, $2, no_ident); }
| "sid" IDENTIFIER { $$ = build_ident(BUILD, STMT_SID, $1.place, $2); }
| "policycap" IDENTIFIER end
  { $$ = build_ident(BUILD, STMT_POLICYCAP, $1.place, $2); }
| default_kind names "source" end
  { $$ = build_default(BUILD, $1, $2, DEFAULT_SOURCE); }
| default_kind names "target" end
  { $$ = build_default(BUILD, $1, $2, DEFAULT_TARGET); }
| "attribute" IDENTIFIER end
  { $$ = build_ident(BUILD, STMT_ATTRIBUTE, $1.place, $2); }
| "expandattribute" names truth end
  { $$ = build_expand(BUILD, $1.place, $2, $3); }
| "type" IDENTIFIER opt_alias opt_attributes end
  { $$ = build_type(BUILD, $1.place, $2, $3); }
| "typealias" IDENTIFIER "alias" names end
  { $$ = build_aliased(BUILD, STMT_TYPEALIAS, $1.place, $2, $4); }
| "typeattribute" IDENTIFIER comma_list end
  { $$ = build_members(BUILD, STMT_TYPEATTRIBUTE, $1.place, $2); }
| "typebounds" IDENTIFIER comma_list end
  { $$ = build_members(BUILD, STMT_TYPEBOUNDS, $1.place, $2); }
| "permissive" IDENTIFIER end
  { $$ = build_ident(BUILD, STMT_PERMISSIVE, $1.place, $2); }
| "neveraudit" IDENTIFIER end
  { $$ = build_ident(BUILD, STMT_NEVERAUDIT, $1.place, $2); }
| "bool" IDENTIFIER truth end
  { $$ = build_boolean(BUILD, STMT_BOOL, $1.place, $2, $3); }
| "tunable" IDENTIFIER truth end
  { $$ = build_boolean(BUILD, STMT_TUNABLE, $1.place, $2, $3); }
| "attribute_role" IDENTIFIER end
  { $$ = build_ident(BUILD, STMT_ATTRIBUTE_ROLE, $1.place, $2); }
| "user" IDENTIFIER "roles" names end
  { $$ = build_user(BUILD, $1.place, $2, $4, NULL, NULL); }
| "user" IDENTIFIER "roles" names "level" level "range" range end
  { $$ = build_user(BUILD, $1.place, $2, $4, $6, $8); }
;
version
: VERSION
| IPV4_ADDRESS /* 1.10.2.5 looks like one */
| NUMBER { $$ = $1.text; }
;
permissions
: "{" space_list "}"
;
default_kind
: "default_user" { $$ = (Word){DEFAULT_USER, $1.place}; }
| "default_role" { $$ = (Word){DEFAULT_ROLE, $1.place}; }
| "default_type" { $$ = (Word){DEFAULT_TYPE, $1.place}; }
;
opt_alias
: %empty { $$ = (NameSet){0}; }
| "alias" names { $$ = $2; }
;
opt_attributes
: %empty
| "," comma_list
;
truth
: "true" { $$ = true; }
| "false" { $$ = false; }
;

/* Levels. */

mls_statement
: "sensitivity" IDENTIFIER opt_alias end
  { $$ = build_aliased(BUILD, STMT_SENSITIVITY, $1.place, $2, $3); }
| "category" IDENTIFIER opt_alias end
  { $$ = build_aliased(BUILD, STMT_CATEGORY, $1.place, $2, $3); }
| "dominance" one_name { $$ = build_dominance(BUILD, $1.place); }
| "dominance" "{" space_list "}" { $$ = build_dominance(BUILD, $1.place); }
| "level" level end { $$ = build_level_stmt(BUILD, $1.place, $2); }
| "range_transition" names names range end
  { $$ = build_range_transition(BUILD, $1.place, $2, $3, (NameSet){0}, $4); }
| "range_transition" names names ":" names range end
  { $$ = build_range_transition(BUILD, $1.place, $2, $3, $5, $6); }
| "default_range" names "glblub" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_GLBLUB); }
| "default_range" names "source" "low" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_SOURCE_LOW); }
| "default_range" names "source" "high" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_SOURCE_HIGH); }
| "default_range" names "source" "low-high" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_SOURCE_LOW_HIGH); }
| "default_range" names "target" "low" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_TARGET_LOW); }
| "default_range" names "target" "high" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_TARGET_HIGH); }
| "default_range" names "target" "low-high" end
  { $$ = build_default(BUILD, (Word){DEFAULT_RANGE, $1.place}, $2,
                       DEFAULT_TARGET_LOW_HIGH); }
;
level
: IDENTIFIER { $$ = build_level(BUILD, $1); }
| IDENTIFIER ":" comma_list { $$ = build_level(BUILD, $1); }
;
range
: level { $$ = build_range(BUILD, $1, $1); }
| level "-" level { $$ = build_range(BUILD, $1, $3); }
;

/* Rules over types. */

rule
: "allow" names names ":" names names end
  { $$ = build_av(BUILD, (Word){RULE_ALLOW, $1.place}, $2, $3, $5, $6); }
| av_kind names names ":" names names end
  { $$ = build_av(BUILD, $1, $2, $3, $5, $6); }
| xperm_kind names names ":" names IDENTIFIER xperms end
  { $$ = build_xperm_rule(BUILD, $1, $2, $3, $5, $6, $7); }
| "type_transition" names names ":" names IDENTIFIER opt_file_name end
  { $$ = build_type_rule(BUILD, (Word){RULE_TRANSITION, $1.place}, $2, $3, $5,
                         $6, $7); }
| type_kind names names ":" names IDENTIFIER end
  { $$ = build_type_rule(BUILD, $1, $2, $3, $5, $6, no_ident); }
;
av_kind
: "auditallow" { $$ = (Word){RULE_AUDITALLOW, $1.place}; }
| "auditdeny" { $$ = (Word){RULE_AUDITDENY, $1.place}; }
| "dontaudit" { $$ = (Word){RULE_DONTAUDIT, $1.place}; }
| "neverallow" { $$ = (Word){RULE_NEVERALLOW, $1.place}; }
;
xperm_kind
: "allowxperm" { $$ = (Word){RULE_XPERMS_ALLOW, $1.place}; }
| "auditallowxperm" { $$ = (Word){RULE_XPERMS_AUDITALLOW, $1.place}; }
| "dontauditxperm" { $$ = (Word){RULE_XPERMS_DONTAUDIT, $1.place}; }
| "neverallowxperm" { $$ = (Word){RULE_XPERMS_NEVERALLOW, $1.place}; }
;
type_kind
: "type_member" { $$ = (Word){RULE_MEMBER, $1.place}; }
| "type_change" { $$ = (Word){RULE_CHANGE, $1.place}; }
;
opt_file_name
: %empty { $$ = no_ident; }
| FILE_NAME
;
xperms
: xperm { $$ = build_xperms(BUILD, false); }
| "{" xperm_items "}" { $$ = build_xperms(BUILD, false); }
| "~" xperm { $$ = build_xperms(BUILD, true); }
| "~" "{" xperm_items "}" { $$ = build_xperms(BUILD, true); }
;
xperm_items
: xperm_item
| xperm_items xperm_item
;
xperm_item
: xperm
| NUMBER "-" NUMBER { xperm_push(BUILD, $1, $3); }
| "{" xperm_items "}"
;
xperm
: NUMBER { xperm_push(BUILD, $1, $1); }
;

/* Rules over roles. */

role_rule
: "role" IDENTIFIER opt_attributes end
  { $$ = build_members(BUILD, STMT_ROLE, $1.place, $2); }
| "role" IDENTIFIER "types" names end
  { $$ = build_role_types(BUILD, $1.place, $2, $4); }
| "roleattribute" IDENTIFIER comma_list end
  { $$ = build_members(BUILD, STMT_ROLEATTRIBUTE, $1.place, $2); }
| "allow" names names ";" /* `end` would take the start of a faulty
                                access vector rule for a role rule */
  { $$ = build_role_allow(BUILD, $1.place, $2, $3); }
| "role_transition" names names IDENTIFIER end
  { $$ = build_role_transition(BUILD, $1.place, $2, $3, (NameSet){0}, $4); }
| "role_transition" names names ":" names IDENTIFIER end
  { $$ = build_role_transition(BUILD, $1.place, $2, $3, $5, $6); }
| "dominance" "{" roles "}" { $$ = $3.first; }
;
roles
: role { $$ = stmts_append((Stmts){0}, $1); }
| roles role { $$ = stmts_append($1, $2); }
;
role
: "role" IDENTIFIER end
  { $$ = build_role_dominance(BUILD, $1.place, $2, (Stmts){0}); }
| "role" IDENTIFIER "{" roles "}"
  { $$ = build_role_dominance(BUILD, $1.place, $2, $4); }
| fault recovery { $$ = NULL; }
;

/* Constraints. */

constraint
: "constrain" names names expression end
  { $$ = build_constraint(BUILD, STMT_CONSTRAIN, $1.place, false, $2, $3); }
| "mlsconstrain" names names expression end
  { $$ = build_constraint(BUILD, STMT_CONSTRAIN, $1.place, true, $2, $3); }
| "validatetrans" names expression end
  { $$ = build_constraint(BUILD, STMT_VALIDATETRANS, $1.place, false, $2,
                          (NameSet){0}); }
| "mlsvalidatetrans" names expression end
  { $$ = build_constraint(BUILD, STMT_VALIDATETRANS, $1.place, true, $2,
                          (NameSet){0}); }
;
expression
: "(" expression ")"
| "!" expression { constraint_push(BUILD, (Word){CONSTRAINT_NOT, $1.place}); }
| expression "&&" expression
  { constraint_push(BUILD, (Word){CONSTRAINT_AND, $2.place}); }
| expression "||" expression
  { constraint_push(BUILD, (Word){CONSTRAINT_OR, $2.place}); }
| comparison
;
comparison
: "u1" equality "u2"
  { constraint_push_pair(BUILD, $1.place, CATTR_USER, $2); }
| "r1" level_op "r2"
  { constraint_push_pair(BUILD, $1.place, CATTR_ROLE, $2); }
| "t1" equality "t2"
  { constraint_push_pair(BUILD, $1.place, CATTR_TYPE, $2); }
| "l1" level_op "l2"
  { constraint_push_pair(BUILD, $1.place, CATTR_L1L2, $2); }
| "l1" level_op "h2"
  { constraint_push_pair(BUILD, $1.place, CATTR_L1H2, $2); }
| "h1" level_op "l2"
  { constraint_push_pair(BUILD, $1.place, CATTR_H1L2, $2); }
| "h1" level_op "h2"
  { constraint_push_pair(BUILD, $1.place, CATTR_H1H2, $2); }
| "l1" level_op "h1"
  { constraint_push_pair(BUILD, $1.place, CATTR_L1H1, $2); }
| "l2" level_op "h2"
  { constraint_push_pair(BUILD, $1.place, CATTR_L2H2, $2); }
| "u1" equality plain_names
  { constraint_push_names(BUILD, (Word){CATTR_USER, $1.place}, $2.value, $3); }
| "r1" equality plain_names
  { constraint_push_names(BUILD, (Word){CATTR_ROLE, $1.place}, $2.value, $3); }
| "t1" equality plain_names
  { constraint_push_names(BUILD, (Word){CATTR_TYPE, $1.place}, $2.value, $3); }
| attribute equality plain_names
  { constraint_push_names(BUILD, $1, $2.value, $3); }
/* forms of the first versions of the language */
| "sameuser"
  { constraint_push_pair(BUILD, $1.place, CATTR_USER,
                         (Word){COP_EQ, $1.place}); }
| "role" level_op { constraint_push_pair(BUILD, $1.place, CATTR_ROLE, $2); }
| "source" "role" plain_names
  { constraint_push_names(BUILD, (Word){CATTR_ROLE, $1.place}, COP_EQ, $3); }
| "source" "type" plain_names
  { constraint_push_names(BUILD, (Word){CATTR_TYPE, $1.place}, COP_EQ, $3); }
| "target" "role" plain_names
  { constraint_push_names(BUILD, (Word){CATTR_ROLE | CATTR_TARGET, $1.place},
                          COP_EQ, $3); }
| "target" "type" plain_names
  { constraint_push_names(BUILD, (Word){CATTR_TYPE | CATTR_TARGET, $1.place},
                          COP_EQ, $3); }
;
attribute
: "u2" { $$ = (Word){CATTR_USER | CATTR_TARGET, $1.place}; }
| "r2" { $$ = (Word){CATTR_ROLE | CATTR_TARGET, $1.place}; }
| "t2" { $$ = (Word){CATTR_TYPE | CATTR_TARGET, $1.place}; }
| "u3" { $$ = (Word){CATTR_USER | CATTR_XTARGET, $1.place}; }
| "r3" { $$ = (Word){CATTR_ROLE | CATTR_XTARGET, $1.place}; }
| "t3" { $$ = (Word){CATTR_TYPE | CATTR_XTARGET, $1.place}; }
;
equality
: "==" { $$ = (Word){COP_EQ, $1.place}; }
| "!=" { $$ = (Word){COP_NEQ, $1.place}; }
;
level_op
: equality
| "dom" { $$ = (Word){COP_DOM, $1.place}; }
| "domby" { $$ = (Word){COP_DOMBY, $1.place}; }
| "incomp" { $$ = (Word){COP_INCOMP, $1.place}; }
;
plain_names
: IDENTIFIER { $$ = name_set_of($1); }
| "{" plain_items "}" { $$ = set_take(BUILD, $1.place); }
| "*" { $$ = set_star($1.place); }
| "~" IDENTIFIER
  {
    item_push(BUILD, $2, false);
    $$ = set_complement(set_take(BUILD, $1.place), $1.place);
  }
| "~" "{" plain_items "}"
  { $$ = set_complement(set_take(BUILD, $2.place), $1.place); }
;
plain_items
: IDENTIFIER { item_push(BUILD, $1, false); }
| plain_items IDENTIFIER { item_push(BUILD, $2, false); }
;

/* Blocks. */

conditional_statements
: %empty { $$ = (Stmts){0}; }
| conditional_statements full_statement { $$ = stmts_append($1, $2); }
| conditional_statements ";"
  { parser_report_empty(parser, $2.place); $$ = $1; }
;
block_statement
: "if" condition "{" conditional_statements "}" opt_else
  { $$ = build_if(BUILD, $1.place, $2, $4, $6); }
| "optional" optional_body opt_optional_else
  { $$ = build_optional(BUILD, $1.place, $2, $3); }
| "require" "{" require_items "}"
  { $$ = build_require(BUILD, $1.place, $3); }
;
opt_else
: %empty { $$ = no_branch; }
| "else" "{" conditional_statements "}" { $$ = (Branch){$3, true, $1.place}; }
| "else" fault recovery { $$ = no_branch; }
;
opt_optional_else
: %empty { $$ = no_branch; }
| "else" optional_body { $$ = (Branch){$2, true, $1.place}; }
| "else" fault recovery { $$ = no_branch; }
;
optional_body /* may not be empty */
: "{" statement statements "}"
  { $$ = stmts_join(stmts_append((Stmts){0}, $2), $3); }
;
condition
: boolean_expression { $$ = build_condition(BUILD); }
;
boolean_expression
: "(" boolean_expression ")"
| "!" boolean_expression { cond_push(BUILD, COND_NOT, $1); }
| boolean_expression "&&" boolean_expression
  { cond_push(BUILD, COND_AND, $2); }
| boolean_expression "||" boolean_expression
  { cond_push(BUILD, COND_OR, $2); }
| boolean_expression "^" boolean_expression
  { cond_push(BUILD, COND_XOR, $2); }
| boolean_expression "==" boolean_expression
  { cond_push(BUILD, COND_EQ, $2); }
| boolean_expression "!=" boolean_expression
  { cond_push(BUILD, COND_NEQ, $2); }
| IDENTIFIER { cond_push(BUILD, COND_BOOL, $1); }
;
require_items
: require_item { $$ = stmts_append((Stmts){0}, $1); }
| require_items require_item { $$ = stmts_append($1, $2); }
;
require_item
: "class" IDENTIFIER names end
  { $$ = build_require_class(BUILD, $1.place, $2, $3); }
| require_kind comma_list end { $$ = build_require_names(BUILD, $1); }
| fault recovery { $$ = NULL; }
;
require_kind
: "type" { $$ = (Word){REQUIRE_TYPE, $1.place}; }
| "attribute" { $$ = (Word){REQUIRE_ATTRIBUTE, $1.place}; }
| "role" { $$ = (Word){REQUIRE_ROLE, $1.place}; }
| "attribute_role" { $$ = (Word){REQUIRE_ATTRIBUTE_ROLE, $1.place}; }
| "user" { $$ = (Word){REQUIRE_USER, $1.place}; }
| "bool" { $$ = (Word){REQUIRE_BOOL, $1.place}; }
| "tunable" { $$ = (Word){REQUIRE_TUNABLE, $1.place}; }
| "sensitivity" { $$ = (Word){REQUIRE_SENSITIVITY, $1.place}; }
| "category" { $$ = (Word){REQUIRE_CATEGORY, $1.place}; }
;

/* Labelling. */

labelling
: "sid" IDENTIFIER context
  { $$ = build_sid_context(BUILD, $1.place, $2, $3); }
| "fscon" NUMBER NUMBER context context
  { $$ = build_fscon(BUILD, $1.place, $2, $3, $4, $5); }
| "fs_use_xattr" file_system context end
  { $$ = build_fs_use(BUILD, (Word){FSUSE_XATTR, $1.place}, $2, $3); }
| fs_use_kind IDENTIFIER context end
  { $$ = build_fs_use(BUILD, $1, $2, $3); }
| "genfscon" file_system path opt_file_kind context
  { $$ = build_genfscon(BUILD, $1.place, $2, $3, $4, $5); }
| "portcon" IDENTIFIER NUMBER context
  { $$ = build_portcon(BUILD, $1.place, $2, $3, $3, $4); }
| "portcon" IDENTIFIER NUMBER "-" NUMBER context
  { $$ = build_portcon(BUILD, $1.place, $2, $3, $5, $6); }
| "netifcon" interface context context
  { $$ = build_netifcon(BUILD, $1.place, $2, $3, $4); }
| "nodecon" IPV4_ADDRESS IPV4_ADDRESS context
  { $$ = build_nodecon(BUILD, OCON_NODE, $1.place, $2, $3, $4); }
| "nodecon" IPV4_CIDR context
  { $$ = build_nodecon(BUILD, OCON_NODE, $1.place, $2, no_ident, $3); }
| "nodecon" IPV6_ADDRESS IPV6_ADDRESS context
  { $$ = build_nodecon(BUILD, OCON_NODE6, $1.place, $2, $3, $4); }
| "nodecon" IPV6_CIDR context
  { $$ = build_nodecon(BUILD, OCON_NODE6, $1.place, $2, no_ident, $3); }
| "ibpkeycon" IPV6_ADDRESS NUMBER context
  { $$ = build_ibpkeycon(BUILD, $1.place, $2, $3, $3, $4); }
| "ibpkeycon" IPV6_ADDRESS NUMBER "-" NUMBER context
  { $$ = build_ibpkeycon(BUILD, $1.place, $2, $3, $5, $6); }
| "ibendportcon" IDENTIFIER NUMBER context
  { $$ = build_ibendportcon(BUILD, $1.place, $2, $3, $4); }
| "pirqcon" NUMBER context
  { $$ = build_xen_numbers(BUILD, OCON_XEN_PIRQ, $1.place, $2, $2, $3); }
| "pcidevicecon" NUMBER context
  { $$ = build_xen_numbers(BUILD, OCON_XEN_PCIDEVICE, $1.place, $2, $2, $3); }
| "iomemcon" NUMBER context
  { $$ = build_xen_numbers(BUILD, OCON_XEN_IOMEM, $1.place, $2, $2, $3); }
| "iomemcon" NUMBER "-" NUMBER context
  { $$ = build_xen_numbers(BUILD, OCON_XEN_IOMEM, $1.place, $2, $4, $5); }
| "ioportcon" NUMBER context
  { $$ = build_xen_numbers(BUILD, OCON_XEN_IOPORT, $1.place, $2, $2, $3); }
| "ioportcon" NUMBER "-" NUMBER context
  { $$ = build_xen_numbers(BUILD, OCON_XEN_IOPORT, $1.place, $2, $4, $5); }
| "devicetreecon" path context
  { $$ = build_devicetreecon(BUILD, $1.place, $2, $3); }
;
fs_use_kind
: "fs_use_task" { $$ = (Word){FSUSE_TASK, $1.place}; }
| "fs_use_trans" { $$ = (Word){FSUSE_TRANS, $1.place}; }
;
file_system
: IDENTIFIER
| FILE_SYSTEM
;
opt_file_kind
: %empty { $$ = 0; }
| "-" "-" { $$ = '-'; }
| "-" IDENTIFIER { $$ = build_file_kind(BUILD, $2); }
;
path
: PATH
| QUOTED_PATH
;
interface
: IDENTIFIER
| FILE_SYSTEM
| NET_INTERFACE
;
context
: IDENTIFIER ":" IDENTIFIER ":" IDENTIFIER opt_range
  { $$ = build_context(BUILD, $1, $3, $5, $6); }
;
opt_range
: %empty { $$ = NULL; }
| ":" range { $$ = $2; }
;

/* Sets and lists of names. */

names
: IDENTIFIER { $$ = name_set_of($1); }
| "{" items "}" { $$ = set_take(BUILD, $1.place); }
| "*" { $$ = set_star($1.place); }
| "~" IDENTIFIER
  {
    item_push(BUILD, $2, false);
    $$ = set_complement(set_take(BUILD, $1.place), $1.place);
  }
| "~" "{" items "}"
  { $$ = set_complement(set_take(BUILD, $2.place), $1.place); }
| IDENTIFIER "-" IDENTIFIER { $$ = set_difference(BUILD, $1, $3); }
;
items
: item
| items item
;
item
: IDENTIFIER { item_push(BUILD, $1, false); }
| "-" IDENTIFIER { item_push(BUILD, $2, true); }
| "{" items "}"
;
space_list
: one_name
| space_list one_name
;
comma_list
: one_name
| comma_list "," one_name
;
one_name
: IDENTIFIER { ident_push(BUILD, $1); }
;

%%

/* From the scanner's numbers to the grammar's. */
static const short token_numbers[] = {
#define TOKEN(name, text) [TOKEN_##name] = T_##name,
#define KEYWORD(name, text) [TOKEN_##name] = T_##name,
#define T_END 0
#include "frontend/keywords.def"
};

int grammar_token(TokenKind kind) {
  return token_numbers[kind];
}

static int yyreport_syntax_error(const yypcontext_t *context,
                                 Parser *parser) {
  yysymbol_kind_t symbols[YYNTOKENS];
  bool expected[TOKEN_KIND_COUNT] = {false};
  int n = yypcontext_expected_tokens(context, symbols, YYNTOKENS);
  for (int i = 0; i < n; i++)
    for (int kind = 0; kind < TOKEN_KIND_COUNT; kind++)
      expected[kind] |= token_numbers[kind] == (int)symbols[i];
  parser_report(parser, expected);
  return 0;
}

/* Bison calls this only when its stack is full. */
static void grammar_error(Parser *parser, const char *message) {
  (void)message;
  parser_report_depth(parser, "the expression is nested too deeply");
}
