/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A user may be declared many times: its roles add up.  Its levels add up
 * within one block, the last sensitivity counting (checkpolicy
 * policy_define.c, define_user), and must be equal between blocks (libsepol
 * expand.c, user_copy_callback). */
#include "ir/resolver.h"

/* The levels that one block gives a user. */
typedef struct UserLevels {
  const Block *block; /* NULL: none yet */
  Place place;
  MlsLevel level, low, high;
} UserLevels;

/* Levels of one user in one block. */
static void merge_level(MlsLevel *into, const MlsLevel *level) {
  into->sensitivity = level->sensitivity;
  bitset_union(&into->categories, &level->categories);
}

static bool levels_equal(const MlsLevel *a, const MlsLevel *b) {
  return a->sensitivity == b->sensitivity &&
         bitset_equal(&a->categories, &b->categories);
}

/* A user with faulty levels gets all levels, so that its contexts give no
 * second error. */
static void take_all_levels(const Policy *policy, User *user) {
  user->range = (MlsRange){.high.sensitivity = (SensId)policy->sens.n - 1};
  if (policy->cats.n)
    bitset_add_range(&user->range.high.categories, 0,
                     (CatId)policy->cats.n - 1);
}

/* Checked when all parts of the first block are there, not part by part; false
 * if they make no range. */
static bool settle_levels(Resolver *resolver, User *user, UserLevels *levels) {
  const char *text = name_text(resolver->diags->names, user->id.name);
  user->level = levels->level;
  user->range = (MlsRange){levels->low, levels->high};
  if (!mls_dominates(&levels->high, &levels->low)) {
    diag_error_as(resolver->diags, ERROR_CONTEXT, levels->place,
                  "the range of user '%s' ends below its beginning", text);
    return false;
  }
  if (!mls_dominates(&levels->level, &levels->low) ||
      !mls_dominates(&levels->high, &levels->level))
    diag_error_as(resolver->diags, ERROR_CONTEXT, levels->place,
                  "the level of user '%s' is outside of its range", text);
  return true;
}

/* The second and later blocks must say what the first has said. */
static void compare_levels(Resolver *resolver, const User *user,
                           const UserLevels *levels) {
  if (levels_equal(&user->level, &levels->level) &&
      levels_equal(&user->range.low, &levels->low) &&
      levels_equal(&user->range.high, &levels->high))
    return;
  diag_error_as(resolver->diags, ERROR_CONTEXT, levels->place,
                "user '%s' has another level or range elsewhere",
                name_text(resolver->diags->names, user->id.name));
  diag_note(resolver->diags, user->id.place, "declared here");
}

static void add_levels(Resolver *resolver, const Block *block,
                       const ModUser *user, UserLevels *levels) {
  MlsLevel level, low, high;
  if (!resolve_level(resolver, &user->level, &level) ||
      !resolve_level(resolver, &user->range.low, &low) ||
      !resolve_level(resolver, &user->range.high, &high))
    return;
  if (!levels->block)
    *levels = (UserLevels){.block = block, .place = user->id.place};
  merge_level(&levels->level, &level);
  merge_level(&levels->low, &low);
  merge_level(&levels->high, &high);
}

static void resolve_block_users(Resolver *resolver, const Block *block) {
  Policy *policy = resolver->policy;
  for (UserId id = 0; block->users.n && id < policy->users.n; id++) {
    UserLevels levels = {0};
    User *user = &policy->users.v[id];
    for (size_t i = 0; i < block->users.n; i++) {
      const ModUser *said = &block->users.v[i];
      if (policy_find(policy, SYMBOL_USER, said->id.name) != id)
        continue;
      resolve_roles(resolver, &said->roles, &user->roles);
      if (said->has_mls)
        add_levels(resolver, block, said, &levels);
    }
    if (!levels.block)
      continue;
    if (bitset_has(&resolver->included, id))
      compare_levels(resolver, user, &levels);
    else if (settle_levels(resolver, user, &levels))
      bitset_add(&resolver->included, id);
  }
}

void resolve_users(Resolver *resolver) {
  Policy *policy = resolver->policy;
  bitset_clear(&resolver->included); /* the users whose levels are settled */
  each_live_block(resolver, resolve_block_users);
  if (!policy->sens.n || !resolver->diags->n_errors)
    return;
  for (UserId id = 0; id < policy->users.n; id++)
    if (!bitset_has(&resolver->included, id))
      take_all_levels(policy, &policy->users.v[id]);
}
