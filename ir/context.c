/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/context.h"

#include <string.h>

/* What is left of a text. */
typedef struct Cursor {
  const char *at, *end;
} Cursor;

/* The bytes up to one of `stops` or the end; the stop itself stays. */
static Cursor take_until(Cursor *cursor, const char *stops) {
  Cursor word = {cursor->at, cursor->at};
  while (word.end < cursor->end && !strchr(stops, *word.end))
    word.end++;
  cursor->at = word.end;
  return word;
}

static bool take_char(Cursor *cursor, char c) {
  if (cursor->at == cursor->end || *cursor->at != c)
    return false;
  cursor->at++;
  return true;
}

static void skip_blanks(Cursor *cursor) {
  while (take_char(cursor, ' ')) {
  }
}

/* The id of a name, or NO_ID. */
static uint32_t find(const Policy *policy, SymbolKind kind, Cursor word) {
  Name name = name_find(&policy->session->names, word.at,
                        (size_t)(word.end - word.at));
  return name ? policy_find(policy, kind, name) : NO_ID;
}

/* `c0` or `c0.c5`. */
static bool read_categories(const Policy *policy, Cursor *cursor,
                            Bitset *categories) {
  CatId low = find(policy, SYMBOL_CATEGORY, take_until(cursor, ".,- "));
  CatId high = low;
  if (take_char(cursor, '.'))
    high = find(policy, SYMBOL_CATEGORY, take_until(cursor, ".,- "));
  if (low == NO_ID || high == NO_ID || low > high)
    return false;
  bitset_add_range(categories, low, high);
  return true;
}

static bool read_level(const Policy *policy, Cursor *cursor,
                       MlsLevel *level) {
  level->sensitivity = find(policy, SYMBOL_LEVEL, take_until(cursor, ":- "));
  if (level->sensitivity == NO_ID)
    return false;
  if (take_char(cursor, ':'))
    do {
      if (!read_categories(policy, cursor, &level->categories))
        return false;
    } while (take_char(cursor, ','));
  return true;
}

static bool level_is_valid(const Policy *policy, const MlsLevel *level) {
  return bitset_is_subset(&level->categories,
                          &policy->sens.v[level->sensitivity].categories);
}

bool mls_range_is_valid(const Policy *policy, const MlsRange *range) {
  return level_is_valid(policy, &range->low) &&
         level_is_valid(policy, &range->high) &&
         mls_dominates(&range->high, &range->low);
}

static bool read_range(const Policy *policy, Cursor *cursor,
                       MlsRange *range) {
  if (!read_level(policy, cursor, &range->low))
    return false;
  skip_blanks(cursor);
  if (take_char(cursor, '-')) {
    skip_blanks(cursor);
    if (!read_level(policy, cursor, &range->high))
      return false;
  } else {
    range->high.sensitivity = range->low.sensitivity;
    bitset_copy(&range->high.categories, &range->low.categories);
  }
  return cursor->at == cursor->end && mls_range_is_valid(policy, range);
}

bool mls_range_read(const Policy *policy, const char *text, size_t length,
                    MlsRange *range) {
  Cursor cursor = {text, text + length};
  *range = (MlsRange){0};
  return read_range(policy, &cursor, range);
}

void mls_range_free(MlsRange *range) {
  bitset_free(&range->low.categories);
  bitset_free(&range->high.categories);
}

bool mls_range_contains(const MlsRange *outer, const MlsRange *inner) {
  return mls_dominates(&inner->low, &outer->low) &&
         mls_dominates(&outer->high, &inner->high);
}

bool policy_context_read(const Policy *policy, const char *text, size_t length,
                  PolicyContext *context) {
  Cursor cursor = {text, text + length};
  *context = (PolicyContext){0};
  context->user = find(policy, SYMBOL_USER, take_until(&cursor, ":"));
  if (context->user == NO_ID || !take_char(&cursor, ':'))
    return false;
  context->role = find(policy, SYMBOL_ROLE, take_until(&cursor, ":"));
  if (context->role == NO_ID || context->role >= policy->n_plain_roles ||
      !take_char(&cursor, ':'))
    return false;
  context->type = find(policy, SYMBOL_TYPE, take_until(&cursor, ":"));
  if (context->type == NO_ID || context->type >= policy->n_plain_types)
    return false;
  if (!policy->mls)
    return cursor.at == cursor.end;
  return take_char(&cursor, ':') &&
         read_range(policy, &cursor, &context->range);
}

void policy_context_free(PolicyContext *context) {
  mls_range_free(&context->range);
}

bool policy_context_is_valid(const Policy *policy, const PolicyContext *context) {
  enum { OBJECT_R = 0 }; /* ir/policy.h */
  const User *user = &policy->users.v[context->user];
  if (policy->mls && !mls_range_is_valid(policy, &context->range))
    return false;
  if (context->role == OBJECT_R)
    return true;
  return bitset_has(&user->roles, context->role) &&
         bitset_has(&policy->roles.v[context->role].types, context->type) &&
         (!policy->mls || mls_range_contains(&user->range, &context->range));
}
