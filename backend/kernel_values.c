/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Ids, names, bit maps, levels and contexts of the kernel policy. */
#include <string.h>

#include "backend/kernel_format.h"
#include "ir/context.h"

void kernel_fail(KernelReader *r, const char *format, ...) {
  r->in.failed = true;
  if (r->reported)
    return;
  r->reported = true;
  Diags *diags = &r->session->diags;
  va_list args;
  va_start(args, format);
  const char *fault = arena_vprintf(&r->session->arena, format, args);
  va_end(args);
  diag_error(diags, no_place, "%s: byte %zu, in the %s: %s", r->path,
             r->in.at, r->section, fault);
}

void put_id(KernelWriter *w, uint32_t id) {
  put_u32(w->out, id + 1); /* NO_ID + 1 is 0 */
}

uint32_t get_optional_id(KernelReader *r, size_t n, const char *what) {
  uint32_t value = get_word(r);
  if (value <= n)
    return value - 1;
  kernel_fail(r, "%s %u is not one of %zu", what, value, n);
  return NO_ID;
}

uint32_t get_id(KernelReader *r, size_t n, const char *what) {
  uint32_t id = get_optional_id(r, n, what);
  if (id == NO_ID)
    kernel_fail(r, "%s 0", what);
  return id;
}

bool is_gap(const KernelReader *r, SymbolKind kind, uint32_t id) {
  return policy_symbol(r->policy, kind, id)->name == NO_NAME;
}

uint32_t symbol_of_value(KernelReader *r, SymbolKind kind, uint32_t value,
                         const char *what) {
  size_t n = policy_symbol_count(r->policy, kind);
  if (value == 0 || value > n)
    kernel_fail(r, "%s %u is not one of %zu", what, value, n);
  else if (is_gap(r, kind, value - 1))
    kernel_fail(r, "%s %u has no name", what, value);
  return r->in.failed ? NO_ID : value - 1;
}

uint32_t get_symbol(KernelReader *r, SymbolKind kind, const char *what) {
  return symbol_of_value(r, kind, get_word(r), what);
}

void check_named(KernelReader *r, SymbolKind kind, const Bitset *ids,
                 const char *what) {
  BITSET_EACH(id, ids)
    if (!r->in.failed && is_gap(r, kind, id))
      kernel_fail(r, "%s %u has no name", what, id + 1);
}

uint32_t get_word(KernelReader *r) {
  uint32_t value = get_u32(&r->in);
  if (r->in.failed)
    kernel_fail(r, "the file ends too early");
  return value;
}

uint32_t get_count(KernelReader *r, size_t size, const char *what) {
  uint32_t count = get_word(r);
  if (count <= reader_left(&r->in) / size)
    return count;
  kernel_fail(r, "the file is too short for %u %s", count, what);
  return 0;
}

void put_length(KernelWriter *w, Name name) {
  put_u32(w->out, (uint32_t)name_length(&w->policy->session->names, name));
}

void put_text(KernelWriter *w, Name name) {
  const Names *names = &w->policy->session->names;
  put_bytes(w->out, name_text(names, name), name_length(names, name));
}

void put_name(KernelWriter *w, Name name) {
  put_length(w, name);
  put_text(w, name);
}

Name get_text(KernelReader *r, uint32_t length) {
  const char *text = length ? get_bytes(&r->in, length) : NULL;
  if (text && !memchr(text, '\0', length))
    return name_intern(&r->session->names, text, length);
  kernel_fail(r, !length ? "an empty name"
                 : text  ? "a name holds a zero byte"
                         : "the file ends within a name");
  return NO_NAME;
}

Name get_name(KernelReader *r) {
  return get_text(r, get_word(r));
}

/* The head of a bit map, and one of its nodes. */
enum { HEAD_SIZE = 12, NODE_BITS = 64, NODE_SIZE = 12 };

static void put_bits_head(KernelWriter *w, uint32_t high, uint32_t n_nodes) {
  char *head = buffer_room(w->out, HEAD_SIZE);
  store_u32(head, NODE_BITS);
  store_u32(head + 4, high);
  store_u32(head + 8, n_nodes);
}

static void put_node(KernelWriter *w, uint32_t word, uint64_t bits) {
  char *node = buffer_room(w->out, NODE_SIZE);
  store_u32(node, word * NODE_BITS);
  store_u64(node + 4, bits);
}

void put_bits(KernelWriter *w, const Bitset *set) {
  uint32_t n_nodes = 0, end = 0;
  for (uint32_t i = 0; i < set->n_words; i++)
    if (set->words[i]) {
      n_nodes++;
      end = i + 1;
    }
  put_bits_head(w, end * NODE_BITS, n_nodes);
  for (uint32_t i = 0; i < end; i++)
    if (set->words[i])
      put_node(w, i, set->words[i]);
}

void put_mask(KernelWriter *w, uint32_t mask) {
  put_bits_head(w, mask ? NODE_BITS : 0, mask != 0);
  if (mask)
    put_node(w, 0, mask);
}

void put_bits_of(KernelWriter *w, const uint32_t *ids, size_t n) {
  size_t head = w->out->n;
  uint32_t n_nodes = 0;
  put_bits_head(w, n ? (ids[n - 1] / NODE_BITS + 1) * NODE_BITS : 0, 0);
  for (size_t i = 0; i < n; n_nodes++) {
    uint32_t word = ids[i] / NODE_BITS;
    uint64_t bits = 0;
    for (; i < n && ids[i] / NODE_BITS == word; i++)
      bits |= UINT64_C(1) << ids[i] % NODE_BITS;
    put_node(w, word, bits);
  }
  patch_u32(w->out, head + 8, n_nodes);
}

/* The next n bytes; NULL after a failure. */
static const char *get_record(KernelReader *r, size_t n) {
  const char *bytes = get_bytes(&r->in, n);
  if (!bytes)
    kernel_fail(r, "the file ends too early");
  return bytes;
}

/* A bit map that is being read.  Packages are made of little else: the 331 of
 * Debian's policy have 1.2 million, most of them empty. */
typedef struct BitMap {
  uint32_t n_nodes; /* that are left */
  uint32_t end;     /* of the last node's bits */
  uint32_t high;    /* the end that the head gives */
  size_t limit;
  const char *what;
} BitMap;

static void get_bits_head(KernelReader *r, BitMap *map) {
  const char *head = get_record(r, HEAD_SIZE);
  if (!head)
    return;
  uint32_t node_bits = load_u32(head);
  map->high = load_u32(head + 4);
  map->n_nodes = load_u32(head + 8);
  if (map->n_nodes > reader_left(&r->in) / NODE_SIZE)
    kernel_fail(r, "the file is too short for %u nodes of a bit map",
                map->n_nodes);
  else if (node_bits != NODE_BITS)
    kernel_fail(r, "a bit map with nodes of %u bits", node_bits);
}

/* The next node of a map: bits from `start` on, at least one.  False at the
 * end and after a failure. */
static bool get_node(KernelReader *r, BitMap *map, uint32_t *start,
                     uint64_t *bits) {
  if (r->in.failed || !map->n_nodes) {
    if (!r->in.failed && map->end != map->high)
      kernel_fail(r, "a bit map of %s ends at %u, not %u", map->what,
                  map->end, map->high);
    return false;
  }
  const char *node = get_record(r, NODE_SIZE);
  if (!node)
    return false;
  *start = load_u32(node);
  *bits = load_u64(node + 4);
  if (*start % NODE_BITS || *start < map->end || !*bits) {
    kernel_fail(r, "a malformed bit map of %s", map->what);
    return false;
  }
  uint32_t highest = 63 - (uint32_t)__builtin_clzll(*bits);
  if (*start >= map->limit || highest >= map->limit - *start) {
    kernel_fail(r, "%s %llu is not one of %zu", map->what,
                (unsigned long long)*start + highest + 1, map->limit);
    return false;
  }
  map->n_nodes--;
  map->end = *start + NODE_BITS;
  return true;
}

void get_bits_into(KernelReader *r, Ids *ids, size_t limit, const char *what) {
  BitMap map = {.limit = limit, .what = what};
  uint32_t start;
  uint64_t bits;
  get_bits_head(r, &map);
  while (get_node(r, &map, &start, &bits))
    for (; bits; bits &= bits - 1)
      ARRAY_PUSH(ids, start + (uint32_t)__builtin_ctzll(bits));
}

void get_bits(KernelReader *r, Bitset *set, size_t limit, const char *what) {
  BitMap map = {.limit = limit, .what = what};
  uint32_t start;
  uint64_t bits;
  get_bits_head(r, &map);
  if (map.high <= limit + NODE_BITS) /* else it is damaged */
    bitset_reserve(set, map.high);
  while (get_node(r, &map, &start, &bits))
    bitset_add_word(set, start / NODE_BITS, bits);
}

uint32_t get_mask(KernelReader *r, const char *what) {
  BitMap map = {.limit = 32, .what = what};
  uint32_t start;
  uint64_t bits = 0, mask = 0;
  get_bits_head(r, &map);
  while (get_node(r, &map, &start, &bits))
    mask |= bits; /* there is but one node below the limit */
  return (uint32_t)mask;
}

/* Without MLS every level is sensitivity 0 without categories. */
static void put_sensitivity(KernelWriter *w, SensId sensitivity) {
  if (w->policy->mls)
    put_id(w, sensitivity);
  else
    put_u32(w->out, 0);
}

static SensId get_sensitivity(KernelReader *r) {
  if (r->policy->mls)
    return get_id(r, id_limit(r, r->policy->sens.n), "sensitivity");
  get_word(r);
  return 0;
}

static void get_categories(KernelReader *r, MlsLevel *level) {
  get_bits(r, &level->categories, id_limit(r, r->policy->cats.n),
           "category");
}

void put_level(KernelWriter *w, const MlsLevel *level) {
  put_sensitivity(w, level->sensitivity);
  put_bits(w, &level->categories);
}

void get_level(KernelReader *r, MlsLevel *level) {
  level->sensitivity = get_sensitivity(r);
  get_categories(r, level);
}

void put_range(KernelWriter *w, const MlsRange *range) {
  bool single = range->low.sensitivity == range->high.sensitivity &&
                bitset_equal(&range->low.categories, &range->high.categories);
  put_u32(w->out, single ? 1 : 2);
  put_sensitivity(w, range->low.sensitivity);
  if (!single)
    put_sensitivity(w, range->high.sensitivity);
  put_bits(w, &range->low.categories);
  if (!single)
    put_bits(w, &range->high.categories);
}

void get_range(KernelReader *r, MlsRange *range) {
  uint32_t n = get_word(r);
  if (n != 1 && n != 2)
    kernel_fail(r, "a range of %u levels", n);
  range->low.sensitivity = get_sensitivity(r);
  range->high.sensitivity = n == 2 ? get_sensitivity(r)
                                   : range->low.sensitivity;
  get_categories(r, &range->low);
  if (n == 2)
    get_categories(r, &range->high);
  else
    bitset_union(&range->high.categories, &range->low.categories);
}

void put_context(KernelWriter *w, const PolicyContext *context) {
  put_id(w, context->user);
  put_id(w, context->role);
  put_id(w, context->type);
  if (writer_has(w, FEATURE_CONTEXT_RANGES))
    put_range(w, &context->range);
}

static const char *symbol_text(const KernelReader *r, SymbolKind kind,
                               uint32_t id) {
  return name_text(&r->session->names, policy_symbol(r->policy, kind, id)->name);
}

void get_context(KernelReader *r, PolicyContext *context) {
  context->user = get_symbol(r, SYMBOL_USER, "user");
  context->role = get_symbol(r, SYMBOL_ROLE, "role");
  context->type = get_symbol(r, SYMBOL_TYPE, "type");
  if (reader_has(r, FEATURE_CONTEXT_RANGES))
    get_range(r, &context->range);
  if (!r->in.failed && !r->is_module &&
      !policy_context_is_valid(r->policy, context))
    kernel_fail(r, "the context %s:%s:%s, or its range, is not valid",
                symbol_text(r, SYMBOL_USER, context->user),
                symbol_text(r, SYMBOL_ROLE, context->role),
                symbol_text(r, SYMBOL_TYPE, context->type));
}
