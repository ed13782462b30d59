/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A folder with all that is in it, in an order that does not depend on the
 * file system: each folder before its entries, entries by their bytes. */
#ifndef LIB_WALK_H
#define LIB_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lib/arena.h"
#include "lib/array.h"

typedef struct WalkFile {
  const char *path; /* from the folder on, which is "/" */
  mode_t mode;      /* kind and permissions */
  uid_t uid;
  gid_t gid;
  nlink_t links;
  dev_t device;     /* that holds the file */
  dev_t special;    /* that the file stands for */
  ino_t inode;
  off_t size;
  int64_t modified; /* seconds since 1970 */
} WalkFile;
typedef ARRAY(WalkFile) WalkFiles;

typedef struct WalkOptions {
  bool one_file_system; /* what is mounted on a folder is left out */
  /* Called now and then with the number of files so far; may be NULL. */
  void (*progress)(void *context, size_t n);
  void *context;
} WalkOptions;

/* Lists the folder; paths are in `arena`, the array is on the heap.  Symbolic
 * links are listed, never followed, but for `root` itself.  Fatal when a folder
 * cannot be read: a list that lacks files is of no use. */
WalkFiles walk(Arena *arena, const char *root, const WalkOptions *options);

#endif
