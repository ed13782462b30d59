/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The source of a module, macros and all, as `tecc compile` reads it: macro
 * engine, scanner, grammar, lowering, and the module that comes out.  What is
 * before a form feed is the module's interfaces. */
#include <string.h>

#include "backend/module.h"
#include "frontend/lower.h"
#include "frontend/parse.h"
#include "tests/fuzz/fuzz.h"

/* Some macros as a policy tree has them, so that calls lead somewhere. */
static const char support[] =
    "define(`policy_module',`module $1 ifelse(`$2',,1.0,`$2');\n"
    "require { role system_r; class file { read write }; $3 }')\n"
    "define(`gen_require',`ifdef(`self_contained_policy',`',`\n"
    "require {\n$1\n}\n')')\n"
    "define(`interface',`define(`$1',`$2')')\n"
    "define(`optional_policy',`optional {$1\n'ifelse(`$2',,,`} else {$2\n')"
    "`}')\n"
    "define(`gen_tunable',`bool $1 $2;')\n"
    "define(`tunable_policy',`gen_require(`bool $1;')if ($1) {$2}')\n"
    "interface(`read_it',`gen_require(`type $2;')allow $1 $2:file read;')\n";

/* Reads the interfaces, of every other input as those of headers are read;
 * gives how long they are. */
static size_t read_interfaces(Session *session, Macros *macros, Loc support_at,
                              const char *text, size_t n) {
  const char *end = memchr(text, '\f', n);
  if (!end)
    return 0;
  Loc file = source_add(&session->sources, "input.if", text,
                        (size_t)(end - text), true);
  if (n % 3)
    macros_load_interfaces(macros, &support_at, 1, &file, 1);
  else
    macros_index_interfaces(macros, &support_at, 1, &file, 1);
  return (size_t)(end + 1 - text);
}

void fuzz_target(Session *session, const char *text, size_t n) {
  Module module = {0};
  LowerOptions options = {.mls = n % 2};
  Macros *macros = macros_new(session, NULL);
  macros_define(macros, "enable_mcs", "");
  Loc support_at = source_add(&session->sources, "support.spt", support,
                              sizeof support - 1, false);
  macros_run(macros, support_at);
  macros_check_calls(macros, session->sources.next);
  size_t skip = read_interfaces(session, macros, support_at, text, n);
  macros_start(macros, source_add(&session->sources, "input.te", text + skip,
                                  n - skip, false));
  Lexer *lexer = lexer_new(session, macros);
  Stmts stmts = {0};
  parse_unit(session, lexer, &stmts, NULL);
  lexer_free(lexer);
  macros_free(macros);
  Lowering *lowering = lower_begin(session, &module, &options);
  lower_unit(lowering, &stmts);
  lower_end(lowering);
  if (!checkpoint(&session->diags))
    return;
  Buffer image = {0};
  module_write(session, &module,
               module_version_needed(session, &module, NULL, NULL), NULL,
               &image);
}
