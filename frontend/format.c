/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* format: printf on macro arguments (GNU m4 1.4.19: info m4, "Format"). */
#include <stdlib.h>
#include <string.h>

#include "frontend/engine.h"

/* Widths and precisions beyond this are a mistake. */
enum { FIELD_MAX = 1 << 16 };

typedef struct Format {
  Macros *macros;
  const Call *call;
  uint32_t next; /* argument */
  Buffer text;
} Format;

static void complain(Format *f, const char *what, const char *text) {
  engine_error(f->macros, f->call, "format: %s: '%s'", what, text);
}

static long next_long(Format *f) {
  size_t n;
  const char *text = call_text(f->macros, f->call, f->next++, &n);
  char *end;
  long value = strtol(text, &end, 10);
  if (*end)
    complain(f, "not a number", text);
  return value;
}

static double next_double(Format *f) {
  size_t n;
  const char *text = call_text(f->macros, f->call, f->next++, &n);
  char *end;
  double value = strtod(text, &end);
  if (*end)
    complain(f, "not a number", text);
  return value;
}

/* A width or precision: digits, or `*` for the next argument. */
static long read_field(Format *f, const char **at) {
  long value = 0;
  if (**at == '*') {
    ++*at;
    value = next_long(f);
  } else {
    while (**at >= '0' && **at <= '9' && value <= FIELD_MAX)
      value = value * 10 + (*(*at)++ - '0');
  }
  if (value > FIELD_MAX || value < -FIELD_MAX) {
    complain(f, "the field is too wide", *at);
    value = 0;
  }
  return value;
}

/* A printf directive put together from its checked parts. */
static void make_directive(char *to, size_t size, const char *flags,
                           const char *length, char conversion) {
  snprintf(to, size, "%%%s*.*%s%c", flags, length, conversion);
}

#define PUT_VALUE(f, directive, width, precision, value)                       \
  do {                                                                         \
    _Pragma("GCC diagnostic push")                                             \
    _Pragma("GCC diagnostic ignored \"-Wformat-nonliteral\"")                  \
    put_format(&(f)->text, directive, (int)(width), (int)(precision), value);  \
    _Pragma("GCC diagnostic pop")                                              \
  } while (0)

/* A text is padded here, as it may hold NUL bytes and be long. */
static void put_text(Format *f, bool left, long width, long precision) {
  size_t n;
  const char *text = call_text(f->macros, f->call, f->next++, &n);
  size_t used = precision >= 0 && (size_t)precision < n ? (size_t)precision : n;
  size_t pad = width > (long)used ? (size_t)width - used : 0;
  for (size_t i = 0; !left && i < pad; i++)
    put_u8(&f->text, ' ');
  put_bytes(&f->text, text, used);
  for (size_t i = 0; left && i < pad; i++)
    put_u8(&f->text, ' ');
}

static long cut_to(long value, const char *length, bool is_signed) {
  if (!strcmp(length, "hh"))
    return is_signed ? (signed char)value : (unsigned char)value;
  if (!strcmp(length, "h"))
    return is_signed ? (short)value : (unsigned short)value;
  if (!strcmp(length, "l"))
    return value;
  return is_signed ? (int)value : (long)(unsigned)value;
}

static void put_conversion(Format *f, const char *flags, long width,
                           long precision, const char *length, char kind) {
  char directive[24];
  bool left = strchr(flags, '-') || width < 0;
  if (kind == 's') {
    put_text(f, left, labs(width), precision);
  } else if (kind == 'c') {
    int byte = (int)next_long(f);
    make_directive(directive, sizeof directive, left ? "-" : "", "", 'c');
    if (byte) /* m4 gives no NUL */
      PUT_VALUE(f, directive, width, precision, byte);
  } else if (strchr("diouxX", kind)) {
    make_directive(directive, sizeof directive, flags, "l", kind);
    bool is_signed = kind == 'd' || kind == 'i';
    PUT_VALUE(f, directive, width, precision,
              cut_to(next_long(f), length, is_signed));
  } else {
    make_directive(directive, sizeof directive, flags, "", kind);
    PUT_VALUE(f, directive, width, precision, next_double(f));
  }
}

/* The flags of a directive, each once. */
static void read_flags(const char **at, char flags[8]) {
  size_t n = 0;
  for (; **at && strchr("'+ 0#-", **at); ++*at)
    if (!memchr(flags, **at, n))
      flags[n++] = **at;
  flags[n] = '\0';
}

/* One directive; `at` is behind its `%`.  Gives what is behind it. */
static const char *put_directive(Format *f, const char *at) {
  static const char *const lengths[] = {"hh", "h", "l"};
  const char *length = "", *start = at;
  char flags[8];
  read_flags(&at, flags);
  long width = read_field(f, &at), precision = -1;
  if (*at == '.') {
    at++;
    precision = read_field(f, &at);
  }
  for (int i = 0; i < 3 && !*length; i++) {
    if (!strncmp(at, lengths[i], strlen(lengths[i]))) {
      length = lengths[i];
      at += strlen(length);
    }
  }
  if (!*at || !strchr("cdiouxXsfFeEgGaA", *at) ||
      (*at == 'c' && precision >= 0)) {
    complain(f, "unknown directive", start);
    return at + (*at != '\0');
  }
  put_conversion(f, flags, width, precision, length, *at);
  return at + 1;
}

void builtin_format(Macros *m, const Call *call) {
  size_t n;
  const char *at = call_text(m, call, 1, &n);
  Format f = {.macros = m, .call = call, .next = 2};
  while (*at) {
    if (at[0] != '%') {
      put_u8(&f.text, (uint8_t)*at++);
    } else if (at[1] == '%') {
      put_u8(&f.text, '%');
      at += 2;
    } else {
      at = put_directive(&f, at + 1);
    }
  }
  engine_push_text(m, call, f.text.data, f.text.n);
  buffer_free(&f.text);
}
