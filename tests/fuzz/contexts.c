/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* File contexts: read with macros or plain, checked, sorted, written. */
#include "backend/file_contexts.h"
#include "frontend/file_contexts.h"
#include "tests/fuzz/fuzz.h"

static const char support[] =
    "define(`gen_context',`$1`'ifdef(`enable_mcs',`:s0`'ifelse(`$3',`',,"
    "`:$3')')')\n";

void fuzz_target(Session *session, const char *text, size_t n) {
  FileContexts contexts = {0};
  Loc base = source_add(&session->sources, "input.fc", text, n, false);
  if (n % 4 == 0) {
    file_contexts_read_plain(session, base, &contexts);
  } else {
    Macros *macros = macros_new(session, NULL);
    macros_define(macros, "enable_mcs", "");
    macros_run(macros, source_add(&session->sources, "support.spt", support,
                                  sizeof support - 1, false));
    macros_start(macros, base);
    file_contexts_read(session, macros, &contexts);
    macros_free(macros);
  }
  Buffer system = {0}, homedirs = {0};
  file_contexts_check(session, &contexts);
  file_contexts_sort(&session->names, &contexts);
  file_contexts_write(&session->names, &contexts, &system, &homedirs);
}
