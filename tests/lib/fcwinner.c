/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * fcwinner A B < PATHS: do two file_contexts give each path the same label?
 *
 * PATHS are lines "KIND PATH" (pathgen.c).  Prints each path whose label
 * differs, and at the end how many were looked up.  Exit status 1 if any
 * differs, 2 if a file cannot be read.
 */

#include <errno.h>
#include <selinux/label.h>
#include <selinux/selinux.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct selabel_handle *open_labels(const char *path) {
  struct selinux_opt options[] = {{SELABEL_OPT_PATH, path}};
  struct selabel_handle *h = selabel_open(SELABEL_CTX_FILE, options, 1);
  if (!h) {
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    exit(2);
  }
  return h;
}

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

/* The label of a path, or why there is none; the caller frees. */
static char *label(struct selabel_handle *h, const char *path, int mode) {
  char *context;
  if (!selabel_lookup_raw(h, &context, path, mode)) return context;
  return strdup(errno == ENOENT ? "(no entry)" : strerror(errno));
}

int main(int argc, char **argv) {
  static char line[8192];
  unsigned looked_up = 0, differ = 0;
  if (argc != 3) {
    fprintf(stderr, "usage: fcwinner A B < PATHS\n");
    return 2;
  }
  struct selabel_handle *a = open_labels(argv[1]);
  struct selabel_handle *b = open_labels(argv[2]);
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    char *path = strchr(line, ' ');
    if (!path) continue;
    *path++ = '\0';
    int mode = mode_of(line);
    char *la = label(a, path, mode), *lb = label(b, path, mode);
    looked_up++;
    if (strcmp(la, lb)) {
      printf("%s %s: %s | %s\n", line, path, la, lb);
      differ++;
    }
    free(la);
    free(lb);
  }
  printf("%u paths looked up, %u differ\n", looked_up, differ);
  selabel_close(a);
  selabel_close(b);
  return differ > 0;
}
