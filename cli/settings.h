/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "refpolicy-support/build_conf.h"

/* Takes -D NAME=VALUE, a setting of a build.conf variable; -1 to go on, else
 * the exit status. */
int setting_add(Arena *arena, Defines *settings, const char *text);

#endif
