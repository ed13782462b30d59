/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/session.h"

#include <string.h>

void session_init(Session *session) {
  session->arena = (Arena){0};
  names_init(&session->names);
  sources_init(&session->sources);
  diags_init(&session->diags, &session->sources, &session->names);
  session->faulty_names = session->reserved_names =
      session->refused_texts = (Map){0};
}

void session_free(Session *session) {
  diags_free(&session->diags);
  sources_free(&session->sources);
  names_free(&session->names);
  map_free(&session->faulty_names);
  map_free(&session->reserved_names);
  map_free(&session->refused_texts);
  arena_free(&session->arena);
}

bool session_takes_text(Session *session, Loc base) {
  const Source *source = source_of(&session->sources, base);
  if (!source_is_utf16(source))
    return true;
  bool is_new;
  map_put(&session->refused_texts, base, &is_new);
  if (is_new)
    diag_error_as(&session->diags, ERROR_SYNTAX, no_place,
                  "%s is a text in UTF-16: save it as UTF-8", source->path);
  return false;
}

bool session_misses(Session *session, Name name) {
  const char *text = name_text(&session->names, name);
  size_t n = name_length(&session->names, name);
  enum { LONGEST = 256 };
  if (!session->diags.n_errors || !session->faulty_names.n || n > LONGEST)
    return false;
  for (size_t i = 1; i <= n; i++)
    if ((i == n || text[i] == '_') &&
        map_get(&session->faulty_names, name_find(&session->names, text, i)))
      return true;
  return false;
}
