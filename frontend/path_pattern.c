/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "frontend/path_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <ctype.h>
#include <pcre2.h>
#include <string.h>

#include "lib/bytes.h"

/* Plain characters need no compiler. */
static bool is_plain(const char *path, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (!path[i] || strchr("\\^$.?*+|[](){}", path[i]))
      return false;
  return true;
}

/* The place of a fault in the path, which may be made by macros: then it is
 * that of the path. */
static Place place_in_path(Session *session, Place place, const char *path,
                           size_t offset, size_t n) {
  const Source *source = source_of(&session->sources, place.loc);
  size_t at = offset ? offset - 1 : 0; /* without the `^` */
  size_t start = source ? place.loc - source->base : 0;
  if (source && n <= source->length - start &&
      !memcmp(source->text + start, path, n))
    place.loc += (Loc)(at < n ? at : n);
  return place;
}

/* Whether a pattern begins with a character that stands for itself, and that
 * no path begins with. */
static bool is_relative(const char *path) {
  unsigned char first = (unsigned char)*path;
  return (isalnum(first) || first == '_' || first > 127) &&
         strncmp(path, "HOME_DIR", 8) && strncmp(path, "HOME_ROOT", 9);
}

static void check_path(Session *session, const FileContext *entry,
                       Buffer *pattern) {
  const char *path = name_text(&session->names, entry->path);
  size_t n = name_length(&session->names, entry->path), offset;
  int fault;
  if (is_relative(path))
    diag_warning(&session->diags, WARN_FC_RELATIVE, entry->place,
                 "the pattern does not begin with '/': no path matches it");
  if (is_plain(path, n))
    return;
  if (memchr(path, '\0', n)) {
    diag_error_as(&session->diags, ERROR_FILE_CONTEXT, entry->place,
                  "a NUL byte in a path");
    return;
  }
  pattern->n = 0;
  put_format(pattern, "^%s$", path);
  pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern->data, pattern->n,
                                   PCRE2_DOTALL, &fault, &offset, NULL);
  pcre2_code_free(code);
  if (code)
    return;
  char reason[128];
  pcre2_get_error_message(fault, (PCRE2_UCHAR *)reason, sizeof reason);
  diag_error_as(&session->diags, ERROR_FILE_CONTEXT,
                place_in_path(session, entry->place, path, offset, n),
                "'%s' is no regular expression: %s", path, reason);
}

void path_patterns_check(Session *session, const FileContexts *contexts) {
  Buffer pattern = {0};
  for (size_t i = 0; i < contexts->n; i++)
    check_path(session, &contexts->v[i], &pattern);
  buffer_free(&pattern);
}
