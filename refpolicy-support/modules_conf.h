/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* modules.conf and booleans.conf: lines `NAME = VALUE` and comments.  Read as
 * refpolicy's Makefile and set_bools_tuns.awk do, but a line that those pass
 * over in silence is an error here, or a warning if only the setting of a module
 * is unknown; blanks around `=` may lack. */
#ifndef REFPOLICY_SUPPORT_MODULES_CONF_H
#define REFPOLICY_SUPPORT_MODULES_CONF_H

#include <stdbool.h>

#include "lib/array.h"
#include "lib/session.h"

/* What modules.conf, or APPS_BASE, APPS_MODS and APPS_OFF, make of a module. */
typedef enum ModuleSetting {
  MODULE_BASE,
  MODULE_LOADABLE, /* "module" */
  MODULE_OFF,
} ModuleSetting;

/* "base", "module", "off". */
const char *module_setting_name(ModuleSetting setting);

/* A module's line. */
typedef struct ModuleLine {
  const char *name;
  ModuleSetting setting;
  Place place; /* its name */
} ModuleLine;

typedef ARRAY(ModuleLine) ModuleLines;

/* The value of a boolean or tunable at the start of a policy: a line of
 * booleans.conf or, where there is none, a declaration in the sources. */
typedef struct BooleanSetting {
  const char *name;
  bool value;
  Place place;
} BooleanSetting;

typedef ARRAY(BooleanSetting) BooleanSettings;

/* Adds the lines of a modules.conf, each module once; false when there is no
 * such file. */
bool modules_conf_read(Session *session, const char *path,
                       ModuleLines *lines);
/* Adds the lines of a booleans.conf; false when there is no such file. */
bool booleans_conf_read(Session *session, const char *path,
                        BooleanSettings *settings);

#endif
