/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Booleans, permissive types and dontaudit rules are changed here as
 * libsemanage changes them when it commits (policy_components.c,
 * direct_api.c), users and contexts in the other files. */
#include "ir/customizer.h"

#include <stdarg.h>
#include <string.h>

#include "ir/context.h"
#include "ir/passes.h"
#include "ir/rules.h"

/* For all kinds */

void custom_error(Session *session, Ident word, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char *message = arena_vprintf(&session->arena, format, args);
  va_end(args);
  diag_error_as(&session->diags, ERROR_CUSTOMIZATION, word.place, "%s",
                message);
  diag_span(&session->diags, name_length(&session->names, word.name));
}

void custom_contradiction(Session *session, const Customization *line,
                          const Customization *earlier) {
  custom_error(session, line->subject,
               "this contradicts an earlier line about '%s'",
               name_text(&session->names, line->subject.name));
  diag_note(&session->diags, earlier->subject.place, "it is here");
}

static const char *const kind_words[SYMBOL_KIND_COUNT] = {
    [SYMBOL_TYPE] = "type",
    [SYMBOL_ROLE] = "role",
    [SYMBOL_USER] = "user",
    [SYMBOL_BOOL] = "boolean",
};

uint32_t custom_find(const Policy *policy, SymbolKind kind, Ident word) {
  uint32_t id = policy_find(policy, kind, word.name);
  bool is_attribute =
      id != NO_ID && ((kind == SYMBOL_TYPE && id >= policy->n_plain_types) ||
                      (kind == SYMBOL_ROLE && id >= policy->n_plain_roles));
  if (is_attribute)
    custom_error(policy->session, word, "'%s' is an attribute",
                 custom_text(policy, word));
  if (id != NO_ID)
    return is_attribute ? NO_ID : id;
  custom_error(policy->session, word, "the policy has no %s '%s'",
               kind_words[kind], custom_text(policy, word));
  Name near = policy_suggest(policy, kind, custom_text(policy, word));
  if (near)
    diag_note(&policy->session->diags, no_place, "did you mean '%s'?",
              name_text(&policy->session->names, near));
  return NO_ID;
}

TypeId custom_find_type(const Policy *policy, Ident word,
                        const char *attribute) {
  TypeId id = custom_find(policy, SYMBOL_TYPE, word);
  Name name = name_find(&policy->session->names, attribute,
                        strlen(attribute));
  TypeId set = name ? policy_find(policy, SYMBOL_TYPE, name) : NO_ID;
  if (id == NO_ID || set == NO_ID ||
      bitset_has(&policy->types.v[set].members, id))
    return id;
  custom_error(policy->session, word, "type '%s' is no %s",
               custom_text(policy, word), attribute);
  return NO_ID;
}

bool custom_range(const Policy *policy, const Customization *line,
                  MlsRange *range) {
  Ident word = line->options[CUSTOM_OPTION_RANGE];
  const char *text = word.name ? custom_text(policy, word) : "s0";
  *range = (MlsRange){0};
  if (!policy->mls || mls_range_read(policy, text, strlen(text), range))
    return true;
  custom_error(policy->session, word.name ? word : line->subject,
               "'%s' is not a range of the policy", text);
  return false;
}

/* Booleans */

/* What the lines leave of each id: the line that counts, or NULL. */
static const Customization **last_lines(const Customizer *c, CustomKind kind,
                                        SymbolKind symbol, size_t n) {
  Session *session = c->policy->session;
  const Customization **lines =
      ARENA_NEW_N(&session->arena, const Customization *, n);
  for (size_t i = 0; i < c->lines->n; i++) {
    const Customization *line = &c->lines->v[i];
    if (line->kind != kind)
      continue;
    if (line->action == CUSTOM_DELETE_ALL) {
      memset(lines, 0, n * sizeof *lines);
      continue;
    }
    uint32_t id = custom_find(c->policy, symbol, line->subject);
    if (id == NO_ID)
      continue;
    if (line->action == CUSTOM_DELETE && !lines[id])
      custom_error(session, line->subject, "'%s' has not been added",
                   custom_text(c->policy, line->subject));
    else if (line->action != CUSTOM_DELETE && lines[id] &&
             lines[id]->value != line->value)
      custom_contradiction(session, line, lines[id]);
    lines[id] = line->action == CUSTOM_DELETE ? NULL : line;
  }
  return lines;
}

static void customize_booleans(const Customizer *c) {
  size_t n = c->policy->bools.n;
  const Customization **lines =
      last_lines(c, CUSTOM_BOOLEAN, SYMBOL_BOOL, n);
  for (size_t id = 0; id < n; id++)
    if (lines[id]) {
      c->policy->bools.v[id].value = lines[id]->value;
      ARRAY_PUSH(&c->changes->bools, (BoolId)id);
    }
}

static void customize_permissives(const Customizer *c) {
  size_t n = c->policy->types.n;
  const Customization **lines =
      last_lines(c, CUSTOM_PERMISSIVE, SYMBOL_TYPE, n);
  for (size_t id = 0; id < n; id++)
    if (lines[id]) {
      c->policy->types.v[id].permissive = true;
      ARRAY_PUSH(&c->changes->permissives, (TypeId)id);
    }
}

/* Rules that only keep denials out of the log */

static void drop_dontaudits(Policy *policy) {
  enum { SILENT = RULE_DONTAUDIT | RULE_AUDITDENY | RULE_XPERMS_DONTAUDIT };
  size_t n = 0;
  for (size_t i = 0; i < policy->av_rules.n; i++)
    if (!(av_rule(policy, i)->kind & SILENT))
      *av_rule(policy, n++) = *av_rule(policy, i);
  policy->av_rules.n = n;
}

static void customize_dontaudits(const Customizer *c) {
  const Customization *last = NULL;
  bool off = false;
  for (size_t i = 0; i < c->lines->n; i++) {
    const Customization *line = &c->lines->v[i];
    if (line->kind != CUSTOM_DONTAUDIT)
      continue;
    const char *text = custom_text(c->policy, line->subject);
    bool is_off = !strcmp(text, "off");
    if (!is_off && strcmp(text, "on"))
      custom_error(c->policy->session, line->subject,
                   "'%s' is not on or off", text);
    else if (last && off != is_off)
      custom_contradiction(c->policy->session, line, last);
    off = is_off;
    last = line;
  }
  c->changes->no_dontaudits = off;
  if (off)
    drop_dontaudits(c->policy);
}

void customize(Policy *policy, const Customizations *customizations,
               LocalChanges *changes) {
  Customizer c = {policy, customizations, changes};
  customize_users(&c); /* first: contexts name them */
  customize_contexts(&c);
  customize_booleans(&c);
  customize_permissives(&c);
  customize_dontaudits(&c);
}
