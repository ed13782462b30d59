/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/expander.h"

#include <string.h>

#include "lib/fatal.h"

/* Keys differ in few bits (a class, the kind), so they are mixed before the
 * slot is taken from the high bits. */
static uint32_t *slot_of(const AvHash *hash, uint64_t key) {
  size_t mask = hash->n_slots - 1;
  size_t i = (size_t)((key ^ key >> 29) * 0x9e3779b97f4a7c15u >> 24) & mask;
  while (hash->slots[i] && hash->entries.v[hash->slots[i] - 1].key != key)
    i = (i + 1) & mask;
  return &hash->slots[i];
}

/* Half full at most, so that a miss, the common case of a new key, ends
 * after two looks. */
static void grow(AvHash *hash) {
  if (hash->n_slots > UINT32_MAX / 2)
    fatal("out of memory");
  mem_free(hash->slots);
  hash->n_slots = hash->n_slots ? hash->n_slots * 2 : 1024;
  hash->slots = mem_resize(NULL, hash->n_slots * sizeof *hash->slots);
  memset(hash->slots, 0, hash->n_slots * sizeof *hash->slots);
  for (uint32_t i = 0; i < hash->entries.n; i++)
    *slot_of(hash, hash->entries.v[i].key) = i + 1;
}

AvEntry *av_hash_put(AvHash *hash, uint64_t key, bool *is_new) {
  if (hash->entries.n * 2 >= hash->n_slots)
    grow(hash);
  uint32_t *slot = slot_of(hash, key);
  *is_new = !*slot;
  if (*is_new) {
    ARRAY_PUSH(&hash->entries, (AvEntry){.key = key});
    *slot = (uint32_t)hash->entries.n;
  }
  return &hash->entries.v[*slot - 1];
}

const AvEntry *av_hash_find(const AvHash *hash, uint64_t key) {
  uint32_t index = hash->n_slots ? *slot_of(hash, key) : 0;
  return index ? &hash->entries.v[index - 1] : NULL;
}

AvTable av_hash_finish(AvHash *hash) {
  AvTable entries = hash->entries;
  mem_free(hash->slots);
  *hash = (AvHash){0};
  return entries;
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
