/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/lowering.h"
#include "ir/words.h"

/* `self` is no type: it is the source once more, and means something only
 * in a target. */
static bool check_self(Lowering *lowering, const NameSet *set, unsigned allowed,
                       const char *what) {
  bool has[2] = {false, false}; /* `self`, `-self` */
  Place self[2] = {no_place, no_place};
  for (uint32_t i = 0; i < set->n; i++)
    if (set_name(set, i) == WORD_SELF) {
      has[set_minus(set, i)] = true;
      self[set_minus(set, i)] = set_id(set, i).place;
    }
  Diags *diags = &lowering->session->diags;
  if (has[0] && !(allowed & SET_SELF)) {
    diag_error_as(diags, ERROR_SET, self[0],
                  "'self' cannot stand in %s", what);
    return false;
  }
  if (has[1] && !(allowed & SET_MINUS_SELF)) {
    diag_error_as(diags, ERROR_SET, self[1],
                  "'-self' cannot stand in %s", what);
    return false;
  }
  if (has[0] && has[1]) {
    diag_error_as(diags, ERROR_SET, self[1],
                  "'self' and '-self' exclude each other");
    diag_note(diags, self[0], "'self' is here");
    return false;
  }
  if (has[1] && set->complement) {
    diag_error_as(diags, ERROR_SET, self[1],
                  "'-self' cannot stand in a complement");
    return false;
  }
  return true;
}

/* Whether a set holds nothing but names, which may stand anywhere. */
static inline bool is_plain(const NameSet *set) {
  if (set->star || set->complement || !set->n)
    return false;
  if (!set->has_list)
    return set->single != WORD_SELF;
  for (uint32_t i = 0; i < set->n; i++)
    if (set_minus(set, i) || set_name(set, i) == WORD_SELF)
      return false;
  return true;
}

bool lower_check_set(Lowering *lowering, const NameSet *set, unsigned allowed,
                     const char *what) {
  Diags *diags = &lowering->session->diags;
  if (is_plain(set))
    return true;
  if (!set->n && !set->star) {
    diag_error_as(diags, ERROR_SET, set_place(set), "%s is an empty set", what);
    return false;
  }
  if (set->star && !(allowed & SET_STAR)) {
    diag_error_as(diags, ERROR_SET, set_place(set), "'*' cannot stand for %s",
                  what);
    return false;
  }
  if (set->complement && !(allowed & SET_COMPLEMENT)) {
    diag_error_as(diags, ERROR_SET, set_place(set), "'~' cannot stand before %s",
                  what);
    return false;
  }
  for (uint32_t i = 0; i < set->n && !(allowed & SET_MINUS); i++) {
    if (!set_minus(set, i))
      continue;
    diag_error_as(diags, ERROR_SET, set_id(set, i).place,
                  "'-' cannot take a name out of %s", what);
    return false;
  }
  return check_self(lowering, set, allowed, what);
}

NameSet lower_classes_or_process(const NameSet *classes, Place place) {
  if (classes->n || classes->star)
    return *classes;
  return name_set_of((Ident){WORD_PROCESS, place});
}

bool lower_needs_mls(Lowering *lowering, Place place, const char *what) {
  if (lowering->options.mls)
    return true;
  if (!lowering->reported_mls)
    diag_error_as(&lowering->session->diags, ERROR_CONTEXT, place,
                  "%s in a policy without MLS", what);
  lowering->reported_mls = true;
  return false;
}

bool lower_check_mls(Lowering *lowering, bool has_mls, Place place,
                     const char *what) {
  if (has_mls == lowering->options.mls)
    return true;
  if (has_mls)
    diag_error_as(&lowering->session->diags, ERROR_CONTEXT, place,
                  "%s with an MLS level in a policy without MLS", what);
  else
    diag_error_as(&lowering->session->diags, ERROR_CONTEXT, place,
                  "%s without an MLS level in a policy with MLS", what);
  return false;
}
