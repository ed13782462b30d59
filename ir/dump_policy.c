/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/dump_policy.h"

typedef struct Dump {
  Buffer *text;
  const Policy *policy;
} Dump;

static void put_name(Dump *dump, Name name) {
  put_format(dump->text, " %s", name_text(&dump->policy->session->names, name));
}

static void put_type(Dump *dump, TypeId id) {
  put_name(dump, dump->policy->types.v[id].id.name);
}

static void put_role(Dump *dump, RoleId id) {
  put_name(dump, dump->policy->roles.v[id].id.name);
}

static void put_user(Dump *dump, UserId id) {
  put_name(dump, dump->policy->users.v[id].id.name);
}

static void put_class(Dump *dump, ClassId id) {
  put_name(dump, dump->policy->classes.v[id].id.name);
}

typedef void PutId(Dump *dump, uint32_t id);

static void put_bits(Dump *dump, const Bitset *set, PutId *put) {
  put_string(dump->text, " {");
  BITSET_EACH(id, set) put(dump, id);
  put_string(dump->text, " }");
}

static void put_ids(Dump *dump, const uint32_t *ids, uint32_t n, PutId *put) {
  if (n == 1) {
    put(dump, ids[0]);
    return;
  }
  put_string(dump->text, " {");
  for (uint32_t i = 0; i < n; i++)
    put(dump, ids[i]);
  put_string(dump->text, " }");
}

static void put_type_set(Dump *dump, const TypeSet *set) {
  bool plain = set->n == 1 && !set->self && !set->not_self;
  if (!plain)
    put_string(dump->text, " {");
  TYPE_SET_EACH(id, set)
    put_type(dump, id);
  if (plain)
    return;
  put_format(dump->text, "%s%s }", set->self ? " self" : "",
             set->not_self ? " -self" : "");
}

static void put_perms(Dump *dump, ClassId class_id, PermMask perms) {
  put_string(dump->text, " {");
  for (uint32_t bit = 0; bit < dump->policy->classes.v[class_id].n_perms; bit++)
    if (perms >> bit & 1)
      put_name(dump, policy_perm_name(dump->policy, class_id, bit));
  put_string(dump->text, " }");
}

static void put_level(Dump *dump, const MlsLevel *level) {
  const Policy *policy = dump->policy;
  put_name(dump, policy->sens.v[level->sensitivity].id.name);
  char separator = ':';
  BITSET_EACH(c, &level->categories) {
    put_format(dump->text, "%c%s", separator,
               name_text(&policy->session->names, policy->cats.v[c].id.name));
    separator = ',';
  }
}

static void put_range(Dump *dump, const MlsRange *range) {
  put_level(dump, &range->low);
  put_string(dump->text, " -");
  put_level(dump, &range->high);
}

static const char *kind_word(RuleKind kind) {
  switch (kind) {
  case RULE_ALLOW: return "allow";
  case RULE_AUDITALLOW: return "auditallow";
  case RULE_AUDITDENY: return "auditdeny";
  case RULE_DONTAUDIT: return "dontaudit";
  case RULE_TRANSITION: return "type_transition";
  case RULE_MEMBER: return "type_member";
  case RULE_CHANGE: return "type_change";
  case RULE_NEVERALLOW: return "neverallow";
  case RULE_XPERMS_ALLOW: return "allowxperm";
  case RULE_XPERMS_AUDITALLOW: return "auditallowxperm";
  case RULE_XPERMS_DONTAUDIT: return "dontauditxperm";
  case RULE_XPERMS_NEVERALLOW: return "neverallowxperm";
  }
  return "?";
}

static void dump_types(Dump *dump) {
  const Policy *policy = dump->policy;
  for (TypeId id = 0; id < policy->types.n; id++) {
    const Type *type = &policy->types.v[id];
    put_string(dump->text, type->is_attribute ? "attribute" : "type");
    put_type(dump, id);
    if (type->is_attribute)
      put_bits(dump, &type->members, put_type);
    if (type->bounds != NO_ID) {
      put_string(dump->text, " bounds");
      put_type(dump, type->bounds);
    }
    put_format(dump->text, "%s%s%s%s\n", type->permissive ? " permissive" : "",
               type->neveraudit ? " neveraudit" : "",
               type->expand_true ? " expanded" : "",
               type->expand_false ? " kept" : "");
  }
  for (size_t i = 0; i < policy->type_aliases.n; i++) {
    put_string(dump->text, "alias");
    put_name(dump, policy->type_aliases.v[i].id.name);
    put_type(dump, policy->type_aliases.v[i].target);
    put_string(dump->text, "\n");
  }
}

static void dump_roles(Dump *dump) {
  const Policy *policy = dump->policy;
  for (RoleId id = 0; id < policy->roles.n; id++) {
    const Role *role = &policy->roles.v[id];
    put_string(dump->text, role->is_attribute ? "attribute_role" : "role");
    put_role(dump, id);
    if (role->is_attribute)
      put_bits(dump, &role->members, put_role);
    put_string(dump->text, " types");
    put_bits(dump, &role->types, put_type);
    if (bitset_count(&role->dominates) > 1) {
      put_string(dump->text, " dominates");
      put_bits(dump, &role->dominates, put_role);
    }
    if (role->bounds != NO_ID) {
      put_string(dump->text, " bounds");
      put_role(dump, role->bounds);
    }
    put_string(dump->text, "\n");
  }
}

static void dump_users(Dump *dump) {
  const Policy *policy = dump->policy;
  for (UserId id = 0; id < policy->users.n; id++) {
    const User *user = &policy->users.v[id];
    put_string(dump->text, "user");
    put_user(dump, id);
    put_bits(dump, &user->roles, put_role);
    if (policy->mls) {
      put_string(dump->text, " level");
      put_level(dump, &user->level);
      put_string(dump->text, " range");
      put_range(dump, &user->range);
    }
    put_string(dump->text, "\n");
  }
  for (BoolId id = 0; id < policy->bools.n; id++) {
    put_string(dump->text, "bool");
    put_name(dump, policy->bools.v[id].id.name);
    put_string(dump->text, policy->bools.v[id].value ? " true\n" : " false\n");
  }
}

static void put_condition(Dump *dump, CondRef cond) {
  static const char *const ops[] = {"", " !", " ||", " &&", " ^", " ==", " !="};
  if (cond.conditional == NO_ID)
    return;
  const Conditional *c = &dump->policy->conditionals.v[cond.conditional];
  put_string(dump->text, "if");
  for (uint32_t i = 0; i < c->n_expr; i++)
    if (c->expr[i].op == COND_BOOL)
      put_name(dump, dump->policy->bools.v[c->expr[i].boolean].id.name);
    else
      put_string(dump->text, ops[c->expr[i].op]);
  put_string(dump->text, cond.in_else ? " else: " : ": ");
}

static void put_xperms(Dump *dump, const XpermSet *set) {
  put_string(dump->text, set->is_nlmsg ? " nlmsg {" : " ioctl {");
  for (uint32_t i = 0; i < set->n; i++)
    put_format(dump->text, " 0x%x-0x%x", set->v[i].low, set->v[i].high);
  put_string(dump->text, " }");
}

static void dump_av_rule(Dump *dump, const AvRule *rule) {
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    put_condition(dump, rule->cond);
    put_string(dump->text, kind_word(rule->kind));
    put_type_set(dump, &rule->source);
    put_type_set(dump, &rule->target);
    put_string(dump->text, " :");
    put_class(dump, rule->classes[i].class_id);
    if (rule->xperms)
      put_xperms(dump, rule->xperms);
    else
      put_perms(dump, rule->classes[i].class_id, rule->classes[i].perms);
    put_string(dump->text, "\n");
  }
}

/* Source, target and classes of the rules that have no permissions. */
static void put_head(Dump *dump, const char *word, const TypeSet *source,
                     const TypeSet *target, const ClassId *classes,
                     uint32_t n_classes) {
  put_string(dump->text, word);
  put_type_set(dump, source);
  put_type_set(dump, target);
  put_string(dump->text, " :");
  put_ids(dump, classes, n_classes, put_class);
}

static void dump_rules(Dump *dump) {
  const Policy *policy = dump->policy;
  for (size_t i = 0; i < policy->av_rules.n; i++)
    dump_av_rule(dump, av_rule(policy, i));
  for (size_t i = 0; i < policy->type_rules.n; i++) {
    const TypeRule *rule = &policy->type_rules.v[i];
    put_condition(dump, rule->cond);
    put_head(dump, kind_word(rule->kind), &rule->source, &rule->target,
             rule->classes, rule->n_classes);
    put_type(dump, rule->result);
    put_string(dump->text, "\n");
  }
  for (size_t i = 0; i < policy->file_transitions.n; i++) {
    const FileTransition *rule = &policy->file_transitions.v[i];
    put_head(dump, "type_transition", &rule->source, &rule->target,
             rule->classes, rule->n_classes);
    put_type(dump, rule->result);
    put_format(dump->text, " \"%s\"\n",
               name_text(&policy->session->names, rule->name));
  }
  for (size_t i = 0; i < policy->range_transitions.n; i++) {
    const RangeTransition *rule = &policy->range_transitions.v[i];
    put_head(dump, "range_transition", &rule->source, &rule->target,
             rule->classes, rule->n_classes);
    put_range(dump, &rule->range);
    put_string(dump->text, "\n");
  }
}

static void dump_role_rules(Dump *dump) {
  const Policy *policy = dump->policy;
  for (size_t i = 0; i < policy->role_allows.n; i++) {
    put_string(dump->text, "allow");
    put_role(dump, policy->role_allows.v[i].source);
    put_role(dump, policy->role_allows.v[i].target);
    put_string(dump->text, "\n");
  }
  for (size_t i = 0; i < policy->role_transitions.n; i++) {
    const RoleTransition *rule = &policy->role_transitions.v[i];
    put_string(dump->text, "role_transition");
    put_role(dump, rule->role);
    put_type_set(dump, &rule->types);
    put_string(dump->text, " :");
    put_ids(dump, rule->classes, rule->n_classes, put_class);
    put_role(dump, rule->result);
    put_string(dump->text, "\n");
  }
}

static void put_record(Dump *dump, const XpermRecord *record) {
  static const char *const words[] = {
      [XPERM_IOCTL_FUNCTIONS] = "ioctl",
      [XPERM_IOCTL_DRIVERS] = "ioctl drivers",
      [XPERM_NLMSG_FUNCTIONS] = "nlmsg",
  };
  put_format(dump->text, " %s 0x%02x {", words[record->specified],
             record->driver);
  for (uint32_t low = 0; low < 256; low++) {
    if (!(record->bits[low / 32] >> low % 32 & 1))
      continue;
    uint32_t high = low;
    while (high < 255 && record->bits[(high + 1) / 32] >> (high + 1) % 32 & 1)
      high++;
    put_format(dump->text, " 0x%02x-0x%02x", low, high);
    low = high;
  }
  put_string(dump->text, " }");
}

static void dump_table(Dump *dump, const AvTable *table, CondRef cond) {
  for (size_t i = 0; i < table->n; i++) {
    AvEntry entry = table->v[i];
    RuleKind kind = av_kind(entry.key);
    bool is_dontaudit = kind == RULE_AUDITDENY;
    put_condition(dump, cond);
    put_string(dump->text, is_dontaudit ? "dontaudit" : kind_word(kind));
    put_type(dump, av_source(entry.key));
    put_type(dump, av_target(entry.key));
    put_string(dump->text, " :");
    put_class(dump, av_class(entry.key));
    if (kind >= RULE_XPERMS_ALLOW)
      put_record(dump, &dump->policy->xperm_records.v[entry.data]);
    else if (kind >= RULE_TRANSITION)
      put_type(dump, entry.data);
    else
      put_perms(dump, av_class(entry.key),
                is_dontaudit ? ~entry.data : entry.data);
    put_string(dump->text, "\n");
  }
}

static void dump_flat(Dump *dump) {
  const Policy *policy = dump->policy;
  for (size_t i = 0; i < policy->flat_file_transitions.n; i++) {
    const FlatFileTransition *flat = &policy->flat_file_transitions.v[i];
    BITSET_EACH(source, &flat->sources) {
      put_string(dump->text, "type_transition");
      put_type(dump, source);
      put_type(dump, flat->target);
      put_string(dump->text, " :");
      put_class(dump, flat->class_id);
      put_type(dump, flat->result);
      put_format(dump->text, " \"%s\"\n",
                 name_text(&policy->session->names, flat->name));
    }
  }
  for (size_t i = 0; i < policy->flat_range_transitions.n; i++) {
    const FlatRangeTransition *flat = &policy->flat_range_transitions.v[i];
    put_string(dump->text, "range_transition");
    put_type(dump, flat->source);
    put_type(dump, flat->target);
    put_string(dump->text, " :");
    put_class(dump, flat->class_id);
    put_range(dump, &policy->range_transitions.v[flat->rule].range);
    put_string(dump->text, "\n");
  }
  for (size_t i = 0; i < policy->flat_role_transitions.n; i++) {
    const FlatRoleTransition *flat = &policy->flat_role_transitions.v[i];
    put_string(dump->text, "role_transition");
    put_role(dump, flat->role);
    put_type(dump, flat->type);
    put_string(dump->text, " :");
    put_class(dump, flat->class_id);
    put_role(dump, flat->result);
    put_string(dump->text, "\n");
  }
}

static void dump_tables(Dump *dump) {
  const Policy *policy = dump->policy;
  dump_table(dump, &policy->av_table, (CondRef){NO_ID, false});
  for (uint32_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++)
      dump_table(dump, &policy->conditionals.v[i].table[branch],
                 (CondRef){i, branch});
  dump_flat(dump);
}

static void dump_constraints(Dump *dump) {
  const Policy *policy = dump->policy;
  for (size_t i = 0; i < policy->constraints.n; i++) {
    const Constraint *constraint = &policy->constraints.v[i];
    for (uint32_t j = 0; j < constraint->n_classes; j++) {
      ClassPerms class = constraint->classes[j];
      put_string(dump->text,
                 constraint->validatetrans ? "validatetrans" : "constrain");
      put_class(dump, class.class_id);
      put_perms(dump, class.class_id, class.perms);
      for (uint32_t k = 0; k < constraint->n_expr; k++) {
        const PolicyConstraintTerm *term = &constraint->expr[k];
        put_format(dump->text, " %u:%u:%u", term->kind, term->attr, term->op);
        if (term->kind == CONSTRAINT_NAMES)
          put_bits(dump, &term->ids,
                   term->attr & CATTR_USER   ? put_user
                   : term->attr & CATTR_ROLE ? put_role
                                             : put_type);
      }
      put_string(dump->text, "\n");
    }
  }
}

static void put_context(Dump *dump, const PolicyContext *context) {
  put_user(dump, context->user);
  put_role(dump, context->role);
  put_type(dump, context->type);
  if (dump->policy->mls)
    put_range(dump, &context->range);
}

static void dump_contexts(Dump *dump) {
  static const char *const words[OCON_KIND_COUNT] = {
      [OCON_ISID] = "sid",
      [OCON_FS] = "fscon",
      [OCON_PORT] = "portcon",
      [OCON_NETIF] = "netifcon",
      [OCON_NODE] = "nodecon",
      [OCON_NODE6] = "nodecon",
      [OCON_FSUSE] = "fs_use",
      [OCON_IBPKEY] = "ibpkeycon",
      [OCON_IBENDPORT] = "ibendportcon",
      [OCON_GENFS] = "genfscon",
      [OCON_XEN_PIRQ] = "pirqcon",
      [OCON_XEN_IOPORT] = "ioportcon",
      [OCON_XEN_IOMEM] = "iomemcon",
      [OCON_XEN_PCIDEVICE] = "pcidevicecon",
      [OCON_XEN_DEVICETREE] = "devicetreecon",
  };
  const Policy *policy = dump->policy;
  for (size_t i = 0; i < policy->ocons.n; i++) {
    const PolicyOcon *ocon = &policy->ocons.v[i];
    put_string(dump->text, words[ocon->written->kind]);
    if (ocon->written->name.name)
      put_name(dump, ocon->written->name.name);
    if (ocon->written->path)
      put_name(dump, ocon->written->path);
    put_format(dump->text, " %u %u %u", ocon->written->number[0],
               ocon->written->number[1], ocon->written->number[2]);
    put_context(dump, &ocon->context);
    put_string(dump->text, "\n");
  }
}

void dump_policy(Buffer *text, const Policy *policy, unsigned parts) {
  Dump dump = {text, policy};
  if (parts & DUMP_SYMBOLS) {
    dump_types(&dump);
    dump_roles(&dump);
    dump_users(&dump);
  }
  if (parts & DUMP_RULES) {
    dump_rules(&dump);
    dump_role_rules(&dump);
  }
  if (parts & DUMP_TABLES)
    dump_tables(&dump);
  if (parts & DUMP_CONTEXTS) {
    dump_constraints(&dump);
    dump_contexts(&dump);
  }
}
