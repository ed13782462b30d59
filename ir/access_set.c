/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/access_set.h"

#include <stdlib.h>
#include <string.h>

void access_set_free(AccessSet *set) {
  for (size_t i = 0; i < set->accesses.n; i++) {
    bitset_free(&set->accesses.v[i].xperms[0]);
    bitset_free(&set->accesses.v[i].xperms[1]);
  }
  ARRAY_FREE(&set->accesses);
  map_free(&set->index);
}

Access *access_set_put(AccessSet *set, TypeId source, TypeId target,
                       ClassId class_id) {
  bool is_new;
  uint32_t *index = map_put(
      &set->index, av_key(source, target, class_id, RULE_ALLOW), &is_new);
  if (is_new) {
    *index = (uint32_t)set->accesses.n;
    ARRAY_PUSH(&set->accesses, (Access){source, target, class_id, 0, {{0}}});
  }
  return &set->accesses.v[*index];
}

const Access *access_set_find(const AccessSet *set, const Access *key) {
  const uint32_t *index =
      map_get(&set->index,
              av_key(key->source, key->target, key->class_id, RULE_ALLOW));
  return index ? &set->accesses.v[*index] : NULL;
}

static void add_pair(AccessSet *set, const ViolationPart *part, TypeId source,
                     TypeId target) {
  Access *access = access_set_put(set, source, target, part->class_id);
  if (!part->xperms) {
    access->perms |= part->perms;
    return;
  }
  for (uint32_t i = 0; i < part->xperms->n; i++)
    bitset_add_range(&access->xperms[part->xperms->is_nlmsg],
                     part->xperms->v[i].low, part->xperms->v[i].high);
}

void access_set_add(AccessSet *set, const ViolationPart *part) {
  BITSET_EACH(source, &part->sources) {
    if (part->is_self) {
      add_pair(set, part, source, source);
      continue;
    }
    BITSET_EACH(target, &part->targets)
      if (!part->apart || source != target)
        add_pair(set, part, source, target);
  }
}

void access_set_add_difference(AccessSet *set, const AccessSet *a,
                               const AccessSet *b) {
  for (size_t i = 0; i < a->accesses.n; i++) {
    const Access *access = &a->accesses.v[i];
    const Access *other = access_set_find(b, access);
    PermMask perms = access->perms & ~(other ? other->perms : 0);
    Bitset xperms[2] = {{0}};
    for (int k = 0; k < 2; k++) {
      bitset_copy(&xperms[k], &access->xperms[k]);
      if (other)
        bitset_subtract(&xperms[k], &other->xperms[k]);
    }
    if (perms || !bitset_is_empty(&xperms[0]) ||
        !bitset_is_empty(&xperms[1])) {
      Access *rest = access_set_put(set, access->source, access->target,
                                    access->class_id);
      rest->perms |= perms;
      bitset_union(&rest->xperms[0], &xperms[0]);
      bitset_union(&rest->xperms[1], &xperms[1]);
    }
    bitset_free(&xperms[0]);
    bitset_free(&xperms[1]);
  }
}

/* An access by one kind of permission. */
typedef struct Atom {
  TypeId source, target;
  ClassId class_id;
  PermMask perms;
  const Bitset *xperms; /* or NULL: then perms */
  bool is_nlmsg;
  uint64_t hash; /* of what is permitted */
} Atom;
typedef ARRAY(Atom) Atoms;

static int compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

static int compare_permitted(const Atom *a, const Atom *b) {
  int order = compare(a->source, b->source);
  if (!order)
    order = compare(a->class_id, b->class_id);
  if (!order)
    order = compare(a->xperms ? 1 + a->is_nlmsg : 0,
                    b->xperms ? 1 + b->is_nlmsg : 0);
  return order ? order : compare(a->hash, b->hash);
}

static int compare_atoms(const void *left, const void *right) {
  const Atom *a = left, *b = right;
  int order = compare_permitted(a, b);
  return order ? order : compare(a->target, b->target);
}

static Atoms collect_atoms(const AccessSet *set) {
  Atoms atoms = {0};
  for (size_t i = 0; i < set->accesses.n; i++) {
    const Access *access = &set->accesses.v[i];
    Atom atom = {.source = access->source, .target = access->target,
                 .class_id = access->class_id, .perms = access->perms,
                 .hash = access->perms};
    if (atom.perms)
      ARRAY_PUSH(&atoms, atom);
    for (int k = 0; k < 2; k++) {
      atom.xperms = &access->xperms[k];
      atom.is_nlmsg = k;
      atom.hash = bitset_hash(atom.xperms);
      if (!bitset_is_empty(atom.xperms))
        ARRAY_PUSH(&atoms, atom);
    }
  }
  if (atoms.n)
    qsort(atoms.v, atoms.n, sizeof *atoms.v, compare_atoms);
  return atoms;
}

static XpermSet *numbers_of(const Bitset *bits, bool is_nlmsg, Arena *arena) {
  ARRAY(XpermRange) ranges = {0};
  BITSET_EACH(number, bits) {
    if (ranges.n && ranges.v[ranges.n - 1].high + 1 == number)
      ranges.v[ranges.n - 1].high = number;
    else
      ARRAY_PUSH(&ranges, (XpermRange){number, number});
  }
  XpermSet *set = ARENA_NEW(arena, XpermSet);
  set->is_nlmsg = is_nlmsg;
  set->n = (uint32_t)ranges.n;
  set->v = arena_copy(arena, ranges.v, ranges.n * sizeof *ranges.v);
  ARRAY_FREE(&ranges);
  return set;
}

/* Equal hashes of different numbers part rows, for they are compared. */
static bool same_row(const Atom *a, const Atom *b) {
  return compare_permitted(a, b) == 0 &&
         (!a->xperms || bitset_equal(a->xperms, b->xperms));
}

AccessRows access_rows(const AccessSet *set, Arena *arena) {
  AccessRows rows = {0};
  Atoms atoms = collect_atoms(set);
  for (size_t i = 0; i < atoms.n; i++) {
    const Atom *atom = &atoms.v[i];
    if (!i || !same_row(atom, atom - 1)) {
      AccessRow row = {.source = atom->source, .class_id = atom->class_id,
                       .perms = atom->perms};
      if (atom->xperms)
        row.xperms = numbers_of(atom->xperms, atom->is_nlmsg, arena);
      ARRAY_PUSH(&rows, row);
    }
    bitset_add(&rows.v[rows.n - 1].targets, atom->target);
  }
  ARRAY_FREE(&atoms);
  return rows;
}

void access_rows_free(AccessRows *rows) {
  for (size_t i = 0; i < rows->n; i++)
    bitset_free(&rows->v[i].targets);
  ARRAY_FREE(rows);
}

static const char *type_text(const Policy *policy, TypeId id) {
  return name_text(&policy->session->names, policy->types.v[id].id.name);
}

typedef struct TypeName {
  const char *text;
} TypeName;

static int compare_names(const void *left, const void *right) {
  return strcmp(((const TypeName *)left)->text,
                ((const TypeName *)right)->text);
}

/* By name, whatever the ids are. */
static void write_targets(const Policy *policy, const Bitset *targets,
                          Buffer *out) {
  ARRAY(TypeName) names = {0};
  BITSET_EACH(id, targets)
    ARRAY_PUSH(&names, (TypeName){type_text(policy, id)});
  if (names.n)
    qsort(names.v, names.n, sizeof *names.v, compare_names);
  put_string(out, names.n > 1 ? "{ " : "");
  for (size_t i = 0; i < names.n; i++)
    put_format(out, names.n > 1 ? "%s " : "%s", names.v[i].text);
  put_string(out, names.n > 1 ? "}" : "");
  ARRAY_FREE(&names);
}

void access_row_write(const Policy *policy, const AccessRow *row,
                      Buffer *out) {
  const Names *names = &policy->session->names;
  put_format(out, "allow%s %s ", row->xperms ? "xperm" : "",
             type_text(policy, row->source));
  write_targets(policy, &row->targets, out);
  put_format(out, ":%s ",
             name_text(names, policy->classes.v[row->class_id].id.name));
  if (row->xperms) {
    put_string(out, row->xperms->is_nlmsg ? "nlmsg { " : "ioctl { ");
    for (uint32_t i = 0; i < row->xperms->n; i++)
      put_format(out, row->xperms->v[i].low == row->xperms->v[i].high
                          ? "0x%04x "
                          : "0x%04x-0x%04x ",
                 row->xperms->v[i].low, row->xperms->v[i].high);
  } else {
    put_string(out, "{ ");
    for (uint32_t bit = 0; bit < 32; bit++)
      if (row->perms >> bit & 1)
        put_format(out, "%s ", name_text(names, policy_perm_name(
                                                    policy, row->class_id,
                                                    bit)));
  }
  put_string(out, "};\n");
}
