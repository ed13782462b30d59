/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/bytes.h"

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

static uint64_t decode(Reader *reader, size_t n) {
  const char *bytes = get_bytes(reader, n);
  uint64_t value = 0;
  for (size_t i = n; bytes && i-- > 0;)
    value = value << 8 | (unsigned char)bytes[i];
  return value;
}

uint8_t get_u8(Reader *reader) {
  return (uint8_t)decode(reader, 1);
}

uint16_t get_u16(Reader *reader) {
  return (uint16_t)decode(reader, 2);
}

uint32_t get_u32(Reader *reader) {
  return (uint32_t)decode(reader, 4);
}

uint64_t get_u64(Reader *reader) {
  return decode(reader, 8);
}
