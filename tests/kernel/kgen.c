/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * kgen POLICY QUERIES EXPECTED: questions for a kernel and libsepol's answers
 * to them, after POLICY.
 */

#include <sepol/debug.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kernel/gen.h"
#include "tests/lib/cond.h"

enum {
  PER_CLASS = 14,
  PER_CONSTRAINT = 4,
  RANDOM_PAIRS = 400,
  PER_BOOL_STATE = 300,
  CREATES = 250,
  FEW = 100
};

typedef void AskPair(Gen *g, const char *scon, const char *tcon,
                     uint32_t class);

/* Asks about some contexts to which RULE applies. */
static void about_rule(Gen *g, const Rule *rule, AskPair *ask) {
  char scon[CONTEXT_MAX], tcon[CONTEXT_MAX];
  pick_context(g, pick_member(g, rule->source), scon);
  pick_context(g, pick_member(g, rule->target), tcon);
  ask(g, scon, tcon, rule->class);
}

static void about_rules(Gen *g, const RuleList *list, unsigned count,
                        AskPair *ask) {
  for (unsigned i = 0; list->len && i < count; i++)
    about_rule(g, pick_rule(g, list), ask);
}

static void about_random_types(Gen *g, uint32_t class, AskPair *ask) {
  Rule any = {g->types.type[pick(g, g->types.len)],
              g->types.type[pick(g, g->types.len)], class, 0};
  about_rule(g, &any, ask);
}

static bool has_class(const Gen *g, uint32_t class) {
  return g->v->db->class_val_to_struct[class];
}

static void all_classes(Gen *g) {
  g->group = "access";
  for (uint32_t class = 0; class < g->v->nclasses; class++) {
    if (!has_class(g, class)) continue;
    about_rules(g, &g->av[class], PER_CLASS, ask_access);
    if (!g->av[class].len) about_random_types(g, class, ask_access);
  }
  g->group = "access-random";
  for (int i = 0; i < RANDOM_PAIRS; i++) {
    uint32_t class = pick(g, g->v->nclasses);
    if (has_class(g, class)) about_random_types(g, class, ask_access);
  }
}

/* A rule of CLASS that gives some of PERMS, if one is easily found. */
static const Rule *rule_giving(Gen *g, uint32_t class, uint32_t perms) {
  const RuleList *list = &g->av[class];
  for (int tries = 0; list->len && tries < 50; tries++) {
    const Rule *rule = pick_rule(g, list);
    if (rule->perms & perms) return rule;
  }
  return NULL;
}

static void all_constraints(Gen *g) {
  g->group = "access-constrained";
  for (uint32_t class = 0; class < g->v->nclasses; class++) {
    if (!has_class(g, class)) continue;
    constraint_node_t *n = g->v->db->class_val_to_struct[class]->constraints;
    for (; n; n = n->next) {
      const Rule *rule = rule_giving(g, class, n->permissions);
      for (int i = 0; rule && i < PER_CONSTRAINT; i++)
        about_rule(g, rule, ask_access);
    }
  }
}

/* Booleans as they are, all the other way, and half of them back. */
static void all_bool_states(Gen *g) {
  static const char *const access[] = {
      "access-bools-default", "access-bools-flipped", "access-bools-mixed"};
  static const char *const create[] = {
      "create-bools-default", "create-bools-flipped", "create-bools-mixed"};
  policydb_t *p = g->v->db;
  for (int round = 0; round < 3; round++) {
    for (uint32_t i = 0; round && i < p->p_bools.nprim; i++)
      if (round == 1 || one_in(g, 2))
        set_bool(g, i, !p->bool_val_to_struct[i]->state);
    if (round) commit_bools(g);
    g->group = access[round];
    about_rules(g, &g->cond_av, PER_BOOL_STATE, ask_access);
    g->group = create[round];
    about_rules(g, &g->cond_transition, FEW, ask_create);
  }
}

static void role_transitions(Gen *g) {
  char scon[CONTEXT_MAX], tcon[CONTEXT_MAX];
  unsigned count = 0;
  g->group = "create-role";
  for (role_trans_t *r = g->v->db->role_tr; r && count < FEW; r = r->next) {
    role_datum_t *role = g->v->db->role_val_to_struct[r->role - 1];
    ebitmap_node_t *node;
    uint32_t type, found = 0;
    ebitmap_for_each_positive_bit(&role->types.types, node, type)
      if (!found || one_in(g, 20)) found = type + 1;
    if (!found) continue;
    pick_context(g, found - 1, scon);
    pick_context(g, r->type - 1, tcon);
    ask_create(g, scon, tcon, r->tclass - 1);
    count++;
  }
}

static void visit_range(char *table_key, void *range, void *arg) {
  const range_trans_t *key = (const void *)table_key;
  Rule rule = {key->source_type - 1, key->target_type - 1,
               key->target_class - 1, 0};
  (void)range;
  about_rule(arg, &rule, ask_create);
}

/* Names a file in the way that selinuxfs wants: no character needs escape. */
static bool plain_name(const char *name) {
  return !strpbrk(name, " %+\t\n");
}

static void visit_filename(char *table_key, void *datum, void *arg) {
  const filename_trans_key_t *key = (const void *)table_key;
  Gen *g = arg;
  char scon[CONTEXT_MAX], tcon[CONTEXT_MAX];
  for (filename_trans_datum_t *d = datum; d; d = d->next) {
    ebitmap_node_t *node;
    uint32_t type;
    if (!plain_name(key->name)) return;
    ebitmap_for_each_positive_bit(&d->stypes, node, type) {
      if (!one_in(g, 8)) continue;
      pick_context(g, type, scon);
      pick_context(g, key->ttype - 1, tcon);
      ask_create_named(g, scon, tcon, key->tclass - 1, key->name,
                       d->otype - 1);
    }
  }
}

static void all_transitions(Gen *g) {
  g->group = "create";
  about_rules(g, &g->transition, CREATES, ask_create);
  g->group = "create-random";
  for (int i = 0; i < FEW; i++) {
    uint32_t class = pick(g, g->v->nclasses);
    if (has_class(g, class)) about_random_types(g, class, ask_create);
  }
  role_transitions(g);
  g->group = "create-range";
  table_each(g->v->db->range_tr, visit_range, g);
  g->group = "create-named";
  table_each(g->v->db->filename_trans, visit_filename, g);
  g->group = "member";
  about_rules(g, &g->member, FEW, ask_member);
  g->group = "relabel";
  about_rules(g, &g->change, FEW, ask_change);
}

static void visit_alias(char *name, void *datum, void *arg) {
  const type_datum_t *type = datum;
  Gen *g = arg;
  char context[CONTEXT_MAX], aliased[2 * CONTEXT_MAX];
  if (type->flavor == TYPE_ATTRIB || type->primary || !one_in(g, 3)) return;
  pick_context(g, type->s.value - 1, context);
  char *user_end = strchr(context, ':');
  char *role_end = strchr(user_end + 1, ':');
  char *range = strchr(role_end + 1, ':');
  *role_end = '\0';
  snprintf(aliased, sizeof aliased, "%s:%s%s", context, name,
           range ? range : "");
  ask_validity(g, aliased);
}

static void contexts(Gen *g) {
  char context[CONTEXT_MAX];
  g->group = "context";
  for (int i = 0; i < 2 * FEW; i++) {
    pick_doubtful_context(g, context);
    ask_validity(g, context);
    pick_context(g, g->types.type[pick(g, g->types.len)], context);
    ask_validity(g, context);
  }
  g->group = "context-alias";
  table_each(g->v->db->p_types.table, visit_alias, g);
}

static void validatetrans(Gen *g) {
  char from[CONTEXT_MAX], to[CONTEXT_MAX], task[CONTEXT_MAX];
  g->group = "validatetrans";
  for (uint32_t class = 0; class < g->v->nclasses; class++) {
    if (!has_class(g, class)) continue;
    if (!g->v->db->class_val_to_struct[class]->validatetrans) continue;
    for (int i = 0; i < 20; i++) {
      pick_context(g, g->types.type[pick(g, g->types.len)], from);
      pick_context(g, g->types.type[pick(g, g->types.len)], to);
      pick_context(g, g->types.type[pick(g, g->types.len)], task);
      ask_validatetrans(g, from, to, class, task);
    }
  }
}

static FILE *open_output(const char *path) {
  FILE *f = fopen(path, "w");
  if (f) return f;
  perror(path);
  exit(2);
}

int main(int argc, char **argv) {
  if (argc != 4) {
    fprintf(stderr, "usage: kgen POLICY QUERIES EXPECTED\n");
    return 2;
  }
  Gen g = {.v = view_open(argv[1]), .random = 20};
  g.queries = open_output(argv[2]);
  g.expected = open_output(argv[3]);
  sepol_debug(0);
  sepol_sidtab_init(&g.sids);
  sepol_set_policydb(g.v->db);
  sepol_set_sidtab(&g.sids);
  evaluate_conds(g.v->db);
  follow_kernel_defaults(&g);
  gather(&g);

  describe_classes(&g);
  all_classes(&g);
  all_constraints(&g);
  all_transitions(&g);
  contexts(&g);
  validatetrans(&g);
  all_bool_states(&g);
  return fclose(g.queries) || fclose(g.expected) ? 2 : 0;
}
