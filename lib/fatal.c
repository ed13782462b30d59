/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/fatal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/terminal.h"

void fatal(const char *format, ...) {
  int error = errno;
  if (fatal_jump)
    fatal_jump();
  size_t length = strlen(format);
  char message[TERMINAL_TEXT_MAX];
  va_list args;
  fflush(stdout);
  fputs("tecc: ", stderr);
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args); /* takes no memory */
  va_end(args);
  terminal_put_string(stderr, message);
  if (length && format[length - 1] == ':')
    fprintf(stderr, " %s", strerror(error));
  fputc('\n', stderr);
  exit(2);
}
