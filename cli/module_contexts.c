/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/module_contexts.h"

#include <string.h>

#include "backend/file_contexts.h"
#include "frontend/path_pattern.h"
#include "ir/scopes.h"
#include "lib/map.h"

/* What is known of the symbols that contexts may name. */
typedef struct Known {
  Session *session;
  const Headers *headers;
  Scopes scopes;  /* what the module declares and requires */
  Map elsewhere;  /* kind << 32 | name of what was found in the headers, or
                     reported */
  Name system_user;
  bool has_levels;
} Known;

static void add_symbols(Known *known, uint32_t block, const Symbols *symbols,
                        bool declared) {
  for (size_t i = 0; i < symbols->n; i++) {
    scopes_add(&known->scopes, block, &symbols->v[i], declared);
    known->has_levels |= symbols->v[i].kind == SYMBOL_LEVEL;
  }
}

static void add_module(Known *known, const Module *module) {
  scopes_init(&known->scopes, module);
  for (uint32_t i = 0; i < module->blocks.n; i++) {
    add_symbols(known, i, &module->blocks.v[i].declared, true);
    add_symbols(known, i, &module->blocks.v[i].required, false);
  }
}

static bool is_known(const Known *known, SymbolKind kind, Name name) {
  return (kind == SYMBOL_USER && name == known->system_user) ||
         scopes_find_anywhere(&known->scopes, kind, name);
}

/* Headers */

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_';
}

/* Whether a text holds the word. */
static bool holds_word(const Source *source, const char *word, size_t n) {
  const char *end = source->text + source->length, *at = source->text;
  while ((at = memmem(at, (size_t)(end - at), word, n))) {
    if ((at == source->text || !is_word(at[-1])) && !is_word(at[n]))
      return true;
    at += n;
  }
  return false;
}

static bool is_in_headers(const Known *known, Name name) {
  const Names *names = &known->session->names;
  const char *word = name_text(names, name);
  if (!known->headers)
    return false;
  for (size_t i = 0; i < known->headers->interfaces.n; i++) {
    Loc base = known->headers->interfaces.v[i].file->base;
    if (base && holds_word(source_of(&known->session->sources, base), word,
                           name_length(names, name)))
      return true;
  }
  return false;
}

/* Contexts */

/* A name of a context, unless it is known.  A package may name what another
 * one declares, so that this is a warning only. */
static void check_name(Known *known, const FileContext *entry, SymbolKind kind,
                       Name name) {
  Diags *diags = &known->session->diags;
  bool is_new = false;
  if (is_known(known, kind, name) ||
      session_misses(known->session, name))
    return;
  map_put(&known->elsewhere, (uint64_t)kind << 32 | name, &is_new);
  if (is_new && !is_in_headers(known, name) &&
      diag_warning(diags, WARN_UNKNOWN_CONTEXT, entry->place,
                   "the %s '%s' is neither declared nor required by the module",
                   symbol_kind_word(kind),
                   name_text(&known->session->names, name)))
    scopes_suggest(&known->scopes, diags, kind, name);
}

/* One sensitivity or category of a range. */
static void check_level(Known *known, const FileContext *entry,
                        SymbolKind kind, const char *text, size_t n) {
  Name name = name_intern(&known->session->names, text, n);
  if (!is_known(known, kind, name))
    diag_error_as(&known->session->diags, ERROR_UNDECLARED, entry->place,
                  kind == SYMBOL_LEVEL ? "the policy has no sensitivity '%s'"
                                       : "the policy has no category '%s'",
                  name_text(&known->session->names, name));
}

/* `s0`, `s0-s0:c0.c1023`, `s0:c1,c3`.  Only where the module requires the
 * levels, as policy_module does, can they be told. */
static void check_range(Known *known, const FileContext *entry,
                        const char *text) {
  SymbolKind kind = SYMBOL_LEVEL;
  while (known->has_levels && *text) {
    size_t n = strcspn(text, ":,.-");
    check_level(known, entry, kind, text, n);
    if (text[n] == ':')
      kind = SYMBOL_CATEGORY;
    else if (text[n] == '-')
      kind = SYMBOL_LEVEL;
    text += n + (text[n] != '\0');
  }
}

static void check_has_range(Known *known, const FileContext *entry,
                            bool has_range) {
  if (!known->headers)
    return;
  bool mls = known->headers->conf.type != TYPE_STANDARD;
  if (mls && !has_range)
    diag_error_as(&known->session->diags, ERROR_CONTEXT, entry->place,
                  "the context lacks a range, as in gen_context(%s, s0)",
                  name_text(&known->session->names, entry->context));
  else if (!mls && has_range)
    diag_error_as(&known->session->diags, ERROR_CONTEXT, entry->place,
                  "the context has a range, but the policy is neither MCS nor "
                  "MLS");
}

static void check_context(Known *known, const FileContext *entry) {
  static const SymbolKind kinds[] = {SYMBOL_USER, SYMBOL_ROLE, SYMBOL_TYPE};
  Names *names = &known->session->names;
  const char *text = name_text(names, entry->context);
  for (int i = 0; i < 3; i++) {
    size_t n = strcspn(text, ":");
    check_name(known, entry, kinds[i], name_intern(names, text, n));
    text += n + (i < 2);
  }
  check_has_range(known, entry, *text == ':');
  check_range(known, entry, text + (*text == ':'));
}

/* In the order that linking gives them. */
static void check_shadowed(Session *session, const FileContexts *contexts) {
  FileContexts sorted = {0};
  for (size_t i = 0; i < contexts->n; i++)
    ARRAY_PUSH(&sorted, contexts->v[i]);
  file_contexts_unite(&session->names, &sorted);
  file_contexts_sort(&session->names, &sorted);
  file_contexts_check_shadowed(session, &sorted);
  ARRAY_FREE(&sorted);
}

void module_contexts_check(Session *session, const Module *module,
                           const Headers *headers,
                           const FileContexts *contexts) {
  Known known = {.session = session, .headers = headers};
  /* Every policy has it; no module needs to require it. */
  known.system_user = name_intern_string(&session->names, "system_u");
  add_module(&known, module);
  for (size_t i = 0; i < contexts->n; i++)
    if (contexts->v[i].context)
      check_context(&known, &contexts->v[i]);
  path_patterns_check(session, contexts);
  file_contexts_check(session, contexts);
  check_shadowed(session, contexts);
  scopes_free(&known.scopes);
  map_free(&known.elsewhere);
}

void module_contexts_write(const Names *names, const FileContexts *contexts,
                           Buffer *text) {
  for (size_t i = 0; i < contexts->n; i++) {
    const FileContext *entry = &contexts->v[i];
    put_string(text, name_text(names, entry->path));
    if (entry->kind)
      put_format(text, "\t-%c", entry->kind);
    put_format(text, "\t%s\n",
               entry->context ? name_text(names, entry->context) : "<<none>>");
  }
}
