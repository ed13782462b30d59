/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Takes out of the access vector tables what other entries grant already, as
 * checkpolicy -O does (libsepol/src/optimize.c tells the same story by a
 * search over all pairs of attributes).
 *
 * An entry (s, t, class, kind) is covered by (s', t', class, kind) where s' is
 * s or an attribute around it and t' is t or an attribute around it.  What
 * covers it takes its permissions out of it; an entry without permissions
 * goes.  "Around" means a superset of the members, so the order is strict but
 * for attributes with equal members: those are one here, under the name of
 * the first of them, and their entries merge into one group.  A group then is
 * only ever covered by groups strictly above it, so every group can be held
 * against the original ones, in any order and at once.  A type is below an
 * attribute that has it as the only member.
 *
 * To find what covers an entry without trying all pairs, attributes are
 * numbered densely (columns) and there are three bit rows over the columns:
 *   - around a type or attribute: the attributes around it;
 *   - for (class, kind): the attributes that are a source there;
 *   - for (source, class, kind): the attributes that are a target there.
 * The sources to look at are the first row of s AND the second, the targets
 * the first row of t AND the third; both are a few words and nearly always
 * empty.  An entry between two types covers nothing else, so that most of a
 * table need not be indexed.
 *
 * A conditional branch is held against itself in the same way and against the
 * unconditional table, which may also have the very key.  Rules that give
 * types are left alone. */
#include <stdlib.h>
#include <string.h>

#include "ir/passes.h"

enum {
  AV_KINDS = RULE_ALLOW | RULE_AUDITALLOW | RULE_AUDITDENY,
  XPERM_KINDS =
      RULE_XPERMS_ALLOW | RULE_XPERMS_AUDITALLOW | RULE_XPERMS_DONTAUDIT,
};

/* The types as an order of sets. */
typedef struct Lattice {
  size_t n_types;
  TypeId *canonical; /* of equal attributes the first; else itself */
  uint32_t *column;  /* of canonical attributes, else NO_ID */
  TypeId *attribute; /* by column */
  uint32_t n_words;  /* of a row over the columns */
  uint64_t *around;  /* a row for each type */
} Lattice;

/* One or more entries over equal sets. */
typedef struct Group {
  uint64_t key;   /* av_key of the canonical types */
  PermMask perms; /* of auditdeny: those not audited */
  uint32_t xperms; /* its first record, or NO_ID */
} Group;

typedef struct GroupXperms {
  XpermRecord record;
  uint32_t next;
} GroupXperms;

/* A table by what it covers: the groups of access rules with an attribute, and
 * of all extended rules, for these have an entry for each record. */
typedef struct Index {
  const AvTable *table;
  ARRAY(Group) groups;
  ARRAY(GroupXperms) xperms;
  ARRAY(uint64_t) rows;
  Map by_key;  /* canonical key to group */
  Map sources; /* (class, kind) to offset in rows */
  Map targets; /* (source, class, kind) to offset in rows */
} Index;

typedef struct Optimizer {
  Policy *policy;
  Lattice lattice;
  /* what covers the group at hand */
  PermMask covered;
  ARRAY(const Group *) covers;
  ARRAY(const Index *) covers_index; /* of which index each is */
} Optimizer;

static uint64_t *row_of(const Lattice *lattice, TypeId type) {
  return lattice->around + (size_t)type * lattice->n_words;
}

static void row_add(uint64_t *row, uint32_t column) {
  row[column / 64] |= UINT64_C(1) << column % 64;
}

/* Goes through the columns that both rows have. */
#define EACH_COMMON_COLUMN(column, a, b, n_words)                              \
  for (uint32_t word_ = 0; word_ < (n_words); word_++)                         \
    for (uint64_t bits_ = (a)[word_] & (b)[word_]; bits_; bits_ &= bits_ - 1)  \
      for (uint32_t column = word_ * 64 + (uint32_t)__builtin_ctzll(bits_),    \
                    once_ = 1;                                                 \
           once_; once_ = 0)

static void number_columns(Lattice *lattice, const Policy *policy) {
  Map by_hash = {0};
  uint32_t n_columns = 0;
  for (TypeId id = 0; id < lattice->n_types; id++) {
    const Type *type = &policy->types.v[id];
    lattice->canonical[id] = id;
    lattice->column[id] = NO_ID;
    if (!type->is_attribute)
      continue;
    uint64_t hash = bitset_hash(&type->members) & UINT64_MAX >> 1;
    bool is_new;
    uint32_t *first = map_put(&by_hash, hash, &is_new);
    if (is_new)
      *first = id;
    else if (bitset_equal(&policy->types.v[*first].members, &type->members))
      lattice->canonical[id] = *first;
    if (lattice->canonical[id] == id) {
      lattice->attribute[n_columns] = id;
      lattice->column[id] = n_columns++;
    }
  }
  lattice->n_words = n_columns / 64 + 1;
  map_free(&by_hash);
}

/* An attribute around another one is around its first member too. */
static void place_attribute(Lattice *lattice, const Policy *policy,
                            TypeId id) {
  const Bitset *members = &policy->types.v[id].members;
  uint32_t first = bitset_next(members, 0);
  bool is_empty = first == BITSET_END;
  uint64_t *row = row_of(lattice, id);
  for (TypeId other = 0; other < lattice->n_types; other++) {
    uint32_t column = lattice->column[other];
    if (column == NO_ID || other == lattice->canonical[id])
      continue;
    const Bitset *around = &policy->types.v[other].members;
    if (is_empty || (bitset_has(around, first) &&
                     bitset_is_subset(members, around) &&
                     !bitset_is_subset(around, members)))
      row_add(row, column);
  }
}

static void make_lattice(Lattice *lattice, const Policy *policy,
                         Arena *arena) {
  size_t n = policy->types.n;
  lattice->n_types = n;
  lattice->canonical = ARENA_NEW_N(arena, TypeId, n);
  lattice->column = ARENA_NEW_N(arena, uint32_t, n);
  lattice->attribute = ARENA_NEW_N(arena, TypeId, n);
  number_columns(lattice, policy);
  lattice->around = ARENA_NEW_N(arena, uint64_t, n * lattice->n_words);
  for (TypeId id = 0; id < n; id++) {
    if (!policy->types.v[id].is_attribute)
      continue;
    place_attribute(lattice, policy, id);
    if (lattice->column[id] == NO_ID)
      continue;
    BITSET_EACH(member, &policy->types.v[id].members)
      row_add(row_of(lattice, member), lattice->column[id]);
  }
}

static uint64_t canonical_key(const Lattice *lattice, uint64_t key) {
  return av_key(lattice->canonical[av_source(key)],
                lattice->canonical[av_target(key)], av_class(key),
                av_kind(key));
}

/* A row of the index, made empty on first use. */
static uint64_t *index_row(Index *index, Map *map, uint64_t key,
                           uint32_t n_words) {
  bool is_new;
  uint32_t *at = map_put(map, key, &is_new);
  if (is_new) {
    *at = (uint32_t)index->rows.n;
    for (uint32_t i = 0; i < n_words; i++)
      ARRAY_PUSH(&index->rows, 0);
  }
  return index->rows.v + *at;
}

static uint64_t key_of_sources(uint64_t key) {
  return av_key(0, 0, av_class(key), av_kind(key));
}

static uint64_t key_of_targets(uint64_t key) {
  return av_key(av_source(key), 0, av_class(key), av_kind(key));
}

static uint32_t group_of(Index *index, const Lattice *lattice, uint64_t key) {
  bool is_new;
  uint32_t *at = map_put(&index->by_key, key, &is_new);
  if (!is_new)
    return *at;
  uint32_t id = *at = (uint32_t)index->groups.n;
  ARRAY_PUSH(&index->groups, (Group){key, 0, NO_ID});
  uint32_t source = lattice->column[av_source(key)];
  uint32_t target = lattice->column[av_target(key)];
  if (source != NO_ID)
    row_add(index_row(index, &index->sources, key_of_sources(key),
                      lattice->n_words), source);
  if (target != NO_ID)
    row_add(index_row(index, &index->targets, key_of_targets(key),
                      lattice->n_words), target);
  return id;
}

static void add_xperms(Index *index, uint32_t group,
                       const XpermRecord *record) {
  uint32_t last = NO_ID, added = (uint32_t)index->xperms.n;
  for (uint32_t at = index->groups.v[group].xperms; at != NO_ID;
       at = index->xperms.v[last = at].next) {
    XpermRecord *known = &index->xperms.v[at].record;
    if (known->specified != record->specified ||
        known->driver != record->driver)
      continue;
    for (int i = 0; i < 8; i++)
      known->bits[i] |= record->bits[i];
    return;
  }
  ARRAY_PUSH(&index->xperms, (GroupXperms){*record, NO_ID});
  *(last == NO_ID ? &index->groups.v[group].xperms
                  : &index->xperms.v[last].next) = added;
}

/* Of auditdeny the data has the permissions that are audited; the covering
 * entry is the one with fewer. */
static PermMask granted(const AvEntry *entry) {
  return av_kind(entry->key) == RULE_AUDITDENY ? ~entry->data : entry->data;
}

/* Whether the groups of a table with such a canonical key are indexed. */
static bool is_indexed(const Lattice *lattice, uint64_t key) {
  return lattice->column[av_source(key)] != NO_ID ||
         lattice->column[av_target(key)] != NO_ID ||
         av_kind(key) & XPERM_KINDS;
}

static void index_table(Index *index, const Optimizer *o,
                        const AvTable *table) {
  index->table = table;
  for (size_t i = 0; i < table->n; i++) {
    const AvEntry *entry = &table->v[i];
    RuleKind kind = av_kind(entry->key);
    uint64_t key = canonical_key(&o->lattice, entry->key);
    if (!(kind & (AV_KINDS | XPERM_KINDS)) || !is_indexed(&o->lattice, key))
      continue;
    uint32_t group = group_of(index, &o->lattice, key);
    if (kind & AV_KINDS)
      index->groups.v[group].perms |= granted(entry);
    else
      add_xperms(index, group, &o->policy->xperm_records.v[entry->data]);
  }
}

static void index_free(Index *index) {
  ARRAY_FREE(&index->groups);
  ARRAY_FREE(&index->xperms);
  ARRAY_FREE(&index->rows);
  map_free(&index->by_key);
  map_free(&index->sources);
  map_free(&index->targets);
}

static void push_cover(Optimizer *o, const Index *index, uint64_t key) {
  const uint32_t *at = map_get(&index->by_key, key);
  if (!at)
    return;
  const Group *group = &index->groups.v[*at];
  o->covered |= group->perms;
  if (group->xperms == NO_ID)
    return;
  ARRAY_PUSH(&o->covers, group);
  ARRAY_PUSH(&o->covers_index, index);
}

static int compare_key(const void *key, const void *element) {
  uint64_t a = *(const uint64_t *)key, b = ((const AvEntry *)element)->key;
  return (a > b) - (a < b);
}

/* The entry of a table, which is sorted, or NULL. */
static const AvEntry *find_entry(const AvTable *table, uint64_t key) {
  return table->n ? bsearch(&key, table->v, table->n, sizeof *table->v,
                            compare_key)
                  : NULL;
}

/* The same of the group with the very key. */
static void push_same(Optimizer *o, const Index *index, uint64_t key) {
  if (is_indexed(&o->lattice, key)) {
    push_cover(o, index, key);
    return;
  }
  const AvEntry *entry = find_entry(index->table, key);
  if (entry)
    o->covered |= granted(entry);
}

/* The groups with this source and a target strictly around that of key. */
static void find_target_covers(Optimizer *o, const Index *index,
                               TypeId source, uint64_t key) {
  const Lattice *lattice = &o->lattice;
  uint64_t row_key = av_key(source, 0, av_class(key), av_kind(key));
  const uint32_t *at = map_get(&index->targets, row_key);
  if (!at)
    return;
  const uint64_t *row = index->rows.v + *at;
  const uint64_t *around = row_of(lattice, av_target(key));
  EACH_COMMON_COLUMN(column, row, around, lattice->n_words)
    push_cover(o, index, av_key(source, lattice->attribute[column],
                                av_class(key), av_kind(key)));
}

/* Fills o->covers with the groups of the index that cover a key, itself
 * apart. */
static void find_covers(Optimizer *o, const Index *index, uint64_t key) {
  const Lattice *lattice = &o->lattice;
  find_target_covers(o, index, av_source(key), key);
  const uint32_t *at = map_get(&index->sources, key_of_sources(key));
  if (!at)
    return;
  const uint64_t *row = index->rows.v + *at;
  const uint64_t *around = row_of(lattice, av_source(key));
  EACH_COMMON_COLUMN(column, row, around, lattice->n_words) {
    TypeId source = lattice->attribute[column];
    push_cover(o, index, av_key(source, av_target(key), av_class(key),
                                av_kind(key)));
    find_target_covers(o, index, source, key);
  }
}

static bool bits_are_empty(const XpermRecord *record) {
  uint32_t any = 0;
  for (int i = 0; i < 8; i++)
    any |= record->bits[i];
  return !any;
}

/* Takes out of `record` what `cover` has: of the same numbers bit by bit, and
 * a whole driver takes all functions of it. */
static void subtract_xperms(XpermRecord *record, const XpermRecord *cover) {
  uint32_t keep = UINT32_MAX;
  if (record->specified == XPERM_IOCTL_FUNCTIONS &&
      cover->specified == XPERM_IOCTL_DRIVERS &&
      cover->bits[record->driver / 32] >> record->driver % 32 & 1)
    keep = 0;
  bool same = record->specified == cover->specified &&
              (record->specified == XPERM_IOCTL_DRIVERS ||
               record->driver == cover->driver);
  for (int i = 0; i < 8; i++)
    record->bits[i] &= keep & (same ? ~cover->bits[i] : UINT32_MAX);
}

static void subtract_group(XpermRecord *record, const Index *index,
                           const Group *group, const XpermRecord *itself) {
  for (uint32_t at = group->xperms; at != NO_ID;
       at = index->xperms.v[at].next)
    if (&index->xperms.v[at].record != itself)
      subtract_xperms(record, &index->xperms.v[at].record);
}

static void emit_av(const Optimizer *o, AvTable *table, AvEntry entry,
                    PermMask perms) {
  perms &= ~o->covered;
  if (!perms)
    return;
  entry.data = av_kind(entry.key) == RULE_AUDITDENY ? ~perms : perms;
  ARRAY_PUSH(table, entry);
}

static void emit_xperms(const Optimizer *o, AvTable *out, AvEntry entry,
                        const Index *index, const Group *group) {
  for (uint32_t at = group->xperms; at != NO_ID;
       at = index->xperms.v[at].next) {
    const XpermRecord *itself = &index->xperms.v[at].record;
    XpermRecord left = *itself;
    subtract_group(&left, index, group, itself);
    for (size_t i = 0; i < o->covers.n; i++)
      subtract_group(&left, o->covers_index.v[i], o->covers.v[i], NULL);
    if (bits_are_empty(&left))
      continue;
    entry.data = (uint32_t)o->policy->xperm_records.n;
    ARRAY_PUSH(&o->policy->xperm_records, left);
    ARRAY_PUSH(out, entry);
  }
}

/* What is left of a group goes to `out`.  `outer` is the index of the
 * unconditional table, or NULL. */
static void emit_group(Optimizer *o, AvTable *out, AvEntry entry,
                       const Index *index, const Group *group,
                       const Index *outer) {
  o->covered = 0;
  o->covers.n = o->covers_index.n = 0;
  find_covers(o, index, group->key);
  if (outer) {
    push_same(o, outer, group->key);
    find_covers(o, outer, group->key);
  }
  if (av_kind(entry.key) & AV_KINDS)
    emit_av(o, out, entry, group->perms);
  else
    emit_xperms(o, out, entry, index, group);
}

/* The first entry of a group stands for it. */
static void optimize_table(Optimizer *o, AvTable *table, const Index *index,
                           const Index *outer) {
  AvTable out = {0};
  bool *done = mem_resize(NULL, index->groups.n + 1);
  memset(done, 0, index->groups.n + 1);
  ARRAY_RESERVE(&out, table->n);
  for (size_t i = 0; i < table->n; i++) {
    AvEntry entry = table->v[i];
    if (!(av_kind(entry.key) & (AV_KINDS | XPERM_KINDS))) {
      ARRAY_PUSH(&out, entry);
      continue;
    }
    uint64_t key = canonical_key(&o->lattice, entry.key);
    if (!is_indexed(&o->lattice, key)) {
      Group alone = {key, granted(&entry), NO_ID};
      emit_group(o, &out, entry, index, &alone, outer);
      continue;
    }
    uint32_t group = *map_get(&index->by_key, key);
    if (!done[group])
      emit_group(o, &out, entry, index, &index->groups.v[group], outer);
    done[group] = true;
  }
  mem_free(done);
  ARRAY_FREE(table);
  *table = out;
}

static void optimize_branch(Optimizer *o, AvTable *table,
                            const Index *unconditional) {
  Index index = {0};
  index_table(&index, o, table);
  optimize_table(o, table, &index, unconditional);
  index_free(&index);
}

/* Conditionals that have no rule left go too. */
static void optimize_conditionals(Optimizer *o, const Index *unconditional) {
  Policy *policy = o->policy;
  size_t n = 0;
  for (size_t i = 0; i < policy->conditionals.n; i++) {
    Conditional conditional = policy->conditionals.v[i];
    for (int branch = 0; branch < 2; branch++)
      optimize_branch(o, &conditional.table[branch], unconditional);
    if (conditional.table[0].n || conditional.table[1].n)
      policy->conditionals.v[n++] = conditional;
  }
  policy->conditionals.n = n;
}

void optimize(Policy *policy) {
  Optimizer o = {.policy = policy};
  Index index = {0};
  make_lattice(&o.lattice, policy, &policy->session->arena);
  index_table(&index, &o, &policy->av_table);
  optimize_conditionals(&o, &index); /* looks into the table */
  optimize_table(&o, &policy->av_table, &index, NULL);
  index_free(&index);
  ARRAY_FREE(&o.covers);
  ARRAY_FREE(&o.covers_index);
}
