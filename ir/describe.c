/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ir/describe.h"

#include "lib/bytes.h"

/* How many names of a set are printed. */
enum { NAMES_SHOWN = 8, RANGES_SHOWN = 8 };

static const char *text_of(const Policy *policy, Name name) {
  return name_text(&policy->session->names, name);
}

static const char *type_text(const Policy *policy, TypeId id) {
  return text_of(policy, policy->types.v[id].id.name);
}

static const char *class_text(const Policy *policy, ClassId id) {
  return text_of(policy, policy->classes.v[id].id.name);
}

/* The text to the arena. */
static const char *keep(const Policy *policy, Buffer *text) {
  put_u8(text, 0);
  const char *kept = arena_copy(&policy->session->arena, text->data, text->n);
  buffer_free(text);
  return kept;
}

static void put_perms(Buffer *out, const Policy *policy, ClassId class_id,
                      PermMask perms) {
  put_string(out, "{ ");
  for (uint32_t bit = 0; bit < policy->classes.v[class_id].n_perms; bit++)
    if (perms >> bit & 1)
      put_format(out, "%s ",
                 text_of(policy, policy_perm_name(policy, class_id, bit)));
  put_string(out, "}");
}

const char *describe_access(const Policy *policy, TypeId source,
                            TypeId target, ClassId class_id, PermMask perms) {
  Buffer out = {0};
  put_format(&out, "%s %s:%s ", type_text(policy, source),
             type_text(policy, target), class_text(policy, class_id));
  put_perms(&out, policy, class_id, perms);
  return keep(policy, &out);
}

const char *rule_kind_word(RuleKind kind) {
  switch (kind) {
  case RULE_ALLOW: return "allow";
  case RULE_AUDITALLOW: return "auditallow";
  case RULE_AUDITDENY:
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
  return "";
}

/* A piece of a condition and the operator that made it. */
typedef struct CondText {
  const char *text;
  CondOp op;
} CondText;

static const char *cond_operand(const Policy *policy, CondText operand,
                                CondOp around) {
  bool plain = operand.op == COND_BOOL || operand.op == COND_NOT ||
               (operand.op == around &&
                (around == COND_AND || around == COND_OR));
  return plain ? operand.text
               : arena_printf(&policy->session->arena, "(%s)", operand.text);
}

const char *describe_condition(const Policy *policy,
                               const Conditional *conditional) {
  static const char *const operators[] = {
      [COND_OR] = "||", [COND_AND] = "&&", [COND_XOR] = "^",
      [COND_EQ] = "==", [COND_NEQ] = "!=",
  };
  Arena *arena = &policy->session->arena;
  CondText *stack = ARENA_NEW_N(arena, CondText, conditional->n_expr + 1);
  size_t n = 0;
  for (uint32_t i = 0; i < conditional->n_expr; i++) {
    PolicyCondTerm term = conditional->expr[i];
    const char *text;
    if (term.op == COND_BOOL) {
      text = text_of(policy, policy->bools.v[term.boolean].id.name);
    } else if (term.op == COND_NOT) {
      text = arena_printf(arena, "!%s",
                          cond_operand(policy, stack[--n], COND_NOT));
    } else {
      n -= 2;
      text = arena_printf(arena, "%s %s %s",
                          cond_operand(policy, stack[n], term.op),
                          operators[term.op],
                          cond_operand(policy, stack[n + 1], term.op));
    }
    stack[n++] = (CondText){text, term.op};
  }
  return stack[0].text;
}

/* Lists names between braces, if there are several, and counts the rest. */
typedef struct NameList {
  Buffer *out;
  size_t n, shown;
} NameList;

static NameList list_begin(Buffer *out, size_t n) {
  put_string(out, n > 1 ? "{ " : "");
  return (NameList){out, n, 0};
}

static void list_name(NameList *list, const char *name) {
  if (list->shown < NAMES_SHOWN)
    put_format(list->out, list->n > 1 ? "%s " : "%s", name);
  list->shown++;
}

static void list_end(NameList *list) {
  if (list->n > NAMES_SHOWN)
    put_format(list->out, "… %zu more ", list->n - NAMES_SHOWN);
  put_string(list->out, list->n > 1 ? "}" : "");
}

static void put_types(Buffer *out, const Policy *policy, const Bitset *types,
                      const char *last) {
  NameList list = list_begin(out, bitset_count(types) + (last != NULL));
  BITSET_EACH(id, types) list_name(&list, type_text(policy, id));
  if (last)
    list_name(&list, last);
  list_end(&list);
}

const char *describe_types(const Policy *policy, const Bitset *types) {
  Buffer out = {0};
  put_types(&out, policy, types, NULL);
  return keep(policy, &out);
}

static void put_type_set(Buffer *out, const Policy *policy,
                         const TypeSet *set) {
  NameList list = list_begin(out, set->n + set->self + set->not_self);
  TYPE_SET_EACH(id, set)
    list_name(&list, type_text(policy, id));
  if (set->self || set->not_self)
    list_name(&list, set->self ? "self" : "-self");
  list_end(&list);
}

const char *describe_type_set(const Policy *policy, const TypeSet *set) {
  Buffer out = {0};
  put_type_set(&out, policy, set);
  return keep(policy, &out);
}

static void put_xperms(Buffer *out, const XpermSet *set) {
  put_string(out, set->is_nlmsg ? "nlmsg { " : "ioctl { ");
  for (uint32_t i = 0; i < set->n && i < RANGES_SHOWN; i++)
    put_format(out, set->v[i].low == set->v[i].high ? "0x%04x "
                                                    : "0x%04x-0x%04x ",
               set->v[i].low, set->v[i].high);
  if (set->n > RANGES_SHOWN)
    put_format(out, "… %u more ", set->n - RANGES_SHOWN);
  put_string(out, "}");
}

static void put_sets(Buffer *out, const Policy *policy, RuleKind kind,
                     const TypeSet *source, const TypeSet *target) {
  put_format(out, "%s ", rule_kind_word(kind));
  put_type_set(out, policy, source);
  put_string(out, " ");
  put_type_set(out, policy, target);
  put_string(out, ":");
}

static void put_classes(Buffer *out, const Policy *policy,
                        const ClassId *classes, uint32_t n) {
  NameList list = list_begin(out, n);
  for (uint32_t i = 0; i < n; i++)
    list_name(&list, class_text(policy, classes[i]));
  list_end(&list);
}

const char *describe_av_rule(const Policy *policy, const AvRule *rule,
                             uint32_t class_index) {
  ClassPerms class = rule->classes[class_index];
  Buffer out = {0};
  put_sets(&out, policy, rule->kind, &rule->source, &rule->target);
  put_format(&out, "%s ", class_text(policy, class.class_id));
  if (rule->xperms)
    put_xperms(&out, rule->xperms);
  else
    put_perms(&out, policy, class.class_id, class.perms);
  put_string(&out, ";");
  return keep(policy, &out);
}

const char *describe_type_rule(const Policy *policy, const TypeRule *rule) {
  Buffer out = {0};
  put_sets(&out, policy, rule->kind, &rule->source, &rule->target);
  put_classes(&out, policy, rule->classes, rule->n_classes);
  put_format(&out, " %s;", type_text(policy, rule->result));
  return keep(policy, &out);
}

const char *describe_file_transition(const Policy *policy,
                                     const FileTransition *rule) {
  Buffer out = {0};
  put_sets(&out, policy, RULE_TRANSITION, &rule->source, &rule->target);
  put_classes(&out, policy, rule->classes, rule->n_classes);
  put_format(&out, " %s \"%s\";", type_text(policy, rule->result),
             text_of(policy, rule->name));
  return keep(policy, &out);
}

const char *describe_part(const Policy *policy, const ViolationPart *part) {
  bool one = part->is_self && bitset_count(&part->sources) == 1;
  Buffer out = {0};
  put_types(&out, policy, &part->sources, NULL);
  put_string(&out, " ");
  if (part->is_self && !one)
    put_string(&out, "self");
  else
    put_types(&out, policy, one ? &part->sources : &part->targets,
              part->apart ? "-self" : NULL);
  put_format(&out, ":%s ", class_text(policy, part->class_id));
  if (part->xperms)
    put_xperms(&out, part->xperms);
  else
    put_perms(&out, policy, part->class_id, part->perms);
  return keep(policy, &out);
}

/* Where the attributes of a set begin: in a linked policy they are its last
 * ids, in one from a binary they may be anywhere. */
static uint32_t first_attribute(const Policy *policy, const TypeSet *set) {
  uint32_t first = set->n;
  if (set->is_bits)
    return first; /* types alone */
  if (policy->n_plain_types >= policy->types.n)
    return 0;
  while (first && set->ids[first - 1] >= policy->n_plain_types)
    first--;
  return first;
}

const char *describe_attributes(const Policy *policy, const TypeSet *set,
                                const Bitset *types) {
  Arena *arena = &policy->session->arena;
  const char *text = NULL;
  size_t n = 0;
  for (uint32_t i = first_attribute(policy, set); i < set->n; i++) {
    const Type *type = &policy->types.v[set->ids[i]];
    if (!type->is_attribute || !bitset_intersects(&type->members, types))
      continue;
    const char *name = text_of(policy, type->id.name);
    text = n++ ? arena_printf(arena, "%s and '%s'", text, name)
               : arena_printf(arena, "attribute '%s'", name);
  }
  return text;
}
