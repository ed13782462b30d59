/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The headers of an installed policy (/usr/share/selinux/devel/include),
 * against which single modules are compiled: build.conf, support macros and
 * the interfaces of each layer.  Read as refpolicy's support/Makefile.devel
 * does.
 *
 * A module NAME is compiled by these macro runs:
 *     support, headers' interfaces, the module's own .if: no definitions are
 *         given; the output, `dollarsstar` in it made `$*`, is the interface
 *         definitions;
 *     support, these definitions, NAME.te: with `defines`;
 *     support, NAME.fc: with `defines`. */
#ifndef REFPOLICY_SUPPORT_HEADERS_H
#define REFPOLICY_SUPPORT_HEADERS_H

#include "refpolicy-support/tree.h"

/* One .if of the headers. */
typedef struct HeaderInterfaces {
  const char *module; /* "apache" */
  const char *layer;  /* "services" */
  TreeFile *file;
} HeaderInterfaces;

typedef struct Headers {
  const char *folder;
  BuildConf conf;
  Defines defines;   /* M4PARAM */
  TreeFiles support; /* support/ .spt by name, all_perms.spt among them */
  ARRAY(HeaderInterfaces) interfaces; /* by layer, then by name */
} Headers;

/* Reads an include folder under the command line's settings.  Without the
 * folder or its build.conf, fatal. */
Headers *headers_read(Session *session, const char *folder,
                      const Defines *settings);

#endif
