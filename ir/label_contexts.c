/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ir/passes.h"
#include "ir/rules.h"
#include "ir/words.h"

typedef struct LabelChecker {
  Policy *policy;
  Diags *diags;
  Names *names;
  Map seen; /* contexts that are valid */
} LabelChecker;

/* Text on its way to a Context: what is left, and where all of it stands. */
typedef struct ContextText {
  LabelChecker *checker;
  const char *at;
  Place place;
} ContextText;

/* The next word, up to one of the characters in `ends`, and past that. */
static Ident next_word(ContextText *text, const char *ends, char *end) {
  size_t n = strcspn(text->at, ends);
  Ident word = {name_intern(text->checker->names, text->at, n), text->place};
  *end = text->at[n];
  text->at += n + (text->at[n] != '\0');
  return word;
}

/* `s0`, `s0:c1,c3.c5`; *end is the character behind it, `-` or NUL. */
static Level next_level(ContextText *text, char *end) {
  Arena *arena = &text->checker->policy->session->arena;
  Level level = {.sensitivity = next_word(text, ":-", end)};
  ARRAY(CatRange) ranges = {0};
  if (*end == ':')
    *end = ',';
  while (*end == ',') {
    CatRange range = {.low = next_word(text, ".,-", end)};
    if (*end == '.')
      range.high = next_word(text, ",-", end);
    ARRAY_PUSH(&ranges, range);
  }
  level.categories = arena_copy(arena, ranges.v, ranges.n * sizeof *ranges.v);
  level.n_categories = (uint32_t)ranges.n;
  ARRAY_FREE(&ranges);
  return level;
}

static Context read_context(LabelChecker *checker, const FileContext *entry) {
  ContextText text = {checker, name_text(checker->names, entry->context),
                      entry->place};
  char end;
  Context context = {.place = entry->place};
  context.user = next_word(&text, ":", &end);
  context.role = next_word(&text, ":", &end);
  context.type = next_word(&text, ":", &end);
  context.has_range = end == ':';
  if (context.has_range) {
    context.range.low = next_level(&text, &end);
    context.range.high =
        end == '-' ? next_level(&text, &end) : context.range.low;
  }
  return context;
}

static bool report(LabelChecker *checker, const FileContext *entry,
                   const char *why) {
  diag_error_as(checker->diags, ERROR_CONTEXT, entry->place,
                "the context %s is not valid: %s",
                name_text(checker->names, entry->context), why);
  return false;
}

static bool check_valid(LabelChecker *checker, const FileContext *entry,
                        const PolicyContext *context) {
  const Policy *policy = checker->policy;
  const User *user = &policy->users.v[context->user];
  if (policy->roles.v[context->role].id.name == WORD_OBJECT_R)
    return true;
  if (!bitset_has(&policy->roles.v[context->role].types, context->type))
    return report(checker, entry, "the role does not have the type");
  if (!bitset_has(&user->roles, context->role))
    return report(checker, entry, "the user does not have the role");
  if (policy->mls &&
      (!mls_dominates(&context->range.low, &user->range.low) ||
       !mls_dominates(&user->range.high, &context->range.high)))
    return report(checker, entry, "the range is not within the user's");
  return true;
}

static bool check_context(LabelChecker *checker, const FileContext *entry) {
  const Policy *policy = checker->policy;
  PolicyContext resolved = {0};
  Context context = read_context(checker, entry);
  if (context.has_range != policy->mls)
    return report(checker, entry,
                  policy->mls ? "it lacks a range"
                              : "it has a range, but the policy is neither "
                                "MCS nor MLS");
  if (!resolve_added_context(checker->policy, &context, &resolved))
    return false;
  if (resolved.type >= policy->n_plain_types)
    return report(checker, entry, "its type is an attribute");
  if (resolved.role >= policy->n_plain_roles)
    return report(checker, entry, "its role is an attribute");
  return check_valid(checker, entry, &resolved);
}

void check_label_contexts(Policy *policy, const FileContexts *contexts) {
  LabelChecker checker = {.policy = policy,
                          .diags = &policy->session->diags,
                          .names = &policy->session->names};
  for (size_t i = 0; i < contexts->n; i++) {
    const FileContext *entry = &contexts->v[i];
    if (entry->context && !map_get(&checker.seen, entry->context) &&
        check_context(&checker, entry))
      map_put(&checker.seen, entry->context, NULL);
  }
  map_free(&checker.seen);
}
