/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The policy package (.pp): a binary module and what goes with it, each in a
 * section of the file (libsepol, module.c, defines the format).  A bare module
 * (.mod) reads as a package without other sections. */
#ifndef BACKEND_PACKAGE_H
#define BACKEND_PACKAGE_H

#include "backend/module.h"

typedef enum PackageText {
  PACKAGE_FILE_CONTEXTS,
  PACKAGE_SEUSERS,    /* of a base only, as the next */
  PACKAGE_USERS_EXTRA,
  PACKAGE_NETFILTER_CONTEXTS,
  PACKAGE_TEXT_COUNT
} PackageText;

typedef struct PackageSection {
  const char *data; /* NULL: there is none */
  size_t length;
} PackageSection;

typedef struct Package {
  Module module;
  unsigned version; /* of the module's format; of one from a file: the file's */
  PackageSection texts[PACKAGE_TEXT_COUNT];
} Package;

/* Reads a .pp or .mod, compressed by bzip2 or not.  Gives false after an
 * error, which names the file, the section and the offset.  A file that cannot
 * be read at all is fatal.  The package lives as long as the session. */
bool package_read(Session *session, const char *path, Package *package);
/* The same of bytes in memory, which need not outlive the package; `name`
 * stands in messages. */
bool package_read_bytes(Session *session, const char *name, const void *bytes,
                        size_t n, Package *package);

/* The same of the bytes of a file.  Rules get the places of the map beside it
 * (backend/package_map.h), if there is one: `path`.map, of x.pp.bz2 also
 * x.pp.map. */
bool package_read_mapped(Session *session, const char *path,
                         const void *bytes, size_t n, Package *package);

/* Appends a package to `out`, and to `places` as module_write does.  After an
 * error (module_write) the bytes are not to be used. */
void package_write(Session *session, const Package *package, Places *places,
                   Buffer *out);

/* True: the bytes of a file are compressed by bzip2. */
bool package_is_compressed(const void *bytes, size_t n);

/* "file contexts" and so on, for messages. */
const char *package_text_word(PackageText text);

#endif
