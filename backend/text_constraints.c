/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constraints of a policy.conf.  Terms in reverse Polish order become
 * expressions with brackets, by a stack of texts. */
#include "backend/text_conf.h"
#include "backend/text_parts.h"

enum { SUBJECTS = CATTR_USER | CATTR_ROLE | CATTR_TYPE };

/* The operands of comparisons of two attributes. */
static const struct {
  uint32_t attr;
  const char *left, *right;
} comparisons[] = {
    {CATTR_USER, "u1", "u2"},  {CATTR_ROLE, "r1", "r2"},
    {CATTR_TYPE, "t1", "t2"},  {CATTR_L1L2, "l1", "l2"},
    {CATTR_L1H2, "l1", "h2"},  {CATTR_H1L2, "h1", "l2"},
    {CATTR_H1H2, "h1", "h2"},  {CATTR_L1H1, "l1", "h1"},
    {CATTR_L2H2, "l2", "h2"},
};

static const char *const operators[] = {
    [COP_EQ] = "==", [COP_NEQ] = "!=", [COP_DOM] = "dom",
    [COP_DOMBY] = "domby", [COP_INCOMP] = "incomp",
};

static Arena *arena_of(const TextWriter *w) {
  return &w->policy->session->arena;
}

static const char *compare_text(const TextWriter *w,
                                const PolicyConstraintTerm *term) {
  for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
    if (comparisons[i].attr == term->attr)
      return arena_printf(arena_of(w), "%s %s %s", comparisons[i].left,
                          operators[term->op], comparisons[i].right);
  return "";
}

static const char *name_of(const TextWriter *w, uint32_t attr, uint32_t id) {
  if (attr & CATTR_USER)
    return text_of(w, w->policy->users.v[id].id.name);
  return attr & CATTR_ROLE ? role_text(w, id) : type_text(w, id);
}

static void put_members(TextWriter *w, Buffer *out, uint32_t attr,
                        const Bitset *set, const char *before) {
  size_t n = 0;
  BITSET_EACH(id, set)
    put_format(out, "%s%s%s", list_space(n++), before, name_of(w, attr, id));
}

/* Types as they were written, where the format keeps that. */
static void put_set(TextWriter *w, Buffer *out,
                    const PolicyConstraintTerm *term) {
  bool written = term->attr & CATTR_TYPE &&
                 (term->written_star || !bitset_is_empty(&term->written_types));
  if (written && term->written_star) {
    put_string(out, "*");
    return;
  }
  put_string(out, written && term->written_complement ? "~{" : "{");
  put_members(w, out, term->attr, written ? &term->written_types : &term->ids,
              "");
  if (written)
    put_members(w, out, term->attr, &term->written_minus, "-");
  put_string(out, " }");
}

static const char *names_text(TextWriter *w,
                              const PolicyConstraintTerm *term) {
  char subject = "urt"[(term->attr & SUBJECTS) / 2];
  char side = term->attr & CATTR_XTARGET ? '3'
              : term->attr & CATTR_TARGET ? '2'
                                          : '1';
  Buffer set = {0};
  put_set(w, &set, term);
  const char *text = arena_printf(arena_of(w), "%c%c %s %.*s", subject, side,
                                  operators[term->op], (int)set.n, set.data);
  buffer_free(&set);
  return text;
}

static const char *expr_text(TextWriter *w, const Constraint *constraint) {
  const char **stack =
      ARENA_NEW_N(arena_of(w), const char *, constraint->n_expr + 1);
  size_t n = 0;
  for (uint32_t i = 0; i < constraint->n_expr; i++) {
    const PolicyConstraintTerm *term = &constraint->expr[i];
    switch (term->kind) {
    case CONSTRAINT_ATTR: stack[n++] = compare_text(w, term); break;
    case CONSTRAINT_NAMES: stack[n++] = names_text(w, term); break;
    case CONSTRAINT_NOT:
      stack[n - 1] = arena_printf(arena_of(w), "not (%s)", stack[n - 1]);
      break;
    case CONSTRAINT_AND:
    case CONSTRAINT_OR:
      n--;
      stack[n - 1] = arena_printf(
          arena_of(w), "(%s) %s (%s)", stack[n - 1],
          term->kind == CONSTRAINT_AND ? "and" : "or", stack[n]);
    }
  }
  return stack[0];
}

static bool has_levels(const Constraint *constraint) {
  for (uint32_t i = 0; i < constraint->n_expr; i++)
    if (constraint->expr[i].kind == CONSTRAINT_ATTR &&
        constraint->expr[i].attr >= CATTR_L1L2)
      return true;
  return false;
}

/* One statement for each class: permissions are of their class. */
static void text_constraint(TextWriter *w, const Constraint *constraint,
                            ClassId only) {
  const char *expr = expr_text(w, constraint);
  bool of_levels = has_levels(constraint);
  for (uint32_t i = 0; i < constraint->n_classes; i++) {
    ClassPerms class = constraint->classes[i];
    if (only != NO_ID && class.class_id != only)
      continue;
    put_format(w->out, "%s%s %s", of_levels ? "mls" : "",
               constraint->validatetrans ? "validatetrans" : "constrain",
               class_text(w, class.class_id));
    if (!constraint->validatetrans) {
      put_string(w->out, " ");
      text_perms(w, class.class_id, class.perms);
    }
    put_format(w->out, "\n  (%s);\n", expr);
  }
}

/* The grammar wants a constraint where there are levels: one that allows. */
static void text_no_constraint(TextWriter *w) {
  ClassId class_id = 0;
  while (class_id < w->policy->classes.n &&
         !w->policy->classes.v[class_id].n_perms)
    class_id++;
  if (class_id == w->policy->classes.n)
    return;
  put_format(w->out, "mlsconstrain %s ", class_text(w, class_id));
  text_perms(w, class_id, 1);
  put_string(w->out, "\n  (l1 eq l2 or l1 != l2);\n");
}

void text_constraints(TextWriter *w, bool of_levels) {
  bool any = false;
  for (size_t i = 0; i < w->policy->constraints.n; i++) {
    const Constraint *constraint = &w->policy->constraints.v[i];
    if (has_levels(constraint) != of_levels)
      continue;
    text_constraint(w, constraint, NO_ID);
    any = true;
  }
  if (of_levels && !any)
    text_no_constraint(w);
}

void text_constraint_write(const Policy *policy, const Constraint *constraint,
                           ClassId class_id, Buffer *out) {
  TextWriter writer = {policy, out};
  text_constraint(&writer, constraint, class_id);
}
