/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/makefile_defines.h"

#include <string.h>

#include "lib/file.h"

static const char blanks[] = " \t\r";

/* A Makefile while it is read, line by line. */
typedef struct MakefileReader {
  Arena *arena; /* of the session */
  Defines *defines;
  int depth; /* of conditionals */
  bool in_define;
  bool is_overridden; /* then lines without `override` do not count */
} MakefileReader;

static bool is_word(const char *word, const char *other) {
  return word && !strcmp(word, other);
}

static bool begins_conditional(const char *word) {
  static const char *const words[] = {"ifeq", "ifneq", "ifdef", "ifndef"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (!strncmp(word, words[i], strlen(words[i])))
      return true;
  return false;
}

/* NAME or NAME=VALUE; with a reference or quotes it is none of ours. */
static void add_define(MakefileReader *reader, const char *word) {
  char *name = arena_printf(reader->arena, "%s", word);
  char *equals = strchr(name, '=');
  if (equals)
    *equals = '\0';
  if (is_macro_name(name) && !strpbrk(word, "$'\"\\"))
    ARRAY_PUSH(reader->defines, (Define){name, equals ? equals + 1 : ""});
}

/* The words behind `M4PARAM`. */
static void read_value(MakefileReader *reader, char **rest) {
  const char *word = strtok_r(NULL, blanks, rest);
  if (!is_word(word, "+="))
    return;
  while ((word = strtok_r(NULL, blanks, rest)))
    if (is_word(word, "-D"))
      add_define(reader, (word = strtok_r(NULL, blanks, rest)) ? word : "");
    else if (!strncmp(word, "-D", 2))
      add_define(reader, word + 2);
}

/* Reads a line, which is cut into words. */
static void read_line(MakefileReader *reader, char *line) {
  char *rest;
  bool is_recipe = *line == '\t' && !reader->depth;
  line[strcspn(line, "#")] = '\0';
  const char *word = strtok_r(line, blanks, &rest);
  if (word && !is_recipe && reader->in_define) {
    reader->in_define = !is_word(word, "endef");
  } else if (word && !is_recipe) {
    bool is_override = is_word(word, "override");
    if (is_override || is_word(word, "export"))
      word = strtok_r(NULL, blanks, &rest);
    reader->in_define = is_word(word, "define");
    reader->depth += word && begins_conditional(word);
    reader->depth -= is_word(word, "endif");
    if (!is_word(word, "M4PARAM") || reader->depth ||
        (reader->is_overridden && !is_override))
      return;
    reader->is_overridden = is_override;
    read_value(reader, &rest);
  }
}

/* Makes one line of those that a backslash continues, and ends it; gives where
 * the next begins, or NULL. */
static char *end_line(char *line) {
  char *end = strchr(line, '\n');
  while (end && end > line && end[-1] == '\\') {
    end[-1] = end[0] = ' ';
    end = strchr(end, '\n');
  }
  if (!end)
    return NULL;
  *end = '\0';
  return end + 1;
}

void makefile_defines_add(Session *session, const char *path,
                          Defines *defines) {
  Loc base = file_load(&session->sources, path, true);
  if (!base)
    return;
  Arena scratch = {0};
  MakefileReader reader = {.arena = &session->arena, .defines = defines};
  char *line = arena_printf(&scratch, "%s",
                            source_of(&session->sources, base)->text);
  while (line) {
    char *next = end_line(line);
    read_line(&reader, line);
    line = next;
  }
  arena_free(&scratch);
}
