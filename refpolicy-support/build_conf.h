/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* build.conf: the options of a policy tree.  The variables, their defaults
 * and what they do to the macros are those of refpolicy's Makefile
 * (2.20221101); for the language of the file see make_syntax.h. */
#ifndef REFPOLICY_SUPPORT_BUILD_CONF_H
#define REFPOLICY_SUPPORT_BUILD_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/array.h"
#include "lib/session.h"
#include "refpolicy-support/make_syntax.h"

/* A name and its value: a variable setting, or a macro definition. */
typedef struct Define {
  const char *name;
  const char *value; /* "" for a macro given without a value */
} Define;

typedef ARRAY(Define) Defines;

/* Whether m4 takes a word for the name of a macro. */
bool is_macro_name(const char *word);

typedef ARRAY(const char *) Words;

typedef enum PolicyType { TYPE_STANDARD, TYPE_MCS, TYPE_MLS } PolicyType;

/* What the kernel does with permissions that the policy does not know. */
typedef enum UnknownPerms {
  UNKNOWN_DENY,
  UNKNOWN_ALLOW,
  UNKNOWN_REJECT,
} UnknownPerms;

/* The options, checked and with defaults filled in. */
typedef struct BuildConf {
  Variables variables;  /* all that were set, in order of first setting */
  PolicyType type;      /* TYPE; standard when not set */
  const char *name;     /* NAME; the type's name when not set */
  const char *distro;   /* DISTRO; "" for none */
  UnknownPerms unknown; /* UNK_PERMS; deny when not set */
  bool monolithic;      /* MONOLITHIC */
  bool systemd;         /* SYSTEMD */
  bool direct_initrc;   /* DIRECT_INITRC */
  bool ubac;            /* UBAC */
  bool werror;          /* WERROR: a warning of the policy's macros is one */
  uint32_t mls_sens;    /* MLS_SENS, 16 */
  uint32_t mls_cats;    /* MLS_CATS, 1024 */
  uint32_t mcs_cats;    /* MCS_CATS, 1024 */
  uint32_t version;     /* OUTPUT_POLICY; 0 when not set */
  Words options;        /* CUSTOM_BUILDOPT: names of macros to define */
  Words apps_base;      /* APPS_BASE, APPS_MODS, APPS_OFF: module names that */
  Words apps_modules;   /* are set whatever modules.conf says */
  Words apps_off;
  Defines extra;        /* M4PARAM: definitions before all others */
  const char *local_root; /* LOCAL_ROOT as a path to use, or NULL */
} BuildConf;

/* Reads `folder`/build.conf and LOCAL_ROOT's, under the settings of the
 * command line.  A relative LOCAL_ROOT is taken from `folder`, as make run
 * there would.  Faults are diagnostics; no build.conf is fatal. */
BuildConf build_conf_read(Session *session, const char *folder,
                          const Defines *settings);

/* The value of a variable, or "". */
const char *build_conf_get(const BuildConf *conf, const char *name);

/* Where a variable's value stands; no_place when it was set on the command
 * line or not at all. */
Place build_conf_place(const BuildConf *conf, const char *name);

/* The macro definitions that stand for the options, in the order of
 * M4PARAM in refpolicy's Makefile, without self_contained_policy. */
Defines build_conf_defines(Session *session, const BuildConf *conf);

/* The same as an installed Makefile.devel gives them: no values. */
Defines build_conf_devel_defines(Session *session, const BuildConf *conf);

/* "standard", "mcs", "mls". */
const char *policy_type_name(PolicyType type);

#endif
