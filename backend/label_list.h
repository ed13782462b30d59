/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The labels of a tree's files, in the forms that builders of images take.
 *
 * A label is written with a NUL behind it, as libselinux sets it
 * (setfilecon.c), so that an image does not differ from a system that was
 * labelled in place. */
#ifndef BACKEND_LABEL_LIST_H
#define BACKEND_LABEL_LIST_H

#include "lib/session.h"
#include "lib/stream.h"
#include "lib/walk.h"

typedef struct LabelledFile {
  const WalkFile *file;
  const char *label; /* NULL: none */
  const WalkFile *link; /* an earlier name of the same file, or NULL */
} LabelledFile;

typedef struct LabelList {
  Session *session;
  const char *root; /* the folder that the paths count from */
  ARRAY(LabelledFile) files;
  /* of archives */
  bool has_owner, has_time;
  uid_t uid; /* has_owner: of all files */
  gid_t gid;
  int64_t time; /* has_time: no file is newer */
} LabelList;

typedef struct LabelFormat {
  const char *name;
  /* Appends all files to the stream.  Reports names that the form cannot
   * carry; then what was written is of no use. */
  void (*write)(const LabelList *list, Stream *out);
} LabelFormat;

/* The form of a name, or NULL. */
const LabelFormat *label_format_find(const char *name);

/* For the writers. */
void label_write_setfattr(const LabelList *list, Stream *out);
void label_write_squashfs(const LabelList *list, Stream *out);
void label_write_debugfs(const LabelList *list, Stream *out);
void label_write_tar(const LabelList *list, Stream *out);

/* Says that the form has no way to write a file's name. */
void label_refuse_name(const LabelList *list, const WalkFile *file,
                       const char *form, const char *why);

#endif
