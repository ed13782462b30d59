/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One JSON object for each diagnostic, on a line of its own; man/tecc.1 says
 * what is in it. */
#include "lib/diag_json.h"

#include <string.h>

#include "lib/bytes.h"
#include "lib/fatal.h"

/* The bytes of the UTF-8 character at `text`, or 0 if it is none (Unicode
 * 3.9, table 3-7). */
static size_t character_length(const unsigned char *text, size_t rest) {
  unsigned char c = text[0];
  size_t n = c < 0x80                ? 1
             : c >= 0xc2 && c < 0xe0 ? 2
             : c >= 0xe0 && c < 0xf0 ? 3
             : c >= 0xf0 && c < 0xf5 ? 4
                                     : 0;
  if (!n || n > rest)
    return 0;
  for (size_t i = 1; i < n; i++)
    if ((text[i] & 0xc0) != 0x80)
      return 0;
  if ((c == 0xe0 && text[1] < 0xa0) || (c == 0xed && text[1] > 0x9f) ||
      (c == 0xf0 && text[1] < 0x90) || (c == 0xf4 && text[1] > 0x8f))
    return 0;
  return n;
}

json_t *json_text(const char *text, size_t length) {
  Buffer good = {0};
  for (size_t i = 0; i < length;) {
    size_t n = character_length((const unsigned char *)text + i, length - i);
    if (n)
      put_bytes(&good, text + i, n);
    else
      put_string(&good, "\xef\xbf\xbd");
    i += n ? n : 1;
  }
  json_t *value = json_stringn_nocheck(good.data ? good.data : "", good.n);
  buffer_free(&good);
  return value;
}

void json_write(Diags *diags, const json_t *value, size_t flags) {
  if (json_dumpf(value, diags->stream, flags))
    fatal("the diagnostics cannot be written as JSON");
  fputc('\n', diags->stream);
}

void json_set_text(json_t *object, const char *key, const char *text) {
  json_object_set_new(object, key, json_text(text, strlen(text)));
}

static void set_span(Diags *diags, json_t *object, Place place,
                     size_t width) {
  Position at = source_position(diags->sources, place.loc);
  if (!at.source)
    return;
  json_set_text(object, "file", at.path);
  json_object_set_new(object, "line", json_integer(at.line));
  if (at.is_made)
    return;
  json_object_set_new(object, "column", json_integer(at.column));
  json_object_set_new(object, "endColumn",
                      json_integer((json_int_t)(at.column + width)));
}

void json_set_place(Diags *diags, json_t *object, Place place, size_t length) {
  if (place.loc)
    set_span(diags, object, place, diag_width(diags, place, length));
}

void json_set_calls(Diags *diags, json_t *object, Origin origin) {
  json_t *calls = json_array();
  for (int i = 0; origin && i < DIAG_CHAIN_SHOWN; i++) {
    MacroCall call = origin_call(diags->sources, origin);
    if (call.loc) {
      json_t *entry = json_object();
      json_set_text(entry, "macro",
                    call_macro_name(diags->sources, diags->names, call));
      json_set_text(entry, "text", diag_call_text(diags, call.loc));
      json_set_place(diags, entry, (Place){call.loc, call.parent}, 0);
      json_array_append_new(calls, entry);
    }
    origin = call.parent;
  }
  json_object_set_new(object, "calls", calls);
}

static json_t *notes_of(Diags *diags, const Diag *diag) {
  json_t *notes = json_array();
  for (size_t i = 0; i < diag->notes.n; i++) {
    json_t *note = json_object();
    json_set_text(note, "message", diag->notes.v[i].message);
    json_set_place(diags, note, diag->notes.v[i].place, 0);
    json_set_calls(diags, note, diag->notes.v[i].place.origin);
    json_array_append_new(notes, note);
  }
  return notes;
}

static json_t *fixes_of(Diags *diags, const Diag *diag) {
  json_t *fixes = json_array();
  for (size_t i = 0; i < diag->fixes.n; i++) {
    json_t *fix = json_object();
    set_span(diags, fix, diag->fixes.v[i].place, diag->fixes.v[i].length);
    json_set_text(fix, "replacement", diag->fixes.v[i].replacement);
    json_array_append_new(fixes, fix);
  }
  return fixes;
}

static void print(Diags *diags, const Diag *diag) {
  json_t *object = json_object();
  json_set_text(object, "severity",
           diag->severity == SEVERITY_ERROR ? "error" : "warning");
  json_set_text(object, "name", diag_rules[diag->rule].name);
  json_set_text(object, "message", diag->message);
  json_set_place(diags, object, diag->place, diag->length);
  json_set_calls(diags, object, diag->place.origin);
  json_object_set_new(object, "notes", notes_of(diags, diag));
  json_object_set_new(object, "fixes", fixes_of(diags, diag));
  json_write(diags, object, JSON_COMPACT);
  json_decref(object);
}

const DiagPrinter diag_json_printer = {"json", print, NULL};
