/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/session.h"

void session_init(Session *session) {
  session->arena = (Arena){0};
  names_init(&session->names);
  sources_init(&session->sources);
  diags_init(&session->diags, &session->sources, &session->names);
  session->faulty_names = (Map){0};
}

void session_free(Session *session) {
  diags_free(&session->diags);
  sources_free(&session->sources);
  names_free(&session->names);
  map_free(&session->faulty_names);
  arena_free(&session->arena);
}
