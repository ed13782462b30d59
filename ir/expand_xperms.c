/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Extended permissions.  The 65,536 numbers of an ioctl rule are split by
 * driver, the high byte: drivers that the rule has in full share one record
 * that names drivers, each other driver gets a record of its functions
 * (checkpolicy policy_define.c, define_te_avtab_ioctl).  Netlink messages have
 * no record of drivers.  Rules with the same key add up record by record. */
#include "ir/expander.h"

#include <stdlib.h>

enum { DRIVERS = 256, FUNCTIONS = 256, WORD_BITS = 32 };

static void set_bits(uint32_t *bits, uint32_t low, uint32_t high) {
  for (uint32_t bit = low; bit <= high; bit++)
    bits[bit / WORD_BITS] |= UINT32_C(1) << bit % WORD_BITS;
}

static bool is_full(const uint32_t *bits) {
  for (int i = 0; i < FUNCTIONS / WORD_BITS; i++)
    if (bits[i] != UINT32_MAX)
      return false;
  return true;
}

typedef struct Records {
  XpermRecord v[DRIVERS + 1];
  uint32_t n;
} Records;

/* The record of a driver; ranges rise, so it is the last or a new one. */
static XpermRecord *function_record(Records *records, bool is_nlmsg,
                                    uint32_t driver) {
  XpermRecord *last = records->n ? &records->v[records->n - 1] : NULL;
  if (last && last->driver == driver)
    return last;
  XpermRecord *record = &records->v[records->n++];
  *record = (XpermRecord){.specified = is_nlmsg ? XPERM_NLMSG_FUNCTIONS
                                                : XPERM_IOCTL_FUNCTIONS,
                          .driver = (uint8_t)driver};
  return record;
}

/* Moves the drivers that are there in full into one record. */
static void fold_drivers(Records *records) {
  XpermRecord drivers = {.specified = XPERM_IOCTL_DRIVERS};
  uint32_t kept = 0;
  for (uint32_t i = 0; i < records->n; i++)
    if (is_full(records->v[i].bits))
      set_bits(drivers.bits, records->v[i].driver, records->v[i].driver);
    else
      records->v[kept++] = records->v[i];
  if (kept < records->n)
    records->v[kept++] = drivers;
  records->n = kept;
}

/* Adds one range, driver by driver. */
static void split_range(Records *records, bool is_nlmsg, XpermRange range) {
  uint32_t first = range.low / FUNCTIONS, last = range.high / FUNCTIONS;
  for (uint32_t driver = first; driver <= last; driver++)
    set_bits(function_record(records, is_nlmsg, driver)->bits,
             driver == first ? range.low % FUNCTIONS : 0,
             driver == last ? range.high % FUNCTIONS : FUNCTIONS - 1);
}

static void split(const XpermSet *set, Records *records) {
  records->n = 0;
  for (uint32_t i = 0; i < set->n; i++)
    split_range(records, set->is_nlmsg, set->v[i]);
  if (!set->is_nlmsg)
    fold_drivers(records);
}

/* Records are collected as they are and joined by key at the end; extended
 * rules are too few for a hash of their own. */
static void add_records(Expander *expander, const AvRule *rule, RuleId id,
                        TypeId source, TypeId target, const Records *records) {
  uint32_t branch = rule->cond.conditional == NO_ID
                        ? NO_ID
                        : rule->cond.conditional * 2 + rule->cond.in_else;
  for (uint32_t i = 0; i < rule->n_classes; i++)
    for (uint32_t j = 0; j < records->n; j++)
      ARRAY_PUSH(&expander->xperms,
                 (XpermEntry){branch, id,
                              av_key(source, target, rule->classes[i].class_id,
                                     rule->kind),
                              records->v[j]});
}

void expand_xperm_rule(Expander *expander, RuleId id) {
  const AvRule *rule = av_rule(expander->policy, id);
  Records records;
  split(rule->xperms, &records);
  bool self = rule->target.self;
  Types sources = self ? expand_sources(expander, &rule->source)
                       : list_sources(expander, &rule->source);
  Types targets = self ? expand_targets(expander, &rule->target)
                       : list_targets(expander, &rule->target);
  for (uint32_t i = 0; i < sources.n; i++) {
    if (self)
      add_records(expander, rule, id, sources.v[i], sources.v[i], &records);
    for (uint32_t j = 0; j < targets.n; j++)
      add_records(expander, rule, id, sources.v[i], targets.v[j], &records);
  }
}

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

/* By branch, key, and record; the rule last keeps the order of the text. */
static int compare_records(const void *left, const void *right) {
  const XpermEntry *a = left, *b = right;
  if (a->branch != b->branch)
    return ORDER(a->branch, b->branch);
  if (a->key != b->key)
    return ORDER(a->key, b->key);
  if (a->record.specified != b->record.specified)
    return ORDER(a->record.specified, b->record.specified);
  return ORDER(a->record.driver, b->record.driver);
}

static int compare_entries(const void *left, const void *right) {
  int order = compare_records(left, right);
  const XpermEntry *a = left, *b = right;
  return order ? order : ORDER(a->rule, b->rule);
}

static AvEntry add_record(Policy *policy, const XpermEntry *item) {
  ARRAY_PUSH(&policy->xperm_records, item->record);
  return (AvEntry){item->key, (uint32_t)policy->xperm_records.n - 1,
                   item->rule};
}

/* After sorting, what belongs to one record stands side by side. */
void settle_xperms(Expander *expander) {
  Policy *policy = expander->policy;
  XpermEntry *items = expander->xperms.v;
  size_t n = expander->xperms.n;
  if (n)
    qsort(items, n, sizeof *items, compare_entries);
  for (size_t i = 0, next; i < n; i = next) {
    for (next = i + 1; next < n && !compare_records(&items[i], &items[next]);
         next++)
      for (int word = 0; word < FUNCTIONS / WORD_BITS; word++)
        items[i].record.bits[word] |= items[next].record.bits[word];
    AvEntry entry = add_record(policy, &items[i]);
    if (items[i].branch == NO_ID)
      ARRAY_PUSH(&policy->av_table, entry);
    else
      ARRAY_PUSH(&expander->conditional, (CondEntry){items[i].branch, entry});
  }
}
