/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * fclookup FILE_CONTEXTS < PATHS: the label that libselinux gives each path.
 *
 * PATHS are lines "KIND PATH" (pathgen.c).  Prints a line for each, in the
 * words of `tecc which -q`; libselinux does not tell <<none>> from no match,
 * so that both are "none".
 */

#include <errno.h>
#include <selinux/label.h>
#include <selinux/selinux.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int mode_of(const char *kind) {
  switch (kind[1]) {
  case 'd': return S_IFDIR;
  case 'l': return S_IFLNK;
  case 'c': return S_IFCHR;
  case 'b': return S_IFBLK;
  case 'p': return S_IFIFO;
  case 's': return S_IFSOCK;
  default: return S_IFREG;
  }
}

int main(int argc, char **argv) {
  static char line[8192];
  if (argc != 2) {
    fprintf(stderr, "usage: fclookup FILE_CONTEXTS < PATHS\n");
    return 2;
  }
  struct selinux_opt options[] = {{SELABEL_OPT_PATH, argv[1]}};
  struct selabel_handle *h = selabel_open(SELABEL_CTX_FILE, options, 1);
  if (!h) {
    fprintf(stderr, "%s: %s\n", argv[1], strerror(errno));
    return 2;
  }
  while (fgets(line, sizeof line, stdin)) {
    char *context;
    line[strcspn(line, "\n")] = '\0';
    if (strlen(line) < 4) continue;
    line[2] = '\0';
    if (selabel_lookup_raw(h, &context, line + 3, mode_of(line))) {
      puts(errno == ENOENT ? "none" : strerror(errno));
    } else {
      puts(context);
      freecon(context);
    }
  }
  selabel_close(h);
  return 0;
}
