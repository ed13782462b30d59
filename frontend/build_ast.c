/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/build_ast.h"

#include <string.h>

/* A node is only as large as the union member that its kind uses. */
#define STMT_NEW(build, kind, place, member)                                   \
  stmt_new(build, kind, place,                                                 \
           offsetof(Stmt, member) + sizeof(((Stmt *)0)->member))

static Stmt *stmt_new(Builder *build, StmtKind kind, Place place,
                      size_t size) {
  Stmt *stmt = arena_alloc_raw(build->nodes, size);
  stmt->kind = kind;
  stmt->place = place;
  stmt->next = NULL;
  return stmt;
}

/* A list of the builder as an array of its own; the list is empty then. */
#define LIST_TAKE(build, list)                                                 \
  arena_copy((build)->terms, (list)->v,                                       \
             list_clear(&(list)->n) * sizeof *(list)->v)

static size_t list_clear(size_t *n) {
  size_t old = *n;
  *n = 0;
  return old;
}

void builder_reset(Builder *build) {
  build->items.n = build->idents.n = build->ranges.n = 0;
  build->cond.n = build->constraint.n = 0;
}

void builder_free(Builder *build) {
  ARRAY_FREE(&build->items);
  ARRAY_FREE(&build->idents);
  ARRAY_FREE(&build->cond);
  ARRAY_FREE(&build->constraint);
  ARRAY_FREE(&build->ranges);
}

Stmts stmts_append(Stmts stmts, Stmt *stmt) {
  if (!stmt)
    return stmts;
  Stmts chain = {stmt, stmt};
  while (chain.last->next)
    chain.last = chain.last->next;
  return stmts_join(stmts, chain);
}

Stmts stmts_join(Stmts stmts, Stmts more) {
  if (!stmts.first)
    return more;
  if (!more.first)
    return stmts;
  stmts.last->next = more.first;
  return (Stmts){stmts.first, more.last};
}

/* Lists and sets. */

void ident_push(Builder *build, Ident ident) {
  ARRAY_PUSH(&build->idents, ident);
}

static Idents idents_take(Builder *build) {
  uint32_t n = (uint32_t)build->idents.n;
  return (Idents){LIST_TAKE(build, &build->idents), n};
}

void item_push(Builder *build, Ident ident, bool minus) {
  ARRAY_PUSH(&build->items, (SetItem){ident.name, minus, ident.place});
}

NameSet set_take(Builder *build, Place place) {
  size_t n = build->items.n;
  NameSet set = name_set_new(build->terms, n, place);
  set.n = (uint32_t)n;
  if (n)
    memcpy(set.list->v, build->items.v, n * sizeof *set.list->v);
  build->items.n = 0;
  return set;
}

NameSet set_difference(Builder *build, Ident from, Ident minus) {
  item_push(build, from, false);
  item_push(build, minus, true);
  return set_take(build, from.place);
}

NameSet set_star(Place place) {
  return (NameSet){.star = true, .own_place = place};
}

NameSet set_complement(NameSet set, Place place) {
  set.complement = true;
  if (set.has_list)
    set.list->place = place;
  else
    set.own_place = place;
  return set;
}

/* The names of a set where only a list makes sense. */
static Idents set_idents(Builder *build, NameSet set) {
  bool is_list = !set.star && !set.complement;
  for (uint32_t i = 0; i < set.n; i++) {
    is_list &= !set_minus(&set, i);
    ident_push(build, set_id(&set, i));
  }
  if (!is_list)
    diag_error(&build->session->diags, set_place(&set),
               "only a name or a list of names can stand here, "
               "without '*', '~' and '-'");
  return idents_take(build);
}

/* Levels. */

/* `c3` or `c0.c5`. */
static CatRange category_range(Builder *build, Ident ident) {
  Names *names = &build->session->names;
  const char *text = name_text(names, ident.name);
  size_t length = name_length(names, ident.name);
  const char *dot = memchr(text, '.', length);
  if (!dot)
    return (CatRange){ident, {NO_NAME, no_place}};
  size_t at = (size_t)(dot - text);
  Ident high = {name_intern(names, dot + 1, length - at - 1),
                {ident.place.loc + (Loc)at + 1, ident.place.origin}};
  /* interning does not move text */
  return (CatRange){{name_intern(names, text, at), ident.place}, high};
}

Level *build_level(Builder *build, Ident sensitivity) {
  Level *level = ARENA_NEW(build->nodes, Level);
  level->sensitivity = sensitivity;
  level->n_categories = (uint32_t)build->idents.n;
  level->categories =
      ARENA_NEW_N(build->terms, CatRange, build->idents.n);
  for (size_t i = 0; i < build->idents.n; i++)
    level->categories[i] = category_range(build, build->idents.v[i]);
  build->idents.n = 0;
  return level;
}

Range *build_range(Builder *build, const Level *low, const Level *high) {
  Range *range = ARENA_NEW(build->nodes, Range);
  *range = (Range){*low, *high};
  return range;
}

Context *build_context(Builder *build, Ident user, Ident role, Ident type,
                       const Range *range) {
  Context *context = ARENA_NEW(build->nodes, Context);
  context->user = user;
  context->role = role;
  context->type = type;
  context->place = user.place;
  context->has_range = range != NULL;
  if (range)
    context->range = *range;
  return context;
}

/* Expressions. */

void cond_push(Builder *build, CondOp op, Ident token) {
  if (op != COND_BOOL)
    token.name = NO_NAME;
  ARRAY_PUSH(&build->cond, (CondTerm){op, token});
}

CondExpr build_condition(Builder *build) {
  uint32_t n = (uint32_t)build->cond.n;
  Place place = build->cond.v[0].boolean.place;
  return (CondExpr){LIST_TAKE(build, &build->cond), n, place};
}

void constraint_push(Builder *build, Word operator) {
  ARRAY_PUSH(&build->constraint,
             (ConstraintTerm){.kind = (ConstraintKind)operator.value,
                              .place = operator.place});
}

void constraint_push_pair(Builder *build, Place place, uint32_t attr,
                          Word op) {
  ARRAY_PUSH(&build->constraint,
             (ConstraintTerm){.kind = CONSTRAINT_ATTR,
                              .attr = attr,
                              .op = (ConstraintOp)op.value,
                              .place = place});
}

void constraint_push_names(Builder *build, Word attr, uint32_t op,
                           NameSet names) {
  ARRAY_PUSH(&build->constraint,
             (ConstraintTerm){CONSTRAINT_NAMES, attr.value, (ConstraintOp)op,
                              names, attr.place});
}

/* Extended permissions. */

/* 3.4 keeps the low 16 bits in silence, 3.11 refuses. */
static uint32_t xperm_value(Builder *build, Number number) {
  if (number.value == UINT64_MAX)
    diag_error(&build->session->diags, number.text.place,
               "the number %s does not fit in 64 bits",
               name_text(&build->session->names, number.text.name));
  else if (number.value > 0xffff)
    diag_warning(&build->session->diags, WARN_XPERM_RANGE, number.text.place,
                 "extended permission %s is above 0xffff; its low 16 bits "
                 "are 0x%x",
                 name_text(&build->session->names, number.text.name),
                 (unsigned)(number.value & 0xffff));
  return number.value & 0xffff;
}

void xperm_push(Builder *build, Number low, Number high) {
  XpermRange range;
  range.low = range.high = xperm_value(build, low);
  if (low.value < high.value)
    range.high = xperm_value(build, high);
  else if (low.value > high.value)
    diag_error(&build->session->diags, low.text.place,
               "the range 0x%x-0x%x goes down", range.low,
               (unsigned)(high.value & 0xffff));
  ARRAY_PUSH(&build->ranges, range);
}

Xperms *build_xperms(Builder *build, bool complement) {
  Xperms *xperms = ARENA_NEW(build->terms, Xperms);
  xperms->n = (uint32_t)build->ranges.n;
  xperms->v = LIST_TAKE(build, &build->ranges);
  xperms->complement = complement;
  return xperms;
}

/* Declarations. */

Stmt *build_module(Builder *build, Place place, Ident name, Ident version) {
  Stmt *stmt = STMT_NEW(build, STMT_MODULE, place, module);
  stmt->module = (StmtModule){name, version};
  return stmt;
}

Stmt *build_ident(Builder *build, StmtKind kind, Place place, Ident ident) {
  Stmt *stmt = STMT_NEW(build, kind, place, ident);
  stmt->ident = ident;
  return stmt;
}

Stmt *build_perms(Builder *build, StmtKind kind, Place place, Ident name,
                  Ident inherits) {
  Stmt *stmt = STMT_NEW(build, kind, place, perms);
  stmt->perms = (StmtPerms){name, inherits, idents_take(build)};
  return stmt;
}

Stmt *build_default(Builder *build, Word kind, NameSet classes,
                    DefaultValue value) {
  Stmt *stmt = STMT_NEW(build, STMT_DEFAULT, kind.place, defaults);
  stmt->defaults = (StmtDefault){(DefaultKind)kind.value, value, classes};
  return stmt;
}

Stmt *build_aliased(Builder *build, StmtKind kind, Place place, Ident id,
                    NameSet aliases) {
  Stmt *stmt = STMT_NEW(build, kind, place, aliased);
  stmt->aliased = (StmtAliased){id, set_idents(build, aliases)};
  return stmt;
}

Stmt *build_dominance(Builder *build, Place place) {
  Stmt *stmt = STMT_NEW(build, STMT_DOMINANCE, place, idents);
  stmt->idents = idents_take(build);
  return stmt;
}

Stmt *build_level_stmt(Builder *build, Place place, const Level *level) {
  Stmt *stmt = STMT_NEW(build, STMT_LEVEL, place, level);
  stmt->level = *level;
  return stmt;
}

Stmt *build_constraint(Builder *build, StmtKind kind, Place place, bool mls,
                       NameSet classes, NameSet perms) {
  Stmt *stmt = STMT_NEW(build, kind, place, constraint);
  uint32_t n = (uint32_t)build->constraint.n;
  stmt->constraint = (StmtConstraint){
      mls, classes, perms, {LIST_TAKE(build, &build->constraint), n}};
  return stmt;
}

Stmt *build_expand(Builder *build, Place place, NameSet attributes,
                   bool expand) {
  Stmt *stmt = STMT_NEW(build, STMT_EXPANDATTRIBUTE, place, expand);
  stmt->expand = (StmtExpand){attributes, expand};
  return stmt;
}

Stmt *build_type(Builder *build, Place place, Ident id, NameSet aliases) {
  Stmt *stmt = STMT_NEW(build, STMT_TYPE, place, type);
  Idents attributes = idents_take(build);
  stmt->type = (StmtType){id, set_idents(build, aliases), attributes};
  return stmt;
}

Stmt *build_members(Builder *build, StmtKind kind, Place place, Ident id) {
  Stmt *stmt = STMT_NEW(build, kind, place, members);
  stmt->members = (StmtMembers){id, idents_take(build)};
  return stmt;
}

Stmt *build_boolean(Builder *build, StmtKind kind, Place place, Ident id,
                    bool value) {
  Stmt *stmt = STMT_NEW(build, kind, place, boolean);
  stmt->boolean = (StmtBoolean){id, value};
  return stmt;
}

Stmt *build_user(Builder *build, Place place, Ident id, NameSet roles,
                 const Level *level, const Range *range) {
  Stmt *stmt = STMT_NEW(build, STMT_USER, place, user);
  stmt->user = (StmtUser){.id = id, .roles = roles, .has_mls = level != NULL};
  if (level) {
    stmt->user.level = *level;
    stmt->user.range = *range;
  }
  return stmt;
}

/* Rules. */

Stmt *build_av(Builder *build, Word kind, NameSet source, NameSet target,
               NameSet classes, NameSet perms) {
  Stmt *stmt = STMT_NEW(build, STMT_AV, kind.place, av);
  stmt->av = (StmtAv){
      (RuleKind)kind.value, source, target, classes, perms, NULL};
  return stmt;
}

Stmt *build_xperm_rule(Builder *build, Word kind, NameSet source,
                       NameSet target, NameSet classes, Ident operation,
                       Xperms *xperms) {
  Stmt *stmt = build_av(build, kind, source, target, classes, (NameSet){0});
  xperms->operation = operation;
  stmt->av.xperms = xperms;
  return stmt;
}

Stmt *build_type_rule(Builder *build, Word kind, NameSet source,
                      NameSet target, NameSet classes, Ident result,
                      Ident file_name) {
  Stmt *stmt = STMT_NEW(build, STMT_TYPE_RULE, kind.place, type_rule);
  stmt->type_rule = (StmtTypeRule){
      (RuleKind)kind.value, source, target, classes, result, file_name};
  return stmt;
}

Stmt *build_range_transition(Builder *build, Place place, NameSet source,
                             NameSet target, NameSet classes,
                             const Range *range) {
  Stmt *stmt = STMT_NEW(build, STMT_RANGE_TRANSITION, place, range_transition);
  stmt->range_transition =
      (StmtRangeTransition){source, target, classes, *range};
  return stmt;
}

Stmt *build_role_types(Builder *build, Place place, Ident role,
                       NameSet types) {
  Stmt *stmt = STMT_NEW(build, STMT_ROLE_TYPES, place, role_types);
  stmt->role_types = (StmtRoleTypes){role, types};
  return stmt;
}

Stmt *build_role_allow(Builder *build, Place place, NameSet source,
                       NameSet target) {
  Stmt *stmt = STMT_NEW(build, STMT_ROLE_ALLOW, place, role_allow);
  stmt->role_allow = (StmtRoleAllow){source, target};
  return stmt;
}

Stmt *build_role_transition(Builder *build, Place place, NameSet roles,
                            NameSet types, NameSet classes, Ident result) {
  Stmt *stmt = STMT_NEW(build, STMT_ROLE_TRANSITION, place, role_transition);
  stmt->role_transition = (StmtRoleTransition){roles, types, classes, result};
  return stmt;
}

Stmt *build_role_dominance(Builder *build, Place place, Ident role,
                           Stmts children) {
  Stmt *stmt = STMT_NEW(build, STMT_ROLE_DOMINANCE, place, role_dominance);
  stmt->role_dominance = (StmtRoleDominance){role, children};
  return stmt;
}

/* Blocks. */

Stmt *build_if(Builder *build, Place place, CondExpr expr, Stmts then_rules,
               Branch otherwise) {
  Stmt *stmt = STMT_NEW(build, STMT_IF, place, conditional);
  stmt->conditional = (StmtIf){expr, then_rules, otherwise.body};
  return stmt;
}

Stmt *build_optional(Builder *build, Place place, Stmts body,
                     Branch otherwise) {
  Stmt *stmt = STMT_NEW(build, STMT_OPTIONAL, place, optional);
  stmt->optional = (StmtOptional){body, otherwise.body, otherwise.is_there,
                                  otherwise.place};
  return stmt;
}

Stmt *build_require(Builder *build, Place place, Stmts items) {
  Stmt *stmt = STMT_NEW(build, STMT_REQUIRE, place, require);
  stmt->require = items;
  return stmt;
}

Stmt *build_require_class(Builder *build, Place place, Ident name,
                          NameSet perms) {
  Stmt *stmt = STMT_NEW(build, STMT_REQUIRE_CLASS, place, perms);
  stmt->perms = (StmtPerms){name, {NO_NAME, no_place},
                            set_idents(build, perms)};
  return stmt;
}

Stmt *build_require_names(Builder *build, Word kind) {
  Stmt *stmt =
      STMT_NEW(build, STMT_REQUIRE_NAMES, kind.place, require_names);
  stmt->require_names =
      (StmtRequireNames){(RequireKind)kind.value, idents_take(build)};
  return stmt;
}
