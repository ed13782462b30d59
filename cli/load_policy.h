/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads a policy in whatever form it is given, for the commands that ask
 * about it. */
#ifndef CLI_LOAD_POLICY_H
#define CLI_LOAD_POLICY_H

#include "ir/rules.h"
#include "refpolicy-support/build_conf.h"

typedef struct LoadOptions {
  Defines settings; /* of a policy tree, or of headers */
  const char *headers; /* for modules in source; NULL: installed_headers */
  Target target;    /* of source; a binary says it itself */
  const char *map;  /* of a kernel policy; NULL: the one beside it, if any */
  ModAvRules assertions; /* to be added to the policy */
  unsigned *version; /* set to that of a kernel policy, if not NULL */
} LoadOptions;

/* Reads a policy tree (a folder), a kernel policy, policy.conf text, or
 * packages and modules in source (.te, with the .if and .fc beside them) in
 * any order.  Gives the policy with its rules and its tables,
 * unchecked, or NULL after an error.  Where places are known (source, or a
 * kernel policy or packages with maps) the rules have them. */
Policy *load_policy(Session *session, char *const *paths, size_t n,
                    const LoadOptions *options);

#endif
