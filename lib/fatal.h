/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The end of the program when the system fails us (no file, no space, no
 * memory): message to standard error, temporary outputs removed, status 2.
 * Faults in the user's policy are diagnostics (lib/diag.h), not this. */
#ifndef LIB_FATAL_H
#define LIB_FATAL_H

/* A format that ends in ':' has the text of errno added. */
_Noreturn void fatal(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Where a program defines it (the fuzz targets do), fatal goes there instead
 * of printing and ending: one jump to the boundary of what it runs. */
extern _Noreturn void fatal_jump(void) __attribute__((weak));

#endif
