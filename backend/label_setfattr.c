/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What getfattr --dump prints and setfattr --restore takes: run from the
 * tree's folder, with -h for the symbolic links. */
#include "backend/label_list.h"

/* Any byte may be written as \ooo (attr 2.5.1, libmisc/unquote.c). */
static void put_path(Buffer *line, const char *path) {
  if (!path[1])
    put_string(line, "."); /* the tree's folder itself */
  for (const char *at = path + 1; *at; at++)
    if (*at > ' ' && *at < 0x7f && *at != '\\')
      put_bytes(line, at, 1);
    else
      put_format(line, *at == ' ' && at[1] ? " " : "\\%03o",
                 (unsigned char)*at);
}

void label_write_setfattr(const LabelList *list, Stream *out) {
  Buffer line = {0};
  for (size_t i = 0; i < list->files.n; i++) {
    const LabelledFile *file = &list->files.v[i];
    if (!file->label)
      continue;
    line.n = 0;
    put_string(&line, "# file: ");
    put_path(&line, file->file->path);
    put_format(&line, "\nsecurity.selinux=\"%s\\000\"\n\n", file->label);
    stream_put(out, line.data, line.n);
  }
  buffer_free(&line);
}
