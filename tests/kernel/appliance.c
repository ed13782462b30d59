/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The only program of a system whose root is a labelled image, under the names
 * of the two that it plays.
 *
 * /usr/sbin/init, as process 1: loads the policy through libselinux as any
 * init does, labels /dev, prints the label of every file and starts itself
 * again, now in its own domain.  Then it starts /usr/sbin/ntpd, says how that
 * ended and restarts the machine.
 *
 * /usr/sbin/ntpd: does what a time daemon may do and tries what it may not.
 * Its exit status has a bit for each thing that went as it should.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <selinux/label.h>
#include <selinux/selinux.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NTP_PORT = 123, HTTP_PORT = 80, MAX_FOLDERS = 16 };

/* The daemon */

static bool can_open(const char *path, int flags) {
  int fd = open(path, flags, 0644);
  if (fd < 0) return false;
  bool done = (flags & O_ACCMODE) == O_RDONLY || write(fd, "x\n", 2) == 2;
  close(fd);
  return done;
}

static bool is_denied(const char *path, int flags) {
  return !can_open(path, flags) && errno == EACCES;
}

static bool has_type(const char *context, const char *type) {
  const char *found = context ? strstr(context, type) : NULL;
  return found && found[-1] == ':' && found[strlen(type)] == ':';
}

static bool runs_as(const char *type) {
  char *context = NULL;
  bool does = !getcon_raw(&context) && has_type(context, type);
  freecon(context);
  return does;
}

static bool file_has_type(const char *path, const char *type) {
  char *context = NULL;
  bool has = lgetfilecon_raw(path, &context) > 0 && has_type(context, type);
  freecon(context);
  return has;
}

static bool can_bind(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)port)};
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  bool done = fd >= 0 &&
              !bind(fd, (struct sockaddr *)&address, sizeof address);
  int error = errno;
  close(fd);
  errno = error;
  return done;
}

/* ORDER deeds in tests/kernel/appliance */
static int be_daemon(void) {
  int good = 0;
  good |= runs_as("ntpd_t") << 0;
  good |= can_open("/etc/ntp.conf", O_RDONLY) << 1;
  good |= (can_open("/var/lib/ntp/drift", O_WRONLY | O_CREAT) &&
           file_has_type("/var/lib/ntp/drift", "ntp_drift_t")) << 2;
  good |= (mkdir("/run/ntpd", 0755) == 0 &&
           can_open("/run/ntpd/pid", O_WRONLY | O_CREAT)) << 3;
  good |= can_bind(NTP_PORT) << 4;
  good |= is_denied("/etc/shadow", O_RDONLY) << 5;
  good |= is_denied("/etc/ntp.conf", O_WRONLY) << 6;
  good |= (!can_bind(HTTP_PORT) && errno == EACCES) << 7;
  return good;
}

/* The first process */

static int print_label(const char *path, const struct stat *status, int flag,
                       struct FTW *walk) {
  char *context = NULL;
  (void)status;
  (void)flag;
  (void)walk;
  if (lgetfilecon_raw(path, &context) > 0)
    printf("=label %s %s\n", context, path);
  freecon(context);
  return 0;
}

/* What udev or systemd does; before, all of devtmpfs has one label. */
static void label_devices(void) {
  static const struct {
    const char *path;
    int mode;
  } nodes[] = {{"/dev", S_IFDIR},
               {"/dev/kmsg", S_IFCHR},
               {"/dev/null", S_IFCHR},
               {"/dev/console", S_IFCHR}};
  struct selabel_handle *labels = selabel_open(SELABEL_CTX_FILE, NULL, 0);
  for (size_t i = 0; labels && i < sizeof nodes / sizeof *nodes; i++) {
    char *context = NULL;
    if (!selabel_lookup_raw(labels, &context, nodes[i].path, nodes[i].mode) &&
        lsetfilecon_raw(nodes[i].path, context))
      printf("! label of %s: %s\n", nodes[i].path, strerror(errno));
    freecon(context);
  }
  if (labels) selabel_close(labels);
}

/* Without an audit daemon the kernel prints ten records in five seconds. */
static void print_all_records(void) {
  int fd = open("/proc/sys/kernel/printk_ratelimit", O_WRONLY);
  if (fd < 0 || write(fd, "0", 1) != 1)
    printf("! printk_ratelimit: %s\n", strerror(errno));
  close(fd);
}

static void begin(void) {
  int enforce = 0;
  mount("none", "/dev", "devtmpfs", 0, NULL);
  int console = open("/dev/console", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd < 3; fd++) dup2(console, fd);
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (selinux_init_load_policy(&enforce)) {
    printf("! the policy was not loaded: %s\n", strerror(errno));
    reboot(RB_AUTOBOOT);
  }
  mount("none", "/proc", "proc", 0, NULL);
  print_all_records();
  printf("=loaded %s, enforce %d, version %d\n", selinux_policy_root(),
         security_getenforce(), security_policyvers());
  nftw("/", print_label, MAX_FOLDERS, FTW_PHYS | FTW_MOUNT);
  label_devices();
  fflush(stdout);
  execl("/usr/sbin/init", "/usr/sbin/init", "again", (char *)NULL);
  printf("! exec: %s\n", strerror(errno));
  reboot(RB_AUTOBOOT);
}

/* Lines of the kernel's log come out on the serial line. */
static void say(const char *what, int value) {
  char line[128];
  int n = snprintf(line, sizeof line, "<5>=%s %d\n", what, value);
  int fd = open("/dev/kmsg", O_WRONLY);
  if (fd < 0 || write(fd, line, (size_t)n) < 0) sleep(1);
  close(fd);
}

static int be_init(void) {
  int status = 0;
  say("init in its domain", runs_as("init_t"));
  pid_t child = fork();
  if (child == 0) {
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; fd++) dup2(null, fd);
    execl("/usr/sbin/ntpd", "/usr/sbin/ntpd", (char *)NULL);
    _exit(0);
  }
  waitpid(child, &status, 0);
  say("daemon", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  sync();
  sleep(1); /* the kernel's thread for audit records is not waited for */
  reboot(RB_AUTOBOOT);
  return 0;
}

int main(int argc, char **argv) {
  if (strstr(argv[0], "ntpd")) return be_daemon();
  if (argc < 2 || strcmp(argv[1], "again")) begin();
  return be_init();
}
