/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The access vector table and the conditionals of the kernel policy. */
#include <stdlib.h>

#include "backend/kernel_format.h"
#include "ir/condition.h"

/* Marks an entry of the branch that is on (ss/avtab.h).  The kernel changes
 * the marks only when a condition's value changes, so the file must have
 * them right. */
enum { AV_ENABLED = 0x8000 };
enum { ENTRY_SIZE = 12, CONDITIONAL_SIZE = 16 };
enum {
  TYPE_KINDS = RULE_TRANSITION | RULE_MEMBER | RULE_CHANGE,
  XPERM_KINDS =
      RULE_XPERMS_ALLOW | RULE_XPERMS_AUDITALLOW | RULE_XPERMS_DONTAUDIT,
  KERNEL_KINDS = RULE_ALLOW | RULE_AUDITALLOW | RULE_AUDITDENY | TYPE_KINDS |
                 XPERM_KINDS,
};

static void put_xperms(KernelWriter *w, const XpermRecord *record) {
  put_u8(w->out, (uint8_t)record->specified);
  put_u8(w->out, record->driver);
  for (int i = 0; i < 8; i++)
    put_u32(w->out, record->bits[i]);
}

static uint32_t get_xperms(KernelReader *r) {
  XpermRecord record;
  uint8_t specified = get_u8(&r->in);
  record.specified = specified;
  record.driver = get_u8(&r->in);
  for (int i = 0; i < 8; i++)
    record.bits[i] = get_word(r);
  if (specified < XPERM_IOCTL_FUNCTIONS || specified > XPERM_NLMSG_FUNCTIONS)
    kernel_fail(r, "extended permissions of kind %u", specified);
  ARRAY_PUSH(&r->policy->xperm_records, record);
  return (uint32_t)r->policy->xperm_records.n - 1;
}

static void put_entry(KernelWriter *w, const AvEntry *entry, bool enabled) {
  RuleKind kind = av_kind(entry->key);
  put_u16(w->out, (uint16_t)(av_source(entry->key) + 1));
  put_u16(w->out, (uint16_t)(av_target(entry->key) + 1));
  put_u16(w->out, (uint16_t)(av_class(entry->key) + 1));
  put_u16(w->out, (uint16_t)(kind | (enabled ? AV_ENABLED : 0)));
  if (kind & XPERM_KINDS)
    put_xperms(w, &w->policy->xperm_records.v[entry->data]);
  else if (kind & TYPE_KINDS)
    put_id(w, entry->data);
  else
    put_u32(w->out, entry->data);
}

static uint32_t get_short_id(KernelReader *r, SymbolKind kind,
                             const char *what) {
  uint32_t value = get_u16(&r->in);
  if (r->in.failed)
    kernel_fail(r, "the file ends too early");
  return symbol_of_value(r, kind, value, what);
}

static uint32_t get_data(KernelReader *r, RuleKind kind) {
  if (kind & XPERM_KINDS)
    return get_xperms(r);
  if (kind & TYPE_KINDS)
    return get_symbol(r, SYMBOL_TYPE, "resulting type");
  return get_word(r);
}

static void get_entry(KernelReader *r, AvTable *table) {
  TypeId source = get_short_id(r, SYMBOL_TYPE, "source type");
  TypeId target = get_short_id(r, SYMBOL_TYPE, "target type");
  ClassId class_id = get_short_id(r, SYMBOL_CLASS, "class");
  RuleKind kind = get_u16(&r->in) & ~AV_ENABLED;
  if (r->in.failed)
    return;
  if (kind & ~KERNEL_KINDS || !kind || kind & (kind - 1)) {
    kernel_fail(r, "a rule of kind %#x", kind);
    return;
  }
  if (kind & XPERM_KINDS && !reader_has(r, FEATURE_XPERMS))
    kernel_fail(r, "extended permissions in version %u", r->version);
  uint32_t data = get_data(r, kind);
  ARRAY_PUSH(table, (AvEntry){av_key(source, target, class_id, kind), data,
                              NO_ID});
}

static int compare_entries(const void *a, const void *b) {
  const AvEntry *x = a, *y = b;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  /* Records of extended permissions are numbered as they are read. */
  return (x->data > y->data) - (x->data < y->data);
}

static bool is_sorted(const AvTable *table) {
  for (size_t i = 1; i < table->n; i++)
    if (table->v[i - 1].key > table->v[i].key)
      return false;
  return true;
}

/* The kernel refuses a key that it has outside of conditionals. */
static void check_duplicates(KernelReader *r, const AvTable *table) {
  for (size_t i = 1; i < table->n; i++)
    if (table->v[i - 1].key == table->v[i].key &&
        !(av_kind(table->v[i].key) & XPERM_KINDS)) {
      kernel_fail(r, "two rules of the same types, class and kind");
      return;
    }
}

static void get_entries(KernelReader *r, AvTable *table) {
  uint32_t n = get_count(r, ENTRY_SIZE, "rules");
  ARRAY_RESERVE(table, n);
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_entry(r, table);
  if (!is_sorted(table))
    qsort(table->v, table->n, sizeof *table->v, compare_entries);
}

void put_av_table(KernelWriter *w) {
  const AvTable *table = &w->policy->av_table;
  put_u32(w->out, (uint32_t)table->n);
  for (size_t i = 0; i < table->n; i++)
    put_entry(w, &table->v[i], false);
}

void get_av_table(KernelReader *r) {
  r->section = "access vector table";
  get_entries(r, &r->policy->av_table);
  check_duplicates(r, &r->policy->av_table);
}

static void put_expr(KernelWriter *w, const Conditional *conditional) {
  put_u32(w->out, conditional->n_expr);
  for (uint32_t i = 0; i < conditional->n_expr; i++) {
    PolicyCondTerm term = conditional->expr[i];
    put_u32(w->out, term.op + 1);
    put_id(w, term.op == COND_BOOL ? term.boolean : NO_ID);
  }
}

static void get_expr(KernelReader *r, Conditional *conditional) {
  conditional->n_expr = get_count(r, 8, "terms of a condition");
  conditional->expr = ARENA_NEW_N(&r->session->arena, PolicyCondTerm,
                                  conditional->n_expr);
  for (uint32_t i = 0; i < conditional->n_expr && !r->in.failed; i++) {
    uint32_t op = get_word(r);
    if (op < COND_BOOL + 1 || op > COND_NEQ + 1)
      kernel_fail(r, "operator %u in a condition", op);
    conditional->expr[i].op = (CondOp)(op - 1);
    uint32_t boolean = get_word(r);
    bool has_boolean = op == COND_BOOL + 1 || boolean;
    if (has_boolean)
      boolean = symbol_of_value(r, SYMBOL_BOOL, boolean, "boolean");
    conditional->expr[i].boolean = op == COND_BOOL + 1 ? boolean : NO_ID;
  }
  if (!r->in.failed && condition_value(r->policy, conditional->expr,
                                          conditional->n_expr) < 0)
    kernel_fail(r, "a condition that cannot be evaluated");
}

static void put_branch(KernelWriter *w, const AvTable *table, bool enabled) {
  put_u32(w->out, (uint32_t)table->n);
  for (size_t i = 0; i < table->n; i++)
    put_entry(w, &table->v[i], enabled);
}

void put_conditionals(KernelWriter *w) {
  const Policy *policy = w->policy;
  put_u32(w->out, (uint32_t)policy->conditionals.n);
  for (size_t i = 0; i < policy->conditionals.n; i++) {
    const Conditional *conditional = &policy->conditionals.v[i];
    int state =
        condition_value(policy, conditional->expr, conditional->n_expr);
    put_u32(w->out, (uint32_t)state);
    put_expr(w, conditional);
    put_branch(w, &conditional->table[0], state == 1);
    put_branch(w, &conditional->table[1], state == 0);
  }
}

void get_conditionals(KernelReader *r) {
  r->section = "conditionals";
  uint32_t n = get_count(r, CONDITIONAL_SIZE, "conditionals");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    Conditional conditional = {0};
    get_word(r); /* the state follows from the booleans */
    get_expr(r, &conditional);
    get_entries(r, &conditional.table[0]);
    get_entries(r, &conditional.table[1]);
    ARRAY_PUSH(&r->policy->conditionals, conditional);
  }
}
