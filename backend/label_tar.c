/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pax archive of the tree with the labels in extended headers, under the
 * name that tar, bsdtar, mksquashfs -tar, sqfstar, mkfs.erofs --tar and mke2fs
 * read: SCHILY.xattr.security.selinux.  (POSIX.1-2017, pax, "pax Interchange
 * Format" and "ustar Interchange Format".) */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "backend/label_list.h"
#include "lib/fatal.h"

enum { BLOCK = 512, RECORD = 20 * BLOCK };

/* The header block; numbers are octal digits with a NUL behind them. */
typedef struct TarHeader {
  char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8];
  char kind, link[100], magic[6], version[2], user[32], group[32];
  char major[8], minor[8], prefix[155], rest[12];
} TarHeader;

typedef struct TarWriter {
  const LabelList *list;
  Stream *out;
  uint64_t written;
  Buffer pax, names, value;
} TarWriter;

static void put(TarWriter *writer, const void *bytes, size_t n) {
  stream_put(writer->out, bytes, n);
  writer->written += n;
}

static void pad(TarWriter *writer, size_t unit) {
  static const char zeros[BLOCK];
  while (writer->written % unit)
    put(writer, zeros, BLOCK - writer->written % BLOCK);
}

/* Sets a field, or leaves it 0 where the number has too many digits: a pax
 * record says it then. */
static bool set_number(char *field, size_t size, uint64_t value) {
  char text[32];
  int n = snprintf(text, sizeof text, "%0*llo", (int)size - 1,
                   (unsigned long long)value);
  bool fits = (size_t)n < size;
  if (fits)
    memcpy(field, text, size);
  else
    memset(field, '0', size - 1);
  return fits;
}

static bool set_text(char *field, size_t size, const char *text) {
  size_t n = strlen(text);
  memcpy(field, text, n < size ? n : size - 1);
  return n < size;
}

/* "LENGTH KEY=VALUE\n", where the length counts its own digits. */
static void put_record(Buffer *pax, const char *key, const void *value,
                       size_t n) {
  size_t rest = strlen(key) + n + 3, length = rest + 1;
  while (length != rest + (size_t)snprintf(NULL, 0, "%zu", length))
    length++;
  put_format(pax, "%zu %s=", length, key);
  put_bytes(pax, value, n);
  put_string(pax, "\n");
}

static void put_text_record(Buffer *pax, const char *key, const char *text) {
  put_record(pax, key, text, strlen(text));
}

static void put_number_record(Buffer *pax, const char *key, uint64_t value) {
  char text[32];
  snprintf(text, sizeof text, "%llu", (unsigned long long)value);
  put_text_record(pax, key, text);
}

static void put_header(TarWriter *writer, TarHeader *header) {
  const unsigned char *bytes = (const unsigned char *)header;
  unsigned sum = 0;
  memcpy(header->magic, "ustar", 6);
  memcpy(header->version, "00", 2);
  memset(header->checksum, ' ', sizeof header->checksum);
  for (size_t i = 0; i < sizeof *header; i++)
    sum += bytes[i];
  set_number(header->checksum, 7, sum);
  put(writer, header, sizeof *header);
}

static void put_extended(TarWriter *writer) {
  TarHeader header = {.name = "PaxHeader", .kind = 'x'};
  set_number(header.mode, sizeof header.mode, 0644);
  set_number(header.uid, sizeof header.uid, 0);
  set_number(header.gid, sizeof header.gid, 0);
  set_number(header.size, sizeof header.size, writer->pax.n);
  set_number(header.mtime, sizeof header.mtime, 0);
  put_header(writer, &header);
  put(writer, writer->pax.data, writer->pax.n);
  pad(writer, BLOCK);
}

/* Other attributes that the file has, such as capabilities; what is not to be
 * read, or is no attribute of the file's own, is left out. */
static void put_attributes(TarWriter *writer, const char *path) {
  Buffer *names = &writer->names, *value = &writer->value;
  ssize_t n = llistxattr(path, NULL, 0);
  if (n <= 0)
    return;
  names->n = 0;
  for (ssize_t i = 0; i < n; i++)
    put_u8(names, 0);
  n = llistxattr(path, names->data, names->n);
  for (ssize_t at = 0; at < n; at += (ssize_t)strlen(names->data + at) + 1) {
    const char *name = names->data + at;
    ssize_t size = lgetxattr(path, name, NULL, 0);
    if (size < 0 || !strcmp(name, "security.selinux") || strchr(name, '='))
      continue;
    value->n = 0;
    for (ssize_t i = 0; i <= size; i++)
      put_u8(value, 0);
    size = lgetxattr(path, name, value->data, (size_t)size);
    Buffer key = {0};
    put_format(&key, "SCHILY.xattr.%s", name);
    if (size >= 0)
      put_record(&writer->pax, key.data, value->data, (size_t)size);
    buffer_free(&key);
  }
}

static _Noreturn void give_up(const LabelList *list, const WalkFile *file) {
  fatal("cannot read %s%s:", list->root, file->path);
}

static void put_content(TarWriter *writer, const WalkFile *file,
                        const char *path) {
  char chunk[1 << 16];
  uint64_t left = (uint64_t)file->size;
  struct stat status;
  int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0 || fstat(fd, &status) < 0)
    give_up(writer->list, file);
  if (status.st_ino != file->inode || status.st_dev != file->device ||
      status.st_size != file->size)
    fatal("%s changed while it was read", path);
  while (left) {
    ssize_t n = read(fd, chunk, left < sizeof chunk ? left : sizeof chunk);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      give_up(writer->list, file);
    if (n == 0)
      fatal("%s changed while it was read", path);
    put(writer, chunk, (size_t)n);
    left -= (uint64_t)n;
  }
  close(fd);
  pad(writer, BLOCK);
}

/* What the kind of file is called; 0: tar has no such kind. */
static char kind_letter(const LabelledFile *file) {
  switch (file->file->mode & S_IFMT) {
  case S_IFREG: return file->link ? '1' : '0';
  case S_IFLNK: return file->link ? '1' : '2';
  case S_IFCHR: return file->link ? '1' : '3';
  case S_IFBLK: return file->link ? '1' : '4';
  case S_IFDIR: return '5';
  case S_IFIFO: return file->link ? '1' : '6';
  default: return 0;
  }
}

static void set_owner(TarWriter *writer, TarHeader *header,
                      const WalkFile *file) {
  const LabelList *list = writer->list;
  uid_t uid = list->has_owner ? list->uid : file->uid;
  gid_t gid = list->has_owner ? list->gid : file->gid;
  if (!set_number(header->uid, sizeof header->uid, uid))
    put_number_record(&writer->pax, "uid", uid);
  if (!set_number(header->gid, sizeof header->gid, gid))
    put_number_record(&writer->pax, "gid", gid);
}

/* The numbers of tar cannot be below 0; so is no file's time that matters. */
static void set_time(TarWriter *writer, TarHeader *header,
                     const WalkFile *file) {
  const LabelList *list = writer->list;
  int64_t time = file->modified < 0 ? 0 : file->modified;
  if (list->has_time && time > list->time)
    time = list->time;
  if (!set_number(header->mtime, sizeof header->mtime, (uint64_t)time))
    put_number_record(&writer->pax, "mtime", (uint64_t)time);
}

static void set_link(TarWriter *writer, TarHeader *header,
                     const LabelledFile *file, const char *path) {
  char target[4096 + 1];
  if (header->kind == '1') {
    snprintf(target, sizeof target, ".%s", file->link->path);
  } else {
    ssize_t n = readlink(path, target, sizeof target - 1);
    if (n < 0)
      give_up(writer->list, file->file);
    else
      target[n] = '\0';
  }
  if (!set_text(header->link, sizeof header->link, target))
    put_text_record(&writer->pax, "linkpath", target);
}

static void put_file(TarWriter *writer, const LabelledFile *file) {
  const WalkFile *walked = file->file;
  Session *session = writer->list->session;
  const char *path = arena_printf(&session->arena, "%s%s", writer->list->root,
                                  walked->path);
  TarHeader header = {.kind = kind_letter(file)};
  bool is_folder = header.kind == '5', has_content = header.kind == '0';
  const char *name = arena_printf(&session->arena, ".%s%s", walked->path,
                                  is_folder && walked->path[1] ? "/" : "");
  writer->pax.n = 0;
  if (!set_text(header.name, sizeof header.name, name))
    put_text_record(&writer->pax, "path", name);
  set_number(header.mode, sizeof header.mode, walked->mode & 07777);
  set_owner(writer, &header, walked);
  set_time(writer, &header, walked);
  uint64_t size = has_content ? (uint64_t)walked->size : 0;
  if (!set_number(header.size, sizeof header.size, size))
    put_number_record(&writer->pax, "size", size);
  if (header.kind == '1' || header.kind == '2')
    set_link(writer, &header, file, path);
  if (header.kind == '3' || header.kind == '4') {
    set_number(header.major, sizeof header.major, major(walked->special));
    set_number(header.minor, sizeof header.minor, minor(walked->special));
  }
  if (file->label)
    put_record(&writer->pax, "SCHILY.xattr.security.selinux", file->label,
               strlen(file->label) + 1);
  put_attributes(writer, path);
  if (writer->pax.n)
    put_extended(writer);
  put_header(writer, &header);
  if (has_content)
    put_content(writer, walked, path);
}

void label_write_tar(const LabelList *list, Stream *out) {
  static const char end[2 * BLOCK];
  TarWriter writer = {.list = list, .out = out};
  for (size_t i = 0; i < list->files.n; i++)
    if (kind_letter(&list->files.v[i]))
      put_file(&writer, &list->files.v[i]);
    else
      diag_warning(&list->session->diags, WARN_LEFT_OUT_FILE, no_place,
                   "a tar archive cannot hold the socket '%s': left out",
                   list->files.v[i].file->path);
  put(&writer, end, sizeof end);
  pad(&writer, RECORD);
  buffer_free(&writer.pax);
  buffer_free(&writer.names);
  buffer_free(&writer.value);
}
