/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"

#include <stdlib.h>
#include <string.h>

#include "ir/words.h"

/* The permissions of all classes get numbers, so that a class and a name lead
 * to a bit by one table. */
static uint32_t add_perm(Resolver *resolver, Name name) {
  while (resolver->perm_numbers.n <= name)
    ARRAY_PUSH(&resolver->perm_numbers, 0);
  if (!resolver->perm_numbers.v[name])
    resolver->perm_numbers.v[name] = (uint16_t)++resolver->n_perms;
  return resolver->perm_numbers.v[name] - 1u;
}

static void number_perms(Resolver *resolver) {
  const Policy *policy = resolver->policy;
  for (ClassId c = 0; c < policy->classes.n; c++)
    for (uint32_t bit = 0; bit < policy->classes.v[c].n_perms; bit++)
      add_perm(resolver, policy_perm_name(policy, c, bit));
  size_t stride = resolver->n_perms;
  resolver->perm_bits =
      ARENA_NEW_N(resolver->arena, uint8_t, stride * policy->classes.n + 1);
  for (ClassId c = 0; c < policy->classes.n; c++)
    for (uint32_t bit = 0; bit < policy->classes.v[c].n_perms; bit++) {
      Name name = policy_perm_name(policy, c, bit);
      resolver->perm_bits[c * stride + add_perm(resolver, name)] =
          (uint8_t)(bit + 1);
    }
}

/* Requires: the symbol tables. */
void names_begin(Resolver *resolver) {
  const Policy *policy = resolver->policy;
  size_t n =
      policy->types.n > policy->classes.n ? policy->types.n : policy->classes.n;
  resolver->identity = ARENA_NEW_N(resolver->arena, uint32_t, n);
  for (uint32_t i = 0; i < n; i++)
    resolver->identity[i] = i;
  /* A policy read from a binary may have types and attributes mixed. */
  for (uint32_t i = 0; i < policy->types.n; i++)
    if (!policy->types.v[i].is_attribute)
      bitset_add(&resolver->plain_types, i);
  number_perms(resolver);
}

void names_end(Resolver *resolver) {
  map_free(&resolver->known_lists);
  map_free(&resolver->known_bits);
  map_free(&resolver->reported_perms);
  map_free(&resolver->role_allows);
  map_free(&resolver->known_conditions);
  ARRAY_FREE(&resolver->lists);
  ARRAY_FREE(&resolver->bits);
  ARRAY_FREE(&resolver->ids);
  ARRAY_FREE(&resolver->perm_numbers);
  bitset_free(&resolver->included);
  bitset_free(&resolver->excluded);
  bitset_free(&resolver->plain_types);
}

uint32_t resolve_id(Resolver *resolver, SymbolKind kind, Ident id) {
  uint32_t found = policy_find(resolver->policy, kind, id.name);
  /* A module from source was checked; this one is damaged. */
  if (found == NO_ID && !resolver->diags->n_errors)
    diag_error_as(resolver->diags, ERROR_UNDECLARED, id.place,
                  "%s uses %s '%s', which no live block declares",
                  linker_module_word(resolver->linker, resolver->module),
                  symbol_kind_word(kind),
                  name_text(resolver->diags->names, id.name));
  return found;
}

/* Keeps each distinct list once: rules repeat the same sets over and over,
 * and later passes may compare sets by pointer. */
static uint32_t *keep_list(Resolver *resolver, const uint32_t *v, uint32_t n) {
  uint64_t hash = n;
  for (uint32_t i = 0; i < n; i++)
    hash = (hash ^ v[i]) * 0x9e3779b97f4a7c15u + (hash >> 29);
  for (hash >>= 1;; hash++) {
    bool is_new;
    uint32_t *index = map_put(&resolver->known_lists, hash, &is_new);
    if (is_new) {
      IdList list = {arena_copy(resolver->arena, v, n * sizeof *v), n};
      ARRAY_PUSH(&resolver->lists, list);
      *index = (uint32_t)resolver->lists.n;
      return list.v;
    }
    IdList known = resolver->lists.v[*index - 1];
    if (known.n == n && !memcmp(known.v, v, n * sizeof *v))
      return known.v;
  }
}

/* The same for types as bits. */
static const Bitset *keep_bits(Resolver *resolver, const Bitset *bits) {
  uint32_t n_words = ((uint32_t)resolver->policy->types.n + 63) / 64;
  if (n_words > bits->n_words)
    n_words = bits->n_words;
  for (uint64_t hash = bitset_hash(bits) >> 1;; hash++) {
    bool is_new;
    uint32_t *index = map_put(&resolver->known_bits, hash, &is_new);
    if (is_new) {
      Bitset *kept = ARENA_NEW(resolver->arena, Bitset);
      kept->words = arena_copy(resolver->arena, bits->words,
                               n_words * sizeof *bits->words);
      kept->n_words = n_words;
      ARRAY_PUSH(&resolver->bits, kept);
      *index = (uint32_t)resolver->bits.n;
      return kept;
    }
    if (bitset_equal(resolver->bits.v[*index - 1], bits))
      return resolver->bits.v[*index - 1];
  }
}

/* Sets are short, so a general sort will do. */
static int compare_ids(const void *left, const void *right) {
  uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
  return (a > b) - (a < b);
}

/* Sorts the scratch list and takes out what is there twice. */
static void sort_ids(Resolver *resolver) {
  size_t n = resolver->ids.n, kept = 0;
  uint32_t *v = resolver->ids.v;
  if (n < 2)
    return;
  qsort(v, n, sizeof *v, compare_ids);
  for (size_t i = 0; i < n; i++)
    if (!kept || v[kept - 1] != v[i])
      v[kept++] = v[i];
  resolver->ids.n = kept;
}

/* Whether n types take less memory as bits than as a list. */
static bool are_many(const Resolver *resolver, size_t n) {
  return n * sizeof(TypeId) > sizeof(Bitset) + resolver->policy->types.n / 8;
}

/* Many types as a set. */
static TypeSet kept_bits(Resolver *resolver, const Bitset *types, size_t n) {
  TypeSet set = {.n = (uint32_t)n};
  if (n == resolver->policy->n_plain_types) {
    set.ids = resolver->identity;
  } else {
    set.bits = keep_bits(resolver, types);
    set.is_bits = true;
  }
  return set;
}

/* The scratch list, sorted, as a set; it may hold attributes.  Uses
 * `included`. */
static TypeSet kept_types(Resolver *resolver) {
  uint32_t n = (uint32_t)resolver->ids.n;
  TypeSet set = {.n = n};
  if (are_many(resolver, n)) {
    bitset_clear(&resolver->included);
    bitset_add_list(&resolver->included, resolver->ids.v, n);
    if (bitset_is_subset(&resolver->included, &resolver->plain_types))
      return kept_bits(resolver, &resolver->included, n);
  }
  if (n == 1)
    set.ids = &resolver->identity[resolver->ids.v[0]];
  else if (n)
    set.ids = keep_list(resolver, resolver->ids.v, n);
  return set;
}

void add_types_of(const Policy *policy, Bitset *set, TypeId id) {
  if (policy->types.v[id].is_attribute)
    bitset_union(set, &policy->types.v[id].members);
  else
    bitset_add(set, id);
}

/* With `-`, `~` or `*` nothing but types is left (libsepol expand.c,
 * type_set_expand). */
static TypeSet resolve_expanded(Resolver *resolver, const NameSet *set) {
  const Policy *policy = resolver->policy;
  bitset_clear(&resolver->included);
  bitset_clear(&resolver->excluded);
  for (uint32_t i = 0; i < set->n; i++) {
    if (set_name(set, i) == WORD_SELF)
      continue;
    TypeId id = resolve_id(resolver, SYMBOL_TYPE, set_id(set, i));
    if (id != NO_ID)
      add_types_of(policy,
                   set_minus(set, i) ? &resolver->excluded
                                     : &resolver->included,
                   id);
  }
  if (set->star)
    bitset_union(&resolver->included, &resolver->plain_types);
  bitset_subtract(&resolver->included, &resolver->excluded);
  if (set->complement) {
    bitset_complement(&resolver->included, (uint32_t)policy->types.n);
    bitset_intersect(&resolver->included, &resolver->plain_types);
  }
  size_t n = bitset_count(&resolver->included);
  if (are_many(resolver, n))
    return kept_bits(resolver, &resolver->included, n);
  resolver->ids.n = 0;
  ARRAY_RESERVE(&resolver->ids, n);
  resolver->ids.n = bitset_list(&resolver->included, resolver->ids.v);
  return kept_types(resolver);
}

/* An attribute stays whole unless it is to be expanded always. */
static void push_type(Resolver *resolver, Ident name) {
  TypeId id = resolve_id(resolver, SYMBOL_TYPE, name);
  if (id == NO_ID)
    return;
  if (id >= resolver->policy->n_plain_types &&
      resolver->policy->types.v[id].expand_true)
    BITSET_EACH(member, &resolver->policy->types.v[id].members)
  ARRAY_PUSH(&resolver->ids, member);
  else ARRAY_PUSH(&resolver->ids, id);
}

/* Whether the set is one name, as most are, that needs no second look; *out
 * is then the set. */
static bool resolve_single(Resolver *resolver, const NameSet *set,
                           TypeSet *out) {
  const Policy *policy = resolver->policy;
  if (set->n != 1 || set->star || set->complement || set_minus(set, 0))
    return false;
  TypeId id = policy_find(policy, SYMBOL_TYPE, set_name(set, 0));
  if (id == NO_ID ||
      (id >= policy->n_plain_types && policy->types.v[id].expand_true))
    return false;
  *out = (TypeSet){.ids = &resolver->identity[id], .n = 1};
  return true;
}

static bool needs_expansion(const NameSet *set) {
  if (set->star || set->complement)
    return true;
  for (uint32_t i = 0; i < set->n; i++)
    if (set_minus(set, i) && set_name(set, i) != WORD_SELF)
      return true;
  return false;
}

/* In a complement, `self` becomes what is taken out (checkpolicy
 * policy_define.c, define_te_avtab_helper). */
static void set_self(TypeSet *out, const NameSet *set) {
  for (uint32_t i = 0; i < set->n; i++) {
    if (set_name(set, i) != WORD_SELF)
      continue;
    if (set_minus(set, i) || set->complement)
      out->not_self = true;
    else
      out->self = true;
  }
}

TypeSet resolve_types(Resolver *resolver, const NameSet *set) {
  TypeSet out;
  if (resolve_single(resolver, set, &out))
    return out;
  if (needs_expansion(set)) {
    out = resolve_expanded(resolver, set);
  } else {
    resolver->ids.n = 0;
    for (uint32_t i = 0; i < set->n; i++)
      if (set_name(set, i) != WORD_SELF)
        push_type(resolver, set_id(set, i));
    sort_ids(resolver);
    out = kept_types(resolver);
  }
  set_self(&out, set);
  return out;
}

/* Roles have no set operators in the language, so a set is a list. */
void resolve_roles(Resolver *resolver, const NameSet *set, Bitset *out) {
  for (uint32_t i = 0; i < set->n; i++) {
    RoleId id = resolve_id(resolver, SYMBOL_ROLE, set_id(set, i));
    if (id == NO_ID)
      continue;
    if (resolver->policy->roles.v[id].is_attribute)
      bitset_union(out, &resolver->policy->roles.v[id].members);
    else
      bitset_add(out, id);
  }
}

/* Leaves the class ids in the scratch list, rising, so that equal sets give
 * equal rules however they were written. */
static void push_classes(Resolver *resolver, const NameSet *set) {
  resolver->ids.n = 0;
  for (uint32_t i = 0; i < set->n; i++) {
    ClassId id = resolve_id(resolver, SYMBOL_CLASS, set_id(set, i));
    if (id != NO_ID)
      ARRAY_PUSH(&resolver->ids, id);
  }
  sort_ids(resolver);
}

ClassId *resolve_classes(Resolver *resolver, const NameSet *set, uint32_t *n) {
  push_classes(resolver, set);
  *n = (uint32_t)resolver->ids.n;
  if (*n == 1)
    return &resolver->identity[resolver->ids.v[0]];
  return keep_list(resolver, resolver->ids.v, *n);
}

/* Once for each class and permission: a macro with a wrong permission is
 * called a thousand times. */
static void report_perm(Resolver *resolver, ClassId class_id, Ident perm) {
  bool is_new;
  map_put(&resolver->reported_perms, (uint64_t)class_id << 32 | perm.name,
          &is_new);
  if (!is_new)
    return;
  const Names *names = resolver->diags->names;
  const char *text = name_text(names, perm.name);
  diag_error_as(resolver->diags, ERROR_UNKNOWN_PERMISSION, perm.place,
                "class '%s' has no permission '%s'",
                name_text(names, resolver->policy->classes.v[class_id].id.name),
                text);
  for (uint32_t bit = 0; bit < resolver->policy->classes.v[class_id].n_perms;
       bit++) {
    const char *other =
        name_text(names, policy_perm_name(resolver->policy, class_id, bit));
    if (edit_distance(text, other, 2) <= 2) {
      diag_note(resolver->diags, no_place, "did you mean '%s'?", other);
      return;
    }
  }
}

/* `*` and `~` mean the permissions of this class: the mask has no bits
 * beyond them (checkpolicy policy_define.c, PERMISSION_MASK). */
static PermMask resolve_perms(Resolver *resolver, ClassId class_id,
                              const NameSet *set) {
  PermMask mask = 0;
  PermMask all = class_all_perms(&resolver->policy->classes.v[class_id]);
  if (set->star)
    return all;
  const uint8_t *bits =
      resolver->perm_bits + (size_t)class_id * resolver->n_perms;
  for (uint32_t i = 0; i < set->n; i++) {
    Ident perm = set_id(set, i);
    uint32_t number = perm.name < resolver->perm_numbers.n
                          ? resolver->perm_numbers.v[perm.name]
                          : 0;
    uint32_t bit = number ? bits[number - 1] : 0;
    if (bit)
      mask |= UINT32_C(1) << (bit - 1);
    else
      report_perm(resolver, class_id, perm);
  }
  return set->complement ? all & ~mask : mask;
}

ClassPerms *resolve_class_perms(Resolver *resolver, const NameSet *classes,
                                const NameSet *perms, uint32_t *n) {
  push_classes(resolver, classes);
  ClassPerms *out =
      arena_alloc_raw(resolver->arena, resolver->ids.n * sizeof *out);
  *n = 0;
  for (size_t i = 0; i < resolver->ids.n; i++) {
    ClassId class_id = resolver->ids.v[i];
    PermMask mask = resolve_perms(resolver, class_id, perms);
    if (mask)
      out[(*n)++] = (ClassPerms){class_id, mask};
  }
  return out;
}
