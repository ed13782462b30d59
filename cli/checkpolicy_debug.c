/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/checkpolicy_debug.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sepol/boolean_record.h>
#include <sepol/booleans.h>
#include <sepol/policydb.h>
#include <sepol/policydb/policydb.h>
#include <sepol/policydb/services.h>
#include <sepol/sepol.h>

#include "lib/arena.h"
#include "lib/fatal.h"

enum { MAX_WORDS = 4 };

typedef struct Debugger {
  Arena arena;
  sepol_policydb_t *policy; /* holds the booleans */
} Debugger;

typedef struct Question {
  const char *name, *arguments, *help;
  size_t n;
  void (*answer)(Debugger *, char **words);
} Question;

/* libsepol's security server answers from a copy of its own. */
static void load(Debugger *debugger) {
  void *image;
  size_t length;
  if (sepol_policydb_to_image(NULL, debugger->policy, &image, &length))
    fatal("libsepol cannot write the policy");
  FILE *stream = fmemopen(image, length, "r");
  if (!stream || sepol_set_policydb_from_file(stream))
    fatal("libsepol cannot read the policy");
  fclose(stream);
  free(image);
}

static bool find_context(const char *context, sepol_security_id_t *sid) {
  if (sepol_context_to_sid(context, strlen(context) + 1, sid) == 0)
    return true;
  printf("invalid context %s\n", context);
  return false;
}

static bool find_class(const char *name, sepol_security_class_t *class_id) {
  if (sepol_string_to_security_class(name, class_id) == 0)
    return true;
  printf("no such class %s\n", name);
  return false;
}

typedef struct Triple {
  sepol_security_id_t source, target;
  sepol_security_class_t class_id;
} Triple;

static bool find_triple(char **words, Triple *triple) {
  return find_context(words[0], &triple->source) &&
         find_context(words[1], &triple->target) &&
         find_class(words[2], &triple->class_id);
}

static void print_vector(const char *what, sepol_security_class_t class_id,
                         sepol_access_vector_t vector) {
  /* each permission comes with a blank before it */
  printf("%s {%s }\n", what, sepol_av_perm_to_string(class_id, vector));
}

static void answer_access(Debugger *debugger, char **words) {
  (void)debugger;
  Triple triple;
  struct sepol_av_decision decision;
  unsigned reason;
  if (!find_triple(words, &triple) ||
      sepol_compute_av_reason(triple.source, triple.target, triple.class_id, 0,
                              &decision, &reason))
    return;
  print_vector("allowed", triple.class_id, decision.allowed);
  print_vector("auditallow", triple.class_id, decision.auditallow);
  print_vector("dontaudit", triple.class_id, ~decision.auditdeny);
}

typedef int Compute(sepol_security_id_t, sepol_security_id_t,
                    sepol_security_class_t, sepol_security_id_t *);

static void answer_context(char **words, Compute *compute) {
  Triple triple;
  sepol_security_id_t sid;
  sepol_security_context_t context;
  size_t length;
  if (!find_triple(words, &triple))
    return;
  if (compute(triple.source, triple.target, triple.class_id, &sid) ||
      sepol_sid_to_context(sid, &context, &length)) {
    puts("no valid context results");
    return;
  }
  puts(context);
  free(context);
}

static void answer_transition(Debugger *debugger, char **words) {
  (void)debugger;
  answer_context(words, sepol_transition_sid);
}

static void answer_member(Debugger *debugger, char **words) {
  (void)debugger;
  answer_context(words, sepol_member_sid);
}

static void answer_change(Debugger *debugger, char **words) {
  (void)debugger;
  answer_context(words, sepol_change_sid);
}

static void answer_valid(Debugger *debugger, char **words) {
  (void)debugger;
  sepol_security_id_t sid;
  if (find_context(words[0], &sid))
    puts("valid");
}

static int print_bool(const sepol_bool_t *boolean, void *unused) {
  (void)unused;
  printf("%s %d\n", sepol_bool_get_name(boolean),
         sepol_bool_get_value(boolean));
  return 0;
}

static void answer_bools(Debugger *debugger, char **words) {
  (void)words;
  sepol_bool_iterate(NULL, debugger->policy, print_bool, NULL);
}

static void answer_set(Debugger *debugger, char **words) {
  sepol_bool_key_t *key;
  sepol_bool_t *boolean = NULL;
  int exists = 0;
  if (sepol_bool_key_create(NULL, words[0], &key))
    fatal("out of memory");
  sepol_bool_exists(NULL, debugger->policy, key, &exists);
  if (!exists || sepol_bool_query(NULL, debugger->policy, key, &boolean)) {
    printf("no such boolean %s\n", words[0]);
  } else {
    sepol_bool_set_value(boolean, strtol(words[1], NULL, 10) != 0);
    sepol_bool_set(NULL, debugger->policy, key, boolean);
    load(debugger);
    sepol_bool_free(boolean);
  }
  sepol_bool_key_free(key);
}

static const Question questions[] = {
    {"access", "SOURCE TARGET CLASS", "what is allowed and audited", 3,
     answer_access},
    {"transition", "SOURCE TARGET CLASS", "the context of a new object", 3,
     answer_transition},
    {"member", "SOURCE TARGET CLASS", "of a polyinstantiated one", 3,
     answer_member},
    {"change", "SOURCE TARGET CLASS", "of a relabelled one", 3, answer_change},
    {"valid", "CONTEXT", "whether a context is valid", 1, answer_valid},
    {"bools", "", "the booleans and their values", 0, answer_bools},
    {"set", "BOOLEAN 0|1", "give a boolean a value", 2, answer_set},
};
enum { N_QUESTIONS = sizeof questions / sizeof *questions };

static void print_questions(void) {
  for (int i = 0; i < N_QUESTIONS; i++)
    printf("  %-10s %-20s %s\n", questions[i].name, questions[i].arguments,
           questions[i].help);
  puts("  quit");
}

static void answer(Debugger *debugger, char *line) {
  char *words[MAX_WORDS + 1], *rest = NULL;
  size_t n = 0;
  for (char *word = strtok_r(line, " \t\n", &rest); word && n <= MAX_WORDS;
       word = strtok_r(NULL, " \t\n", &rest))
    words[n++] = word;
  if (!n)
    return;
  for (int i = 0; i < N_QUESTIONS; i++)
    if (!strcmp(words[0], questions[i].name) && questions[i].n == n - 1) {
      questions[i].answer(debugger, words + 1);
      return;
    }
  print_questions();
}

void checkpolicy_debug(const void *image, size_t length) {
  Debugger debugger = {0};
  void *copy = arena_copy(&debugger.arena, image, length);
  if (sepol_policydb_create(&debugger.policy) ||
      sepol_policydb_from_image(NULL, copy, length, debugger.policy))
    fatal("libsepol cannot read the policy");
  load(&debugger);
  print_questions();
  char line[4096];
  while (fputs("> ", stdout), fflush(stdout), fgets(line, sizeof line, stdin)) {
    if (!strcmp(line, "quit\n") || !strcmp(line, "q\n"))
      break;
    answer(&debugger, line);
  }
  sepol_policydb_free(debugger.policy);
  arena_free(&debugger.arena);
}
