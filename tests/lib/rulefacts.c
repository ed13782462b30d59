/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts about rules that choose a type or a range for something new. */

#include <stdlib.h>

#include "tests/lib/cond.h"
#include "tests/lib/polview.h"

static const char *rule_word(uint32_t specified) {
  return specified & AVTAB_TRANSITION ? "type_transition"
         : specified & AVTAB_MEMBER   ? "type_member"
                                      : "type_change";
}

static void type_rule_facts(const PolicyView *v, const char *layer,
                            const avtab_ptr_t node, FactList *out) {
  const avtab_key_t *k = &node->key;
  if (!(k->specified & AVTAB_TYPE)) return;
  const TypeList *sources = &v->members[k->source_type - 1];
  const TypeList *targets = &v->members[k->target_type - 1];
  for (uint32_t i = 0; i < sources->len; i++)
    for (uint32_t j = 0; j < targets->len; j++)
      fact_add(out, "%s%s %s %s:%s %s", layer, rule_word(k->specified),
               type_name(v, sources->type[i]), type_name(v, targets->type[j]),
               class_name(v, k->target_class - 1u),
               type_name(v, node->datum.data - 1));
}

static void branch_facts(const PolicyView *v, const char *cond, bool truth,
                         const cond_av_list_t *list, FactList *out) {
  char *layer;
  if (asprintf(&layer, "if %s %s: ", cond, truth ? "then" : "else") < 0)
    abort();
  for (; list; list = list->next) type_rule_facts(v, layer, list->node, out);
  free(layer);
}

static void conditional_facts(const PolicyView *v, FactList *out) {
  for (cond_node_t *n = v->db->cond_list; n; n = n->next) {
    CondName cond = cond_name(v, n);
    branch_facts(v, cond.name, !cond.swapped, n->true_list, out);
    branch_facts(v, cond.name, cond.swapped, n->false_list, out);
    free(cond.name);
  }
}

typedef struct {
  const PolicyView *v;
  FactList *out;
} Walk;

static void visit_filename(char *table_key, void *datum, void *arg) {
  const filename_trans_key_t *key = (const void *)table_key;
  const Walk *w = arg;
  ebitmap_node_t *node;
  uint32_t source;
  for (filename_trans_datum_t *d = datum; d; d = d->next)
    ebitmap_for_each_positive_bit(&d->stypes, node, source)
        fact_add(w->out, "type_transition %s %s:%s %s \"%s\"",
                 type_name(w->v, source), type_name(w->v, key->ttype - 1),
                 class_name(w->v, key->tclass - 1),
                 type_name(w->v, d->otype - 1), key->name);
}

static void visit_range(char *table_key, void *datum, void *arg) {
  const range_trans_t *key = (const void *)table_key;
  const Walk *w = arg;
  char *range = range_text(w->v, datum);
  fact_add(w->out, "range_transition %s %s:%s %s",
           type_name(w->v, key->source_type - 1),
           type_name(w->v, key->target_type - 1),
           class_name(w->v, key->target_class - 1), range);
  free(range);
}

void rule_facts(const PolicyView *v, Facts *facts) {
  const avtab_t *table = &v->db->te_avtab;
  for (uint32_t i = 0; i < table->nslot; i++)
    for (avtab_ptr_t n = table->htable[i]; n; n = n->next)
      type_rule_facts(v, "", n, &facts->list[SEC_TYPE_RULES]);
  conditional_facts(v, &facts->list[SEC_COND_TYPE_RULES]);
  Walk filename = {v, &facts->list[SEC_FILENAME]};
  table_each(v->db->filename_trans, visit_filename, &filename);
  Walk range = {v, &facts->list[SEC_RANGE]};
  table_each(v->db->range_tr, visit_range, &range);
}
