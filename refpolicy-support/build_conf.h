/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* build.conf: the options of a policy tree.
 *
 * The file is written in make's language.  What real build.conf files use of
 * it is read here: `NAME = value` with `=`, `:=`, `::=`, `?=` and `+=`,
 * `override`, `export`, comments, continued lines, `$(NAME)`, `ifdef ifndef
 * ifeq ifneq else endif` and `include`.  Anything else is an error at its
 * line.  The variables, their defaults and what they do to the macros are
 * those of refpolicy's Makefile (2.20221101). */
#ifndef REFPOLICY_SUPPORT_BUILD_CONF_H
#define REFPOLICY_SUPPORT_BUILD_CONF_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/array.h"
#include "lib/session.h"

/* A name and its value: a variable setting, or a macro definition. */
typedef struct Define {
  const char *name;
  const char *value; /* "" for a macro given without a value */
} Define;

typedef ARRAY(Define) Defines;
typedef ARRAY(const char *) Words;

/* A variable as build.conf or the command line set it. */
typedef struct Variable {
  const char *name;
  const char *value; /* what it stands for, blanks at its ends removed */
  Place place;       /* its name in build.conf; no_place: command line */
  bool is_override;  /* set by `override`, so the command line yields */
  bool from_command; /* set by -D NAME=VALUE */
} Variable;

typedef ARRAY(Variable) Variables;

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
 * command line.  Faults are diagnostics; without a file, fatal. */
BuildConf build_conf_read(Session *session, const char *folder,
                          const Defines *settings);

/* The value of a variable, or "". */
const char *build_conf_get(const BuildConf *conf, const char *name);

/* The macro definitions that stand for the options, in the order of
 * M4PARAM in refpolicy's Makefile, without self_contained_policy. */
Defines build_conf_defines(Session *session, const BuildConf *conf);

/* The same as an installed Makefile.devel gives them: no values. */
Defines build_conf_devel_defines(Session *session, const BuildConf *conf);

/* "standard", "mcs", "mls". */
const char *policy_type_name(PolicyType type);

#endif
