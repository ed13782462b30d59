/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parser: what the golden pairs do not show.  Places, the hook for unknown
 * calls, and that no fault makes it stop short or run for ever. */
#include "frontend/parse.h"

#include <stdio.h>
#include <string.h>

#include "ir/words.h"
#include "tests/unit/unit.h"

typedef struct Parse {
  Session session;
  Stmts stmts;
  char *messages;
  size_t n_messages;
  FILE *stream;
} Parse;

static void parse_start(Parse *parse) {
  memset(parse, 0, sizeof *parse);
  session_init(&parse->session);
  words_intern(&parse->session.names);
  parse->stream = open_memstream(&parse->messages, &parse->n_messages);
  parse->session.diags.stream = parse->stream;
}

static Loc parse_text(Parse *parse, const char *text,
                      const ParseOptions *options) {
  Session *session = &parse->session;
  Loc source =
      source_add(&session->sources, "test.te", text, strlen(text), true);
  Lexer *lexer = lexer_new_plain(session, source);
  parse_unit(session, lexer, &parse->stmts, options);
  lexer_free(lexer);
  diag_flush(&session->diags);
  fflush(parse->stream);
  return source;
}

static void parse_end(Parse *parse) {
  session_free(&parse->session);
  fclose(parse->stream);
  free(parse->messages);
}

static const char *name_of(Parse *parse, Ident ident) {
  return name_text(&parse->session.names, ident.name);
}

START_TEST(nodes_say_where_they_were_written) {
  Parse parse;
  parse_start(&parse);
  Loc source = parse_text(&parse, "type a_t;\nallow a_t { b_t -c_t }:file *;",
                          NULL);
  const Stmt *type = parse.stmts.first, *allow = type->next;
  ck_assert_uint_eq(type->place.loc, source);
  ck_assert_uint_eq(type->type.id.place.loc, source + 5);
  ck_assert_uint_eq(allow->place.loc, source + 10);
  NameSet target = allow->av.target;
  ck_assert_uint_eq(set_place(&target).loc, source + 20);
  ck_assert_uint_eq(target.n, 2);
  ck_assert_uint_eq(set_id(&target, 1).place.loc, source + 27);
  ck_assert_str_eq(name_of(&parse, set_id(&target, 1)), "c_t");
  ck_assert(set_minus(&target, 1) && !set_minus(&target, 0));
  ck_assert(allow->av.perms.star);
  ck_assert_ptr_eq(parse.stmts.last, allow);
  ck_assert_ptr_null(allow->next);
  parse_end(&parse);
}
END_TEST

START_TEST(category_ranges_are_split) {
  Parse parse;
  parse_start(&parse);
  Loc source = parse_text(&parse, "level s0:c0.c5,c7;", NULL);
  Level level = parse.stmts.first->level;
  ck_assert_uint_eq(level.n_categories, 2);
  ck_assert_str_eq(name_of(&parse, level.categories[0].low), "c0");
  ck_assert_str_eq(name_of(&parse, level.categories[0].high), "c5");
  ck_assert_uint_eq(level.categories[0].high.place.loc, source + 12);
  ck_assert_str_eq(name_of(&parse, level.categories[1].low), "c7");
  ck_assert_uint_eq(level.categories[1].high.name, NO_NAME);
  parse_end(&parse);
}
END_TEST

START_TEST(self_is_a_known_word) {
  Parse parse;
  parse_start(&parse);
  parse_text(&parse, "allow a_t self:file read;", NULL);
  ck_assert_uint_eq(set_name(&parse.stmts.first->av.target, 0), WORD_SELF);
  parse_end(&parse);
}
END_TEST

START_TEST(units_are_appended) {
  Parse parse;
  parse_start(&parse);
  parse_text(&parse, "type a_t;", NULL);
  parse_text(&parse, "", NULL);
  parse_text(&parse, "type b_t;", NULL);
  ck_assert_str_eq(name_of(&parse, parse.stmts.first->type.id), "a_t");
  ck_assert_ptr_eq(parse.stmts.first->next, parse.stmts.last);
  ck_assert_str_eq(name_of(&parse, parse.stmts.last->type.id), "b_t");
  ck_assert_uint_eq(parse.session.diags.n_errors, 0);
  parse_end(&parse);
}
END_TEST

static void take_source(void *context, const Stmts *statements) {
  *(NameSet *)context = statements->first->av.source;
}

START_TEST(sets_outlive_their_nodes) {
  Parse parse;
  parse_start(&parse);
  NameSet source = {0};
  ParseOptions options = {.take = take_source, .context = &source};
  parse_text(&parse, "allow { a_t b_t } self:file read;", &options);
  ck_assert_uint_eq(source.n, 2);
  ck_assert_str_eq(name_of(&parse, set_id(&source, 1)), "b_t");
  parse_end(&parse);
}
END_TEST

static void suggest(void *context, Session *session, Ident name) {
  ++*(int *)context;
  diag_note(&session->diags, name.place, "did you mean '%s_2'?",
            name_text(&session->names, name.name));
}

START_TEST(unknown_calls_can_be_explained) {
  Parse parse;
  parse_start(&parse);
  int n_calls = 0;
  ParseOptions options = {.unknown_call = suggest, .context = &n_calls};
  parse_text(&parse, "foo_bar(a, b)\nallow a_t b_t:file perms(x);\n",
             &options);
  ck_assert_int_eq(n_calls, 2);
  ck_assert_uint_eq(parse.session.diags.n_errors, 2);
  ck_assert_ptr_nonnull(
      strstr(parse.messages, "error: unknown interface 'foo_bar'"));
  ck_assert_ptr_nonnull(
      strstr(parse.messages, "note: did you mean 'foo_bar_2'?"));
  ck_assert_ptr_nonnull(strstr(parse.messages, "error: unknown macro 'perms'"));
  parse_end(&parse);
}
END_TEST

/* As many as the grammar has blocks and brackets in. */
static const char *const statements =
    "type a_t alias { b_t } , c ;\n"
    "allow { a_t -b_t } ~ { c } : { d { e } } * ;\n"
    "if ( a && ! b ) { allow a b : c d ; } else { dontaudit a b : c d ; }\n"
    "optional { require { type a ; class b { c } ; } type d ; }\n"
    "else { optional { role a types { b } ; } }\n"
    "dominance { role a { role b ; } role c ; }\n"
    "constrain { a } b ( u1 == u2 or t1 != { c d } ) ;\n"
    "portcon tcp 1 - 2 a : b : c : d - e : f , g\n"
    "user u roles { r } level s range s - t ;\n";

/* Parses the text with one word left out, or another in its place, and a good
 * statement behind; whatever is wrong, the parser ends. */
static unsigned parse_spoilt(size_t start, size_t end, const char *word) {
  char text[2000];
  snprintf(text, sizeof text, "%.*s%s%s\ntype last_t;\n", (int)start,
           statements, word, statements + end);
  Parse parse;
  parse_start(&parse);
  parse.session.diags.error_limit = 3;
  parse_text(&parse, text, NULL);
  unsigned n = parse.session.diags.n_errors;
  ck_assert_msg(n < 8, "%u errors of one cause:\n%s", n, text);
  parse_end(&parse);
  return n;
}

START_TEST(a_spoilt_word_makes_few_errors) {
  static const char *const words[] = {"",  ";", "{",     "}",    "(",
                                      ")", ":", "allow", "foo(", "x"};
  unsigned n_faulty = 0;
  for (size_t start = 0; statements[start];) {
    size_t end = start + strcspn(statements + start, " \n");
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
      n_faulty += parse_spoilt(start, end, words[i]) > 0;
    start = end + 1;
  }
  ck_assert_uint_gt(n_faulty, 1000);
}
END_TEST

START_TEST(any_beginning_of_a_text_ends) {
  ck_assert_uint_eq(parse_spoilt(0, 0, ""), 0);
  for (size_t end = 0; statements[end]; end++) {
    char text[2000];
    snprintf(text, sizeof text, "%.*s", (int)end, statements);
    Parse parse;
    parse_start(&parse);
    parse_text(&parse, text, NULL);
    ck_assert_uint_lt(parse.session.diags.n_errors, 4);
    parse_end(&parse);
  }
}
END_TEST

UNIT_MAIN("parse", nodes_say_where_they_were_written,
          category_ranges_are_split, self_is_a_known_word, units_are_appended,
          sets_outlive_their_nodes,
          unknown_calls_can_be_explained, a_spoilt_word_makes_few_errors,
          any_beginning_of_a_text_ends)
