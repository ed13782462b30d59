/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A library to preload that makes one call of the C library fail.
 *
 *   FAULT=KIND:N   the Nth call of a kind fails as the kind says, then all
 *                  later ones of it, too, as a full disk or memory would
 *   FAULT_HIT=FILE is made when that happens
 *
 * Kinds: malloc, write, read, open, rename, mkstemp, close, fchmod, mkdir;
 * short-write and short-read move one byte each; TERM, INT and KILL send that
 * signal before the Nth of all the calls on files; cut empties a large file
 * when it is mapped. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static long calls_left = -1; /* of the kind, until the fault; 0: it is here */

static bool is_kind(const char *kind) {
  const char *fault = getenv("FAULT");
  size_t n = strlen(kind);
  return fault && !strncmp(fault, kind, n) && fault[n] == ':';
}

/* Counts a call; true from the Nth on. */
static bool count(void) {
  if (calls_left < 0)
    calls_left = atol(strchr(getenv("FAULT"), ':') + 1);
  if (!calls_left)
    return true;
  if (--calls_left)
    return false;
  const char *hit = getenv("FAULT_HIT");
  if (hit)
    syscall(SYS_close, syscall(SYS_open, hit, O_CREAT | O_WRONLY, 0666));
  return true;
}

static bool fails(const char *kind, int error) {
  if (!is_kind(kind) || !count())
    return false;
  errno = error;
  return true;
}

static void send_signal(void) {
  static const struct {
    const char *kind;
    int number;
  } signals[] = {{"TERM", SIGTERM}, {"INT", SIGINT}, {"KILL", SIGKILL}};
  for (int i = 0; i < 3; i++)
    if (calls_left && is_kind(signals[i].kind) && count())
      kill(getpid(), signals[i].number);
}

void *malloc(size_t size) {
  return fails("malloc", ENOMEM) ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size) {
  return fails("malloc", ENOMEM) ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size) {
  return fails("malloc", ENOMEM) ? NULL : __libc_realloc(old, size);
}

/* Of a write, what goes to standard error is no output. */
ssize_t write(int fd, const void *data, size_t n) {
  if (fd != STDERR_FILENO) {
    send_signal();
    if (fails("write", ENOSPC))
      return -1;
    if (n && is_kind("short-write") && count())
      n = 1;
  }
  return syscall(SYS_write, fd, data, n);
}

ssize_t read(int fd, void *data, size_t n) {
  send_signal();
  if (fails("read", EIO))
    return -1;
  if (n && is_kind("short-read") && count())
    n = 1;
  return syscall(SYS_read, fd, data, n);
}

int open(const char *path, int flags, ...) {
  va_list args;
  va_start(args, flags);
  mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
  va_end(args);
  send_signal();
  return fails("open", EMFILE) ? -1
                               : (int)syscall(SYS_openat, AT_FDCWD, path,
                                              flags, mode);
}

int mkstemp(char *path) {
  send_signal();
  int (*real)(char *) = (int (*)(char *))dlsym(RTLD_NEXT, "mkstemp");
  return fails("mkstemp", EROFS) ? -1 : real(path);
}

int rename(const char *from, const char *to) {
  send_signal();
  return fails("rename", EIO) ? -1 : (int)syscall(SYS_rename, from, to);
}

int fchmod(int fd, mode_t mode) {
  send_signal();
  return fails("fchmod", EPERM) ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int mkdir(const char *path, mode_t mode) {
  send_signal();
  return fails("mkdir", ENOSPC) ? -1 : (int)syscall(SYS_mkdir, path, mode);
}

/* A close that fails has closed all the same. */
int close(int fd) {
  send_signal();
  int result = (int)syscall(SYS_close, fd);
  return fails("close", EIO) ? -1 : result;
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t start) {
  void *text = (void *)syscall(SYS_mmap, at, n, protection, flags, fd, start);
  char link[64], path[4096] = "";
  if (fd < 0 || n < 1 << 20 || !is_kind("cut") || !count())
    return text;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  if (readlink(link, path, sizeof path - 1) > 0)
    syscall(SYS_truncate, path, 0L);
  return text;
}
