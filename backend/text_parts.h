/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The parts of a policy.conf, for text_conf.c. */
#ifndef BACKEND_TEXT_PARTS_H
#define BACKEND_TEXT_PARTS_H

#include "ir/policy.h"
#include "lib/bytes.h"

typedef struct TextWriter {
  const Policy *policy;
  Buffer *out;
} TextWriter;

static inline const char *text_of(const TextWriter *w, Name name) {
  return name_text(&w->policy->session->names, name);
}
static inline const char *type_text(const TextWriter *w, TypeId id) {
  return text_of(w, w->policy->types.v[id].id.name);
}
static inline const char *class_text(const TextWriter *w, ClassId id) {
  return text_of(w, w->policy->classes.v[id].id.name);
}
static inline const char *role_text(const TextWriter *w, RoleId id) {
  return text_of(w, w->policy->roles.v[id].id.name);
}

/* What parts the n-th member of a list from the one before: lines are broken,
 * since checkpolicy takes none of more than 8,191 characters. */
static inline const char *list_space(size_t n) {
  return n % 8 == 7 ? "\n  " : " ";
}

/* "{ read write }" */
void text_perms(TextWriter *w, ClassId class_id, PermMask perms);

/* text_mls.c */
void text_level(TextWriter *w, const MlsLevel *level);
void text_range(TextWriter *w, const MlsRange *range);
/* Sensitivities, categories and levels. */
void text_mls_symbols(TextWriter *w);

/* text_constraints.c */
/* The constraints, of those with levels or of those without. */
void text_constraints(TextWriter *w, bool of_levels);

/* text_rules.c */
void text_rules(TextWriter *w);
void text_role_rules(TextWriter *w);

/* text_contexts.c */
void text_contexts(TextWriter *w);

#endif
