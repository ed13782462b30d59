/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Places and the exact form of messages. */
#include "lib/session.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/unit.h"

static const char text[] = "allow a_t b_t:file read;\n"
                           "my_interface(c_t)\n"
                           "\tlast\x1b[31m line\n"
                           "a_t # tecc-disable: unused-boolean, modules-conf\n"
                           "b_t # selint-disable: W-001";

typedef struct Fixture {
  Session session;
  Loc base;
  char *printed;
  size_t length;
} Fixture;

static void begin(Fixture *f) {
  session_init(&f->session);
  f->base = source_add(&f->session.sources, "x.te", text, sizeof text - 1,
                       true);
  f->session.diags.stream = open_memstream(&f->printed, &f->length);
}

static void end(Fixture *f, const char *want) {
  diag_flush(&f->session.diags);
  fclose(f->session.diags.stream);
  ck_assert_str_eq(f->printed, want);
  free(f->printed);
  session_free(&f->session);
}

START_TEST(positions_count_from_one) {
  Fixture f;
  begin(&f);
  Position at = source_position(&f.session.sources, f.base);
  ck_assert_uint_eq(at.line, 1);
  ck_assert_uint_eq(at.column, 1);
  at = source_position(&f.session.sources, f.base + 25);
  ck_assert_uint_eq(at.line, 2);
  ck_assert_uint_eq(at.column, 1);
  at = source_position(&f.session.sources, f.base + sizeof text - 1);
  ck_assert_uint_eq(at.line, 5);
  ck_assert_ptr_null(source_position(&f.session.sources, 0).source);
  Loc second = source_add(&f.session.sources, "y.te", "z", 1, true);
  ck_assert_str_eq(source_of(&f.session.sources, second)->path, "y.te");
  ck_assert_str_eq(source_of(&f.session.sources, second - 1)->path, "x.te");
  end(&f, "");
}
END_TEST

START_TEST(error_shows_line_and_span) {
  Fixture f;
  begin(&f);
  diag_error(&f.session.diags, (Place){f.base + 10, 0},
             "type '%s' is not declared", "b_t");
  ck_assert(!checkpoint(&f.session.diags));
  end(&f, "x.te:1:11: error: type 'b_t' is not declared\n"
          "    1 | allow a_t b_t:file read;\n"
          "      |           ^~~\n");
}
END_TEST

START_TEST(chain_of_calls_follows) {
  Fixture f;
  begin(&f);
  Name macro = name_intern_string(&f.session.names, "my_interface");
  Origin origin = origin_add(&f.session.sources, 0, f.base + 25, macro);
  diag_error(&f.session.diags, (Place){f.base, origin}, "no");
  diag_note(&f.session.diags, no_place, "did you mean 'yes'?");
  end(&f, "x.te:1:1: error: no\n"
          "    1 | allow a_t b_t:file read;\n"
          "      | ^~~~~\n"
          "x.te:2:1: note: in the call of my_interface(c_t)\n"
          "note: did you mean 'yes'?\n");
}
END_TEST

START_TEST(control_characters_do_not_reach_the_terminal) {
  Fixture f;
  begin(&f);
  diag_error(&f.session.diags, (Place){f.base + 44, 0}, "bad \x1b name");
  end(&f, "x.te:3:2: error: bad \\x1b name\n"
          "    3 |  last\\x1b[31m line\n"
          "      |  ^~~~\n");
}
END_TEST

START_TEST(warnings_obey_their_options) {
  Fixture f;
  begin(&f);
  Diags *diags = &f.session.diags;
  ck_assert(diag_set_warning(diags, "no-modules-conf"));
  ck_assert(!diag_set_warning(diags, "no-such-warning"));
  ck_assert(!diag_warning(diags, WARN_MODULES_CONF, no_place, "hidden"));
  ck_assert(diag_set_warning(diags, "error=modules-conf"));
  ck_assert(diag_warning(diags, WARN_MODULES_CONF, no_place, "shown"));
  ck_assert_uint_eq(diags->n_errors, 1);
  end(&f, "error: shown [-Wmodules-conf]\n");
}
END_TEST

START_TEST(a_comment_silences_a_warning) {
  Fixture f;
  begin(&f);
  Diags *diags = &f.session.diags;
  Place silent = {f.base + 59, 0};
  ck_assert(diag_warning(diags, WARN_MODULES_CONF, (Place){f.base, 0}, "one"));
  ck_assert(!diag_warning(diags, WARN_MODULES_CONF, silent, "two"));
  diag_note(diags, no_place, "about two");
  ck_assert(diag_warning(diags, WARN_FC_DUPLICATE, silent, "three"));
  Name macro = name_intern_string(&f.session.names, "a_t");
  Origin origin = origin_add(&f.session.sources, 0, silent.loc, macro);
  ck_assert(!diag_warning(diags, WARN_MODULES_CONF, (Place){f.base, origin},
                          "called from a silent line"));
  end(&f, "x.te:1:1: warning: one [-Wmodules-conf]\n"
          "    1 | allow a_t b_t:file read;\n"
          "      | ^~~~~\n"
          "x.te:4:1: warning: three [-Wduplicate-file-context]\n"
          "    4 | a_t # tecc-disable: unused-boolean, modules-conf\n"
          "      | ^~~\n");
}
END_TEST

START_TEST(spans_and_fixes_follow_the_place) {
  Fixture f;
  begin(&f);
  Diags *diags = &f.session.diags;
  diag_error(diags, (Place){f.base, 0}, "a long one");
  diag_span(diags, 13);
  diag_fix(diags, (Place){f.base + 6, 0}, DIAG_WHOLE_NAME, "b_t");
  diag_fix(diags, (Place){f.base + 9, 0}, 4, "");
  end(&f, "x.te:1:1: error: a long one\n"
          "    1 | allow a_t b_t:file read;\n"
          "      | ^~~~~~~~~~~~~\n"
          "x.te:1:7: note: write 'b_t'\n"
          "x.te:1:10: note: leave out ' b_t'\n");
}
END_TEST

START_TEST(json_has_a_line_for_each) {
  Fixture f;
  begin(&f);
  Diags *diags = &f.session.diags;
  ck_assert(diag_set_format(diags, "json"));
  ck_assert(!diag_set_format(diags, "xml"));
  Name macro = name_intern_string(&f.session.names, "my_interface");
  Origin origin = origin_add(&f.session.sources, 0, f.base + 25, macro);
  diag_error_as(diags, ERROR_UNDECLARED, (Place){f.base + 10, origin},
                "no '\xff'");
  diag_note(diags, no_place, "did you mean 'yes'?");
  diag_fix(diags, (Place){f.base + 10, 0}, DIAG_WHOLE_NAME, "yes");
  end(&f,
      "{\"severity\":\"error\",\"name\":\"undeclared\","
      "\"message\":\"no '\xef\xbf\xbd'\",\"file\":\"x.te\",\"line\":1,"
      "\"column\":11,\"endColumn\":14,\"calls\":[{\"macro\":\"my_interface\","
      "\"text\":\"my_interface(c_t)\",\"file\":\"x.te\",\"line\":2,"
      "\"column\":1,\"endColumn\":13}],\"notes\":[{\"message\":"
      "\"did you mean 'yes'?\",\"calls\":[]}],\"fixes\":[{\"file\":\"x.te\","
      "\"line\":1,\"column\":11,\"endColumn\":14,\"replacement\":\"yes\"}]}\n");
}
END_TEST

START_TEST(errors_beyond_the_limit_are_counted) {
  Fixture f;
  begin(&f);
  f.session.diags.error_limit = 1;
  for (int i = 0; i < 3; i++)
    diag_error(&f.session.diags, no_place, "error %d", i);
  ck_assert_uint_eq(f.session.diags.n_errors, 3);
  end(&f, "error: error 0\n"
          "error: more than 1 errors; the rest is not shown\n");
}
END_TEST

UNIT_MAIN("diag", positions_count_from_one, error_shows_line_and_span,
          chain_of_calls_follows,
          control_characters_do_not_reach_the_terminal,
          warnings_obey_their_options, a_comment_silences_a_warning,
          spans_and_fixes_follow_the_place, json_has_a_line_for_each,
          errors_beyond_the_limit_are_counted)
