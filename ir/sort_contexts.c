/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The order in which the kernel searches contexts is that of the policy, and
 * the first match wins.  Written order then decides for overlapping ports and
 * nodes; sorted order puts the narrower before the wider, as `checkpolicy -S`
 * and the CIL compiler do (libsepol kernel_to_common.c, sort_ocontexts).
 * Statements of one kind that compare equal keep their order.  File systems
 * (fscon), initial SIDs and genfscon are not searched in order here: the
 * first two have no order, the last is written longest path first. */
#include <stdlib.h>
#include <string.h>

#include "ir/passes.h"

typedef int Compare(const Names *names, const Ocon *a, const Ocon *b);

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static int compare_spans(uint64_t low_a, uint64_t high_a, uint64_t low_b,
                         uint64_t high_b) {
  int width = ORDER(high_a - low_a, high_b - low_b);
  return width ? width : ORDER(low_a, low_b);
}

static int compare_fs_uses(const Names *names, const Ocon *a, const Ocon *b) {
  int behavior = ORDER(a->number[0], b->number[0]);
  return behavior ? behavior : name_compare(names, a->name.name, b->name.name);
}

static int compare_ports(const Names *names, const Ocon *a, const Ocon *b) {
  (void)names;
  int span = compare_spans(a->number[1], a->number[2], b->number[1],
                           b->number[2]);
  return span ? span : ORDER(a->number[0], b->number[0]);
}

/* Plain names first, by bytes; then patterns, the longer fixed part first, `?`
 * before `*` (libsepol 3.8 and later; 3.4 has no patterns). */
static int compare_interfaces(const Names *names, const Ocon *a,
                              const Ocon *b) {
  const char *text_a = name_text(names, a->name.name);
  const char *text_b = name_text(names, b->name.name);
  size_t stem_a = strcspn(text_a, "*?"), stem_b = strcspn(text_b, "*?");
  bool pattern_a = text_a[stem_a] != '\0', pattern_b = text_b[stem_b] != '\0';
  if (pattern_a != pattern_b)
    return pattern_a ? 1 : -1;
  if (pattern_a && stem_a != stem_b)
    return ORDER(stem_b, stem_a);
  if (pattern_a && text_a[stem_a] != text_b[stem_b])
    return ORDER(text_b[stem_b], text_a[stem_a]);
  return strcmp(text_a, text_b);
}

static int compare_nodes(const Names *names, const Ocon *a, const Ocon *b) {
  (void)names;
  size_t n = a->kind == OCON_NODE ? 4 : 16;
  int mask = memcmp(b->mask, a->mask, n);
  return mask ? mask : memcmp(a->addr, b->addr, n);
}

static int compare_pkeys(const Names *names, const Ocon *a, const Ocon *b) {
  (void)names;
  int prefix = ORDER(a->prefix, b->prefix);
  return prefix ? prefix
                : compare_spans(a->number[0], a->number[1], b->number[0],
                                b->number[1]);
}

static int compare_endports(const Names *names, const Ocon *a, const Ocon *b) {
  int device = name_compare(names, a->name.name, b->name.name);
  return device ? device : ORDER(a->number[0], b->number[0]);
}

static int compare_numbers(const Names *names, const Ocon *a, const Ocon *b) {
  (void)names;
  return ORDER(a->number[0], b->number[0]);
}

static int compare_ioports(const Names *names, const Ocon *a, const Ocon *b) {
  (void)names;
  return compare_spans(a->number[0], a->number[1], b->number[0], b->number[1]);
}

static int compare_iomems(const Names *names, const Ocon *a, const Ocon *b) {
  (void)names;
  return compare_spans(a->range[0], a->range[1], b->range[0], b->range[1]);
}

static int compare_paths(const Names *names, const Ocon *a, const Ocon *b) {
  return name_compare(names, a->path, b->path);
}

static Compare *const compares[OCON_KIND_COUNT] = {
    [OCON_PORT] = compare_ports,
    [OCON_NETIF] = compare_interfaces,
    [OCON_NODE] = compare_nodes,
    [OCON_NODE6] = compare_nodes,
    [OCON_FSUSE] = compare_fs_uses,
    [OCON_IBPKEY] = compare_pkeys,
    [OCON_IBENDPORT] = compare_endports,
    [OCON_XEN_PIRQ] = compare_numbers,
    [OCON_XEN_IOPORT] = compare_ioports,
    [OCON_XEN_IOMEM] = compare_iomems,
    [OCON_XEN_PCIDEVICE] = compare_numbers,
    [OCON_XEN_DEVICETREE] = compare_paths,
};

typedef struct SortItem {
  const Names *names;
  PolicyOcon ocon;
  size_t position;
} SortItem;

static int compare_items(const void *left, const void *right) {
  const SortItem *a = left, *b = right;
  OconKind kind_a = a->ocon.written->kind, kind_b = b->ocon.written->kind;
  if (kind_a != kind_b)
    return ORDER(kind_a, kind_b);
  int order = compares[kind_a]
                  ? compares[kind_a](a->names, a->ocon.written,
                                     b->ocon.written)
                  : 0;
  return order ? order : ORDER(a->position, b->position);
}

void sort_contexts(Policy *policy) {
  size_t n = policy->ocons.n;
  if (!n)
    return;
  SortItem *items = mem_resize(NULL, n * sizeof *items);
  for (size_t i = 0; i < n; i++)
    items[i] = (SortItem){&policy->session->names, policy->ocons.v[i], i};
  qsort(items, n, sizeof *items, compare_items);
  for (size_t i = 0; i < n; i++)
    policy->ocons.v[i] = items[i].ocon;
  mem_free(items);
}
