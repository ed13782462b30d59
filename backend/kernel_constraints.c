/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constraints and validatetrans rules of the kernel policy, which it keeps
 * with each class. */
#include "backend/kernel_format.h"

#include <string.h>

/* How a type set was written (linux/security/selinux/ss/policydb.h). */
enum { SET_STAR = 1, SET_COMPLEMENT = 2 };
enum { TERM_SIZE = 12, MAX_DEPTH = 5 };

static void count_uses(const Policy *policy, bool validatetrans,
                       uint32_t *first) {
  for (size_t i = 0; i < policy->constraints.n; i++) {
    const Constraint *constraint = &policy->constraints.v[i];
    if (constraint->validatetrans == validatetrans)
      for (uint32_t k = 0; k < constraint->n_classes; k++)
        first[constraint->classes[k].class_id + 1]++;
  }
}

static void fill_uses(const Policy *policy, bool validatetrans,
                      ConstraintUse *uses, uint32_t *next) {
  for (size_t i = 0; i < policy->constraints.n; i++) {
    const Constraint *constraint = &policy->constraints.v[i];
    if (constraint->validatetrans == validatetrans)
      for (uint32_t k = 0; k < constraint->n_classes; k++) {
        ClassPerms use = constraint->classes[k];
        uses[next[use.class_id]++] = (ConstraintUse){constraint, use.perms};
      }
  }
}

ConstraintIndex constraints_by_class(const Policy *policy,
                                     bool validatetrans) {
  size_t n = policy->classes.n, size = (n + 1) * sizeof(uint32_t);
  ConstraintIndex index = {mem_resize(NULL, size), NULL};
  memset(index.first, 0, size);
  count_uses(policy, validatetrans, index.first);
  for (size_t i = 0; i < n; i++)
    index.first[i + 1] += index.first[i];
  uint32_t *next = mem_resize(NULL, size);
  memcpy(next, index.first, size);
  index.uses = mem_resize(NULL, (index.first[n] + 1) * sizeof *index.uses);
  fill_uses(policy, validatetrans, index.uses, next);
  mem_free(next);
  return index;
}

uint32_t constraint_count(const ConstraintIndex *index, ClassId class_id) {
  return index->first[class_id + 1] - index->first[class_id];
}

static void put_names(KernelWriter *w, const PolicyConstraintTerm *term) {
  put_bits(w, &term->ids);
  if (!writer_has(w, FEATURE_CONSTRAINT_NAMES))
    return;
  put_bits(w, &term->written_types);
  put_bits(w, &term->written_minus);
  put_u32(w->out, (term->written_star ? SET_STAR : 0) |
                      (term->written_complement ? SET_COMPLEMENT : 0));
}

static void put_term(KernelWriter *w, const PolicyConstraintTerm *term) {
  bool compares = term->kind >= CONSTRAINT_ATTR;
  put_u32(w->out, term->kind);
  put_u32(w->out, compares ? term->attr : 0);
  put_u32(w->out, compares ? term->op : 0);
  if (term->kind == CONSTRAINT_NAMES)
    put_names(w, term);
}

void put_constraints(KernelWriter *w, const ConstraintIndex *index,
                     ClassId class_id) {
  for (uint32_t i = index->first[class_id]; i < index->first[class_id + 1];
       i++) {
    const Constraint *constraint = index->uses[i].constraint;
    put_u32(w->out, index->uses[i].perms);
    put_u32(w->out, constraint->n_expr);
    for (uint32_t k = 0; k < constraint->n_expr; k++)
      put_term(w, &constraint->expr[k]);
  }
}

static SymbolKind names_kind(uint32_t attr) {
  if (attr & CATTR_USER)
    return SYMBOL_USER;
  return attr & CATTR_ROLE ? SYMBOL_ROLE : SYMBOL_TYPE;
}

static void check_names(KernelReader *r, const PolicyConstraintTerm *term) {
  SymbolKind kind = names_kind(term->attr);
  size_t n = policy_symbol_count(r->policy, kind);
  size_t n_types = r->policy->types.n;
  if (!bitset_fits(&term->ids, n) ||
      !bitset_fits(&term->written_types, n_types) ||
      !bitset_fits(&term->written_minus, n_types))
    kernel_fail(r, "a constraint names a symbol that there is not");
  check_named(r, kind, &term->ids, "a constraint's symbol");
  check_named(r, SYMBOL_TYPE, &term->written_types, "a constraint's type");
  check_named(r, SYMBOL_TYPE, &term->written_minus, "a constraint's type");
  if (!(term->attr & CATTR_TYPE) &&
      (!bitset_is_empty(&term->written_types) ||
       !bitset_is_empty(&term->written_minus) || term->written_star ||
       term->written_complement))
    kernel_fail(r, "a constraint over users or roles has a set of types");
}

static void check_perms(KernelReader *r, const Constraint *constraint) {
  ClassPerms class = constraint->classes[0];
  uint32_t n = r->policy->classes.v[class.class_id].n_perms;
  if (constraint->validatetrans ? class.perms != 0
                                : !class.perms || (n < 32 && class.perms >> n))
    kernel_fail(r, "a constraint of the permissions %#x", class.perms);
}

void check_constraint_names(KernelReader *r) {
  for (size_t i = 0; i < r->policy->constraints.n; i++) {
    const Constraint *constraint = &r->policy->constraints.v[i];
    check_perms(r, constraint);
    for (uint32_t k = 0; k < constraint->n_expr; k++)
      if (constraint->expr[k].kind == CONSTRAINT_NAMES)
        check_names(r, &constraint->expr[k]);
  }
}

static void get_names(KernelReader *r, PolicyConstraintTerm *term) {
  size_t limit = id_limit(r, 0);
  get_bits(r, &term->ids, limit, "name of a constraint");
  if (!reader_has(r, FEATURE_CONSTRAINT_NAMES))
    return;
  get_bits(r, &term->written_types, limit, "type of a constraint");
  get_bits(r, &term->written_minus, limit, "type of a constraint");
  uint32_t flags = get_word(r);
  if (flags & ~(uint32_t)(SET_STAR | SET_COMPLEMENT) ||
      flags == (SET_STAR | SET_COMPLEMENT))
    kernel_fail(r, "unknown flags %#x of a type set", flags);
  term->written_star = flags & SET_STAR;
  term->written_complement = flags & SET_COMPLEMENT;
}

/* The operands that a term takes from the stack. */
static int operands(ConstraintKind kind) {
  if (kind == CONSTRAINT_NOT)
    return 1;
  return kind == CONSTRAINT_AND || kind == CONSTRAINT_OR ? 2 : 0;
}

/* Names are equal or not; roles and levels may dominate each other. */
static bool may_compare(const PolicyConstraintTerm *term) {
  if (term->op == COP_EQ || term->op == COP_NEQ)
    return true;
  return term->kind == CONSTRAINT_ATTR && term->op >= COP_DOM &&
         term->op <= COP_INCOMP && !(term->attr & (CATTR_USER | CATTR_TYPE));
}

/* One thing; of names also the target's, or the third context's. */
static bool may_be_compared(const PolicyConstraintTerm *term,
                            bool validatetrans) {
  uint32_t subject = term->attr;
  if (term->kind == CONSTRAINT_NAMES && subject & CATTR_TARGET)
    subject &= ~(uint32_t)CATTR_TARGET;
  else if (term->kind == CONSTRAINT_NAMES && validatetrans)
    subject &= ~(uint32_t)CATTR_XTARGET;
  return subject && (subject & (subject - 1)) == 0 &&
         !(subject & (CATTR_TARGET | CATTR_XTARGET)) &&
         subject <= (term->kind == CONSTRAINT_NAMES ? CATTR_TYPE : CATTR_L2H2);
}

/* As libsepol's validate_constraint_nodes (src/policydb_validate.c); the kernel
 * does not look at what it does not use. */
static void check_term(KernelReader *r, const PolicyConstraintTerm *term,
                       bool validatetrans) {
  if (term->kind < CONSTRAINT_NOT || term->kind > CONSTRAINT_NAMES)
    kernel_fail(r, "constraint term of kind %u", term->kind);
  bool is_operator = term->kind < CONSTRAINT_ATTR;
  if (is_operator ? term->op != 0 : !may_compare(term))
    kernel_fail(r, "constraint operator %u", term->op);
  if (is_operator ? term->attr != 0 : !may_be_compared(term, validatetrans))
    kernel_fail(r, "constraint operand %#x", term->attr);
}

static void get_term(KernelReader *r, PolicyConstraintTerm *term,
                     bool validatetrans) {
  term->kind = get_word(r);
  term->attr = get_word(r);
  term->op = get_word(r);
  if (r->in.failed)
    return;
  check_term(r, term, validatetrans);
  if (term->kind == CONSTRAINT_NAMES && !r->in.failed)
    get_names(r, term);
}

static void get_expr(KernelReader *r, Constraint *constraint) {
  constraint->n_expr = get_count(r, TERM_SIZE, "terms of a constraint");
  constraint->expr = ARENA_NEW_N(&r->session->arena, PolicyConstraintTerm,
                                 constraint->n_expr);
  int depth = 0;
  for (uint32_t i = 0; i < constraint->n_expr && !r->in.failed; i++) {
    PolicyConstraintTerm *term = &constraint->expr[i];
    get_term(r, term, constraint->validatetrans);
    if (depth < operands(term->kind))
      kernel_fail(r, "a constraint lacks an operand");
    depth += 1 - operands(term->kind);
    if (depth > MAX_DEPTH)
      kernel_fail(r, "a constraint is nested deeper than %d", MAX_DEPTH);
  }
  if (!r->in.failed && depth != 1)
    kernel_fail(r, "a constraint leaves %d values", depth);
}

void get_constraints(KernelReader *r, ClassId class_id, bool validatetrans,
                     uint32_t n) {
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    Constraint constraint = {.validatetrans = validatetrans, .n_classes = 1};
    constraint.classes = ARENA_NEW(&r->session->arena, ClassPerms);
    constraint.classes[0] = (ClassPerms){class_id, get_word(r)};
    get_expr(r, &constraint);
    ARRAY_PUSH(&r->policy->constraints, constraint);
  }
}
