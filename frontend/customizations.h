/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reader of local customizations: lines as `semanage export` writes them
 * and `semanage import` takes them (policycoreutils 3.4, semanage).  Empty
 * lines and those that begin with '#' say nothing. */
#ifndef FRONTEND_CUSTOMIZATIONS_H
#define FRONTEND_CUSTOMIZATIONS_H

#include "ir/customization.h"
#include "lib/session.h"

/* Appends the commands of a text among the sources.  A line that is none is
 * reported at the faulty word and left out. */
void customizations_read(Session *session, Loc base,
                         Customizations *customizations);

#endif
