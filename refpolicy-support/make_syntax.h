/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The part of make's language in which build.conf files are written:
 * variables set with `=`, `:=`, `::=`, `?=` and `+=`, `override` and `export`,
 * comments, continued lines, `$(NAME)`, `ifdef ifndef ifeq ifneq else endif`
 * and `include`.  A rule, a function call or anything else is an error at its
 * place.  The environment is not read.  Meaning: GNU Make Manual, chapters
 * "How to Use Variables" and "Conditional Parts of Makefiles". */
#ifndef REFPOLICY_SUPPORT_MAKE_SYNTAX_H
#define REFPOLICY_SUPPORT_MAKE_SYNTAX_H

#include <stdbool.h>

#include "lib/array.h"
#include "lib/session.h"

/* A variable as a file or the command line set it last. */
typedef struct Variable {
  const char *name;
  const char *value;  /* without blanks at its ends; after make_finish what
                         it stands for, all references replaced */
  Place place;        /* its name in the file; no_place: command line */
  Place value_place;  /* its value */
  bool from_command;  /* set by NAME=VALUE of the command line, to which an
                         assignment without `override` yields */
  bool is_override;   /* set by `override`, to which all others yield */
  bool is_recursive;  /* set with `=`: references are replaced on use */
  bool is_used;       /* another variable or a condition refers to it */
  bool is_busy;       /* its references are being replaced just now */
} Variable;

typedef ARRAY(Variable) Variables;

/* The variables while files are read; a zeroed one with `session` set. */
typedef struct MakeReader {
  Session *session;
  Variables variables; /* in order of first setting */
  unsigned depth;      /* of `include` */
} MakeReader;

/* Sets a variable as `make NAME=VALUE` does. */
void make_set(MakeReader *make, const char *name, const char *value);
/* Reads a file; false if `may_lack` and there is none.  Paths of `include`
 * are taken from `folder`. */
bool make_read(MakeReader *make, const char *folder, const char *path,
               bool may_lack);
/* What a variable stands for now; "" when it is not set. */
const char *make_value(MakeReader *make, const char *name);
/* Replaces the references in all variables. */
void make_finish(MakeReader *make);

#endif
