/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/polcaps.h"

#include <stddef.h>
#include <strings.h>

static const struct {
  const char *name;
  LinuxVersion first;
} polcaps[] = {
#define POLCAP(bit, name, first) [bit] = {name, first},
#include "ir/polcaps.def"
};

enum { N_POLCAPS = sizeof polcaps / sizeof *polcaps };

uint32_t polcap_bit(const char *name) {
  for (uint32_t bit = 0; bit < N_POLCAPS; bit++)
    if (polcaps[bit].name && strcasecmp(polcaps[bit].name, name) == 0)
      return bit;
  return POLCAP_UNKNOWN;
}

const char *polcap_name(uint32_t bit) {
  return bit < N_POLCAPS ? polcaps[bit].name : NULL;
}

LinuxVersion polcap_linux(uint32_t bit) {
  return bit < N_POLCAPS ? polcaps[bit].first : 0;
}
