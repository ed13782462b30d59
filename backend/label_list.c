/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/label_list.h"

#include <string.h>

static const LabelFormat formats[] = {
#define FORMAT(name) {#name, label_write_##name},
#include "backend/label_formats.def"
};

const LabelFormat *label_format_find(const char *name) {
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (!strcmp(formats[i].name, name))
      return &formats[i];
  return NULL;
}

void label_refuse_name(const LabelList *list, const WalkFile *file,
                       const char *form, const char *why) {
  diag_error_as(&list->session->diags, ERROR_FILE_CONTEXT, no_place,
                "%s cannot name the file '%s', which has %s", form,
                file->path, why);
}
