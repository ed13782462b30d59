/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What modules are compiled against, out of a policy tree: what refpolicy's
 * `make install-headers` gives, without its XML. */
#ifndef CLI_TREE_HEADERS_H
#define CLI_TREE_HEADERS_H

#include "cli/build_tree.h"
#include "lib/outputs.h"

/* Appends the files, with paths below `folder`; what is in them lives as long
 * as the session. */
void tree_headers_add(Session *session, Tree *tree, const char *folder,
                      Outputs *outputs);

#endif
