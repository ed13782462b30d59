/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commons and classes of the kernel policy. */
#include "backend/kernel_format.h"

enum { MAX_PERMS = 32, PERM_SIZE = 8, COMMON_SIZE = 16, CLASS_SIZE = 28 };

/* Permissions are numbered behind the `first` ones of the common; a number
 * that stands for nothing has no name. */
static uint32_t perm_count(const Idents *perms) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < perms->n; i++)
    n += perms->v[i].name != NO_NAME;
  return n;
}

static void put_perms(KernelWriter *w, const Idents *perms, uint32_t first) {
  for (uint32_t i = 0; i < perms->n; i++) {
    if (perms->v[i].name == NO_NAME)
      continue;
    put_length(w, perms->v[i].name);
    put_id(w, first + i);
    put_text(w, perms->v[i].name);
  }
}

static void get_perm(KernelReader *r, Idents *perms, uint32_t first) {
  uint32_t length = get_word(r);
  uint32_t bit = get_id(r, first + perms->n, "permission");
  Name name = get_text(r, length);
  if (r->in.failed)
    return;
  if (bit < first || perms->v[bit - first].name != NO_NAME)
    kernel_fail(r, "permission %u is given twice", bit + 1);
  else
    perms->v[bit - first].name = name;
}

static void get_perms(KernelReader *r, Idents *perms, uint32_t first,
                      uint32_t n_bits, uint32_t n) {
  if (n_bits > MAX_PERMS || n_bits < first) {
    kernel_fail(r, "%u permissions", n_bits);
    return;
  }
  perms->n = n_bits - first;
  perms->v = ARENA_NEW_N(&r->session->arena, Ident, perms->n);
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_perm(r, perms, first);
}

static void put_common(KernelWriter *w, const Common *common, CommonId id) {
  put_length(w, common->id.name);
  put_id(w, id);
  put_u32(w->out, common->perms.n);
  put_u32(w->out, perm_count(&common->perms));
  put_text(w, common->id.name);
  put_perms(w, &common->perms, 0);
}

static void get_common(KernelReader *r) {
  Policy *policy = r->policy;
  uint32_t length = get_word(r);
  CommonId id = get_id(r, policy->commons.n, "common");
  uint32_t n_bits = get_word(r);
  uint32_t n = get_count(r, PERM_SIZE, "permissions");
  Name name = get_text(r, length);
  if (r->in.failed)
    return;
  Common *common = &policy->commons.v[id];
  declare_symbol(r, SYMBOL_COMMON, &common->id, name, id);
  get_perms(r, &common->perms, 0, n_bits, n);
}

void put_commons(KernelWriter *w) {
  const Policy *policy = w->policy;
  uint32_t n = 0;
  for (size_t i = 0; i < policy->commons.n; i++)
    n += policy->commons.v[i].id.name != NO_NAME;
  put_table_size(w, policy->commons.n, n);
  for (CommonId id = 0; id < policy->commons.n; id++)
    if (policy->commons.v[id].id.name != NO_NAME)
      put_common(w, &policy->commons.v[id], id);
}

void get_commons(KernelReader *r) {
  uint32_t n_ids, n;
  get_table_size(r, UINT16_MAX, &n_ids, &n);
  for (uint32_t i = 0; i < n_ids; i++)
    ARRAY_PUSH(&r->policy->commons, (Common){{NO_NAME, no_place}, {NULL, 0}});
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_common(r);
}

static void put_defaults(KernelWriter *w, const Class *class) {
  if (!writer_has(w, FEATURE_OBJECT_DEFAULTS))
    return;
  uint8_t range = class->defaults[DEFAULT_RANGE];
  if (range == DEFAULT_GLBLUB && !writer_has(w, FEATURE_GLBLUB))
    range = DEFAULT_UNSET;
  put_u32(w->out, class->defaults[DEFAULT_USER]);
  put_u32(w->out, class->defaults[DEFAULT_ROLE]);
  put_u32(w->out, range);
  if (writer_has(w, FEATURE_DEFAULT_TYPE))
    put_u32(w->out, class->defaults[DEFAULT_TYPE]);
}

static void get_default(KernelReader *r, Class *class, DefaultKind kind,
                        DefaultValue most) {
  uint32_t value = get_word(r);
  if (value > most)
    kernel_fail(r, "a class default of %u", value);
  class->defaults[kind] = (uint8_t)value;
}

static void get_defaults(KernelReader *r, Class *class) {
  if (!reader_has(r, FEATURE_OBJECT_DEFAULTS))
    return;
  get_default(r, class, DEFAULT_USER, DEFAULT_TARGET);
  get_default(r, class, DEFAULT_ROLE, DEFAULT_TARGET);
  get_default(r, class, DEFAULT_RANGE, DEFAULT_GLBLUB);
  if (reader_has(r, FEATURE_DEFAULT_TYPE))
    get_default(r, class, DEFAULT_TYPE, DEFAULT_TARGET);
}

static void put_class(KernelWriter *w, ClassId id,
                      const ConstraintIndex *constrains,
                      const ConstraintIndex *validatetrans) {
  const Class *class = &w->policy->classes.v[id];
  const Common *common = class->common == NO_ID
                             ? NULL
                             : &w->policy->commons.v[class->common];
  put_length(w, class->id.name);
  put_length(w, common ? common->id.name : NO_NAME);
  put_id(w, id);
  put_u32(w->out, class->n_perms);
  put_u32(w->out, perm_count(&class->perms));
  put_u32(w->out, constraint_count(constrains, id));
  put_text(w, class->id.name);
  put_text(w, common ? common->id.name : NO_NAME);
  put_perms(w, &class->perms, common ? common->perms.n : 0);
  put_constraints(w, constrains, id);
  if (writer_has(w, FEATURE_VALIDATETRANS)) {
    put_u32(w->out, constraint_count(validatetrans, id));
    put_constraints(w, validatetrans, id);
  }
  put_defaults(w, class);
}

static CommonId get_common_name(KernelReader *r, uint32_t length) {
  if (!length)
    return NO_ID;
  CommonId common = policy_find(r->policy, SYMBOL_COMMON,
                                get_text(r, length));
  if (common == NO_ID)
    kernel_fail(r, "a class names an unknown common");
  return common;
}

static void get_class(KernelReader *r) {
  uint32_t length = get_word(r), common_length = get_word(r);
  ClassId id = get_id(r, r->policy->classes.n, "class");
  uint32_t n_bits = get_word(r);
  uint32_t n = get_count(r, PERM_SIZE, "permissions");
  uint32_t n_constraints = get_count(r, 8, "constraints");
  Name name = get_text(r, length);
  CommonId common = get_common_name(r, common_length);
  if (r->in.failed)
    return;
  Class *class = &r->policy->classes.v[id];
  declare_symbol(r, SYMBOL_CLASS, &class->id, name, id);
  class->common = common;
  class->n_perms = n_bits;
  get_perms(r, &class->perms,
            common == NO_ID ? 0 : r->policy->commons.v[common].perms.n,
            n_bits, n);
  get_constraints(r, id, false, n_constraints);
  if (reader_has(r, FEATURE_VALIDATETRANS))
    get_constraints(r, id, true, get_count(r, 8, "validatetrans"));
  get_defaults(r, class);
}

void put_classes(KernelWriter *w) {
  const Policy *policy = w->policy;
  ConstraintIndex constrains = constraints_by_class(policy, false);
  ConstraintIndex validatetrans = constraints_by_class(policy, true);
  uint32_t n = 0;
  for (size_t i = 0; i < policy->classes.n; i++)
    n += policy->classes.v[i].id.name != NO_NAME;
  put_table_size(w, policy->classes.n, n);
  for (ClassId id = 0; id < policy->classes.n; id++)
    if (policy->classes.v[id].id.name != NO_NAME)
      put_class(w, id, &constrains, &validatetrans);
  mem_free(constrains.first);
  mem_free(constrains.uses);
  mem_free(validatetrans.first);
  mem_free(validatetrans.uses);
}

void get_classes(KernelReader *r) {
  /* av_key has 12 bits for the class. */
  enum { MAX_CLASSES = 0xfff };
  uint32_t n_ids, n;
  get_table_size(r, MAX_CLASSES, &n_ids, &n);
  for (uint32_t i = 0; i < n_ids; i++)
    ARRAY_PUSH(&r->policy->classes, (Class){.common = NO_ID});
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_class(r);
}
