/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Diversions, and the text that m4wrap keeps for the end. */
#include "frontend/engine.h"

/* The diversion of a number, made on first use. */
static Diversion *diversion(Macros *m, long number) {
  size_t i = m->diversions.n;
  while (i && m->diversions.v[i - 1].number >= number)
    i--;
  if (i < m->diversions.n && m->diversions.v[i].number == number)
    return &m->diversions.v[i];
  ARRAY_PUSH(&m->diversions, (Diversion){0});
  for (size_t k = m->diversions.n - 1; k > i; k--)
    m->diversions.v[k] = m->diversions.v[k - 1];
  m->diversions.v[i] = (Diversion){.number = number};
  return &m->diversions.v[i];
}

static void put(Macros *m, Piece piece) {
  if (m->divert > 0)
    ARRAY_PUSH(&diversion(m, m->divert)->pieces, piece);
  else if (!m->divert)
    ARRAY_PUSH(&m->ready, piece);
}

void divert_put(Macros *m, Piece piece) {
  const Quotes *quotes = &m->quotes.v[m->quotes_now];
  const char *text = piece.kind == PIECE_OPEN    ? quotes->open
                     : piece.kind == PIECE_CLOSE ? quotes->close
                                                 : NULL;
  if (!text)
    put(m, piece);
  for (; text && *text; text++)
    put(m, piece_of_byte(*text, (Place){piece.loc, piece.origin}));
}

static void undivert(Macros *m, long number) {
  if (number <= 0 || number == m->divert)
    return;
  Pieces pieces = diversion(m, number)->pieces;
  diversion(m, number)->pieces = (Pieces){0};
  for (size_t i = 0; i < pieces.n; i++)
    put(m, pieces.v[i]);
  ARRAY_FREE(&pieces);
}

static void undivert_all(Macros *m) {
  for (size_t i = 0; i < m->diversions.n; i++)
    undivert(m, m->diversions.v[i].number);
}

void builtin_divert(Macros *m, const Call *call) {
  long number = 0;
  if (!call_has(call, 1) || call_number(m, call, 1, &number))
    m->divert = number;
}

void builtin_divnum(Macros *m, const Call *call) {
  engine_push_number(m, call, m->divert);
}

void builtin_undivert(Macros *m, const Call *call) {
  if (!call_has(call, 1))
    undivert_all(m);
  for (uint32_t i = 1; call_has(call, i); i++) {
    long number;
    if (call_number(m, call, i, &number))
      undivert(m, number);
  }
}

void builtin_m4wrap(Macros *m, const Call *call) {
  Slice list =
      engine_list_arguments(m, &call->args, 1, ' ', false, call->place);
  ARRAY_PUSH(&m->wrapped, engine_keep(m, list));
}

/* GNU m4 1.4 reads the texts of m4wrap last in, first out. */
bool divert_finish(Macros *m) {
  if (m->wrapped.n) {
    if (m->n_wraps++ >= MACRO_NESTING_MAX)
      engine_pass_limit(m, "m4wrap wraps itself");
    for (size_t i = 0; i < m->wrapped.n; i++)
      engine_push(m, m->wrapped.v[i], 0);
    m->wrapped.n = 0;
    m->n_sources = (uint32_t)m->frames.n;
    return true;
  }
  m->is_finishing = false;
  m->divert = 0;
  undivert_all(m);
  return true;
}
