/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which calls are to blame for text that is no policy: those that lack an
 * argument, and those whose arguments are not in quotes as they should be.
 * What begins with "blame" reports the fault the first time that it finds
 * it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/engine.h"

enum {
  /* More are not remembered: by then the faults are told. */
  UNQUOTED_CALLS_MAX = 100,
  /* A call in a source that gives more faults has one cause for all. */
  FAULTS_OF_CALL_MAX = 3,
  /* So that no input makes this slow: how many calls are gone through from a
   * text outwards, how many faults are asked about, how many bytes are
   * searched for names. */
  CHAIN_MAX = 200,
  QUESTIONS_MAX = 10000,
  SEARCHED_MAX = 1 << 28,
};

/* The place of the call that a text came from; no_place if none. */
static Place place_of_call(const Sources *sources, Place place) {
  MacroCall call = origin_call(sources, place.origin);
  return place.origin ? (Place){call.loc, call.parent} : no_place;
}

/* What was remembered last, if it is of the call with this name, else NULL. */
static UnquotedCall *last_of(Macros *m, Piece name) {
  size_t n = m->unquoted_calls.n;
  UnquotedCall *last = n ? &m->unquoted_calls.v[n - 1] : NULL;
  return last && last->name.loc == name.loc &&
                 last->name.origin == name.origin
             ? last
             : NULL;
}

/* A quote says more of a call than a comma, the first of a kind enough. */
void call_note_quote(Macros *m, Piece name, Piece quote) {
  UnquotedCall *last = last_of(m, name);
  UnquotedCall call = {.name = name,
                       .cause = {quote.loc, quote.origin},
                       .closed = m->close_place};
  if (last && last->is_comma)
    *last = call;
  else if (!last && m->unquoted_calls.n < UNQUOTED_CALLS_MAX)
    ARRAY_PUSH(&m->unquoted_calls, call);
}

/* Other macros may be there to make a list of arguments. */
void call_note_comma(Macros *m, Piece name, Piece comma) {
  const Sources *sources = &m->session->sources;
  Origin origin = comma.origin;
  if (m->unquoted_calls.n >= UNQUOTED_CALLS_MAX || last_of(m, name))
    return;
  for (int i = 0; origin && i < CHAIN_MAX; i++) {
    MacroCall call = origin_call(sources, origin);
    if (call.parent == name.origin) {
      if (macros_is_interface(m, call.macro))
        ARRAY_PUSH(&m->unquoted_calls,
                   (UnquotedCall){.name = name,
                                  .cause = {call.loc, call.parent},
                                  .is_comma = true});
      return;
    }
    origin = call.parent;
  }
}

void call_set_end(Macros *m, size_t from, Piece bracket) {
  for (size_t i = from; i < m->unquoted_calls.n; i++)
    if (!m->unquoted_calls.v[i].end)
      m->unquoted_calls.v[i].end = bracket.loc;
}

static void report_quote(Macros *m, const UnquotedCall *call) {
  Diags *diags = &m->session->diags;
  Place closed = call->closed;
  diag_error_as(diags, ERROR_MACRO, call->cause,
                "no quote is open that this one could close");
  diag_note(diags, (Place){call->name.loc, call->name.origin},
            "it is in the arguments of this call");
  if (closed.loc && closed.origin == call->name.origin)
    diag_note(diags, closed, "the quote before it was closed here");
}

static void report_comma(Macros *m, const UnquotedCall *call) {
  Diags *diags = &m->session->diags;
  diag_error_as(diags, ERROR_MACRO, (Place){call->name.loc, call->name.origin},
                "an argument of '%s' is not in quotes, and a comma in the "
                "text that it makes splits it",
                name_text(&m->session->names, call->name.name));
  diag_note(diags, call->cause, "the comma comes from this call");
}

/* Whether a text was written in a call, or came out of one that was.  What is
 * written in a source may be read when it has been put into a macro. */
static bool is_within(const Sources *sources, Place place,
                      const UnquotedCall *call) {
  for (int i = 0; place.loc && i < CHAIN_MAX;
       i++, place = place_of_call(sources, place))
    if ((place.origin == call->name.origin || !call->name.origin) &&
        place.loc >= call->name.loc && place.loc <= call->end)
      return true;
  return false;
}

static bool blame_unquoted(Macros *m, Place place) {
  for (size_t i = 0; i < m->unquoted_calls.n; i++) {
    UnquotedCall *call = &m->unquoted_calls.v[i];
    if (!is_within(&m->session->sources, place, call))
      continue;
    if (call->is_told)
      return true;
    call->is_told = true;
    if (call->is_comma)
      report_comma(m, call);
    else
      report_quote(m, call);
    return true;
  }
  return false;
}

static int compare_origins(const void *key, const void *element) {
  Origin a = *(const Origin *)key, b = ((const ShortCall *)element)->origin;
  return (a > b) - (a < b);
}

/* The innermost call that lacks an argument and that a text came from. */
static const ShortCall *short_call(const Macros *m, Origin origin) {
  const ShortCall *v = m->short_calls.v, *found = NULL;
  for (int i = 0; origin && m->short_calls.n && !found && i < CHAIN_MAX;
       i++, origin = origin_call(&m->session->sources, origin).parent)
    found = bsearch(&origin, v, m->short_calls.n, sizeof *v, compare_origins);
  return found;
}

/* The call in a source that a text came from; 0: none, or too far out. */
static Loc call_in_source(const Sources *sources, Place place) {
  for (int i = 0; place.origin && i < CHAIN_MAX; i++) {
    place = place_of_call(sources, place);
    if (!place.origin)
      return place.loc;
  }
  return 0;
}

static bool is_told_out(const Macros *m, Place place) {
  Loc loc = m->told_calls.n ? call_in_source(&m->session->sources, place) : 0;
  const uint32_t *n = loc ? map_get(&m->told_calls, loc) : NULL;
  return n && *n >= FAULTS_OF_CALL_MAX;
}

/* What a fault of the text at a place is remembered by: with the call in the
 * source, if an argument of it is part of the fault. */
static uint64_t fault_key(const Macros *m, Place place, bool is_of_call) {
  Loc call = is_of_call ? call_in_source(&m->session->sources, place) : 0;
  return (uint64_t)call << 32 | place.loc;
}

/* Whether a fault was told before: of the body of an interface at another
 * call, or of an argument at another place where it is used. */
static bool is_told(const Macros *m, Place place) {
  return place.loc && m->told_faults.n &&
         (map_get(&m->told_faults, fault_key(m, place, false)) ||
          map_get(&m->told_faults, fault_key(m, place, true)));
}

/* Whether a text stands in a quote that is in no call. */
static bool is_in_lone_quote(const Macros *m, Place place) {
  const Sources *sources = &m->session->sources;
  Place quote = m->quote_place;
  return m->quote_depth && !m->nesting && !m->n_trials && !quote.origin &&
         place.loc > quote.loc &&
         source_of(sources, place.loc) == source_of(sources, quote.loc);
}

static bool is_blamed_quote(const Macros *m, Place place) {
  return m->told_quote &&
         ((m->told_quote == m->quote_place.loc && is_in_lone_quote(m, place)) ||
          (m->told_quote == m->closed_from && place.loc > m->closed_from &&
           place.loc < m->closed_to));
}

static bool blame_quote(Macros *m, Loc quote) {
  if (m->n_trials || !quote)
    return false;
  if (m->told_quote == quote)
    return true;
  bool is_first = !m->told_quote;
  diag_error_as(&m->session->diags, ERROR_MACRO, (Place){quote, 0},
                "calls are not expanded in the text behind this quote");
  m->told_quote = quote;
  for (Name name = 1; name < m->n_table && is_first; name++)
    if (m->table[name])
      map_put(&m->session->faulty_names, name, NULL);
  return true;
}

/* A macro that is known is called where its name is but text. */
static bool blame_quote_around(Macros *m, Place place) {
  if (is_in_lone_quote(m, place))
    return blame_quote(m, m->quote_place.loc);
  return place.loc > m->closed_from && place.loc < m->closed_to &&
         blame_quote(m, m->closed_from);
}

/* The same where such a quote cuts a word. */
static bool blame_cutting_quote(Macros *m, Place place) {
  Place quote = m->quote_place;
  const Source *source = source_of(&m->session->sources, place.loc);
  if (!m->quote_depth || m->nesting || quote.origin || place.origin ||
      !source || quote.loc <= place.loc ||
      quote.loc - source->base >= source->length)
    return false;
  const char *at = source->text + (place.loc - source->base);
  const char *stop = source->text + (quote.loc - source->base);
  while (at < stop && (*at == '_' || isalnum((unsigned char)*at)))
    at++;
  return at == stop && blame_quote(m, quote.loc);
}

bool macros_blame_quote(Macros *m, Place place) {
  return is_in_lone_quote(m, place) && blame_quote(m, m->quote_place.loc);
}

bool call_is_short(const Macros *m, Origin origin) {
  return short_call(m, origin) != NULL;
}

bool macros_blame_call(Macros *m, Place place) {
  /* What is read for good reports what is found on trial. */
  if (m->n_trials || m->n_questions > QUESTIONS_MAX)
    return false;
  m->n_questions++;
  const ShortCall *call = short_call(m, place.origin);
  if (call)
    place = place_of_call(&m->session->sources, (Place){0, call->origin});
  return is_told(m, place) || is_told_out(m, place) ||
         is_blamed_quote(m, place) || blame_cutting_quote(m, place) ||
         blame_unquoted(m, place) ||
         (m->first && blame_unquoted(m->first, place));
}

/* Whether the source that ended in a quote or call has a name. */
static bool is_lost(Macros *m, Name name) {
  const Source *source = source_of(&m->session->sources, m->cut_at);
  if (!source || source->length > SEARCHED_MAX - m->searched)
    return false;
  m->searched += source->length;
  return memmem(source->text, source->length,
                name_text(&m->session->names, name),
                name_length(&m->session->names, name));
}

bool macros_expects_unknown(Macros *m, Name name, Place place) {
  if (m->n_trials)
    return false;
  if (name < m->n_table && m->table[name] && blame_quote_around(m, place))
    return true;
  if (blame_cutting_quote(m, place))
    return true;
  return m->session->diags.n_errors && /* nothing follows from no error */
         (is_told(m, place) || is_blamed_quote(m, place) ||
          is_lost(m, name) || (m->first && is_lost(m->first, name)));
}

/* Whether a call is written `name (`, which m4 takes for one without
 * arguments. */
static bool has_blank_before_paren(const Session *session, MacroCall call) {
  const Source *source = source_of(&session->sources, call.loc);
  const char *name = name_text(&session->names, call.macro);
  size_t n = strlen(name);
  if (!source || source->length - (call.loc - source->base) < n)
    return false;
  const char *text = source->text + (call.loc - source->base);
  size_t blanks = strspn(text + n, " \t");
  return !memcmp(text, name, n) && blanks && text[n + blanks] == '(';
}

void macros_note_fault(Macros *m, Place place, bool is_of_call) {
  Session *session = m->session;
  const ShortCall *call = short_call(m, place.origin);
  if (m->n_trials)
    return;
  if (!call) {
    Loc loc = call_in_source(&session->sources, place);
    map_put(&m->told_faults, fault_key(m, place, is_of_call), NULL);
    if (loc)
      ++*map_put(&m->told_calls, loc, NULL);
    return;
  }
  MacroCall at = origin_call(&session->sources, call->origin);
  bool is_new;
  map_put(&m->told_faults, at.loc, &is_new);
  if (!is_new)
    return;
  Place place_of_name = {at.loc, at.parent};
  const char *name = name_text(&session->names, at.macro);
  if (has_blank_before_paren(session, at))
    diag_note(&session->diags, place_of_name,
              "'%s' has no arguments here: its '(' must touch it", name);
  else
    diag_note(&session->diags, place_of_name,
              "argument %u of '%s' is missing here", call->given + 1, name);
}
