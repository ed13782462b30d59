/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "backend/map_format.h"

/* A rule of whatever kind, as the map sees it. */
typedef struct MapRule {
  const TypeSet *source, *target;
  CondRef cond;
  Place place, optional;
} MapRule;

/* Rules in the same branch and block. */
typedef struct BlockRun {
  CondRef cond;
  Loc optional;
  uint32_t n;
} BlockRun;

typedef struct MapWriter {
  const Policy *policy;
  Buffer *out;
  PlaceTable places;
  Map lists;    /* key of a set to number */
  Map shapes;   /* hash of a shape to number */
  ARRAY(TypeId) ids; /* of the list that is written */
  Buffer list_bytes, shape_bytes, run_bytes, rule_bytes;
  Buffer shape; /* the one at hand */
  ARRAY(size_t) shape_ends; /* in shape_bytes */
  uint32_t n_lists, n_rules;
  BlockRun run;
  /* of the rule before */
  uint32_t last_shape, last_call;
  uint64_t last_source, last_target;
} MapWriter;

/* An optional block is known by the call that made it. */
static Place optional_place(const MapWriter *w, Place place) {
  Loc loc = place.origin ? origin_call(w->places.sources, place.origin).loc : 0;
  return (Place){loc ? loc : place.loc, 0};
}

typedef void VisitRule(MapWriter *w, const MapRule *rule, const void *whole,
                       RuleKind kind);

/* All rules in the order of the map. */
static void each_rule(MapWriter *w, VisitRule *visit) {
  static const CondRef everywhere = {NO_ID, false};
  const Policy *policy = w->policy;
  for (size_t i = 0; i < policy->av_rules.n; i++) {
    const AvRule *rule = av_rule(policy, i);
    MapRule common = {&rule->source, &rule->target, rule->cond, rule->place,
                      optional_place(w, rule->optional)};
    visit(w, &common, rule, rule->kind);
  }
  for (size_t i = 0; i < policy->type_rules.n; i++) {
    const TypeRule *rule = &policy->type_rules.v[i];
    MapRule common = {&rule->source, &rule->target, rule->cond, rule->place,
                      optional_place(w, rule->optional)};
    visit(w, &common, rule, rule->kind);
  }
  for (size_t i = 0; i < policy->file_transitions.n; i++) {
    const FileTransition *rule = &policy->file_transitions.v[i];
    MapRule common = {&rule->source, &rule->target, everywhere, rule->place,
                      optional_place(w, rule->optional)};
    visit(w, &common, rule, MAP_FILE_TRANSITION);
  }
}

static void use_rule(MapWriter *w, const MapRule *rule, const void *whole,
                     RuleKind kind) {
  (void)whole;
  (void)kind;
  place_table_use(&w->places, rule->place);
  place_table_use(&w->places, rule->optional);
}

static void put_conditions(MapWriter *w) {
  const Policy *policy = w->policy;
  put_number(w->out, policy->conditionals.n);
  for (size_t i = 0; i < policy->conditionals.n; i++) {
    const Conditional *conditional = &policy->conditionals.v[i];
    put_number(w->out, conditional->n_expr);
    for (uint32_t k = 0; k < conditional->n_expr; k++) {
      put_number(w->out, conditional->expr[k].op);
      if (conditional->expr[k].op == COND_BOOL)
        put_number(w->out, conditional->expr[k].boolean);
    }
  }
}

/* Runs of ids: how many are left out, how many follow. */
static void put_list(Buffer *out, const TypeId *ids, uint32_t n) {
  uint32_t next = 0;
  put_number(out, n);
  for (uint32_t i = 0; i < n;) {
    uint32_t length = 1;
    while (i + length < n && ids[i + length] == ids[i] + length)
      length++;
    put_number(out, ids[i] - next);
    put_number(out, length);
    next = ids[i] + length;
    i += length;
  }
}

/* One type by its id, more by the number of their list.  The linker keeps
 * equal lists once, so that the pointer tells them; no two begin at one place
 * but those of one type. */
static uint64_t set_code(MapWriter *w, const TypeSet *set) {
  if (set->n == 1)
    return (uint64_t)set->ids[0] << 1;
  bool is_new;
  uint32_t *number = map_put(&w->lists, (uintptr_t)set->key, &is_new);
  if (is_new) {
    *number = w->n_lists++;
    w->ids.n = 0;
    ARRAY_RESERVE(&w->ids, set->n);
    put_list(&w->list_bytes, w->ids.v, type_set_list(set, w->ids.v));
  }
  return (uint64_t)*number << 1 | 1;
}

static void put_av_shape(MapWriter *w, const AvRule *rule) {
  put_number(&w->shape, rule->n_classes);
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    put_number(&w->shape, rule->classes[i].class_id);
    put_number(&w->shape, rule->classes[i].perms);
  }
  if (!rule->xperms)
    return;
  put_number(&w->shape, rule->xperms->is_nlmsg);
  put_number(&w->shape, rule->xperms->n);
  for (uint32_t i = 0; i < rule->xperms->n; i++) {
    put_number(&w->shape, rule->xperms->v[i].low);
    put_number(&w->shape, rule->xperms->v[i].high);
  }
}

static void put_result_shape(MapWriter *w, const ClassId *classes, uint32_t n,
                             TypeId result) {
  put_number(&w->shape, n);
  for (uint32_t i = 0; i < n; i++)
    put_number(&w->shape, classes[i]);
  put_number(&w->shape, result);
}

static void put_shape(MapWriter *w, const MapRule *rule, const void *whole,
                      RuleKind kind) {
  w->shape.n = 0;
  put_number(&w->shape, kind);
  put_number(&w->shape, (rule->target->self ? MAP_SELF : 0) |
                            (rule->target->not_self ? MAP_NOT_SELF : 0));
  put_number(&w->shape, place_table_address(&w->places, rule->place.loc));
  if (kind == MAP_FILE_TRANSITION) {
    const FileTransition *file = whole;
    const Names *names = &w->policy->session->names;
    put_result_shape(w, file->classes, file->n_classes, file->result);
    put_counted(&w->shape, name_text(names, file->name),
             name_length(names, file->name));
  } else if (kind & (RULE_TRANSITION | RULE_MEMBER | RULE_CHANGE)) {
    const TypeRule *type = whole;
    put_result_shape(w, type->classes, type->n_classes, type->result);
  } else {
    put_av_shape(w, whole);
  }
}

/* The number of the shape at hand. */
static uint32_t keep_shape(MapWriter *w) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < w->shape.n; i++)
    hash = (hash ^ (unsigned char)w->shape.data[i]) * UINT64_C(0x100000001b3);
  for (hash >>= 1;; hash++) {
    bool is_new;
    uint32_t *number = map_put(&w->shapes, hash, &is_new);
    if (is_new) {
      *number = (uint32_t)w->shape_ends.n;
      put_bytes(&w->shape_bytes, w->shape.data, w->shape.n);
      ARRAY_PUSH(&w->shape_ends, w->shape_bytes.n);
      return *number;
    }
    size_t start = *number ? w->shape_ends.v[*number - 1] : 0;
    if (w->shape_ends.v[*number] - start == w->shape.n &&
        !memcmp(w->shape_bytes.data + start, w->shape.data, w->shape.n))
      return *number;
  }
}

static void end_block(MapWriter *w) {
  const BlockRun *run = &w->run;
  if (!run->n)
    return;
  put_number(&w->run_bytes, run->n);
  put_number(&w->run_bytes, run->cond.conditional == NO_ID
                                ? 0
                                : 1 + 2 * (uint64_t)run->cond.conditional +
                                      run->cond.in_else);
  put_number(&w->run_bytes, place_table_address(&w->places, run->optional));
}

static void count_in_block(MapWriter *w, const MapRule *rule) {
  BlockRun *run = &w->run;
  if (!run->n || run->optional != rule->optional.loc ||
      run->cond.conditional != rule->cond.conditional ||
      run->cond.in_else != rule->cond.in_else) {
    end_block(w);
    *run = (BlockRun){rule->cond, rule->optional.loc, 0};
  }
  run->n++;
}

static void put_rule(MapWriter *w, const MapRule *rule, const void *whole,
                     RuleKind kind) {
  count_in_block(w, rule);
  put_shape(w, rule, whole, kind);
  uint32_t shape = keep_shape(w);
  uint32_t call = place_table_call(&w->places, rule->place.origin);
  uint64_t source = set_code(w, rule->source);
  uint64_t target = set_code(w, rule->target);
  unsigned head = (shape == w->last_shape + 1 ? MAP_NEXT_SHAPE : 0) |
                  (source == w->last_source ? MAP_SAME_SOURCE : 0) |
                  (target == w->last_target ? MAP_SAME_TARGET : 0) |
                  (call == w->last_call ? MAP_SAME_CALL : 0) |
                  (call == w->last_call + 1 ? MAP_NEXT_CALL : 0);
  Buffer *out = &w->rule_bytes;
  put_u8(out, (uint8_t)head);
  if (!(head & MAP_NEXT_SHAPE))
    put_number(out, zigzag((int64_t)shape - w->last_shape));
  if (!(head & MAP_SAME_SOURCE))
    put_number(out, source);
  if (!(head & MAP_SAME_TARGET))
    put_number(out, target);
  if (!(head & (MAP_SAME_CALL | MAP_NEXT_CALL)))
    put_number(out, zigzag((int64_t)call - w->last_call));
  w->last_shape = shape;
  w->last_source = source;
  w->last_target = target;
  w->last_call = call;
  w->n_rules++;
}

/* What is counted, then its bytes. */
static void put_section(MapWriter *w, uint64_t n, const Buffer *bytes) {
  put_number(w->out, n);
  put_bytes(w->out, bytes->data, bytes->n);
}

static void writer_free(MapWriter *w) {
  place_table_free(&w->places);
  map_free(&w->lists);
  map_free(&w->shapes);
  ARRAY_FREE(&w->ids);
  buffer_free(&w->list_bytes);
  buffer_free(&w->shape_bytes);
  buffer_free(&w->run_bytes);
  buffer_free(&w->rule_bytes);
  buffer_free(&w->shape);
  ARRAY_FREE(&w->shape_ends);
}

void map_write(const Policy *policy, Buffer *out) {
  static const char digest[DIGEST_SIZE];
  MapWriter w = {.policy = policy,
                 .out = out,
                 .places = {.sources = &policy->session->sources},
                 .last_source = UINT64_MAX,
                 .last_target = UINT64_MAX};
  put_string(out, MAP_MAGIC);
  put_u8(out, MAP_VERSION);
  put_bytes(out, digest, sizeof digest);
  each_rule(&w, use_rule);
  place_table_put(&w.places, out);
  put_conditions(&w);
  each_rule(&w, put_rule);
  end_block(&w);
  put_section(&w, w.n_lists, &w.list_bytes);
  put_section(&w, w.shape_ends.n, &w.shape_bytes);
  put_section(&w, w.n_rules, &w.run_bytes);
  put_bytes(out, w.rule_bytes.data, w.rule_bytes.n);
  writer_free(&w);
}

void map_seal(Buffer *map, const void *policy, size_t n) {
  digest_make(policy, n, (uint8_t *)map->data + MAP_DIGEST_AT);
}
