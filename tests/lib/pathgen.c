/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * pathgen FILE_CONTEXTS: paths that its patterns match, or almost match.
 *
 * Each pattern is followed like a generator: a choice (an alternative, how
 * often to repeat, which letter of a set) is made by the number of the
 * variant, so the list is the same at every run.  Each path comes with the
 * kind that the line asks for and another one, and some with a suffix, so
 * that the pattern's neighbours win.
 *
 * Output: "KIND PATH", KIND as in file_contexts ("--", "-d", ...).
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VARIANTS = 3, MAX_PATH = 4096 };

typedef struct {
  const char *re;
  unsigned variant;
  unsigned muted; /* inside an alternative that was not chosen */
  char path[MAX_PATH];
  size_t len;
} Gen;

static void put(Gen *g, char c) {
  if (!g->muted && g->len < MAX_PATH - 1) g->path[g->len++] = c;
}

static void alternatives(Gen *g);

/* Which letter for [set]: the first, or a plain one that is not excluded. */
static char pick_from_set(Gen *g) {
  static const char plain[] = "xq7_Z";
  const char *set = g->re;
  bool negated = *set == '^';
  if (negated) set++;
  const char *end = strchr(*set == ']' ? set + 1 : set, ']');
  if (!end) end = set + strlen(set);
  g->re = *end ? end + 1 : end;
  if (!negated) return g->variant % 2 && end[-1] != '\\' ? end[-1] : *set;
  for (const char *p = plain; *p; p++)
    if (!memchr(set, *p, (size_t)(end - set))) return *p;
  return 'x';
}

static void atom(Gen *g) {
  char c = *g->re++;
  if (c == '(') {
    if (g->re[0] == '?' && g->re[1] == ':') g->re += 2;
    alternatives(g);
    if (*g->re == ')') g->re++;
  } else if (c == '[') {
    put(g, pick_from_set(g));
  } else if (c == '.') {
    put(g, "ab0"[g->variant % 3]);
  } else if (c == '\\' && *g->re) {
    char escaped = *g->re++;
    put(g, escaped == 'd' ? '4' : escaped == 'w' ? 'w' : escaped);
  } else if (c != '^' && c != '$') {
    put(g, c);
  }
}

/* How often the atom before a quantifier stands in this variant. */
static unsigned repeats(Gen *g) {
  switch (*g->re) {
  case '?': g->re++; return g->variant % 2;
  case '*': g->re++; return g->variant;
  case '+': g->re++; return 1 + g->variant % 2;
  case '{': {
    unsigned least = (unsigned)strtoul(g->re + 1, NULL, 10);
    const char *end = strchr(g->re, '}');
    g->re = end ? end + 1 : g->re + 1;
    return least;
  }
  default: return 1;
  }
}

static void piece(Gen *g) {
  const char *begin = g->re;
  g->muted++; /* once without output, to find the quantifier */
  atom(g);
  g->muted--;
  unsigned count = repeats(g);
  const char *end = g->re;
  for (unsigned i = 0; i < count; i++) {
    g->re = begin;
    atom(g);
  }
  g->re = end;
}

static unsigned count_alternatives(const char *re) {
  unsigned count = 1;
  for (int depth = 0; *re && (depth || *re != ')'); re++) {
    if (*re == '\\' && re[1]) {
      re++;
    } else if (*re == '[') {
      const char *end = re[1] ? strchr(re + 2, ']') : NULL;
      if (end) re = end;
    } else if (*re == '(') {
      depth++;
    } else if (*re == ')') {
      depth--;
    } else if (*re == '|' && !depth) {
      count++;
    }
  }
  return count;
}

static void alternatives(Gen *g) {
  unsigned chosen = g->variant % count_alternatives(g->re);
  for (unsigned i = 0;; i++) {
    g->muted += i != chosen;
    while (*g->re && *g->re != '|' && *g->re != ')') piece(g);
    g->muted -= i != chosen;
    if (*g->re != '|') return;
    g->re++;
  }
}

static const char *generate(Gen *g, const char *re, unsigned variant) {
  *g = (Gen){.re = re, .variant = variant};
  while (*g->re) {
    alternatives(g);
    if (*g->re == ')') g->re++; /* unbalanced: libselinux will complain */
  }
  g->path[g->len] = '\0';
  return g->path;
}

static const char *other_kind(const char *kind, unsigned number) {
  static const char *const kinds[] = {"--", "-d", "-l", "-c",
                                      "-b", "-p", "-s"};
  const char *other = kinds[number % 7];
  return strcmp(kind, other) ? other : kinds[(number + 1) % 7];
}

static void print_line(Gen *g, const char *re, const char *kind,
                       unsigned number) {
  static const char *const suffixes[] = {"/sub", ".old", "x", "/.hidden"};
  for (unsigned variant = 0; variant < VARIANTS; variant++) {
    const char *path = generate(g, re, variant);
    printf("%s %s\n", kind, path);
    if (variant == number % VARIANTS)
      printf("%s %s\n", other_kind(kind, number), path);
    if (variant == 0) printf("%s %s%s\n", kind, path, suffixes[number % 4]);
  }
}

int main(int argc, char **argv) {
  static Gen g;
  static char line[8192];
  FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
  if (!in) {
    fprintf(stderr, "usage: pathgen FILE_CONTEXTS\n");
    return 2;
  }
  for (unsigned number = 0; fgets(line, sizeof line, in); number++) {
    char *re = strtok(line, " \t\n");
    char *kind = re ? strtok(NULL, " \t\n") : NULL;
    if (!kind || *re == '#') continue;
    print_line(&g, re, kind[0] == '-' ? kind : "--", number);
  }
  fclose(in);
  return 0;
}
