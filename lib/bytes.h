/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Byte strings: a buffer that grows, for writers, and a cursor over given
 * bytes, for readers.  Numbers are little-endian, as in all SELinux formats.
 * Putting cannot fail.  A get beyond the end gives 0 and marks the reader
 * failed, once and for all: a reader tests `failed` where it matters. */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

#include <endian.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Owns heap memory until buffer_free. An empty one needs no call. */
typedef struct Buffer {
  char *data;
  size_t n, capacity;
} Buffer;

/* Makes room for n more bytes. */
void buffer_grow(Buffer *buffer, size_t n);
/* Appends n bytes for the caller to fill.  Here, as are the puts of numbers,
 * because the writers put most of a hundred megabytes by four bytes. */
static inline char *buffer_room(Buffer *buffer, size_t n) {
  if (n > buffer->capacity - buffer->n)
    buffer_grow(buffer, n);
  buffer->n += n;
  return buffer->data + buffer->n - n;
}
/* The numbers at `bytes`, to be read and to be written. */
static inline uint32_t load_u32(const char *bytes) {
  uint32_t value;
  memcpy(&value, bytes, sizeof value);
  return le32toh(value);
}
static inline uint64_t load_u64(const char *bytes) {
  uint64_t value;
  memcpy(&value, bytes, sizeof value);
  return le64toh(value);
}
static inline void store_u32(char *bytes, uint32_t value) {
  value = htole32(value);
  memcpy(bytes, &value, sizeof value);
}
static inline void store_u64(char *bytes, uint64_t value) {
  value = htole64(value);
  memcpy(bytes, &value, sizeof value);
}
static inline void put_u8(Buffer *buffer, uint8_t value) {
  *buffer_room(buffer, 1) = (char)value;
}
static inline void put_u16(Buffer *buffer, uint16_t value) {
  value = htole16(value);
  memcpy(buffer_room(buffer, sizeof value), &value, sizeof value);
}
static inline void put_u32(Buffer *buffer, uint32_t value) {
  store_u32(buffer_room(buffer, 4), value);
}
static inline void put_u64(Buffer *buffer, uint64_t value) {
  store_u64(buffer_room(buffer, 8), value);
}
void put_bytes(Buffer *buffer, const void *bytes, size_t n);
/* Writes over a number put before, at its offset. */
void patch_u32(Buffer *buffer, size_t offset, uint32_t value);
void put_string(Buffer *buffer, const char *text); /* without its NUL */
void put_format(Buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void buffer_free(Buffer *buffer);

typedef struct Reader {
  const unsigned char *data;
  size_t n, at;
  bool failed;
} Reader;

static inline size_t reader_left(const Reader *reader) {
  return reader->n - reader->at;
}
/* The next n bytes in place, or NULL (and failed) when fewer are left. */
static inline const char *get_bytes(Reader *reader, size_t n) {
  if (reader->failed || n > reader_left(reader)) {
    reader->failed = true;
    return NULL;
  }
  reader->at += n;
  return (const char *)reader->data + reader->at - n;
}
uint16_t get_u16(Reader *reader);
static inline uint32_t get_u32(Reader *reader) {
  const char *bytes = get_bytes(reader, 4);
  return bytes ? load_u32(bytes) : 0;
}
static inline uint64_t get_u64(Reader *reader) {
  const char *bytes = get_bytes(reader, 8);
  return bytes ? load_u64(bytes) : 0;
}
static inline uint8_t get_u8(Reader *reader) {
  if (reader->failed || !reader_left(reader)) {
    reader->failed = true;
    return 0;
  }
  return reader->data[reader->at++];
}

#endif
