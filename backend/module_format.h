/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the module's reader and writer share.
 *
 * Both hold the symbol tables of the file in a Policy, by value: type v of the
 * file is types.v[v - 1].  So the tables that modules share with the kernel's
 * policy are read and written by the same functions (kernel_format.h). */
#ifndef BACKEND_MODULE_FORMAT_H
#define BACKEND_MODULE_FORMAT_H

#include "backend/kernel_format.h"
#include "backend/module.h"

#define MODULE_MAGIC UINT32_C(0xf97cff8d)
#define MODULE_IDENT "SE Linux Module"
enum { MODULE_TYPE_BASE = 1, MODULE_TYPE_MODULE = 2 };

/* How a set was written; whether a rule's target has self or -self, whether
 * what a scope entry has is required or declared; what a type is
 * (libsepol, policydb.h). */
enum { SET_FLAG_STAR = 1, SET_FLAG_COMPLEMENT = 2 };
enum { RULE_FLAG_SELF = 1, RULE_FLAG_NOT_SELF = 2 };
enum { SCOPE_REQUIRED = 1, SCOPE_DECLARED = 2 };
enum { TYPE_FLAVOR_TYPE, TYPE_FLAVOR_ATTRIBUTE, TYPE_FLAVOR_ALIAS };
enum {
  TYPE_FLAG_PERMISSIVE = 1,
  TYPE_FLAG_EXPAND_TRUE = 2,
  TYPE_FLAG_EXPAND_FALSE = 4,
};
enum {
  TYPE_PROPERTY_PRIMARY = 1,
  TYPE_PROPERTY_ATTRIBUTE = 2,
  TYPE_PROPERTY_ALIAS = 4,
  TYPE_PROPERTY_PERMISSIVE = 8,
  TYPE_PROPERTY_NEVERAUDIT = 16,
  TYPE_PROPERTY_ALL = 31,
};
enum { XPERMS_WORDS = 8, XPERMS_FUNCTIONS = 256 };

/* The versions that changed the layout. */
enum {
  VERSION_MLS = 5,
  VERSION_RANGE_TRANSITIONS = 6, /* and users with levels as written */
  VERSION_POLCAPS = 7,
  VERSION_TYPE_FLAGS = 8,
  VERSION_BOUNDS = 9,
  VERSION_ALIAS_TARGET = 10,
  VERSION_FILE_TRANSITIONS = 11,
  VERSION_ROLE_TRANSITION_CLASSES = 12,
  VERSION_ROLE_ATTRIBUTES = 13,
  VERSION_TUNABLES = 14,
  VERSION_XPERMS = 18,
  VERSION_SELF_TYPE_RULES = 21,
  VERSION_NEVERAUDIT = 23,
};

/* module_features.c */
/* The features of the kernel's tables that a module of a version has. */
uint32_t module_table_features(unsigned version, bool is_base);
/* How many kinds of context a module of a version has. */
uint32_t module_context_kinds(unsigned version, bool is_base);
/* Reports what the version cannot carry. */
void module_check_features(Session *session, const Module *module,
                           unsigned version);
/* module_symbols.c */
void module_symbols_free(Policy *symbols);

#endif
