/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/which_print.h"

#include <string.h>

#include "lib/diag_json.h"
#include "lib/fatal.h"

static const char *context_text(const WhichAnswer *answer,
                                const FileContext *entry) {
  return entry->context
             ? name_text(&answer->session->names, entry->context)
             : "<<none>>";
}

const char *which_label(const WhichAnswer *answer) {
  return answer->winner ? context_text(answer, answer->winner)
                        : "no file context";
}

bool which_kind_fits(const WhichAnswer *answer, const FileContext *entry) {
  char kind = answer->question->kind;
  return !kind || !entry->kind || entry->kind == kind;
}

/* What an entry that matches is to the path. */
static const char *role_word(const WhichAnswer *answer,
                             const FileContext *entry) {
  return entry == answer->winner            ? "wins"
         : which_kind_fits(answer, entry) ? "shadowed"
                                            : "other-kind";
}

static const char *kind_word(char kind) {
  switch (kind) {
  case '-': return "file";
  case 'd': return "dir";
  case 'l': return "link";
  case 'c': return "char";
  case 'b': return "block";
  case 'p': return "pipe";
  case 's': return "socket";
  default: return "any";
  }
}

/* Text */

static void put_entry(const WhichAnswer *answer, const FileContext *entry,
                      Buffer *out) {
  Sources *sources = &answer->session->sources;
  Position at = source_position(sources, entry->place.loc);
  char kind[] = {'-', entry->kind, ' ', '\0'};
  put_format(out, "  %-10s %s:%u: %s %s%s\n", role_word(answer, entry),
             at.path, at.line,
             name_text(&answer->session->names, entry->path),
             entry->kind ? kind : "", context_text(answer, entry));
}

void which_text(const WhichAnswer *answer, Buffer *out) {
  const WhichQuestion *question = answer->question;
  put_string(out, question->path);
  if (question->kind)
    put_format(out, " (%s)", kind_word(question->kind));
  put_format(out, ": %s\n", which_label(answer));
  if (strcmp(answer->key, question->path))
    put_format(out, "  looked up as %s\n", answer->key);
  for (size_t i = 0; i < answer->n_matches; i++)
    put_entry(answer, answer->matches[i], out);
}

/* JSON */

static json_t *entry_json(const WhichAnswer *answer,
                          const FileContext *entry) {
  Session *session = answer->session;
  json_t *object = json_object();
  json_set_text(object, "verdict", role_word(answer, entry));
  json_set_text(object, "pattern", name_text(&session->names, entry->path));
  json_set_text(object, "kind", kind_word(entry->kind));
  json_set_text(object, "context", context_text(answer, entry));
  json_set_place(&session->diags, object, entry->place, 0);
  json_set_calls(&session->diags, object, entry->place.origin);
  return object;
}

static int put_json(const char *bytes, size_t n, void *out) {
  put_bytes(out, bytes, n);
  return 0;
}

void which_json(const WhichAnswer *answer, Buffer *out) {
  json_t *object = json_object(), *matches = json_array();
  json_set_text(object, "path", answer->question->path);
  json_set_text(object, "kind", kind_word(answer->question->kind));
  if (strcmp(answer->key, answer->question->path))
    json_set_text(object, "lookedUpAs", answer->key);
  if (answer->winner && answer->winner->context)
    json_set_text(object, "context", context_text(answer, answer->winner));
  else
    json_object_set_new(object, "context", json_null());
  for (size_t i = 0; i < answer->n_matches; i++)
    json_array_append_new(matches, entry_json(answer, answer->matches[i]));
  json_object_set_new(object, "matches", matches);
  if (json_dump_callback(object, put_json, out, JSON_COMPACT))
    fatal("the answer cannot be written as JSON");
  put_string(out, "\n");
  json_decref(object);
}
