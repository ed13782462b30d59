/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* File contexts: read with macros or plain, checked, sorted, written, looked
 * up, compiled. */
#include "backend/fcontext_bin.h"
#include "backend/file_contexts.h"
#include "backend/label_match.h"
#include "frontend/file_contexts.h"
#include "frontend/path_pattern.h"
#include "tests/fuzz/fuzz.h"

static const char support[] =
    "define(`gen_context',`$1`'ifdef(`enable_mcs',`:s0`'ifelse(`$3',`',,"
    "`:$3')')')\n";

/* The text serves as substitutions, too.  Paths are short: a pattern may take
 * time that doubles with each character, there as on the target. */
static void look_up(Session *session, Loc base, const FileContexts *contexts) {
  static const char *const paths[] = {"/", "/a", "//b/c/", "/usr/x"};
  LabelSubs subs = {0};
  FileContextRefs matches = {0};
  label_subs_read(session, base, &subs);
  path_patterns_check(session, contexts);
  Labels *labels = labels_new(session, contexts, &subs, &subs);
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
    labels_find(labels, paths[i], "-d"[i % 2]);
    labels_find_all(labels, paths[i], &matches);
  }
  labels_free(labels);
}

static void compile(Session *session, const FileContexts *contexts) {
  const FcontextTarget *target;
  for (size_t i = 0; (target = fcontext_target_at(i)); i++) {
    Buffer out = {0};
    fcontext_bin_write(session, contexts, target, &out);
  }
}

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
  file_contexts_check_shadowed(session, &contexts);
  file_contexts_write(&session->names, &contexts, &system, &homedirs);
  look_up(session, base, &contexts);
  compile(session, &contexts);
}
