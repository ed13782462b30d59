/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The target tree of linked packages: what semodule -i of them leaves.  The
 * files of contexts/ that no package carries are not touched. */
#ifndef CLI_LINK_TARGET_H
#define CLI_LINK_TARGET_H

#include "cli/link_packages.h"
#include "cli/target_tree.h"

/* Takes the inputs out that the customizations disable.  Reports: modules that
 * are not among them, and the base. */
void link_target_disable(Session *session, const TargetOptions *options,
                         LinkInputs *inputs, LinkInputs *disabled);

/* Fills in what the packages have for `target`: seusers, users_extra,
 * customizable_types, and the modules for a store, disabled ones too. */
void link_target(Session *session, const TargetOptions *options,
                 const LinkInputs *inputs, const LinkInputs *disabled,
                 TargetTree *target);

#endif
