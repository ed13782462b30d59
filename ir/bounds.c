/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Holds types, roles and users against their bounds (SELinux Notebook,
 * "Bounds Rules"; the verdicts are those of libsepol/src/hierarchy.c).
 *
 * A bounded type may do to a target at most what its parent may do to that
 * target, or, where the target is bounded too, to the target's parent: so a
 * family of children may act among themselves as the parents may.  What a
 * child may do in one branch of a conditional, the parent must be able to do
 * there or in every setting: by an unconditional rule, or in both branches of
 * some conditional. */
#include <string.h>

#include "ir/describe.h"
#include "ir/passes.h"

/* The permissions of one source type, by target and class. */
typedef struct Rights {
  Map perms;
} Rights;

typedef struct Excess {
  TypeId target;
  ClassId class_id;
  PermMask perms;
  RuleId rule; /* the first that gives one of them */
} Excess;

typedef struct BoundsChecker {
  Policy *policy;
  Bitset sources; /* the type at hand and its attributes */
  Rights always; /* the parent's, in every setting */
  Map known;     /* (target, class) to index into excesses */
  ARRAY(Excess) excesses;
} BoundsChecker;

static uint64_t right_key(TypeId target, ClassId class_id) {
  return (uint64_t)target << 32 | class_id;
}

static PermMask right(const Rights *rights, TypeId target, ClassId class_id) {
  const uint32_t *perms = map_get(&rights->perms, right_key(target, class_id));
  return perms ? *perms : 0;
}

static void set_sources(BoundsChecker *c, TypeId type) {
  bitset_clear(&c->sources);
  bitset_add(&c->sources, type);
  for (TypeId id = 0; id < c->policy->types.n; id++)
    if (bitset_has(&c->policy->types.v[id].members, type))
      bitset_add(&c->sources, id);
}

/* The first entry of a table with that source or a later one. */
static size_t find_source(const AvTable *table, TypeId source) {
  size_t first = 0, end = table->n;
  while (first < end) {
    size_t middle = first + (end - first) / 2;
    if (av_source(table->v[middle].key) < source)
      first = middle + 1;
    else
      end = middle;
  }
  return first;
}

/* Takes one type that the sources at hand may access, and the entry that lets
 * them. */
typedef void VisitAccess(BoundsChecker *c, void *data, TypeId target,
                         const AvEntry *entry);

static void visit_entry(BoundsChecker *c, const AvEntry *entry,
                        VisitAccess *visit, void *data) {
  TypeId target = av_target(entry->key);
  const Type *type = &c->policy->types.v[target];
  if (!type->is_attribute) {
    visit(c, data, target, entry);
    return;
  }
  BITSET_EACH(member, &type->members)
    visit(c, data, member, entry);
}

static void visit_table(BoundsChecker *c, const AvTable *table,
                        VisitAccess *visit, void *data) {
  BITSET_EACH(source, &c->sources)
    for (size_t i = find_source(table, source);
         i < table->n && av_source(table->v[i].key) == source; i++)
      if (av_kind(table->v[i].key) == RULE_ALLOW)
        visit_entry(c, &table->v[i], visit, data);
}

static void add_right(BoundsChecker *c, void *data, TypeId target,
                      const AvEntry *entry) {
  (void)c;
  Rights *rights = data;
  *map_put(&rights->perms, right_key(target, av_class(entry->key)), NULL) |=
      entry->data;
}

typedef struct Branches {
  Rights rights[2];
} Branches;

/* What the parent may do in both branches it may always do. */
static void add_common_rights(Rights *always, const Branches *branches) {
  const Map *on = &branches->rights[0].perms;
  for (size_t i = 0; i < on->n_slots; i++) {
    if (on->keys[i] == UINT64_MAX)
      continue;
    const uint32_t *off = map_get(&branches->rights[1].perms, on->keys[i]);
    if (off && *off & on->values[i])
      *map_put(&always->perms, on->keys[i], NULL) |= *off & on->values[i];
  }
}

static void collect_parent(BoundsChecker *c, TypeId parent,
                           Branches *branches) {
  Policy *policy = c->policy;
  set_sources(c, parent);
  visit_table(c, &policy->av_table, add_right, &c->always);
  for (size_t i = 0; i < policy->conditionals.n; i++) {
    for (int branch = 0; branch < 2; branch++)
      visit_table(c, &policy->conditionals.v[i].table[branch], add_right,
                  &branches[i].rights[branch]);
    add_common_rights(&c->always, &branches[i]);
  }
}

static void add_excess(BoundsChecker *c, TypeId target, PermMask perms,
                       const AvEntry *entry) {
  ClassId class_id = av_class(entry->key);
  bool is_new;
  uint32_t *index = map_put(&c->known, right_key(target, class_id), &is_new);
  if (is_new) {
    *index = (uint32_t)c->excesses.n;
    ARRAY_PUSH(&c->excesses, (Excess){target, class_id, 0, entry->rule});
  }
  c->excesses.v[*index].perms |= perms;
}

/* `data` is what the parent may do in the same branch, or NULL. */
static void check_access(BoundsChecker *c, void *data, TypeId target,
                         const AvEntry *entry) {
  TypeId bounds = c->policy->types.v[target].bounds;
  TypeId parent_target = bounds == NO_ID ? target : bounds;
  ClassId class_id = av_class(entry->key);
  PermMask perms = entry->data & ~right(&c->always, parent_target, class_id);
  if (data)
    perms &= ~right(data, parent_target, class_id);
  if (perms)
    add_excess(c, target, perms, entry);
}

static void check_child(BoundsChecker *c, TypeId child, Branches *branches) {
  Policy *policy = c->policy;
  set_sources(c, child);
  visit_table(c, &policy->av_table, check_access, NULL);
  for (size_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      visit_table(c, &policy->conditionals.v[i].table[branch], check_access,
                  &branches[i].rights[branch]);
}

static const char *type_text(const Policy *policy, TypeId type) {
  return name_text(&policy->session->names, policy->types.v[type].id.name);
}

static void report_excesses(BoundsChecker *c, TypeId child) {
  Policy *policy = c->policy;
  Diags *diags = &policy->session->diags;
  const Type *type = &policy->types.v[child];
  for (size_t i = 0; i < c->excesses.n; i++) {
    Excess excess = c->excesses.v[i];
    bool has_rule = excess.rule < policy->av_rules.n;
    diag_error_as(diags, ERROR_BOUNDS,
                  has_rule ? av_rule(policy, excess.rule)->place
                           : type->id.place,
                  "'%s' exceeds its bounds '%s': allow %s",
                  type_text(policy, child), type_text(policy, type->bounds),
                  describe_access(policy, child, excess.target, excess.class_id,
                                  excess.perms));
    if (has_rule && type->id.place.loc)
      diag_note(diags, type->id.place, "'%s' is declared here",
                type_text(policy, child));
  }
}

static void check_type(Policy *policy, TypeId child) {
  BoundsChecker c = {.policy = policy};
  size_t n = policy->conditionals.n;
  Branches *branches = mem_resize(NULL, (n + 1) * sizeof *branches);
  memset(branches, 0, (n + 1) * sizeof *branches);
  collect_parent(&c, policy->types.v[child].bounds, branches);
  check_child(&c, child, branches);
  report_excesses(&c, child);
  for (size_t i = 0; i < n; i++)
    for (int branch = 0; branch < 2; branch++)
      map_free(&branches[i].rights[branch].perms);
  mem_free(branches);
  map_free(&c.always.perms);
  map_free(&c.known);
  ARRAY_FREE(&c.excesses);
  bitset_free(&c.sources);
}

/* A name with a dot is bounded by what is before its last dot, unless bounds
 * are given (libsepol/src/hierarchy.c, hierarchy_add_bounds). */
static void bound_by_name(Policy *policy, SymbolKind kind, const char *what,
                          Ident id, uint32_t *bounds) {
  Session *session = policy->session;
  const char *name = name_text(&session->names, id.name);
  const char *dot = strrchr(name, '.');
  if (!dot || *bounds != NO_ID)
    return;
  size_t length = (size_t)(dot - name);
  *bounds = policy_find(policy, kind, name_find(&session->names, name, length));
  if (*bounds == NO_ID)
    diag_error_as(&session->diags, ERROR_UNDECLARED, id.place,
                  "%s '%s' has no parent: '%.*s' is not declared", what, name,
                  (int)length, name);
}

static void bound_by_names(Policy *policy) {
  for (size_t i = 0; i < policy->users.n; i++)
    bound_by_name(policy, SYMBOL_USER, "user", policy->users.v[i].id,
                  &policy->users.v[i].bounds);
  for (size_t i = 0; i < policy->roles.n; i++)
    bound_by_name(policy, SYMBOL_ROLE, "role", policy->roles.v[i].id,
                  &policy->roles.v[i].bounds);
  for (size_t i = 0; i < policy->types.n; i++)
    bound_by_name(policy, SYMBOL_TYPE, "type", policy->types.v[i].id,
                  &policy->types.v[i].bounds);
}

static void check_users(Policy *policy) {
  const Names *names = &policy->session->names;
  for (size_t i = 0; i < policy->users.n; i++) {
    const User *user = &policy->users.v[i];
    if (user->bounds == NO_ID)
      continue;
    const User *parent = &policy->users.v[user->bounds];
    BITSET_EACH(role, &user->roles)
      if (!bitset_has(&parent->roles, role))
        diag_error_as(&policy->session->diags, ERROR_BOUNDS, user->id.place,
                      "user '%s' exceeds its bounds '%s': role '%s'",
                      name_text(names, user->id.name),
                      name_text(names, parent->id.name),
                      name_text(names, policy->roles.v[role].id.name));
  }
}

static void check_roles(Policy *policy) {
  const Names *names = &policy->session->names;
  for (size_t i = 0; i < policy->roles.n; i++) {
    const Role *role = &policy->roles.v[i];
    if (role->bounds == NO_ID)
      continue;
    const Role *parent = &policy->roles.v[role->bounds];
    BITSET_EACH(type, &role->types)
      if (!bitset_has(&parent->types, type))
        diag_error_as(&policy->session->diags, ERROR_BOUNDS, role->id.place,
                      "role '%s' exceeds its bounds '%s': type '%s'",
                      name_text(names, role->id.name),
                      name_text(names, parent->id.name),
                      type_text(policy, type));
  }
}

void check_bounds(Policy *policy) {
  bound_by_names(policy);
  check_users(policy);
  check_roles(policy);
  for (TypeId id = 0; id < policy->types.n; id++)
    if (policy->types.v[id].bounds != NO_ID)
      check_type(policy, id);
}
