/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "lib/terminal.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* How many bytes the UTF-8 character at `text` takes, 0 if there is none;
 * *code is set to it.  Longer forms than needed are none (RFC 3629, 3). */
static size_t decode(const unsigned char *text, size_t n, uint32_t *code) {
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  size_t length = *text < 0x80   ? 1
                  : *text < 0xc0 ? 0
                  : *text < 0xe0 ? 2
                  : *text < 0xf0 ? 3
                  : *text < 0xf8 ? 4
                                 : 0;
  if (!length || length > n)
    return 0;
  *code = length == 1 ? *text : *text & (0x7fu >> length);
  for (size_t i = 1; i < length; i++) {
    if ((text[i] & 0xc0) != 0x80)
      return 0;
    *code = *code << 6 | (text[i] & 0x3f);
  }
  bool is_surrogate = *code >= 0xd800 && *code < 0xe000;
  return *code < least[length] || *code > 0x10ffff || is_surrogate ? 0
                                                                   : length;
}

/* The marks of direction can make a line read other than it is (Unicode
 * Technical Report 36, 3.1). */
static bool is_control(uint32_t code) {
  return code < ' ' || (code >= 0x7f && code < 0xa0) || code == 0x200e ||
         code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069);
}

void terminal_put(FILE *stream, const char *text, size_t length) {
  const unsigned char *at = (const unsigned char *)text;
  size_t plain = 0; /* what begins here and may go out as it is */
  size_t end = length < TERMINAL_TEXT_MAX ? length : TERMINAL_TEXT_MAX;
  for (size_t i = 0, next; i < end; i = next) {
    uint32_t code = 0;
    size_t n = decode(at + i, length - i, &code);
    next = i + (n ? n : 1);
    if (n && !is_control(code))
      continue;
    fwrite(text + plain, 1, i - plain, stream);
    plain = next;
    if (n && code == '\t')
      fputc(' ', stream);
    else
      for (size_t k = i; k < next; k++)
        fprintf(stream, "\\x%02x", at[k]);
  }
  if (plain < end)
    fwrite(text + plain, 1, end - plain, stream);
  if (end < length)
    fputs(" …", stream);
}

void terminal_put_string(FILE *stream, const char *text) {
  terminal_put(stream, text, strlen(text));
}
