/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/make_syntax.h"

#include <string.h>

#include "lib/bytes.h"
#include "lib/file.h"

enum { DEEPEST = 32 }; /* of `include` */

/* One `if…` that has not met its `endif`. */
typedef struct Condition {
  Place place;
  bool outer;    /* the text around it counts */
  bool active;   /* the branch being read counts */
  bool decided;  /* some branch counted already */
  bool has_else; /* the last `else` was met */
} Condition;

/* One file being read. */
typedef struct MakeText {
  MakeReader *make;
  const char *folder;
  const Source *source;
  size_t at; /* the next line's offset */
  ARRAY(Condition) conditions; /* that are open */
} MakeText;

/* A line with its continuations, which are blanks here, so that an offset in
 * `text` is an offset from `loc`. */
typedef struct MakeLine {
  char *text; /* without its comment and the blanks at its end */
  Loc loc;
} MakeLine;

static Place place_at(const MakeLine *line, const char *at) {
  return (Place){line->loc + (Loc)(at - line->text), 0};
}

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip_blanks(const char *at) {
  while (is_blank(*at))
    at++;
  return at;
}

static bool is_name_char(char c) {
  return c && !is_blank(c) && !strchr(":=+?#$(){},'\"&|;<>`\\", c);
}

static char *trimmed(Arena *arena, const char *text, size_t length) {
  while (length && is_blank(text[length - 1]))
    length--;
  while (length && is_blank(*text)) {
    text++;
    length--;
  }
  return arena_printf(arena, "%.*s", (int)length, text);
}

static Variable *find(MakeReader *make, const char *name) {
  for (size_t i = 0; i < make->variables.n; i++)
    if (!strcmp(make->variables.v[i].name, name))
      return &make->variables.v[i];
  return NULL;
}

static Variable *put(MakeReader *make, const char *name) {
  Variable *variable = find(make, name);
  if (variable)
    return variable;
  ARRAY_PUSH(&make->variables, (Variable){.name = name, .value = ""});
  return &make->variables.v[make->variables.n - 1];
}

/* ── references ─────────────────────────────────────────────────────────── */

static void put_expanded(MakeReader *make, Buffer *out, const char *text,
                         Place place);

static void put_variable(MakeReader *make, Buffer *out, const char *name,
                         Place place) {
  if (name[strcspn(name, " \t,:=()$")]) {
    diag_error_as(&make->session->diags, ERROR_TREE, place,
                  "'$(%s)' is not read here: only '$(NAME)' is, not the "
                  "functions of make",
                  name);
    return;
  }
  Variable *variable = find(make, name);
  if (!variable)
    return;
  variable->is_used = true;
  if (!variable->is_recursive) {
    put_string(out, variable->value);
  } else if (variable->is_busy) {
    diag_error_as(&make->session->diags, ERROR_TREE, place,
                  "'%s' refers to itself", name);
  } else {
    variable->is_busy = true;
    put_expanded(make, out, variable->value, variable->value_place);
    variable->is_busy = false;
  }
}

/* The end of `$(…` or `${…`, at its closing bracket or the text's NUL. */
static const char *reference_end(const char *open) {
  char close = *open == '(' ? ')' : '}';
  int depth = 0;
  for (const char *at = open; *at; at++) {
    depth += *at == *open;
    depth -= *at == close;
    if (!depth)
      return at;
  }
  return open + strlen(open);
}

/* One reference, `at` behind its `$`; gives the place behind it. */
static const char *put_reference(MakeReader *make, Buffer *out,
                                 const char *at, Place place) {
  Arena *arena = &make->session->arena;
  if (*at == '$')
    put_u8(out, '$');
  if (*at == '(' || *at == '{') {
    const char *end = reference_end(at);
    if (!*end)
      diag_error_as(&make->session->diags, ERROR_TREE, place,
                    "'$%c' is not closed", *at);
    else
      put_variable(make, out, trimmed(arena, at + 1, (size_t)(end - at - 1)),
                   place);
    return *end ? end + 1 : end;
  }
  if (is_name_char(*at))
    put_variable(make, out, arena_printf(arena, "%c", *at), place);
  return *at ? at + 1 : at;
}

static void put_expanded(MakeReader *make, Buffer *out, const char *text,
                         Place place) {
  while (*text) {
    size_t n = strcspn(text, "$");
    put_bytes(out, text, n);
    text += n;
    if (*text == '$')
      text = put_reference(make, out, text + 1, place);
  }
}

static const char *expanded(MakeReader *make, const char *text, Place place) {
  if (!strchr(text, '$'))
    return text;
  Buffer out = {0};
  put_expanded(make, &out, text, place);
  char *result = trimmed(&make->session->arena, out.data ? out.data : "",
                         out.n);
  buffer_free(&out);
  return result;
}

const char *make_value(MakeReader *make, const char *name) {
  Variable *variable = find(make, name);
  if (!variable)
    return "";
  return variable->is_recursive
             ? expanded(make, variable->value, variable->value_place)
             : variable->value;
}

void make_set(MakeReader *make, const char *name, const char *value) {
  Arena *arena = &make->session->arena;
  Variable *variable = put(make, arena_printf(arena, "%s", name));
  variable->value = trimmed(arena, value, strlen(value));
  variable->is_recursive = true;
  variable->from_command = true;
}

void make_finish(MakeReader *make) {
  for (size_t i = 0; i < make->variables.n; i++) {
    Variable *variable = &make->variables.v[i];
    if (!variable->is_recursive)
      continue;
    variable->is_busy = true;
    const char *value =
        expanded(make, variable->value, variable->value_place);
    variable->value = value;
    variable->is_busy = false;
    variable->is_recursive = false;
  }
}

/* ── lines ──────────────────────────────────────────────────────────────── */

/* The offset of the end of the logical line that begins at `at`. */
static size_t line_end(const Source *source, size_t at) {
  while (at < source->length && source->text[at] != '\n') {
    if (source->text[at] == '\\' && at + 1 < source->length)
      at++;
    at++;
  }
  return at < source->length ? at : source->length;
}

/* Continuations to blanks; ends the text at its comment. */
static void clean_line(char *text, size_t length) {
  size_t end = 0;
  for (size_t i = 0; i < length && text[i] != '#'; i++) {
    if (text[i] == '\\' && text[i + 1] == '\n')
      text[i] = text[i + 1] = ' ';
    else if (text[i] == '\\' && text[i + 1] == '#')
      i++;
    if (!is_blank(text[i]))
      end = i + 1;
  }
  text[end] = '\0';
}

static bool next_line(MakeText *text, MakeLine *line) {
  const Source *source = text->source;
  if (text->at >= source->length)
    return false;
  size_t end = line_end(source, text->at), length = end - text->at;
  line->loc = source->base + (Loc)text->at;
  line->text = arena_alloc_raw(&text->make->session->arena, length + 1);
  memcpy(line->text, source->text + text->at, length);
  line->text[length] = '\0';
  clean_line(line->text, length);
  text->at = end + 1;
  return true;
}

/* ── assignments ────────────────────────────────────────────────────────── */

typedef enum AssignKind {
  ASSIGN_LATER,  /* = */
  ASSIGN_NOW,    /* := ::= */
  ASSIGN_UNSET,  /* ?= */
  ASSIGN_APPEND, /* += */
} AssignKind;

static const struct {
  const char *sign;
  AssignKind kind;
} assign_signs[] = {
    {"::=", ASSIGN_NOW},
    {":=", ASSIGN_NOW},
    {"?=", ASSIGN_UNSET},
    {"+=", ASSIGN_APPEND},
    {"=", ASSIGN_LATER},
};

/* The value as written: `\#` is a `#` that begins no comment. */
static char *unescaped(Arena *arena, const char *value) {
  char *copy = arena_printf(arena, "%s", value), *to = copy;
  for (const char *from = copy; *from; from++)
    if (from[0] != '\\' || from[1] != '#')
      *to++ = *from;
  *to = '\0';
  return copy;
}

static const char *appended(MakeReader *make, const Variable *variable,
                            const char *value) {
  if (!variable->is_recursive)
    value = expanded(make, value, variable->value_place);
  if (!*variable->value)
    return value;
  return arena_printf(&make->session->arena, "%s %s", variable->value, value);
}

static void assign(MakeText *text, AssignKind kind, bool override,
                   Variable new) {
  MakeReader *make = text->make;
  Variable *old = find(make, new.name);
  if (old && kind == ASSIGN_UNSET)
    return;
  if (old && (old->from_command || old->is_override) && !override)
    return;
  new.is_override = override;
  new.is_recursive = kind != ASSIGN_NOW;
  if (old && kind == ASSIGN_APPEND) {
    new.is_recursive = old->is_recursive;
    new.value = appended(make, old, new.value);
  } else if (kind == ASSIGN_NOW) {
    new.value = expanded(make, new.value, new.value_place);
  }
  old = put(make, new.name);
  new.is_used = old->is_used;
  *old = new;
}

/* `NAME sign VALUE` at `at`; false when the text is not one. */
static bool read_assignment(MakeText *text, const MakeLine *line,
                            const char *at, bool override) {
  Arena *arena = &text->make->session->arena;
  const char *name = at;
  while (is_name_char(*at))
    at++;
  size_t length = (size_t)(at - name);
  at = skip_blanks(at);
  for (size_t i = 0; length && i < sizeof assign_signs / sizeof *assign_signs;
       i++) {
    size_t n = strlen(assign_signs[i].sign);
    if (strncmp(at, assign_signs[i].sign, n))
      continue;
    const char *value = skip_blanks(at + n);
    Variable new = {
        .name = arena_printf(arena, "%.*s", (int)length, name),
        .value = unescaped(arena, value),
        .place = place_at(line, name),
        .value_place = place_at(line, *value ? value : name),
    };
    assign(text, assign_signs[i].kind, override, new);
    return true;
  }
  return false;
}

/* ── directives ─────────────────────────────────────────────────────────── */

static bool is_active(const MakeText *text) {
  return !text->conditions.n ||
         text->conditions.v[text->conditions.n - 1].active;
}

/* The comma of `(a,b)` outside references, or the text's end. */
static const char *find_comma(const char *at) {
  while (*at && *at != ',')
    at = *at == '$' && (at[1] == '(' || at[1] == '{') &&
                 *reference_end(at + 1)
             ? reference_end(at + 1) + 1
             : at + 1;
  return at;
}

/* The two sides of `ifeq`: `(a,b)`, `"a" "b"` or `'a' 'b'`. */
static bool read_sides(Arena *arena, const char *at, char *sides[2]) {
  if (*at == '(') {
    const char *comma = find_comma(at + 1), *end = at + strlen(at) - 1;
    if (!*comma || *end != ')')
      return false;
    sides[0] = trimmed(arena, at + 1, (size_t)(comma - at - 1));
    sides[1] = trimmed(arena, comma + 1, (size_t)(end - comma - 1));
    return true;
  }
  for (int i = 0; i < 2; i++) {
    const char *end =
        *at == '"' || *at == '\'' ? strchr(at + 1, *at) : NULL;
    if (!end)
      return false;
    sides[i] = arena_printf(arena, "%.*s", (int)(end - at - 1), at + 1);
    at = skip_blanks(end + 1);
  }
  return !*at;
}

static bool test_equal(MakeText *text, const char *at, Place place) {
  MakeReader *make = text->make;
  char *sides[2];
  if (!read_sides(&make->session->arena, at, sides)) {
    diag_error_as(&make->session->diags, ERROR_TREE, place,
                  "expected '(a,b)' or '\"a\" \"b\"' to compare");
    return false;
  }
  return !strcmp(expanded(make, sides[0], place),
                 expanded(make, sides[1], place));
}

static bool test_defined(MakeText *text, const char *at, Place place) {
  Variable *variable = find(text->make, expanded(text->make, at, place));
  if (variable)
    variable->is_used = true;
  return variable && *variable->value;
}

typedef struct Test {
  const char *word;
  bool (*test)(MakeText *, const char *at, Place place);
  bool wanted;
} Test;

static const Test tests[] = {
    {"ifeq", test_equal, true},
    {"ifneq", test_equal, false},
    {"ifdef", test_defined, true},
    {"ifndef", test_defined, false},
};

/* The rest behind `word` if the text begins with that word, else NULL. */
static const char *after_word(const char *at, const char *word) {
  size_t n = strlen(word);
  if (strncmp(at, word, n) || is_name_char(at[n]))
    return NULL;
  return skip_blanks(at + n);
}

/* Decides a branch of a condition; only where it matters, so that the
 * conditions of branches not taken are not looked at. */
static void decide(MakeText *text, Condition *condition, const Test *test,
                   const char *at, Place place) {
  condition->active = condition->outer && !condition->decided &&
                      (!test || test->test(text, at, place) == test->wanted);
  condition->decided |= condition->active;
}

static const Test *find_test(const char **at) {
  for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
    const char *rest = after_word(*at, tests[i].word);
    if (rest) {
      *at = rest;
      return &tests[i];
    }
  }
  return NULL;
}

static void read_if(MakeText *text, const Test *test, const char *at,
                    Place place) {
  Condition condition = {.place = place, .outer = is_active(text)};
  decide(text, &condition, test, at, place);
  ARRAY_PUSH(&text->conditions, condition);
}

static void read_else(MakeText *text, const char *at, Place place) {
  Diags *diags = &text->make->session->diags;
  if (!text->conditions.n) {
    diag_error_as(diags, ERROR_TREE, place, "'else' without 'if'");
    return;
  }
  Condition *condition = &text->conditions.v[text->conditions.n - 1];
  if (condition->has_else)
    diag_error_as(diags, ERROR_TREE, place, "a second 'else' of one condition");
  const Test *test = *at ? find_test(&at) : NULL;
  if (!test && *at)
    diag_error_as(diags, ERROR_TREE, place,
                  "expected a condition after 'else', saw '%s'", at);
  condition->has_else = !test;
  decide(text, condition, test, at, place);
}

static void read_endif(MakeText *text, Place place) {
  if (text->conditions.n)
    text->conditions.n--;
  else
    diag_error_as(&text->make->session->diags, ERROR_TREE, place,
                  "'endif' without 'if'");
}

/* A condition's line; false when the line is not one. */
static bool read_condition(MakeText *text, const MakeLine *line,
                           const char *at) {
  Place place = place_at(line, at);
  const char *rest;
  const Test *test = find_test(&at);
  if (test)
    read_if(text, test, at, place);
  else if ((rest = after_word(at, "else")))
    read_else(text, rest, place);
  else if (after_word(at, "endif"))
    read_endif(text, place);
  else
    return false;
  return true;
}

static void read_include(MakeText *text, const char *names, bool may_lack,
                         Place place) {
  MakeReader *make = text->make;
  Arena *arena = &make->session->arena;
  names = expanded(make, names, place);
  if (make->depth == DEEPEST) {
    diag_error_as(&make->session->diags, ERROR_TREE, place,
                  "files include each other");
    return;
  }
  for (; *names; names = skip_blanks(names)) {
    size_t n = strcspn(names, " \t");
    char *name = arena_printf(arena, "%.*s", (int)n, names);
    names += n;
    char *path = *name == '/' ? name : path_join(arena, text->folder, name);
    if (!make_read(make, text->folder, path, true) && !may_lack)
      diag_error_as(&make->session->diags, ERROR_TREE, place,
                    "there is no file '%s'", path);
  }
}

static const struct {
  const char *word;
  bool may_lack;
} includes[] = {{"include", false}, {"-include", true}, {"sinclude", true}};

static bool read_directive(MakeText *text, const MakeLine *line,
                           const char *at) {
  Place place = place_at(line, at);
  for (size_t i = 0; i < sizeof includes / sizeof *includes; i++) {
    const char *rest = after_word(at, includes[i].word);
    if (rest && *rest != '=' && *rest != ':') {
      read_include(text, rest, includes[i].may_lack, place);
      return true;
    }
  }
  return false;
}

static void read_line(MakeText *text, const MakeLine *line) {
  const char *at = skip_blanks(line->text), *rest;
  if (!*at || read_condition(text, line, at) || !is_active(text) ||
      read_directive(text, line, at))
    return;
  if (read_assignment(text, line, at, false))
    return;
  bool override = false;
  const char *start = at;
  while ((rest = after_word(at, "override")) ||
         (rest = after_word(at, "export"))) {
    override |= *at == 'o';
    at = rest;
  }
  if (at != start && read_assignment(text, line, at, override))
    return;
  if (!after_word(start, "export"))
    diag_error_as(&text->make->session->diags, ERROR_TREE,
                  place_at(line, start),
                  "expected NAME = VALUE, a condition or 'include'");
}

bool make_read(MakeReader *make, const char *folder, const char *path,
               bool may_lack) {
  Loc base = file_load(&make->session->sources, path, may_lack);
  if (!base)
    return false;
  /* Included files move the array of sources: keep a copy. */
  Source source = *source_of(&make->session->sources, base);
  MakeText text = {.make = make, .folder = folder, .source = &source};
  MakeLine line;
  make->depth++;
  while (next_line(&text, &line))
    read_line(&text, &line);
  make->depth--;
  while (text.conditions.n)
    diag_error_as(&make->session->diags, ERROR_TREE,
                  text.conditions.v[--text.conditions.n].place,
                  "this condition has no 'endif'");
  ARRAY_FREE(&text.conditions);
  return true;
}
