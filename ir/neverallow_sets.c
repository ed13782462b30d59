/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ir/neverallow.h"

void set_cache_init(SetCache *cache, const Policy *policy) {
  memset(cache, 0, sizeof *cache);
  cache->policy = policy;
  cache->singles = ARENA_NEW_N(&policy->session->arena, ExpandedSet *,
                               policy->types.n);
  for (TypeId id = 0; id < policy->types.n; id++)
    if (policy->types.v[id].is_attribute)
      ARRAY_PUSH(&cache->attributes, id);
    else
      bitset_add(&cache->plain, id);
}

void set_cache_free(SetCache *cache) {
  for (size_t i = 0; i < cache->sets.n; i++) {
    bitset_free(&cache->sets.v[i]->types);
    bitset_free(&cache->sets.v[i]->reach);
  }
  ARRAY_FREE(&cache->sets);
  ARRAY_FREE(&cache->attributes);
  bitset_free(&cache->plain);
  map_free(&cache->by_ids);
  map_free(&cache->by_hash);
}

static ExpandedSet *new_set(SetCache *cache) {
  ExpandedSet *set = ARENA_NEW(&cache->policy->session->arena, ExpandedSet);
  set->next = NO_ID;
  ARRAY_PUSH(&cache->sets, set);
  return set;
}

static ExpandedSet *add_set(SetCache *cache, const TypeId *ids, uint32_t n) {
  ExpandedSet *set = new_set(cache);
  set->ids = ids;
  set->n = n;
  bitset_add_list(&set->types, ids, n);
  bitset_intersect(&set->types, &cache->plain);
  for (uint32_t i = 0; i < n; i++)
    if (!bitset_has(&cache->plain, ids[i]))
      bitset_union(&set->types, &cache->policy->types.v[ids[i]].members);
  return set;
}

static ExpandedSet *add_copy(SetCache *cache, const TypeId *ids, uint32_t n) {
  Arena *arena = &cache->policy->session->arena;
  return add_set(cache, arena_copy(arena, ids, n * sizeof *ids), n);
}

ExpandedSet *expand_single(SetCache *cache, TypeId id) {
  if (!cache->singles[id])
    cache->singles[id] = add_copy(cache, &id, 1);
  return cache->singles[id];
}

static uint64_t hash_ids(const TypeId *ids, uint32_t n) {
  uint64_t hash = n;
  for (uint32_t i = 0; i < n; i++)
    hash = (hash ^ ids[i]) * UINT64_C(0x9e3779b97f4a7c15);
  return hash >> 1; /* not the one key that a map does not take */
}

ExpandedSet *expand_ids(SetCache *cache, const TypeId *ids, uint32_t n) {
  bool is_new;
  uint32_t *first = map_put(&cache->by_hash, hash_ids(ids, n), &is_new);
  uint32_t added = (uint32_t)cache->sets.n;
  if (is_new) {
    *first = added;
    return add_copy(cache, ids, n);
  }
  ExpandedSet *set = cache->sets.v[*first];
  while (set->n != n || (n && memcmp(set->ids, ids, n * sizeof *ids) != 0)) {
    if (set->next == NO_ID) {
      set->next = added;
      return add_copy(cache, ids, n);
    }
    set = cache->sets.v[set->next];
  }
  return set;
}

ExpandedSet *expand_set(SetCache *cache, const TypeSet *set) {
  if (set->n == 1)
    return expand_single(cache, set->ids[0]);
  bool is_new;
  uint32_t *index = map_put(&cache->by_ids, (uintptr_t)set->key, &is_new);
  if (!is_new)
    return cache->sets.v[*index];
  *index = (uint32_t)cache->sets.n;
  if (!set->is_bits)
    return add_set(cache, set->ids, set->n);
  ExpandedSet *expanded = new_set(cache);
  bitset_union(&expanded->types, set->bits);
  return expanded;
}

const ExpandedSet *set_with_reach(SetCache *cache, ExpandedSet *set) {
  if (set->has_reach)
    return set;
  set->has_reach = true;
  bitset_union(&set->reach, &set->types);
  for (size_t i = 0; i < cache->attributes.n; i++) {
    TypeId id = cache->attributes.v[i];
    if (bitset_intersects(&cache->policy->types.v[id].members, &set->types))
      bitset_add(&set->reach, id);
  }
  set->n_reach = bitset_count(&set->reach);
  return set;
}

bool relation_has(Relation relation, Pair pair) {
  if (!bitset_has(relation.source, pair.source))
    return false;
  if (pair.source == pair.target && (relation.self || relation.not_self))
    return relation.self;
  return bitset_has(relation.target, pair.target);
}

static uint64_t word_of(const Bitset *set, uint32_t i) {
  return i < set->n_words ? set->words[i] : 0;
}

/* The smallest member >= from of both sets, or BITSET_END. */
static uint32_t next_common(const Bitset *a, const Bitset *b, uint32_t from) {
  uint32_t n_words = a->n_words < b->n_words ? a->n_words : b->n_words;
  uint64_t mask = UINT64_MAX << from % 64;
  for (uint32_t i = from / 64; i < n_words; i++, mask = UINT64_MAX) {
    uint64_t bits = a->words[i] & b->words[i] & mask;
    if (bits)
      return i * 64 + (uint32_t)__builtin_ctzll(bits);
  }
  return BITSET_END;
}

/* Whether there is a pair (i, j) through the targets of both; i and j may be
 * the same unless `apart`. */
static bool meet_apart(Relation a, Relation b, bool apart) {
  uint32_t i = next_common(a.source, b.source, 0);
  uint32_t j = next_common(a.target, b.target, 0);
  if (i == BITSET_END || j == BITSET_END)
    return false;
  if (!apart || i != j)
    return true;
  return next_common(a.target, b.target, j + 1) != BITSET_END ||
         next_common(a.source, b.source, i + 1) != BITSET_END;
}

/* Whether there is a pair (i, i) of which `self` of one or both is a part. */
static bool meet_self(Relation a, Relation b) {
  uint32_t n_words = a.source->n_words < b.source->n_words
                         ? a.source->n_words
                         : b.source->n_words;
  for (uint32_t i = 0; i < n_words; i++) {
    uint64_t bits = a.source->words[i] & b.source->words[i];
    if (!a.self)
      bits &= word_of(a.target, i);
    if (!b.self)
      bits &= word_of(b.target, i);
    if (bits)
      return true;
  }
  return false;
}

bool relations_meet(Relation a, Relation b) {
  bool apart = a.not_self || b.not_self;
  return meet_apart(a, b, apart) ||
         (!apart && (a.self || b.self) && meet_self(a, b));
}

void common_targets(Relation a, Relation b, TypeId i, Bitset *out) {
  bitset_copy(out, a.target);
  bitset_intersect(out, b.target);
  Pair self = {i, i};
  if (relation_has(a, self) && relation_has(b, self))
    bitset_add(out, i);
  else
    bitset_remove(out, i);
}
