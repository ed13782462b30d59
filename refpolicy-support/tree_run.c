/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The macro runs: which files, in which order, with which definitions.  One
 * row for each target of Rules.monolithic and Rules.modular that calls m4. */
#include "refpolicy-support/tree.h"

#include <stddef.h>

/* Pieces of a run's input, in the order in which they are given. */
typedef enum Piece {
  PIECE_END,
  PIECE_FLASK,
  PIECE_SUPPORT,          /* definitions only, as the next two */
  PIECE_DEFINITIONS,
  PIECE_INTERFACES,
  PIECE_DEFAULTS,         /* context_defaults mls mcs policy_capabilities */
  PIECE_GLOBALS,          /* global_booleans global_tunables */
  PIECE_USERS,
  PIECE_CONSTRAINTS,
  PIECE_ALL_IF,           /* every .if */
  PIECE_TE,               /* .te of what the policy text holds */
  PIECE_FC,               /* .fc of the same */
  PIECE_MODULE_TE,        /* of the one module */
  PIECE_MODULE_FC,
  PIECE_SOURCE,
} Piece;

/* Whether a run defines self_contained_policy. */
typedef enum SelfContained {
  SELF_CONTAINED,      /* always */
  SELF_IF_MONOLITHIC,
  SELF_NEVER,
} SelfContained;

typedef struct RunPlan {
  bool bare;            /* no definitions at all */
  SelfContained self;
  const char *extra;    /* one more definition, or NULL */
  Piece pieces[6];
} RunPlan;

static const RunPlan run_plans[] = {
    [RUN_PRE] = {.pieces = {PIECE_FLASK, PIECE_SUPPORT, PIECE_DEFAULTS}},
    [RUN_INTERFACES] = {.bare = true,
                        .pieces = {PIECE_SUPPORT, PIECE_ALL_IF}},
    [RUN_GLOBALS] = {.pieces = {PIECE_SUPPORT, PIECE_DEFINITIONS,
                                PIECE_GLOBALS}},
    [RUN_RULES] = {.pieces = {PIECE_SUPPORT, PIECE_DEFINITIONS,
                              PIECE_INTERFACES, PIECE_TE}},
    [RUN_POST] = {.pieces = {PIECE_SUPPORT, PIECE_DEFINITIONS, PIECE_USERS,
                             PIECE_CONSTRAINTS}},
    [RUN_CONTEXTS] = {.self = SELF_IF_MONOLITHIC,
                      .pieces = {PIECE_SUPPORT, PIECE_DEFINITIONS, PIECE_FC}},
    [RUN_USERS_EXTRA] = {.self = SELF_IF_MONOLITHIC,
                         .extra = "users_extra",
                         .pieces = {PIECE_SUPPORT, PIECE_USERS}},
    [RUN_MODULE] = {.self = SELF_NEVER,
                    .pieces = {PIECE_SUPPORT, PIECE_DEFINITIONS,
                               PIECE_INTERFACES, PIECE_MODULE_TE}},
    [RUN_MODULE_CONTEXTS] = {.self = SELF_NEVER,
                             .pieces = {PIECE_SUPPORT, PIECE_MODULE_FC}},
    [RUN_CONFIG] = {.self = SELF_IF_MONOLITHIC,
                    .pieces = {PIECE_SUPPORT, PIECE_SOURCE}},
};

static Defines run_defines(const Tree *tree, const RunPlan *plan) {
  Defines defines = {0};
  if (plan->bare)
    return defines;
  for (size_t i = 0; i < tree->defines.n; i++)
    ARRAY_PUSH(&defines, tree->defines.v[i]);
  if (plan->self == SELF_CONTAINED ||
      (plan->self == SELF_IF_MONOLITHIC && tree->conf.monolithic))
    ARRAY_PUSH(&defines, (Define){"self_contained_policy", ""});
  if (plan->extra)
    ARRAY_PUSH(&defines, (Define){plan->extra, ""});
  return defines;
}

static void add(TreeFiles *files, TreeFile *file) {
  if (file)
    ARRAY_PUSH(files, file);
}

/* The member at `offset` of the first n modules. */
static void add_of_modules(TreeFiles *files, const Tree *tree, size_t n,
                           size_t offset) {
  for (size_t i = 0; i < n; i++)
    add(files, *(TreeFile **)((char *)tree->modules.v[i] + offset));
}

/* The modules whose rules are in the policy text. */
static size_t n_in_text(const Tree *tree) {
  return tree->n_base + (tree->conf.monolithic ? tree->n_loadable : 0);
}

static void add_support(TreeFiles *files, const Tree *tree) {
  for (size_t i = 0; i < tree->support.n; i++)
    add(files, tree->support.v[i]);
}

static void add_flask(TreeFiles *files, const Tree *tree) {
  add(files, tree->security_classes);
  add(files, tree->initial_sids);
  add(files, tree->access_vectors);
}

static void add_defaults(TreeFiles *files, const Tree *tree) {
  add(files, tree->context_defaults);
  add(files, tree->mls);
  add(files, tree->mcs);
  add(files, tree->policy_capabilities);
}

static void add_piece(TreeFiles *files, const Tree *tree, Piece piece,
                      const TreeModule *module, TreeFile *source) {
  switch (piece) {
  case PIECE_END:
    break;
  case PIECE_FLASK:
    add_flask(files, tree);
    break;
  case PIECE_SUPPORT:
    add_support(files, tree);
    break;
  case PIECE_DEFINITIONS:
    add(files, tree->definitions);
    break;
  case PIECE_INTERFACES:
    add(files, tree->interfaces);
    break;
  case PIECE_DEFAULTS:
    add_defaults(files, tree);
    break;
  case PIECE_GLOBALS:
    add(files, tree->global_booleans);
    add(files, tree->global_tunables);
    break;
  case PIECE_USERS:
    add(files, tree->users);
    break;
  case PIECE_CONSTRAINTS:
    add(files, tree->constraints);
    break;
  case PIECE_ALL_IF:
    for (size_t i = 0; i < tree->interface_files.n; i++)
      add(files, tree->interface_files.v[i]);
    break;
  case PIECE_TE:
    add_of_modules(files, tree, n_in_text(tree), offsetof(TreeModule, te));
    break;
  case PIECE_FC:
    add_of_modules(files, tree, n_in_text(tree),
                   offsetof(TreeModule, contexts));
    break;
  case PIECE_MODULE_TE:
    add(files, module->te);
    break;
  case PIECE_MODULE_FC:
    add(files, module->contexts);
    break;
  case PIECE_SOURCE:
    add(files, source);
    break;
  }
}

TreeRun tree_run(Session *session, const Tree *tree, TreeRunKind kind,
                 const TreeModule *module, TreeFile *source) {
  const RunPlan *plan = &run_plans[kind];
  TreeRun run = {.defines = run_defines(tree, plan)};
  (void)session;
  for (const Piece *piece = plan->pieces; *piece; piece++) {
    bool quiet = *piece >= PIECE_SUPPORT && *piece <= PIECE_INTERFACES;
    if (quiet && !run.n_quiet)
      run.n_quiet_from = run.files.n;
    size_t before = run.files.n;
    add_piece(&run.files, tree, *piece, module, source);
    if (quiet)
      run.n_quiet += run.files.n - before;
  }
  return run;
}
