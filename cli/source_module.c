/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/source_module.h"

#include "frontend/parse.h"
#include "lib/file.h"

void module_from_source(Session *session, const char *path,
                        const LowerOptions *options, Module *module) {
  Stmts stmts = {0};
  Lexer *lexer =
      lexer_new_plain(session, file_load(&session->sources, path, false));
  parse_unit(session, lexer, &stmts, NULL);
  lexer_free(lexer);
  Lowering *lowering = lower_begin(session, module, options);
  lower_unit(lowering, &stmts);
  lower_end(lowering);
}
