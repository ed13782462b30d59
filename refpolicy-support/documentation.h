/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What `make conf` takes from the sources and their documentation, as
 * refpolicy's segenxml.py, gentemplates.sh and sedoctool.py do: whether a
 * module is required in the base, and which booleans and tunables it
 * declares.  Sources are looked at line by line, not expanded. */
#ifndef REFPOLICY_SUPPORT_DOCUMENTATION_H
#define REFPOLICY_SUPPORT_DOCUMENTATION_H

#include "refpolicy-support/modules_conf.h"

/* A template of some .if: what lies between its first and its last line. */
typedef struct Template {
  Name name;
  const char *body;
  size_t length;
} Template;

/* The booleans found so far; zeroed at first, but for `session`. */
typedef struct Declarations {
  Session *session;
  ARRAY(Template) templates;
  BooleanSettings bools, tunables;
  unsigned n_calls; /* of templates, so far */
} Declarations;

/* Whether the documentation in an .if has `<required val="true">`. */
bool documentation_is_required(const char *text);

/* Adds the templates that an .if defines.  A name defined twice keeps its
 * first body. */
void declarations_add_templates(Declarations *declarations, Loc base);
/* Adds the booleans and tunables that a .te declares, itself or by calls of
 * templates, which must have been added before. */
void declarations_read(Declarations *declarations, Loc base);
void declarations_free(Declarations *declarations);

#endif
