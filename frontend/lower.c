/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/lower.h"

#include "frontend/lowering.h"
#include "ir/passes.h"

/* Where a statement may stand. */
enum {
  IN_BASE = 1,   /* in the global block of a base policy */
  IN_MODULE = 2, /* in the global block of a loadable module */
  IN_OPTIONAL = 4,
  IN_ELSE = 8,
  IN_IF = 16,
  IN_BLOCKS = IN_BASE | IN_MODULE | IN_OPTIONAL,
  IN_ALL_BLOCKS = IN_BLOCKS | IN_ELSE,
};

typedef void LowerFunction(Lowering *, const Stmt *);

typedef struct Form {
  const char *name;
  LowerFunction *lower;
  unsigned where;
  Section section; /* SECTION_ANY: ocons, whose kind decides */
} Form;

static LowerFunction lower_module, lower_if, lower_optional;

/* The section of a base policy and the places are those of checkpolicy's
 * grammar (policy_parse.y). */
static const Form forms[] = {
    [STMT_MODULE] = {"module", lower_module, IN_MODULE, SECTION_ANY},
    [STMT_CLASS] = {"class", lower_class, IN_BASE, SECTION_CLASS},
    [STMT_SID] = {"sid", lower_sid, IN_BASE, SECTION_SID},
    [STMT_COMMON] = {"common", lower_common, IN_BASE, SECTION_COMMON},
    [STMT_CLASS_PERMS] = {"class", lower_class_perms, IN_BASE,
                          SECTION_CLASS_PERMS},
    [STMT_DEFAULT] = {"a default", lower_default, IN_BASE, SECTION_DEFAULT},
    [STMT_SENSITIVITY] = {"sensitivity", lower_sensitivity, IN_BASE,
                          SECTION_SENSITIVITY},
    [STMT_DOMINANCE] = {"dominance", lower_dominance, IN_BASE,
                        SECTION_DOMINANCE},
    [STMT_CATEGORY] = {"category", lower_category, IN_BASE, SECTION_CATEGORY},
    [STMT_LEVEL] = {"level", lower_level, IN_BASE, SECTION_LEVEL},
    [STMT_CONSTRAIN] = {"a constraint", lower_constrain, IN_BASE,
                        SECTION_CONSTRAINT},
    [STMT_VALIDATETRANS] = {"validatetrans", lower_validatetrans, IN_BASE,
                            SECTION_CONSTRAINT},
    [STMT_POLICYCAP] = {"policycap", lower_policycap, IN_BASE, SECTION_RULES},
    [STMT_ATTRIBUTE] = {"attribute", lower_attribute, IN_BLOCKS, SECTION_RULES},
    [STMT_EXPANDATTRIBUTE] = {"expandattribute", lower_expandattribute,
                              IN_ALL_BLOCKS, SECTION_RULES},
    [STMT_ATTRIBUTE_ROLE] = {"attribute_role", lower_attribute_role, IN_BLOCKS,
                             SECTION_RULES},
    [STMT_TYPE] = {"type", lower_type, IN_BLOCKS, SECTION_RULES},
    [STMT_TYPEALIAS] = {"typealias", lower_typealias, IN_BLOCKS, SECTION_RULES},
    [STMT_TYPEATTRIBUTE] = {"typeattribute", lower_typeattribute, IN_ALL_BLOCKS,
                            SECTION_RULES},
    [STMT_TYPEBOUNDS] = {"typebounds", lower_typebounds, IN_ALL_BLOCKS,
                         SECTION_RULES},
    [STMT_PERMISSIVE] = {"permissive", lower_permissive, IN_ALL_BLOCKS,
                         SECTION_RULES},
    [STMT_NEVERAUDIT] = {"neveraudit", lower_neveraudit, IN_ALL_BLOCKS,
                         SECTION_RULES},
    [STMT_BOOL] = {"bool", lower_bool, IN_BLOCKS, SECTION_RULES},
    [STMT_TUNABLE] = {"tunable", lower_bool, IN_BLOCKS, SECTION_RULES},
    [STMT_AV] = {"an access rule", lower_av, IN_ALL_BLOCKS | IN_IF,
                 SECTION_RULES},
    [STMT_TYPE_RULE] = {"a type rule", lower_type_rule, IN_ALL_BLOCKS | IN_IF,
                        SECTION_RULES},
    [STMT_RANGE_TRANSITION] = {"range_transition", lower_range_transition,
                               IN_ALL_BLOCKS, SECTION_RULES},
    [STMT_ROLE] = {"role", lower_role, IN_BLOCKS, SECTION_RULES},
    [STMT_ROLE_TYPES] = {"role", lower_role_types, IN_ALL_BLOCKS,
                         SECTION_RULES},
    [STMT_ROLEATTRIBUTE] = {"roleattribute", lower_roleattribute, IN_ALL_BLOCKS,
                            SECTION_RULES},
    [STMT_ROLE_ALLOW] = {"a role rule", lower_role_allow, IN_ALL_BLOCKS,
                         SECTION_RULES},
    [STMT_ROLE_TRANSITION] = {"role_transition", lower_role_transition,
                              IN_ALL_BLOCKS, SECTION_RULES},
    [STMT_ROLE_DOMINANCE] = {"dominance", lower_role_dominance, IN_BLOCKS,
                             SECTION_RULES},
    [STMT_USER] = {"user", lower_user, IN_BLOCKS, SECTION_USER},
    [STMT_OCON] = {"a context", lower_ocon, IN_BASE, SECTION_ANY},
    [STMT_IF] = {"a conditional", lower_if, IN_ALL_BLOCKS, SECTION_RULES},
    [STMT_OPTIONAL] = {"an optional block", lower_optional, IN_ALL_BLOCKS,
                       SECTION_RULES},
    [STMT_REQUIRE] = {"require", lower_require, IN_MODULE | IN_OPTIONAL | IN_IF,
                      SECTION_RULES},
};

static const Section ocon_sections[OCON_KIND_COUNT] = {
    [OCON_ISID] = SECTION_SID_CONTEXT,
    [OCON_FS] = SECTION_FS_USE,
    [OCON_PORT] = SECTION_PORT,
    [OCON_NETIF] = SECTION_NETIF,
    [OCON_NODE] = SECTION_NODE,
    [OCON_NODE6] = SECTION_NODE,
    [OCON_FSUSE] = SECTION_FS_USE,
    [OCON_IBPKEY] = SECTION_IBPKEY,
    [OCON_IBENDPORT] = SECTION_IBENDPORT,
    [OCON_GENFS] = SECTION_GENFS,
    [OCON_XEN_PIRQ] = SECTION_DEVICE,
    [OCON_XEN_IOPORT] = SECTION_DEVICE,
    [OCON_XEN_IOMEM] = SECTION_DEVICE,
    [OCON_XEN_PCIDEVICE] = SECTION_DEVICE,
    [OCON_XEN_DEVICETREE] = SECTION_DEVICE,
};

/* What the sections hold, and whether a base must have some of it. */
static const struct {
  const char *name;
  bool needed;
} sections[SECTION_COUNT] = {
    [SECTION_CLASS] = {"classes", true},
    [SECTION_SID] = {"initial SIDs", true},
    [SECTION_COMMON] = {"commons", false},
    [SECTION_CLASS_PERMS] = {"permissions of classes", true},
    [SECTION_DEFAULT] = {"defaults", false},
    [SECTION_SENSITIVITY] = {"sensitivities", false},
    [SECTION_DOMINANCE] = {"dominance", false},
    [SECTION_CATEGORY] = {"categories", false},
    [SECTION_LEVEL] = {"levels", false},
    [SECTION_MLS_CONSTRAINT] = {"MLS constraints", false},
    [SECTION_RULES] = {"types and rules", true},
    [SECTION_USER] = {"users", true},
    [SECTION_CONSTRAINT] = {"constraints", false},
    [SECTION_SID_CONTEXT] = {"contexts of initial SIDs", true},
    [SECTION_FS_USE] = {"fs_use statements", false},
    [SECTION_GENFS] = {"genfscon statements", false},
    [SECTION_PORT] = {"portcon statements", false},
    [SECTION_NETIF] = {"netifcon statements", false},
    [SECTION_NODE] = {"nodecon statements", false},
    [SECTION_DEVICE] = {"device contexts", false},
    [SECTION_IBPKEY] = {"ibpkeycon statements", false},
    [SECTION_IBENDPORT] = {"ibendportcon statements", false},
};

const char *lowering_text(const Lowering *lowering, Name name) {
  return name_text(&lowering->session->names, name);
}

static Diags *diags_of(Lowering *lowering) {
  return &lowering->session->diags;
}

/* A conditional hides the block around it: what may stand in it is the same
 * everywhere. */
static unsigned current_place(Lowering *lowering) {
  if (lowering->conditional)
    return IN_IF;
  switch (lowering_block(lowering)->kind) {
  case BLOCK_OPTIONAL: return IN_OPTIONAL;
  case BLOCK_ELSE: return IN_ELSE;
  default: return lowering->module->is_base ? IN_BASE : IN_MODULE;
  }
}

static const char *place_word(unsigned place) {
  switch (place) {
  case IN_BASE: return "outside of blocks in a base policy";
  case IN_MODULE: return "in a loadable module";
  case IN_OPTIONAL: return "in an optional block";
  case IN_ELSE: return "in an else branch";
  default: return "in a conditional";
  }
}

/* A misplaced statement is left out, so that it causes no further errors. */
static bool check_place(Lowering *lowering, const Stmt *stmt,
                        const Form *form) {
  unsigned place = current_place(lowering);
  if (form->where & place)
    return true;
  diag_error_as(diags_of(lowering), ERROR_MISPLACED, stmt->place,
                "%s cannot stand %s", form->name, place_word(place));
  return false;
}

/* Contexts share one kind of statement, as do constraints with and without
 * MLS. */
static Section section_of(const Stmt *stmt, const Form *form) {
  if (stmt->kind == STMT_OCON)
    return ocon_sections[stmt->ocon->kind];
  if ((stmt->kind == STMT_CONSTRAIN || stmt->kind == STMT_VALIDATETRANS) &&
      stmt->constraint.mls)
    return SECTION_MLS_CONSTRAINT;
  return form->section;
}

/* The order of a base's sections; each is reported once. */
static void check_section(Lowering *lowering, const Stmt *stmt,
                          Section section) {
  lowering->seen |= 1u << section;
  if (!lowering->options.strict_order)
    return;
  if (section >= lowering->section) {
    lowering->section = section;
    return;
  }
  diag_error_as(diags_of(lowering), ERROR_MISPLACED, stmt->place,
                "%s must come before %s (the order of a policy.conf)",
                sections[section].name, sections[lowering->section].name);
  lowering->section = section;
}

/* In a module and in optional blocks, users end the block. */
static void check_users_last(Lowering *lowering, const Stmt *stmt) {
  Block *block = lowering_block(lowering);
  if (!lowering->options.strict_order || stmt->kind == STMT_USER ||
      !block->users.n)
    return;
  diag_error_as(diags_of(lowering), ERROR_MISPLACED, stmt->place,
                "only users may follow a user in a block");
}

static void lower_statement(Lowering *lowering, const Stmt *stmt) {
  const Form *form = &forms[stmt->kind];
  if (!check_place(lowering, stmt, form))
    return;
  if (current_place(lowering) == IN_BASE)
    check_section(lowering, stmt, section_of(stmt, form));
  else if (!lowering->conditional)
    check_users_last(lowering, stmt);
  form->lower(lowering, stmt);
}

/* Most statements are access rules, and most lists of them belong to an
 * optional block of their own, of which there are ten thousand. */
static void reserve_rules(Lowering *lowering, const Stmts *statements) {
  size_t n = 0;
  for (const Stmt *stmt = statements->first; stmt; stmt = stmt->next)
    n += stmt->kind == STMT_AV;
  BlockAvRules *rules = lowering_rules(lowering);
  ARRAY_RESERVE(rules, n);
}

void lower_statements(Lowering *lowering, const Stmts *statements) {
  reserve_rules(lowering, statements);
  for (const Stmt *stmt = statements->first; stmt; stmt = stmt->next)
    lower_statement(lowering, stmt);
}

/* That it is the first is seen to by lower_unit. */
static void lower_module(Lowering *lowering, const Stmt *stmt) {
  if (lowering->has_module_statement) {
    diag_error_as(diags_of(lowering), ERROR_MISPLACED, stmt->place,
                  "a module statement must be the first of its module");
    return;
  }
  lowering->has_module_statement = true;
  lowering->module->name = stmt->module.name;
  lowering->module->version = stmt->module.version;
}

/* A conditional may hold nothing but requirements, or nothing; neither
 * leaves a trace (checkpolicy policy_define.c, define_conditional). */
static bool is_empty(const ModConditional *conditional) {
  return !conditional->av[0].n && !conditional->av[1].n &&
         !conditional->type_rules[0].n && !conditional->type_rules[1].n;
}

/* The kernel evaluates a condition on a stack of ten (linux
 * security/selinux/ss/conditional.h, COND_EXPR_MAXDEPTH). */
static bool check_condition(Lowering *lowering, const CondExpr *expr) {
  enum { DEEPEST = 10 };
  int depth = 0;
  for (uint32_t i = 0; i < expr->n; i++) {
    if (expr->v[i].op == COND_BOOL)
      depth++;
    else if (expr->v[i].op != COND_NOT)
      depth--;
    if (depth > DEEPEST) {
      diag_error(diags_of(lowering), expr->place,
                 "the condition is nested too deep for the kernel");
      return false;
    }
  }
  return true;
}

/* A condition that is at fault takes its rules with it; they are looked at
 * all the same. */
static void lower_if(Lowering *lowering, const Stmt *stmt) {
  ModConditional conditional = {.expr = stmt->conditional.expr,
                                .place = stmt->place};
  bool valid = check_condition(lowering, &conditional.expr);
  lowering->conditional = &conditional;
  lowering->branch = 0;
  lower_statements(lowering, &stmt->conditional.then_rules);
  lowering->branch = 1;
  lower_statements(lowering, &stmt->conditional.else_rules);
  lowering->conditional = NULL;
  if (valid && !is_empty(&conditional))
    ARRAY_PUSH(&lowering_block(lowering)->conditionals, conditional);
}

/* Blocks are numbered as they are opened, so an inner block has a higher
 * number than the one around it (ir/scopes.c relies on it). */
static uint32_t add_block(Lowering *lowering, BlockKind kind, Place place) {
  Block block = {.kind = kind, .parent = lowering->block, .place = place};
  ARRAY_PUSH(&lowering->module->blocks, block);
  return (uint32_t)lowering->module->blocks.n - 1;
}

/* A block that depends on nothing is not optional; only a base may have it
 * (checkpolicy module_compiler.c, end_avrule_block). */
static void check_requires(Lowering *lowering, uint32_t block) {
  const Block *b = &lowering->module->blocks.v[block];
  if (lowering->module->is_base || b->required.n)
    return;
  if (diags_of(lowering)->n_errors)
    return; /* what it requires may be in a text that was at fault */
  diag_error(diags_of(lowering), b->place, "%s requires nothing",
             block ? "an optional block" : "the module");
}

/* The two blocks know each other by index: the array of blocks moves as it
 * grows. */
static void lower_optional(Lowering *lowering, const Stmt *stmt) {
  const StmtOptional *s = &stmt->optional;
  uint32_t outer = lowering->block;
  uint32_t block = add_block(lowering, BLOCK_OPTIONAL, stmt->place);
  lowering->block = block;
  lower_statements(lowering, &s->body);
  check_requires(lowering, block);
  lowering->block = outer;
  if (!s->has_else)
    return;
  uint32_t other = add_block(lowering, BLOCK_ELSE, s->else_place);
  lowering->module->blocks.v[block].twin = other;
  lowering->module->blocks.v[other].twin = block;
  lowering->block = other;
  lower_statements(lowering, &s->else_body);
  lowering->block = outer;
}

Lowering *lower_begin(Session *session, Module *module,
                      const LowerOptions *options) {
  Lowering *lowering = ARENA_NEW(&session->arena, Lowering);
  *module = (Module){.is_base = options->is_base, .mls = options->mls};
  ARRAY_PUSH(&module->blocks, (Block){.kind = BLOCK_GLOBAL});
  lowering->session = session;
  lowering->module = module;
  lowering->options = *options;
  scopes_init(&lowering->scopes, module);
  return lowering;
}

void lower_unit(Lowering *lowering, const Stmts *statements) {
  const Stmt *first = statements->first;
  if (!lowering->module->is_base && first && !lowering->has_module_statement &&
      first->kind != STMT_MODULE) {
    diag_error_as(diags_of(lowering), ERROR_MISPLACED, first->place,
                  "a loadable module begins with policy_module(NAME) or "
                  "'module NAME VERSION;'");
    lowering->has_module_statement = true;
    lowering->lacks_module_statement = true;
  }
  if (lowering->lacks_module_statement)
    return; /* what it brings with it would be missing everywhere */
  if (!lowering->module->blocks.v[0].place.loc && first)
    lowering->module->blocks.v[0].place = first->place;
  lower_statements(lowering, statements);
}

/* After another error it may be that error which took a section away. */
static void check_needed_sections(Lowering *lowering) {
  if (diags_of(lowering)->n_errors)
    return;
  for (int i = 0; i < SECTION_COUNT; i++)
    if (sections[i].needed && !(lowering->seen >> i & 1))
      diag_error(diags_of(lowering), no_place, "the policy has no %s",
                 sections[i].name);
}

void lower_end(Lowering *lowering) {
  if (lowering->module->is_base) {
    lower_end_classes(lowering);
    check_needed_sections(lowering);
  } else {
    check_requires(lowering, 0);
  }
  lower_end_uses(lowering);
  check_names(lowering->session, lowering->module, &lowering->scopes);
  if (!lowering->module->is_base || diags_of(lowering)->n_errors)
    check_perm_names(lowering->session, lowering->module, &lowering->scopes);
  if (!lowering->options.may_repeat)
    check_repeats(lowering->session, lowering->module);
  ARRAY_FREE(&lowering->class_perms);
  scopes_free(&lowering->scopes);
}
