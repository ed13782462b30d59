/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The only program in a test machine: process 1.  It loads /policy, prints
 * what the kernel says of SELinux in its log on the serial line and restarts
 * the machine.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CONSOLE_OFF = 6, POLICY_MAX = 8 << 20, RECORD_MAX = 8192 };

static void mount_all(void) {
  mkdir("/dev", 0755);
  mkdir("/sys", 0755);
  mount("none", "/dev", "devtmpfs", 0, NULL);
  int tty = open("/dev/ttyS0", O_RDWR);
  dup2(tty, 0);
  dup2(tty, 1);
  dup2(tty, 2);
  mount("none", "/sys", "sysfs", 0, NULL);
  mount("none", "/sys/fs/selinux", "selinuxfs", 0, NULL);
}

static int load_policy(void) {
  char *image = malloc(POLICY_MAX);
  int in = open("/policy", O_RDONLY);
  int out = open("/sys/fs/selinux/load", O_WRONLY);
  ssize_t n = read(in, image, POLICY_MAX);
  int done = n > 0 && write(out, image, (size_t)n) == n;
  int error = errno;
  close(in);
  close(out);
  free(image);
  errno = error;
  return done;
}

/* Each read gives a record "PRIORITY,NUMBER,TIME,-;TEXT". */
static void print_log(void) {
  static char record[RECORD_MAX];
  int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
  for (;;) {
    ssize_t n = read(fd, record, sizeof record - 1);
    if (n < 0 && errno == EPIPE) continue; /* overwritten ones */
    if (n <= 0) break;
    record[n] = '\0';
    char *text = strchr(record, ';');
    if (text && strstr(text, "SELinux:")) printf("%s", text + 1);
  }
  close(fd);
}

int main(void) {
  mount_all();
  klogctl(CONSOLE_OFF, NULL, 0);
  if (load_policy())
    printf("=loaded\n");
  else
    printf("! the kernel refuses the policy: %s\n", strerror(errno));
  print_log();
  fflush(stdout);
  sync();
  reboot(RB_AUTOBOOT);
  return 0;
}
