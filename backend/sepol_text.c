/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/sepol_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sepol/kernel_to_cil.h>
#include <sepol/kernel_to_conf.h>
#include <sepol/module_to_cil.h>
#include <sepol/policydb.h>
#include <sepol/policydb/policydb.h>

#include "lib/arena.h"
#include "lib/fatal.h"

/* libsepol's opaque handle is a structure whose only member is its policydb,
 * which the printing functions take (libsepol src/policydb_internal.h). */
static policydb_t *inside(sepol_policydb_t *policy) {
  return (policydb_t *)policy;
}

static int print_form(FILE *stream, policydb_t *policy, SepolText form) {
  switch (form) {
  case SEPOL_TEXT_CONF: return sepol_kernel_policydb_to_conf(stream, policy);
  case SEPOL_TEXT_CIL: return sepol_kernel_policydb_to_cil(stream, policy);
  case SEPOL_TEXT_MODULE_CIL:
    return sepol_module_policydb_to_cil(stream, policy, 0);
  }
  return -1;
}

/* In a process of its own: reads the image and prints it to `fd`. */
static _Noreturn void print_image(const void *image, size_t length,
                                  SepolText form, int fd) {
  sepol_policydb_t *policy;
  FILE *stream = fdopen(fd, "w");
  if (!stream || sepol_policydb_create(&policy))
    fatal("out of memory");
  Arena arena = {0};
  void *copy = arena_copy(&arena, image, length); /* libsepol wants it mutable */
  bool good = sepol_policydb_from_image(NULL, copy, length, policy) == 0 &&
              print_form(stream, inside(policy), form) == 0 &&
              fflush(stream) == 0;
  fflush(stderr);
  _exit(good ? 0 : 1);
}

static void read_all(int fd, Buffer *out) {
  char chunk[1 << 16];
  ssize_t n;
  while ((n = read(fd, chunk, sizeof chunk)) != 0) {
    if (n > 0)
      put_bytes(out, chunk, (size_t)n);
    else if (errno != EINTR)
      fatal("cannot read what libsepol prints:");
  }
}

/* Whether the child has done its work.  libsepol 3.4 crashes while it prints
 * some modules that it takes (tests/golden/cli/libsepol-crashes.cmd). */
static bool wait_for(pid_t child) {
  int status;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      fatal("waiting for a process:");
  if (WIFSIGNALED(status))
    fatal("libsepol ended by signal %d (%s) while it printed the policy",
          WTERMSIG(status), strsignal(WTERMSIG(status)));
  return WEXITSTATUS(status) == 0;
}

bool sepol_text_write(const void *image, size_t length, SepolText form,
                      Buffer *out) {
  int ends[2];
  fflush(NULL);
  if (pipe2(ends, O_CLOEXEC) < 0)
    fatal("cannot make a pipe:");
  pid_t child = fork();
  if (child < 0)
    fatal("cannot make a process:");
  if (child == 0)
    print_image(image, length, form, ends[1]);
  close(ends[1]);
  read_all(ends[0], out);
  close(ends[0]);
  return wait_for(child);
}
