/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* build.conf: what a file and the command line make of the options. */
#include "refpolicy-support/build_conf.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/bytes.h"
#include "lib/file.h"
#include "lib/outputs.h"
#include "tests/unit/unit.h"

typedef struct Fixture {
  Session session;
  char folder[32];
  char *printed;
  size_t length;
  BuildConf conf;
} Fixture;

/* Reads `text` as build.conf under one setting (NULL: none). */
static void begin(Fixture *f, const char *text, const char *name,
                  const char *value) {
  session_init(&f->session);
  f->session.diags.stream = open_memstream(&f->printed, &f->length);
  strcpy(f->folder, "/tmp/build_conf.XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(f->folder));
  char *path = path_join(&f->session.arena, f->folder, "build.conf");
  Output output = {path, text, strlen(text)};
  outputs_write(&output, 1);
  Defines settings = {0};
  if (name)
    ARRAY_PUSH(&settings, (Define){name, value});
  f->conf = build_conf_read(&f->session, f->folder, &settings);
  ARRAY_FREE(&settings);
  unlink(path);
  rmdir(f->folder);
}

static void end(Fixture *f, unsigned n_errors) {
  diag_flush(&f->session.diags);
  fclose(f->session.diags.stream);
  ck_assert_msg(f->session.diags.n_errors == n_errors, "%s", f->printed);
  free(f->printed);
  ARRAY_FREE(&f->conf.variables);
  session_free(&f->session);
}

START_TEST(an_empty_file_gives_the_defaults) {
  Fixture f;
  begin(&f, "", NULL, NULL);
  ck_assert_int_eq(f.conf.type, TYPE_STANDARD);
  ck_assert_str_eq(f.conf.name, "standard");
  ck_assert_str_eq(f.conf.distro, "");
  ck_assert_int_eq(f.conf.unknown, UNKNOWN_DENY);
  ck_assert(!f.conf.monolithic && !f.conf.ubac && !f.conf.systemd);
  ck_assert_uint_eq(f.conf.mls_sens, 16);
  ck_assert_uint_eq(f.conf.mls_cats, 1024);
  ck_assert_uint_eq(f.conf.mcs_cats, 1024);
  ck_assert_uint_eq(f.conf.version, 0);
  ck_assert_ptr_null(f.conf.local_root);
  end(&f, 0);
}
END_TEST

START_TEST(the_command_line_wins_but_for_override) {
  Fixture f;
  begin(&f, "TYPE = mls\nTYPE := mls\n", "TYPE", "mcs");
  ck_assert_int_eq(f.conf.type, TYPE_MCS);
  ck_assert_str_eq(build_conf_get(&f.conf, "TYPE"), "mcs");
  ck_assert_uint_eq(build_conf_place(&f.conf, "TYPE").loc, 0);
  end(&f, 0);
  begin(&f, "override TYPE := mls\nTYPE = standard\n", "TYPE", "mcs");
  ck_assert_int_eq(f.conf.type, TYPE_MLS);
  end(&f, 0);
}
END_TEST

START_TEST(values_end_at_comments_and_blanks) {
  Fixture f;
  begin(&f, "  NAME =  default \t # the name\nDISTRO = debian \\\n\n", NULL,
        NULL);
  ck_assert_str_eq(f.conf.name, "default");
  ck_assert_str_eq(f.conf.distro, "debian");
  end(&f, 0);
}
END_TEST

START_TEST(references_are_replaced_when_make_would) {
  Fixture f;
  begin(&f,
        "A = 1\nLATE = $(A)\nNOW := ${A}\nA = 2\n"
        "NAME = n$(LATE)$(NOW)$$$A\n",
        NULL, NULL);
  ck_assert_str_eq(f.conf.name, "n21$2");
  end(&f, 0);
}
END_TEST

START_TEST(conditions_nest) {
  static const char text[] = "TYPE = mcs\n"
                             "ifeq \"$(TYPE)\" 'mls'\n"
                             "ifdef TYPE\nDISTRO = one\nendif\n"
                             "else ifneq ($(TYPE), mcs)\nDISTRO = two\n"
                             "else\nifndef NONE\nDISTRO = three\nelse\n"
                             "DISTRO = four\nendif\nendif\n";
  Fixture f;
  begin(&f, text, NULL, NULL);
  ck_assert_str_eq(f.conf.distro, "three");
  end(&f, 0);
}
END_TEST

static void check_defines(const Defines *defines, const char *want) {
  Buffer got = {0};
  for (size_t i = 0; i < defines->n; i++)
    put_format(&got, "%s=%s ", defines->v[i].name, defines->v[i].value);
  put_u8(&got, 0);
  ck_assert_str_eq(got.data, want);
  buffer_free(&got);
}

START_TEST(definitions_come_in_the_order_of_the_makefile) {
  static const char text[] =
      "TYPE = mls\nDISTRO = ubuntu\nSYSTEMD = y\nDIRECT_INITRC = y\n"
      "WERROR = y\nUBAC = y\nCUSTOM_BUILDOPT = a b\nMLS_SENS = 4\n"
      "M4PARAM = -D first -Dsecond=2\n";
  Fixture f;
  begin(&f, text, NULL, NULL);
  Defines defines = build_conf_defines(&f.session, &f.conf);
  check_defines(&defines,
                "first= second=2 enable_mls=true distro_ubuntu=true "
                "distro_debian=true init_systemd=true a=true b=true "
                "direct_sysadm_daemon=true m4_werror=true enable_ubac=true "
                "mls_num_sens=4 mls_num_cats=1024 mcs_num_cats=1024 ");
  ARRAY_FREE(&defines);
  defines = build_conf_devel_defines(&f.session, &f.conf);
  check_defines(&defines,
                "first= second=2 enable_mls= distro_ubuntu= init_systemd= "
                "direct_sysadm_daemon= enable_ubac= a= b= mls_num_sens=4 "
                "mls_num_cats=1024 mcs_num_cats=1024 ");
  ARRAY_FREE(&defines);
  end(&f, 0);
}
END_TEST

START_TEST(each_bad_value_is_one_error_and_has_a_default) {
  Fixture f;
  begin(&f, "TYPE = x\nUBAC = yes\nMLS_CATS = 10000000000\n", NULL, NULL);
  ck_assert_int_eq(f.conf.type, TYPE_STANDARD);
  ck_assert(!f.conf.ubac);
  ck_assert_uint_eq(f.conf.mls_cats, 1024);
  end(&f, 3);
}
END_TEST

UNIT_MAIN("build_conf", an_empty_file_gives_the_defaults,
          the_command_line_wins_but_for_override,
          values_end_at_comments_and_blanks,
          references_are_replaced_when_make_would, conditions_nest,
          definitions_come_in_the_order_of_the_makefile,
          each_bad_value_is_one_error_and_has_a_default)
