/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Access vector, type, role and range rules, and conditionals, of a
 * policy.conf. */
#include "backend/text_parts.h"
#include "ir/describe.h"

void text_perms(TextWriter *w, ClassId class_id, PermMask perms) {
  const Class *class = &w->policy->classes.v[class_id];
  put_string(w->out, "{");
  for (uint32_t bit = 0; bit < class->n_perms && bit < 32; bit++)
    if (perms >> bit & 1)
      put_format(w->out, " %s",
                 text_of(w, policy_perm_name(w->policy, class_id, bit)));
  put_string(w->out, " }");
}

/* Runs of numbers as ranges. */
static void text_record(TextWriter *w, const XpermRecord *record) {
  bool drivers = record->specified == XPERM_IOCTL_DRIVERS;
  uint32_t high_byte = drivers ? 0 : (uint32_t)record->driver << 8;
  put_string(w->out, record->specified == XPERM_NLMSG_FUNCTIONS ? "nlmsg {"
                                                                : "ioctl {");
  for (uint32_t bit = 0; bit < 256; bit++) {
    uint32_t last = bit;
    if (!(record->bits[bit / 32] >> bit % 32 & 1))
      continue;
    while (last < 255 &&
           record->bits[(last + 1) / 32] >> (last + 1) % 32 & 1)
      last++;
    uint32_t low = drivers ? bit << 8 : high_byte | bit;
    uint32_t high = drivers ? last << 8 | 0xff : high_byte | last;
    put_format(w->out, low == high ? " 0x%04x" : " 0x%04x-0x%04x", low, high);
    bit = last;
  }
  put_string(w->out, " }");
}

static void text_data(TextWriter *w, const AvEntry *entry) {
  RuleKind kind = av_kind(entry->key);
  ClassId class_id = av_class(entry->key);
  if (kind >= RULE_XPERMS_ALLOW)
    text_record(w, &w->policy->xperm_records.v[entry->data]);
  else if (kind >= RULE_TRANSITION)
    put_string(w->out, type_text(w, entry->data));
  else
    text_perms(w, class_id,
               kind == RULE_AUDITDENY ? ~entry->data : entry->data);
}

/* Whether an entry says anything: the language has no empty sets. */
static bool says_something(const TextWriter *w, const AvEntry *entry) {
  PermMask all = class_all_perms(&w->policy->classes.v[av_class(entry->key)]);
  switch (av_kind(entry->key)) {
  case RULE_ALLOW:
  case RULE_AUDITALLOW: return entry->data & all;
  case RULE_AUDITDENY: return ~entry->data & all;
  default: return true;
  }
}

static void text_table(TextWriter *w, const AvTable *table,
                       const char *indent) {
  for (size_t i = 0; i < table->n; i++) {
    const AvEntry *entry = &table->v[i];
    if (!says_something(w, entry))
      continue;
    put_format(w->out, "%s%s %s %s:%s ", indent,
               rule_kind_word(av_kind(entry->key)),
               type_text(w, av_source(entry->key)),
               type_text(w, av_target(entry->key)),
               class_text(w, av_class(entry->key)));
    text_data(w, entry);
    put_string(w->out, ";\n");
  }
}

static void text_conditionals(TextWriter *w) {
  for (size_t i = 0; i < w->policy->conditionals.n; i++) {
    const Conditional *conditional = &w->policy->conditionals.v[i];
    put_format(w->out, "if (%s) {\n",
               describe_condition(w->policy, conditional));
    text_table(w, &conditional->table[0], "  ");
    if (conditional->table[1].n) {
      put_string(w->out, "} else {\n");
      text_table(w, &conditional->table[1], "  ");
    }
    put_string(w->out, "}\n");
  }
}

static void text_file_transitions(TextWriter *w) {
  const Policy *policy = w->policy;
  for (size_t i = 0; i < policy->flat_file_transitions.n; i++) {
    const FlatFileTransition *rule = &policy->flat_file_transitions.v[i];
    BITSET_EACH(source, &rule->sources)
      put_format(w->out, "type_transition %s %s:%s %s \"%s\";\n",
                 type_text(w, source), type_text(w, rule->target),
                 class_text(w, rule->class_id), type_text(w, rule->result),
                 text_of(w, rule->name));
  }
}

static void text_range_transitions(TextWriter *w) {
  const Policy *policy = w->policy;
  for (size_t i = 0; i < policy->flat_range_transitions.n; i++) {
    FlatRangeTransition rule = policy->flat_range_transitions.v[i];
    put_format(w->out, "range_transition %s %s:%s ",
               type_text(w, rule.source), type_text(w, rule.target),
               class_text(w, rule.class_id));
    text_range(w, &policy->range_transitions.v[rule.rule].range);
    put_string(w->out, ";\n");
  }
}

static void text_set(TextWriter *w, const TypeSet *set) {
  put_string(w->out, "{");
  uint32_t n = 0;
  TYPE_SET_EACH(id, set)
    put_format(w->out, "%s%s", list_space(n++), type_text(w, id));
  if (set->self || set->not_self)
    put_string(w->out, set->self ? " self" : " -self");
  put_string(w->out, " }");
}

static void text_ranges(TextWriter *w, const XpermSet *set) {
  put_string(w->out, set->is_nlmsg ? "nlmsg {" : "ioctl {");
  for (uint32_t i = 0; i < set->n; i++)
    put_format(w->out,
               set->v[i].low == set->v[i].high ? " 0x%04x" : " 0x%04x-0x%04x",
               set->v[i].low, set->v[i].high);
  put_string(w->out, " }");
}

static void text_neverallow(TextWriter *w, const AvRule *rule) {
  for (uint32_t i = 0; i < rule->n_classes; i++) {
    ClassPerms class = rule->classes[i];
    put_format(w->out, "%s ", rule_kind_word(rule->kind));
    text_set(w, &rule->source);
    put_string(w->out, " ");
    text_set(w, &rule->target);
    put_format(w->out, ":%s ", class_text(w, class.class_id));
    if (rule->xperms)
      text_ranges(w, rule->xperms);
    else
      text_perms(w, class.class_id, class.perms);
    put_string(w->out, ";\n");
  }
}

static void text_neverallows(TextWriter *w) {
  for (size_t i = 0; i < w->policy->av_rules.n; i++) {
    const AvRule *rule = av_rule(w->policy, i);
    bool has_pairs =
        rule->source.n && (rule->target.n || rule->target.self);
    if (rule->kind & (RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW) && has_pairs)
      text_neverallow(w, rule);
  }
}

void text_rules(TextWriter *w) {
  text_table(w, &w->policy->av_table, "");
  text_file_transitions(w);
  text_range_transitions(w);
  text_conditionals(w);
  text_neverallows(w);
}

void text_role_rules(TextWriter *w) {
  const Policy *policy = w->policy;
  for (size_t i = 0; i < policy->role_allows.n; i++)
    put_format(w->out, "allow %s %s;\n",
               role_text(w, policy->role_allows.v[i].source),
               role_text(w, policy->role_allows.v[i].target));
  for (size_t i = 0; i < policy->flat_role_transitions.n; i++) {
    FlatRoleTransition rule = policy->flat_role_transitions.v[i];
    put_format(w->out, "role_transition %s %s:%s %s;\n",
               role_text(w, rule.role), type_text(w, rule.type),
               class_text(w, rule.class_id), role_text(w, rule.result));
  }
}
