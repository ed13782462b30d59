/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "refpolicy-support/makefile_defines.h"

#include <string.h>

#include "lib/file.h"

static const char blanks[] = " \t\r";

static const char *skip_blanks(const char *at) {
  return at + strspn(at, blanks);
}

/* Behind a word that a text begins with, or NULL. */
static const char *after(const char *text, const char *word) {
  size_t n = strlen(word);
  return strncmp(text, word, n) ? NULL : text + n;
}

/* How a line changes the depth of conditionals. */
static int depth_change(const char *line) {
  static const char *const words[] = {"ifeq", "ifneq", "ifdef", "ifndef"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (after(line, words[i]))
      return 1;
  return after(line, "endif") ? -1 : 0;
}

/* NAME or NAME=VALUE. */
static void add_define(Arena *arena, const char *text, size_t length,
                       Defines *defines) {
  char *name = arena_printf(arena, "%.*s", (int)length, text);
  char *equals = strchr(name, '=');
  if (equals)
    *equals = '\0';
  if (*name && !strchr(equals ? equals + 1 : name, '$'))
    ARRAY_PUSH(defines, (Define){name, equals ? equals + 1 : ""});
}

/* The definitions among the words up to the end of the line. */
static void add_words(Arena *arena, const char *at, Defines *defines) {
  for (at = skip_blanks(at); *at && *at != '\n' && *at != '#';) {
    const char *name = after(at, "-D");
    if (name)
      at = skip_blanks(name);
    size_t length = strcspn(at, " \t\r\n");
    if (name)
      add_define(arena, at, length, defines);
    at = skip_blanks(at + length);
  }
}

void makefile_defines_add(Session *session, const char *path,
                          Defines *defines) {
  Loc base = file_load(&session->sources, path, true);
  const char *line = base ? source_of(&session->sources, base)->text : "";
  for (int depth = 0; *line; line += *line == '\n') {
    depth += depth_change(line + strspn(line, " "));
    const char *words = after(line, "M4PARAM");
    if (words && !depth)
      words = after(skip_blanks(words), "+=");
    if (words && !depth)
      add_words(&session->arena, words, defines);
    line += strcspn(line, "\n");
  }
}
