/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* modules.conf, booleans.conf, and what stands for them where they lack. */
#include "refpolicy-support/modules_conf.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"
#include "refpolicy-support/documentation.h"
#include "tests/unit/unit.h"

typedef struct Fixture {
  Session session;
  char *printed;
  size_t length;
  char path[32];
} Fixture;

static void begin(Fixture *f, const char *text) {
  session_init(&f->session);
  f->session.diags.stream = open_memstream(&f->printed, &f->length);
  strcpy(f->path, "/tmp/modules_conf.XXXXXX");
  int fd = mkstemp(f->path);
  ck_assert_int_ge(fd, 0);
  ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
  close(fd);
}

static void end(Fixture *f, unsigned n_errors) {
  unlink(f->path);
  diag_flush(&f->session.diags);
  fclose(f->session.diags.stream);
  ck_assert_msg(f->session.diags.n_errors == n_errors, "%s", f->printed);
  free(f->printed);
  session_free(&f->session);
}

START_TEST(modules_keep_their_order_and_places) {
  Fixture f;
  ModuleLines lines = {0};
  begin(&f, "# c\n\nweb = base # required\n\tmail=module\nold  =  off");
  ck_assert(modules_conf_read(&f.session, f.path, &lines));
  ck_assert_uint_eq(lines.n, 3);
  ck_assert_str_eq(lines.v[0].name, "web");
  ck_assert_int_eq(lines.v[0].setting, MODULE_BASE);
  ck_assert_str_eq(lines.v[1].name, "mail");
  ck_assert_int_eq(lines.v[1].setting, MODULE_LOADABLE);
  Position at =
      source_position(&f.session.sources, lines.v[1].place.loc);
  ck_assert_uint_eq(at.line, 4);
  ck_assert_uint_eq(at.column, 2);
  ck_assert_int_eq(lines.v[2].setting, MODULE_OFF);
  ARRAY_FREE(&lines);
  end(&f, 0);
}
END_TEST

START_TEST(a_module_set_twice_alike_counts_once) {
  Fixture f;
  ModuleLines lines = {0};
  begin(&f, "web = base\nweb = base\n");
  modules_conf_read(&f.session, f.path, &lines);
  ck_assert_uint_eq(lines.n, 1);
  end(&f, 0);
  ARRAY_FREE(&lines);
  begin(&f, "web = base\nweb = module\n");
  modules_conf_read(&f.session, f.path, &lines);
  ck_assert_uint_eq(lines.n, 1);
  ARRAY_FREE(&lines);
  end(&f, 1);
}
END_TEST

START_TEST(a_missing_file_is_told_from_an_empty_one) {
  Fixture f;
  ModuleLines lines = {0};
  BooleanSettings settings = {0};
  begin(&f, "");
  ck_assert(modules_conf_read(&f.session, f.path, &lines));
  ck_assert(!modules_conf_read(&f.session, "/nowhere/modules.conf", &lines));
  ck_assert(!booleans_conf_read(&f.session, "/nowhere/b", &settings));
  ck_assert_uint_eq(lines.n, 0);
  end(&f, 0);
}
END_TEST

START_TEST(booleans_may_be_set_again) {
  Fixture f;
  BooleanSettings settings = {0};
  begin(&f, "a = true\nb=false\na = false\n");
  ck_assert(booleans_conf_read(&f.session, f.path, &settings));
  ck_assert_uint_eq(settings.n, 3);
  ck_assert(settings.v[0].value && !settings.v[1].value);
  ck_assert_str_eq(settings.v[2].name, "a");
  ck_assert(!settings.v[2].value);
  ARRAY_FREE(&settings);
  end(&f, 0);
}
END_TEST

START_TEST(required_is_read_from_documentation_alone) {
  ck_assert(documentation_is_required(
      "## <summary>s</summary>\n## <required val=\"true\">\n##\tyes\n"));
  ck_assert(documentation_is_required("##\t<required\n## val='true'>\n"));
  ck_assert(!documentation_is_required("## <required val=\"false\">\n"));
  ck_assert(!documentation_is_required("# <required val=\"true\">\n"));
  ck_assert(!documentation_is_required("##<required val=\"true\">\n"));
  ck_assert(!documentation_is_required(
      "## <requiredly val=\"true\">\n## <required> val=\"true\"\n"));
  ck_assert(!documentation_is_required(""));
}
END_TEST

/* What declarations_read finds in `te`, with the templates of `interfaces`. */
static char *declared(Fixture *f, const char *interfaces, const char *te) {
  Declarations declarations = {.session = &f->session};
  Sources *sources = &f->session.sources;
  declarations_add_templates(
      &declarations,
      source_add(sources, "x.if", interfaces, strlen(interfaces), true));
  declarations_read(&declarations,
                    source_add(sources, "x.te", te, strlen(te), true));
  const BooleanSettings *const lists[] = {&declarations.bools,
                                          &declarations.tunables};
  char *text = "";
  for (int i = 0; i < 2; i++)
    for (size_t j = 0; j < lists[i]->n; j++)
      text = arena_printf(&f->session.arena, "%s%s%s=%d ", text,
                          i ? "tunable " : "", lists[i]->v[j].name,
                          lists[i]->v[j].value);
  ARRAY_FREE(&declarations.bools);
  ARRAY_FREE(&declarations.tunables);
  declarations_free(&declarations);
  return text;
}

START_TEST(declarations_are_found_as_segenxml_does) {
  Fixture f;
  begin(&f, "");
  ck_assert_str_eq(declared(&f, "",
                            "gen_bool(a, true)\n  gen_tunable(`b',false)\n"
                            "gen_bool( `c' , false ) # x\n"
                            "x gen_bool(d, true)\ngen_bool(e, yes)\n"
                            "gen_boolean(f, true)\ngen_bool(g,\n true)\n"),
                   "a=1 c=0 tunable b=0 ");
  end(&f, 0);
}
END_TEST

START_TEST(templates_declare_with_their_arguments) {
  static const char interfaces[] =
      "template(`x_template',`\n\tgen_tunable($1_one, true)\n"
      "\tdeep_template($2)\n')\n"
      "template(`deep_template',`\n\tgen_bool(of_$1, false)\n')\n"
      "template(`loop_template',`\n\tloop_template($1)\n"
      "\tloop_template($1)\n')\n"
      "interface(`not_template',`\n\tgen_bool(no, true)\n')\n";
  Fixture f;
  begin(&f, "");
  ck_assert_str_eq(declared(&f, interfaces,
                            "x_template(web, web_t)\nx_template(open, a\n"
                            "loop_template(x)\nnot_template(y)\n"),
                   "of_web_t=0 tunable web_one=1 ");
  end(&f, 0);
}
END_TEST

UNIT_MAIN("modules_conf", modules_keep_their_order_and_places,
          a_module_set_twice_alike_counts_once,
          a_missing_file_is_told_from_an_empty_one, booleans_may_be_set_again,
          required_is_read_from_documentation_alone,
          declarations_are_found_as_segenxml_does,
          templates_declare_with_their_arguments)
