/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which version of the kernel policy carries what. */
#include "backend/kernel.h"
#include "backend/kernel_format.h"

enum { XPERM_KINDS = RULE_XPERMS_ALLOW | RULE_XPERMS_AUDITALLOW |
                     RULE_XPERMS_DONTAUDIT };

typedef enum Action { DROP, REFUSE, ENCODE } Action;
typedef enum TargetMask { SELINUX = 1, XEN = 2, ANY = 3 } TargetMask;

/* ORDER FEATURE */
static const struct {
  unsigned first;
  TargetMask targets;
  Action action;
  const char *what;
} features[] = {
#define FEATURE(id, first, target, action, what) {first, target, action, what},
#include "backend/features.def"
};

bool kernel_has(Target target, unsigned version, Feature feature) {
  return version >= features[feature].first &&
         features[feature].targets >> target & 1;
}

uint32_t kernel_features(Target target, unsigned version) {
  uint32_t bits = 0;
  for (Feature feature = 0; feature < FEATURE_COUNT; feature++)
    bits |= (uint32_t)kernel_has(target, version, feature) << feature;
  return bits;
}

bool kernel_version_exists(Target target, unsigned version) {
  if (target == TARGET_XEN)
    return version == KERNEL_VERSION_MIN || version == 30;
  return version >= KERNEL_VERSION_MIN && version <= KERNEL_VERSION_MAX;
}

/* The place of the first rule in a table that has extended permissions. */
static const Place *find_xperms(const Policy *policy, const AvTable *table) {
  for (size_t i = 0; i < table->n; i++)
    if (av_kind(table->v[i].key) & XPERM_KINDS)
      return table->v[i].rule < policy->av_rules.n
                 ? &av_rule(policy, table->v[i].rule)->place
                 : &no_place;
  return NULL;
}

static const Place *find_conditional_xperms(const Policy *policy) {
  for (size_t i = 0; i < policy->conditionals.n; i++)
    for (int branch = 0; branch < 2; branch++) {
      const Place *place =
          find_xperms(policy, &policy->conditionals.v[i].table[branch]);
      if (place)
        return place;
    }
  return NULL;
}

static const Place *find_any_xperms(const Policy *policy) {
  const Place *place = find_xperms(policy, &policy->av_table);
  return place ? place : find_conditional_xperms(policy);
}

static const Place *find_role_transition(const Policy *policy) {
  ClassId process = process_class(policy);
  for (size_t i = 0; i < policy->flat_role_transitions.n; i++) {
    FlatRoleTransition rule = policy->flat_role_transitions.v[i];
    if (rule.class_id != process)
      return rule.rule < policy->role_transitions.n
                 ? &policy->role_transitions.v[rule.rule].place
                 : &no_place;
  }
  return NULL;
}

static const Place *find_default(const Policy *policy, unsigned kinds,
                                 bool glblub) {
  for (size_t i = 0; i < policy->classes.n; i++)
    for (int kind = DEFAULT_USER; kind <= DEFAULT_RANGE; kind++) {
      uint8_t value = policy->classes.v[i].defaults[kind];
      if (kinds >> kind & 1 && (glblub ? value == DEFAULT_GLBLUB : value))
        return &policy->classes.v[i].id.place;
    }
  return NULL;
}

static const Place *find_context(const Policy *policy, OconKind kind) {
  for (size_t i = 0; i < policy->ocons.n; i++)
    if (policy->ocons.v[i].written->kind == kind)
      return &policy->ocons.v[i].written->place;
  return NULL;
}

static const Place *find_wide_iomem(const Policy *policy) {
  for (size_t i = 0; i < policy->ocons.n; i++)
    if (policy->ocons.v[i].written->kind == OCON_XEN_IOMEM &&
        policy->ocons.v[i].written->range[1] > UINT32_MAX)
      return &policy->ocons.v[i].written->place;
  return NULL;
}

static const Place *find_neveraudit(const Policy *policy) {
  for (size_t i = 0; i < policy->types.n; i++)
    if (policy->types.v[i].neveraudit)
      return &policy->types.v[i].id.place;
  return NULL;
}

static const Place *find_file_transition(const Policy *policy) {
  if (!policy->flat_file_transitions.n)
    return NULL;
  uint32_t rule = policy->flat_file_transitions.v[0].rule;
  return rule < policy->file_transitions.n
             ? &policy->file_transitions.v[rule].place
             : &no_place;
}

/* Where the policy first uses a feature, or NULL. */
static const Place *find_feature(const Policy *policy, Feature feature) {
  const Place *place;
  switch (feature) {
  case FEATURE_FILE_TRANSITION: return find_file_transition(policy);
  case FEATURE_ROLE_TRANSITION_CLASS: return find_role_transition(policy);
  case FEATURE_OBJECT_DEFAULTS:
    return find_default(policy, 1 << DEFAULT_USER | 1 << DEFAULT_ROLE |
                                    1 << DEFAULT_RANGE, false);
  case FEATURE_DEFAULT_TYPE:
    return find_default(policy, 1 << DEFAULT_TYPE, false);
  case FEATURE_XPERMS: return find_any_xperms(policy);
  case FEATURE_DEVICETREE: return find_context(policy, OCON_XEN_DEVICETREE);
  case FEATURE_WIDE_IOMEM: return find_wide_iomem(policy);
  case FEATURE_INFINIBAND:
    place = find_context(policy, OCON_IBPKEY);
    return place ? place : find_context(policy, OCON_IBENDPORT);
  case FEATURE_GLBLUB:
    return find_default(policy, 1 << DEFAULT_RANGE, true);
  case FEATURE_CONDITIONAL_XPERMS: return find_conditional_xperms(policy);
  case FEATURE_NEVERAUDIT: return find_neveraudit(policy);
  case FEATURE_CONTEXT_RANGES:
  case FEATURE_VALIDATETRANS:
  case FEATURE_CONSTRAINT_NAMES:
  case FEATURE_COMPRESSED_TRANSITIONS:
  case FEATURE_COUNT: break;
  }
  return NULL;
}

static void report(const Policy *policy, unsigned version, Feature feature,
                   Place place) {
  static const char *const targets[] = {
      [TARGET_SELINUX] = "",
      [TARGET_XEN] = " of Xen",
  };
  Diags *diags = &policy->session->diags;
  const char *target = targets[policy->target];
  if (features[feature].action == REFUSE)
    diag_error(diags, place, "policy version %u%s has no %s", version, target,
               features[feature].what);
  else
    diag_warning(diags, WARN_DROPPED_FEATURE, place,
                 "policy version %u%s has no %s: left out", version, target,
                 features[feature].what);
}

void kernel_check_features(const Policy *policy, unsigned version) {
  for (Feature feature = 0; feature < FEATURE_COUNT; feature++) {
    if (features[feature].action == ENCODE ||
        kernel_has(policy->target, version, feature))
      continue;
    const Place *place = find_feature(policy, feature);
    if (place)
      report(policy, version, feature, *place);
  }
}
