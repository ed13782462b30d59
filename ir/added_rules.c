/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/resolver.h"
#include "ir/rules.h"
#include "ir/words.h"

typedef struct AddedRules {
  Resolver resolver;
  UnknownNames unknown;
} AddedRules;

static void report_unknown(AddedRules *added, SymbolKind kind, Ident id) {
  Policy *policy = added->resolver.policy;
  Diags *diags = added->resolver.diags;
  const char *text = name_text(diags->names, id.name);
  const char *word = symbol_kind_word(kind);
  if (added->unknown == UNKNOWN_IS_STALE) {
    diag_warning(diags, WARN_STALE_BASELINE, id.place,
                 "the policy has no %s '%s' any more", word, text);
    return;
  }
  diag_error_as(diags, ERROR_UNDECLARED, id.place, "the policy has no %s '%s'",
                word, text);
  Name near = policy_suggest(policy, kind, text);
  if (near)
    diag_note(diags, no_place, "did you mean '%s'?",
              name_text(diags->names, near));
}

static bool names_are_known(AddedRules *added, SymbolKind kind,
                            const NameSet *set) {
  bool known = true;
  for (uint32_t i = 0; i < set->n; i++) {
    Ident id = set_id(set, i);
    if (id.name == WORD_SELF ||
        policy_find(added->resolver.policy, kind, id.name) != NO_ID)
      continue;
    report_unknown(added, kind, id);
    known = false;
  }
  return known;
}

void resolve_added_rules(Policy *policy, const ModAvRule *rules, size_t n,
                         UnknownNames unknown) {
  AddedRules added = {{.policy = policy,
                       .diags = &policy->session->diags,
                       .arena = &policy->session->arena},
                      unknown};
  names_begin(&added.resolver);
  for (size_t i = 0; i < n; i++) {
    bool known = names_are_known(&added, SYMBOL_TYPE, &rules[i].source);
    known &= names_are_known(&added, SYMBOL_TYPE, &rules[i].target);
    known &= names_are_known(&added, SYMBOL_CLASS, &rules[i].classes);
    if (known)
      resolve_av_rule(&added.resolver, &rules[i], (CondRef){NO_ID, false});
  }
  names_end(&added.resolver);
}

static uint32_t find_name(AddedRules *added, SymbolKind kind, Ident id) {
  uint32_t found = policy_find(added->resolver.policy, kind, id.name);
  if (found == NO_ID)
    report_unknown(added, kind, id);
  return found;
}

static bool level_is_known(AddedRules *added, const Level *level) {
  bool known =
      find_name(added, SYMBOL_LEVEL, level->sensitivity) != NO_ID;
  for (uint32_t i = 0; i < level->n_categories; i++) {
    CatRange range = level->categories[i];
    known &= find_name(added, SYMBOL_CATEGORY, range.low) != NO_ID;
    if (range.high.name)
      known &= find_name(added, SYMBOL_CATEGORY, range.high) != NO_ID;
  }
  return known;
}

bool resolve_added_context(Policy *policy, const Context *context,
                           PolicyContext *out) {
  AddedRules added = {{.policy = policy,
                       .diags = &policy->session->diags,
                       .arena = &policy->session->arena},
                      UNKNOWN_IS_ERROR};
  out->user = find_name(&added, SYMBOL_USER, context->user);
  out->role = find_name(&added, SYMBOL_ROLE, context->role);
  out->type = find_name(&added, SYMBOL_TYPE, context->type);
  bool known = out->user != NO_ID && out->role != NO_ID && out->type != NO_ID;
  if (!policy->mls || !context->has_range)
    return known;
  const Range *range = &context->range;
  bool is_one = range->low.categories == range->high.categories &&
                range->low.sensitivity.name == range->high.sensitivity.name;
  bool low = level_is_known(&added, &range->low);
  bool high = is_one ? low : level_is_known(&added, &range->high);
  return low && high && known &&
         resolve_range(&added.resolver, &context->range, &out->range);
}

uint32_t resolve_added_name(Policy *policy, SymbolKind kind, Ident id) {
  AddedRules added = {{.policy = policy,
                       .diags = &policy->session->diags},
                      UNKNOWN_IS_ERROR};
  return find_name(&added, kind, id);
}
