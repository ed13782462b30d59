/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pseudo file definitions for mksquashfs -pf, from squashfs-tools 4.6 on
 * (CHANGES, 4.6: "New Pseudo file xattr definition"): PATH x NAME=VALUE. */
#include <string.h>

#include "backend/label_list.h"

/* The longest line that is read (pseudo.c, MAX_LINE). */
enum { LINE_MAX_SQUASHFS = 16384 };

/* A backslash takes the meaning of the character behind it; at the end of a
 * line it joins the next, so that there is no way to write a newline. */
static void put_path(Buffer *line, const char *path) {
  for (; *path; path++) {
    if (!((unsigned char)*path > ' ') || strchr("\"\\#", *path))
      put_string(line, "\\");
    put_bytes(line, path, 1);
  }
}

void label_write_squashfs(const LabelList *list, Stream *out) {
  Buffer line = {0};
  for (size_t i = 0; i < list->files.n; i++) {
    const LabelledFile *file = &list->files.v[i];
    if (!file->label)
      continue;
    if (strchr(file->file->path, '\n')) {
      label_refuse_name(list, file->file, "a pseudo file", "a newline");
      continue;
    }
    line.n = 0;
    put_path(&line, file->file->path);
    put_format(&line, " x security.selinux=0t%s\\000\n", file->label);
    if (line.n > LINE_MAX_SQUASHFS)
      label_refuse_name(list, file->file, "a pseudo file",
                        "too many characters");
    stream_put(out, line.data, line.n);
  }
  buffer_free(&line);
}
