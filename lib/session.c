/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/session.h"

void session_init(Session *session) {
  session->arena = (Arena){0};
  names_init(&session->names);
  sources_init(&session->sources);
  diags_init(&session->diags, &session->sources, &session->names);
}

void session_free(Session *session) {
  diags_free(&session->diags);
  sources_free(&session->sources);
  names_free(&session->names);
  arena_free(&session->arena);
}
