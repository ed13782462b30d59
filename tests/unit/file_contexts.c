/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* File contexts: reading, order, and the split of the home folders. */
#include "frontend/file_contexts.h"

#include <stdio.h>
#include <string.h>

#include "backend/file_contexts.h"
#include "ir/words.h"
#include "tests/unit/unit.h"

typedef struct Read {
  Session session;
  FileContexts contexts;
  char *messages;
  size_t n_messages;
  FILE *stream;
} Read;

static Loc read_start(Read *read, const char *text) {
  memset(read, 0, sizeof *read);
  session_init(&read->session);
  words_intern(&read->session.names);
  read->stream = open_memstream(&read->messages, &read->n_messages);
  read->session.diags.stream = read->stream;
  return source_add(&read->session.sources, "x.fc", text, strlen(text), true);
}

static Loc read_plain(Read *read, const char *text) {
  Loc source = read_start(read, text);
  file_contexts_read_plain(&read->session, source, &read->contexts);
  diag_flush(&read->session.diags);
  fflush(read->stream);
  return source;
}

static void read_end(Read *read) {
  ARRAY_FREE(&read->contexts);
  session_free(&read->session);
  fclose(read->stream);
  free(read->messages);
}

static void check_entry(const Read *read, size_t i, const char *path,
                        char kind, const char *context) {
  const Names *names = &read->session.names;
  ck_assert_uint_gt(read->contexts.n, i);
  ck_assert_str_eq(name_text(names, read->contexts.v[i].path), path);
  ck_assert_int_eq(read->contexts.v[i].kind, kind);
  ck_assert_str_eq(name_text(names, read->contexts.v[i].context), context);
}

/* Sorts and writes what was read. */
static void check_written(Read *read, const char *system,
                          const char *homedirs) {
  Buffer text[2] = {{0}, {0}};
  file_contexts_sort(&read->session.names, &read->contexts);
  file_contexts_write(&read->session.names, &read->contexts, &text[0],
                      &text[1]);
  put_u8(&text[0], '\0');
  put_u8(&text[1], '\0');
  ck_assert_str_eq(text[0].data, system);
  ck_assert_str_eq(text[1].data, homedirs);
  buffer_free(&text[0]);
  buffer_free(&text[1]);
}

START_TEST(lines_become_entries) {
  Read read;
  Loc source = read_plain(&read, "# comment\n\n"
                                 "/a(/.*)?\t u:r:t:s0 \r\n"
                                 "  /b -- u:r:t:s0-s1:c0.c5,c7\n"
                                 "/c\t-d\t<<none>>\n"
                                 "/d.e u:r:t");
  ck_assert_uint_eq(read.session.diags.n_errors, 0);
  ck_assert_uint_eq(read.contexts.n, 4);
  check_entry(&read, 0, "/a(/.*)?", 0, "u:r:t:s0");
  check_entry(&read, 1, "/b", '-', "u:r:t:s0-s1:c0.c5,c7");
  check_entry(&read, 2, "/c", 'd', "");
  check_entry(&read, 3, "/d.e", 0, "u:r:t");
  ck_assert_uint_eq(read.contexts.v[0].place.loc, source + 11);
  ck_assert_uint_eq(read.contexts.v[1].place.loc, source + 34);
  read_end(&read);
}
END_TEST

START_TEST(faulty_lines_are_reported) {
  static const struct {
    const char *line, *message;
  } faults[] = {
      {"/a\n", "x.fc:1:1: error: a context is missing behind '/a'"},
      {"/a --\n", "x.fc:1:1: error: a context is missing behind '--'"},
      {"/a -x u:r:t\n", "x.fc:1:4: error: '-x' is no kind of file"},
      {"/a -dir u:r:t\n", "x.fc:1:4: error: '-dir' is no kind of file"},
      {"/a u:r\n", "x.fc:1:4: error: 'u:r' is no context"},
      {"/a -- u::t\n", "x.fc:1:7: error: 'u::t' is no context"},
      {"/a u:r:t:\n", "x.fc:1:4: error: 'u:r:t:' is no context"},
      {"/a u:r,x:t\n", "x.fc:1:4: error: 'u:r,x:t' is no context"},
      {"/a <<nothing>>\n", "x.fc:1:4: error: '<<nothing>>' is no context"},
      {"/a u:r:t u:r:t\n", "x.fc:1:10: error: expected the end of the line"},
      {"/a -d u:r:t x y\n", "x.fc:1:13: error: expected the end of the line"},
      {"/a gen_contxt(u:r:t, s0)\n",
       "x.fc:1:4: error: unknown macro 'gen_contxt'"},
  };
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
    Read read;
    read_plain(&read, faults[i].line);
    ck_assert_uint_eq(read.session.diags.n_errors, 1);
    ck_assert_uint_eq(read.contexts.n, 0);
    ck_assert_msg(!strncmp(read.messages, faults[i].message,
                           strlen(faults[i].message)),
                  "%s", read.messages);
    read_end(&read);
  }
}
END_TEST

START_TEST(macros_are_expanded_but_in_paths) {
  Read read;
  Loc source = read_start(
      &read, "define(`gen_context',`$1`'ifelse(`$2',,,:$2)')dnl\n"
             "define(`bin',`usr')define(`bad',`a:b')dnl\n"
             "/bin/ls -- gen_context(u:r:t, s0)\n"
             "/x gen_context(u:r:t)\n"
             "/y gen_context(u:r)\n"
             "/z bad\n");
  Macros *macros = macros_new(&read.session, NULL);
  macros_start(macros, source);
  file_contexts_read(&read.session, macros, &read.contexts);
  diag_flush(&read.session.diags);
  fflush(read.stream);
  ck_assert_uint_eq(read.contexts.n, 2);
  check_entry(&read, 0, "/bin/ls", '-', "u:r:t:s0");
  check_entry(&read, 1, "/x", 0, "u:r:t");
  ck_assert_uint_eq(read.session.diags.n_errors, 2);
  ck_assert_ptr_nonnull(
      strstr(read.messages, "x.fc:5:16: error: 'u:r' is no context"));
  ck_assert_ptr_nonnull(
      strstr(read.messages, "x.fc:2:34: error: 'a:b' is no context"));
  ck_assert_ptr_nonnull(
      strstr(read.messages, "x.fc:6:4: note: in the call of bad"));
  macros_free(macros);
  read_end(&read);
}
END_TEST

START_TEST(the_least_specific_come_first) {
  Read read;
  read_plain(&read, "/plain/path u:r:t\n"
                    "/long/stem/.* u:r:t\n"
                    "/short/.* u:r:t\n"
                    "/.* u:r:t\n"
                    "/plain -d u:r:t\n"
                    "/plain u:r:t\n"
                    "/short/.*x u:r:t\n"
                    "/es\\.c u:r:t\n"
                    "/sam/.* u:r:first_t\n"
                    "/sbm/.* u:r:second_t\n");
  check_written(&read,
                "/.*\t\tu:r:t\n"
                "/sam/.*\t\tu:r:first_t\n"
                "/sbm/.*\t\tu:r:second_t\n"
                "/short/.*\t\tu:r:t\n"
                "/short/.*x\t\tu:r:t\n"
                "/long/stem/.*\t\tu:r:t\n"
                "/es\\.c\t\tu:r:t\n"
                "/plain\t\tu:r:t\n"
                "/plain\t\t-d\tu:r:t\n"
                "/plain/path\t\tu:r:t\n",
                "");
  read_end(&read);
}
END_TEST

START_TEST(home_folders_are_apart) {
  Read read;
  read_plain(&read, "/a <<none>>\nHOME_DIR/.+ u:r:home_t\n"
                    "/tmp/x u:r:ROLE_t\n/mail/USER -d u:r:t\n");
  check_written(&read, "/a\t\t<<none>>\n",
                "HOME_DIR/.+\t\tu:r:home_t\n/tmp/x\t\tu:r:ROLE_t\n"
                "/mail/USER\t\t-d\tu:r:t\n");
  read_end(&read);
}
END_TEST

START_TEST(the_same_files_twice) {
  Read read;
  read_plain(&read, "/a u:r:t\n/a -d u:r:t\n/a u:r:t\n/a -d u:r:other_t\n");
  file_contexts_check(&read.session, &read.contexts);
  diag_flush(&read.session.diags);
  fflush(read.stream);
  ck_assert_uint_eq(read.session.diags.n_warnings, 1);
  ck_assert_uint_eq(read.session.diags.n_errors, 1);
  ck_assert_ptr_nonnull(strstr(
      read.messages, "x.fc:3:1: warning: the files '/a' get this context"));
  ck_assert_ptr_nonnull(
      strstr(read.messages, "x.fc:4:1: error: the files '/a' get two contexts:"
                            " u:r:t and u:r:other_t"));
  ck_assert_ptr_nonnull(
      strstr(read.messages, "x.fc:2:1: note: the other line is here"));
  read_end(&read);
}
END_TEST

UNIT_MAIN("file_contexts", lines_become_entries, faulty_lines_are_reported,
          macros_are_expanded_but_in_paths, the_least_specific_come_first,
          home_folders_are_apart, the_same_files_twice)
