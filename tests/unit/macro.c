/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the differential test with m4 cannot see: places and origins, the
 * tokens of the policy language, interfaces read natively. */
#include "frontend/macro.h"

#include <stdio.h>
#include <string.h>

#include "frontend/token.h"
#include "tests/unit/unit.h"

typedef struct Fixture {
  Session session;
  Macros *macros;
  char messages[4096];
} Fixture;

static void begin(Fixture *f) {
  session_init(&f->session);
  f->macros = macros_new(&f->session, NULL);
  memset(f->messages, 0, sizeof f->messages);
  f->session.diags.stream =
      fmemopen(f->messages, sizeof f->messages - 1, "w");
}

static Loc add(Fixture *f, const char *path, const char *text) {
  return source_add(&f->session.sources, path, text, strlen(text), true);
}

/* Flushes the diagnostics, so that `messages` has them. */
static unsigned count_errors(Fixture *f) {
  checkpoint(&f->session.diags);
  fflush(f->session.diags.stream);
  return f->session.diags.n_errors;
}

static void end(Fixture *f) {
  macros_free(f->macros);
  fclose(f->session.diags.stream);
  session_free(&f->session);
}

/* The next word of the expansion. */
static Piece next_word(Fixture *f, const char *text) {
  Piece piece;
  while (macros_next(f->macros, &piece))
    if (piece.kind == PIECE_WORD &&
        !strcmp(name_text(&f->session.names, piece.name), text))
      return piece;
  ck_abort_msg("no word %s", text);
}

START_TEST(a_piece_knows_the_calls_that_made_it) {
  Fixture f;
  begin(&f);
  Loc macros = add(&f, "m", "define(`outer',`inner($1) own')\n"
                            "define(`inner',`<$1> deep')\n");
  Loc text = add(&f, "t", "\n  outer(given)\n");
  macros_run(f.macros, macros);
  macros_start(f.macros, text);
  Sources *sources = &f.session.sources;

  Piece given = next_word(&f, "given"); /* the caller's text */
  Position at = source_position(sources, given.loc);
  ck_assert_str_eq(at.path, "t");
  ck_assert_uint_eq(at.line, 2);
  ck_assert_uint_eq(at.column, 9);
  ck_assert_uint_eq(given.origin, 0);

  Piece deep = next_word(&f, "deep");
  ck_assert_str_eq(source_position(sources, deep.loc).path, "m");
  MacroCall call = origin_call(sources, deep.origin);
  ck_assert_str_eq(name_text(&f.session.names, call.macro), "inner");
  call = origin_call(sources, call.parent);
  ck_assert_str_eq(name_text(&f.session.names, call.macro), "outer");
  ck_assert_uint_eq(source_position(sources, call.loc).line, 2);
  ck_assert_uint_eq(call.parent, 0);

  Piece own = next_word(&f, "own");
  call = origin_call(sources, own.origin);
  ck_assert_str_eq(name_text(&f.session.names, call.macro), "outer");
  end(&f);
}
END_TEST

static const char support[] =
    "define(`interface',`first run only')define(`template',`')"
    "define(`known',`x')";

START_TEST(interfaces_are_defined_without_expansion) {
  Fixture f;
  begin(&f);
  Loc base = add(&f, "support", support);
  Loc files[] = {add(&f, "a.if", "## <summary>don't</summary>\n"
                                 "interface(`a_read',`allow $1 a_t:file ok;')\n"
                                 "ifdef(`set',`interface(`no',`')')\n"
                                 "define(`passed',`on')passed\n"
                                 "`define(`left',`over')'\n"),
                 add(&f, "b.if", "template(`b_make',`type $1_t; # end')\n")};
  macros_define(f.macros, "set", "");
  macros_load_interfaces(f.macros, &base, 1, files, 2);
  ck_assert(macros_has(f.macros, "a_read"));
  ck_assert(macros_has(f.macros, "left")); /* printed by the first run */
  ck_assert(!macros_has(f.macros, "no"));  /* the first run knows no -D */
  ck_assert(!macros_has(f.macros, "passed"));

  Buffer text = {0};
  macros_render(f.macros, add(&f, "t", "b_make(b)x"), &text);
  put_u8(&text, 0); /* a comment at the end swallows nothing */
  ck_assert_str_eq(text.data, "\ntype b_t; # end\nx");
  buffer_free(&text);
  ck_assert_uint_eq(count_errors(&f), 0);
  end(&f);
}
END_TEST

/* An interface that is read when it is called may bring text with it, which
 * the second run reads for its definitions, in the midst of the call. */
START_TEST(a_call_goes_on_behind_what_it_makes_known) {
  Fixture f;
  begin(&f);
  Loc base = add(&f, "support", support);
  Loc file = add(&f, "a.if", "interface(`a_read',`\n"
                             "\tr $1') spilled(` x\n')\n"
                             "interface(`b_read',`\n"
                             "\tw $1')\n\t`define(`b',`B')' y(`\n')\n");
  macros_index_interfaces(f.macros, &base, 1, &file, 1);
  Buffer text = {0};
  macros_render(f.macros,
                add(&f, "t", "define(`twice',`$1 $1 $2')"
                             "twice(twice(c,a_read(d)),b_read(b)) b e"),
                &text);
  put_u8(&text, 0);
  ck_assert_str_eq(text.data, "c c \n\n\tr d\n c c \n\n\tr d\n \n\n\tw B\n B e");
  buffer_free(&text);
  ck_assert_uint_eq(count_errors(&f), 0);
  end(&f);
}
END_TEST

START_TEST(a_file_goes_on_behind_what_it_makes_known) {
  Fixture f;
  begin(&f);
  Loc base = add(&f, "support", support);
  Loc header = add(&f, "h.if", "interface(`h_read',`\n\tr $1\n')\n");
  Loc own = add(&f, "a.if", "ifdef(`h_read',`',`interface(`h_read',`n')')\n"
                            "interface(`h_read',`\n\tr $1\n')\n"
                            "interface(`a_read',`a $1')\n");
  macros_index_interfaces(f.macros, &base, 1, &header, 1);
  macros_load_interfaces(f.macros, &base, 1, &own, 1);
  ck_assert_uint_eq(count_errors(&f), 0);
  Buffer text = {0};
  macros_render(f.macros, add(&f, "t", "h_read(b) a_read(c)"), &text);
  put_u8(&text, 0);
  ck_assert_str_eq(text.data, "\n\n\tr b\n\n \na c\n");
  buffer_free(&text);
  end(&f);
}
END_TEST

START_TEST(a_second_definition_is_an_error_unless_equal) {
  Fixture f;
  begin(&f);
  Loc base = add(&f, "support", support);
  Loc files[] = {add(&f, "a.if", "interface(`one',`a')interface(`two',`b')"),
                 add(&f, "b.if", "interface(`one',`a')interface(`two',`c')"),
                 add(&f, "c.if", "interface(`known',`c')")};
  macros_load_interfaces(f.macros, &base, 1, files, 3);
  ck_assert_uint_eq(count_errors(&f), 2);
  ck_assert_uint_eq(f.session.diags.n_warnings, 1);
  ck_assert_ptr_nonnull(strstr(f.messages, "b.if:1:12: warning: "));
  ck_assert_ptr_nonnull(strstr(f.messages, "b.if:1:32: error: "));
  ck_assert_ptr_nonnull(strstr(f.messages, "a.if:1:32: note: "));
  ck_assert_ptr_nonnull(strstr(f.messages, "c.if:1:12: error: "));
  end(&f);
}
END_TEST

START_TEST(the_nearest_interface_is_suggested) {
  Fixture f;
  begin(&f);
  Loc base = add(&f, "support", support);
  Loc file = add(&f, "a.if", "interface(`files_read_etc',`')"
                             "interface(`files_write_etc',`')");
  macros_load_interfaces(f.macros, &base, 1, &file, 1);
  Names *names = &f.session.names;
  diag_error(&f.session.diags, no_place, "to which a name is suggested");
  Name near = macros_suggest(f.macros, name_intern_string(names,
                                                          "files_raed_etc"));
  ck_assert_str_eq(name_text(names, near), "files_read_etc");
  near = macros_suggest(f.macros, name_intern_string(names, "quite_other"));
  ck_assert_uint_eq(near, NO_NAME);
  ck_assert_uint_eq(count_errors(&f), 1);
  end(&f);
}
END_TEST

START_TEST(an_error_does_not_stop_the_next_source) {
  Fixture f;
  begin(&f);
  Buffer text = {0};
  macros_render(f.macros, add(&f, "bad", "len(len(a"), &text);
  macros_render(f.macros, add(&f, "worse", "`a"), &text);
  text.n = 0;
  macros_render(f.macros, add(&f, "good", "len(abc)"), &text);
  ck_assert_uint_eq(text.n, 1);
  ck_assert_int_eq(text.data[0], '3');
  ck_assert_uint_eq(count_errors(&f), 2);
  buffer_free(&text);
  end(&f);
}
END_TEST

/* The pieces of a source that is started last until the next one is. */
START_TEST(definitions_outlive_their_source) {
  Fixture f;
  Buffer text = {0};
  begin(&f);
  macros_render(f.macros,
                add(&f, "a",
                    "define(`one',`1 $1')pushdef(`two',`2 `$1' one(`$*')')"
                    "define(`three',defn(`one'))m4wrap(`W one(w)')"
                    "define(`keep',`define(`kept',`$1 two($1)')')keep(`k l')"
                    "divert(1)one(`later') divert(0)"),
                &text);
  ck_assert_uint_eq(text.n, 0);
  macros_render(f.macros,
                add(&f, "b",
                    "xxxxxxxx yyyyyyyy zzzzzzzz (uuuu, vvvv) `wwww' `xxxx' "
                    "yyyy zzzz (aaaa, bbbb) cccc dddd eeee ffff gggg hhhh "
                    "iiii jjjj kkkk llll mmmm nnnn oooo pppp qqqq rrrr ssss"),
                &text);
  text.n = 0;
  macros_render(f.macros, add(&f, "c", "two(`q') three(r) kept"), &text);
  macros_finish(f.macros);
  for (Piece piece; macros_next(f.macros, &piece);)
    macros_put_piece(f.macros, piece, &text);
  put_u8(&text, '\0');
  ck_assert_str_eq(text.data, "2 q 1 q 1 r k l 2 k l 1 k lW 1 w1 later ");
  buffer_free(&text);
  end(&f);
}
END_TEST

START_TEST(any_byte_passes_through) {
  Fixture f;
  begin(&f);
  static const char bytes[] = "a\0b \r\n\x80\xff \0 len(`x')";
  Loc source = source_add(&f.session.sources, "t", bytes, sizeof bytes - 1,
                          true);
  Buffer text = {0};
  macros_render(f.macros, source, &text);
  static const char expected[] = "a\0b \r\n\x80\xff \0 1";
  ck_assert_uint_eq(text.n, sizeof expected - 1);
  ck_assert_mem_eq(text.data, expected, sizeof expected - 1);
  buffer_free(&text);
  end(&f);
}
END_TEST

typedef struct Expected {
  TokenKind kind;
  const char *text; /* NULL: a sign */
} Expected;

static void check_tokens(Fixture *f, Lexer *lexer, const Expected *expected) {
  Token token;
  for (int i = 0;; i++) {
    lexer_next(lexer, &token);
    ck_assert_msg(token.kind == expected[i].kind, "token %d: %u, not %u", i,
                  (unsigned)token.kind, (unsigned)expected[i].kind);
    if (token.kind == TOKEN_END)
      return;
    if (expected[i].text)
      ck_assert_str_eq(name_text(&f->session.names, token.name),
                       expected[i].text);
  }
}

static const char policy[] =
    "allow a_t self:file ~{ read *-x };ALLOW c0.c5,a-b.c # gone \"x\n"
    "/usr(/.*)?/#x -- \"/a b\" \"file name\" 0x1F 12 9p 1.2.3 10.0.0.1\n"
    "10.0.0.0/8 ::1 fe80::/64 eth* s0-low-high == && || != ! ^ eq\n"
    "b:fd:fd;user1:x\n";

static const Expected policy_tokens[] = {
    {TOKEN_ALLOW, "allow"}, {TOKEN_IDENTIFIER, "a_t"},
    {TOKEN_IDENTIFIER, "self"}, {TOKEN_COLON, NULL},
    {TOKEN_IDENTIFIER, "file"}, {TOKEN_TILDE, NULL}, {TOKEN_BRACE_OPEN, NULL},
    {TOKEN_IDENTIFIER, "read"}, {TOKEN_STAR, NULL}, {TOKEN_MINUS, NULL},
    {TOKEN_IDENTIFIER, "x"}, {TOKEN_BRACE_CLOSE, NULL},
    {TOKEN_SEMICOLON, NULL}, {TOKEN_ALLOW, "ALLOW"},
    {TOKEN_IDENTIFIER, "c0.c5"}, {TOKEN_COMMA, NULL},
    {TOKEN_IDENTIFIER, "a-b.c"}, {TOKEN_PATH, "/usr(/.*)?/#x"},
    {TOKEN_MINUS, NULL}, {TOKEN_MINUS, NULL}, {TOKEN_QUOTED_PATH, "/a b"},
    {TOKEN_FILE_NAME, "file name"}, {TOKEN_NUMBER, "0x1F"},
    {TOKEN_NUMBER, "12"}, {TOKEN_FILE_SYSTEM, "9p"}, {TOKEN_VERSION, "1.2.3"},
    {TOKEN_IPV4_ADDRESS, "10.0.0.1"}, {TOKEN_IPV4_CIDR, "10.0.0.0/8"},
    {TOKEN_IPV6_ADDRESS, "::1"}, {TOKEN_IPV6_CIDR, "fe80::/64"},
    {TOKEN_NET_INTERFACE, "eth*"}, {TOKEN_IDENTIFIER, "s0-low-high"},
    {TOKEN_EQUAL, NULL}, {TOKEN_AND, NULL}, {TOKEN_OR, NULL},
    {TOKEN_NOT_EQUAL, NULL}, {TOKEN_NOT, NULL}, {TOKEN_XOR, NULL},
    {TOKEN_EQUAL, NULL}, {TOKEN_IPV6_ADDRESS, "b:fd:fd"},
    {TOKEN_SEMICOLON, NULL}, {TOKEN_IDENTIFIER, "user1"},
    {TOKEN_COLON, NULL}, {TOKEN_IDENTIFIER, "x"}, {TOKEN_END, NULL}};

START_TEST(tokens_of_a_plain_text) {
  Fixture f;
  begin(&f);
  Lexer *lexer = lexer_new_plain(&f.session, add(&f, "t", policy));
  check_tokens(&f, lexer, policy_tokens);
  lexer_free(lexer);
  end(&f);
}
END_TEST

START_TEST(tokens_of_an_expansion_are_the_same) {
  Fixture f;
  begin(&f);
  Lexer *lexer = lexer_new(&f.session, f.macros);
  macros_start(f.macros, add(&f, "t", policy));
  check_tokens(&f, lexer, policy_tokens);
  macros_start(f.macros, add(&f, "u", "define(`p',`c$1.c$2')p(0,p(5,`_x'))"
                                      "`'_y \"p\" /p/p"));
  check_tokens(&f, lexer,
               (const Expected[]){{TOKEN_IDENTIFIER, "c0.cc5.c_x_y"},
                                  {TOKEN_FILE_NAME, "c.c"},
                                  {TOKEN_PATH, "/c.c/c.c"},
                                  {TOKEN_END, NULL}});
  lexer_free(lexer);
  end(&f);
}
END_TEST

START_TEST(a_token_of_any_length_is_whole) {
  enum { LENGTH = 100000 };
  Fixture f;
  begin(&f);
  char *text = arena_alloc(&f.session.arena, LENGTH + 1);
  for (int i = 0; i < LENGTH; i++)
    text[i] = "ab-.c"[i % 5];
  Lexer *lexer = lexer_new(&f.session, f.macros);
  macros_start(f.macros, add(&f, "t", text));
  check_tokens(&f, lexer, (const Expected[]){{TOKEN_IDENTIFIER, text},
                                             {TOKEN_END, NULL}});
  lexer_free(lexer);
  end(&f);
}
END_TEST

START_TEST(line_marks_say_where_a_token_comes_from) {
  Fixture f;
  begin(&f);
  Loc source = add(&f, "policy.conf",
                   "a\n#line 7 \"b.te\"\nb\n\nc\n#line 3\nd");
  Lexer *lexer = lexer_new_plain(&f.session, source);
  static const struct {
    const char *path;
    uint32_t line;
  } places[] = {{"policy.conf", 1}, {"b.te", 7}, {"b.te", 9}, {"b.te", 3}};
  Token token;
  for (int i = 0; i < 4; i++) {
    lexer_next(lexer, &token);
    Position at = source_position(&f.session.sources, token.place.loc);
    ck_assert_str_eq(at.path, places[i].path);
    ck_assert_uint_eq(at.line, places[i].line);
  }
  lexer_free(lexer);
  end(&f);
}
END_TEST

START_TEST(text_that_is_no_token_is_reported_once) {
  Fixture f;
  begin(&f);
  Lexer *lexer = lexer_new(&f.session, f.macros);
  macros_start(f.macros, add(&f, "t", "a `$1' b"));
  check_tokens(&f, lexer, (const Expected[]){{TOKEN_IDENTIFIER, "a"},
                                             {TOKEN_INVALID, "$"},
                                             {TOKEN_NUMBER, "1"},
                                             {TOKEN_IDENTIFIER, "b"},
                                             {TOKEN_END, NULL}});
  ck_assert_uint_eq(count_errors(&f), 1);
  ck_assert_ptr_nonnull(strstr(f.messages, "t:1:4: error: "));
  lexer_free(lexer);
  end(&f);
}
END_TEST

UNIT_MAIN("macro", a_piece_knows_the_calls_that_made_it,
          interfaces_are_defined_without_expansion,
          a_call_goes_on_behind_what_it_makes_known,
          a_file_goes_on_behind_what_it_makes_known,
          a_second_definition_is_an_error_unless_equal,
          the_nearest_interface_is_suggested,
          an_error_does_not_stop_the_next_source,
          definitions_outlive_their_source, any_byte_passes_through,
          tokens_of_a_plain_text, tokens_of_an_expansion_are_the_same,
          a_token_of_any_length_is_whole,
          line_marks_say_where_a_token_comes_from,
          text_that_is_no_token_is_reported_once)
