/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A policy.conf can be large: 45 MB of text, 200,000 statements.  So neither
 * the text nor the syntax tree is ever whole in memory. */
#include "cli/source_module.h"

#include "frontend/parse.h"
#include "lib/file.h"

typedef struct Reading {
  Session *session;
  Lowering *lowering;
} Reading;

static void take_statements(void *context, const Stmts *statements) {
  Reading *reading = context;
  lower_unit(reading->lowering, statements);
  if (statements->last)
    source_release(&reading->session->sources, statements->last->place.loc);
}

void module_from_source(Session *session, const char *path,
                        const LowerOptions *options, Module *module) {
  enum { WORTH_IT = 1 << 20 };
  Loc source = source_map(&session->sources, path, WORTH_IT);
  if (!source)
    source = file_load(&session->sources, path, false);
  Lexer *lexer = lexer_new_plain(session, source);
  Reading reading = {.session = session,
                     .lowering = lower_begin(session, module, options)};
  ParseOptions parse = {.take = take_statements, .context = &reading};
  parse_unit(session, lexer, NULL, &parse);
  lexer_free(lexer);
  lower_end(reading.lowering);
}
