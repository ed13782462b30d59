/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The report of a build or link, as JSON: what went in, what came out, and
 * what was left out.  It names no time, no host and no folder but as they were
 * given, files of the tree as in the tree and outputs as below their folder:
 * the same build gives the same report.  man/tecc.1 says what is in it. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "ir/policy.h"
#include "lib/bytes.h"
#include "lib/outputs.h"
#include "refpolicy-support/build_conf.h"

typedef struct Report {
  const char *path;      /* NULL: none is wanted */
  const char *folder;    /* of the tree; NULL: packages were linked */
  const char *name;      /* of the policy; NULL: it has none */
  const BuildConf *conf; /* of the tree, or NULL */
  Outputs inputs;        /* files that are not among the sources */
  const Policy *policy;
  unsigned version;   /* of the kernel policy */
  bool modular, optimize, skip_neverallows;
  size_t n_modules, n_file_contexts;
  const char *mode;   /* of a target tree; NULL: none is written */
  unsigned priority;  /* of its module store; 0: none */
  struct json_t *outputs; /* report_add_outputs */
} Report;

/* Adds what was written below `folder` (NULL: into the places of its own). */
void report_add_outputs(Report *report, const char *folder,
                        const Output *outputs, size_t n);
/* Appends the report, if one is wanted, to the files to write, `text` its
 * bytes; or writes it, when files of a target tree have been written, too. */
void report_add(Report *report, Outputs *outputs, Buffer *text);
void report_write(Report *report);

#endif
