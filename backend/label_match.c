/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking up is the inner loop of labelling an image, and most of a thousand
 * patterns that may match some path in /usr have no chance with the one at
 * hand.  So each pattern stands in a table under the plain text that it begins
 * with; a path is held only against the patterns under its own beginnings. */
#include "backend/label_match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/bitset.h"
#include "lib/bytes.h"
#include "lib/map.h"

typedef ARRAY(uint32_t) Ranks;

/* An entry by its rank: of all that match, the one of the highest rank wins. */
typedef struct Spec {
  const FileContext *entry;
  const char *stem; /* the first folder, if paths must have the same; or NULL */
  size_t n_stem;
  /* Matches the text of its table row and nothing else.  (libselinux up to
   * 3.7 takes it for a pattern, too, which a newline may follow.) */
  bool is_plain;
  bool is_tried; /* to compile */
  pcre2_code *code;
} Spec;

/* The specs under one beginning, or those that are plain and equal to it. */
typedef struct Row {
  const char *text;
  size_t n;
  Ranks ranks; /* rising */
} Row;

typedef struct Table {
  ARRAY(Row) rows;
  Map index;     /* hash of the text to row + 1 */
  Bitset lengths; /* of the texts */
} Table;

struct Labels {
  Session *session;
  const LabelSubs *subs[2]; /* local, then the distribution's */
  ARRAY(Spec) specs;        /* by rank */
  Table beginnings, plain;
  pcre2_match_data *match;
  pcre2_compile_context *compile;
  Buffer key, other;
};

/* Reading a pattern */

/* What libselinux takes for the signs of a pattern (label_file.h,
 * spec_hasMetaChars). */
static bool is_meta(char c) {
  return c && strchr(".^$?*+|[({", c) != NULL;
}

static bool is_pattern(const char *text) {
  for (; *text; text++) {
    if (is_meta(*text))
      return true;
    text += *text == '\\' && text[1];
  }
  return false;
}

/* The last character of a set that begins at `text`, or of all text. */
static const char *set_end(const char *text) {
  text += 1 + (text[1] == '^');
  text += *text == ']';
  for (; *text && text[1] && *text != ']'; text++) {
    const char *class = *text == '[' && text[1] == ':' ? strstr(text, ":]")
                                                        : NULL;
    text = class ? class + 1 : text + (*text == '\\');
  }
  return text;
}

/* Whether a `|` stands outside of all brackets: then the text before it binds
 * only one of the choices.  Quoting by \Q may hide brackets. */
static bool has_open_choice(const char *text) {
  int depth = 0;
  if (strstr(text, "\\Q"))
    return strchr(text, '|') != NULL;
  for (; *text; text++) {
    if (*text == '\\' && text[1])
      text++;
    else if (*text == '[' && !*(text = set_end(text)))
      break;
    else if (*text == '(')
      depth++;
    else if (*text == ')')
      depth--;
    else if (*text == '|' && depth <= 0)
      return true;
  }
  return false;
}

/* Appends the plain text that a pattern begins with.  An escaped letter or
 * digit is no plain character to pcre2.  Gives whether that is all of it. */
static bool put_beginning(const char *text, Buffer *out) {
  size_t before = out->n;
  if (has_open_choice(text))
    return false;
  for (; *text; text++) {
    if (is_meta(*text) || (*text == '\\' && isalnum((unsigned char)text[1])))
      break;
    text += *text == '\\' && text[1];
    put_bytes(out, text, 1);
  }
  /* What a quantifier follows need not be there. */
  if (*text && strchr("?*+{", *text) && out->n > before)
    out->n--;
  return !*text;
}

/* libselinux tries a pattern only on paths of the same first folder, where
 * that is written without a sign of a pattern (label_file.h,
 * get_stem_from_spec).  Up to 3.7 it forgets to take backslashes out. */
static void set_stem(Labels *labels, Spec *spec, const char *text) {
  const char *slash = *text ? strchr(text + 1, '/') : NULL;
  if (!slash)
    return;
  Buffer stem = {0};
  for (const char *at = text; at < slash; at++) {
    if (is_meta(*at)) {
      buffer_free(&stem);
      return;
    }
    if (*at != '\\')
      put_bytes(&stem, at, 1);
  }
  spec->n_stem = stem.n;
  spec->stem = arena_copy(&labels->session->arena, stem.data, stem.n);
  buffer_free(&stem);
}

/* The table */

/* FNV-1a, byte by byte: all beginnings of a path in one go. */
static uint64_t hash_start(void) { return UINT64_C(0xcbf29ce484222325); }
static uint64_t hash_next(uint64_t hash, char c) {
  return (hash ^ (unsigned char)c) * UINT64_C(0x100000001b3);
}
static uint64_t hash_key(uint64_t hash) { return hash >> 1; } /* not the end */

static Row *table_find(Table *table, const char *text, size_t n,
                       uint64_t hash) {
  const uint32_t *row;
  for (uint64_t key = hash_key(hash); (row = map_get(&table->index, key));
       key = hash_key(key * 3 + 1)) {
    Row *found = &table->rows.v[*row - 1];
    if (found->n == n && (!n || !memcmp(found->text, text, n)))
      return found;
  }
  return NULL;
}

static void table_add(Arena *arena, Table *table, const char *text, size_t n,
                      uint32_t rank) {
  uint64_t hash = hash_start();
  for (size_t i = 0; i < n; i++)
    hash = hash_next(hash, text[i]);
  Row *row = table_find(table, text, n, hash);
  if (!row) {
    uint64_t key = hash_key(hash);
    while (map_get(&table->index, key))
      key = hash_key(key * 3 + 1);
    ARRAY_PUSH(&table->rows, (Row){.text = arena_copy(arena, text, n), .n = n});
    *map_put(&table->index, key, NULL) = (uint32_t)table->rows.n;
    bitset_add(&table->lengths, (uint32_t)n);
    row = &table->rows.v[table->rows.n - 1];
  }
  ARRAY_PUSH(&row->ranks, rank);
}

static void table_free(Table *table) {
  for (size_t i = 0; i < table->rows.n; i++)
    ARRAY_FREE(&table->rows.v[i].ranks);
  ARRAY_FREE(&table->rows);
  map_free(&table->index);
  bitset_free(&table->lengths);
}

/* Making */

static void add_spec(Labels *labels, const FileContext *entry) {
  const char *text = name_text(&labels->session->names, entry->path);
  Spec spec = {.entry = entry};
  Buffer beginning = {0};
  spec.is_plain = put_beginning(text, &beginning);
  if (!spec.is_plain)
    set_stem(labels, &spec, text);
  table_add(&labels->session->arena,
            spec.is_plain ? &labels->plain : &labels->beginnings,
            beginning.data, beginning.n, (uint32_t)labels->specs.n);
  ARRAY_PUSH(&labels->specs, spec);
  buffer_free(&beginning);
}

/* Paths without a sign of a pattern win over all patterns; among both the last
 * wins (label_file.h, sort_specs). */
Labels *labels_new(Session *session, const FileContexts *contexts,
                   const LabelSubs *local, const LabelSubs *distribution) {
  Labels *labels = ARENA_NEW(&session->arena, Labels);
  labels->session = session;
  labels->subs[0] = local;
  labels->subs[1] = distribution;
  labels->match = pcre2_match_data_create(1, NULL);
  for (int exact = 0; exact < 2; exact++)
    for (size_t i = 0; i < contexts->n; i++) {
      const FileContext *entry = &contexts->v[i];
      if (is_pattern(name_text(&session->names, entry->path)) == !exact)
        add_spec(labels, entry);
    }
  return labels;
}

void labels_free(Labels *labels) {
  for (size_t i = 0; i < labels->specs.n; i++)
    pcre2_code_free(labels->specs.v[i].code);
  ARRAY_FREE(&labels->specs);
  table_free(&labels->beginnings);
  table_free(&labels->plain);
  pcre2_match_data_free(labels->match);
  buffer_free(&labels->key);
  buffer_free(&labels->other);
}

/* Substitution */

void label_subs_read(Session *session, Loc source, LabelSubs *subs) {
  const Source *file = source_of(&session->sources, source);
  LabelSubs lines = {0};
  for (const char *at = file->text; *at;) {
    const char *end = strchr(at, '\n');
    const char *stop = end ? end : at + strlen(at);
    const char *word[2];
    size_t n[2];
    for (int i = 0; i < 2; i++) {
      while (at < stop && isspace((unsigned char)*at))
        at++;
      word[i] = at;
      while (at < stop && !isspace((unsigned char)*at))
        at++;
      n[i] = (size_t)(at - word[i]);
    }
    if (n[1] && *word[0] != '#')
      ARRAY_PUSH(&lines,
                 (LabelSub){arena_printf(&session->arena, "%.*s", (int)n[0],
                                         word[0]),
                            arena_printf(&session->arena, "%.*s", (int)n[1],
                                         word[1]),
                            {source + (Loc)(word[0] - file->text), 0}});
    at = end ? end + 1 : stop;
  }
  for (size_t i = lines.n; i-- > 0;)
    ARRAY_PUSH(subs, lines.v[i]);
  ARRAY_FREE(&lines);
}

/* Puts the first substitution that fits in the place of the key's beginning
 * (label_file.c, selabel_sub). */
static void substitute(Labels *labels, const LabelSubs *subs) {
  const char *key = labels->key.data;
  for (size_t i = 0; subs && i < subs->n; i++) {
    const LabelSub *sub = &subs->v[i];
    size_t n = strlen(sub->from);
    if (strncmp(key, sub->from, n) || (key[n] != '/' && key[n]))
      continue;
    if (key[n] == '/' && !strcmp(sub->to, "/"))
      n++;
    labels->other.n = 0;
    put_string(&labels->other, sub->to);
    put_bytes(&labels->other, key + n, labels->key.n - n + 1); /* its NUL */
    labels->other.n--;
    Buffer swap = labels->key;
    labels->key = labels->other;
    labels->other = swap;
    return;
  }
}

const char *labels_key(Labels *labels, const char *path) {
  Buffer *key = &labels->key;
  key->n = 0;
  for (const char *at = path; *at; at++)
    if (at == path || *at != '/' || at[-1] != '/')
      put_bytes(key, at, 1);
  if (key->n > 1 && key->data[key->n - 1] == '/')
    key->n--;
  put_u8(key, 0);
  key->n--;
  substitute(labels, labels->subs[0]);
  substitute(labels, labels->subs[1]);
  return labels->key.data;
}

/* Looking up */

static bool has_stem(const Spec *spec, const char *key) {
  return !spec->stem || (!strncmp(key, spec->stem, spec->n_stem) &&
                         key[spec->n_stem] == '/');
}

static void compile(Labels *labels, Spec *spec) {
  int fault;
  size_t offset;
  Buffer anchored = {0};
  spec->is_tried = true;
  put_format(&anchored, "^%s$",
             name_text(&labels->session->names, spec->entry->path));
  spec->code = pcre2_compile((PCRE2_SPTR)anchored.data, anchored.n,
                             PCRE2_DOTALL, &fault, &offset, NULL);
  if (spec->code)
    pcre2_jit_compile(spec->code, PCRE2_JIT_COMPLETE);
  buffer_free(&anchored);
}

typedef enum Match { MATCH_NO, MATCH_YES, MATCH_FAILED } Match;

static Match try_spec(Labels *labels, Spec *spec, const char *key, size_t n) {
  if (spec->is_plain)
    return MATCH_YES;
  if (!has_stem(spec, key))
    return MATCH_NO;
  if (!spec->is_tried)
    compile(labels, spec);
  if (!spec->code)
    return MATCH_NO; /* path_patterns_check has said so */
  int result = pcre2_match(spec->code, (PCRE2_SPTR)key, n, 0, 0,
                           labels->match, NULL);
  if (result >= 0)
    return MATCH_YES;
  if (result == PCRE2_ERROR_NOMATCH)
    return MATCH_NO;
  diag_error_as(&labels->session->diags, ERROR_FILE_CONTEXT,
                spec->entry->place, "the pattern is too costly for '%s'", key);
  return MATCH_FAILED;
}

/* The rows whose specs may match a key, with what is left to consider. */
typedef struct Candidates {
  ARRAY(struct { const uint32_t *ranks; size_t n; }) rows;
} Candidates;

static void add_row(Candidates *candidates, const Row *row) {
  if (!row)
    return;
  ARRAY_RESERVE(&candidates->rows, 1);
  candidates->rows.v[candidates->rows.n].ranks = row->ranks.v;
  candidates->rows.v[candidates->rows.n++].n = row->ranks.n;
}

static void find_candidates(Labels *labels, const char *key, size_t n,
                            Candidates *candidates) {
  uint64_t hash = hash_start();
  for (size_t length = 0;; length++) {
    if (bitset_has(&labels->beginnings.lengths, (uint32_t)length))
      add_row(candidates, table_find(&labels->beginnings, key, length, hash));
    if (length == n)
      break;
    hash = hash_next(hash, key[length]);
  }
  if (bitset_has(&labels->plain.lengths, (uint32_t)n))
    add_row(candidates, table_find(&labels->plain, key, n, hash));
}

/* Takes the highest rank that is left; NULL when there is none. */
static Spec *next_spec(Labels *labels, Candidates *candidates) {
  size_t best = SIZE_MAX;
  uint32_t rank = 0;
  for (size_t i = 0; i < candidates->rows.n; i++) {
    size_t n = candidates->rows.v[i].n;
    if (n && (best == SIZE_MAX || candidates->rows.v[i].ranks[n - 1] > rank)) {
      best = i;
      rank = candidates->rows.v[i].ranks[n - 1];
    }
  }
  if (best == SIZE_MAX)
    return NULL;
  candidates->rows.v[best].n--;
  return &labels->specs.v[rank];
}

const FileContext *labels_find(Labels *labels, const char *path, char kind) {
  const char *key = labels_key(labels, path);
  size_t n = labels->key.n;
  Candidates candidates = {0};
  const FileContext *found = NULL;
  find_candidates(labels, key, n, &candidates);
  for (Spec *spec; !found && (spec = next_spec(labels, &candidates));) {
    if (kind && spec->entry->kind && spec->entry->kind != kind)
      continue;
    Match match = try_spec(labels, spec, key, n);
    if (match == MATCH_YES)
      found = spec->entry;
    else if (match == MATCH_FAILED)
      break;
  }
  ARRAY_FREE(&candidates.rows);
  return found;
}

void labels_find_all(Labels *labels, const char *path,
                     FileContextRefs *matches) {
  const char *key = labels_key(labels, path);
  size_t n = labels->key.n;
  Candidates candidates = {0};
  find_candidates(labels, key, n, &candidates);
  for (Spec *spec; (spec = next_spec(labels, &candidates));)
    if (try_spec(labels, spec, key, n) == MATCH_YES)
      ARRAY_PUSH(matches, spec->entry);
  ARRAY_FREE(&candidates.rows);
}
