/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * whyfacts: what libsepol says of single accesses, to hold `tecc why` against.
 *
 *   whyfacts rules SEED COUNT POLICY    random allowed accesses, as questions
 *   whyfacts denied SEED COUNT POLICY   random decisions: REASON, the two
 *                                       contexts, the class, a permission
 *   whyfacts granted POLICY <QUESTIONS  those that some setting of the
 *                                       booleans still allows
 *   whyfacts bound SEED POLICY OUT      the policy with random type bounds
 *
 * REASON is none, te, cons, rbac or bounds, about COUNT of each that the
 * policy has.
 */

#include <sepol/debug.h>
#include <sepol/policydb/conditional.h>
#include <sepol/policydb/services.h>
#include <sepol/policydb/sidtab.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/lib/polview.h"

typedef struct {
  PolicyView *view;
  avtab_ptr_t *rule; /* all allow rules */
  size_t nrules;
  size_t nchanges; /* the first of them let a process change its context */
  uint64_t seed;
} Proof;

static uint32_t below(Proof *p, size_t n) {
  p->seed = p->seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (uint32_t)((p->seed >> 33) % n);
}

static int take_rule(avtab_key_t *key, avtab_datum_t *datum, void *arg) {
  (void)datum;
  Proof *p = arg;
  if (key->specified & AVTAB_ALLOWED) p->nrules++;
  return 0;
}

static void list_rules(Proof *p, avtab_t *table) {
  for (uint32_t i = 0; i < table->nslot; i++)
    for (avtab_ptr_t n = table->htable[i]; n; n = n->next)
      if (n->key.specified & AVTAB_ALLOWED) p->rule[p->nrules++] = n;
}

static void changes_first(Proof *p) {
  for (size_t i = 0; i < p->nrules; i++) {
    avtab_ptr_t rule = p->rule[i];
    if (rule->key.target_class != p->view->db->process_class ||
        !(rule->datum.data & p->view->db->process_trans))
      continue;
    p->rule[i] = p->rule[p->nchanges];
    p->rule[p->nchanges++] = rule;
  }
}

static Proof proof_open(const char *path, const char *seed) {
  Proof p = {.view = view_open(path), .seed = strtoull(seed, NULL, 10)};
  avtab_map(&p.view->db->te_avtab, take_rule, &p);
  avtab_map(&p.view->db->te_cond_avtab, take_rule, &p);
  p.rule = xcalloc(p.nrules, sizeof *p.rule);
  p.nrules = 0;
  list_rules(&p, &p.view->db->te_avtab);
  list_rules(&p, &p.view->db->te_cond_avtab);
  changes_first(&p);
  return p;
}

typedef struct {
  uint32_t source, target, class, bit;
} Access;

static uint32_t random_member(Proof *p, uint32_t type) {
  TypeList *list = &p->view->members[type];
  return list->len ? list->type[below(p, list->len)] : UINT32_MAX;
}

/* Of one of the first NRULES rules; false if an attribute of it is empty. */
static bool random_access(Proof *p, size_t nrules, Access *a) {
  avtab_ptr_t n = p->rule[below(p, nrules)];
  a->class = n->key.target_class - 1u;
  a->source = random_member(p, n->key.source_type - 1u);
  a->target = random_member(p, n->key.target_type - 1u);
  if (!(n->datum.data & p->view->class[a->class].mask)) return false;
  do a->bit = below(p, 32);
  while (!(n->datum.data & p->view->class[a->class].mask & 1u << a->bit));
  return a->source != UINT32_MAX && a->target != UINT32_MAX;
}

static void print_rules(Proof *p, int count) {
  for (Access a; count > 0;) {
    if (!random_access(p, p->nrules, &a)) continue;
    printf("allow %s %s:%s %s\n", type_name(p->view, a.source),
           type_name(p->view, a.target), class_name(p->view, a.class),
           p->view->class[a.class].name[a.bit]);
    count--;
  }
}

/*** what is granted ***/

static bool is_granted(const policydb_t *db, const Access *a) {
  ebitmap_node_t *snode, *tnode;
  uint32_t s, t;
  ebitmap_for_each_positive_bit(&db->type_attr_map[a->source], snode, s)
      ebitmap_for_each_positive_bit(&db->type_attr_map[a->target], tnode, t) {
    avtab_key_t key = {.source_type = (uint16_t)(s + 1),
                       .target_type = (uint16_t)(t + 1),
                       .target_class = (uint16_t)(a->class + 1),
                       .specified = AVTAB_ALLOWED};
    avtab_t *table[] = {(avtab_t *)&db->te_avtab,
                        (avtab_t *)&db->te_cond_avtab};
    for (int i = 0; i < 2; i++)
      for (avtab_ptr_t n = avtab_search_node(table[i], &key); n;
           n = avtab_search_node_next(n, AVTAB_ALLOWED))
        if (n->datum.data >> a->bit & 1) return true;
  }
  return false;
}

static bool find_access(const policydb_t *db, const char *source,
                        const char *target, const char *class,
                        const char *perm, Access *a) {
  type_datum_t *s = hashtab_search(db->p_types.table, (char *)source);
  type_datum_t *t = hashtab_search(db->p_types.table, (char *)target);
  class_datum_t *c = hashtab_search(db->p_classes.table, (char *)class);
  if (!s || !t || !c) return false;
  perm_datum_t *p = hashtab_search(c->permissions.table, (char *)perm);
  if (!p && c->comdatum)
    p = hashtab_search(c->comdatum->permissions.table, (char *)perm);
  if (!p) return false;
  *a = (Access){s->s.value - 1, t->s.value - 1, c->s.value - 1,
                p->s.value - 1};
  return true;
}

static void print_granted(const char *path) {
  PolicyView *view = view_open(path);
  char source[256], target[256], class[256], perm[256];
  while (scanf(" allow %255s %255[^:]:%255s %255s", source, target, class,
               perm) == 4) {
    Access a;
    if (find_access(view->db, source, target, class, perm, &a) &&
        is_granted(view->db, &a))
      printf("allow %s %s:%s %s\n", source, target, class, perm);
  }
  view_close(view);
}

/*** decisions ***/

static char *random_name(Proof *p, char **names, uint32_t count) {
  return names[below(p, count)];
}

/* A level with the lowest sensitivity or any, with no categories, one or
 * all. */
static void random_level(Proof *p, char *out, size_t size) {
  policydb_t *db = p->view->db;
  const char *sens = db->p_sens_val_to_name[
      below(p, 2) ? 0 : below(p, db->p_levels.nprim)];
  const char *first = db->p_cat_val_to_name[0];
  const char *last = db->p_cat_val_to_name[db->p_cats.nprim - 1];
  switch (below(p, 3)) {
  case 0: snprintf(out, size, "%s", sens); break;
  case 1:
    snprintf(out, size, "%s:%s", sens,
             random_name(p, db->p_cat_val_to_name, db->p_cats.nprim));
    break;
  default: snprintf(out, size, "%s:%s.%s", sens, first, last);
  }
}

/* A context with the type, as text; its SID, or 0 after many that libsepol
 * does not take. */
static sepol_security_id_t random_context(Proof *p, uint32_t type,
                                          bool is_object, char *out,
                                          size_t size) {
  policydb_t *db = p->view->db;
  for (int attempt = 0; attempt < 50; attempt++) {
    char low[256], high[256];
    const char *role = is_object ? "object_r"
                                 : random_name(p, db->p_role_val_to_name,
                                               db->p_roles.nprim);
    const char *user =
        random_name(p, db->p_user_val_to_name, db->p_users.nprim);
    int n = snprintf(out, size, "%s:%s:%s", user, role,
                     type_name(p->view, type));
    if (db->mls) {
      random_level(p, low, sizeof low);
      random_level(p, high, sizeof high);
      snprintf(out + n, size - (size_t)n, below(p, 2) ? ":%s" : ":%s-%s", low,
               high);
    }
    sepol_security_id_t sid;
    if (!sepol_context_to_sid(out, strlen(out) + 1, &sid)) return sid;
  }
  return 0;
}

enum { NONE, TE, CONS, RBAC, BOUNDS, NREASONS };

/* The one reason for the one permission.  libsepol sets the flag of the bounds
 * for any permission that they take, asked for or not. */
static int reason_of(unsigned flags, bool allowed) {
  return allowed                          ? NONE
         : flags & SEPOL_COMPUTEAV_TE     ? TE
         : flags & SEPOL_COMPUTEAV_CONS   ? CONS
         : flags & SEPOL_COMPUTEAV_RBAC   ? RBAC
         : flags & SEPOL_COMPUTEAV_BOUNDS ? BOUNDS
                                          : NREASONS;
}

/* One random decision, printed if fewer than COUNT of its reason were. */
static void try_decision(Proof *p, int count, int *seen) {
  static const char *const word[] = {"none", "te", "cons", "rbac", "bounds"};
  policydb_t *db = p->view->db;
  Access a;
  if (!random_access(p, below(p, 3) ? p->nrules : p->nchanges, &a)) return;
  if (!below(p, 4)) a.target = below(p, 2) ? a.source : a.target / 2;
  if (db->type_val_to_struct[a.target]->flavor != TYPE_TYPE) return;
  bool is_process = a.class == db->process_class - 1u;
  char source[1024], target[1024];
  sepol_security_id_t ssid =
      random_context(p, a.source, false, source, sizeof source);
  sepol_security_id_t tsid =
      ssid ? random_context(p, a.target, !is_process, target, sizeof target)
           : 0;
  if (!tsid) return;
  struct sepol_av_decision decision;
  unsigned flags;
  uint32_t asked = UINT32_C(1) << a.bit;
  if (sepol_compute_av_reason(ssid, tsid, (uint16_t)(a.class + 1), asked,
                              &decision, &flags))
    return;
  int reason = reason_of(flags, decision.allowed & asked);
  if (reason == NREASONS || seen[reason]++ >= count) return;
  printf("%s %s %s %s %s\n", word[reason], source, target,
         class_name(p->view, a.class), p->view->class[a.class].name[a.bit]);
}

static void *read_bytes(const char *path, size_t *size) {
  char *bytes = xcalloc(1, 1 << 24);
  FILE *f = fopen(path, "rb");
  *size = f ? fread(bytes, 1, 1 << 24, f) : 0;
  if (f) fclose(f);
  return bytes;
}

static int print_decisions(Proof *p, const char *path, int count) {
  int seen[NREASONS] = {0};
  size_t size;
  void *bytes = read_bytes(path, &size);
  sepol_debug(0);
  if (sepol_load_policy(bytes, size)) return 2;
  for (int i = 0; i < count * 40; i++) try_decision(p, count, seen);
  free(bytes);
  return 0;
}

/*** bounds ***/

/* Half of the types with odd numbers that have rules get a parent with an even
 * number: libsepol does not survive a parent that is bounded itself. */
static int write_bounded(Proof *p, const char *out) {
  policydb_t *db = p->view->db;
  for (size_t i = 0; i < p->nrules; i++) {
    uint32_t source = p->rule[i]->key.source_type - 1u;
    type_datum_t *child = db->type_val_to_struct[source];
    uint32_t parent = below(p, p->view->ntypes) & ~1u;
    if (below(p, 2) && source & 1 && child->flavor == TYPE_TYPE &&
        db->type_val_to_struct[parent]->flavor == TYPE_TYPE)
      child->bounds = parent + 1;
  }
  struct policy_file file;
  policy_file_init(&file);
  file.type = PF_USE_STDIO;
  file.fp = fopen(out, "wb");
  if (!file.fp || policydb_write(db, &file) || fclose(file.fp)) return 2;
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && !strcmp(argv[1], "granted")) {
    print_granted(argv[2]);
    return 0;
  }
  if (argc != 5) {
    fputs("usage: whyfacts rules|denied|granted|bound ...\n", stderr);
    return 2;
  }
  bool is_bound = !strcmp(argv[1], "bound");
  Proof p = proof_open(argv[is_bound ? 3 : 4], argv[2]);
  int status = 0;
  if (is_bound)
    status = write_bounded(&p, argv[4]);
  else if (!strcmp(argv[1], "rules"))
    print_rules(&p, atoi(argv[3]));
  else
    status = print_decisions(&p, argv[4], atoi(argv[3]));
  free(p.rule);
  view_close(p.view);
  return status;
}
