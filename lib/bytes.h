/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Byte strings: a buffer that grows, for writers, and a cursor over given
 * bytes, for readers.  Numbers are little-endian, as in all SELinux formats.
 * Putting cannot fail.  A get beyond the end gives 0 and marks the reader
 * failed, once and for all: a reader tests `failed` where it matters. */
#ifndef LIB_BYTES_H
#define LIB_BYTES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
static inline void bytes_encode(char *at, uint64_t value, size_t n) {
  for (size_t i = 0; i < n; i++)
    at[i] = (char)(value >> 8 * i);
}
static inline void put_u8(Buffer *buffer, uint8_t value) {
  bytes_encode(buffer_room(buffer, 1), value, 1);
}
static inline void put_u16(Buffer *buffer, uint16_t value) {
  bytes_encode(buffer_room(buffer, 2), value, 2);
}
static inline void put_u32(Buffer *buffer, uint32_t value) {
  bytes_encode(buffer_room(buffer, 4), value, 4);
}
static inline void put_u64(Buffer *buffer, uint64_t value) {
  bytes_encode(buffer_room(buffer, 8), value, 8);
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

uint16_t get_u16(Reader *reader);
uint32_t get_u32(Reader *reader);
uint64_t get_u64(Reader *reader);
/* The next n bytes in place, or NULL (and failed) when fewer are left. */
const char *get_bytes(Reader *reader, size_t n);
static inline size_t reader_left(const Reader *reader) {
  return reader->n - reader->at;
}
static inline uint8_t get_u8(Reader *reader) {
  if (reader->failed || !reader_left(reader)) {
    reader->failed = true;
    return 0;
  }
  return reader->data[reader->at++];
}

#endif
