/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* after MICROSECONDS SIGNAL PROGRAM...: runs a program and sends it a signal
 * after a while; prints its exit status, 128 more than the signal that ended
 * it. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 4)
    return 2;
  long wait = atol(argv[1]);
  pid_t child = fork();
  if (child == 0) {
    execvp(argv[3], argv + 3);
    _exit(127);
  }
  nanosleep(&(struct timespec){wait / 1000000, wait % 1000000 * 1000}, NULL);
  kill(child, atoi(argv[2]));
  int status;
  waitpid(child, &status, 0);
  printf("%d\n", WIFSIGNALED(status) ? 128 + WTERMSIG(status)
                                     : WEXITSTATUS(status));
  return 0;
}
