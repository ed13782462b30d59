/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The passes over the policy model, in running order.  Each reports what is
 * wrong with the policy through session->diags and goes on; the driver calls
 * `checkpoint` where it must not. */
#ifndef IR_PASSES_H
#define IR_PASSES_H

#include "ir/customization.h"
#include "ir/file_context.h"
#include "ir/local_changes.h"
#include "ir/module.h"
#include "ir/policy.h"
#include "ir/scopes.h"

/* check_names.c — every name in a module from source is in scope where it
 * stands.  `scopes` are the module's own.  Lowering ends with it.
 * Reports: undeclared names, names used outside their scope or as what they
 * are not. */
void check_names(Session *session, const Module *module, const Scopes *scopes);

/* check_perms.c — every permission in a module's rules is one of its class.
 * The link does that with a base policy on its way; so lowering ends with it
 * for a loadable module, or when errors keep the policy from the link.
 * Reports: permissions that are not declared or required with the class. */
void check_perm_names(Session *session, const Module *module,
                      const Scopes *scopes);

/* check_repeats.c — a module from source says only once where a file name
 * or role transition leads.  Lowering ends with it.
 * Reports: what it says again, the same or not. */
void check_repeats(Session *session, const Module *module);

/* link.c — joins modules into one policy: symbol tables, then decides which
 * blocks are live (optionals.c: an optional is live when its block's parent is
 * and every symbol it requires is declared in a live block; repeated until
 * nothing changes), then gives every name in a live block its id
 * (resolve.c), and leaves out the rest.  Tunables are decided here.
 * Requires: exactly one module with is_base (the first).
 * Guarantees, if no error: every name in the policy is an id.
 * Reports: unknown and duplicate symbols, scope errors, missing permissions. */
typedef struct LinkOptions {
  bool mls;
  Target target;
  HandleUnknown handle_unknown;
  /* A tunable written `bool` stays; `tunable` is decided unless this. */
  bool keep_tunables;
  /* The blocks of the modules are freed, their rules as soon as they are
   * resolved: they are the bulk of what is in memory then.  The modules are
   * of no more use afterwards. */
  bool free_blocks;
  /* Which module that is known but not linked declares a symbol, for the
   * report that it is missing; gives NULL for none.  NULL: nobody knows. */
  const char *(*declared_elsewhere)(void *elsewhere, SymbolKind kind,
                                    Name name);
  void *elsewhere;
} LinkOptions;
void link_modules(Policy *policy, Session *session, Module *modules, size_t n,
                  const LinkOptions *options);

/* join.c — the modules as one base that means the same: what they say outside
 * of optional blocks stands in its global block (libsepol link.c, which keeps
 * a block for each module).  Nothing is decided or expanded.  `joined` shares
 * the terms of `modules`.
 * Requires: a link of them without errors; the first is the base, the others
 * are binary. */
void join_modules(Module *joined, const Module *modules, size_t n);

/* check_labels.c — the contexts of files name users, roles, types and levels
 * of the policy (ROLE and USER stand for any); an alias is replaced by its
 * type.  Requires: link.  Reports: unknown names, each context once. */
void check_labels(const Policy *policy, FileContexts *contexts);

/* label_contexts.c — the contexts of files are such as the policy lets a file
 * have: the role has the type, the user the role and the range; of object_r
 * only the levels count (linux/security/selinux/ss/policydb.c,
 * policydb_context_isvalid).  Nothing is replaced.  Requires: expand.
 * Reports: unknown names and invalid contexts, at each line that has them. */
void check_label_contexts(Policy *policy, const FileContexts *contexts);

/* customize.c — booleans, users, permissive types, dontaudit rules, and the
 * contexts of ports, interfaces, nodes and InfiniBand are as semanage would
 * leave them (libsemanage 3.4).  Requires: link, and sort_contexts if that is
 * wanted: local contexts come first.  Lines about logins, file contexts and
 * modules are not looked at.  Fills in `changes`.  Reports: lines that cannot
 * apply. */
void customize(Policy *policy, const Customizations *customizations,
               LocalChanges *changes);

/* expand.c — from rules to the flat tables that the kernel reads.
 * Requires: a linked policy without errors.
 * Guarantees: av_table, conditionals' tables and flat_ arrays are filled,
 * sorted and free of duplicates; Role.types holds types only.
 * Reports: type, role and range rules that conflict. */
void expand(Policy *policy);

/* bounds.c — type, role and user bounds hold: a bounded thing may do no more
 * than its parent.  Requires: expand. Reports: what the child has more. */
void check_bounds(Policy *policy);

/* neverallow.c — no allow rule grants what a neverallow rule forbids, in any
 * setting of the booleans.  Requires: expand.  Reports: each violation with
 * the place of both rules. */
void check_neverallows(Policy *policy);

/* optimize.c — takes out entries of the tables that others already grant
 * (checkpolicy -O).  Requires: expand and the checks.  Guarantees: every
 * access decision is as before.  Conditionals without rules are taken out, so
 * that the CondRef of rules no longer holds. */
void optimize(Policy *policy);

/* sort_contexts.c — puts contexts that the kernel searches in order (ports,
 * nodes, …) into the order narrow before wide, as checkpolicy -S does.
 * Requires: link. */
void sort_contexts(Policy *policy);

#endif
