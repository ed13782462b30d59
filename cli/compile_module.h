/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One loadable module from source to a package in memory. */
#ifndef CLI_COMPILE_MODULE_H
#define CLI_COMPILE_MODULE_H

#include "backend/package.h"
#include "lib/file.h"
#include "refpolicy-support/headers.h"

typedef struct CompileOptions {
  const char *te;
  const char *interfaces, *contexts; /* .if and .fc, or NULL: beside the .te
                                        if they are there */
  Paths siblings;         /* .if of modules that are compiled beside it */
  const Headers *headers_read; /* of `headers`, or NULL: they are to be read */
  const char *headers;    /* a folder, or NULL: none, then no macro is known
                             but m4's own */
  const char *successors; /* a folder of compatibility interfaces, or NULL */
  Defines settings;       /* of build.conf variables */
} CompileOptions;

/* Compiles the module; a checkpoint belongs behind.  *inputs gets the paths
 * of all files that were read, but for those headers of which nothing was
 * used. */
void compile_module(Session *session, const CompileOptions *options,
                    Package *package, Paths *inputs);

#endif
