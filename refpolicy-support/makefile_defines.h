/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a policy's own Makefile defines for m4 in every setting, such as
 * hide_broken_symptoms in Fedora's and in refpolicy's until 2020. */
#ifndef REFPOLICY_SUPPORT_MAKEFILE_DEFINES_H
#define REFPOLICY_SUPPORT_MAKEFILE_DEFINES_H

#include "lib/session.h"
#include "refpolicy-support/build_conf.h"

/* Adds the words `-D NAME` and `-D NAME=VALUE` of the lines `M4PARAM += …` that
 * stand in no conditional, recipe or `define`, but those with quotes or with a
 * reference to a variable: the sizes of build.conf, which build_conf_defines
 * knows.  Nothing if there is no such file. */
void makefile_defines_add(Session *session, const char *path,
                          Defines *defines);

#endif
