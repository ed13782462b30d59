/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiled file contexts, which libselinux maps instead of reading the text:
 * file_contexts.bin (libselinux utils/sefcontext_compile.c).
 *
 * Regular expressions are not compiled into it, as with sefcontext_compile -r:
 * they would fit one machine's word size and pcre2 only, and libselinux
 * compiles each one when it first needs it. */
#ifndef BACKEND_FCONTEXT_BIN_H
#define BACKEND_FCONTEXT_BIN_H

#include "ir/file_context.h"
#include "lib/bytes.h"
#include "lib/session.h"

/* What the system that reads the file has. */
typedef struct FcontextTarget {
  const char *name;
  /* Of the format: 5, read by libselinux 2.6 to 3.7, or 6, by 3.8 and later.
   * The others do not read it and take the text. */
  unsigned version;
  /* What pcre2 says of itself, "10.42 2022-12-11": libselinux takes no file of
   * format 5 with another.  NULL: not known; of format 6 it does not matter. */
  const char *pcre;
  bool big_endian; /* of format 5; 6 has one order of bytes for all */
} FcontextTarget;

/* The target of a name, or NULL. */
const FcontextTarget *fcontext_target_find(const char *name);
/* The n-th target, or NULL behind the last. */
const FcontextTarget *fcontext_target_at(size_t n);

/* Appends the file for entries in the order of their lines.  Reports what the
 * format cannot hold. */
void fcontext_bin_write(Session *session, const FileContexts *contexts,
                        const FcontextTarget *target, Buffer *out);

/* The writer of format 6, fcontext_tree.c. */
void fcontext_tree_write(Session *session, const FileContexts *contexts,
                         const FcontextTarget *target, Buffer *out);

#define FCONTEXT_MAGIC UINT32_C(0xf97cff8a)

#endif
