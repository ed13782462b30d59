/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli/baseline.h"

#include <stdlib.h>
#include <string.h>

#include "cli/read_rules.h"
#include "lib/file.h"

static void add_types(const Policy *policy, const TypeSet *set, Bitset *out) {
  TYPE_SET_EACH(id, set)
    if (policy->types.v[id].is_attribute)
      bitset_union(out, &policy->types.v[id].members);
    else
      bitset_add(out, id);
}

/* All that a rule grants. */
static void add_rule(AccessSet *set, const Policy *policy,
                     const AvRule *rule) {
  ViolationPart part = {.xperms = rule->xperms};
  add_types(policy, &rule->source, &part.sources);
  add_types(policy, &rule->target, &part.targets);
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    part.class_id = rule->classes[i].class_id;
    part.perms = rule->classes[i].perms;
    access_set_add(set, &part);
    if (rule->target.self) {
      part.is_self = true;
      access_set_add(set, &part);
      part.is_self = false;
    }
  }
  bitset_free(&part.sources);
  bitset_free(&part.targets);
}

void baseline_read(Baseline *baseline, Policy *policy, const char *path,
                   bool may_lack) {
  *baseline = (Baseline){.policy = policy};
  ModAvRules rules = {0};
  if (may_lack && !file_exists(path))
    return;
  read_rules(policy->session, path, RULE_ALLOW | RULE_XPERMS_ALLOW,
             "a baseline", "allow and allowxperm rules", &rules);
  size_t n = policy->av_rules.n;
  resolve_added_rules(policy, rules.v, rules.n, UNKNOWN_IS_STALE);
  for (size_t i = n; i < policy->av_rules.n; i++) {
    ARRAY_PUSH(&baseline->rules, *av_rule(policy, i));
    add_rule(&baseline->known, policy, av_rule(policy, i));
  }
  policy->av_rules.n = n; /* they are no rules of the policy */
  ARRAY_FREE(&rules);
}

void baseline_free(Baseline *baseline) {
  ARRAY_FREE(&baseline->rules);
  access_set_free(&baseline->known);
  access_set_free(&baseline->found);
}

/* Rows of sources that may do the same become one part. */
static void add_row(Violation *rest, const AccessRow *row) {
  for (size_t i = 0; i < rest->parts.n; i++) {
    ViolationPart *part = &rest->parts.v[i];
    if (part->class_id == row->class_id && part->perms == row->perms &&
        !part->xperms && !row->xperms &&
        bitset_equal(&part->targets, &row->targets)) {
      bitset_add(&part->sources, row->source);
      return;
    }
  }
  ViolationPart part = {.class_id = row->class_id, .perms = row->perms,
                        .xperms = row->xperms};
  bitset_add(&part.sources, row->source);
  bitset_copy(&part.targets, &row->targets);
  ARRAY_PUSH(&rest->parts, part);
}

bool baseline_rest(Baseline *baseline, const Violation *violation,
                   Violation *rest) {
  AccessSet found = {0}, left = {0};
  for (size_t i = 0; i < violation->parts.n; i++) {
    access_set_add(&found, &violation->parts.v[i]);
    access_set_add(&baseline->found, &violation->parts.v[i]);
  }
  access_set_add_difference(&left, &found, &baseline->known);
  AccessRows rows = access_rows(&left, &baseline->policy->session->arena);
  *rest = (Violation){.assertion = violation->assertion,
                      .rule = violation->rule};
  for (size_t i = 0; i < rows.n; i++)
    add_row(rest, &rows.v[i]);
  access_rows_free(&rows);
  access_set_free(&found);
  access_set_free(&left);
  return rest->parts.n;
}

void baseline_free_rest(Violation *rest) {
  for (size_t i = 0; i < rest->parts.n; i++) {
    bitset_free(&rest->parts.v[i].sources);
    bitset_free(&rest->parts.v[i].targets);
  }
  ARRAY_FREE(&rest->parts);
}

void baseline_report_stale(const Baseline *baseline) {
  const Policy *policy = baseline->policy;
  Diags *diags = &policy->session->diags;
  for (size_t i = 0; i < baseline->rules.n; i++) {
    AccessSet known = {0}, gone = {0};
    add_rule(&known, policy, &baseline->rules.v[i]);
    access_set_add_difference(&gone, &known, &baseline->found);
    AccessRows rows = access_rows(&gone, &policy->session->arena);
    Buffer text = {0};
    for (size_t k = 0; k < rows.n; k++) {
      text.n = 0;
      access_row_write(policy, &rows.v[k], &text);
      if (!k)
        diag_warning(diags, WARN_STALE_BASELINE, baseline->rules.v[i].place,
                     "this violates no assertion any more");
      diag_note(diags, no_place, "gone: %.*s", (int)(text.n - 1), text.data);
    }
    buffer_free(&text);
    access_rows_free(&rows);
    access_set_free(&known);
    access_set_free(&gone);
  }
}

typedef struct Line {
  const char *text;
  size_t length;
} Line;

static int compare_lines(const void *left, const void *right) {
  const Line *a = left, *b = right;
  int order = memcmp(a->text, b->text,
                     a->length < b->length ? a->length : b->length);
  return order ? order : (a->length > b->length) - (a->length < b->length);
}

/* Sorted by their text, so that the ids of types do not count. */
static void sort_lines(const Buffer *text, Buffer *out) {
  ARRAY(Line) lines = {0};
  for (size_t at = 0; at < text->n;) {
    const char *start = text->data + at;
    const char *end = memchr(start, '\n', text->n - at);
    ARRAY_PUSH(&lines, (Line){start, (size_t)(end + 1 - start)});
    at += lines.v[lines.n - 1].length;
  }
  if (lines.n)
    qsort(lines.v, lines.n, sizeof *lines.v, compare_lines);
  for (size_t i = 0; i < lines.n; i++)
    put_bytes(out, lines.v[i].text, lines.v[i].length);
  ARRAY_FREE(&lines);
}

void baseline_write(const Baseline *baseline, Buffer *out) {
  const Policy *policy = baseline->policy;
  Buffer text = {0};
  AccessRows rows =
      access_rows(&baseline->found, &policy->session->arena);
  for (size_t i = 0; i < rows.n; i++)
    access_row_write(policy, &rows.v[i], &text);
  put_string(out, "# Violations that tecc check accepts; written by "
                  "--update-baseline.\n");
  sort_lines(&text, out);
  access_rows_free(&rows);
  buffer_free(&text);
}
