/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>

#include "tests/kernel/gen.h"

uint32_t pick(Gen *g, uint32_t below) {
  g->random += 0x9e3779b97f4a7c15u;
  return below ? (uint32_t)(hash_mix(g->random) % below) : 0;
}

bool one_in(Gen *g, uint32_t n) { return pick(g, n) == 0; }

const Rule *pick_rule(Gen *g, const RuleList *list) {
  return &list->rule[pick(g, (uint32_t)list->len)];
}

uint32_t pick_member(Gen *g, uint32_t type_or_attribute) {
  const TypeList *members = &g->v->members[type_or_attribute];
  if (!members->len) return g->types.type[0];
  return members->type[pick(g, members->len)];
}

static uint32_t pick_from(Gen *g, const TypeList *list) {
  return list->type[pick(g, list->len)];
}

bool context_sid(const char *context, sepol_security_id_t *sid) {
  return !sepol_context_to_sid((sepol_security_context_t)context,
                               strlen(context) + 1, sid);
}

/*** levels ***/

/* The number of a random category of the set. */
static uint32_t pick_category(Gen *g, const ebitmap_t *set) {
  ebitmap_node_t *node;
  uint32_t i, count = 0, chosen;
  ebitmap_for_each_positive_bit(set, node, i) count++;
  chosen = pick(g, count);
  ebitmap_for_each_positive_bit(set, node, i) if (!chosen--) return i;
  return 0;
}

/* Adds to OUT no category, all, one, two, or a run, of SET. */
static void print_categories(Gen *g, const ebitmap_t *set, FILE *out) {
  char **names = g->v->db->p_cat_val_to_name;
  uint32_t a, b, how = pick(g, 5);
  if (!set->node || how == 0) return;
  a = pick_category(g, set);
  b = pick_category(g, set);
  if (a > b) {
    uint32_t t = a;
    a = b;
    b = t;
  }
  fprintf(out, ":%s", names[a]);
  if (a != b && how > 1) fprintf(out, "%c%s", how == 2 ? ',' : '.', names[b]);
}

static void print_level(Gen *g, const mls_range_t *within, FILE *out) {
  uint32_t low = within->level[0].sens, high = within->level[1].sens;
  uint32_t sens = low + pick(g, high - low + 1);
  fputs(g->v->db->p_sens_val_to_name[sens - 1], out);
  print_categories(g, &within->level[1].cat, out);
}

static void print_range(Gen *g, const user_datum_t *user, FILE *out) {
  fputc(':', out);
  print_level(g, &user->exp_range, out);
  if (one_in(g, 2)) return;
  fputc('-', out);
  print_level(g, &user->exp_range, out);
}

static void print_lowest(Gen *g, const user_datum_t *user, FILE *out) {
  char *level = level_text(g->v, &user->exp_range.level[0]);
  fprintf(out, ":%s", level);
  free(level);
}

/*** contexts ***/

static uint32_t pick_user(Gen *g, uint32_t role) {
  const TypeList *users = &g->role_users[role];
  if (role != OBJECT_R_VAL - 1 && users->len) return pick_from(g, users);
  return pick_from(g, &g->users);
}

/* One try; its range may be no range of the user's. */
static void try_context(Gen *g, uint32_t type, bool lowest, char *context) {
  policydb_t *p = g->v->db;
  const TypeList *roles = &g->type_roles[type];
  uint32_t role = OBJECT_R_VAL - 1;
  if (roles->len && !one_in(g, 8)) role = pick_from(g, roles);
  uint32_t user = pick_user(g, role);
  FILE *out = fmemopen(context, CONTEXT_MAX, "w");
  if (!out) abort();
  fprintf(out, "%s:%s:%s", p->p_user_val_to_name[user], role_name(g->v, role),
          type_name(g->v, type));
  if (p->mls && lowest) print_lowest(g, p->user_val_to_struct[user], out);
  if (p->mls && !lowest) print_range(g, p->user_val_to_struct[user], out);
  fclose(out);
}

void pick_context(Gen *g, uint32_t type, char *context) {
  sepol_security_id_t sid;
  for (int tries = 0; tries < 100; tries++) {
    try_context(g, type, tries > 10 || one_in(g, 3), context);
    if (context_sid(context, &sid)) return;
  }
  fprintf(stderr, "no valid context for %s\n", type_name(g->v, type));
  exit(2);
}

void pick_doubtful_context(Gen *g, char *context) {
  policydb_t *p = g->v->db;
  uint32_t user = pick_from(g, &g->users), role = pick_from(g, &g->roles);
  uint32_t type = pick_from(g, &g->types);
  if (one_in(g, 2) && g->role_users[role].len)
    user = pick_from(g, &g->role_users[role]);
  FILE *out = fmemopen(context, CONTEXT_MAX, "w");
  if (!out) abort();
  fprintf(out, "%s:%s:%s", p->p_user_val_to_name[user], role_name(g->v, role),
          type_name(g->v, type));
  if (p->mls) print_range(g, p->user_val_to_struct[user], out);
  fclose(out);
}

/*** what there is to choose from ***/

static void add_rule(RuleList *list, const avtab_key_t *k, uint32_t perms) {
  if (list->len == list->cap) {
    list->cap = list->cap ? 2 * list->cap : 16;
    list->rule = xrealloc(list->rule, list->cap * sizeof *list->rule);
  }
  list->rule[list->len++] = (Rule){k->source_type - 1u, k->target_type - 1u,
                                   k->target_class - 1u, perms};
}

static void gather_rule(Gen *g, const avtab_ptr_t n, bool conditional) {
  const avtab_key_t *k = &n->key;
  uint32_t perms = n->datum.data;
  if (k->specified & AVTAB_AUDITDENY) perms = ~perms;
  if (k->specified & AVTAB_AV)
    add_rule(conditional ? &g->cond_av : &g->av[k->target_class - 1], k,
             perms);
  else if (k->specified & AVTAB_TRANSITION)
    add_rule(conditional ? &g->cond_transition : &g->transition, k, 0);
  else if (k->specified & AVTAB_MEMBER)
    add_rule(&g->member, k, 0);
  else if (k->specified & AVTAB_CHANGE)
    add_rule(&g->change, k, 0);
}

static void gather_table(Gen *g, const avtab_t *table, bool conditional) {
  for (uint32_t i = 0; i < table->nslot; i++)
    for (avtab_ptr_t n = table->htable[i]; n; n = n->next)
      gather_rule(g, n, conditional);
}

static void add_index(TypeList *list, uint32_t index) {
  list->type = xrealloc(list->type, (list->len + 1) * sizeof *list->type);
  list->type[list->len++] = index;
}

static void gather_symbols(Gen *g) {
  policydb_t *p = g->v->db;
  ebitmap_node_t *node;
  uint32_t i, k;
  for (i = 0; i < g->v->ntypes; i++)
    if (p->type_val_to_struct[i] &&
        p->type_val_to_struct[i]->flavor != TYPE_ATTRIB)
      add_index(&g->types, i);
  /* Role attributes leave gaps in the numbering. */
  for (i = 0; i < p->p_roles.nprim; i++) {
    if (!p->role_val_to_struct[i]) continue;
    add_index(&g->roles, i);
    ebitmap_for_each_positive_bit(&p->role_val_to_struct[i]->types.types,
                                  node, k) add_index(&g->type_roles[k], i);
  }
  for (i = 0; i < p->p_users.nprim; i++) {
    if (!p->user_val_to_struct[i]) continue;
    add_index(&g->users, i);
    ebitmap_for_each_positive_bit(&p->user_val_to_struct[i]->roles.roles,
                                  node, k) add_index(&g->role_users[k], i);
  }
}

void gather(Gen *g) {
  g->av = xcalloc(g->v->nclasses, sizeof *g->av);
  g->type_roles = xcalloc(g->v->ntypes, sizeof *g->type_roles);
  g->role_users = xcalloc(g->v->db->p_roles.nprim, sizeof *g->role_users);
  gather_table(g, &g->v->db->te_avtab, false);
  gather_table(g, &g->v->db->te_cond_avtab, true);
  gather_symbols(g);
}
