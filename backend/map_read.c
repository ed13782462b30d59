/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reads a map, which may come from anywhere: every number is held against
 * what it counts or names. */
#include <string.h>

#include "backend/map_format.h"
#include "ir/condition.h"

/* What rules share; the arrays are shared by the rules. */
typedef struct Shape {
  RuleKind kind;
  bool self, not_self;
  Loc loc;
  uint32_t n_classes;
  ClassPerms *perms; /* of access vector rules */
  XpermSet *xperms;
  ClassId *classes;  /* of the others */
  TypeId result;
  Name name;
} Shape;

typedef struct MapReader {
  Reader in;
  Policy *policy;
  const char *path;
  ReadPlaces places;
  ARRAY(uint32_t) conditions; /* to the policy's conditionals */
  TypeId *identity;
  ARRAY(TypeSet) lists;
  ARRAY(Shape) shapes;
  /* the branch and block of the rules at hand */
  ARRAY(uint32_t) run_n;
  ARRAY(CondRef) run_cond;
  ARRAY(Loc) run_optional;
} MapReader;

/* The policy's conditional with an expression; one that the policy lacks,
 * because it has no rules left, is added without any. */
static uint32_t find_condition(Policy *policy, PolicyCondTerm *expr,
                               uint32_t n) {
  for (uint32_t i = 0; i < policy->conditionals.n; i++)
    if (same_expression(policy->conditionals.v[i].expr,
                        policy->conditionals.v[i].n_expr, expr, n))
      return i;
  ARRAY_PUSH(&policy->conditionals, (Conditional){.expr = expr, .n_expr = n});
  return (uint32_t)policy->conditionals.n - 1;
}

static void get_conditions(MapReader *r) {
  Policy *policy = r->policy;
  uint32_t n = get_small_count(&r->in);
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    uint32_t n_expr = get_small_count(&r->in);
    PolicyCondTerm *expr =
        ARENA_NEW_N(&policy->session->arena, PolicyCondTerm, n_expr + 1);
    for (uint32_t k = 0; k < n_expr; k++) {
      expr[k].op = (CondOp)get_below(&r->in, COND_NEQ + 1);
      if (expr[k].op == COND_BOOL)
        expr[k].boolean = get_below(&r->in, policy->bools.n);
    }
    r->in.failed = r->in.failed || condition_value(policy, expr, n_expr) < 0;
    if (!r->in.failed)
      ARRAY_PUSH(&r->conditions, find_condition(policy, expr, n_expr));
  }
}

static void get_list(MapReader *r) {
  Policy *policy = r->policy;
  uint32_t n = get_below(&r->in, policy->types.n + 1), next = 0;
  TypeSet set = {.ids = ARENA_NEW_N(&policy->session->arena, TypeId, n + 1)};
  while (set.n < n && !r->in.failed) {
    next += get_below(&r->in, policy->types.n - next);
    uint32_t length = get_below(&r->in, policy->types.n - next + 1);
    if (!length || length > n - set.n)
      r->in.failed = true;
    for (uint32_t i = 0; i < length && !r->in.failed; i++)
      set.ids[set.n++] = next++;
  }
  ARRAY_PUSH(&r->lists, set);
}

static void get_lists(MapReader *r) {
  uint32_t n_types = (uint32_t)r->policy->types.n;
  r->identity =
      ARENA_NEW_N(&r->policy->session->arena, TypeId, n_types + 1);
  for (TypeId id = 0; id < n_types; id++)
    r->identity[id] = id;
  uint32_t n = get_small_count(&r->in);
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_list(r);
}

static void get_xperms(MapReader *r, Shape *shape) {
  Arena *arena = &r->policy->session->arena;
  shape->xperms = ARENA_NEW(arena, XpermSet);
  shape->xperms->is_nlmsg = get_below(&r->in, 2);
  shape->xperms->n = get_small_count(&r->in);
  shape->xperms->v = ARENA_NEW_N(arena, XpermRange, shape->xperms->n + 1);
  for (uint32_t i = 0; i < shape->xperms->n; i++) {
    shape->xperms->v[i].low = get_below(&r->in, 0x10000);
    shape->xperms->v[i].high = get_below(&r->in, 0x10000);
  }
}

static void get_av_shape(MapReader *r, Shape *shape) {
  const Policy *policy = r->policy;
  shape->perms =
      ARENA_NEW_N(&policy->session->arena, ClassPerms, shape->n_classes + 1);
  for (uint32_t i = 0; i < shape->n_classes; i++) {
    shape->perms[i].class_id = get_below(&r->in, policy->classes.n);
    shape->perms[i].perms = get_below(&r->in, UINT64_C(1) << 32);
  }
  if (shape->kind >= RULE_XPERMS_ALLOW)
    get_xperms(r, shape);
}

static void get_result_shape(MapReader *r, Shape *shape) {
  const Policy *policy = r->policy;
  shape->classes =
      ARENA_NEW_N(&policy->session->arena, ClassId, shape->n_classes + 1);
  for (uint32_t i = 0; i < shape->n_classes; i++)
    shape->classes[i] = get_below(&r->in, policy->classes.n);
  shape->result = get_below(&r->in, policy->types.n);
  if (shape->kind != MAP_FILE_TRANSITION)
    return;
  uint32_t length = get_small_count(&r->in);
  const char *text = get_bytes(&r->in, length);
  if (text)
    shape->name = name_intern(&policy->session->names, text, length);
}

static void get_shapes(MapReader *r) {
  const RuleKind type_kinds = RULE_TRANSITION | RULE_MEMBER | RULE_CHANGE;
  uint32_t n = get_small_count(&r->in);
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    Shape shape = {.kind = get_below(&r->in, 2 * RULE_XPERMS_NEVERALLOW)};
    uint32_t flags = get_below(&r->in, 2 * MAP_NOT_SELF);
    r->in.failed |= (shape.kind & (shape.kind - 1)) != 0;
    shape.self = flags & MAP_SELF;
    shape.not_self = flags & MAP_NOT_SELF;
    shape.loc = read_places_loc(&r->places, &r->in);
    shape.n_classes = get_small_count(&r->in);
    if (shape.kind == MAP_FILE_TRANSITION || shape.kind & type_kinds)
      get_result_shape(r, &shape);
    else
      get_av_shape(r, &shape);
    ARRAY_PUSH(&r->shapes, shape);
  }
}

static CondRef get_cond(MapReader *r) {
  uint32_t code = get_below(&r->in, 2 * r->conditions.n + 1);
  if (!code || r->in.failed)
    return (CondRef){NO_ID, false};
  return (CondRef){r->conditions.v[(code - 1) / 2], (code - 1) % 2};
}

static void get_blocks(MapReader *r) {
  for (uint32_t left = get_small_count(&r->in); left && !r->in.failed;) {
    uint32_t length = get_below(&r->in, (uint64_t)left + 1);
    r->in.failed |= !length;
    ARRAY_PUSH(&r->run_n, length);
    ARRAY_PUSH(&r->run_cond, get_cond(r));
    ARRAY_PUSH(&r->run_optional, read_places_loc(&r->places, &r->in));
    left -= length;
  }
}

static TypeSet get_set(MapReader *r) {
  uint64_t code = get_number(&r->in), id = code >> 1;
  if (code & 1 ? id >= r->lists.n : id >= r->policy->types.n) {
    r->in.failed = true;
    return (TypeSet){0};
  }
  return code & 1 ? r->lists.v[id] : (TypeSet){.ids = &r->identity[id], .n = 1};
}

/* The rule before, of which the next says what is the same. */
typedef struct LastRule {
  uint32_t shape, call;
  TypeSet source, target;
} LastRule;

static uint32_t get_near(MapReader *r, uint32_t last, uint64_t limit) {
  int64_t value = last + unzigzag(get_number(&r->in));
  if (value >= 0 && (uint64_t)value < limit)
    return (uint32_t)value;
  r->in.failed = true;
  return 0;
}

static void get_rule(MapReader *r, LastRule *rule) {
  uint8_t head = get_u8(&r->in);
  rule->shape = head & MAP_NEXT_SHAPE
                    ? rule->shape + 1
                    : get_near(r, rule->shape, r->shapes.n);
  if (!(head & MAP_SAME_SOURCE))
    rule->source = get_set(r);
  if (!(head & MAP_SAME_TARGET))
    rule->target = get_set(r);
  if (head & MAP_NEXT_CALL)
    rule->call++;
  else if (!(head & MAP_SAME_CALL))
    rule->call = get_near(r, rule->call, (uint64_t)r->places.n_calls + 1);
  if (rule->shape >= r->shapes.n || rule->call > r->places.n_calls)
    r->in.failed = true;
}

static void add_rule(MapReader *r, const LastRule *rule, CondRef cond,
                     Loc optional_loc) {
  Policy *policy = r->policy;
  const Shape *shape = &r->shapes.v[rule->shape];
  TypeSet target = rule->target;
  target.self = shape->self;
  target.not_self = shape->not_self;
  Place place = read_places_place(&r->places, shape->loc, rule->call);
  Place optional = {optional_loc, 0};
  if (shape->perms)
    CHUNKS_PUSH(&policy->av_rules,
                (AvRule){shape->kind, shape->n_classes, rule->source, target,
                         shape->perms, shape->xperms, cond, place, optional});
  else if (shape->kind == MAP_FILE_TRANSITION)
    ARRAY_PUSH(&policy->file_transitions,
               (FileTransition){rule->source, target, shape->classes,
                                shape->n_classes, shape->result, shape->name,
                                place, optional});
  else
    ARRAY_PUSH(&policy->type_rules,
               (TypeRule){shape->kind, shape->n_classes, rule->source, target,
                          shape->classes, shape->result, cond, place,
                          optional});
}

static void get_rules(MapReader *r) {
  get_blocks(r);
  LastRule rule = {0};
  for (size_t run = 0; run < r->run_n.n; run++)
    for (uint32_t i = 0; i < r->run_n.v[run] && !r->in.failed; i++) {
      get_rule(r, &rule);
      if (!r->in.failed)
        add_rule(r, &rule, r->run_cond.v[run], r->run_optional.v[run]);
    }
}

static bool has_digest(const MapReader *r, const void *image, size_t n) {
  uint8_t digest[DIGEST_SIZE];
  digest_make(image, n, digest);
  return !memcmp(digest, r->in.data + MAP_DIGEST_AT, sizeof digest);
}

/* Reports a head for which the map is of no use. */
static bool check_head(const MapReader *r, const void *image, size_t length) {
  Diags *diags = &r->policy->session->diags;
  if (r->in.n < MAP_BODY_AT ||
      memcmp(r->in.data, MAP_MAGIC, strlen(MAP_MAGIC)) != 0)
    diag_error(diags, no_place, "%s: this is not a map of a policy", r->path);
  else if (r->in.data[strlen(MAP_MAGIC)] != MAP_VERSION)
    diag_error(diags, no_place, "%s: map version %u is not known", r->path,
               r->in.data[strlen(MAP_MAGIC)]);
  else if (!has_digest(r, image, length))
    diag_error(diags, no_place, "%s: the map is of another policy", r->path);
  else
    return true;
  return false;
}

static void reader_free(MapReader *r) {
  ARRAY_FREE(&r->conditions);
  ARRAY_FREE(&r->lists);
  ARRAY_FREE(&r->shapes);
  ARRAY_FREE(&r->run_n);
  ARRAY_FREE(&r->run_cond);
  ARRAY_FREE(&r->run_optional);
}

bool map_read(Policy *policy, const void *image, size_t image_length,
              const char *path, const void *bytes, size_t n) {
  MapReader r = {.in = {bytes, n, 0, false}, .policy = policy, .path = path};
  if (!check_head(&r, image, image_length))
    return false;
  r.in.at = MAP_BODY_AT;
  read_places_get(policy->session, &r.in, &r.places);
  get_conditions(&r);
  get_lists(&r);
  get_shapes(&r);
  get_rules(&r);
  policy->rules_are_claimed = true;
  if (r.in.failed || reader_left(&r.in)) {
    diag_error(&policy->session->diags, no_place,
               "%s: the map is damaged near byte %zu", path, r.in.at);
    r.in.failed = true;
  }
  reader_free(&r);
  return !r.in.failed;
}
