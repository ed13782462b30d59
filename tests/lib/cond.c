/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tests/lib/cond.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_BOOLS = 12, MAX_DEPTH = 64 };

typedef struct {
  uint32_t value[MAX_BOOLS]; /* of libsepol, 1-based */
  const char *name[MAX_BOOLS];
  unsigned count;
} Bools;

static void add_bool(const PolicyView *v, Bools *bools, uint32_t value) {
  const char *name = v->db->p_bool_val_to_name[value - 1];
  unsigned i = bools->count;
  for (unsigned k = 0; k < bools->count; k++)
    if (bools->value[k] == value) return;
  if (bools->count == MAX_BOOLS) {
    fprintf(stderr, "a condition has too many Booleans\n");
    exit(2);
  }
  for (; i > 0 && strcmp(bools->name[i - 1], name) > 0; i--) {
    bools->name[i] = bools->name[i - 1];
    bools->value[i] = bools->value[i - 1];
  }
  bools->name[i] = name;
  bools->value[i] = value;
  bools->count++;
}

static bool bool_in_row(const Bools *bools, uint32_t value, unsigned row) {
  for (unsigned i = 0; i < bools->count; i++)
    if (bools->value[i] == value) return row >> i & 1;
  return false;
}

static bool apply(uint32_t op, bool a, bool b) {
  switch (op) {
  case COND_OR: return a || b;
  case COND_AND: return a && b;
  case COND_EQ: return a == b;
  default: return a != b; /* COND_XOR, COND_NEQ */
  }
}

static bool evaluate(const cond_expr_t *e, const Bools *bools, unsigned row) {
  bool stack[MAX_DEPTH] = {false};
  int top = 0;
  for (; e && top < MAX_DEPTH - 1; e = e->next) {
    if (e->expr_type == COND_BOOL) {
      stack[top++] = bool_in_row(bools, expr_bool_value(e), row);
    } else if (e->expr_type == COND_NOT && top >= 1) {
      stack[top - 1] = !stack[top - 1];
    } else if (top >= 2) {
      top--;
      stack[top - 1] = apply(e->expr_type, stack[top - 1], stack[top]);
    }
  }
  return stack[0];
}

/* Leaves out Boolean BIT when no row depends on it. */
static bool drop_if_idle(Bools *bools, bool *table, unsigned bit) {
  unsigned rows = 1u << bools->count, kept = 0;
  for (unsigned row = 0; row < rows; row++)
    if (table[row] != table[row ^ 1u << bit]) return false;
  for (unsigned row = 0; row < rows; row++)
    if (!(row >> bit & 1)) table[kept++] = table[row];
  bools->count--;
  for (unsigned i = bit; i < bools->count; i++) {
    bools->name[i] = bools->name[i + 1];
    bools->value[i] = bools->value[i + 1];
  }
  return true;
}

static char *render(const Bools *bools, const bool *table, bool negate) {
  char *text;
  size_t len;
  FILE *out = open_memstream(&text, &len);
  if (!out) abort();
  fputs("{ ", out);
  for (unsigned i = 0; i < bools->count; i++)
    fprintf(out, "%s ", bools->name[i]);
  fputs("} ", out);
  for (unsigned row = 0; row < 1u << bools->count; row++)
    fputc(table[row] != negate ? '1' : '0', out);
  fclose(out);
  return text;
}

CondName cond_name(const PolicyView *v, const cond_node_t *node) {
  Bools bools = {.count = 0};
  bool table[1 << MAX_BOOLS];
  for (const cond_expr_t *e = node->expr; e; e = e->next)
    if (e->expr_type == COND_BOOL) add_bool(v, &bools, expr_bool_value(e));
  for (unsigned row = 0; row < 1u << bools.count; row++)
    table[row] = evaluate(node->expr, &bools, row);
  for (unsigned bit = bools.count; bit-- > 0;)
    drop_if_idle(&bools, table, bit);
  bool negate = table[0];
  return (CondName){render(&bools, table, negate), negate};
}
