/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Constraints, as one line for each class and expression: the expression in
 * reverse Polish notation, as the policy holds it, with sets of types
 * flattened.  Two constraints of a class with the same expression become
 * one, with the permissions of both.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/polview.h"

static const char *operator_text(uint32_t op) {
  static const char *const text[] = {
      [CEXPR_EQ] = "==",       [CEXPR_NEQ] = "!=",
      [CEXPR_DOM] = "dom",     [CEXPR_DOMBY] = "domby",
      [CEXPR_INCOMP] = "incomp",
  };
  return op && op < sizeof text / sizeof *text ? text[op] : "?";
}

static const char *mls_operands(uint32_t attr) {
  switch (attr) {
  case CEXPR_L1L2: return "l1 l2";
  case CEXPR_L1H2: return "l1 h2";
  case CEXPR_H1L2: return "h1 l2";
  case CEXPR_H1H2: return "h1 h2";
  case CEXPR_L1H1: return "l1 h1";
  case CEXPR_L2H2: return "l2 h2";
  default: return NULL;
  }
}

static char attribute_letter(uint32_t attr) {
  return attr & CEXPR_USER ? 'u' : attr & CEXPR_ROLE ? 'r' : 't';
}

static void print_attribute(const constraint_expr_t *e, FILE *out) {
  const char *operands = mls_operands(e->attr);
  char letter = attribute_letter(e->attr);
  if (operands)
    fprintf(out, "%s", operands);
  else
    fprintf(out, "%c1 %c2", letter, letter);
  fprintf(out, " %s", operator_text(e->op));
}

static void print_names(const PolicyView *v, const constraint_expr_t *e,
                        FILE *out) {
  char letter = attribute_letter(e->attr);
  char **names = letter == 'u'   ? v->db->p_user_val_to_name
                 : letter == 'r' ? v->db->p_role_val_to_name
                                 : v->db->p_type_val_to_name;
  char *set = names_text(names, &e->names);
  int side = e->attr & CEXPR_XTARGET ? 3 : e->attr & CEXPR_TARGET ? 2 : 1;
  fprintf(out, "%c%d %s %s", letter, side, set, operator_text(e->op));
  free(set);
}

static void print_expr(const PolicyView *v, const constraint_expr_t *e,
                       FILE *out) {
  for (; e; e = e->next) {
    switch (e->expr_type) {
    case CEXPR_NOT: fputs("not", out); break;
    case CEXPR_AND: fputs("and", out); break;
    case CEXPR_OR: fputs("or", out); break;
    case CEXPR_ATTR: print_attribute(e, out); break;
    case CEXPR_NAMES: print_names(v, e, out); break;
    default: fprintf(out, "?%u", e->expr_type);
    }
    if (e->next) fputs(", ", out);
  }
}

static char *expr_text(const PolicyView *v, const constraint_expr_t *e) {
  char *text;
  size_t len;
  FILE *out = open_memstream(&text, &len);
  if (!out) abort();
  print_expr(v, e, out);
  fclose(out);
  return text;
}

/* One class's constraints, by expression. */
typedef struct {
  char *expr;
  uint32_t perms;
} Constraint;

static size_t gather(const PolicyView *v, const constraint_node_t *node,
                     Constraint **found) {
  size_t count = 0;
  for (; node; node = node->next) {
    char *text = expr_text(v, node->expr);
    size_t i = 0;
    while (i < count && strcmp((*found)[i].expr, text)) i++;
    if (i < count) {
      (*found)[i].perms |= node->permissions;
      free(text);
      continue;
    }
    *found = xrealloc(*found, (count + 1) * sizeof **found);
    (*found)[count++] = (Constraint){text, node->permissions};
  }
  return count;
}

static void class_constraints(const PolicyView *v, uint32_t class,
                              FactList *out) {
  Constraint *found = NULL;
  size_t count =
      gather(v, v->db->class_val_to_struct[class]->constraints, &found);
  for (size_t i = 0; i < count; i++) {
    char *perms = perms_text(&v->class[class], found[i].perms);
    fact_add(out, "constrain %s %s %s", class_name(v, class), perms,
             found[i].expr);
    free(perms);
    free(found[i].expr);
  }
  free(found);
}

void constraint_facts(const PolicyView *v, Facts *facts) {
  for (uint32_t i = 0; i < v->nclasses; i++) {
    class_datum_t *class = v->db->class_val_to_struct[i];
    if (!class) continue;
    class_constraints(v, i, &facts->list[SEC_CONSTRAIN]);
    for (constraint_node_t *n = class->validatetrans; n; n = n->next) {
      char *text = expr_text(v, n->expr);
      fact_add(&facts->list[SEC_VALIDATETRANS], "validatetrans %s %s",
               class_name(v, i), text);
      free(text);
    }
  }
}
