/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The packages that are linked: read, put in order, joined. */
#ifndef CLI_LINK_PACKAGES_H
#define CLI_LINK_PACKAGES_H

#include "backend/package.h"
#include "cli/options.h"
#include "cli/pipeline.h"
#include "ir/file_context.h"

typedef struct LinkInput {
  const char *path; /* as the user gave it */
  Package package;
  Buffer file; /* its bytes, if they are kept; they live as the session */
} LinkInput;

typedef ARRAY(LinkInput) LinkInputs;

/* Reads packages (.pp, .mod, compressed by bzip2 or not), with the maps beside
 * them, and appends those that could be read, with the bytes of the file if
 * `keep`. */
void link_inputs_read(Session *session, char *const *paths, size_t n,
                      bool keep, LinkInputs *inputs);

/* Puts the base first and the modules behind it by name, so that nothing
 * depends on the order of the command line.  Reports: no base or two, two
 * modules of one name. */
void link_inputs_order(Session *session, LinkInputs *inputs);

/* Where -v was given: switches on the report of optional blocks that are left
 * out. */
void link_report_dead(CommonOptions *common);

/* The modules alone, for the passes; the options of a link that come from the
 * base. */
Module *link_inputs_modules(Session *session, const LinkInputs *inputs);
LinkOptions link_inputs_options(const LinkInputs *inputs);

/* Lets the linker say which package of a folder declares what is missing;
 * they are read when the first symbol is asked for. */
typedef struct KnownPackages {
  Session *session;
  const char *folder;
  LinkInputs inputs;
  bool is_read;
} KnownPackages;
void known_packages_use(KnownPackages *known, Session *session,
                        LinkOptions *options);

/* The file contexts of all packages in their order.  Reports: faulty lines,
 * files that get two contexts. */
void link_inputs_contexts(Session *session, const LinkInputs *inputs,
                          FileContexts *contexts);

/* The file contexts as the module store writes them: names of the policy, in
 * the order of file_contexts_sort whatever that of the modules.  False when
 * there were errors. */
bool link_contexts_finish(Session *session, const Policy *policy,
                          FileContexts *contexts);

/* All of it as one base package, as semodule_link gives: nothing is expanded,
 * optional blocks stay optional.  Requires: a link without errors. */
void link_inputs_join(Session *session, const LinkInputs *inputs,
                      Package *package);

#endif
