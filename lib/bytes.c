/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/bytes.h"

#include <stdio.h>
#include <string.h>

#include "lib/array.h"
#include "lib/fatal.h"

static char *room(Buffer *buffer, size_t n) {
  if (n > buffer->capacity - buffer->n) {
    buffer->capacity = array_capacity(buffer->capacity, buffer->n + n, 1);
    buffer->data = mem_resize(buffer->data, buffer->capacity);
  }
  char *at = buffer->data + buffer->n;
  buffer->n += n;
  return at;
}

void put_bytes(Buffer *buffer, const void *bytes, size_t n) {
  if (n)
    memcpy(room(buffer, n), bytes, n);
}

static void encode(char *at, uint64_t value, size_t n) {
  for (size_t i = 0; i < n; i++)
    at[i] = (char)(value >> 8 * i);
}

void put_u8(Buffer *buffer, uint8_t value) {
  encode(room(buffer, 1), value, 1);
}

void put_u16(Buffer *buffer, uint16_t value) {
  encode(room(buffer, 2), value, 2);
}

void put_u32(Buffer *buffer, uint32_t value) {
  encode(room(buffer, 4), value, 4);
}

void put_u64(Buffer *buffer, uint64_t value) {
  encode(room(buffer, 8), value, 8);
}

void patch_u32(Buffer *buffer, size_t offset, uint32_t value) {
  encode(buffer->data + offset, value, 4);
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
  vsnprintf(room(buffer, (size_t)length + 1), (size_t)length + 1, format,
            args);
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
