/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local customizations: what an administrator changes of a policy without its
 * source, as commands in the language of `semanage import` (semanage(8)). */
#ifndef IR_CUSTOMIZATION_H
#define IR_CUSTOMIZATION_H

#include "ir/terms.h"
#include "lib/array.h"

typedef enum CustomKind {
#define CUSTOM(id, ...) CUSTOM_##id,
#include "ir/customizations.def"
  CUSTOM_KIND_COUNT
} CustomKind;

typedef enum CustomOption {
#define CUSTOM_OPTION(id, ...) CUSTOM_OPTION_##id,
#include "ir/custom_options.def"
  CUSTOM_OPTION_COUNT
} CustomOption;

typedef enum CustomAction {
  CUSTOM_ADD = 'a',
  CUSTOM_MODIFY = 'm',
  CUSTOM_DELETE = 'd', /* of a module: disable */
  CUSTOM_DELETE_ALL = 'D',
  CUSTOM_ENABLE = 'e', /* of a module */
  CUSTOM_SET = 0,      /* of dontaudit, which has no action */
} CustomAction;

/* One command: a line of the file. */
typedef struct Customization {
  CustomKind kind;
  CustomAction action;
  bool value;    /* of a boolean: on */
  Ident subject; /* what it is about; none with CUSTOM_DELETE_ALL */
  Ident options[CUSTOM_OPTION_COUNT]; /* NO_NAME: not given */
  Place place;   /* its first word */
} Customization;

/* In the order of the file. */
typedef ARRAY(Customization) Customizations;

#endif
