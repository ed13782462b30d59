/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * The only program in the test machine: process 1.  It loads /policy into
 * the kernel, answers the questions of /queries from what selinuxfs says,
 * prints the answers on the serial line and restarts the machine.
 *
 * Questions, one a line, and their answers ("=N ANSWER", N counts answers):
 *
 *   p CLASS PERM..            no answer; the order of permissions in which
 *                             access vectors of CLASS are printed
 *   b NAME VALUE              no answer; sets a Boolean
 *   k                         no answer; commits the Booleans
 *   a SCON TCON CLASS         access: ALLOWED AUDITALLOW AUDITDENY PERMISSIVE
 *   c SCON TCON CLASS [NAME]  create: a context
 *   m, r SCON TCON CLASS      member, relabel: a context
 *   v CON                     the context as the kernel writes it
 *   t OLD NEW CLASS TASK      validatetrans: allowed or denied
 *
 * A context that the kernel refuses, and whatever else fails: "error ERRNO".
 */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <unistd.h>

#define FS "/sys/fs/selinux/"

enum { MAX_CLASSES = 512, MAX_FIELDS = 64, MAX_REPLY = 8192 };

typedef struct {
  char *name;
  unsigned index; /* 0: the kernel's policy has no such class */
  int bit[32];    /* where the kernel has the permission we print at N */
} Class;

static Class classes[MAX_CLASSES];
static unsigned nclasses;
static unsigned answers;

static void answer(const char *text) { printf("=%u %s\n", ++answers, text); }

static void answer_errno(void) {
  char text[32];
  snprintf(text, sizeof text, "error %d", errno);
  answer(text);
}

/* Writes REQUEST to a file of selinuxfs and reads the reply, if wanted. */
static bool transact(const char *file, const char *request, char *reply) {
  int fd = open(file, reply ? O_RDWR : O_WRONLY);
  if (fd < 0) return false;
  ssize_t n = write(fd, request, strlen(request));
  if (n >= 0 && reply) {
    n = read(fd, reply, MAX_REPLY - 1);
    if (n >= 0) reply[n] = '\0';
  }
  int error = errno;
  close(fd);
  errno = error;
  return n >= 0;
}

static unsigned read_number(const char *path) {
  char text[32] = "";
  int fd = open(path, O_RDONLY);
  if (fd < 0) return 0;
  if (read(fd, text, sizeof text - 1) < 0) text[0] = '\0';
  close(fd);
  return (unsigned)strtoul(text, NULL, 10);
}

static void learn_class(char **field, int count) {
  char path[512];
  if (nclasses == MAX_CLASSES || count < 2) return;
  Class *c = &classes[nclasses++];
  c->name = strdup(field[1]);
  snprintf(path, sizeof path, FS "class/%s/index", c->name);
  c->index = read_number(path);
  for (int i = 0; i < 32; i++) {
    c->bit[i] = -1;
    if (i + 2 >= count) continue;
    snprintf(path, sizeof path, FS "class/%s/perms/%s", c->name,
             field[i + 2]);
    c->bit[i] = (int)read_number(path) - 1;
  }
}

static const Class *find_class(const char *name) {
  static const Class none = {0};
  for (unsigned i = 0; i < nclasses; i++)
    if (!strcmp(classes[i].name, name)) return &classes[i];
  return &none;
}

static unsigned in_our_order(const Class *c, unsigned vector) {
  unsigned ours = 0;
  for (int i = 0; i < 32; i++)
    if (c->bit[i] >= 0 && vector >> c->bit[i] & 1) ours |= 1u << i;
  return ours;
}

static void ask_access(char **field) {
  char request[MAX_REPLY], reply[MAX_REPLY];
  unsigned allowed, decided, auditallow, auditdeny, seqno, flags;
  const Class *c = find_class(field[3]);
  snprintf(request, sizeof request, "%s %s %u", field[1], field[2], c->index);
  if (!transact(FS "access", request, reply)) {
    answer_errno();
    return;
  }
  if (sscanf(reply, "%x %x %x %x %u %x", &allowed, &decided, &auditallow,
             &auditdeny, &seqno, &flags) != 6) {
    answer("strange reply");
    return;
  }
  snprintf(reply, sizeof reply, "%x %x %x %u", in_our_order(c, allowed),
           in_our_order(c, auditallow), in_our_order(c, auditdeny),
           flags & 1);
  answer(reply);
}

static void ask_context(const char *file, char **field, int count) {
  char request[MAX_REPLY], reply[MAX_REPLY];
  const Class *c = find_class(field[3]);
  snprintf(request, sizeof request, "%s %s %u%s%s", field[1], field[2],
           c->index, count > 4 ? " " : "", count > 4 ? field[4] : "");
  if (transact(file, request, reply))
    answer(reply);
  else
    answer_errno();
}

static void ask_validity(char **field) {
  char reply[MAX_REPLY];
  if (transact(FS "context", field[1], reply))
    answer(reply);
  else
    answer_errno();
}

static void ask_validatetrans(char **field) {
  char request[MAX_REPLY];
  snprintf(request, sizeof request, "%s %s %u %s", field[1], field[2],
           find_class(field[3])->index, field[4]);
  if (transact(FS "validatetrans", request, NULL))
    answer("allowed");
  else if (errno == EPERM)
    answer("denied");
  else
    answer_errno();
}

static void set_bool(char **field) {
  char path[512];
  snprintf(path, sizeof path, FS "booleans/%s", field[1]);
  if (!transact(path, field[2], NULL)) printf("! no Boolean %s\n", field[1]);
}

static void ask(char *line) {
  char *field[MAX_FIELDS + 1] = {NULL};
  int count = 0;
  for (char *f = strtok(line, " \n"); f && count < MAX_FIELDS;
       f = strtok(NULL, " \n"))
    field[count++] = f;
  if (!count) return;
  switch (field[0][0]) {
  case 'p': learn_class(field, count); break;
  case 'b': set_bool(field); break;
  case 'k': transact(FS "commit_pending_bools", "1", NULL); break;
  case 'a': ask_access(field); break;
  case 'c': ask_context(FS "create", field, count); break;
  case 'm': ask_context(FS "member", field, count); break;
  case 'r': ask_context(FS "relabel", field, count); break;
  case 'v': ask_validity(field); break;
  case 't': ask_validatetrans(field); break;
  }
}

static void mount_all(void) {
  mkdir("/dev", 0755);
  mkdir("/sys", 0755);
  mount("none", "/dev", "devtmpfs", 0, NULL);
  int tty = open("/dev/ttyS0", O_RDWR);
  dup2(tty, 0);
  dup2(tty, 1);
  dup2(tty, 2);
  mount("none", "/sys", "sysfs", 0, NULL);
  if (mount("none", "/sys/fs/selinux", "selinuxfs", 0, NULL))
    printf("! selinuxfs: %s\n", strerror(errno));
}

static bool load_policy(void) {
  struct stat st;
  int in = open("/policy", O_RDONLY);
  int out = open(FS "load", O_WRONLY);
  if (in < 0 || out < 0 || fstat(in, &st)) return false;
  size_t len = (size_t)st.st_size;
  char *image = malloc(len ? len : 1);
  if (!image || read(in, image, len) != (ssize_t)len) return false;
  ssize_t written = write(out, image, len);
  int error = errno;
  close(in);
  close(out);
  free(image);
  errno = error;
  return written == (ssize_t)len;
}

static void ask_all(void) {
  static char line[65536];
  FILE *in = fopen("/queries", "r");
  if (!in) {
    printf("! no queries\n");
    return;
  }
  while (fgets(line, sizeof line, in)) ask(line);
  fclose(in);
  printf("=end\n");
}

int main(void) {
  mount_all();
  if (load_policy()) {
    printf("=loaded\n");
    ask_all();
  } else {
    printf("! the kernel refuses the policy: %s\n", strerror(errno));
  }
  fflush(stdout);
  sync();
  reboot(RB_AUTOBOOT);
  return 0;
}
