/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/polcaps.h"

#include <stddef.h>
#include <strings.h>

static const char *const names[] = {
#define POLCAP(bit, name) [bit] = name,
#include "ir/polcaps.def"
};

enum { N_NAMES = sizeof names / sizeof *names };

uint32_t polcap_bit(const char *name) {
  for (uint32_t bit = 0; bit < N_NAMES; bit++)
    if (names[bit] && strcasecmp(names[bit], name) == 0)
      return bit;
  return POLCAP_UNKNOWN;
}

const char *polcap_name(uint32_t bit) {
  return bit < N_NAMES ? names[bit] : NULL;
}
