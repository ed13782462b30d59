/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tests/lib/avflat.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/cond.h"
#include "tests/lib/xperms.h"

enum { ALLOW, AUDITALLOW, DONTAUDIT, NKINDS };

static const char *const kind_name[NKINDS] = {"allow", "auditallow",
                                              "dontaudit"};

typedef struct {
  uint32_t source, target, class; /* indices of types or attributes */
  uint32_t kind;
  uint32_t perms;
  const avtab_extended_perms_t *xperms; /* if set, kind is an XpermKind */
} AvRule;

typedef struct {
  char *name; /* NULL for the unconditional layer */
  AvRule *rule;
  size_t len, cap;
  uint32_t *first; /* by source: where its rules begin; ntypes + 1 of them */
} Layer;

/* The flattened rules of one source in one layer. */
typedef struct {
  uint32_t *perms; /* [(kind * nclasses + class) * ntypes + target] */
  uint32_t *touched;
  size_t len, cap;
  XpermSet xperms;
} Table;

struct AvFlat {
  const PolicyView *v;
  Layer *layer;
  size_t nlayers;
  Table always, here;
};

/*** gathering the rules ***/

static Layer *layer_named(AvFlat *flat, const char *name) {
  for (size_t i = 1; name && i < flat->nlayers; i++)
    if (!strcmp(flat->layer[i].name, name)) return &flat->layer[i];
  flat->layer =
      xrealloc(flat->layer, (flat->nlayers + 1) * sizeof *flat->layer);
  Layer *new = &flat->layer[flat->nlayers++];
  *new = (Layer){.name = name ? strdup(name) : NULL};
  return new;
}

static void add_rule(AvFlat *flat, Layer *layer, const avtab_key_t *key,
                     const avtab_datum_t *datum) {
  AvRule r = {key->source_type - 1u, key->target_type - 1u,
              key->target_class - 1u, ALLOW, datum->data, NULL};
  uint32_t specified = key->specified & ~(uint32_t)AVTAB_ENABLED;
  if (specified & AVTAB_XPERMS) {
    r.kind = xperm_kind(specified);
    r.xperms = datum->xperms;
  } else if (specified & AVTAB_AUDITDENY) {
    r.kind = DONTAUDIT;
    r.perms = ~datum->data;
  } else if (specified & AVTAB_AUDITALLOW) {
    r.kind = AUDITALLOW;
  } else if (!(specified & AVTAB_ALLOWED)) {
    return;
  }
  /* A bit that the class gives to no permission means nothing. */
  r.perms &= flat->v->class[r.class].mask;
  if (layer->len == layer->cap) {
    layer->cap = layer->cap ? 2 * layer->cap : 16;
    layer->rule = xrealloc(layer->rule, layer->cap * sizeof *layer->rule);
  }
  layer->rule[layer->len++] = r;
}

static void gather_unconditional(AvFlat *flat) {
  const avtab_t *table = &flat->v->db->te_avtab;
  Layer *layer = layer_named(flat, NULL);
  for (uint32_t i = 0; i < table->nslot; i++)
    for (avtab_ptr_t n = table->htable[i]; n; n = n->next)
      add_rule(flat, layer, &n->key, &n->datum);
}

static void gather_branch(AvFlat *flat, const char *cond, bool truth,
                          const cond_av_list_t *list) {
  char *name;
  if (!list) return;
  if (asprintf(&name, "if %s %s", cond, truth ? "then" : "else") < 0) abort();
  Layer *layer = layer_named(flat, name);
  free(name);
  for (; list; list = list->next)
    add_rule(flat, layer, &list->node->key, &list->node->datum);
}

static void gather_conditional(AvFlat *flat) {
  for (cond_node_t *n = flat->v->db->cond_list; n; n = n->next) {
    CondName cond = cond_name(flat->v, n);
    gather_branch(flat, cond.name, !cond.swapped, n->true_list);
    gather_branch(flat, cond.name, cond.swapped, n->false_list);
    free(cond.name);
  }
}

static int by_source(const void *a, const void *b) {
  uint32_t x = ((const AvRule *)a)->source, y = ((const AvRule *)b)->source;
  return (x > y) - (x < y);
}

static void index_layer(Layer *layer, uint32_t ntypes) {
  qsort(layer->rule, layer->len, sizeof *layer->rule, by_source);
  layer->first = xcalloc(ntypes + 1, sizeof *layer->first);
  size_t at = 0;
  for (uint32_t source = 0; source <= ntypes; source++) {
    while (at < layer->len && layer->rule[at].source < source) at++;
    layer->first[source] = (uint32_t)at;
  }
}

/*** flattening one source ***/

static void table_init(Table *t, const PolicyView *v) {
  size_t cells = (size_t)NKINDS * v->nclasses * v->ntypes;
  t->perms = xcalloc(cells, sizeof *t->perms);
}

static void touch(Table *t, uint32_t cell) {
  if (t->len == t->cap) {
    t->cap = t->cap ? 2 * t->cap : 4096;
    t->touched = xrealloc(t->touched, t->cap * sizeof *t->touched);
  }
  t->touched[t->len++] = cell;
}

static void add_av(const PolicyView *v, Table *t, const AvRule *r) {
  uint32_t row = (r->kind * v->nclasses + r->class) * v->ntypes;
  const TypeList *targets = &v->members[r->target];
  if (!r->perms) return;
  for (uint32_t i = 0; i < targets->len; i++) {
    uint32_t cell = row + targets->type[i];
    if (!t->perms[cell]) touch(t, cell);
    t->perms[cell] |= r->perms;
  }
}

static void add_xperms(const PolicyView *v, Table *t, const AvRule *r) {
  const TypeList *targets = &v->members[r->target];
  for (uint32_t i = 0; i < targets->len; i++)
    xperms_add(&t->xperms, targets->type[i], r->class, r->kind, r->xperms);
}

static void flatten(const PolicyView *v, const Layer *layer, uint32_t source,
                    Table *t) {
  ebitmap_node_t *node;
  uint32_t attr;
  ebitmap_for_each_positive_bit(&v->db->type_attr_map[source], node, attr) {
    for (uint32_t i = layer->first[attr]; i < layer->first[attr + 1]; i++) {
      const AvRule *r = &layer->rule[i];
      if (r->xperms)
        add_xperms(v, t, r);
      else
        add_av(v, t, r);
    }
  }
}

static void subtract(Table *t, const Table *known) {
  size_t kept = 0;
  for (size_t i = 0; i < t->len; i++) {
    uint32_t cell = t->touched[i];
    t->perms[cell] &= ~known->perms[cell];
    if (t->perms[cell]) t->touched[kept++] = cell;
  }
  t->len = kept;
}

static void clear(Table *t) {
  for (size_t i = 0; i < t->len; i++) t->perms[t->touched[i]] = 0;
  t->len = 0;
  xperms_clear(&t->xperms);
}

/*** using a flattened source ***/

/* A row is one (kind, class, target) with all its permissions. */
typedef struct {
  uint32_t kind, class, target, perms;
} Row;

static Row row_at(const PolicyView *v, const Table *t, size_t i) {
  uint32_t cell = t->touched[i];
  uint32_t group = cell / v->ntypes;
  return (Row){group / v->nclasses, group % v->nclasses, cell % v->ntypes,
               t->perms[cell]};
}

static void digest_fact(const AvFlat *flat, const Layer *layer,
                        uint32_t source, const Table *t, FactList *out) {
  const PolicyView *v = flat->v;
  uint64_t sum = xperms_digest(v, &t->xperms);
  size_t rows = t->len + t->xperms.len;
  for (size_t i = 0; i < t->len; i++) {
    Row r = row_at(v, t, i);
    const ClassView *class = &v->class[r.class];
    sum += hash_mix(v->type_hash[r.target] + 3 * class->name_hash + r.kind +
                    hash_mix(perms_hash(class, r.perms)));
  }
  if (rows)
    fact_add(out, "%s %s: %zu rows %016" PRIx64, type_name(v, source),
             layer->name ? layer->name : "always", rows, sum);
}

static void text_facts(const AvFlat *flat, const Layer *layer,
                       uint32_t source, const Table *t, FactList *out) {
  const PolicyView *v = flat->v;
  const char *name = layer->name ? layer->name : "always";
  for (size_t i = 0; i < t->len; i++) {
    Row r = row_at(v, t, i);
    for (uint32_t bit = 0; bit < 32; bit++) {
      const char *perm = v->class[r.class].name[bit];
      if (!(r.perms >> bit & 1)) continue;
      fact_add(out, "%s: %s %s %s:%s %s", name, kind_name[r.kind],
               type_name(v, source), type_name(v, r.target),
               class_name(v, r.class), perm ? perm : "?");
    }
  }
  xperms_text(v, &t->xperms, name, type_name(v, source), out);
}

typedef void Emit(const AvFlat *flat, const Layer *layer, uint32_t source,
                  const Table *t, FactList *out);

static bool layer_has(const PolicyView *v, const Layer *layer,
                      uint32_t source) {
  ebitmap_node_t *node;
  uint32_t attr;
  ebitmap_for_each_positive_bit(&v->db->type_attr_map[source], node, attr)
    if (layer->first[attr] < layer->first[attr + 1]) return true;
  return false;
}

static void emit_source(AvFlat *flat, uint32_t source, Emit *emit,
                        Facts *facts) {
  const PolicyView *v = flat->v;
  flatten(v, &flat->layer[0], source, &flat->always);
  xperms_merge(&flat->always.xperms);
  emit(flat, &flat->layer[0], source, &flat->always, &facts->list[SEC_AV]);
  for (size_t i = 1; i < flat->nlayers; i++) {
    if (!layer_has(v, &flat->layer[i], source)) continue;
    flatten(v, &flat->layer[i], source, &flat->here);
    subtract(&flat->here, &flat->always);
    xperms_merge(&flat->here.xperms);
    emit(flat, &flat->layer[i], source, &flat->here,
         &facts->list[SEC_COND_AV]);
    clear(&flat->here);
  }
  clear(&flat->always);
}

static bool is_type(const PolicyView *v, uint32_t index) {
  type_datum_t *t = v->db->type_val_to_struct[index];
  return t && t->flavor != TYPE_ATTRIB;
}

AvFlat *av_open(const PolicyView *v) {
  AvFlat *flat = xcalloc(1, sizeof *flat);
  flat->v = v;
  gather_unconditional(flat);
  gather_conditional(flat);
  for (size_t i = 0; i < flat->nlayers; i++)
    index_layer(&flat->layer[i], v->ntypes);
  table_init(&flat->always, v);
  table_init(&flat->here, v);
  return flat;
}

static void table_release(Table *t) {
  free(t->perms);
  free(t->touched);
  xperms_release(&t->xperms);
}

void av_close(AvFlat *flat) {
  for (size_t i = 0; i < flat->nlayers; i++) {
    free(flat->layer[i].name);
    free(flat->layer[i].rule);
    free(flat->layer[i].first);
  }
  free(flat->layer);
  table_release(&flat->always);
  table_release(&flat->here);
  free(flat);
}

void av_digest_facts(AvFlat *flat, Facts *facts) {
  for (uint32_t source = 0; source < flat->v->ntypes; source++)
    if (is_type(flat->v, source))
      emit_source(flat, source, digest_fact, facts);
}

void av_source_facts(AvFlat *flat, const char *source, Facts *facts) {
  for (uint32_t i = 0; i < flat->v->ntypes; i++)
    if (is_type(flat->v, i) && !strcmp(type_name(flat->v, i), source))
      emit_source(flat, i, text_facts, facts);
}
