/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts about the declared symbols of a policy. */

#include <sepol/policydb/polcaps.h>
#include <stdlib.h>

#include "tests/lib/polview.h"

/* What a visit of a symbol table needs. */
typedef struct {
  const PolicyView *v;
  Facts *facts;
  const char *owner; /* the class or common whose permissions are visited */
} Walk;

static FactList *section(const Walk *w, int id) { return &w->facts->list[id]; }

static void header_facts(const PolicyView *v, FactList *out) {
  const policydb_t *p = v->db;
  const char *unknown = p->handle_unknown == ALLOW_UNKNOWN    ? "allow"
                        : p->handle_unknown == REJECT_UNKNOWN ? "reject"
                                                              : "deny";
  fact_add(out, "version %u", p->policyvers);
  fact_add(out, "target %s",
           p->target_platform == SEPOL_TARGET_XEN ? "xen" : "selinux");
  fact_add(out, "mls %d", p->mls);
  fact_add(out, "handle_unknown %s", unknown);
}

static void polcap_facts(const PolicyView *v, FactList *out) {
  ebitmap_node_t *node;
  uint32_t i;
  ebitmap_for_each_positive_bit(&v->db->policycaps, node, i) {
    const char *name = sepol_polcap_getname(i);
    fact_add(out, "policycap %s", name ? name : "?");
  }
}

static void visit_perm(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  fact_add(section(w, SEC_PERMS), "%s %s %u", w->owner, key,
           ((perm_datum_t *)datum)->s.value);
}

static void visit_common(char *key, void *datum, void *arg) {
  Walk w = *(const Walk *)arg;
  common_datum_t *common = datum;
  fact_add(section(&w, SEC_COMMONS), "common %s %u", key, common->s.value);
  w.owner = key;
  table_each(common->permissions.table, visit_perm, &w);
}

static const char *side_text(char side) {
  return side == DEFAULT_SOURCE ? "source" : "target";
}

static const char *default_range_text(char range) {
  static const char *const text[] = {
      [DEFAULT_SOURCE_LOW] = "source low",
      [DEFAULT_SOURCE_HIGH] = "source high",
      [DEFAULT_SOURCE_LOW_HIGH] = "source low-high",
      [DEFAULT_TARGET_LOW] = "target low",
      [DEFAULT_TARGET_HIGH] = "target high",
      [DEFAULT_TARGET_LOW_HIGH] = "target low-high",
      [DEFAULT_GLBLUB] = "glblub",
  };
  return text[(int)range];
}

static void default_facts(const char *name, class_datum_t *c, FactList *out) {
  if (c->default_user)
    fact_add(out, "default_user %s %s", name, side_text(c->default_user));
  if (c->default_role)
    fact_add(out, "default_role %s %s", name, side_text(c->default_role));
  if (c->default_type)
    fact_add(out, "default_type %s %s", name, side_text(c->default_type));
  if (c->default_range)
    fact_add(out, "default_range %s %s", name,
             default_range_text(c->default_range));
}

static void visit_class(char *key, void *datum, void *arg) {
  Walk w = *(const Walk *)arg;
  class_datum_t *class = datum;
  fact_add(section(&w, SEC_CLASSES), "class %s %u%s%s", key, class->s.value,
           class->comkey ? " inherits " : "",
           class->comkey ? class->comkey : "");
  w.owner = key;
  table_each(class->permissions.table, visit_perm, &w);
  default_facts(key, class, section(&w, SEC_DEFAULTS));
}

static void attribute_facts(const Walk *w, const char *name, uint32_t index) {
  FactList *out = section(w, SEC_ATTRIBUTES);
  const TypeList *members = &w->v->members[index];
  fact_add(out, "attribute %s", name);
  for (uint32_t i = 0; i < members->len; i++)
    fact_add(out, "%s has %s", name, type_name(w->v, members->type[i]));
}

static void visit_type(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  type_datum_t *type = datum;
  uint32_t index = type->s.value - 1;
  if (type->flavor == TYPE_ATTRIB) {
    attribute_facts(w, key, index);
    return;
  }
  if (!type->primary) {
    fact_add(section(w, SEC_ALIASES), "alias %s of %s", key,
             type_name(w->v, index));
    return;
  }
  fact_add(section(w, SEC_TYPES), "type %s", key);
  if (type->bounds)
    fact_add(section(w, SEC_BOUNDS), "type %s within %s", key,
             type_name(w->v, type->bounds - 1));
}

static void permissive_facts(const PolicyView *v, FactList *out) {
  ebitmap_node_t *node;
  uint32_t value;
  ebitmap_for_each_positive_bit(&v->db->permissive_map, node, value)
      fact_add(out, "permissive %s", type_name(v, value - 1));
}

static void visit_role(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  role_datum_t *role = datum;
  ebitmap_node_t *node;
  uint32_t i;
  fact_add(section(w, SEC_ROLES), "role %s", key);
  ebitmap_for_each_positive_bit(&role->dominates, node, i)
    if (i + 1 != role->s.value)
      fact_add(section(w, SEC_ROLES), "%s dominates %s", key,
               role_name(w->v, i));
  ebitmap_for_each_positive_bit(&role->types.types, node, i)
      fact_add(section(w, SEC_ROLE_TYPES), "role %s types %s", key,
               type_name(w->v, i));
  if (role->bounds)
    fact_add(section(w, SEC_BOUNDS), "role %s within %s", key,
             role_name(w->v, role->bounds - 1));
}

static void role_rule_facts(const PolicyView *v, Facts *facts) {
  for (role_allow_t *r = v->db->role_allow; r; r = r->next)
    fact_add(&facts->list[SEC_ROLE_ALLOW], "allow %s %s",
             role_name(v, r->role - 1), role_name(v, r->new_role - 1));
  for (role_trans_t *r = v->db->role_tr; r; r = r->next)
    fact_add(&facts->list[SEC_ROLE_TRANSITION],
             "role_transition %s %s:%s %s", role_name(v, r->role - 1),
             type_name(v, r->type - 1), class_name(v, r->tclass - 1),
             role_name(v, r->new_role - 1));
}

static void visit_user(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  user_datum_t *user = datum;
  FactList *out = section(w, SEC_USERS);
  char *roles = names_text(w->v->db->p_role_val_to_name, &user->roles.roles);
  fact_add(out, "user %s roles %s", key, roles);
  free(roles);
  if (w->v->db->mls) {
    char *level = level_text(w->v, &user->exp_dfltlevel);
    char *range = range_text(w->v, &user->exp_range);
    fact_add(out, "user %s level %s range %s", key, level, range);
    free(range);
    free(level);
  }
  if (user->bounds)
    fact_add(section(w, SEC_BOUNDS), "user %s within %s", key,
             w->v->db->p_user_val_to_name[user->bounds - 1]);
}

static void visit_sensitivity(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  level_datum_t *sens = datum;
  FactList *out = section(w, SEC_MLS);
  uint32_t value = sens->level->sens;
  if (sens->isalias) {
    fact_add(out, "sensitivity alias %s of %s", key,
             w->v->db->p_sens_val_to_name[value - 1]);
    return;
  }
  char *level = level_text(w->v, sens->level);
  fact_add(out, "sensitivity %s %u level %s", key, value, level);
  free(level);
}

static void visit_category(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  cat_datum_t *cat = datum;
  FactList *out = section(w, SEC_MLS);
  if (cat->isalias)
    fact_add(out, "category alias %s of %s", key,
             w->v->db->p_cat_val_to_name[cat->s.value - 1]);
  else
    fact_add(out, "category %s %u", key, cat->s.value);
}

static void visit_bool(char *key, void *datum, void *arg) {
  const Walk *w = arg;
  cond_bool_datum_t *b = datum;
  fact_add(section(w, SEC_BOOLS), "bool %s %s", key,
           b->state ? "true" : "false");
}

void symbol_facts(const PolicyView *v, Facts *facts) {
  static TableVisit *const visits[SYM_NUM] = {
      [SYM_COMMONS] = visit_common,    [SYM_CLASSES] = visit_class,
      [SYM_ROLES] = visit_role,        [SYM_TYPES] = visit_type,
      [SYM_USERS] = visit_user,        [SYM_BOOLS] = visit_bool,
      [SYM_LEVELS] = visit_sensitivity, [SYM_CATS] = visit_category,
  };
  Walk w = {v, facts, NULL};
  header_facts(v, &facts->list[SEC_HEADER]);
  polcap_facts(v, &facts->list[SEC_POLCAPS]);
  for (int i = 0; i < SYM_NUM; i++)
    table_each(v->db->symtab[i].table, visits[i], &w);
  permissive_facts(v, &facts->list[SEC_PERMISSIVE]);
  role_rule_facts(v, facts);
}
