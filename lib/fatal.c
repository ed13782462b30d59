/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/fatal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fatal(const char *format, ...) {
  int error = errno;
  if (fatal_jump)
    fatal_jump();
  size_t length = strlen(format);
  va_list args;
  fflush(stdout);
  fputs("tecc: ", stderr);
  va_start(args, format);
  vfprintf(stderr, format, args);
  va_end(args);
  if (length && format[length - 1] == ':')
    fprintf(stderr, " %s", strerror(error));
  fputc('\n', stderr);
  exit(2);
}
