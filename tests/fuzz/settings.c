/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* build.conf, modules.conf, booleans.conf and a tree's Makefile: the size of the
 * input says which of them it is. */
#include "refpolicy-support/build_conf.h"
#include "refpolicy-support/makefile_defines.h"
#include "refpolicy-support/modules_conf.h"
#include "tests/fuzz/fuzz.h"

void fuzz_target(Session *session, const char *text, size_t n) {
  ModuleLines lines = {0};
  BooleanSettings booleans = {0};
  Defines settings = {0}, defines = {0};
  if (n % 5 == 0) {
    modules_conf_read(session, fuzz_file("modules.conf", text, n), &lines);
  } else if (n % 5 == 1) {
    booleans_conf_read(session, fuzz_file("booleans.conf", text, n),
                       &booleans);
  } else if (n % 5 == 2) {
    makefile_defines_add(session, fuzz_file("Makefile", text, n), &defines);
  } else {
    fuzz_file("build.conf", text, n);
    BuildConf conf =
        build_conf_read(session, fuzz_file(NULL, NULL, 0), &settings);
    build_conf_defines(session, &conf);
    build_conf_devel_defines(session, &conf);
  }
}
