/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Checks of sources that are right as they stand but look like mistakes: what
 * interfaces require, and which macros they name.  They look at the pieces of
 * the files, so interfaces that nobody calls are checked, too. */
#ifndef FRONTEND_LINT_H
#define FRONTEND_LINT_H

#include "frontend/macro.h"
#include "ir/module.h"

typedef ARRAY(Loc) LintFiles;

typedef struct LintInput {
  Session *session;
  Macros *macros;       /* an engine that shares the pieces of the files */
  const Module *module; /* the whole policy, whose symbols are known */
  LintFiles interfaces; /* .if files as the author wrote them */
  LintFiles rules;      /* .te files */
  LintFiles contexts;   /* the .fc of each of `rules`, or 0 */
  LintFiles others;     /* read for their definitions only */
  ARRAY(const char *) defined; /* by -D and the configuration */
} LintInput;

/* lint_requires.c.  Warns of names in gen_require that nothing uses or that
 * stand there twice, and of symbols that an interface uses without requiring
 * them. */
void lint_requires(const LintInput *input);

/* lint_names.c.  Warns of an `ifdef` of a name that nothing defines, and of
 * calls of one in interfaces. */
void lint_names(const LintInput *input);

#endif
