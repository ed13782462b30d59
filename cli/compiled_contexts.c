/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/compiled_contexts.h"

#include "cli/options.h"
#include "frontend/file_contexts.h"

int compiled_contexts_option(const char *name, const FcontextTarget **target) {
  Buffer known = {0};
  const FcontextTarget *row;
  *target = fcontext_target_find(name);
  if (*target)
    return -1;
  for (size_t i = 0; (row = fcontext_target_at(i)); i++)
    put_format(&known, "%s%s", i ? ", " : "", row->name);
  put_u8(&known, 0);
  int status = usage_error("--file-contexts-bin: '%s' is not one of %s", name,
                           known.data);
  buffer_free(&known);
  return status;
}

void compiled_contexts_make(Session *session, const char *path,
                            const Buffer *text, const FcontextTarget *target,
                            Buffer *out) {
  FileContexts contexts = {0};
  Loc source = source_add(&session->sources, path, text->data, text->n, true);
  file_contexts_read_plain(session, source, &contexts);
  if (contexts.n)
    fcontext_bin_write(session, &contexts, target, out);
  ARRAY_FREE(&contexts);
}
