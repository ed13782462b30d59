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
  diag_error(diags, id.place, "the policy has no %s '%s'", word, text);
  Name near = policy_suggest(policy, kind, text);
  if (near)
    diag_note(diags, no_place, "did you mean '%s'?",
              name_text(diags->names, near));
}

static bool names_are_known(AddedRules *added, SymbolKind kind,
                            const NameSet *set) {
  bool known = true;
  for (uint32_t i = 0; i < set->n; i++) {
    Ident id = set->items[i].id;
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
