/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/lowering.h"

static Diags *diags_of(Lowering *lowering) {
  return &lowering->session->diags;
}

static bool is_of_xen(OconKind kind) {
  return kind >= OCON_XEN_PIRQ;
}

/* The kernel of one platform has no use for the other's contexts
 * (checkpolicy policy_define.c, define_…_context). */
static bool check_target(Lowering *lowering, const Ocon *ocon) {
  if (ocon->kind == OCON_ISID ||
      is_of_xen(ocon->kind) == (lowering->options.target == TARGET_XEN))
    return true;
  diag_error(diags_of(lowering), ocon->place,
             "the target platform knows no such context");
  return false;
}

/* Bounds of the numbers that a kind has (checkpolicy policy_define.c,
 * define_…_context). */
static bool check_numbers(Lowering *lowering, const Ocon *ocon) {
  enum { LONGEST_DEVICE = 63, HIGHEST_PKEY = 0xffff, HIGHEST_PORT = 0xff };
  const char *fault = NULL;
  switch (ocon->kind) {
  case OCON_PORT:
    if (ocon->number[1] > ocon->number[2])
      fault = "the low port is above the high port";
    break;
  case OCON_IBPKEY:
    if (ocon->number[0] > ocon->number[1])
      fault = "the low key is above the high key";
    else if (ocon->number[1] > HIGHEST_PKEY)
      fault = "a partition key has 16 bits";
    break;
  case OCON_IBENDPORT:
    if (!ocon->number[0] || ocon->number[0] > HIGHEST_PORT)
      fault = "the port must be from 1 to 255";
    else if (name_length(&lowering->session->names, ocon->name.name) >
             LONGEST_DEVICE)
      fault = "the device name is longer than 63 bytes";
    break;
  case OCON_XEN_IOPORT:
    if (ocon->number[0] > ocon->number[1])
      fault = "the low port is above the high port";
    break;
  case OCON_XEN_IOMEM:
    if (ocon->range[0] > ocon->range[1])
      fault = "the low address is above the high address";
    break;
  default: break;
  }
  if (fault)
    diag_error(diags_of(lowering), ocon->place, "%s", fault);
  return !fault;
}

void lower_ocon(Lowering *lowering, const Stmt *stmt) {
  const Ocon *ocon = stmt->ocon;
  bool two = ocon->kind == OCON_FS || ocon->kind == OCON_NETIF;
  if (!check_target(lowering, ocon) || !check_numbers(lowering, ocon))
    return;
  if (ocon->has_context && !lower_check_mls(lowering, ocon->context.has_range,
                                            ocon->context.place, "a context"))
    return;
  if (two && !lower_check_mls(lowering, ocon->context2.has_range,
                              ocon->context2.place, "a context"))
    return;
  ARRAY_PUSH(&lowering->module->ocons, *ocon);
}
