/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Policies from text, for the tests of lowering, linking and expansion: the
 * rules of a small MLS base policy, modules beside it, what they become, and
 * what is reported. */
#ifndef TESTS_UNIT_SOURCE_POLICY_H
#define TESTS_UNIT_SOURCE_POLICY_H

#include <stdio.h>
#include <string.h>

#include "frontend/lower.h"
#include "frontend/parse.h"
#include "ir/dump_policy.h"
#include "ir/passes.h"
#include "ir/words.h"
#include "tests/unit/unit.h"

static const char source_prelude[] =
    "class process\nclass file\nclass dir\nclass lnk_file\n"
    "sid kernel\n"
    "common object { ioctl read write getattr }\n"
    "class process { fork transition nlmsg }\n"
    "class file inherits object { execute }\n"
    "class dir inherits object { search }\n"
    "class lnk_file inherits object\n"
    "sensitivity s0; sensitivity s1;\n"
    "dominance { s0 s1 }\n"
    "category c0; category c1; category c2;\n"
    "level s0:c0.c2; level s1:c0,c1;\n"
    "mlsconstrain file read ( l1 dom l2 );\n"
    "attribute domain; attribute other;\n"
    "type a_t, domain; type b_t, domain; type etc_t;\n"
    "bool a_bool true; bool b_bool false;\n"
    "tunable a_tunable true; tunable b_tunable false;\n"
    "role a_r; role b_r; attribute_role group_r;\n"
    "role a_r types a_t;\n";

static const char source_postlude[] =
    "user a_u roles a_r level s0 range s0 - s1:c0.c1;\n"
    "sid kernel a_u:a_r:a_t:s0\n";

enum { MOST_MODULES = 4 };

typedef struct Built {
  Session session;
  Module modules[MOST_MODULES];
  size_t n_modules;
  Policy policy;
  char *errors; /* what was reported */
  size_t errors_length;
  Buffer text; /* the policy as text */
} Built;

static inline Built *built_new(void) {
  Built *built = calloc(1, sizeof *built);
  session_init(&built->session);
  words_intern(&built->session.names);
  built->session.diags.stream =
      open_memstream(&built->errors, &built->errors_length);
  return built;
}

static inline void built_free(Built *built) {
  diag_flush(&built->session.diags);
  fclose(built->session.diags.stream);
  free(built->errors);
  buffer_free(&built->text);
  session_free(&built->session);
  free(built);
}

static inline Stmts parse_text(Built *built, const char *path,
                               const char *text) {
  Loc source =
      source_add(&built->session.sources, path, text, strlen(text), true);
  Lexer *lexer = lexer_new_plain(&built->session, source);
  Stmts stmts = {0};
  parse_unit(&built->session, lexer, &stmts, NULL);
  lexer_free(lexer);
  return stmts;
}

static inline Module *lower_texts(Built *built, const LowerOptions *options,
                                  const char *const *texts, size_t n) {
  Module *module = &built->modules[built->n_modules++];
  Lowering *lowering = lower_begin(&built->session, module, options);
  for (size_t i = 0; i < n; i++) {
    Stmts stmts = parse_text(built, "test.te", texts[i]);
    lower_unit(lowering, &stmts);
  }
  lower_end(lowering);
  return module;
}

static const LowerOptions base_options = {.is_base = true, .mls = true};
static const LowerOptions strict_options = {
    .is_base = true, .mls = true, .strict_order = true};
static const LowerOptions module_options = {.mls = true};

/* A base policy with these rules. */
static inline Built *base_with(const char *rules) {
  const char *texts[] = {source_prelude, rules, source_postlude};
  Built *built = built_new();
  lower_texts(built, &base_options, texts, 3);
  return built;
}

static inline void add_module(Built *built, const char *text) {
  lower_texts(built, &module_options, &text, 1);
}

static inline Built *linked(Built *built) {
  LinkOptions options = {.mls = true};
  link_modules(&built->policy, &built->session, built->modules,
               built->n_modules, &options);
  dump_policy(&built->text, &built->policy,
              DUMP_SYMBOLS | DUMP_RULES | DUMP_CONTEXTS);
  put_u8(&built->text, 0);
  return built;
}

static inline Built *expanded(Built *built) {
  linked(built);
  built->text.n = 0;
  expand(&built->policy);
  dump_policy(&built->text, &built->policy,
              DUMP_SYMBOLS | DUMP_TABLES | DUMP_CONTEXTS);
  put_u8(&built->text, 0);
  return built;
}

/* How often the policy's text has this whole line. */
static inline int count_lines(const Built *built, const char *line) {
  int count = 0;
  size_t length = strlen(line);
  for (const char *at = built->text.data; (at = strstr(at, line)); at += length)
    count += (at == built->text.data || at[-1] == '\n') && at[length] == '\n';
  return count;
}

#define ck_has(built, line)                                                    \
  ck_assert_msg(count_lines(built, line) == 1, "not once: %s\nin:\n%s", line,  \
                (built)->text.data)
#define ck_lacks(built, line)                                                  \
  ck_assert_msg(count_lines(built, line) == 0, "unwanted: %s", line)

/* Reported were n errors, among them one that says `part`. */
#define ck_errors(built, n, part)                                              \
  do {                                                                         \
    diag_flush(&(built)->session.diags);                                       \
    fflush((built)->session.diags.stream);                                     \
    ck_assert_msg((built)->session.diags.n_errors == (n) &&                    \
                      strstr((built)->errors ? (built)->errors : "", part),    \
                  "%u errors: %s", (built)->session.diags.n_errors,            \
                  (built)->errors ? (built)->errors : "");                     \
  } while (0)
#define ck_clean(built) ck_errors(built, 0, "")

#endif
