/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tests/lib/xperms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_name[] = {"allowxperm", "auditallowxperm",
                                        "dontauditxperm"};

XpermKind xperm_kind(uint32_t specified) {
  return specified & AVTAB_XPERMS_ALLOWED      ? XALLOW
         : specified & AVTAB_XPERMS_AUDITALLOW ? XAUDITALLOW
                                               : XDONTAUDIT;
}

void xperms_add(XpermSet *set, uint32_t target, uint32_t class,
                XpermKind kind, const avtab_extended_perms_t *rule) {
  if (set->nentries == set->cap) {
    set->cap = set->cap ? 2 * set->cap : 64;
    set->entry = xrealloc(set->entry, set->cap * sizeof *set->entry);
  }
  set->entry[set->nentries++] = (XpermEntry){target, class, kind, rule};
}

static int compare_entries(const void *a, const void *b) {
  const XpermEntry *x = a, *y = b;
  if (x->target != y->target) return x->target < y->target ? -1 : 1;
  if (x->class != y->class) return x->class < y->class ? -1 : 1;
  return (x->kind > y->kind) - (x->kind < y->kind);
}

static void add_bits(Xperm *to, const avtab_extended_perms_t *rule) {
  if (rule->specified == AVTAB_XPERMS_IOCTLDRIVER) {
    for (uint32_t driver = 0; driver < 256; driver++)
      if (xperm_test(driver, rule->perms))
        memset(to->bits[driver], 0xff, sizeof to->bits[driver]);
  } else {
    for (int i = 0; i < EXTENDED_PERMS_LEN; i++)
      to->bits[rule->driver][i] |= rule->perms[i];
  }
}

void xperms_merge(XpermSet *set) {
  if (!set->nentries) return;
  qsort(set->entry, set->nentries, sizeof *set->entry, compare_entries);
  size_t groups = 0;
  for (size_t i = 0; i < set->nentries; i++)
    if (!i || compare_entries(&set->entry[i - 1], &set->entry[i])) groups++;
  set->perm = xcalloc(groups, sizeof *set->perm);
  for (size_t i = 0; i < set->nentries; i++) {
    const XpermEntry *e = &set->entry[i];
    if (!i || compare_entries(&set->entry[i - 1], e)) {
      Xperm *new = &set->perm[set->len++];
      new->target = e->target;
      new->class = e->class;
      new->kind = e->kind;
    }
    add_bits(&set->perm[set->len - 1], e->rule);
  }
}

void xperms_clear(XpermSet *set) {
  free(set->perm);
  set->perm = NULL;
  set->len = set->nentries = 0;
}

void xperms_release(XpermSet *set) {
  xperms_clear(set);
  free(set->entry);
}

static uint64_t digest_one(const PolicyView *v, const Xperm *x) {
  uint64_t h = v->type_hash[x->target] + hash_string(kind_name[x->kind]) +
               3 * hash_string(class_name(v, x->class));
  for (uint32_t driver = 0; driver < 256; driver++)
    for (int i = 0; i < 8; i++)
      if (x->bits[driver][i])
        h += hash_mix((uint64_t)x->bits[driver][i] << 16 | driver << 4 |
                      (unsigned)i);
  return hash_mix(h);
}

uint64_t xperms_digest(const PolicyView *v, const XpermSet *set) {
  uint64_t sum = 0;
  for (size_t i = 0; i < set->len; i++) sum += digest_one(v, &set->perm[i]);
  return sum;
}

static bool has_number(const Xperm *x, uint32_t number) {
  return number < 65536 && xperm_test((number & 255), x->bits[number >> 8]);
}

static char *numbers_text(const Xperm *x) {
  char *text;
  size_t len;
  FILE *out = open_memstream(&text, &len);
  if (!out) abort();
  for (uint32_t n = 0; n < 65536; n++) {
    uint32_t low = n;
    if (!has_number(x, n)) continue;
    while (has_number(x, n + 1)) n++;
    if (low == n)
      fprintf(out, " 0x%x", low);
    else
      fprintf(out, " 0x%x-0x%x", low, n);
  }
  fclose(out);
  return text;
}

void xperms_text(const PolicyView *v, const XpermSet *set, const char *layer,
                 const char *source, FactList *out) {
  for (size_t i = 0; i < set->len; i++) {
    const Xperm *x = &set->perm[i];
    char *numbers = numbers_text(x);
    fact_add(out, "%s: %s %s %s:%s ioctl {%s }", layer, kind_name[x->kind],
             source, type_name(v, x->target), class_name(v, x->class),
             numbers);
    free(numbers);
  }
}
