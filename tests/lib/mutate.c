/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random rules for the test of the neverallow check, from a fixed seed.
 *
 *   mutate small FIRST N FOLDER   N small policies FOLDER/SEED.conf, and
 *       beside each SEED.expect: what violates its assertions, worked out
 *       here pair by pair and number by number, one line each:
 *       "source target class permission".
 *   mutate into SEED N < policy.conf > mutated.conf   puts N random allow
 *       rules and a few assertions before the first allow rule.
 *
 * The brute force knows no sets but arrays of flags. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = 7, ATTRIBUTES = 4, CLASSES = 2, PERMS = 4, NUMBERS = 6 };
enum { MOST_RULES = 16, MOST_ASSERTIONS = 4, BOOLS = 2, SETTINGS = 4 };

static const char *const class_names[] = {"file", "dir"};
static const char *const perm_names[] = {"ioctl", "read", "write", "append"};

typedef struct Random {
  uint64_t state;
} Random;

static unsigned below(Random *random, unsigned n) {
  random->state =
      random->state * UINT64_C(6364136223846793005) + 1442695040888963407;
  return (unsigned)(random->state >> 33) % n;
}

/* A set as written and what it holds. */
typedef struct Set {
  char text[200];
  bool has[TYPES];
  bool self, not_self;
} Set;

typedef struct Rule {
  const char *keyword;
  bool is_xperm;
  Set source, target;
  bool classes[CLASSES], perms[PERMS];
  bool numbers[NUMBERS]; /* 0x1000 and following */
  int boolean;           /* -1: in every setting */
  bool in_else;
} Rule;

typedef struct World {
  bool member[ATTRIBUTES][TYPES];
  Rule rules[MOST_RULES], assertions[MOST_ASSERTIONS];
  int n_rules, n_assertions;
} World;

static void add_item(const World *world, Set *set, unsigned id, bool minus) {
  char item[16];
  bool is_type = id < TYPES;
  snprintf(item, sizeof item, "%s%c%u ", minus ? "-" : "",
           is_type ? 'x' : 'a', is_type ? id : id - TYPES);
  strcat(set->text, item);
  for (unsigned t = 0; t < TYPES; t++)
    if (is_type ? t == id : world->member[id - TYPES][t])
      set->has[t] = !minus;
}

/* Minus items come last, so that order does not count. */
static Set random_set(const World *world, Random *random, bool complex) {
  Set set = {.text = "{ "};
  if (complex && below(random, 6) == 0) {
    strcpy(set.text, "*");
    memset(set.has, 1, sizeof set.has);
    return set;
  }
  unsigned n = 1 + below(random, 2);
  for (unsigned i = 0; i < n; i++)
    add_item(world, &set, below(random, TYPES + ATTRIBUTES), false);
  if (complex && below(random, 4) == 0)
    add_item(world, &set, below(random, TYPES + ATTRIBUTES), true);
  strcat(set.text, "}");
  if (complex && below(random, 4) == 0) {
    memmove(set.text + 1, set.text, strlen(set.text) + 1);
    set.text[0] = '~';
    for (int t = 0; t < TYPES; t++)
      set.has[t] = !set.has[t];
  }
  return set;
}

static void random_flags(Random *random, bool *flags, unsigned n) {
  flags[below(random, n)] = true;
  for (unsigned i = 0; i < n; i++)
    flags[i] |= below(random, 3) == 0;
}

static Rule random_rule(const World *world, Random *random, bool assertion) {
  Rule rule = {.boolean = -1};
  rule.is_xperm = below(random, 4) == 0;
  rule.keyword = assertion ? "neverallow" : "allow";
  rule.source = random_set(world, random, assertion);
  rule.target = random_set(world, random, assertion);
  if (below(random, 5) == 0) {
    rule.target = (Set){.text = "self", .self = true};
  }
  random_flags(random, rule.classes, CLASSES);
  random_flags(random, rule.perms, PERMS);
  random_flags(random, rule.numbers, NUMBERS);
  if (!assertion && !rule.is_xperm && below(random, 3) == 0) {
    rule.boolean = (int)below(random, BOOLS);
    rule.in_else = below(random, 2);
  }
  return rule;
}

static World *random_world(Random *random) {
  World *world = calloc(1, sizeof *world);
  for (int a = 0; a < ATTRIBUTES; a++)
    for (int t = 0; t < TYPES; t++)
      world->member[a][t] = below(random, 5) < 2;
  world->n_rules = 2 + (int)below(random, MOST_RULES - 2);
  world->n_assertions = 1 + (int)below(random, MOST_ASSERTIONS);
  for (int i = 0; i < world->n_rules; i++)
    world->rules[i] = random_rule(world, random, false);
  for (int i = 0; i < world->n_assertions; i++)
    world->assertions[i] = random_rule(world, random, true);
  return world;
}

static void print_flags(FILE *out, const bool *flags, int n,
                        const char *const *names) {
  fputs("{ ", out);
  for (int i = 0; i < n; i++)
    if (flags[i])
      fprintf(out, "%s ", names[i]);
  fputs("}", out);
}

static void print_rule(FILE *out, const Rule *rule) {
  if (rule->boolean >= 0)
    fprintf(out, "if (b%d) { %s", rule->boolean, rule->in_else ? "} else { " : "");
  fprintf(out, "%s%s %s %s:", rule->keyword, rule->is_xperm ? "xperm" : "",
          rule->source.text, rule->target.text);
  print_flags(out, rule->classes, CLASSES, class_names);
  if (rule->is_xperm) {
    fputs(" ioctl { ", out);
    for (int i = 0; i < NUMBERS; i++)
      if (rule->numbers[i])
        fprintf(out, "0x%04x ", 0x1000 + i);
    fputs("}", out);
  } else {
    fputs(" ", out);
    print_flags(out, rule->perms, PERMS, perm_names);
  }
  fputs(rule->boolean >= 0 ? "; }\n" : ";\n", out);
}

static void print_policy(FILE *out, const World *world) {
  fputs("class file\nclass dir\nsid kernel\n"
        "class file { ioctl read write append }\n"
        "class dir { ioctl read write append }\n", out);
  for (int a = 0; a < ATTRIBUTES; a++)
    fprintf(out, "attribute a%d;\n", a);
  for (int t = 0; t < TYPES; t++) {
    fprintf(out, "type x%d", t);
    for (int a = 0; a < ATTRIBUTES; a++)
      if (world->member[a][t])
        fprintf(out, ", a%d", a);
    fputs(";\n", out);
  }
  fputs("bool b0 true;\nbool b1 false;\n", out);
  for (int i = 0; i < world->n_rules; i++)
    print_rule(out, &world->rules[i]);
  for (int i = 0; i < world->n_assertions; i++)
    print_rule(out, &world->assertions[i]);
  fputs("role r;\nrole r types { x0 };\nuser u roles r;\n"
        "sid kernel u:r:x0\n", out);
}

static bool covers(const Rule *rule, int source, int target, int class) {
  return rule->classes[class] && rule->source.has[source] &&
         ((rule->target.self && source == target) || rule->target.has[target]);
}

static bool is_on(const Rule *rule, int setting) {
  return rule->boolean < 0 ||
         (bool)(setting >> rule->boolean & 1) != rule->in_else;
}

/* What a pair may do in one setting of the booleans. */
typedef struct May {
  bool perms[PERMS], numbers[NUMBERS], limited;
} May;

static May may(const World *world, int setting, int source, int target,
               int class) {
  May out = {0};
  for (int i = 0; i < world->n_rules; i++) {
    const Rule *rule = &world->rules[i];
    if (!covers(rule, source, target, class) || !is_on(rule, setting))
      continue;
    out.limited |= rule->is_xperm;
    for (int k = 0; k < PERMS; k++)
      out.perms[k] |= !rule->is_xperm && rule->perms[k];
    for (int k = 0; k < NUMBERS; k++)
      out.numbers[k] |= rule->is_xperm && rule->numbers[k];
  }
  return out;
}

/* Marks what of an assertion a pair violates. */
static void violate(const World *world, const Rule *assertion, int source,
                    int target, int class, bool *perms, bool *numbers) {
  if (!covers(assertion, source, target, class))
    return;
  for (int setting = 0; setting < SETTINGS; setting++) {
    May at = may(world, setting, source, target, class);
    for (int k = 0; k < PERMS; k++)
      perms[k] |= !assertion->is_xperm && assertion->perms[k] && at.perms[k];
    for (int k = 0; k < NUMBERS; k++)
      numbers[k] |= assertion->is_xperm && assertion->numbers[k] &&
                    at.perms[0] && (!at.limited || at.numbers[k]);
  }
}

static void print_violations(FILE *out, const World *world, int source,
                             int target, int class) {
  bool perms[PERMS] = {0}, numbers[NUMBERS] = {0};
  for (int i = 0; i < world->n_assertions; i++)
    violate(world, &world->assertions[i], source, target, class, perms,
            numbers);
  for (int k = 0; k < PERMS; k++)
    if (perms[k])
      fprintf(out, "x%d x%d %s %s\n", source, target, class_names[class],
              perm_names[k]);
  for (int k = 0; k < NUMBERS; k++)
    if (numbers[k])
      fprintf(out, "x%d x%d %s ioctl 0x%04x\n", source, target,
              class_names[class], 0x1000 + k);
}

static FILE *open_file(const char *folder, unsigned seed, const char *end) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%u.%s", folder, seed, end);
  FILE *file = fopen(path, "w");
  if (!file) {
    perror(path);
    exit(2);
  }
  return file;
}

static void make_small(unsigned seed, const char *folder) {
  Random random = {seed};
  World *world = random_world(&random);
  FILE *policy = open_file(folder, seed, "conf");
  FILE *expect = open_file(folder, seed, "expect");
  print_policy(policy, world);
  for (int source = 0; source < TYPES; source++)
    for (int target = 0; target < TYPES; target++)
      for (int class = 0; class < CLASSES; class++)
        print_violations(expect, world, source, target, class);
  fclose(policy);
  fclose(expect);
  free(world);
}

/* The names of types and attributes that a policy.conf declares. */
typedef struct NameList {
  char **v;
  unsigned n;
} NameList;

static void add_name(NameList *list, const char *line) {
  size_t length = strcspn(line, " ,;\n");
  list->v = realloc(list->v, (list->n + 1) * sizeof *list->v);
  list->v[list->n++] = strndup(line, length);
}

static const char *pick(Random *random, const NameList *types,
                        const NameList *attributes) {
  const NameList *list = below(random, 4) ? types : attributes;
  return list->v[below(random, list->n)];
}

static void print_random_rules(Random *random, const NameList *types,
                               const NameList *attributes, unsigned n) {
  static const char *const kinds[] = {
      "file { read write open }", "dir { write add_name }",
      "chr_file { read append }", "process { transition ptrace }",
      "lnk_file { create unlink }"};
  for (unsigned i = 0; i < n; i++) {
    const char *source = pick(random, types, attributes);
    printf("allow %s %s:%s;\n", source,
           below(random, 5) ? pick(random, types, attributes) : "self",
           kinds[below(random, 5)]);
  }
  for (unsigned i = 0; i < 1 + n / 10; i++)
    printf("neverallow { %s -%s } ~{ %s %s }:%s;\n",
           pick(random, types, types), pick(random, types, attributes),
           pick(random, types, attributes), pick(random, types, attributes),
           kinds[below(random, 5)]);
}

static void mutate(unsigned seed, unsigned n) {
  Random random = {seed};
  NameList types = {0}, attributes = {0};
  char *line = NULL;
  size_t capacity = 0;
  bool done = false;
  while (getline(&line, &capacity, stdin) != -1) {
    if (!strncmp(line, "type ", 5))
      add_name(&types, line + 5);
    else if (!strncmp(line, "attribute ", 10))
      add_name(&attributes, line + 10);
    else if (!done && !strncmp(line, "allow ", 6)) {
      print_random_rules(&random, &types, &attributes, n);
      done = true;
    }
    fputs(line, stdout);
  }
  free(line);
}

int main(int argc, char **argv) {
  if (argc == 5 && !strcmp(argv[1], "small")) {
    unsigned first = (unsigned)atoi(argv[2]), n = (unsigned)atoi(argv[3]);
    for (unsigned seed = first; seed < first + n; seed++)
      make_small(seed, argv[4]);
    return 0;
  }
  if (argc == 4 && !strcmp(argv[1], "into")) {
    mutate((unsigned)atoi(argv[2]), (unsigned)atoi(argv[3]));
    return 0;
  }
  fputs("usage: mutate small FIRST N FOLDER | mutate into SEED N\n", stderr);
  return 2;
}
