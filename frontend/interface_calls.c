/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is checked at the calls that the user wrote himself. */
#include <string.h>

#include "frontend/engine.h"

/* The highest argument that a body uses; all of them if it says `$*`. */
static uint32_t body_parameters(Macro *macro) {
  uint32_t most = 0;
  Slice body = macro->body;
  if (macro->parameters)
    return macro->parameters - 1;
  for (size_t i = 0; i < body.n; i++)
    if (body.v[i].kind == PIECE_PARAM && body.v[i].number > most)
      most = body.v[i].number;
  macro->parameters = most + 1;
  return most;
}

/* How many arguments a call gives; empty ones at the end do not count. */
static uint32_t call_arguments(const Call *call) {
  uint32_t n = call->args.n - 1;
  while (n && !call->args.v[n].n)
    n--;
  return n;
}

/* How many arguments a call gives before the first that it leaves out. */
static uint32_t arguments_in_row(const Call *call) {
  uint32_t n = 0;
  while (n + 1 < call->args.n && call->args.v[n + 1].n)
    n++;
  return n;
}

/* How many parameters the documentation above an interface names: refpolicy's
 * has some that the body does not use (yet), as in `x_admin(domain, role)`. */
static uint32_t documented_parameters(Macros *m, Macro *macro) {
  if (macro->documented)
    return macro->documented - 1;
  Position at = source_position(&m->session->sources, macro->place.loc);
  uint32_t n = 0;
  macro->documented = 1;
  if (!at.source)
    return 0;
  for (uint32_t number = at.text_line; number-- > 1;) {
    size_t length;
    const char *line =
        source_line(&m->session->sources, at.source, number, &length);
    if (!length || line[0] != '#')
      break;
    n += memmem(line, length, "<param ", strlen("<param ")) != NULL;
  }
  macro->documented = n + 1;
  return n;
}

/* Once for each place: the interface around it may be called often. */
static void report_excess(Macros *m, Macro *macro, const Call *call,
                          uint32_t used) {
  bool is_new;
  if (m->n_trials) { /* what is read for good reports it */
    if (!map_get(&m->reported_calls, call->place.loc))
      engine_spoil(m);
    return;
  }
  map_put(&m->reported_calls, call->place.loc, &is_new);
  if (!is_new)
    return;
  Session *session = m->session;
  const char *name = name_text(&session->names, call->args.name.name);
  uint32_t given = call_arguments(call);
  if (given <= documented_parameters(m, macro))
    return;
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
  else if (diag_warning(diags, WARN_DEPRECATED_INTERFACE, call->place,
                        "'%s' is called '%s' in these headers", name,
                        name_text(names, macro->successor)))
    diag_fix(diags, call->place, DIAG_WHOLE_NAME,
             name_text(names, macro->successor));
}

/* Whether the first argument that a call lacks is one that the call around it
 * should have given. */
static bool is_passed_on(const Macros *m, const Call *call, uint32_t given) {
  return given + 1 < call->args.n && call_is_short(m, call->place.origin);
}

/* Many a macro takes arguments that may be left out, but hardly all. */
static void note_if_short(Macros *m, const Macro *macro, const Call *call,
                          Origin origin, uint32_t used) {
  uint32_t given = arguments_in_row(call);
  if (given < used && (macro->is_interface || !given) &&
      !is_passed_on(m, call, given))
    ARRAY_PUSH(&m->short_calls, (ShortCall){origin, given});
}

void call_check(Macros *m, Macro *macro, const Call *call, Origin origin) {
  if (!m->own_from || call->place.loc < m->own_from)
    return;
  if (macro->successor) {
    report_successor(m, macro, call);
    return;
  }
  uint32_t used = body_parameters(macro), given = call_arguments(call);
  if (used > PARAM_LAST)
    return;
  /* `x_stub(domain)` asks only whether module x is there. */
  if (macro->is_interface && given > used && given > 1)
    report_excess(m, macro, call, used);
  note_if_short(m, macro, call, origin, used);
}

void macros_check_calls(Macros *m, Loc from) {
  m->own_from = from;
}
