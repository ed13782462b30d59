/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The terms that statements are made of, as they were written: names, sets of
 * names, levels, contexts, conditions, constraint expressions.  Nothing is
 * looked up yet.  The syntax tree and the module share them, so lowering does
 * not convert; the arrays live in the session's arena. */
#ifndef IR_TERMS_H
#define IR_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/arena.h"
#include "lib/names.h"
#include "lib/source.h"

/* A name where it was written. */
typedef struct Ident {
  Name name; /* NO_NAME: left out */
  Place place;
} Ident;

typedef struct Idents {
  Ident *v;
  uint32_t n;
} Idents;

/* One member of a set: `name`, or `-name` when excluded.  `self` is the name
 * WORD_SELF. */
typedef struct SetItem {
  uint32_t name : 31; /* a Name */
  uint32_t minus : 1;
  Place place;
} SetItem;

typedef struct SetList {
  Place place; /* the set's first token */
  SetItem v[];
} SetList;

/* A set as written: `a`, `{ a b -c }`, `~{ a b }`, `*`, `a - b`.  Nested
 * braces are flattened, as the reference does.
 *
 * A rule has four of them, and a policy a hundred thousand rules; so they are
 * small.  Most sets are one name, which is in the set itself.  Most others come
 * out of macros, and all calls of one can share the list: the origins in it are
 * those of one call, and `shift` is how far those of the others are from them.
 * The functions below give what a set has whatever it is in. */
typedef struct NameSet {
  uint32_t n : 29;
  bool star : 1;       /* `*`: no items count then, except excluded ones */
  bool complement : 1; /* `~` before the whole set */
  bool has_list : 1;   /* else it is one name or, with n = 0, none */
  union {
    Name single;
    Origin shift; /* of a list */
  };
  union {
    Place own_place; /* its first token */
    SetList *list;
  };
} NameSet;

_Static_assert(sizeof(NameSet) == 8 + sizeof(SetList *), "as small as said");

static inline Place place_shifted(Place place, Origin shift) {
  if (place.origin)
    place.origin += shift;
  return place;
}
static inline Place set_place(const NameSet *set) {
  return set->has_list ? place_shifted(set->list->place, set->shift)
                       : set->own_place;
}
static inline SetItem set_item(const NameSet *set, uint32_t i) {
  if (!set->has_list)
    return (SetItem){.name = set->single, .place = set->own_place};
  SetItem item = set->list->v[i];
  item.place = place_shifted(item.place, set->shift);
  return item;
}
static inline Ident set_id(const NameSet *set, uint32_t i) {
  SetItem item = set_item(set, i);
  return (Ident){item.name, item.place};
}
static inline Name set_name(const NameSet *set, uint32_t i) {
  return set->has_list ? set->list->v[i].name : set->single;
}
static inline bool set_minus(const NameSet *set, uint32_t i) {
  return set->has_list && set->list->v[i].minus;
}

/* `c3` (high is NO_NAME) or `c0.c5`. */
typedef struct CatRange {
  Ident low, high;
} CatRange;

/* `s0` or `s0:c0.c5,c7`. */
typedef struct Level {
  Ident sensitivity;
  CatRange *categories;
  uint32_t n_categories;
} Level;

/* `low` or `low - high`. */
typedef struct Range {
  Level low, high; /* equal when only one was written */
} Range;

/* `user:role:type` or `user:role:type:range`. */
typedef struct Context {
  Ident user, role, type;
  bool has_range;
  Range range;
  Place place;
} Context;

/* A condition over booleans and tunables, in reverse Polish order. */
typedef enum CondOp {
  COND_BOOL, /* pushes `boolean` */
  COND_NOT,
  COND_OR,
  COND_AND,
  COND_XOR,
  COND_EQ,
  COND_NEQ,
} CondOp;

typedef struct CondTerm {
  CondOp op;
  Ident boolean; /* of COND_BOOL */
} CondTerm;

typedef struct CondExpr {
  CondTerm *v;
  uint32_t n;
  Place place;
} CondExpr;

/* A constraint expression, in reverse Polish order.  The numbers of the
 * operators and operands are those of the kernel format
 * (linux/security/selinux/ss/constraint.h). */
typedef enum ConstraintKind {
  CONSTRAINT_NOT = 1,
  CONSTRAINT_AND = 2,
  CONSTRAINT_OR = 3,
  CONSTRAINT_ATTR = 4,  /* compares two attributes: `attr`, `op` */
  CONSTRAINT_NAMES = 5, /* compares with names: `attr`, `op`, `names` */
} ConstraintKind;

/* What of a context is compared, and of which (bits, as in the kernel). */
enum {
  CATTR_USER = 1,
  CATTR_ROLE = 2,
  CATTR_TYPE = 4,
  CATTR_TARGET = 8,    /* u2 r2 t2: the target's; else the source's */
  CATTR_XTARGET = 16,  /* u3 r3 t3: the new context's (validatetrans) */
  CATTR_L1L2 = 32,
  CATTR_L1H2 = 64,
  CATTR_H1L2 = 128,
  CATTR_H1H2 = 256,
  CATTR_L1H1 = 512,
  CATTR_L2H2 = 1024,
};

typedef enum ConstraintOp {
  COP_EQ = 1,
  COP_NEQ = 2,
  COP_DOM = 3,
  COP_DOMBY = 4,
  COP_INCOMP = 5,
} ConstraintOp;

typedef struct ConstraintTerm {
  ConstraintKind kind;
  uint32_t attr;   /* of ATTR and NAMES */
  ConstraintOp op; /* of ATTR and NAMES */
  NameSet names;   /* of NAMES: users, roles or types */
  Place place;
} ConstraintTerm;

typedef struct ConstraintExpr {
  ConstraintTerm *v;
  uint32_t n;
} ConstraintExpr;

/* Access vector rules, type rules: numbers of the kernel's access vector
 * table (linux/security/selinux/ss/avtab.h), shared by the extended kinds. */
typedef enum RuleKind {
  RULE_ALLOW = 0x0001,
  RULE_AUDITALLOW = 0x0002,
  RULE_AUDITDENY = 0x0004, /* dontaudit is kept as its complement */
  RULE_DONTAUDIT = 0x0008, /* not of the kernel */
  RULE_TRANSITION = 0x0010,
  RULE_MEMBER = 0x0020,
  RULE_CHANGE = 0x0040,
  RULE_NEVERALLOW = 0x0080,
  RULE_XPERMS_ALLOW = 0x0100,
  RULE_XPERMS_AUDITALLOW = 0x0200,
  RULE_XPERMS_DONTAUDIT = 0x0400,
  RULE_XPERMS_NEVERALLOW = 0x0800,
} RuleKind;

/* A range of extended permissions, both ends included; 0 to 0xffff. */
typedef struct XpermRange {
  uint32_t low, high;
} XpermRange;

/* `ioctl { 0x8900-0x8910 0x8927 }`, `~{ … }`: as written, not complemented. */
typedef struct Xperms {
  Ident operation; /* ioctl or nlmsg */
  XpermRange *v;
  uint32_t n;
  bool complement;
} Xperms;

typedef enum DefaultKind {
  DEFAULT_USER,
  DEFAULT_ROLE,
  DEFAULT_TYPE,
  DEFAULT_RANGE,
} DefaultKind;

/* Numbers of the kernel format (linux/security/selinux/ss/policydb.h). */
typedef enum DefaultValue {
  DEFAULT_UNSET = 0,
  DEFAULT_SOURCE = 1,
  DEFAULT_TARGET = 2,
  DEFAULT_SOURCE_LOW = 1,
  DEFAULT_SOURCE_HIGH = 2,
  DEFAULT_SOURCE_LOW_HIGH = 3,
  DEFAULT_TARGET_LOW = 4,
  DEFAULT_TARGET_HIGH = 5,
  DEFAULT_TARGET_LOW_HIGH = 6,
  DEFAULT_GLBLUB = 7,
} DefaultValue;

/* Contexts that the kernel gives to things, by what they are given to. */
typedef enum OconKind {
  OCON_ISID,         /* name: the initial SID; context */
  OCON_FS,           /* fscon: number[0], [1]: major, minor; two contexts */
  OCON_PORT,         /* number[0]: IP protocol, [1], [2]: low, high */
  OCON_NETIF,        /* name; context: interface, context2: packets */
  OCON_NODE,         /* IPv4: addr[0], mask[0], in network order */
  OCON_NODE6,        /* IPv6: addr[0..3], mask[0..3], in network order */
  OCON_FSUSE,        /* name: file system; number[0]: FSUSE_… */
  OCON_IBPKEY,       /* prefix; number[0], [1]: low, high */
  OCON_IBENDPORT,    /* name: device; number[0]: port */
  OCON_GENFS,        /* name: file system; path; number[0]: GENFS_… kind */
  OCON_XEN_PIRQ,     /* number[0] */
  OCON_XEN_IOPORT,   /* number[0], [1]: low, high */
  OCON_XEN_IOMEM,    /* range[0], [1]: low, high */
  OCON_XEN_PCIDEVICE,/* number[0] */
  OCON_XEN_DEVICETREE, /* path */
  OCON_KIND_COUNT
} OconKind;

/* fs_use_*: numbers of the kernel format. */
enum { FSUSE_XATTR = 1, FSUSE_TRANS = 2, FSUSE_TASK = 3 };

/* A labelling statement as written. */
typedef struct Ocon {
  OconKind kind;
  Ident name;     /* what the kind says, or NO_NAME */
  Name path;      /* of GENFS and DEVICETREE */
  char file_kind; /* of GENFS: 0 any, or b c d p l s - as in `-d` */
  uint32_t number[3];
  uint64_t range[2];  /* of IOMEM */
  uint64_t prefix;    /* of IBPKEY: subnet prefix, in network order */
  uint32_t addr[4], mask[4];
  bool has_context; /* `genfscon` and `sid` always; fs_use_psid never */
  Context context, context2;
  Place place;
} Ocon;

static inline NameSet name_set_of(Ident id) {
  return (NameSet){.single = id.name, .n = 1, .own_place = id.place};
}
/* A set with a list that has room for `most` items. */
static inline NameSet name_set_new(Arena *arena, size_t most, Place place) {
  SetList *list =
      arena_alloc_raw(arena, sizeof *list + most * sizeof *list->v);
  list->place = place;
  return (NameSet){.has_list = true, .list = list};
}
static inline void set_add(NameSet *set, SetItem item) {
  set->list->v[set->n++] = item;
}

#endif
