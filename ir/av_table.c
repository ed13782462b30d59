/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/expander.h"

#include <string.h>

/* Keys differ in few bits (a class, the kind), so they are mixed before the
 * slot is taken from the high bits. */
static size_t slot_of(const AvHash *hash, uint64_t key) {
  size_t mask = hash->n_slots - 1;
  size_t i = (size_t)((key ^ key >> 29) * 0x9e3779b97f4a7c15u >> 24) & mask;
  while (hash->slots[i].key && hash->slots[i].key != key)
    i = (i + 1) & mask;
  return i;
}

/* Half full at most, so that a miss, the common case of a new key, ends
 * after two looks. */
static void grow(AvHash *hash) {
  AvHash old = *hash;
  hash->n_slots = old.n_slots ? old.n_slots * 2 : 1024;
  hash->slots = mem_resize(NULL, hash->n_slots * sizeof *hash->slots);
  memset(hash->slots, 0, hash->n_slots * sizeof *hash->slots);
  for (size_t i = 0; i < old.n_slots; i++)
    if (old.slots[i].key)
      hash->slots[slot_of(hash, old.slots[i].key)] = old.slots[i];
  mem_free(old.slots);
}

AvEntry *av_hash_put(AvHash *hash, uint64_t key, bool *is_new) {
  if (hash->n * 2 >= hash->n_slots)
    grow(hash);
  AvEntry *entry = &hash->slots[slot_of(hash, key)];
  *is_new = !entry->key;
  if (*is_new) {
    entry->key = key;
    hash->n++;
  }
  return entry;
}

const AvEntry *av_hash_find(const AvHash *hash, uint64_t key) {
  if (!hash->n_slots)
    return NULL;
  const AvEntry *entry = &hash->slots[slot_of(hash, key)];
  return entry->key ? entry : NULL;
}

void av_hash_drain(AvHash *hash, AvTable *table) {
  ARRAY_RESERVE(table, hash->n);
  for (size_t i = 0; i < hash->n_slots; i++)
    if (hash->slots[i].key)
      table->v[table->n++] = hash->slots[i];
  mem_free(hash->slots);
  *hash = (AvHash){0};
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FEW = 64 };

static void insertion_sort(AvEntry *entries, size_t n) {
  for (size_t i = 1; i < n; i++) {
    AvEntry entry = entries[i];
    size_t at = i;
    for (; at && entries[at - 1].key > entry.key; at--)
      entries[at] = entries[at - 1];
    entries[at] = entry;
  }
}

/* One pass of the sort: by the digit at `shift`, from one array to another.
 * False when all entries have the same digit and nothing was moved. */
static bool sort_digit(const AvEntry *from, AvEntry *to, size_t n,
                       unsigned shift) {
  size_t counts[DIGITS] = {0};
  for (size_t i = 0; i < n; i++)
    counts[from[i].key >> shift & (DIGITS - 1)]++;
  if (counts[from[0].key >> shift & (DIGITS - 1)] == n)
    return false;
  for (size_t i = 0, before = 0; i < DIGITS; i++) {
    size_t count = counts[i];
    counts[i] = before;
    before += count;
  }
  for (size_t i = 0; i < n; i++)
    to[counts[from[i].key >> shift & (DIGITS - 1)]++] = from[i];
  return true;
}

/* A radix sort from the lowest digit up: a table has a hundred thousand
 * entries or more, and comparing would take three times as long. */
void av_entries_sort(AvEntry *entries, size_t n) {
  if (n < FEW) {
    insertion_sort(entries, n);
    return;
  }
  AvEntry *from = entries;
  AvEntry *spare = mem_resize(NULL, n * sizeof *spare), *to = spare;
  for (unsigned shift = 0; shift < 64; shift += DIGIT_BITS)
    if (sort_digit(from, to, n, shift)) {
      AvEntry *swapped = from;
      from = to;
      to = swapped;
    }
  if (from != entries)
    memcpy(entries, from, n * sizeof *entries);
  mem_free(spare);
}

/* A dontaudit rule is kept as what remains audited; what the rules leave over
 * is audited (linux security/selinux/ss/services.c). */
void av_entry_add(AvEntry *entry, RuleKind kind, PermMask perms, bool is_new) {
  switch (kind) {
  case RULE_DONTAUDIT:
    entry->data = (is_new ? UINT32_MAX : entry->data) & ~perms;
    break;
  case RULE_AUDITDENY:
    entry->data = (is_new ? UINT32_MAX : entry->data) & perms;
    break;
  default: /* RULE_ALLOW, RULE_AUDITALLOW */ entry->data |= perms; break;
  }
}
