/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The boundary between libFuzzer and tecc.
 *
 * A call of fatal comes back here (lib/fatal.h, fatal_jump).  Heap arrays that
 * in tecc live as long as the program are given back after each input: the
 * linker lets mem_resize and mem_free go through the set below (--wrap in
 * rules.mk), so that a run of millions of inputs does not grow.  For the
 * same reason targets run without the leak check; what leaks, leaks by
 * design. */
#include "tests/fuzz/fuzz.h"

#include <search.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ir/words.h"
#include "lib/fatal.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The state of the process; libFuzzer runs one input at a time. */
static jmp_buf boundary;
static void *blocks; /* of mem_resize, that are alive: a tree of tsearch */
static FILE *nowhere;
static char folder[64];

void *__wrap_mem_resize(void *old, size_t size);
void __wrap_mem_free(void *memory);

static int compare_blocks(const void *a, const void *b) {
  return (a > b) - (a < b);
}

void *__wrap_mem_resize(void *old, size_t size) {
  if (old)
    tdelete(old, &blocks, compare_blocks);
  void *result = realloc(old, size ? size : 1);
  if (!result) {
    free(old);
    fatal("out of memory");
  }
  tsearch(result, &blocks, compare_blocks);
  return result;
}

/* It may be of the C library, too (frontend/regexp.c). */
void __wrap_mem_free(void *memory) {
  tdelete(memory, &blocks, compare_blocks);
  free(memory);
}

void fatal_jump(void) {
  longjmp(boundary, 1);
}

static void remove_folder(void) {
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  if (*folder && system(command) != 0)
    perror(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  (void)argc;
  (void)argv;
  nowhere = fopen("/dev/null", "w");
  const char *place = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";
  snprintf(folder, sizeof folder, "%s/tecc-fuzz.XXXXXX", place);
  fuzz_expect(nowhere && mkdtemp(folder), "a scratch folder");
  atexit(remove_folder);
  return 0;
}

const char *fuzz_file(const char *name, const char *bytes, size_t n) {
  static char path[128];
  if (!name)
    return folder;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  fuzz_expect(file && fwrite(bytes, 1, n, file) == n && !fclose(file), path);
  return path;
}

void fuzz_expect(bool holds, const char *what) {
  if (holds)
    return;
  fprintf(stderr, "not as expected: %s\n", what);
  abort();
}

void fuzz_expect_equal(const Buffer *a, const Buffer *b, const char *what) {
  fuzz_expect(a->n == b->n && (!a->n || !memcmp(a->data, b->data, a->n)),
              what);
}

/* Every form of diagnostics gets its share of the inputs. */
static void choose_form(Diags *diags, size_t size) {
  static const char *const forms[] = {"text", "text", "text", "json", "sarif"};
  diag_set_format(diags, forms[size % 5]);
  diags->color = size % 2;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static Session session;
  session_init(&session);
  words_intern(&session.names);
  session.diags.stream = nowhere;
  choose_form(&session.diags, size);
  for (int i = 0; i < WARNING_COUNT; i++)
    session.diags.enabled[i] = true;
  /* A NUL behind the text, as file_read gives it; and nothing else, so that
   * the sanitizer sees a read beyond. */
  char *bytes = malloc(size + 1);
  if (size)
    memcpy(bytes, data, size);
  bytes[size] = '\0';
  if (!setjmp(boundary)) {
    fuzz_target(&session, bytes, size);
    checkpoint(&session.diags);
  }
  if (!setjmp(boundary))
    session_free(&session);
  tdestroy(blocks, free);
  blocks = NULL;
  free(bytes);
  return 0;
}
