/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/bytes.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "lib/array.h"
#include "lib/fatal.h"

void buffer_grow(Buffer *buffer, size_t n) {
  buffer->capacity = array_capacity(buffer->capacity, buffer->n + n, 1);
  buffer->data = mem_resize(buffer->data, buffer->capacity);
}

void put_bytes(Buffer *buffer, const void *bytes, size_t n) {
  if (n)
    memcpy(buffer_room(buffer, n), bytes, n);
}

void patch_u32(Buffer *buffer, size_t offset, uint32_t value) {
  bytes_encode(buffer->data + offset, value, 4);
}

void put_string(Buffer *buffer, const char *text) {
  put_bytes(buffer, text, strlen(text));
}

void put_format(Buffer *buffer, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int length = vsnprintf(NULL, 0, format, args);
  va_end(args);
  if (length < 0)
    fatal("cannot format text");
  va_start(args, format);
  vsnprintf(buffer_room(buffer, (size_t)length + 1), (size_t)length + 1,
            format, args);
  va_end(args);
  buffer->n--; /* the NUL */
}

void buffer_free(Buffer *buffer) {
  mem_free(buffer->data);
  *buffer = (Buffer){0};
}

const char *get_bytes(Reader *reader, size_t n) {
  if (reader->failed || n > reader_left(reader)) {
    reader->failed = true;
    return NULL;
  }
  reader->at += n;
  return (const char *)reader->data + reader->at - n;
}

/* Sets the bytes of `value`; leaves it as it is where too few are left. */
static void decode(Reader *reader, void *value, size_t n) {
  const char *bytes = get_bytes(reader, n);
  if (bytes)
    memcpy(value, bytes, n);
}

uint16_t get_u16(Reader *reader) {
  uint16_t value = 0;
  decode(reader, &value, sizeof value);
  return le16toh(value);
}

uint32_t get_u32(Reader *reader) {
  uint32_t value = 0;
  decode(reader, &value, sizeof value);
  return le32toh(value);
}

uint64_t get_u64(Reader *reader) {
  uint64_t value = 0;
  decode(reader, &value, sizeof value);
  return le64toh(value);
}
