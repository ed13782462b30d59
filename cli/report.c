/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/report.h"

#include <stdlib.h>
#include <string.h>

#include "lib/diag_json.h"
#include "lib/digest.h"
#include "lib/fatal.h"
#include "lib/file.h"

static void set_number(json_t *object, const char *key, size_t number) {
  json_object_set_new(object, key, json_integer((json_int_t)number));
}

/* A path as it is below a folder. */
static const char *below(const char *path, const char *folder) {
  size_t length = folder ? strlen(folder) : 0;
  while (length && folder[length - 1] == '/')
    length--;
  if (!length || strncmp(path, folder, length) || path[length] != '/')
    return path;
  return path + length + strspn(path + length, "/");
}

static json_t *file_json(const char *path, const void *data, size_t length) {
  uint8_t digest[DIGEST_SIZE];
  char text[2 * DIGEST_SIZE + 1];
  json_t *object = json_object();
  digest_make(data, length, digest);
  for (size_t i = 0; i < sizeof digest; i++)
    snprintf(text + 2 * i, 3, "%02x", digest[i]);
  json_set_text(object, "path", path);
  json_set_text(object, "sha256", text);
  set_number(object, "bytes", length);
  return object;
}

void report_add_outputs(Report *report, const char *folder,
                        const Output *outputs, size_t n) {
  if (!report->path)
    return;
  if (!report->outputs)
    report->outputs = json_array();
  for (size_t i = 0; i < n; i++)
    json_array_append_new(report->outputs,
                          file_json(below(outputs[i].path, folder),
                                    outputs[i].data, outputs[i].length));
}

static int compare_files(const void *left, const void *right) {
  const Output *a = left, *b = right;
  return strcmp(a->path, b->path);
}

/* Each file once, however often it was read. */
static json_t *inputs_json(const Report *report, const Sources *sources) {
  Outputs files = {0};
  json_t *inputs = json_array();
  for (size_t i = 0; i < report->inputs.n; i++)
    ARRAY_PUSH(&files, report->inputs.v[i]);
  for (size_t i = 0; i < sources->files.n; i++) {
    const Source *source = source_of(sources, sources->files.v[i].base);
    if (source->is_file)
      ARRAY_PUSH(&files, (Output){below(source->path, report->folder),
                                  source->text, source->length});
  }
  if (files.n)
    qsort(files.v, files.n, sizeof *files.v, compare_files);
  for (size_t i = 0; i < files.n; i++) {
    const Output *file = &files.v[i];
    if (!i || strcmp(files.v[i - 1].path, file->path))
      json_array_append_new(inputs,
                            file_json(file->path, file->data, file->length));
  }
  ARRAY_FREE(&files);
  return inputs;
}

/* What build.conf and the command line set. */
static json_t *variables_json(const BuildConf *conf) {
  json_t *object = json_object();
  for (size_t i = 0; i < conf->variables.n; i++)
    json_set_text(object, conf->variables.v[i].name,
                  build_conf_get(conf, conf->variables.v[i].name));
  return object;
}

static json_t *options_json(const Report *report) {
  static const char *const unknown[] = {"deny", "reject", "allow"};
  const Policy *policy = report->policy;
  json_t *object = json_object();
  if (report->name)
    json_set_text(object, "name", report->name);
  if (report->conf)
    json_set_text(object, "type", policy_type_name(report->conf->type));
  json_set_text(object, "target",
                policy->target == TARGET_XEN ? "xen" : "selinux");
  set_number(object, "policy_version", report->version);
  json_set_text(object, "handle_unknown", unknown[policy->handle_unknown]);
  json_object_set_new(object, "modular", json_boolean(report->modular));
  json_object_set_new(object, "optimize", json_boolean(report->optimize));
  json_object_set_new(object, "neverallow",
                      json_boolean(!report->skip_neverallows));
  if (report->mode) {
    json_t *root = json_object();
    json_set_text(root, "mode", report->mode);
    if (report->priority)
      set_number(root, "store_priority", report->priority);
    json_object_set_new(object, "root", root);
  }
  if (report->conf)
    json_object_set_new(object, "variables", variables_json(report->conf));
  return object;
}

static json_t *counts_json(const Report *report) {
  const Policy *policy = report->policy;
  json_t *object = json_object();
  set_number(object, "modules", report->n_modules);
  set_number(object, "classes", policy->classes.n);
  set_number(object, "types", policy->n_plain_types);
  set_number(object, "attributes", policy->types.n - policy->n_plain_types);
  set_number(object, "roles", policy->n_plain_roles);
  set_number(object, "users", policy->users.n);
  set_number(object, "booleans", policy->bools.n);
  set_number(object, "rules", policy->av_rules.n + policy->type_rules.n);
  set_number(object, "access_vectors", policy->av_table.n);
  set_number(object, "conditionals", policy->conditionals.n);
  set_number(object, "file_contexts", report->n_file_contexts);
  set_number(object, "dead_optionals", policy->dead_optionals.n);
  return object;
}

static void add_place(const Report *report, json_t *object, Loc loc) {
  Position at =
      source_position(&report->policy->session->sources, loc);
  if (!at.source)
    return;
  json_set_text(object, "file", below(at.path, report->folder));
  set_number(object, "line", at.line);
  set_number(object, "column", at.column);
}

/* Where the block is written: where optional_policy is called; and the call of
 * the module's own text that led there, if it is another. */
static void set_block(const Report *report, json_t *object, Place place) {
  const Names *names = &report->policy->session->names;
  Sources *sources = &report->policy->session->sources;
  if (!place.origin) {
    add_place(report, object, place.loc);
    return;
  }
  MacroCall call = origin_call(sources, place.origin);
  add_place(report, object, call.loc);
  if (!call.parent)
    return;
  while (call.parent)
    call = origin_call(sources, call.parent);
  json_t *from = json_object();
  json_set_text(from, "macro",
                call_macro_name(sources, names, call));
  add_place(report, from, call.loc);
  json_object_set_new(object, "call", from);
}

static json_t *dead_json(const Report *report, const DeadOptional *dead) {
  const Names *names = &report->policy->session->names;
  json_t *object = json_object(), *missing = json_object();
  json_set_text(object, "module", dead->module.name
                                      ? name_text(names, dead->module.name)
                                      : "base");
  set_block(report, object, dead->place);
  json_set_text(missing, "kind", dead->sort);
  json_set_text(missing, "name", name_text(names, dead->missing.name));
  json_object_set_new(missing, "declared_in_dead_optional",
                      json_boolean(dead->is_declared));
  json_object_set_new(object, "missing", missing);
  return object;
}

static json_t *dead_optionals_json(const Report *report) {
  const Policy *policy = report->policy;
  json_t *list = json_array();
  for (size_t i = 0; i < policy->dead_optionals.n; i++)
    json_array_append_new(list,
                          dead_json(report, &policy->dead_optionals.v[i]));
  return list;
}

static void put_json(Buffer *out, const json_t *object) {
  char *text = json_dumps(object, JSON_INDENT(1));
  if (!text)
    fatal("the report cannot be written as JSON");
  put_format(out, "%s\n", text);
  free(text);
}

void report_add(Report *report, Outputs *outputs, Buffer *text) {
  if (!report->path)
    return;
  json_t *object = json_object();
  json_object_set_new(object, "options", options_json(report));
  json_object_set_new(object, "inputs",
                      inputs_json(report, &report->policy->session->sources));
  json_object_set_new(object, "counts", counts_json(report));
  json_object_set_new(object, "dead_optionals", dead_optionals_json(report));
  json_object_set_new(object, "outputs",
                      report->outputs ? report->outputs : json_array());
  report->outputs = NULL;
  put_json(text, object);
  json_decref(object);
  ARRAY_PUSH(outputs, (Output){report->path, text->data, text->n});
}

void report_write(Report *report) {
  Outputs outputs = {0};
  Buffer text = {0};
  report_add(report, &outputs, &text);
  outputs_write(outputs.v, outputs.n);
  ARRAY_FREE(&outputs);
  buffer_free(&text);
}
