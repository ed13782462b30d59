/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The linked policy: every name is an id, every rule is live.
 *
 * Ids count from 0 in the order of the tables (the writers add the 1 of the
 * kernel format).  Types and type attributes share one table, as do roles and
 * role attributes.  `link` fills the symbol tables and the rules with
 * attributes unexpanded; `expand` adds the access vector table and the other
 * flat forms that the kernel reads.  All lives as long as the session. */
#ifndef IR_POLICY_H
#define IR_POLICY_H

#include "ir/module.h"
#include "ir/terms.h"
#include "lib/array.h"
#include "lib/bitset.h"
#include "lib/chunks.h"
#include "lib/map.h"
#include "lib/session.h"

typedef uint32_t TypeId, RoleId, UserId, ClassId, CommonId, BoolId, SensId,
    CatId, RuleId;
#define NO_ID UINT32_MAX

/* Permissions of one class as bits: bit i is the i-th permission, the
 * common's first (at most 32, linux/security/selinux/ss/services.c). */
typedef uint32_t PermMask;

typedef struct Common {
  Ident id;
  Idents perms; /* in bit order */
} Common;

typedef struct Class {
  Ident id;
  CommonId common; /* or NO_ID */
  Idents perms;    /* its own, in bit order behind the common's */
  uint32_t n_perms; /* the common's and its own */
  uint8_t defaults[4]; /* by DefaultKind: a DefaultValue */
} Class;

/* All permissions of a class. */
static inline PermMask class_all_perms(const Class *class) {
  return class->n_perms >= 32 ? UINT32_MAX
                              : (UINT32_C(1) << class->n_perms) - 1;
}

typedef struct Type {
  Ident id;
  bool is_attribute;
  bool permissive, neveraudit;
  /* of an attribute: what expandattribute says */
  bool expand_true, expand_false;
  TypeId bounds;  /* parent or NO_ID */
  Bitset members; /* of an attribute: its types; none after expand if
                     expand_true */
} Type;

typedef struct Role {
  Ident id;
  bool is_attribute;
  RoleId bounds;     /* parent or NO_ID */
  Bitset members;    /* of an attribute: its roles */
  Bitset types;      /* after link: types and attributes as given (those that
                        came through role attributes included); after expand:
                        types only */
  Bitset dominates;  /* roles, itself included */
} Role;

/* A level with ids; categories as bits. */
typedef struct MlsLevel {
  SensId sensitivity;
  Bitset categories;
} MlsLevel;

typedef struct MlsRange {
  MlsLevel low, high;
} MlsRange;

/* Whether `a` is at least as high as `b` and has all its categories. */
bool mls_dominates(const MlsLevel *a, const MlsLevel *b);

typedef struct User {
  Ident id;
  UserId bounds; /* parent or NO_ID */
  Bitset roles;  /* attributes expanded */
  MlsLevel level;
  MlsRange range;
} User;

typedef struct Bool {
  Ident id;
  bool value;
} Bool;

typedef struct Sensitivity {
  Ident id;
  Bitset categories; /* what its `level` statement permits */
  bool has_level;
} Sensitivity;

typedef struct Category {
  Ident id;
} Category;

/* Another name of a type, sensitivity or category. */
typedef struct Alias {
  Ident id;
  uint32_t target;
} Alias;
typedef ARRAY(Alias) Aliases;

/* A set of types: sorted ids of types and of attributes, the latter kept
 * whole where the set was written without `-`, `~` and `*` (then nothing but
 * types is left, and may be kept as bits).  `self` and `not_self` are apart:
 * `self` adds the source itself, `not_self` takes it out (neverallow only). */
typedef struct TypeSet {
  union {
    TypeId *ids;
    const Bitset *bits; /* of many types, never one alone */
    const void *key;    /* either: equal sets of rules have equal ones */
  };
  uint32_t n;
  bool is_bits;
  bool self, not_self;
} TypeSet;

/* The next id of a set, or NO_ID at its end; *at, at first 0, is how far one is:
 * an index, of bits an id. */
_Static_assert(NO_ID == BITSET_END, "both say that there is no more");
static inline TypeId type_set_next(const TypeSet *set, uint32_t *at) {
  if (!set->is_bits)
    return *at < set->n ? set->ids[(*at)++] : NO_ID;
  TypeId id = bitset_next(set->bits, *at);
  *at = id + 1;
  return id;
}
#define TYPE_SET_EACH(id, set)                                                 \
  for (uint32_t at_##id = 0, id;                                               \
       (id = type_set_next(set, &at_##id)) != NO_ID;)
/* Writes the ids to `list`, which has room for them; gives their count. */
uint32_t type_set_list(const TypeSet *set, TypeId *list);

typedef struct ClassPerms {
  ClassId class_id;
  PermMask perms; /* of extended rules: 0 */
} ClassPerms;

/* An extended permission rule's set, one bit for each of 65,536 numbers as
 * ranges, sorted, complement applied, not touching each other. */
typedef struct XpermSet {
  bool is_nlmsg; /* else ioctl */
  XpermRange *v;
  uint32_t n;
} XpermSet;

/* Which branch of which conditional a rule stands in. */
typedef struct CondRef {
  uint32_t conditional; /* NO_ID: not in a conditional */
  bool in_else;
} CondRef;

/* allow, auditallow, auditdeny, dontaudit, neverallow and the extended
 * kinds; resolved, attributes unexpanded. */
typedef struct AvRule {
  RuleKind kind;
  uint32_t n_classes;
  TypeSet source, target;
  ClassPerms *classes;
  XpermSet *xperms; /* of RULE_XPERMS_ kinds */
  CondRef cond;
  Place place;
  Place optional; /* the innermost optional block around it, or nowhere */
} AvRule;

/* type_transition without name, type_member, type_change. */
typedef struct TypeRule {
  RuleKind kind;
  uint32_t n_classes;
  TypeSet source, target;
  ClassId *classes;
  TypeId result;
  CondRef cond;
  Place place;
  Place optional; /* the innermost optional block around it, or nowhere */
} TypeRule;

typedef struct FileTransition {
  TypeSet source, target;
  ClassId *classes;
  uint32_t n_classes;
  TypeId result;
  Name name;
  Place place;
  Place optional; /* the innermost optional block around it, or nowhere */
} FileTransition;

typedef struct RangeTransition {
  TypeSet source, target;
  ClassId *classes;
  uint32_t n_classes;
  MlsRange range;
  Place place;
} RangeTransition;

/* One (role, role) pair; role attributes expanded. */
typedef struct RoleAllow {
  RoleId source, target;
  Place place;
} RoleAllow;

/* One role (role attributes expanded), types and attributes as given. */
typedef struct RoleTransition {
  RoleId role;
  TypeSet types;
  ClassId *classes;
  uint32_t n_classes;
  RoleId result;
  Place place;
} RoleTransition;

/* A condition over booleans; tunables are decided by link. */
typedef struct PolicyCondTerm {
  CondOp op;
  BoolId boolean;
} PolicyCondTerm;

/* An entry of the access vector table: everything that the kernel looks up by
 * source, target and class.  Types here are types or attributes. */
typedef struct AvEntry {
  uint64_t key;   /* av_key(source, target, class, kind) */
  uint32_t data;  /* permissions of allow, auditallow, and (complemented, as
                     the kernel has it) auditdeny; the TypeId of type rules;
                     of extended kinds: index into Policy.xperm_records */
  RuleId rule;    /* the first rule that made it: of av kinds an index into
                     av_rules, of type kinds into type_rules */
} AvEntry;

static inline uint64_t av_key(TypeId source, TypeId target, ClassId class_id,
                              RuleKind kind) {
  return (uint64_t)source << 44 | (uint64_t)target << 24 |
         (uint64_t)class_id << 12 | (uint64_t)kind;
}
static inline TypeId av_source(uint64_t key) {
  return (TypeId)(key >> 44);
}
static inline TypeId av_target(uint64_t key) {
  return (TypeId)(key >> 24 & 0xfffff);
}
static inline ClassId av_class(uint64_t key) {
  return (ClassId)(key >> 12 & 0xfff);
}
static inline RuleKind av_kind(uint64_t key) {
  return (RuleKind)(key & 0xfff);
}

/* One record of the kernel's extended permissions: 256 bits, either the
 * functions of one driver (the high byte) or whole drivers. */
typedef struct XpermRecord {
  enum {
    XPERM_IOCTL_FUNCTIONS = 1,
    XPERM_IOCTL_DRIVERS = 2,
    XPERM_NLMSG_FUNCTIONS = 3,
  } specified;
  uint8_t driver; /* of the FUNCTIONS kinds */
  uint32_t bits[8];
} XpermRecord;

/* Sorted by key; of extended kinds several entries may share a key. */
typedef ARRAY(AvEntry) AvTable;

typedef struct Conditional {
  PolicyCondTerm *expr;
  uint32_t n_expr;
  Place place;
  AvTable table[2]; /* after expand: [0] true branch, [1] false branch */
} Conditional;

/* After expand: flat forms. */

/* The sources, types only, from which one target, class and file name lead to
 * one result.  Fedora's policy has 237,050 of them in 15,000 such sets. */
typedef struct FlatFileTransition {
  Bitset sources;
  TypeId target; /* a type */
  ClassId class_id;
  Name name;
  TypeId result;
  uint32_t rule; /* the first that says so of any of the sources: index into
                    file_transitions */
} FlatFileTransition;

typedef struct FlatRangeTransition {
  TypeId source, target; /* types only */
  ClassId class_id;
  uint32_t rule; /* index into range_transitions, which has the range */
} FlatRangeTransition;

typedef struct FlatRoleTransition {
  RoleId role;
  TypeId type; /* types only */
  ClassId class_id;
  RoleId result;
  uint32_t rule; /* index into role_transitions */
} FlatRoleTransition;

/* A constraint expression with ids. */
typedef struct PolicyConstraintTerm {
  ConstraintKind kind;
  uint32_t attr;
  ConstraintOp op;
  Bitset ids;     /* of NAMES: users, roles, or types, attributes expanded */
  /* of NAMES over types, for policy versions from 29 on (the kernel prints
   * them in error messages): as written */
  Bitset written_types, written_minus;
  bool written_star, written_complement;
} PolicyConstraintTerm;

typedef struct Constraint {
  bool validatetrans;
  ClassPerms *classes; /* perms 0 of validatetrans */
  uint32_t n_classes;
  PolicyConstraintTerm *expr;
  uint32_t n_expr;
  Place place;
} Constraint;

typedef struct PolicyContext {
  UserId user;
  RoleId role;
  TypeId type;
  MlsRange range;
} PolicyContext;

typedef struct PolicyOcon {
  const Ocon *written; /* everything but the contexts */
  PolicyContext context, context2;
  uint32_t sid; /* of OCON_ISID: index into Policy.sids */
  ClassId file_class; /* of OCON_GENFS: what its file kind stands for, or
                         NO_ID for any */
} PolicyOcon;

/* An optional block that is left out because of what it requires. */
typedef struct DeadOptional {
  Ident module;     /* NO_NAME: the base's */
  Place place;
  const char *sort; /* of what is missing: "type", "permission", … */
  Ident missing;    /* where it is required */
  bool is_declared; /* in another block, which is left out too */
} DeadOptional;

typedef enum Target { TARGET_SELINUX, TARGET_XEN } Target;

typedef struct Policy {
  Session *session;
  Target target;
  HandleUnknown handle_unknown;
  bool mls;

  /* symbols, by id */
  ARRAY(Common) commons;
  ARRAY(Class) classes;
  ARRAY(Type) types; /* types by name, then attributes by name */
  ARRAY(Role) roles; /* object_r is role 0; roles, then attributes, by name */
  uint32_t n_plain_types, n_plain_roles; /* attributes have ids from here on */
  ARRAY(User) users;
  ARRAY(Bool) bools;
  ARRAY(Sensitivity) sens; /* by id is from low to high */
  ARRAY(Category) cats;
  Aliases type_aliases, sens_aliases, cat_aliases; /* by name */
  /* name to id + 1, aliases included; 0 or beyond the end: not declared */
  NameIndex index[SYMBOL_KIND_COUNT];

  /* rules, in the order of the modules and their text */
  CHUNKS(AvRule) av_rules;
  bool rules_are_claimed; /* by a map: the tables may grant more */
  ARRAY(TypeRule) type_rules;
  ARRAY(FileTransition) file_transitions;
  ARRAY(RangeTransition) range_transitions;
  ARRAY(RoleAllow) role_allows;
  ARRAY(RoleTransition) role_transitions;
  ARRAY(Conditional) conditionals;
  ARRAY(Constraint) constraints;
  IdentArray sids;
  ARRAY(PolicyOcon) ocons; /* as written, but a narrower nodecon is before the
                              wider ones */
  IdentArray polcaps;
  ARRAY(DeadOptional) dead_optionals; /* by module, then in its order */

  /* after expand */
  AvTable av_table; /* unconditional */
  ARRAY(XpermRecord) xperm_records;
  /* by target, class, name (its bytes) and result, each once */
  ARRAY(FlatFileTransition) flat_file_transitions;
  ARRAY(FlatRangeTransition) flat_range_transitions; /* no duplicates */
  ARRAY(FlatRoleTransition) flat_role_transitions;   /* no duplicates */
} Policy;

/* A rule by its number; it stays where it is. */
static inline AvRule *av_rule(const Policy *policy, size_t id) {
  return &CHUNKS_AT(&policy->av_rules, id);
}

/* The id of a declared name, or NO_ID. */
static inline uint32_t policy_find(const Policy *policy, SymbolKind kind,
                                   Name name) {
  return name_index_get(&policy->index[kind], name) - 1; /* NO_ID of 0 */
}

/* The name of a symbol by id, and how many ids a kind has. */
Ident *policy_symbol(Policy *policy, SymbolKind kind, uint32_t id);
size_t policy_symbol_count(const Policy *policy, SymbolKind kind);
/* The permission's bit in the class, the common's included, or NO_ID. */
uint32_t policy_find_perm(const Policy *policy, ClassId class_id, Name perm);
/* The name of a permission by bit. */
Name policy_perm_name(const Policy *policy, ClassId class_id, uint32_t bit);

#endif
