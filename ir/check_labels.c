/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The contexts of files against the policy that is to know them. */
#include <string.h>

#include "ir/passes.h"
#include "ir/words.h"
#include "lib/map.h"

typedef struct Checker {
  const Policy *policy;
  Session *session;
  Map seen; /* context to its replacement */
} Checker;

/* Reports a name that the policy lacks.  libsemanage puts the real ones for
 * ROLE and USER. */
static bool check_name(Checker *checker, const FileContext *entry,
                       SymbolKind kind, const char *text, size_t n) {
  Name name = name_find(&checker->session->names, text, n);
  uint32_t id = policy_find(checker->policy, kind, name);
  bool is_attribute =
      (kind == SYMBOL_TYPE && id >= checker->policy->n_plain_types) ||
      (kind == SYMBOL_ROLE && id >= checker->policy->n_plain_roles);
  if ((id != NO_ID && !is_attribute) ||
      (n == 4 && (!memcmp(text, "ROLE", n) || !memcmp(text, "USER", n))))
    return true;
  diag_error_as(&checker->session->diags, ERROR_FILE_CONTEXT, entry->place,
                id == NO_ID ? "the policy has no %s '%.*s'"
                            : "the %s '%.*s' is an attribute",
                symbol_kind_word(kind), (int)n, text);
  return false;
}

/* `s0`, `s0-s0:c0.c1023`, `s0:c1,c3`. */
static bool check_range(Checker *checker, const FileContext *entry,
                        const char *text) {
  SymbolKind kind = SYMBOL_LEVEL;
  bool good = true;
  while (good && *text) {
    size_t n = strcspn(text, ":,.-");
    good = check_name(checker, entry, kind, text, n);
    if (text[n] == ':')
      kind = SYMBOL_CATEGORY;
    else if (text[n] == '-')
      kind = SYMBOL_LEVEL;
    text += n + (text[n] != '\0');
  }
  return good;
}

/* The context with its type by its own name. */
static Name without_alias(Checker *checker, const char *context,
                          const char *type, size_t n) {
  const Policy *policy = checker->policy;
  Names *names = &checker->session->names;
  TypeId id = policy_find(policy, SYMBOL_TYPE, name_find(names, type, n));
  const char *text = arena_printf(
      &checker->session->arena, "%.*s%s%s", (int)(type - context), context,
      name_text(names, policy->types.v[id].id.name), type + n);
  return name_intern_string(names, text);
}

static Name check_context(Checker *checker, const FileContext *entry) {
  const char *user = name_text(&checker->session->names, entry->context);
  size_t n_user = strcspn(user, ":");
  const char *role = user + n_user + 1;
  size_t n_role = strcspn(role, ":");
  const char *type = role + n_role + 1;
  size_t n_type = strcspn(type, ":");
  bool has_range = type[n_type] == ':';
  if (has_range != checker->policy->mls)
    diag_error_as(&checker->session->diags, ERROR_FILE_CONTEXT, entry->place,
                  has_range ? "the context has a range, but the policy is "
                              "neither MCS nor MLS"
                            : "the context lacks a range");
  if (!check_name(checker, entry, SYMBOL_USER, user, n_user) ||
      !check_name(checker, entry, SYMBOL_ROLE, role, n_role) ||
      !check_name(checker, entry, SYMBOL_TYPE, type, n_type) ||
      (has_range && !check_range(checker, entry, type + n_type + 1)))
    return entry->context;
  return without_alias(checker, user, type, n_type);
}

void check_labels(const Policy *policy, FileContexts *contexts) {
  Checker checker = {.policy = policy, .session = policy->session};
  for (size_t i = 0; i < contexts->n; i++) {
    FileContext *entry = &contexts->v[i];
    bool is_new = false;
    if (!entry->context)
      continue;
    uint32_t *checked = map_put(&checker.seen, entry->context, &is_new);
    if (is_new)
      *checked = check_context(&checker, entry);
    entry->context = *checked;
  }
  map_free(&checker.seen);
}
