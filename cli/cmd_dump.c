/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tecc dump-ast FILE: the syntax tree of a policy without macros, for
 * tests. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/options.h"
#include "frontend/dump_ast.h"
#include "frontend/parse.h"
#include "ir/words.h"
#include "lib/file.h"
#include "lib/outputs.h"

int cmd_dump_ast(int argc, char **argv) {
  if (argc != 2)
    return usage_error("dump-ast takes one FILE");
  Session session;
  session_init(&session);
  words_intern(&session.names);
  Loc source = file_load(&session.sources, argv[1], false);
  Lexer *lexer = lexer_new_plain(&session, source);
  Stmts stmts = {0};
  parse_unit(&session, lexer, &stmts, NULL);
  lexer_free(lexer);
  Buffer text = {0};
  dump_ast(&text, &session.names, stmts);
  bool is_good = checkpoint(&session.diags);
  Output output = {"-", text.data, text.n};
  outputs_write(&output, 1);
  buffer_free(&text);
  session_free(&session);
  return is_good ? 0 : 1;
}
