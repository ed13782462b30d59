/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Attributes may be members of attributes, of types as of roles (libsepol
 * expand.c, expand_attributes_in_attributes). */
#include "ir/resolver.h"

typedef enum Progress { UNSEEN, OPEN, DONE } Progress;

typedef struct Flattening {
  Resolver *resolver;
  Bitset *const *sets;
  uint32_t n_plain;
  AttributeName *name;
  uint8_t *progress; /* by id less n_plain: a Progress */
} Flattening;

static const char *text_of(const Flattening *f, uint32_t id) {
  return name_text(f->resolver->diags->names,
                   f->name(f->resolver->policy, id).name);
}

/* Depth first: a member that is an attribute is flattened before its
 * members are taken over. An attribute met again while it is open is a
 * circle; the link back is dropped so that the rest can be checked. */
static void flatten(Flattening *f, uint32_t id) {
  f->progress[id - f->n_plain] = OPEN;
  Bitset *set = f->sets[id];
  for (uint32_t member = bitset_next(set, f->n_plain); member != BITSET_END;
       member = bitset_next(set, member + 1)) {
    bitset_remove(set, member);
    uint8_t *progress = &f->progress[member - f->n_plain];
    if (*progress == OPEN) {
      diag_error(f->resolver->diags, f->name(f->resolver->policy, member).place,
                 "attribute '%s' is a member of itself through '%s'",
                 text_of(f, member), text_of(f, id));
      continue;
    }
    if (*progress == UNSEEN)
      flatten(f, member);
    bitset_union(set, f->sets[member]);
  }
  f->progress[id - f->n_plain] = DONE;
}

void flatten_attributes(Resolver *resolver, Bitset *const *sets,
                        uint32_t n_plain, uint32_t n, AttributeName *name) {
  Flattening f = {resolver, sets, n_plain, name,
                  ARENA_NEW_N(resolver->arena, uint8_t, n - n_plain + 1)};
  for (uint32_t id = n_plain; id < n; id++)
    if (f.progress[id - n_plain] == UNSEEN)
      flatten(&f, id);
}
