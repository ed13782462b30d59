/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Small policies made by hand or at random, for the tests of the passes that
 * read the expanded form: classes c0 and c1 with the permissions ioctl p1 p2
 * p3, types t0 …, attributes a0 … */
#ifndef TESTS_UNIT_SMALL_POLICY_H
#define TESTS_UNIT_SMALL_POLICY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/passes.h"
#include "ir/policy.h"
#include "ir/words.h"

enum { N_TYPES = 6, N_ATTRIBUTES = 4, N_CLASSES = 2, N_PERMS = 4, N_CONDS = 2 };

/* A generator whose sequence is the same everywhere. */
typedef struct Random {
  uint64_t state;
} Random;

static inline uint32_t random_below(Random *random, uint32_t n) {
  random->state = random->state * UINT64_C(6364136223846793005) +
                  UINT64_C(1442695040888963407);
  return (uint32_t)(random->state >> 33) % n;
}

static inline Ident ident(Session *session, const char *prefix, uint32_t i) {
  char text[32];
  snprintf(text, sizeof text, "%s%u", prefix, i);
  return (Ident){name_intern_string(&session->names, text), no_place};
}

static inline Class small_class(Session *session, uint32_t i) {
  Class class = {.id = ident(session, "c", i), .common = NO_ID,
                 .n_perms = N_PERMS};
  class.perms.n = N_PERMS;
  class.perms.v = ARENA_NEW_N(&session->arena, Ident, N_PERMS);
  class.perms.v[0].name = name_intern_string(&session->names, "ioctl");
  for (uint32_t bit = 1; bit < N_PERMS; bit++)
    class.perms.v[bit] = ident(session, "p", bit);
  return class;
}

/* Ids 0 to N_TYPES - 1 are types, those behind are attributes. */
static inline Policy *small_policy(Session *session) {
  Policy *policy = ARENA_NEW(&session->arena, Policy);
  policy->session = session;
  for (uint32_t i = 0; i < N_CLASSES; i++)
    ARRAY_PUSH(&policy->classes, small_class(session, i));
  for (uint32_t i = 0; i < N_TYPES; i++)
    ARRAY_PUSH(&policy->types,
               (Type){.id = ident(session, "t", i), .bounds = NO_ID});
  for (uint32_t i = 0; i < N_ATTRIBUTES; i++)
    ARRAY_PUSH(&policy->types, (Type){.id = ident(session, "a", i),
                                      .is_attribute = true,
                                      .bounds = NO_ID});
  for (BoolId i = 0; i < N_CONDS; i++) {
    PolicyCondTerm *term = ARENA_NEW(&session->arena, PolicyCondTerm);
    *term = (PolicyCondTerm){COND_BOOL, i};
    ARRAY_PUSH(&policy->bools, (Bool){.id = ident(session, "b", i)});
    ARRAY_PUSH(&policy->conditionals, (Conditional){.expr = term, .n_expr = 1});
  }
  return policy;
}

/* Two attributes at times are empty or equal. */
static inline void random_members(Policy *policy, Random *random) {
  for (TypeId a = N_TYPES; a < N_TYPES + N_ATTRIBUTES; a++)
    for (TypeId t = 0; t < N_TYPES; t++)
      if (random_below(random, 5) < 2)
        bitset_add(&policy->types.v[a].members, t);
  if (random_below(random, 3) == 0)
    bitset_copy(&policy->types.v[N_TYPES + 1].members,
                &policy->types.v[N_TYPES].members);
}

static inline TypeSet random_set(Session *session, Random *random,
                                 uint32_t n_ids) {
  TypeSet set = {.ids = ARENA_NEW_N(&session->arena, TypeId, n_ids)};
  uint32_t one_in = 2 + random_below(random, 4);
  for (TypeId id = 0; id < n_ids; id++)
    if (random_below(random, one_in) == 0)
      set.ids[set.n++] = id;
  /* Types alone may be bits. */
  if (set.n > 1 && set.ids[set.n - 1] < N_TYPES && random_below(random, 2)) {
    Bitset *bits = ARENA_NEW(&session->arena, Bitset);
    bitset_add_list(bits, set.ids, set.n);
    set = (TypeSet){.bits = bits, .n = set.n, .is_bits = true};
  }
  return set;
}

static inline bool set_has(const Policy *policy, const TypeSet *set,
                           TypeId type) {
  TYPE_SET_EACH(id, set)
    if (id == type || bitset_has(&policy->types.v[id].members, type))
      return true;
  return false;
}

/* What a rule or an assertion says of a pair, in the words of the language. */
static inline bool rule_has_pair(const Policy *policy, const AvRule *rule,
                                 TypeId source, TypeId target) {
  if (!set_has(policy, &rule->source, source))
    return false;
  if (source == target && rule->target.not_self)
    return false;
  return (source == target && rule->target.self) ||
         set_has(policy, &rule->target, target);
}

static inline bool id_covers(const Policy *policy, TypeId id, TypeId type) {
  return id == type || bitset_has(&policy->types.v[id].members, type);
}

static inline AvTable *table_of(Policy *policy, CondRef cond) {
  return cond.conditional == NO_ID
             ? &policy->av_table
             : &policy->conditionals.v[cond.conditional].table[cond.in_else];
}

static inline int compare_entries(const void *a, const void *b) {
  const AvEntry *x = a, *y = b;
  if (x->key != y->key)
    return x->key < y->key ? -1 : 1;
  return (x->data > y->data) - (x->data < y->data);
}

static inline void add_entry(Policy *policy, AvTable *table, uint64_t key,
                             uint32_t data) {
  for (size_t i = 0; i < table->n; i++)
    if (table->v[i].key == key && !(av_kind(key) >= RULE_XPERMS_ALLOW)) {
      table->v[i].data = av_kind(key) == RULE_AUDITDENY
                             ? table->v[i].data & data
                             : table->v[i].data | data;
      return;
    }
  ARRAY_PUSH(table, (AvEntry){key, data, NO_ID});
  (void)policy;
}

static inline void sort_tables(Policy *policy) {
  if (policy->av_table.n)
    qsort(policy->av_table.v, policy->av_table.n, sizeof(AvEntry),
          compare_entries);
  for (size_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++) {
      AvTable *table = &policy->conditionals.v[i].table[branch];
      if (table->n)
        qsort(table->v, table->n, sizeof(AvEntry), compare_entries);
    }
}

static inline CondRef random_cond(Random *random) {
  if (random_below(random, 2))
    return (CondRef){NO_ID, false};
  return (CondRef){random_below(random, N_CONDS), random_below(random, 2)};
}

/* A session whose diagnostics are counted but not seen. */
static inline Session *new_session(void) {
  Session *session = mem_resize(NULL, sizeof *session);
  session_init(session);
  words_intern(&session->names);
  session->diags.stream = fopen("/dev/null", "w");
  session->diags.error_limit = 0;
  return session;
}

static inline void free_session(Session *session) {
  diag_flush(&session->diags);
  fclose(session->diags.stream);
  session_free(session);
  mem_free(session);
}

#endif
