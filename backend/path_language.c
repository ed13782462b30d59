/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pattern has positions: the places where it reads a byte.  /a(/[bc]*)? has
 * four: `/`, `a`, `/` and `[bc]`.  What may be read first, what behind each
 * position, and which position may be the last, say all about it (Glushkov,
 * The abstract theory of automata, 1961).
 *
 * After some text a pattern is in a state: the set of the positions that may
 * be read next, and whether the text is a match already.  The languages are
 * compared by walking through both at once, from the pair of first states
 * along every byte that the inner one takes, until a pair of states is found
 * in which only the inner one matches, or no new pair.
 *
 * A path holds no NUL.  That `$` in PCRE2 also matches before a newline at
 * the end makes no difference: it does so in both. */
#include "backend/path_language.h"

#include <ctype.h>
#include <string.h>

enum { MAX_POSITIONS = 256, MAX_DEPTH = 32, MAX_PAIRS = 400 };

/* A set of numbers up to 255: of positions, or of bytes. */
typedef struct Set {
  uint64_t words[4];
} Set;

struct PathLanguage {
  unsigned n;
  Set *bytes;  /* by position: what it reads */
  Set *follow; /* by position: the positions that may come next */
  Set first, last;
  bool has_empty; /* the empty path matches */
  Set letters;    /* that some position tells apart from other bytes */
};

/* Sets */

static void set_add(Set *set, unsigned member) {
  set->words[member / 64] |= UINT64_C(1) << member % 64;
}

static bool set_has(const Set *set, unsigned member) {
  return set->words[member / 64] >> member % 64 & 1;
}

static void set_union(Set *set, const Set *other) {
  for (int i = 0; i < 4; i++)
    set->words[i] |= other->words[i];
}

static void set_intersect(Set *set, const Set *other) {
  for (int i = 0; i < 4; i++)
    set->words[i] &= other->words[i];
}

static void set_complement(Set *set) {
  for (int i = 0; i < 4; i++)
    set->words[i] = ~set->words[i];
}

/* The smallest member >= from, or 256. */
static unsigned set_next(const Set *set, unsigned from) {
  for (; from < 256; from = (from / 64 + 1) * 64) {
    uint64_t rest = set->words[from / 64] >> from % 64;
    if (rest)
      return from + (unsigned)__builtin_ctzll(rest);
  }
  return 256;
}

#define SET_EACH(set, member)                                                  \
  for (unsigned member = set_next(set, 0); member < 256;                       \
       member = set_next(set, member + 1))

/* The parser */

/* A part of a pattern: where it begins and ends, and whether it may be empty. */
typedef struct Part {
  Set first, last;
  bool has_empty;
} Part;

typedef struct Parser {
  PathLanguage *language;
  const char *at;
  unsigned depth;
  bool failed;
} Parser;

static void fail(Parser *parser) {
  parser->failed = true;
  parser->at += strlen(parser->at);
}

static bool take(Parser *parser, char c) {
  if (*parser->at != c)
    return false;
  parser->at++;
  return true;
}

/* A set of less than half the bytes tells its members apart from the others, a
 * larger one what it lacks. */
static void add_letters(Set *letters, Set bytes) {
  unsigned n = 0;
  for (int i = 0; i < 4; i++)
    n += (unsigned)__builtin_popcountll(bytes.words[i]);
  if (n > 128)
    set_complement(&bytes);
  set_union(letters, &bytes);
}

static Part part_of_position(Parser *parser, Set bytes) {
  PathLanguage *language = parser->language;
  Part part = {.has_empty = false};
  bytes.words[0] &= ~UINT64_C(1); /* no NUL */
  if (language->n == MAX_POSITIONS || set_next(&bytes, 0) == 256) {
    fail(parser);
    return part;
  }
  set_add(&part.first, language->n);
  part.last = part.first;
  language->bytes[language->n++] = bytes;
  add_letters(&language->letters, bytes);
  return part;
}

/* A character that stands for itself, perhaps behind a backslash.  Escaped
 * letters and digits mean other things (pcre2pattern(3)). */
static unsigned char take_literal(Parser *parser) {
  bool is_escaped = take(parser, '\\');
  unsigned char c = (unsigned char)*parser->at;
  if (!c || (is_escaped && isalnum(c)))
    fail(parser);
  else
    parser->at++;
  return c;
}

/* An end of a range between [ and ].  A further [ may begin [:alpha:]. */
static unsigned take_end(Parser *parser) {
  if (*parser->at == '[')
    fail(parser);
  return take_literal(parser);
}

/* What stands between [ and ]. */
static Set take_class(Parser *parser) {
  Set set = {{0}};
  bool is_negated = take(parser, '^');
  do {
    unsigned low = take_end(parser), high = low;
    if (parser->at[0] == '-' && parser->at[1] != ']') {
      parser->at++;
      high = take_end(parser);
    }
    for (unsigned c = low; c <= high; c++)
      set_add(&set, c);
  } while (*parser->at && *parser->at != ']');
  if (!take(parser, ']'))
    fail(parser);
  if (is_negated)
    set_complement(&set);
  return set;
}

static Part take_choice(Parser *parser);

static Part take_group(Parser *parser) {
  Part part = {.has_empty = true};
  if (*parser->at == '?' || *parser->at == '*' || ++parser->depth > MAX_DEPTH)
    fail(parser);
  else
    part = take_choice(parser);
  if (!take(parser, ')'))
    fail(parser);
  parser->depth--;
  return part;
}

static Part take_atom(Parser *parser) {
  Set set = {{0}};
  if (take(parser, '('))
    return take_group(parser);
  if (take(parser, '.'))
    set_complement(&set);
  else if (take(parser, '['))
    set = take_class(parser);
  else if (strchr("^$?*+{|)", *parser->at))
    fail(parser);
  else
    set_add(&set, take_literal(parser));
  return part_of_position(parser, set);
}

static void let_follow(Parser *parser, const Set *last, const Set *first) {
  SET_EACH(last, position)
    set_union(&parser->language->follow[position], first);
}

static Part take_repeated(Parser *parser) {
  Part part = take_atom(parser);
  char sign = *parser->at;
  if (!sign || !strchr("?*+{", sign))
    return part;
  parser->at++;
  if (sign == '{' || (*parser->at && strchr("?*+{", *parser->at)))
    fail(parser); /* a possessive repeat takes other paths */
  part.has_empty |= sign != '+';
  if (sign != '?')
    let_follow(parser, &part.last, &part.first);
  return part;
}

static Part take_sequence(Parser *parser) {
  Part all = {.has_empty = true};
  while (*parser->at && *parser->at != '|' && *parser->at != ')') {
    Part next = take_repeated(parser);
    let_follow(parser, &all.last, &next.first);
    if (all.has_empty)
      set_union(&all.first, &next.first);
    if (next.has_empty)
      set_union(&next.last, &all.last);
    all.last = next.last;
    all.has_empty &= next.has_empty;
  }
  return all;
}

static Part take_choice(Parser *parser) {
  Part all = take_sequence(parser);
  while (take(parser, '|')) {
    Part next = take_sequence(parser);
    set_union(&all.first, &next.first);
    set_union(&all.last, &next.last);
    all.has_empty |= next.has_empty;
  }
  return all;
}

const PathLanguage *path_language(Arena *arena, const char *pattern) {
  size_t most = strlen(pattern);
  most = most < MAX_POSITIONS ? most : MAX_POSITIONS;
  PathLanguage *language = ARENA_NEW(arena, PathLanguage);
  language->bytes = ARENA_NEW_N(arena, Set, most);
  language->follow = ARENA_NEW_N(arena, Set, most);
  Parser parser = {.language = language, .at = pattern};
  Part all = take_sequence(&parser);
  language->first = all.first;
  language->last = all.last;
  language->has_empty = all.has_empty;
  return parser.failed || *parser.at ? NULL : language;
}

/* States */

typedef struct State {
  Set next;
  bool matches;
} State;

static State state_first(const PathLanguage *language) {
  return (State){language->first, language->has_empty};
}

static State state_after(const PathLanguage *language, const State *state,
                         unsigned byte) {
  State after = {.matches = false};
  SET_EACH(&state->next, position) {
    if (!set_has(&language->bytes[position], byte))
      continue;
    set_union(&after.next, &language->follow[position]);
    after.matches |= set_has(&language->last, position);
  }
  return after;
}

/* All bytes that may come next. */
static Set state_bytes(const PathLanguage *language, const State *state) {
  Set bytes = {{0}};
  SET_EACH(&state->next, position)
    set_union(&bytes, &language->bytes[position]);
  return bytes;
}

void path_language_prefix(const PathLanguage *language, Buffer *text) {
  State state = state_first(language);
  while (!state.matches) {
    Set bytes = state_bytes(language, &state);
    unsigned byte = set_next(&bytes, 0);
    if (byte == 256 || set_next(&bytes, byte + 1) < 256)
      return;
    put_u8(text, (uint8_t)byte);
    state = state_after(language, &state, byte);
  }
}

/* Always on to the last of the positions, so that no repeat is repeated. */
void path_language_sample(const PathLanguage *language, Buffer *text) {
  bool matches = language->has_empty;
  const Set *next = &language->first;
  while (!matches) {
    unsigned last = 256;
    SET_EACH(next, position)
      last = position;
    put_u8(text, (uint8_t)set_next(&language->bytes[last], 0));
    matches = set_has(&language->last, last);
    next = &language->follow[last];
  }
}

bool path_language_holds(const PathLanguage *language, const char *path,
                         size_t n) {
  State state = state_first(language);
  for (size_t i = 0; i < n; i++)
    state = state_after(language, &state, (unsigned char)path[i]);
  return state.matches;
}

/* Comparing */

typedef struct Pair {
  State outer, inner;
} Pair;

typedef struct Walk {
  const PathLanguage *outer, *inner;
  Pair *pairs; /* all that were met, in their order */
  size_t n;
  bool is_long; /* there are more */
} Walk;

static bool states_equal(const State *a, const State *b) {
  return a->matches == b->matches && !memcmp(&a->next, &b->next, sizeof a->next);
}

static bool pairs_equal(const Pair *a, const Pair *b) {
  return states_equal(&a->inner, &b->inner) &&
         states_equal(&a->outer, &b->outer);
}

static void meet(Walk *walk, Pair pair) {
  for (size_t i = walk->n; i-- > 0;)
    if (pairs_equal(&walk->pairs[i], &pair))
      return;
  if (walk->n == MAX_PAIRS)
    walk->is_long = true;
  else
    walk->pairs[walk->n++] = pair;
}

/* The bytes to try: all that either language tells apart, and one of those
 * that are the same to both. */
static Set alphabet_of(const PathLanguage *outer, const PathLanguage *inner) {
  Set alphabet = outer->letters, others;
  set_union(&alphabet, &inner->letters);
  others = alphabet;
  set_complement(&others);
  if (set_next(&others, 1) < 256)
    set_add(&alphabet, set_next(&others, 1));
  return alphabet;
}

bool path_language_contains(const PathLanguage *outer,
                            const PathLanguage *inner) {
  Set alphabet = alphabet_of(outer, inner);
  Pair pairs[MAX_PAIRS];
  Walk walk = {outer, inner, pairs, 0, false};
  meet(&walk, (Pair){state_first(outer), state_first(inner)});
  for (size_t i = 0; i < walk.n && !walk.is_long; i++) {
    Pair pair = pairs[i];
    if (pair.inner.matches && !pair.outer.matches)
      return false;
    Set bytes = state_bytes(inner, &pair.inner);
    set_intersect(&bytes, &alphabet);
    SET_EACH(&bytes, byte)
      meet(&walk, (Pair){state_after(outer, &pair.outer, byte),
                         state_after(inner, &pair.inner, byte)});
  }
  return !walk.is_long;
}
