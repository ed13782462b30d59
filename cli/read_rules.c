/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/read_rules.h"

#include "frontend/lower.h"
#include "frontend/parse.h"
#include "lib/file.h"

void read_rules(Session *session, const char *path, unsigned kinds,
                const char *what, const char *wanted, ModAvRules *out) {
  Stmts stmts = {0};
  Lexer *lexer =
      lexer_new_plain(session, file_load(&session->sources, path, false));
  parse_unit(session, lexer, &stmts, NULL);
  lexer_free(lexer);
  for (const Stmt *stmt = stmts.first; stmt; stmt = stmt->next) {
    if (stmt->kind != STMT_AV || !(stmt->av.kind & kinds)) {
      diag_error(&session->diags, stmt->place, "%s holds only %s", what,
                 wanted);
      continue;
    }
    ARRAY_PUSH(out, lower_av_rule(stmt));
  }
}
