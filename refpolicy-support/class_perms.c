/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/class_perms.h"

#include <string.h>

#include "lib/array.h"

/* A word of a flask file: a name or a brace. */
typedef struct Word {
  const char *text; /* in the source */
  size_t length;
} Word;

typedef ARRAY(Word) WordList;

/* `common NAME { … }` or `class NAME inherits COMMON { … }`. */
typedef struct Vector {
  bool is_common;
  Word name;
  WordList perms; /* inherited ones first */
} Vector;

typedef struct VectorReader {
  Session *session;
  Source source; /* a copy: the array of sources may move */
  const char *at, *end;
  ARRAY(Vector) vectors;
} VectorReader;

static bool word_is(Word word, const char *text) {
  return strlen(text) == word.length && !memcmp(text, word.text, word.length);
}

static bool words_equal(Word a, Word b) {
  return a.length == b.length && !memcmp(a.text, b.text, a.length);
}

/* The next word behind blanks and comments; an empty one at the end. */
static Word peek(VectorReader *reader) {
  for (;;) {
    reader->at += strspn(reader->at, " \t\r\n\f\v");
    if (*reader->at != '#')
      break;
    reader->at += strcspn(reader->at, "\n");
  }
  if (*reader->at == '{' || *reader->at == '}')
    return (Word){reader->at, 1};
  return (Word){reader->at, strcspn(reader->at, " \t\r\n\f\v#{}")};
}

static Word take(VectorReader *reader) {
  Word word = peek(reader);
  reader->at += word.length;
  return word;
}

/* An error at a word.  Nothing behind it is read: what follows a wrong word
 * cannot be told. */
static void refuse(VectorReader *reader, Word word, const char *expected) {
  Loc loc = reader->source.base + (Loc)(word.text - reader->source.text);
  if (word.length)
    diag_error_as(&reader->session->diags, ERROR_TREE, (Place){loc, 0},
                  "expected %s, saw '%.*s'", expected, (int)word.length,
                  word.text);
  else
    diag_error_as(&reader->session->diags, ERROR_TREE, (Place){loc, 0},
                  "expected %s, but the file ends", expected);
  reader->at = reader->end;
}

static const Vector *find_vector(const VectorReader *reader, Word name,
                                 bool is_common) {
  for (size_t i = 0; i < reader->vectors.n; i++)
    if (reader->vectors.v[i].is_common == is_common &&
        words_equal(reader->vectors.v[i].name, name))
      return &reader->vectors.v[i];
  return NULL;
}

static void inherit(VectorReader *reader, WordList *perms) {
  const Vector *common = find_vector(reader, take(reader), true);
  for (size_t i = 0; common && i < common->perms.n; i++)
    ARRAY_PUSH(perms, common->perms.v[i]);
}

static void read_perms(VectorReader *reader, WordList *perms) {
  Word word;
  while (!word_is(word = take(reader), "}")) {
    if (!word.length || word_is(word, "{")) {
      refuse(reader, word, "a permission or '}'");
      return;
    }
    ARRAY_PUSH(perms, word);
  }
}

static void read_vector(VectorReader *reader) {
  Word word = take(reader);
  Vector vector = {.is_common = word_is(word, "common")};
  if (!vector.is_common && !word_is(word, "class")) {
    refuse(reader, word, "'class' or 'common'");
    return;
  }
  vector.name = take(reader);
  if (!vector.name.length || word_is(vector.name, "{")) {
    refuse(reader, vector.name, "a name");
    return;
  }
  if (!vector.is_common && word_is(peek(reader), "inherits")) {
    take(reader);
    inherit(reader, &vector.perms);
  }
  if (word_is(peek(reader), "{")) {
    take(reader);
    read_perms(reader, &vector.perms);
  }
  ARRAY_PUSH(&reader->vectors, vector);
}

static VectorReader reader_open(Session *session, Loc base) {
  VectorReader reader = {.session = session,
                         .source = *source_of(&session->sources, base)};
  reader.at = reader.source.text;
  reader.end = reader.at + reader.source.length;
  return reader;
}

static void put_vectors(const VectorReader *reader, Buffer *out) {
  for (size_t i = 0; i < reader->vectors.n; i++) {
    const Vector *vector = &reader->vectors.v[i];
    if (vector->is_common)
      continue;
    /* A class given twice has the permissions of the first. */
    const Vector *first = find_vector(reader, vector->name, false);
    const WordList *perms = first ? &first->perms : &vector->perms;
    put_format(out, "define(`all_%.*s_perms',`{ ", (int)vector->name.length,
               vector->name.text);
    for (size_t j = 0; j < perms->n; j++)
      put_format(out, "%.*s ", (int)perms->v[j].length, perms->v[j].text);
    put_string(out, "}')\n");
  }
  put_string(out, "\n");
}

/* Whether a comment says `userspace` and nothing else. */
static bool is_userspace_mark(const char *comment) {
  static const char mark[] = "userspace";
  const char *at = comment + 1 + strspn(comment + 1, " \t");
  if (strncmp(at, mark, sizeof mark - 1))
    return false;
  at += sizeof mark - 1;
  return strchr("\r\n", at[strspn(at, " \t\r")]);
}

/* A line `class NAME # userspace` of security_classes. */
static void read_class(VectorReader *reader, Buffer *kernel,
                       Buffer *userspace) {
  Word word = take(reader);
  if (!word.length) {
    reader->at = reader->end;
    return;
  }
  if (!word_is(word, "class")) {
    refuse(reader, word, "'class'");
    return;
  }
  Word name = take(reader);
  if (!name.length) {
    refuse(reader, name, "a name");
    return;
  }
  const char *behind = reader->at + strcspn(reader->at, "#\n");
  put_format(*behind == '#' && is_userspace_mark(behind) ? userspace : kernel,
             "\tclass %.*s all_%.*s_perms;\n", (int)name.length, name.text,
             (int)name.length, name.text);
}

static void put_classes(Session *session, Loc security_classes,
                        Buffer *out) {
  VectorReader reader = reader_open(session, security_classes);
  Buffer kernel = {0}, userspace = {0};
  while (reader.at < reader.end)
    read_class(&reader, &kernel, &userspace);
  put_string(out, "define(`all_kernel_class_perms',`\n");
  put_bytes(out, kernel.data, kernel.n);
  put_string(out, "')\n\ndefine(`all_userspace_class_perms',`\n");
  put_bytes(out, userspace.data, userspace.n);
  put_string(out, "')\n");
  buffer_free(&kernel);
  buffer_free(&userspace);
}

void class_perms_put(Session *session, Loc access_vectors,
                     Loc security_classes, Buffer *out) {
  VectorReader reader = reader_open(session, access_vectors);
  while (peek(&reader).length)
    read_vector(&reader);
  put_vectors(&reader, out);
  put_classes(session, security_classes, out);
  for (size_t i = 0; i < reader.vectors.n; i++)
    ARRAY_FREE(&reader.vectors.v[i].perms);
  ARRAY_FREE(&reader.vectors);
}
