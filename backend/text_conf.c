/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A policy.conf in the order of its grammar (checkpolicy policy_parse.y,
 * base_policy). */
#include "backend/text_conf.h"

#include "backend/text_parts.h"

/* Values that no symbol has stand in the tables without a name. */
#define NAMED(table, id) ((table).v[id].id.name != NO_NAME)

static void text_perm_names(TextWriter *w, const Idents *perms) {
  put_string(w->out, " {");
  for (uint32_t i = 0; i < perms->n; i++)
    if (perms->v[i].name != NO_NAME)
      put_format(w->out, " %s", text_of(w, perms->v[i].name));
  put_string(w->out, " }\n");
}

static void text_classes(TextWriter *w) {
  const Policy *policy = w->policy;
  for (ClassId id = 0; id < policy->classes.n; id++)
    if (NAMED(policy->classes, id))
      put_format(w->out, "class %s\n", class_text(w, id));
  for (size_t i = 0; i < policy->sids.n; i++)
    put_format(w->out, "sid %s\n", text_of(w, policy->sids.v[i].name));
  for (CommonId id = 0; id < policy->commons.n; id++)
    if (NAMED(policy->commons, id)) {
      put_format(w->out, "common %s",
                 text_of(w, policy->commons.v[id].id.name));
      text_perm_names(w, &policy->commons.v[id].perms);
    }
}

static void text_class_perms(TextWriter *w) {
  const Policy *policy = w->policy;
  for (ClassId id = 0; id < policy->classes.n; id++) {
    const Class *class = &policy->classes.v[id];
    if (!NAMED(policy->classes, id) || !class->n_perms)
      continue;
    put_format(w->out, "class %s", class_text(w, id));
    if (class->common != NO_ID)
      put_format(w->out, " inherits %s",
                 text_of(w, policy->commons.v[class->common].id.name));
    if (class->perms.n)
      text_perm_names(w, &class->perms);
    else
      put_string(w->out, "\n");
  }
}

static void text_default(TextWriter *w, ClassId id, DefaultKind kind) {
  static const char *const kinds[] = {
      [DEFAULT_USER] = "default_user", [DEFAULT_ROLE] = "default_role",
      [DEFAULT_TYPE] = "default_type", [DEFAULT_RANGE] = "default_range",
  };
  static const char *const ends[] = {"", "source", "target"};
  static const char *const ranges[] = {
      "",           "source low",  "source high",     "source low-high",
      "target low", "target high", "target low-high", "glblub",
  };
  uint8_t value = w->policy->classes.v[id].defaults[kind];
  if (value != DEFAULT_UNSET)
    put_format(w->out, "%s { %s } %s;\n", kinds[kind], class_text(w, id),
               kind == DEFAULT_RANGE ? ranges[value] : ends[value]);
}

static void text_defaults(TextWriter *w) {
  for (ClassId id = 0; id < w->policy->classes.n; id++)
    for (DefaultKind kind = DEFAULT_USER; kind <= DEFAULT_RANGE; kind++)
      text_default(w, id, kind);
}

static void text_attributes(TextWriter *w) {
  const Policy *policy = w->policy;
  for (TypeId id = 0; id < policy->types.n; id++) {
    const Type *type = &policy->types.v[id];
    if (!type->is_attribute || !NAMED(policy->types, id))
      continue;
    put_format(w->out, "attribute %s;\n", type_text(w, id));
    if (type->expand_true || type->expand_false)
      put_format(w->out, "expandattribute %s %s;\n", type_text(w, id),
                 type->expand_true ? "true" : "false");
  }
}

/* Every type in an order of its own would need its attributes at hand, so
 * memberships follow attribute by attribute. */
static void text_types(TextWriter *w) {
  const Policy *policy = w->policy;
  for (TypeId id = 0; id < policy->types.n; id++)
    if (!policy->types.v[id].is_attribute && NAMED(policy->types, id))
      put_format(w->out, "type %s;\n", type_text(w, id));
  for (size_t i = 0; i < policy->type_aliases.n; i++)
    put_format(w->out, "typealias %s alias %s;\n",
               type_text(w, policy->type_aliases.v[i].target),
               text_of(w, policy->type_aliases.v[i].id.name));
  for (TypeId id = 0; id < policy->types.n; id++)
    BITSET_EACH(member, &policy->types.v[id].members)
      put_format(w->out, "typeattribute %s %s;\n", type_text(w, member),
                 type_text(w, id));
}

static void text_type_flags(TextWriter *w) {
  const Policy *policy = w->policy;
  for (TypeId id = 0; id < policy->types.n; id++) {
    const Type *type = &policy->types.v[id];
    if (type->bounds != NO_ID)
      put_format(w->out, "typebounds %s %s;\n", type_text(w, type->bounds),
                 type_text(w, id));
    if (type->permissive)
      put_format(w->out, "permissive %s;\n", type_text(w, id));
    if (type->neveraudit)
      put_format(w->out, "neveraudit %s;\n", type_text(w, id));
  }
}

static void text_bools(TextWriter *w) {
  const Policy *policy = w->policy;
  for (BoolId id = 0; id < policy->bools.n; id++)
    if (NAMED(policy->bools, id))
      put_format(w->out, "bool %s %s;\n",
                 text_of(w, policy->bools.v[id].id.name),
                 policy->bools.v[id].value ? "true" : "false");
}

static void text_polcaps(TextWriter *w) {
  for (size_t i = 0; i < w->policy->polcaps.n; i++)
    put_format(w->out, "policycap %s;\n",
               text_of(w, w->policy->polcaps.v[i].name));
}

static bool is_written(const Policy *policy, RoleId id) {
  return id != 0 && NAMED(policy->roles, id) &&
         !policy->roles.v[id].is_attribute;
}

/* Dominance gave each role its types; object_r has them all. */
static void text_roles(TextWriter *w) {
  const Policy *policy = w->policy;
  for (RoleId id = 0; id < policy->roles.n; id++)
    if (is_written(policy, id))
      put_format(w->out, "role %s;\n", role_text(w, id));
  for (RoleId id = 0; id < policy->roles.n; id++) {
    const Role *role = &policy->roles.v[id];
    if (!is_written(policy, id) || bitset_is_empty(&role->types))
      continue;
    size_t n = 0;
    put_format(w->out, "role %s types {", role_text(w, id));
    BITSET_EACH(type, &role->types)
      put_format(w->out, "%s%s", list_space(n++), type_text(w, type));
    put_string(w->out, " };\n");
  }
}

static void text_user(TextWriter *w, const User *user) {
  put_format(w->out, "user %s roles {", text_of(w, user->id.name));
  BITSET_EACH(role, &user->roles)
    put_format(w->out, " %s", role_text(w, role));
  put_string(w->out, " }");
  if (w->policy->mls) {
    put_string(w->out, " level ");
    text_level(w, &user->level);
    put_string(w->out, " range ");
    text_range(w, &user->range);
  }
  put_string(w->out, ";\n");
}

static void text_users(TextWriter *w) {
  for (UserId id = 0; id < w->policy->users.n; id++)
    if (NAMED(w->policy->users, id))
      text_user(w, &w->policy->users.v[id]);
}

void text_conf_write(const Policy *policy, Buffer *out) {
  TextWriter writer = {policy, out};
  text_classes(&writer);
  text_class_perms(&writer);
  text_defaults(&writer);
  if (policy->mls) {
    text_mls_symbols(&writer);
    text_constraints(&writer, true);
  }
  text_polcaps(&writer);
  text_attributes(&writer);
  text_types(&writer);
  text_type_flags(&writer);
  text_bools(&writer);
  text_roles(&writer);
  text_rules(&writer);
  text_role_rules(&writer);
  text_users(&writer);
  text_constraints(&writer, false);
  text_contexts(&writer);
}
