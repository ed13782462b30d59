/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/lint_tree.h"

#include "frontend/lint.h"
#include "ir/lint.h"

/* Text that was made here has no author to be told of it. */
static void add_file(LintInput *input, const TreeFile *file,
                     LintFiles *files) {
  if (!file || !file->base)
    return;
  if (file->kind == TREE_FILE_GENERATED)
    files = &input->others;
  ARRAY_PUSH(files, file->base);
}

void lint_tree(Session *session, Macros *macros, const Tree *tree,
               const Module *module) {
  LintInput input = {.session = session, .macros = macros, .module = module};
  for (size_t i = 0; i < tree->interface_files.n; i++)
    add_file(&input, tree->interface_files.v[i], &input.interfaces);
  for (size_t i = 0; i < tree->modules.n; i++) {
    const TreeFile *contexts = tree->modules.v[i]->contexts;
    size_t n = input.rules.n;
    add_file(&input, tree->modules.v[i]->te, &input.rules);
    if (input.rules.n > n)
      ARRAY_PUSH(&input.contexts, contexts ? contexts->base : 0);
  }
  for (size_t i = 0; i < tree->support.n; i++)
    add_file(&input, tree->support.v[i], &input.others);
  add_file(&input, tree->definitions, &input.others);
  add_file(&input, tree->global_booleans, &input.others);
  add_file(&input, tree->global_tunables, &input.others);
  for (size_t i = 0; i < tree->defines.n; i++)
    ARRAY_PUSH(&input.defined, tree->defines.v[i].name);
  lint_requires(&input);
  lint_names(&input);
  lint_symbols(session, module);
  ARRAY_FREE(&input.interfaces);
  ARRAY_FREE(&input.rules);
  ARRAY_FREE(&input.contexts);
  ARRAY_FREE(&input.others);
  ARRAY_FREE(&input.defined);
}
