/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The boundary between libFuzzer and tecc.
 *
 * A call of fatal comes back here (lib/fatal.h, fatal_jump).  What in tecc
 * lives as long as the program is freed after each input, so that a run of
 * millions of inputs does not grow. */
#include "tests/fuzz/fuzz.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "frontend/parse.h"
#include "ir/words.h"
#include "lib/fatal.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The state of the process; libFuzzer runs one input at a time. */
static jmp_buf boundary;
static FILE *nowhere;
static char folder[64];

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

void fuzz_module(Session *session, const char *text, size_t n,
                 const LowerOptions *options, Module *module) {
  Loc base = source_add(&session->sources, "input.conf", text, n, false);
  Stmts stmts = {0};
  Lexer *lexer = lexer_new_plain(session, base);
  parse_unit(session, lexer, &stmts, NULL);
  lexer_free(lexer);
  Lowering *lowering = lower_begin(session, module, options);
  lower_unit(lowering, &stmts);
  lower_end(lowering);
}

void fuzz_policy_module(Session *session, Module *module) {
  static const char text[] =
      "class file class dir class process class tcp_socket\n"
      "sid kernel sid port sid netif sid node\n"
      "common object { ioctl read write create getattr setattr append }\n"
      "class file inherits object { execute entrypoint }\n"
      "class dir inherits object { search add_name }\n"
      "class process { fork transition }\n"
      "class tcp_socket { name_bind name_connect }\n"
      "sensitivity s0; sensitivity s1; dominance { s0 s1 }\n"
      "category c0; category c1; category c2;\n"
      "level s0:c0.c2; level s1:c0.c2;\n"
      "mlsconstrain file write ( h1 dom h2 );\n"
      "attribute domain; attribute file_type; attribute port_type;\n"
      "type kernel_t, domain; type a_t, domain; type b_t, domain;\n"
      "type etc_t alias config_t, file_type; type log_t, file_type;\n"
      "type port_t, port_type; type http_port_t, port_type;\n"
      "bool a_bool true; bool b_bool false;\n"
      "role system_r; role user_r;\n"
      "role system_r types domain; role user_r types { a_t b_t };\n"
      "allow domain file_type:file { read getattr };\n"
      "allow domain self:process { fork transition };\n"
      "allow b_t { file_type -etc_t }:dir ~add_name;\n"
      "allow a_t port_type:tcp_socket name_bind;\n"
      "dontaudit a_t log_t:file write; auditallow b_t log_t:file append;\n"
      "allowxperm a_t etc_t:file ioctl { 0x10-0x20 0x8901 };\n"
      "type_transition a_t etc_t:file log_t;\n"
      "type_transition a_t etc_t:dir log_t \"name\";\n"
      "if (a_bool && !b_bool) { allow a_t log_t:file write; }\n"
      "else { allow b_t log_t:file write; }\n"
      "optional { require { type a_t; } allow a_t b_t:process fork; }\n"
      "neverallow b_t etc_t:dir *;\n"
      "user system_u roles { system_r user_r } level s0 range s0 - s1:c0.c2;\n"
      "user staff_u roles user_r level s0 range s0 - s0:c0.c1;\n"
      "constrain process transition ( u1 == u2 or t1 == domain );\n"
      "sid kernel system_u:system_r:kernel_t:s0\n"
      "sid port system_u:object_r:port_t:s0\n"
      "sid netif system_u:object_r:etc_t:s0\n"
      "sid node system_u:object_r:etc_t:s0\n"
      "portcon tcp 80 system_u:object_r:http_port_t:s0\n"
      "netifcon lo system_u:object_r:etc_t:s0 system_u:object_r:log_t:s0\n";
  const LowerOptions options = {.is_base = true, .mls = true};
  fuzz_module(session, text, sizeof text - 1, &options, module);
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
  mem_free_all();
  free(bytes);
  return 0;
}
