/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is checked at the calls of interfaces that the user wrote himself. */
#include "frontend/engine.h"

/* The highest argument that a body uses; all of them if it says `$*`. */
static uint32_t body_parameters(Slice body) {
  uint32_t most = 0;
  for (size_t i = 0; i < body.n; i++)
    if (body.v[i].kind == PIECE_PARAM && body.v[i].number > most)
      most = body.v[i].number;
  return most;
}

/* How many arguments a call gives; empty ones at the end do not count. */
static uint32_t call_arguments(const Call *call) {
  uint32_t n = call->args.n - 1;
  while (n && !call->args.v[n].n)
    n--;
  return n;
}

static void report_excess(Macros *m, const Call *call, uint32_t used) {
  Session *session = m->session;
  const char *name = name_text(&session->names, call->args.name.name);
  uint32_t given = call_arguments(call);
  if (used)
    diag_warning(&session->diags, WARN_INTERFACE_ARGUMENTS, call->place,
                 "'%s' takes %u argument%s, not %u", name, used,
                 used == 1 ? "" : "s", given);
  else
    diag_warning(&session->diags, WARN_INTERFACE_ARGUMENTS, call->place,
                 "'%s' takes no arguments", name);
}

static void report_successor(Macros *m, const Macro *macro,
                             const Call *call) {
  const Names *names = &m->session->names;
  Diags *diags = &m->session->diags;
  const char *name = name_text(names, call->args.name.name);
  if (macro->successor == call->args.name.name)
    diag_warning(diags, WARN_DEPRECATED_INTERFACE, call->place,
                 "'%s' is no longer needed: every domain has its rules", name);
  else
    diag_warning(diags, WARN_DEPRECATED_INTERFACE, call->place,
                 "'%s' is called '%s' in these headers", name,
                 name_text(names, macro->successor));
}

void call_check(Macros *m, const Macro *macro, const Call *call,
                Origin origin) {
  if (!m->own_from || call->place.loc < m->own_from)
    return;
  if (macro->successor) {
    report_successor(m, macro, call);
    return;
  }
  uint32_t used = body_parameters(macro->body), given = call_arguments(call);
  if (used > PARAM_LAST)
    return;
  if (given > used)
    report_excess(m, call, used);
  else if (given < used)
    ARRAY_PUSH(&m->short_calls, (ShortCall){origin, given, used});
}

void macros_check_calls(Macros *m, Loc from) {
  m->own_from = from;
}

const ShortCall *macros_short_call(const Macros *m, Origin origin) {
  for (; origin; origin = origin_call(&m->session->sources, origin).parent)
    for (size_t i = m->short_calls.n; i-- > 0;)
      if (m->short_calls.v[i].origin == origin)
        return &m->short_calls.v[i];
  return NULL;
}
