/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/dump_ast.h"

#include <arpa/inet.h>
#include <inttypes.h>

typedef struct Dump {
  Buffer *text;
  const Names *names;
  int indent;
} Dump;

/* Parts of statements; each begins with a space. */

static void put_word(Dump *dump, const char *word) {
  put_format(dump->text, " %s", word);
}

static void put_name(Dump *dump, Name name) {
  put_word(dump, name ? name_text(dump->names, name) : "-");
}

static void put_ident(Dump *dump, Ident ident) {
  put_name(dump, ident.name);
}

static void put_number(Dump *dump, uint64_t number) {
  put_format(dump->text, " %" PRIu64, number);
}

static void put_idents(Dump *dump, Idents idents) {
  put_string(dump->text, " {");
  for (uint32_t i = 0; i < idents.n; i++)
    put_format(dump->text, "%s%s", i ? " " : "",
               name_text(dump->names, idents.v[i].name));
  put_string(dump->text, "}");
}

static void put_set(Dump *dump, NameSet set) {
  bool braces = set.n != 1 && !set.star;
  put_format(dump->text, " %s%s%s", set.complement ? "~" : "",
             set.star ? "*" : "", braces ? "{" : "");
  for (uint32_t i = 0; i < set.n; i++)
    put_format(dump->text, "%s%s%s", i ? " " : "",
               set_minus(&set, i) ? "-" : "",
               name_text(dump->names, set_name(&set, i)));
  put_string(dump->text, braces ? "}" : "");
}

/* Without a space before it. */
static void put_level(Dump *dump, const Level *level) {
  put_string(dump->text, name_text(dump->names, level->sensitivity.name));
  for (uint32_t i = 0; i < level->n_categories; i++) {
    CatRange range = level->categories[i];
    put_format(dump->text, "%s%s", i ? "," : ":",
               name_text(dump->names, range.low.name));
    if (range.high.name)
      put_format(dump->text, ".%s", name_text(dump->names, range.high.name));
  }
}

static void put_range(Dump *dump, const Range *range) {
  put_string(dump->text, " [");
  put_level(dump, &range->low);
  put_string(dump->text, " - ");
  put_level(dump, &range->high);
  put_string(dump->text, "]");
}

static void put_context(Dump *dump, const Context *context) {
  put_format(dump->text, " %s:%s:%s",
             name_text(dump->names, context->user.name),
             name_text(dump->names, context->role.name),
             name_text(dump->names, context->type.name));
  if (context->has_range)
    put_range(dump, &context->range);
}

static void put_condition(Dump *dump, CondExpr expr) {
  static const char *const ops[] = {
      [COND_NOT] = "!",  [COND_OR] = "||", [COND_AND] = "&&",
      [COND_XOR] = "^", [COND_EQ] = "==", [COND_NEQ] = "!="};
  for (uint32_t i = 0; i < expr.n; i++)
    if (expr.v[i].op == COND_BOOL)
      put_ident(dump, expr.v[i].boolean);
    else
      put_word(dump, ops[expr.v[i].op]);
}

/* What is compared, in the words of the language. */
static const char *attr_text(uint32_t attr) {
  switch (attr) {
  case CATTR_USER:
    return "u1";
  case CATTR_USER | CATTR_TARGET:
    return "u2";
  case CATTR_USER | CATTR_XTARGET:
    return "u3";
  case CATTR_ROLE:
    return "r1";
  case CATTR_ROLE | CATTR_TARGET:
    return "r2";
  case CATTR_ROLE | CATTR_XTARGET:
    return "r3";
  case CATTR_TYPE:
    return "t1";
  case CATTR_TYPE | CATTR_TARGET:
    return "t2";
  case CATTR_TYPE | CATTR_XTARGET:
    return "t3";
  case CATTR_L1L2:
    return "l1-l2";
  case CATTR_L1H2:
    return "l1-h2";
  case CATTR_H1L2:
    return "h1-l2";
  case CATTR_H1H2:
    return "h1-h2";
  case CATTR_L1H1:
    return "l1-h1";
  default:
    return "l2-h2";
  }
}

static void put_constraint_term(Dump *dump, const ConstraintTerm *term) {
  static const char *const logic[] = {[CONSTRAINT_NOT] = "!",
                                      [CONSTRAINT_AND] = "&&",
                                      [CONSTRAINT_OR] = "||"};
  static const char *const ops[] = {[COP_EQ] = "==",
                                    [COP_NEQ] = "!=",
                                    [COP_DOM] = "dom",
                                    [COP_DOMBY] = "domby",
                                    [COP_INCOMP] = "incomp"};
  if (term->kind < CONSTRAINT_ATTR) {
    put_word(dump, logic[term->kind]);
    return;
  }
  put_format(dump->text, " (%s %s", attr_text(term->attr), ops[term->op]);
  if (term->kind == CONSTRAINT_NAMES)
    put_set(dump, term->names);
  else if (term->attr <= CATTR_TYPE) /* of the source and of the target */
    put_format(dump->text, " %c2", attr_text(term->attr)[0]);
  put_string(dump->text, ")");
}

static void put_xperms(Dump *dump, const Xperms *xperms) {
  put_ident(dump, xperms->operation);
  put_format(dump->text, " %s{", xperms->complement ? "~" : "");
  for (uint32_t i = 0; i < xperms->n; i++)
    put_format(dump->text, "%s0x%x-0x%x", i ? " " : "", xperms->v[i].low,
               xperms->v[i].high);
  put_string(dump->text, "}");
}

/* Statements: each function puts what follows the word in the table below, or
 * all where the table has no word. */

static void put_stmts(Dump *dump, Stmts stmts, int deeper);

/* A block's branch, on lines of its own. */
static void put_else(Dump *dump, Stmts stmts) {
  put_format(dump->text, "\n%*selse", 2 * dump->indent, "");
  put_stmts(dump, stmts, 1);
}

static void put_module(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->module.name);
  put_ident(dump, stmt->module.version);
}

static void put_one(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->ident);
}

static void put_perms(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->perms.name);
  if (stmt->perms.inherits.name) {
    put_word(dump, "inherits");
    put_ident(dump, stmt->perms.inherits);
  }
  put_idents(dump, stmt->perms.perms);
}

static void put_default(Dump *dump, const Stmt *stmt) {
  static const char *const kinds[] = {
      [DEFAULT_USER] = "default_user",
      [DEFAULT_ROLE] = "default_role",
      [DEFAULT_TYPE] = "default_type",
      [DEFAULT_RANGE] = "default_range",
  };
  put_string(dump->text, kinds[stmt->defaults.kind]);
  put_set(dump, stmt->defaults.classes);
  put_number(dump, stmt->defaults.value);
}

static void put_aliased(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->aliased.id);
  put_idents(dump, stmt->aliased.aliases);
}

static void put_dominance(Dump *dump, const Stmt *stmt) {
  put_idents(dump, stmt->idents);
}

static void put_level_stmt(Dump *dump, const Stmt *stmt) {
  put_string(dump->text, " ");
  put_level(dump, &stmt->level);
}

static void put_constraint(Dump *dump, const Stmt *stmt) {
  const StmtConstraint *constraint = &stmt->constraint;
  bool has_perms = stmt->kind == STMT_CONSTRAIN;
  put_format(dump->text, "%s%s", constraint->mls ? "mls" : "",
             has_perms ? "constrain" : "validatetrans");
  put_set(dump, constraint->classes);
  if (has_perms)
    put_set(dump, constraint->perms);
  for (uint32_t i = 0; i < constraint->expr.n; i++)
    put_constraint_term(dump, &constraint->expr.v[i]);
}

static void put_expand(Dump *dump, const Stmt *stmt) {
  put_set(dump, stmt->expand.attributes);
  put_word(dump, stmt->expand.expand ? "true" : "false");
}

static void put_type(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->type.id);
  put_word(dump, "alias");
  put_idents(dump, stmt->type.aliases);
  put_word(dump, "attributes");
  put_idents(dump, stmt->type.attributes);
}

static void put_members(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->members.id);
  put_idents(dump, stmt->members.names);
}

static void put_boolean(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->boolean.id);
  put_word(dump, stmt->boolean.value ? "true" : "false");
}

static const char *rule_text(RuleKind kind) {
  switch (kind) {
  case RULE_ALLOW:
    return "allow";
  case RULE_AUDITALLOW:
    return "auditallow";
  case RULE_AUDITDENY:
    return "auditdeny";
  case RULE_DONTAUDIT:
    return "dontaudit";
  case RULE_NEVERALLOW:
    return "neverallow";
  case RULE_TRANSITION:
    return "type_transition";
  case RULE_MEMBER:
    return "type_member";
  case RULE_CHANGE:
    return "type_change";
  case RULE_XPERMS_ALLOW:
    return "allowxperm";
  case RULE_XPERMS_AUDITALLOW:
    return "auditallowxperm";
  case RULE_XPERMS_DONTAUDIT:
    return "dontauditxperm";
  case RULE_XPERMS_NEVERALLOW:
    return "neverallowxperm";
  }
  return "";
}

static void put_av(Dump *dump, const Stmt *stmt) {
  const StmtAv *av = &stmt->av;
  put_string(dump->text, rule_text(av->kind));
  put_set(dump, av->source);
  put_set(dump, av->target);
  put_set(dump, av->classes);
  if (av->xperms)
    put_xperms(dump, av->xperms);
  else
    put_set(dump, av->perms);
}

static void put_type_rule(Dump *dump, const Stmt *stmt) {
  const StmtTypeRule *rule = &stmt->type_rule;
  put_string(dump->text, rule_text(rule->kind));
  put_set(dump, rule->source);
  put_set(dump, rule->target);
  put_set(dump, rule->classes);
  put_ident(dump, rule->result);
  if (rule->file_name.name)
    put_format(dump->text, " \"%s\"",
               name_text(dump->names, rule->file_name.name));
}

static void put_range_transition(Dump *dump, const Stmt *stmt) {
  put_set(dump, stmt->range_transition.source);
  put_set(dump, stmt->range_transition.target);
  put_set(dump, stmt->range_transition.classes);
  put_range(dump, &stmt->range_transition.range);
}

static void put_role_types(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->role_types.role);
  put_set(dump, stmt->role_types.types);
}

static void put_role_allow(Dump *dump, const Stmt *stmt) {
  put_set(dump, stmt->role_allow.source);
  put_set(dump, stmt->role_allow.target);
}

static void put_role_transition(Dump *dump, const Stmt *stmt) {
  put_set(dump, stmt->role_transition.roles);
  put_set(dump, stmt->role_transition.types);
  put_set(dump, stmt->role_transition.classes);
  put_ident(dump, stmt->role_transition.result);
}

static void put_role_dominance(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->role_dominance.role);
  put_stmts(dump, stmt->role_dominance.children, 1);
}

static void put_user(Dump *dump, const Stmt *stmt) {
  put_ident(dump, stmt->user.id);
  put_set(dump, stmt->user.roles);
  if (!stmt->user.has_mls)
    return;
  put_string(dump->text, " ");
  put_level(dump, &stmt->user.level);
  put_range(dump, &stmt->user.range);
}

static void put_address(Dump *dump, OconKind kind, const uint32_t *address) {
  char text[INET6_ADDRSTRLEN];
  put_word(dump, inet_ntop(kind == OCON_NODE ? AF_INET : AF_INET6, address,
                           text, sizeof text));
}

/* What of an Ocon says to what it gives its context. */
static void put_ocon_key(Dump *dump, const Ocon *ocon) {
  if (ocon->name.name)
    put_ident(dump, ocon->name);
  if (ocon->path)
    put_name(dump, ocon->path);
  switch (ocon->kind) {
  case OCON_GENFS:
    if (ocon->file_kind)
      put_format(dump->text, " -%c", ocon->file_kind);
    break;
  case OCON_NODE:
  case OCON_NODE6:
    put_address(dump, ocon->kind, ocon->addr);
    put_address(dump, ocon->kind, ocon->mask);
    break;
  case OCON_XEN_IOMEM:
    put_number(dump, ocon->range[0]);
    put_number(dump, ocon->range[1]);
    break;
  case OCON_IBPKEY: {
    uint32_t prefix[4] = {(uint32_t)ocon->prefix,
                          (uint32_t)(ocon->prefix >> 32), 0, 0};
    put_address(dump, OCON_NODE6, prefix);
    break;
  }
  default:
    break;
  }
}

static void put_ocon(Dump *dump, const Stmt *stmt) {
  const Ocon *ocon = stmt->ocon;
  static const struct {
    const char *text;
    int n_numbers; /* of `number` */
  } kinds[] = {
      [OCON_ISID] = {"sid", 0},
      [OCON_FS] = {"fscon", 2},
      [OCON_PORT] = {"portcon", 3},
      [OCON_NETIF] = {"netifcon", 0},
      [OCON_NODE] = {"nodecon", 0},
      [OCON_NODE6] = {"nodecon", 0},
      [OCON_FSUSE] = {"fs_use", 1},
      [OCON_IBPKEY] = {"ibpkeycon", 2},
      [OCON_IBENDPORT] = {"ibendportcon", 1},
      [OCON_GENFS] = {"genfscon", 0},
      [OCON_XEN_PIRQ] = {"pirqcon", 1},
      [OCON_XEN_IOPORT] = {"ioportcon", 2},
      [OCON_XEN_IOMEM] = {"iomemcon", 0},
      [OCON_XEN_PCIDEVICE] = {"pcidevicecon", 1},
      [OCON_XEN_DEVICETREE] = {"devicetreecon", 0},
  };
  put_string(dump->text, kinds[ocon->kind].text);
  put_ocon_key(dump, ocon);
  for (int i = 0; i < kinds[ocon->kind].n_numbers; i++)
    put_number(dump, ocon->number[i]);
  put_context(dump, &ocon->context);
  if (ocon->context2.type.name)
    put_context(dump, &ocon->context2);
}

static void put_if(Dump *dump, const Stmt *stmt) {
  put_condition(dump, stmt->conditional.expr);
  put_stmts(dump, stmt->conditional.then_rules, 1);
  if (stmt->conditional.else_rules.first)
    put_else(dump, stmt->conditional.else_rules);
}

static void put_optional(Dump *dump, const Stmt *stmt) {
  put_stmts(dump, stmt->optional.body, 1);
  if (stmt->optional.has_else)
    put_else(dump, stmt->optional.else_body);
}

static void put_require(Dump *dump, const Stmt *stmt) {
  put_stmts(dump, stmt->require, 1);
}

static void put_require_names(Dump *dump, const Stmt *stmt) {
  static const char *const kinds[] = {
      [REQUIRE_TYPE] = "type",
      [REQUIRE_ATTRIBUTE] = "attribute",
      [REQUIRE_ROLE] = "role",
      [REQUIRE_ATTRIBUTE_ROLE] = "attribute_role",
      [REQUIRE_USER] = "user",
      [REQUIRE_BOOL] = "bool",
      [REQUIRE_TUNABLE] = "tunable",
      [REQUIRE_SENSITIVITY] = "sensitivity",
      [REQUIRE_CATEGORY] = "category",
  };
  put_string(dump->text, kinds[stmt->require_names.kind]);
  put_idents(dump, stmt->require_names.names);
}

static const struct {
  const char *word;
  void (*put)(Dump *dump, const Stmt *stmt);
} kinds[] = {
    [STMT_MODULE] = {"module", put_module},
    [STMT_CLASS] = {"class", put_one},
    [STMT_SID] = {"sid", put_one},
    [STMT_COMMON] = {"common", put_perms},
    [STMT_CLASS_PERMS] = {"class-permissions", put_perms},
    [STMT_DEFAULT] = {"", put_default},
    [STMT_SENSITIVITY] = {"sensitivity", put_aliased},
    [STMT_DOMINANCE] = {"dominance", put_dominance},
    [STMT_CATEGORY] = {"category", put_aliased},
    [STMT_LEVEL] = {"level", put_level_stmt},
    [STMT_CONSTRAIN] = {"", put_constraint},
    [STMT_VALIDATETRANS] = {"", put_constraint},
    [STMT_POLICYCAP] = {"policycap", put_one},
    [STMT_ATTRIBUTE] = {"attribute", put_one},
    [STMT_EXPANDATTRIBUTE] = {"expandattribute", put_expand},
    [STMT_ATTRIBUTE_ROLE] = {"attribute_role", put_one},
    [STMT_TYPE] = {"type", put_type},
    [STMT_TYPEALIAS] = {"typealias", put_aliased},
    [STMT_TYPEATTRIBUTE] = {"typeattribute", put_members},
    [STMT_TYPEBOUNDS] = {"typebounds", put_members},
    [STMT_PERMISSIVE] = {"permissive", put_one},
    [STMT_NEVERAUDIT] = {"neveraudit", put_one},
    [STMT_BOOL] = {"bool", put_boolean},
    [STMT_TUNABLE] = {"tunable", put_boolean},
    [STMT_AV] = {"", put_av},
    [STMT_TYPE_RULE] = {"", put_type_rule},
    [STMT_RANGE_TRANSITION] = {"range_transition", put_range_transition},
    [STMT_ROLE] = {"role", put_members},
    [STMT_ROLE_TYPES] = {"role-types", put_role_types},
    [STMT_ROLEATTRIBUTE] = {"roleattribute", put_members},
    [STMT_ROLE_ALLOW] = {"role-allow", put_role_allow},
    [STMT_ROLE_TRANSITION] = {"role_transition", put_role_transition},
    [STMT_ROLE_DOMINANCE] = {"role-dominance", put_role_dominance},
    [STMT_USER] = {"user", put_user},
    [STMT_OCON] = {"", put_ocon},
    [STMT_IF] = {"if", put_if},
    [STMT_OPTIONAL] = {"optional", put_optional},
    [STMT_REQUIRE] = {"require", put_require},
    [STMT_REQUIRE_CLASS] = {"require-class", put_perms},
    [STMT_REQUIRE_NAMES] = {"require-", put_require_names},
};

static void put_stmt(Dump *dump, const Stmt *stmt) {
  put_format(dump->text, "(%s", kinds[stmt->kind].word);
  kinds[stmt->kind].put(dump, stmt);
  put_string(dump->text, ")");
}

/* Statements on lines of their own, each behind a newline. */
static void put_stmts(Dump *dump, Stmts stmts, int deeper) {
  dump->indent += deeper;
  for (const Stmt *stmt = stmts.first; stmt; stmt = stmt->next) {
    put_format(dump->text, "\n%*s", 2 * dump->indent, "");
    put_stmt(dump, stmt);
  }
  dump->indent -= deeper;
}

void dump_ast(Buffer *text, const Names *names, Stmts stmts) {
  Dump dump = {text, names, 0};
  for (const Stmt *stmt = stmts.first; stmt; stmt = stmt->next) {
    put_stmt(&dump, stmt);
    put_string(text, "\n");
  }
}
