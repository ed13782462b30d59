/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/bytes.h"

#include <stdio.h>

#include "lib/array.h"
#include "lib/fatal.h"

void buffer_grow(Buffer *buffer, size_t n) {
  buffer->capacity =
      array_capacity(buffer->capacity, buffer->n + n, 1, SIZE_MAX);
  buffer->data = mem_resize(buffer->data, buffer->capacity);
}

void put_bytes(Buffer *buffer, const void *bytes, size_t n) {
  if (n)
    memcpy(buffer_room(buffer, n), bytes, n);
}

void patch_u32(Buffer *buffer, size_t offset, uint32_t value) {
  store_u32(buffer->data + offset, value);
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

uint16_t get_u16(Reader *reader) {
  const char *bytes = get_bytes(reader, 2);
  uint16_t value = 0;
  if (bytes)
    memcpy(&value, bytes, sizeof value);
  return le16toh(value);
}
