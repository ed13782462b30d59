/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that are read once: the statements, their places, the tree of origins
 * and the messages are those of reading every call. */
#include "frontend/templates.h"

#include <stdio.h>
#include <string.h>

#include "frontend/dump_ast.h"
#include "frontend/parse.h"
#include "ir/words.h"
#include "tests/unit/unit.h"

typedef struct Reading {
  Session session;
  Stmts stmts;
  Buffer ast, places;
  char *messages;
  size_t n_messages, n_statements;
} Reading;

static void put_place(Reading *r, Place place) {
  put_format(&r->places, "%u/%u ", place.loc, place.origin);
}

static void put_set(Reading *r, const NameSet *set) {
  put_place(r, set_place(set));
  for (uint32_t i = 0; i < set->n; i++)
    put_place(r, set_id(set, i).place);
}

static void put_idents(Reading *r, const Idents *idents) {
  for (uint32_t i = 0; i < idents->n; i++)
    put_place(r, idents->v[i].place);
}

static void put_places(Reading *r, const Stmts *stmts) {
  for (const Stmt *stmt = stmts->first; stmt; stmt = stmt->next) {
    put_format(&r->places, "\n%d ", stmt->kind);
    put_place(r, stmt->place);
    switch (stmt->kind) {
    case STMT_MODULE:
      put_place(r, stmt->module.name.place);
      put_place(r, stmt->module.version.place);
      break;
    case STMT_AV:
      put_set(r, &stmt->av.source);
      put_set(r, &stmt->av.target);
      put_set(r, &stmt->av.classes);
      put_set(r, &stmt->av.perms);
      break;
    case STMT_TYPE_RULE:
      put_set(r, &stmt->type_rule.source);
      put_set(r, &stmt->type_rule.target);
      put_place(r, stmt->type_rule.result.place);
      put_place(r, stmt->type_rule.file_name.place);
      break;
    case STMT_TYPE:
      put_place(r, stmt->type.id.place);
      put_idents(r, &stmt->type.attributes);
      break;
    case STMT_TYPEATTRIBUTE: put_idents(r, &stmt->members.names); break;
    case STMT_REQUIRE: put_places(r, &stmt->require); break;
    case STMT_REQUIRE_NAMES:
      put_idents(r, &stmt->require_names.names);
      break;
    case STMT_IF:
      put_place(r, stmt->conditional.expr.place);
      put_places(r, &stmt->conditional.then_rules);
      put_places(r, &stmt->conditional.else_rules);
      break;
    case STMT_OPTIONAL:
      put_places(r, &stmt->optional.body);
      put_place(r, stmt->optional.else_place);
      put_places(r, &stmt->optional.else_body);
      break;
    default: break;
    }
  }
}

static void put_origins(Reading *r) {
  const Sources *sources = &r->session.sources;
  for (size_t i = 1; i < sources->calls.n; i++)
    put_format(&r->places, "\n%u %u %s", sources->calls.v[i].parent,
               sources->calls.v[i].loc,
               name_text(&r->session.names, sources->calls.v[i].macro));
}

static void read_text(Reading *r, const char *text,
                      const ParseOptions *options) {
  memset(r, 0, sizeof *r);
  Session *session = &r->session;
  session_init(session);
  words_intern(&session->names);
  FILE *stream = open_memstream(&r->messages, &r->n_messages);
  session->diags.stream = stream;
  Loc source =
      source_add(&session->sources, "test.te", text, strlen(text), true);
  Macros *macros = macros_new(session, NULL);
  macros_check_calls(macros, 1);
  macros_start(macros, source);
  Lexer *lexer = lexer_new(session, macros);
  parse_unit(session, lexer, &r->stmts, options);
  diag_flush(&session->diags);
  dump_ast(&r->ast, &session->names, r->stmts);
  put_u8(&r->ast, 0);
  put_places(r, &r->stmts);
  put_origins(r);
  put_u8(&r->places, 0);
  lexer_free(lexer);
  macros_free(macros);
  fclose(stream);
}

static void free_reading(Reading *r) {
  session_free(&r->session);
  buffer_free(&r->ast);
  buffer_free(&r->places);
  free(r->messages);
}

/* How often a text is in another. */
static unsigned count(const char *text, const char *part) {
  unsigned n = 0;
  while ((text = strstr(text, part))) {
    n++;
    text += strlen(part);
  }
  return n;
}

/* Reads a text both ways; gives how many allow rules it has. */
static unsigned check_same(const char *text) {
  Reading each, once;
  read_text(&each, text, &(ParseOptions){.reads_all_calls = true});
  read_text(&once, text, &(ParseOptions){0});
  ck_assert_msg(!strcmp(each.ast.data, once.ast.data), "%s\n%s\n---\n%s", text,
                each.ast.data, once.ast.data);
  ck_assert_msg(!strcmp(each.messages, once.messages), "%s\n---\n%s---\n%s",
                text, each.messages, once.messages);
  ck_assert_msg(!strcmp(each.places.data, once.places.data),
                "%s\n%s\n---\n%s", text, each.places.data, once.places.data);
  unsigned n = count(each.ast.data, "allow");
  free_reading(&each);
  free_reading(&once);
  return n;
}

/* Macros whose calls follow, and how many allow rules those give. */
static const struct {
  const char *text;
  unsigned n_rules;
} cases[] = {
    /* plain bodies; nested calls; missing and empty arguments */
    {"define(`f',`allow $1 $2:file { read write };\nallow $2 $1:dir ~open;\n')"
     "define(`g',`f($1,x_t)\nf($2,$1)\ntypeattribute $1 a, $3;\n')"
     "f(a_t,b_t)\nf(c_t,a_t)\nf(d_t,d_t)\ng(a_t,b_t,r)\ng(b_t,a_t,s)\n",
     14},
    {"define(`f',`ifelse(`$2',`',`allow $1 x:y z;',`allow $1 $2:y z;')\n')"
     "f(p)\nf(q)\nf(p,)\nf(q,)\nf(p,q)\nf(q,r)\n",
     6},
    /* the text of a parameter counts */
    {"define(`f',`type $1_t, $2;\nallow $1_t x_$2:y z;\n')"
     "f(p,q)\nf(r,s)\nf(r,s)\n",
     3},
    {"define(`f',`ifelse($1,p,`allow',`dontaudit') $1 $1:y z;\n')"
     "f(q)\nf(p)\nf(r)\n",
     1},
    {"define(`f',`ifdef(`$1',`allow',`dontaudit') x $1:y z;\n')"
     "f(q)\ndefine(`p')f(`p')\nf(r)\n",
     0},
    {"define(`f',`type_transition $1 $2:file $1 \"$2\";\n')f(p,q)\nf(r,s)\n",
     0},
    {"define(`f',`define(`n',`$1')allow n b:c d;\n')f(p)\nf(q)\nf(r)\n", 3},
    {"define(`f',`pushdef(`n',`$1')allow n b:c d;popdef(`n')\n')"
     "f(p)\nf(q)\nf(r)\n",
     3},
    /* names that are more than names */
    {"define(`f',`allow x $1:c d;\n')f(abe)\nf(a)\nf(beef)\nf(x)\nf(_x)\n"
     "f(type)\nf(12)\nf({ p q })\nf(`p')\nf(p )\nf(f)\nf(self)\n",
     8},
    /* which and how many arguments */
    {"define(`f',`allow { $* } b:c d;\n')f(p)\nf(q)\n", 2},
    {"define(`f',`ifelse($#,1,`allow a b:c d;',`allow e v:c d;')\n')"
     "f(p)\nf(q)\nf(p,q)\nf(q,r)\n",
     4},
    {"define(`h',`allow $1 $2:c d;')define(`f',`h($@)\n')f(p,q)\nf(q,r)\n", 2},
    {"define(`f',`allow a `$0':c d;\n')f(p)\nf(q)\n", 2},
    /* the definitions count, and what the call leaves behind */
    {"define(`n',`a')define(`f',`allow $1 n:c d;\n')f(x)\nf(y)\n"
     "define(`n',`b')f(x)\nf(y)\nundefine(`n')f(x)\nf(y)\n",
     6},
    {"define(`o',`optional { pushdef(`in')$1 ifelse(`$2',`',`',`} else { $2')"
     "}popdef(`in')\n')define(`f',`ifdef(`in',`require { type t; }\n')"
     "allow $1 b:c d;\n')define(`g',`o(`f($1)',`f(x)')\nf($1)\n')"
     "o(`f(p)\ng(q)')\nf(p)\ng(p)\ng(q)\ng(in)\n",
     13},
    {"define(`f',`define(`n',`x')allow $1 b:c d;\n')f(p)\nallow n b:c d;\n"
     "undefine(`n')f(q)\nallow n b:c d;\n",
     4},
    {"define(`f',`allow $1 __line__:c d;\n')f(p)\nf(q)\n", 0},
    {"define(`f',`divert(1)allow $1 b:c d;\ndivert(0)')f(p)\nf(q)\n", 0},
    {"define(`f',`errprint(`Warning: no')allow $1 b:c d;\n')f(p)\nf(q)\n", 2},
    /* what is behind the body */
    {"define(`f',`allow $1 b:c d;dnl')f(p) allow e v:g h;\nf(q)\n", 2},
    {"define(`f',`allow $1 b:c d; # no')f(p) allow e v:g h;\nf(q)\n", 2},
    {"define(`h',`allow $1 b:c d;')define(`f',`h')f(p)(b)\nf(p)(c)\n", 2},
    {"define(`f',`allow $1 b:c')f(p) d;\nf(q) e;\n", 2},
    {"define(`f',`optional { allow $1 b:c d; }\n')f(p) else { allow e v:g h; }"
     "\nf(q)\nf(r) # no\n else { f(s) }\n",
     5},
    {"define(`f',`optional { allow $1 b:c d; }')define(`e',`else')define(`n')"
     "f(p) f(p) e { allow j v:g h; }\nf(q) n else { f(s) }\nf(q) `else' { }\n"
     "f(r) ifdef(`e',`e { allow j v:g h; }')\nf(r) # no\n n() e { f(s) }\n",
     10},
    {"define(`f',`if (x) { allow $1 b:c d; }')f(p)else { allow e v:g h; }\n"
     "f(q) f(r)\n",
     4},
    {"define(`f',`optional { allow $1 b:c d;')f(p) }\nf(q) }\n", 2},
    {"define(`f',`} allow $1 b:c d; ')optional { type t; f(p)\n"
     "optional { type u; f(q)\n",
     2},
    /* nothing at all */
    {"define(`f',`# $1\n')optional { f(p) }\noptional { f(p) type t; }\n", 0},
    {"define(`f',`;')optional { f(p) }\noptional { f(q) }\n", 0},
    /* requirements are no statements */
    {"define(`f',`type $1;\n')require { f(p) f(q) }\nf(p)\nf(r)\n", 0},
    {"define(`f',`role $1;\n')dominance { role x { f(p) f(q) } }\nf(r)\n", 0},
    /* faults: the same messages, and the same goes on behind them */
    {"define(`f',`allow $1 b c d;\nallow $1 b:c d;\n')f(p)\nf(q)\n", 2},
    {"define(`f',`allow $1 b:c d\n')f(p)\nf(q)\nallow c b:c d;\n", 3},
    {"define(`f',`nothing_$1(x)\nallow $1 b:c d;\n')f(p)\nf(q)\n", 2},
    {"define(`f',`allow $1 b:c d;\n')f(p)\nf(q) }\nf(r) x\nf(s)\n", 3},
    {"define(`f',`allow $1 b:c d;\n')type a { f(q)\nf(r)\n } f(s)\n", 2},
    {"define(`f',`allowxperm $1 b:c ioctl 0x12345;\n')f(p)\nf(q)\n", 0},
    {"define(`f',`eval($1 +)allow $1 b:c d;\n')f(p)\nf(q)\n", 2},
    {"define(`f',`allow $1 `b:c d;\n')f(p)\nf(q)\n", 0},
    {"define(`f',`g($1')define(`g',`allow $1 b:c d;')f(p))f(q))\n", 2},
    /* other statements */
    {"define(`f',`role $1 types { $2 -$1 };\nallow $1 { $2 b };\n"
     "role_transition $1 $2:process $3;\nroleattribute $1 a, $2;\n"
     "bool $3 true;\ntypealias $1 alias { $2 b };\ntypebounds $1 $2, c;\n"
     "range_transition $1 $2:c s0:c1,c0.c5 - s1;\nexpandattribute $1 true;\n"
     "allowxperm $1 $2:c ioctl { 1-2 3 };\npermissive $1;\n"
     "if ($3 && !$1) { type_change $1 $2:c $3; } else { f2($1) }\n"
     "type_member { $1 b } self:c $2;\nattribute $1;\nattribute_role $2;\n')"
     "define(`f2',`dontaudit $1 b:c *;\n')f(p,q,r)\nf(x,y,z)\n",
     4},
    /* a module statement */
    {"define(`f',`module $1 ifelse(`$2',,1,$2);\nallow $1 b:c d;\n')f(p)\n"
     "f(q)\nf(r,2.0)\n",
     3},
    /* a parameter does not count where there is text beside it */
    {"define(`t',`if (x) { $1 ifelse(`$2',`',`',`} else { $2 ') }\n')"
     "define(`w',`t(`allow $1 x:y z;',`allow $1 v:y z;')\n')"
     "w(p)\nw(q)\nw(r)\n",
     6},
};

START_TEST(calls_give_what_reading_each_gives) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    unsigned n = check_same(cases[i].text);
    if (cases[i].n_rules)
      ck_assert_msg(n == cases[i].n_rules, "%u rules, not %u:\n%s", n,
                    cases[i].n_rules, cases[i].text);
  }
}
END_TEST

/* The texts with one byte left out: every fifth, for the sake of time. */
START_TEST(so_do_faulty_ones) {
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    for (size_t k = i % 5; k < strlen(cases[i].text); k += 5) {
      char text[2000];
      snprintf(text, sizeof text, "%.*s%s", (int)k, cases[i].text,
               cases[i].text + k + 1);
      check_same(text);
    }
}
END_TEST

typedef struct Taken {
  Session *session;
  Buffer ast;
  unsigned n_parts;
} Taken;

static void take(void *context, const Stmts *statements) {
  Taken *taken = context;
  dump_ast(&taken->ast, &taken->session->names, *statements);
  taken->n_parts++;
}

/* Thousands of calls, the next of which is always read when one is added: what
 * was read ahead is whole in the next part. */
START_TEST(so_do_parts_of_a_unit) {
  Buffer text = {0};
  put_string(&text, "define(`f',`allow $1 b:c d;\nallow b $1:c e;\n')");
  for (int i = 0; i < 5000; i++)
    put_format(&text, "f(n%d)\n", i);
  put_u8(&text, 0);
  Reading r;
  Taken taken = {.session = &r.session};
  read_text(&r, text.data, &(ParseOptions){.take = take, .context = &taken});
  put_u8(&taken.ast, 0);
  ck_assert_ptr_null(r.stmts.first);
  ck_assert_uint_gt(taken.n_parts, 2);
  Reading whole;
  read_text(&whole, text.data, &(ParseOptions){0});
  ck_assert_uint_eq(count(taken.ast.data, "allow"), 10000);
  ck_assert_str_eq(taken.ast.data, whole.ast.data);
  free_reading(&r);
  free_reading(&whole);
  buffer_free(&taken.ast);
  buffer_free(&text);
}
END_TEST

UNIT_MAIN("templates", calls_give_what_reading_each_gives, so_do_faulty_ones,
          so_do_parts_of_a_unit)
