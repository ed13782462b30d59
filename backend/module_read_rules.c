/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules of a block of the binary module. */
#include <string.h>

#include "backend/module_reader.h"

enum {
  AV_KINDS = RULE_ALLOW | RULE_AUDITALLOW | RULE_AUDITDENY | RULE_DONTAUDIT |
             RULE_NEVERALLOW,
  TYPE_KINDS = RULE_TRANSITION | RULE_MEMBER | RULE_CHANGE,
  XPERM_KINDS = RULE_XPERMS_ALLOW | RULE_XPERMS_AUDITALLOW |
                RULE_XPERMS_DONTAUDIT | RULE_XPERMS_NEVERALLOW,
};

/* The fewest bytes of what there can be many of. */
enum {
  RULE_SIZE = 68,
  CLASS_SIZE = 8,
  TERM_SIZE = 8,
  TRANSITION_SIZE = 48,
  MAX_COND_DEPTH = 10 /* libsepol, conditional.h, COND_EXPR_MAXDEPTH */
};

/* A class of a rule with its permissions or its resulting type. */
typedef struct ClassData {
  ClassId class_id;
  uint32_t data;
} ClassData;
typedef ARRAY(ClassData) ClassDatas;

/* Where rules go: a block, or a branch of a conditional. */
typedef struct RuleSink {
  Block *block;
  ModConditional *conditional; /* or NULL */
  int branch;
} RuleSink;

static void add_av(const RuleSink *sink, ModAvRule rule) {
  if (sink->conditional)
    ARRAY_PUSH(&sink->conditional->av[sink->branch], rule);
  else
    ARRAY_PUSH(&sink->block->av, rule);
}

static void add_type_rule(const RuleSink *sink, ModTypeRule rule) {
  if (sink->conditional)
    ARRAY_PUSH(&sink->conditional->type_rules[sink->branch], rule);
  else
    ARRAY_PUSH(&sink->block->type_rules, rule);
}

static void get_classes_of_rule(ModuleReader *m, ClassDatas *classes) {
  uint32_t n = get_count(&m->file, CLASS_SIZE, "classes of a rule");
  if (!n)
    kernel_fail(&m->file, "a rule without a class");
  MODULE_EACH(m, n) {
    ClassData class = {
        get_id(&m->file, m->file.policy->classes.n, "class"), 0};
    class.data = get_word(&m->file);
    ARRAY_PUSH(classes, class);
  }
}

static NameSet class_set(ModuleReader *m, const ClassData *classes,
                         size_t n) {
  if (n == 1)
    return name_set_of(module_ident(m, SYMBOL_CLASS, classes->class_id));
  NameSet set = name_set_new(&m->file.session->arena, n, m->place);
  for (size_t i = 0; i < n; i++) {
    Ident id = module_ident(m, SYMBOL_CLASS, classes[i].class_id);
    set_add(&set, (SetItem){id.name, false, id.place});
  }
  return set;
}

static bool same_names(const NameSet *a, const NameSet *b) {
  if (a->n != b->n)
    return false;
  for (uint32_t i = 0; i < a->n; i++)
    if (set_name(a, i) != set_name(b, i))
      return false;
  return true;
}

/* The file has one mask a class, a module one set of names for all classes of
 * a rule: classes whose masks mean other names get a rule of their own. */
static void add_av_rules(ModuleReader *m, const RuleSink *sink,
                         ModAvRule rule, const ClassDatas *classes) {
  for (size_t i = 0, end; i < classes->n && !module_failed(m); i = end) {
    ClassData first = classes->v[i];
    rule.perms = module_perm_set(m, first.class_id, first.data);
    for (end = i + 1; end < classes->n && !module_failed(m); end++) {
      NameSet perms = module_perm_set(m, classes->v[end].class_id,
                                      classes->v[end].data);
      if (!same_names(&rule.perms, &perms))
        break;
    }
    rule.classes = class_set(m, classes->v + i, end - i);
    add_av(sink, rule);
  }
}

static void add_type_rules(ModuleReader *m, const RuleSink *sink,
                           ModTypeRule rule, const ClassDatas *classes) {
  for (size_t i = 0, end; i < classes->n && !module_failed(m); i = end) {
    uint32_t result = classes->v[i].data;
    if (!result || result > m->file.policy->types.n) {
      kernel_fail(&m->file, "a rule results in type %u", result);
      return;
    }
    end = i + 1;
    while (end < classes->n && classes->v[end].data == result)
      end++;
    rule.classes = class_set(m, classes->v + i, end - i);
    rule.result = module_ident(m, SYMBOL_TYPE, result - 1);
    add_type_rule(sink, rule);
  }
}

static void add_xperm_range(Xperms *xperms, uint32_t low, uint32_t high) {
  if (xperms->n && xperms->v[xperms->n - 1].high + 1 == low)
    xperms->v[xperms->n - 1].high = high;
  else
    xperms->v[xperms->n++] = (XpermRange){low, high};
}

/* A record of 256 bits: functions of one driver, or whole drivers. */
static Xperms *get_xperms(ModuleReader *m) {
  Session *session = m->file.session;
  uint8_t specified = get_u8(&m->file.in), driver = get_u8(&m->file.in);
  bool drivers = specified == XPERM_IOCTL_DRIVERS;
  bool nlmsg = specified == XPERM_NLMSG_FUNCTIONS;
  if (specified < XPERM_IOCTL_FUNCTIONS || specified > XPERM_NLMSG_FUNCTIONS)
    kernel_fail(&m->file, "extended permissions of kind %u", specified);
  Xperms *xperms = ARENA_NEW(&session->arena, Xperms);
  xperms->operation = (Ident){
      name_intern_string(&session->names, nlmsg ? "nlmsg" : "ioctl"),
      m->place};
  xperms->v = ARENA_NEW_N(&session->arena, XpermRange, XPERMS_FUNCTIONS / 2);
  for (uint32_t word = 0; word < XPERMS_WORDS; word++) {
    uint32_t bits = get_word(&m->file);
    for (; bits; bits &= bits - 1) {
      uint32_t bit = word * 32 + (uint32_t)__builtin_ctz(bits);
      if (drivers)
        add_xperm_range(xperms, bit << 8, bit << 8 | 0xff);
      else
        add_xperm_range(xperms, (uint32_t)driver << 8 | bit,
                        (uint32_t)driver << 8 | bit);
    }
  }
  return xperms;
}

static bool is_one_of(uint32_t kind, uint32_t kinds) {
  return kind & kinds && !(kind & (kind - 1));
}

static void get_rule(ModuleReader *m, const RuleSink *sink,
                     ClassDatas *classes) {
  module_next_place(m);
  uint32_t kind = get_word(&m->file), flags = get_word(&m->file);
  if (!is_one_of(kind, AV_KINDS | TYPE_KINDS | XPERM_KINDS))
    kernel_fail(&m->file, "a rule of kind %#x", kind);
  if (flags > RULE_FLAG_NOT_SELF)
    kernel_fail(&m->file, "a rule with flags %#x", flags);
  NameSet source = module_get_type_set(m, 0);
  NameSet target = module_get_type_set(m, flags);
  classes->n = 0;
  get_classes_of_rule(m, classes);
  if (kind & XPERM_KINDS && m->version < VERSION_XPERMS)
    kernel_fail(&m->file, "version %u has no extended permissions",
                m->version);
  Xperms *xperms = kind & XPERM_KINDS ? get_xperms(m) : NULL;
  if (module_failed(m))
    return;
  if (kind & TYPE_KINDS)
    add_type_rules(m, sink,
                   (ModTypeRule){.kind = kind, .source = source,
                                 .target = target, .place = m->place,
                                 .file_name = {NO_NAME, m->place}},
                   classes);
  else
    add_av_rules(m, sink,
                 (ModAvRule){.kind = kind, .source = source,
                             .target = target, .xperms = xperms,
                             .place = m->place},
                 classes);
}

static void get_rule_list(ModuleReader *m, RuleSink sink) {
  ClassDatas classes = {0};
  uint32_t n = get_count(&m->file, RULE_SIZE, "rules");
  if (sink.conditional)
    ARRAY_RESERVE(&sink.conditional->av[sink.branch], n);
  else
    ARRAY_RESERVE(&sink.block->av, n);
  MODULE_EACH(m, n)
    get_rule(m, &sink, &classes);
  ARRAY_FREE(&classes);
}

/* How many values a term takes from the stack. */
static int operands(CondOp op) {
  return op == COND_BOOL ? 0 : op == COND_NOT ? 1 : 2;
}

static CondTerm get_cond_term(ModuleReader *m, int *depth) {
  uint32_t op = get_word(&m->file), boolean = get_word(&m->file);
  CondTerm term = {.op = op - 1, .boolean = {NO_NAME, m->place}};
  if (op < 1 || op > COND_NEQ + 1) {
    kernel_fail(&m->file, "an operator %u in a condition", op);
    return term;
  }
  if (*depth < operands(term.op))
    kernel_fail(&m->file, "a condition lacks an operand");
  *depth += 1 - operands(term.op);
  if (*depth > MAX_COND_DEPTH)
    kernel_fail(&m->file, "a condition is nested deeper than %d",
                MAX_COND_DEPTH);
  if (boolean > m->file.policy->bools.n || (term.op == COND_BOOL && !boolean))
    kernel_fail(&m->file, "boolean %u in a condition", boolean);
  if (term.op != COND_BOOL)
    return term;
  term.boolean = module_ident(m, SYMBOL_BOOL, boolean - 1);
  return term;
}

static CondExpr get_cond_expr(ModuleReader *m) {
  CondExpr expr = {.place = m->place};
  uint32_t n = get_count(&m->file, TERM_SIZE, "terms of a condition");
  int depth = 0;
  expr.v = ARENA_NEW_N(&m->file.session->arena, CondTerm, n);
  MODULE_EACH(m, n)
    expr.v[expr.n++] = get_cond_term(m, &depth);
  if (!module_failed(m) && depth != 1)
    kernel_fail(&m->file, "a condition leaves %d values", depth);
  return expr;
}

static void get_conditional(ModuleReader *m, Block *block) {
  module_next_place(m);
  ModConditional conditional = {.place = m->place};
  m->file.section = "conditionals";
  get_word(&m->file); /* its state, which follows from the booleans */
  conditional.expr = get_cond_expr(m);
  for (int branch = 0; branch < 2; branch++)
    get_rule_list(m, (RuleSink){block, &conditional, branch});
  if (m->version >= VERSION_TUNABLES)
    get_word(&m->file); /* whether of tunables, which its names tell */
  ARRAY_PUSH(&block->conditionals, conditional);
}

static ClassId process_class_id(ModuleReader *m) {
  ClassId id = process_class(m->file.policy);
  if (id == NO_ID)
    kernel_fail(&m->file, "a transition without the class process");
  return id;
}

static NameSet process_set(ModuleReader *m) {
  ClassData process = {process_class_id(m), 0};
  return module_failed(m) ? (NameSet){.own_place = m->place}
                          : class_set(m, &process, 1);
}

static void get_role_transition(ModuleReader *m, Block *block) {
  module_next_place(m);
  ModRoleTransition rule = {.place = m->place};
  rule.roles = module_get_role_set(m);
  rule.types = module_get_type_set(m, 0);
  rule.classes = m->version >= VERSION_ROLE_TRANSITION_CLASSES
                     ? module_get_names(m, SYMBOL_CLASS, "class")
                     : process_set(m);
  rule.result = module_get_ident(m, SYMBOL_ROLE, "role");
  ARRAY_PUSH(&block->role_transitions, rule);
}

static void get_role_allow(ModuleReader *m, Block *block) {
  module_next_place(m);
  ModRoleAllow rule = {.place = m->place};
  rule.source = module_get_role_set(m);
  rule.target = module_get_role_set(m);
  ARRAY_PUSH(&block->role_allows, rule);
}

/* The flags come last, but are needed for the target. */
static void get_file_transition(ModuleReader *m, Block *block) {
  module_next_place(m);
  ModTypeRule rule = {.kind = RULE_TRANSITION, .place = m->place};
  rule.file_name = (Ident){get_name(&m->file), m->place};
  rule.source = module_get_type_set(m, 0);
  size_t target_at = m->file.in.at;
  rule.target = module_get_type_set(m, 0);
  ClassData class = {get_id(&m->file, m->file.policy->classes.n, "class"), 0};
  rule.result = module_get_ident(m, SYMBOL_TYPE, "type");
  uint32_t flags =
      m->version >= VERSION_SELF_TYPE_RULES ? get_word(&m->file) : 0;
  if (flags > RULE_FLAG_SELF)
    kernel_fail(&m->file, "a type transition with flags %#x", flags);
  if (module_failed(m))
    return;
  if (flags) {
    size_t end = m->file.in.at;
    m->file.in.at = target_at;
    rule.target = module_get_type_set(m, flags);
    m->file.in.at = end;
  }
  rule.classes = class_set(m, &class, 1);
  ARRAY_PUSH(&block->type_rules, rule);
}

static void get_range_transition(ModuleReader *m, Block *block) {
  module_next_place(m);
  ModRangeTransition rule = {.place = m->place};
  rule.source = module_get_type_set(m, 0);
  rule.target = module_get_type_set(m, 0);
  rule.classes = module_get_names(m, SYMBOL_CLASS, "class");
  rule.range = module_get_range(m);
  ARRAY_PUSH(&block->range_transitions, rule);
}

static NameSet get_one_type(ModuleReader *m) {
  return name_set_of(module_get_ident(m, SYMBOL_TYPE, "type"));
}

void module_get_old_range_transitions(ModuleReader *m) {
  Block *block = &m->module->blocks.v[0];
  m->file.section = "range transitions";
  MODULE_EACH(m, get_count(&m->file, 24, "range transitions")) {
    ModRangeTransition rule = {.place = m->place};
    MlsRange range = {{0}, {0}};
    rule.source = get_one_type(m);
    rule.target = get_one_type(m);
    rule.classes = process_set(m);
    get_range(&m->file, &range);
    rule.range = module_range(m, &range);
    bitset_free(&range.low.categories);
    bitset_free(&range.high.categories);
    ARRAY_PUSH(&block->range_transitions, rule);
  }
}

void module_get_rules(ModuleReader *m, Block *block) {
  MODULE_EACH(m, get_count(&m->file, 16, "conditionals"))
    get_conditional(m, block);
  m->file.section = "rules";
  get_rule_list(m, (RuleSink){block, NULL, 0});
  m->file.section = "role transitions";
  MODULE_EACH(m, get_count(&m->file, TRANSITION_SIZE, "role transitions"))
    get_role_transition(m, block);
  m->file.section = "role allow rules";
  MODULE_EACH(m, get_count(&m->file, 32, "role allow rules"))
    get_role_allow(m, block);
  m->file.section = "file name transitions";
  if (m->version >= VERSION_FILE_TRANSITIONS)
    MODULE_EACH(m, get_count(&m->file, TRANSITION_SIZE, "transitions"))
      get_file_transition(m, block);
  m->file.section = "range transitions";
  if (m->version >= VERSION_RANGE_TRANSITIONS)
    MODULE_EACH(m, get_count(&m->file, TRANSITION_SIZE, "transitions"))
      get_range_transition(m, block);
  m->place = m->start;
}
