/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SARIF 2.1.0 (OASIS, Static Analysis Results Interchange Format), as GitHub's
 * code scanning takes it: one log with one run, written at the end.
 *
 * A result's fingerprint is made of its rule, its message, its file and the
 * text of its line and of the calls that led there, without any line number;
 * so it stays the same when lines are put in above.  Results that are alike
 * are told apart by a number, as in `3f2a…:2`. */
#include <ctype.h>
#include <string.h>

#include "lib/bytes.h"
#include "lib/diag_json.h"
#include "lib/map.h"

typedef struct Log {
  json_t *results;
  Map seen; /* how often a fingerprint was made */
} Log;

/* The document that holds one object: `{ "text": … }`. */
static json_t *message_of(const char *text) {
  return json_pack("{s:o}", "text", json_text(text, strlen(text)));
}

/* A path as a URI: relative ones as they are, under the root of the sources
 * (RFC 3986). */
static json_t *artifact_of(const char *path) {
  Buffer uri = {0};
  bool is_absolute = path[0] == '/';
  put_string(&uri, is_absolute ? "file://" : "");
  while (!strncmp(path, "./", 2))
    path += 2;
  for (; *path; path++)
    put_format(&uri, isalnum((unsigned char)*path) || strchr("-._~/", *path)
                         ? "%c"
                         : "%%%02X",
               (unsigned char)*path);
  put_u8(&uri, '\0');
  json_t *artifact = json_pack("{s:s}", "uri", uri.data);
  if (!is_absolute)
    json_object_set_new(artifact, "uriBaseId", json_string("SRCROOT"));
  buffer_free(&uri);
  return artifact;
}

/* How many characters of UTF-8 begin in some bytes. */
static json_int_t count_characters(const char *text, size_t n) {
  json_int_t count = 0;
  for (size_t i = 0; i < n; i++)
    count += ((unsigned char)text[i] & 0xc0) != 0x80;
  return count;
}

static json_t *region_of(Diags *diags, Position at, size_t width) {
  size_t n;
  if (at.is_made)
    return json_pack("{s:I}", "startLine", (json_int_t)at.line);
  const char *line =
      source_line(diags->sources, at.source, at.text_line, &n);
  json_int_t column = count_characters(line, at.column - 1) + 1;
  size_t shown = at.column - 1 + width < n ? width : n - (at.column - 1);
  json_int_t length = count_characters(line + at.column - 1, shown);
  return json_pack("{s:I s:I s:I}", "startLine", (json_int_t)at.line,
                   "startColumn", column, "endColumn", column + length);
}

/* A code scanner wants a place for everything: where there is none, the first
 * source stands for the whole. */
static json_t *physical_location(Diags *diags, Place place, size_t length) {
  Position at = source_position(diags->sources, place.loc);
  if (!at.source && diags->sources->files.n)
    at = source_position(diags->sources, diags->sources->files.v[0].base);
  if (!at.source)
    return NULL;
  size_t width = place.loc ? diag_width(diags, place, length) : 0;
  json_t *region = region_of(diags, at, width);
  return json_pack("{s:o s:o}", "artifactLocation", artifact_of(at.path),
                   "region", region);
}

static json_t *location(Diags *diags, Place place, size_t length,
                        const char *message) {
  json_t *out = json_object();
  json_t *physical = physical_location(diags, place, length);
  if (physical)
    json_object_set_new(out, "physicalLocation", physical);
  if (message)
    json_object_set_new(out, "message", message_of(message));
  return out;
}

/* The calls that led to a place, the outermost first, then the place. */
static json_t *code_flow(Diags *diags, Place place, size_t length,
                         const char *message) {
  json_t *steps = json_array();
  Origin origin = place.origin;
  for (int i = 0; origin && i < DIAG_CHAIN_SHOWN; i++) {
    MacroCall call = origin_call(diags->sources, origin);
    if (call.loc) {
      char *text = arena_printf(&diags->arena, "calls %s",
                                diag_call_text(diags, call.loc));
      json_t *step = location(diags, (Place){call.loc, 0}, 0, text);
      json_array_insert_new(steps, 0, json_pack("{s:o}", "location", step));
    }
    origin = call.parent;
  }
  json_t *last = location(diags, place, length, message);
  json_array_append_new(steps, json_pack("{s:o}", "location", last));
  return json_pack("{s:[{s:o}]}", "threadFlows", "locations", steps);
}

/* Of the place and of those of notes, as far as macros made them. */
static json_t *code_flows(Diags *diags, const Diag *diag) {
  json_t *list = json_array();
  if (diag->place.origin)
    json_array_append_new(list, code_flow(diags, diag->place, diag->length,
                                          diag->message));
  for (size_t i = 0; i < diag->notes.n; i++)
    if (diag->notes.v[i].place.origin)
      json_array_append_new(list, code_flow(diags, diag->notes.v[i].place, 0,
                                            diag->notes.v[i].message));
  return list;
}

/* What is said, with the notes that have no place: a related location must
 * have one. */
static json_t *full_message(Diags *diags, const Diag *diag) {
  Buffer text = {0};
  put_string(&text, diag->message);
  for (size_t i = 0; i < diag->notes.n; i++)
    if (!diag->notes.v[i].place.loc)
      put_format(&text, "\n%s", diag->notes.v[i].message);
  json_t *message = message_of(arena_printf(&diags->arena, "%.*s",
                                            (int)text.n, text.data));
  buffer_free(&text);
  return message;
}

static json_t *related_locations(Diags *diags, const Diag *diag) {
  json_t *list = json_array();
  for (size_t i = 0; i < diag->notes.n; i++) {
    const DiagNote *note = &diag->notes.v[i];
    if (!note->place.loc)
      continue;
    json_t *entry = location(diags, note->place, 0, note->message);
    json_object_set_new(entry, "id", json_integer((json_int_t)i + 1));
    json_array_append_new(list, entry);
  }
  return list;
}

static json_t *fixes_of(Diags *diags, const Diag *diag) {
  json_t *list = json_array();
  for (size_t i = 0; i < diag->fixes.n; i++) {
    const DiagFix *fix = &diag->fixes.v[i];
    Position at = source_position(diags->sources, fix->place.loc);
    json_t *replacement = json_pack(
        "{s:o s:{s:o}}", "deletedRegion", region_of(diags, at, fix->length),
        "insertedContent", "text",
        json_text(fix->replacement, strlen(fix->replacement)));
    json_t *change = json_pack("{s:o s:[o]}", "artifactLocation",
                               artifact_of(at.path), "replacements",
                               replacement);
    json_array_append_new(list, json_pack("{s:[o]}", "artifactChanges",
                                          change));
  }
  return list;
}

/* Fowler, Noll and Vo's hash (FNV-1a), continued. */
static uint64_t hash_bytes(uint64_t hash, const char *text, size_t n) {
  for (size_t i = 0; i < n; i++)
    hash = (hash ^ (unsigned char)text[i]) * 0x100000001b3u;
  return (hash ^ 0xff) * 0x100000001b3u; /* ends the text */
}

/* A line without the blanks around it. */
static uint64_t hash_line(Diags *diags, uint64_t hash, Loc loc) {
  Position at = source_position(diags->sources, loc);
  if (!at.source)
    return hash;
  size_t n;
  const char *line =
      source_line(diags->sources, at.source, at.text_line, &n);
  while (n && isspace((unsigned char)line[n - 1]))
    n--;
  while (n && isspace((unsigned char)*line))
    line++, n--;
  hash = hash_bytes(hash, at.path, strlen(at.path));
  return hash_bytes(hash, line, n);
}

static json_t *fingerprint(Diags *diags, Log *log, const Diag *diag) {
  const char *rule = diag_rules[diag->rule].name;
  uint64_t hash = hash_bytes(0xcbf29ce484222325u, rule, strlen(rule));
  hash = hash_bytes(hash, diag->message, strlen(diag->message));
  hash = hash_line(diags, hash, diag->place.loc);
  Origin origin = diag->place.origin;
  for (int i = 0; origin && i < DIAG_CHAIN_SHOWN; i++) {
    hash = hash_line(diags, hash, origin_call(diags->sources, origin).loc);
    origin = origin_call(diags->sources, origin).parent;
  }
  uint32_t *count = map_put(&log->seen, hash >> 1, NULL);
  ++*count;
  return json_sprintf("%016llx:%u", (unsigned long long)(hash >> 1), *count);
}

static Log *log_of(Diags *diags) {
  if (!diags->document) {
    Log *log = mem_resize(NULL, sizeof *log);
    *log = (Log){.results = json_array()};
    diags->document = log;
  }
  return diags->document;
}

static void set_unless_empty(json_t *object, const char *key, json_t *list) {
  if (json_array_size(list))
    json_object_set(object, key, list);
  json_decref(list);
}

static void print(Diags *diags, const Diag *diag) {
  Log *log = log_of(diags);
  json_t *place = location(diags, diag->place, diag->length, NULL);
  json_t *result = json_pack(
      "{s:s s:i s:s s:o s:[o] s:{s:o}}", "ruleId",
      diag_rules[diag->rule].name, "ruleIndex", (int)diag->rule, "level",
      diag->severity == SEVERITY_ERROR ? "error" : "warning", "message",
      full_message(diags, diag), "locations", place, "partialFingerprints",
      "primaryLocationLineHash", fingerprint(diags, log, diag));
  set_unless_empty(result, "relatedLocations",
                   related_locations(diags, diag));
  set_unless_empty(result, "fixes", fixes_of(diags, diag));
  set_unless_empty(result, "codeFlows", code_flows(diags, diag));
  json_array_append_new(log->results, result);
}

static json_t *rule_of(const Diags *diags, unsigned i) {
  const DiagRule *rule = &diag_rules[i];
  bool is_error = !rule->is_warning || diags->as_error[i - ERROR_COUNT];
  json_t *help = json_sprintf("%s: %s.\n%s", rule->name, rule->help,
                              rule->cure);
  json_t *markdown = json_sprintf("**%s**: %s.\n\n%s", rule->name, rule->help,
                                  rule->cure);
  return json_pack(
      "{s:s s:s s:{s:s} s:{s:o} s:{s:o s:o} s:{s:s s:b} s:{s:s s:[ss]}}",
      "id", rule->name, "name", rule->name, "shortDescription", "text",
      rule->help, "fullDescription", "text",
      json_sprintf("%s. %s", rule->help, rule->cure), "help", "text", help,
      "markdown", markdown, "defaultConfiguration", "level",
      is_error ? "error" : "warning", "enabled", (int)rule->is_on,
      "properties", "precision", "high", "tags", "selinux",
      rule->is_warning ? "maintainability" : "correctness");
}

static void end(Diags *diags) {
  Log *log = log_of(diags);
  json_t *rules = json_array();
  for (unsigned i = 0; i < DIAG_RULE_COUNT; i++)
    json_array_append_new(rules, rule_of(diags, i));
  json_t *document = json_pack(
      "{s:s s:s s:[{s:{s:{s:s s:o}} s:s s:[{s:b}] s:o}]}", "$schema",
      "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0",
      "runs", "tool", "driver", "name", "tecc", "rules", rules, "columnKind",
      "unicodeCodePoints", "invocations", "executionSuccessful",
      (int)(diags->n_errors == 0), "results", log->results);
  json_write(diags, document, JSON_INDENT(1));
  json_decref(document);
  map_free(&log->seen);
  mem_free(log);
  diags->document = NULL;
}

const DiagPrinter diag_sarif_printer = {"sarif", print, end};
