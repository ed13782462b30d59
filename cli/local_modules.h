/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local customizations of modules: which of a tree's are left out. */
#ifndef CLI_LOCAL_MODULES_H
#define CLI_LOCAL_MODULES_H

#include "ir/customization.h"
#include "refpolicy-support/tree.h"

/* Turns the loadable modules off that the lines disable and do not enable
 * again.  Reports: names of no loadable module. */
void local_modules_apply(Session *session, const Customizations *lines,
                         Tree *tree);

#endif
