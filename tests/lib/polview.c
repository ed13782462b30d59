/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "tests/lib/polview.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void fail(const char *path, const char *what) {
  fprintf(stderr, "%s: %s\n", path, what);
  exit(2);
}

static sepol_policydb_t *read_policy(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) fail(path, strerror(errno));
  sepol_handle_t *handle = sepol_handle_create();
  sepol_policydb_t *p = NULL;
  sepol_policy_file_t *pf = NULL;
  if (!handle || sepol_policydb_create(&p) || sepol_policy_file_create(&pf))
    fail(path, "out of memory");
  sepol_policy_file_set_fp(pf, f);
  sepol_policy_file_set_handle(pf, handle);
  if (sepol_policydb_read(p, pf)) fail(path, "libsepol cannot read it");
  if (p->p.policy_type != POLICY_KERN) fail(path, "not a kernel policy");
  sepol_policy_file_free(pf);
  sepol_handle_destroy(handle);
  fclose(f);
  return p;
}

void table_each(hashtab_t table, TableVisit *visit, void *arg) {
  if (!table) return;
  for (uint32_t i = 0; i < table->size; i++)
    for (hashtab_ptr_t n = table->htable[i]; n; n = n->next)
      visit(n->key, n->datum, arg);
}

static void take_perm(char *key, void *datum, void *arg) {
  ClassView *class = arg;
  uint32_t bit = ((perm_datum_t *)datum)->s.value - 1;
  if (bit < 32) class->name[bit] = key;
}

static void index_class(ClassView *class, class_datum_t *datum) {
  if (datum->comdatum)
    table_each(datum->comdatum->permissions.table, take_perm, class);
  table_each(datum->permissions.table, take_perm, class);
  for (int bit = 0; bit < 32; bit++) {
    uint64_t h = 0x1000u + (unsigned)bit;
    if (class->name[bit]) {
      h = hash_string(class->name[bit]);
      class->mask |= UINT32_C(1) << bit;
    }
    for (int value = 0; value < 256; value++)
      if (value >> (bit & 7) & 1) class->hash[bit >> 3][value] += h;
  }
}

static void index_members(PolicyView *v, uint32_t type) {
  ebitmap_t *set = &v->db->attr_type_map[type];
  TypeList *list = &v->members[type];
  ebitmap_node_t *node;
  uint32_t i;
  ebitmap_for_each_positive_bit(set, node, i) list->len++;
  list->type = xcalloc(list->len, sizeof *list->type);
  list->len = 0;
  ebitmap_for_each_positive_bit(set, node, i) list->type[list->len++] = i;
}

PolicyView *view_open(const char *path) {
  PolicyView *v = xcalloc(1, sizeof *v);
  v->handle = read_policy(path);
  v->db = &v->handle->p;
  v->ntypes = v->db->p_types.nprim;
  v->nclasses = v->db->p_classes.nprim;
  v->class = xcalloc(v->nclasses, sizeof *v->class);
  v->members = xcalloc(v->ntypes, sizeof *v->members);
  v->type_hash = xcalloc(v->ntypes, sizeof *v->type_hash);
  for (uint32_t i = 0; i < v->nclasses; i++) {
    v->class[i].name_hash = hash_string(class_name(v, i));
    if (v->db->class_val_to_struct[i])
      index_class(&v->class[i], v->db->class_val_to_struct[i]);
  }
  for (uint32_t i = 0; i < v->ntypes; i++) {
    index_members(v, i);
    v->type_hash[i] = hash_string(type_name(v, i));
  }
  return v;
}

void view_close(PolicyView *v) {
  for (uint32_t i = 0; i < v->ntypes; i++) free(v->members[i].type);
  free(v->members);
  free(v->type_hash);
  free(v->class);
  sepol_policydb_free(v->handle);
  free(v);
}

static const char *name_or_gap(char **names, uint32_t count, uint32_t index) {
  return index < count && names[index] ? names[index] : "?";
}

const char *type_name(const PolicyView *v, uint32_t index) {
  return name_or_gap(v->db->p_type_val_to_name, v->ntypes, index);
}

const char *class_name(const PolicyView *v, uint32_t index) {
  return name_or_gap(v->db->p_class_val_to_name, v->nclasses, index);
}

const char *role_name(const PolicyView *v, uint32_t index) {
  return name_or_gap(v->db->p_role_val_to_name, v->db->p_roles.nprim, index);
}

uint64_t perms_hash(const ClassView *class, uint32_t perms) {
  return class->hash[0][perms & 255] + class->hash[1][perms >> 8 & 255] +
         class->hash[2][perms >> 16 & 255] + class->hash[3][perms >> 24];
}

static int compare_names(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *join_sorted(const char **names, size_t count) {
  qsort(names, count, sizeof *names, compare_names);
  size_t len = 4;
  for (size_t i = 0; i < count; i++) len += strlen(names[i]) + 1;
  char *text = xcalloc(len, 1), *p = text;
  p += sprintf(p, "{ ");
  for (size_t i = 0; i < count; i++) p += sprintf(p, "%s ", names[i]);
  *p = '}';
  return text;
}

char *perms_text(const ClassView *class, uint32_t perms) {
  const char *names[32];
  char gap[32][12];
  size_t count = 0;
  for (unsigned bit = 0; bit < 32; bit++) {
    if (!(perms >> bit & 1)) continue;
    snprintf(gap[bit], sizeof gap[bit], "#%u", bit);
    names[count++] = class->name[bit] ? class->name[bit] : gap[bit];
  }
  return join_sorted(names, count);
}

char *names_text(char *const *names, const ebitmap_t *set) {
  ebitmap_node_t *node;
  uint32_t i;
  size_t count = 0;
  ebitmap_for_each_positive_bit(set, node, i) count++;
  const char **list = xcalloc(count, sizeof *list);
  count = 0;
  ebitmap_for_each_positive_bit(set, node, i)
      list[count++] = names[i] ? names[i] : "?";
  char *text = join_sorted(list, count);
  free(list);
  return text;
}

/* Adds the categories of a level to OUT: runs of three or more as a.b. */
static void print_cats(const PolicyView *v, const ebitmap_t *set, FILE *out) {
  char **names = v->db->p_cat_val_to_name;
  ebitmap_node_t *node;
  uint32_t i, first = 0, last = 0;
  char sep = ':';
  bool open = false;
  ebitmap_for_each_positive_bit(set, node, i) {
    if (open && i == last + 1) {
      last = i;
      continue;
    }
    if (open && last > first)
      fprintf(out, "%c%s", last > first + 1 ? '.' : ',', names[last]);
    fprintf(out, "%c%s", sep, names[i]);
    sep = ',';
    first = last = i;
    open = true;
  }
  if (open && last > first)
    fprintf(out, "%c%s", last > first + 1 ? '.' : ',', names[last]);
}

static void print_level(const PolicyView *v, const mls_level_t *l, FILE *out) {
  fputs(name_or_gap(v->db->p_sens_val_to_name, v->db->p_levels.nprim,
                    l->sens - 1), out);
  print_cats(v, &l->cat, out);
}

static void print_range(const PolicyView *v, const mls_range_t *r, FILE *out) {
  print_level(v, &r->level[0], out);
  if (mls_level_eq(&r->level[0], &r->level[1])) return;
  fputc('-', out);
  print_level(v, &r->level[1], out);
}

static FILE *open_text(char **text, size_t *len) {
  FILE *out = open_memstream(text, len);
  if (!out) fail("memory", strerror(errno));
  return out;
}

char *level_text(const PolicyView *v, const mls_level_t *level) {
  char *text;
  size_t len;
  FILE *out = open_text(&text, &len);
  print_level(v, level, out);
  fclose(out);
  return text;
}

char *range_text(const PolicyView *v, const mls_range_t *range) {
  char *text;
  size_t len;
  FILE *out = open_text(&text, &len);
  print_range(v, range, out);
  fclose(out);
  return text;
}

char *context_text(const PolicyView *v, const context_struct_t *c) {
  char *text;
  size_t len;
  FILE *out = open_text(&text, &len);
  fprintf(out, "%s:%s:%s",
          name_or_gap(v->db->p_user_val_to_name, v->db->p_users.nprim,
                      c->user - 1),
          role_name(v, c->role - 1), type_name(v, c->type - 1));
  if (v->db->mls) {
    fputc(':', out);
    print_range(v, &c->range, out);
  }
  fclose(out);
  return text;
}
