/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Extended permissions in the neverallow check.
 *
 * The kernel lets a pair do every ioctl as long as no allowxperm rule for the
 * pair and class says which (linux/security/selinux/ss/services.c,
 * services_compute_xperms_drivers).  So a neverallowxperm is violated where
 * `ioctl` is allowed and either no allowxperm limits it, or one that may be on
 * at once has a number that is forbidden.  What limits a pair in every setting
 * of the booleans are the unconditional entries, and a conditional that has an
 * entry in both branches; what limits it where a conditional rule is on, also
 * the entries of the branches that are on then. */
#include <string.h>

#include "ir/neverallow.h"

static void count_classes(const AvTable *table, uint32_t *first) {
  for (size_t i = 0; i < table->n; i++)
    if (av_kind(table->v[i].key) == RULE_XPERMS_ALLOW)
      first[av_class(table->v[i].key) + 1]++;
}

static void place_grants(XpermIndex *index, const AvTable *table, World world,
                         uint32_t *next) {
  const Policy *policy = index->cache->policy;
  for (size_t i = 0; i < table->n; i++) {
    uint64_t key = table->v[i].key;
    if (av_kind(key) == RULE_XPERMS_ALLOW)
      index->grants.v[next[av_class(key)]++] = (XpermGrant){
          av_source(key), av_target(key), world,
          &policy->xperm_records.v[table->v[i].data]};
  }
}

void xperm_index_init(XpermIndex *index, SetCache *cache) {
  const Policy *policy = cache->policy;
  size_t n = policy->classes.n, n_conds = policy->conditionals.n;
  memset(index, 0, sizeof *index);
  index->cache = cache;
  Arena *arena = &policy->session->arena;
  index->first = ARENA_NEW_N(arena, uint32_t, n + 1);
  uint32_t *next = ARENA_NEW_N(arena, uint32_t, n + 1);
  count_classes(&policy->av_table, index->first);
  for (size_t i = 0; i < n_conds; i++)
    for (int branch = 0; branch < 2; branch++)
      count_classes(&policy->conditionals.v[i].table[branch], index->first);
  for (size_t i = 0; i < n; i++)
    next[i + 1] = index->first[i + 1] += index->first[i];
  ARRAY_RESERVE(&index->grants, index->first[n] + 1);
  index->grants.n = index->first[n];
  place_grants(index, &policy->av_table, EVERY_WORLD, next);
  for (uint32_t i = 0; i < n_conds; i++)
    for (int branch = 0; branch < 2; branch++)
      place_grants(index, &policy->conditionals.v[i].table[branch],
                   world_of((CondRef){i, branch}), next);
}

void xperm_index_free(XpermIndex *index) {
  for (size_t i = 0; i < index->cover_sets.n; i++)
    bitset_free(&index->cover_sets.v[i]);
  ARRAY_FREE(&index->cover_sets);
  ARRAY_FREE(&index->grants);
  map_free(&index->covers);
}

static bool ranges_overlap(const XpermSet *set, uint32_t low, uint32_t high) {
  for (uint32_t i = 0; i < set->n; i++)
    if (set->v[i].low <= high && set->v[i].high >= low)
      return true;
  return false;
}

bool xperms_overlap(const XpermSet *set, const XpermRecord *record) {
  bool drivers = record->specified == XPERM_IOCTL_DRIVERS;
  if (set->is_nlmsg != (record->specified == XPERM_NLMSG_FUNCTIONS))
    return false;
  for (uint32_t bit = 0; bit < 256; bit++) {
    uint32_t low = drivers ? bit << 8 : (uint32_t)record->driver << 8 | bit;
    if (record->bits[bit / 32] >> bit % 32 & 1 &&
        ranges_overlap(set, low, drivers ? low | 0xff : low))
      return true;
  }
  return false;
}

/* Both are sorted, and so is what they share. */
const XpermSet *common_xperms(Arena *arena, const XpermSet *a,
                              const XpermSet *b) {
  if (a->is_nlmsg != b->is_nlmsg)
    return NULL;
  XpermSet *out = ARENA_NEW(arena, XpermSet);
  out->is_nlmsg = a->is_nlmsg;
  out->v = ARENA_NEW_N(arena, XpermRange, a->n + b->n);
  for (uint32_t i = 0, j = 0; i < a->n && j < b->n;) {
    XpermRange x = a->v[i], y = b->v[j];
    XpermRange common = {x.low > y.low ? x.low : y.low,
                         x.high < y.high ? x.high : y.high};
    if (common.low <= common.high)
      out->v[out->n++] = common;
    if (x.high < y.high)
      i++;
    else
      j++;
  }
  return out->n ? out : NULL;
}

/* Adds to *out the targets that the entries of one world limit for `source`;
 * [*at, end) are the entries of the class from that world on. */
static void add_world(const XpermIndex *index, uint32_t *at, uint32_t end,
                      World world, TypeId source, Bitset *out) {
  for (; *at < end && index->grants.v[*at].world == world; ++*at) {
    const XpermGrant *grant = &index->grants.v[*at];
    if (bitset_has(&expand_single(index->cache, grant->source)->types, source))
      bitset_union(out, &expand_single(index->cache, grant->target)->types);
  }
}

static void skip_world(const XpermIndex *index, uint32_t *at, uint32_t end) {
  World world = index->grants.v[*at].world;
  while (*at < end && index->grants.v[*at].world == world)
    ++*at;
}

/* What both branches of a conditional limit. */
static void add_conditional(const XpermIndex *index, uint32_t *at,
                            uint32_t end, TypeId source, Bitset *out) {
  World branch = (index->grants.v[*at].world - 1) | 1;
  Bitset on = {0}, off = {0};
  add_world(index, at, end, branch, source, &on);
  add_world(index, at, end, branch + 1, source, &off);
  bitset_intersect(&on, &off);
  bitset_union(out, &on);
  bitset_free(&on);
  bitset_free(&off);
}

/* The targets that are limited for a source in every world. */
static const Bitset *always_limited(XpermIndex *index, ClassId class_id,
                                    TypeId source) {
  bool is_new;
  uint32_t *known = map_put(&index->covers, (uint64_t)class_id << 32 | source,
                            &is_new);
  if (!is_new)
    return &index->cover_sets.v[*known];
  *known = (uint32_t)index->cover_sets.n;
  Bitset limited = {0};
  uint32_t at = index->first[class_id], end = index->first[class_id + 1];
  add_world(index, &at, end, EVERY_WORLD, source, &limited);
  while (at < end)
    add_conditional(index, &at, end, source, &limited);
  ARRAY_PUSH(&index->cover_sets, limited);
  return &index->cover_sets.v[index->cover_sets.n - 1];
}

/* Takes out of *targets what is limited for a source in a world. */
static void subtract_limited(XpermIndex *index, ClassId class_id,
                             TypeId source, World world, Bitset *targets) {
  bitset_subtract(targets, always_limited(index, class_id, source));
  if (world == EVERY_WORLD)
    return;
  Bitset limited = {0};
  uint32_t at = index->first[class_id], end = index->first[class_id + 1];
  while (at < end) {
    World limit = index->grants.v[at].world;
    if (world_implies(index->cache->policy, world, limit))
      add_world(index, &at, end, limit, source, &limited);
    else
      skip_world(index, &at, end);
  }
  bitset_subtract(targets, &limited);
  bitset_free(&limited);
}

void unlimited_targets(XpermIndex *index, Relation assertion, Relation granted,
                       ClassId class_id, World world, TypeId source,
                       Bitset *out) {
  common_targets(assertion, granted, source, out);
  if (index->first[class_id] != index->first[class_id + 1] &&
      !bitset_is_empty(out))
    subtract_limited(index, class_id, source, world, out);
}

bool find_unlimited(XpermIndex *index, Relation assertion, Relation granted,
                    ClassId class_id, World world) {
  if (index->first[class_id] == index->first[class_id + 1])
    return relations_meet(assertion, granted);
  Bitset targets = {0};
  bool found = false;
  BITSET_EACH(source, assertion.source) {
    if (!bitset_has(granted.source, source))
      continue;
    unlimited_targets(index, assertion, granted, class_id, world, source,
                      &targets);
    found = !bitset_is_empty(&targets);
    if (found)
      break;
  }
  bitset_free(&targets);
  return found;
}

bool find_xperm(const XpermIndex *index, Relation assertion, Relation granted,
                World world, const XpermGrant *xperm, const XpermSet *xperms) {
  if (!xperms_overlap(xperms, xperm->record) ||
      !worlds_agree(index->cache->policy, world, xperm->world))
    return false;
  Bitset source = {0}, target = {0};
  bitset_copy(&source, &expand_single(index->cache, xperm->source)->types);
  bitset_copy(&target, &expand_single(index->cache, xperm->target)->types);
  bitset_intersect(&source, granted.source);
  bitset_intersect(&target, granted.target);
  bool found = relations_meet(assertion,
                              (Relation){&source, &target, false, false});
  bitset_free(&source);
  bitset_free(&target);
  return found;
}
