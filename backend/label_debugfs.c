/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands for debugfs -w -f, which set the labels in an ext2, 3 or 4 image
 * that mke2fs -d made of the tree. */
#include <string.h>

#include "backend/label_list.h"

/* The longest line that is read (e2fsprogs debugfs.c, cmd_file). */
enum { LINE_MAX_DEBUGFS = 4000 };

/* In quotes all is as it is but a quote, which is doubled (e2fsprogs
 * lib/ss/parse.c).  A line ends at a newline or a carriage return. */
static void put_path(Buffer *line, const char *path) {
  put_string(line, "\"");
  for (; *path; path++) {
    if (*path == '"')
      put_string(line, "\"");
    put_bytes(line, path, 1);
  }
  put_string(line, "\"");
}

void label_write_debugfs(const LabelList *list, Stream *out) {
  Buffer line = {0};
  for (size_t i = 0; i < list->files.n; i++) {
    const LabelledFile *file = &list->files.v[i];
    if (!file->label)
      continue;
    if (strpbrk(file->file->path, "\n\r")) {
      label_refuse_name(list, file->file, "a debugfs command",
                        "a newline or carriage return");
      continue;
    }
    line.n = 0;
    put_string(&line, "ea_set ");
    put_path(&line, file->file->path);
    put_format(&line, " security.selinux %s\\000\n", file->label);
    if (line.n > LINE_MAX_DEBUGFS)
      label_refuse_name(list, file->file, "a debugfs command",
                        "too many characters");
    stream_put(out, line.data, line.n);
  }
  buffer_free(&line);
}
