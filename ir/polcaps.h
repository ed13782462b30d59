/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Policy capabilities by name and by their bit in the kernel's map. */
#ifndef IR_POLCAPS_H
#define IR_POLCAPS_H

#include "ir/linux.h"

#define POLCAP_UNKNOWN UINT32_MAX

/* The bit of a capability, or POLCAP_UNKNOWN; letters of either case match,
 * as in libsepol. */
uint32_t polcap_bit(const char *name);
/* The name of a bit, or NULL. */
const char *polcap_name(uint32_t bit);
/* The first kernel that knows it; 0 for an unknown bit. */
LinuxVersion polcap_linux(uint32_t bit);

#endif
