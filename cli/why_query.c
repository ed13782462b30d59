/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The question is a rule, so the grammar of the language reads it. */
#include "cli/why_query.h"

#include <ctype.h>
#include <string.h>

#include "frontend/parse.h"
#include "ir/rules.h"
#include "ir/words.h"

/* Parses one statement of text that stands under a name in messages. */
static const Stmt *parse_one(Session *session, const char *name,
                             const char *text) {
  Stmts stmts = {0};
  Loc base = source_add(&session->sources, name, text, strlen(text), true);
  Lexer *lexer = lexer_new_plain(session, base);
  parse_unit(session, lexer, &stmts, NULL);
  lexer_free(lexer);
  return checkpoint(&session->diags) ? stmts.first : NULL;
}

/* What is behind a word or a set in braces, without blanks. */
static const char *skip_set(const char *text) {
  text += strspn(text, " \t");
  text += *text == '{' ? strcspn(text, "}") + (strchr(text, '}') != NULL)
                       : strcspn(text, " \t;");
  return text + strspn(text, " \t;");
}

/* The rule with what may be left out of a question: permissions, or the type
 * of a type rule. */
static const char *whole_rule(Arena *arena, const char *rule) {
  const char *colon = strchr(rule, ':');
  const char *end = rule + strlen(rule);
  while (end > rule && (end[-1] == ';' || isspace((unsigned char)end[-1])))
    end--;
  bool is_cut = colon && !*skip_set(colon + 1);
  const char *rest = !is_cut                     ? ""
                     : !strncmp(rule, "type_", 5) ? " self"
                                                  : " *";
  return arena_printf(arena, "%.*s%s;", (int)(end - rule), rule, rest);
}

/* The one name of a set, or an error. */
static bool one_name(Session *session, const NameSet *set, Ident *name) {
  if (set->n == 1 && !set->star && !set->complement && !set_minus(set, 0)) {
    *name = set_id(set, 0);
    return true;
  }
  diag_error(&session->diags, set_place(set), "one name is wanted here");
  return false;
}

static bool set_ends(Policy *policy, const NameSet *source,
                     const NameSet *target, const NameSet *classes,
                     WhyQuery *query) {
  Session *session = policy->session;
  Ident s, t, c;
  if (!one_name(session, source, &s) || !one_name(session, target, &t) ||
      !one_name(session, classes, &c))
    return false;
  if (t.name == WORD_SELF)
    t = s;
  query->source = resolve_added_name(policy, SYMBOL_TYPE, s);
  query->target = resolve_added_name(policy, SYMBOL_TYPE, t);
  query->class_id = resolve_added_name(policy, SYMBOL_CLASS, c);
  return query->source != NO_ID && query->target != NO_ID &&
         query->class_id != NO_ID;
}

static bool perm_is_known(Policy *policy, ClassId class_id, Ident perm) {
  Diags *diags = &policy->session->diags;
  if (class_id == NO_ID ||
      policy_find_perm(policy, class_id, perm.name) != NO_ID)
    return true;
  const char *text = name_text(diags->names, perm.name);
  diag_error_as(diags, ERROR_UNKNOWN_PERMISSION, perm.place,
                "class '%s' has no permission '%s'",
                name_text(diags->names, policy->classes.v[class_id].id.name),
                text);
  Name near = policy_suggest_perm(policy, class_id, text);
  if (near)
    diag_note(diags, no_place, "did you mean '%s'?",
              name_text(diags->names, near));
  return false;
}

static bool set_perms(Policy *policy, const NameSet *perms, WhyQuery *query) {
  bool known = true;
  if (perms->star || perms->complement)
    return true;
  query->perms.v = ARENA_NEW_N(&policy->session->arena, Ident, perms->n);
  query->perms.n = perms->n;
  for (uint32_t i = 0; i < perms->n; i++) {
    query->perms.v[i] = set_id(perms, i);
    known &= perm_is_known(policy, query->class_id, set_id(perms, i));
  }
  return known;
}

static bool ask_av(Policy *policy, const StmtAv *av, WhyQuery *query) {
  query->kind = av->kind;
  if (!set_ends(policy, &av->source, &av->target, &av->classes, query))
    return false;
  if (!av->xperms)
    return set_perms(policy, &av->perms, query);
  query->has_number = av->xperms->n == 1;
  if (query->has_number)
    query->number = av->xperms->v[0].low;
  return true;
}

static bool ask_rule(Policy *policy, const char *rule, WhyQuery *query) {
  Session *session = policy->session;
  const Stmt *stmt =
      parse_one(session, "question", whole_rule(&session->arena, rule));
  if (stmt && stmt->kind == STMT_AV)
    return ask_av(policy, &stmt->av, query);
  if (stmt && stmt->kind == STMT_TYPE_RULE) {
    const StmtTypeRule *type = &stmt->type_rule;
    query->kind = type->kind;
    query->file_name = type->file_name.name;
    return set_ends(policy, &type->source, &type->target, &type->classes,
                    query);
  }
  if (checkpoint(&session->diags))
    diag_error(&session->diags, no_place,
               "a question is an access vector rule or a type rule");
  return false;
}

/* A name that was given as an option. */
static Ident option_ident(Policy *policy, const char *option,
                          const char *text) {
  Session *session = policy->session;
  return (Ident){name_intern_string(&session->names, text),
                 {source_add(&session->sources, option, text, strlen(text),
                             true), 0}};
}

static bool ask_name(Policy *policy, SymbolKind kind, const char *option,
                     const char *text, uint32_t *id) {
  if (text)
    *id = resolve_added_name(policy, kind, option_ident(policy, option, text));
  return !text || *id != NO_ID;
}

static bool ask_perms(Policy *policy, const char *text, WhyQuery *query) {
  Arena *arena = &policy->session->arena;
  query->perms.v = ARENA_NEW_N(arena, Ident, strlen(text) / 2 + 1);
  bool known = true;
  while (*(text += strspn(text, " ,{}"))) {
    size_t length = strcspn(text, " ,{}");
    Ident perm = option_ident(policy, "-p",
                              arena_printf(arena, "%.*s", (int)length, text));
    query->perms.v[query->perms.n++] = perm;
    known &= perm_is_known(policy, query->class_id, perm);
    text += length;
  }
  return known;
}

static bool ask_parts(Policy *policy, const WhyWords *words,
                      WhyQuery *query) {
  *query = (WhyQuery){.kind = RULE_ALLOW, .any_source = !words->source,
                      .any_target = !words->target, .source = NO_ID,
                      .target = NO_ID, .class_id = NO_ID};
  bool known = ask_name(policy, SYMBOL_TYPE, "-s", words->source,
                        &query->source);
  known &= ask_name(policy, SYMBOL_TYPE, "-t", words->target, &query->target);
  known &= ask_name(policy, SYMBOL_CLASS, "-c", words->class,
                    &query->class_id);
  return known && (!words->perms || ask_perms(policy, words->perms, query));
}

/* A context in the kernel's spelling as the language has it, where a dash
 * belongs to a name unless blanks are around it: the one of the range, which is
 * behind the third colon. */
static const char *spaced_context(Arena *arena, const char *text) {
  const char *range = text;
  for (int i = 0; i < 3 && range; i++)
    range = (range = strchr(range, ':')) ? range + 1 : NULL;
  const char *dash = range ? strchr(range, '-') : NULL;
  return dash ? arena_printf(arena, "%.*s - %s", (int)(dash - text), text,
                             dash + 1)
              : text;
}

static bool ask_context(Policy *policy, const char *option, const char *text,
                        TypeId type, WhyContext *out) {
  Session *session = policy->session;
  *out = (WhyContext){.context = {.type = type}};
  if (!text)
    return true;
  const Stmt *stmt = parse_one(
      session, option,
      arena_printf(&session->arena, "sid kernel %s\n",
                   spaced_context(&session->arena, text)));
  out->is_whole = true;
  if (!stmt || stmt->kind != STMT_OCON ||
      !resolve_added_context(policy, &stmt->ocon->context, &out->context))
    return false;
  if (type == NO_ID || out->context.type == type)
    return true;
  diag_error(&session->diags, stmt->ocon->context.type.place,
             "the question is about another type");
  return false;
}

bool why_question(Policy *policy, const WhyWords *words,
                  WhyQuestion *question) {
  *question = (WhyQuestion){.query = {.class_id = NO_ID}};
  WhyQuery *query = &question->query;
  bool known = words->rule ? ask_rule(policy, words->rule, query)
                           : ask_parts(policy, words, query);
  return known &&
         ask_context(policy, "--source-context", words->source_context,
                     query->source, &question->source) &&
         ask_context(policy, "--target-context", words->target_context,
                     query->target, &question->target);
}
