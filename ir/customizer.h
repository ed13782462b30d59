/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files that apply local customizations share.  Each kind gathers
 * first what the commands leave (a later one changes or takes back what an
 * earlier one has added) and then changes the policy. */
#ifndef IR_CUSTOMIZER_H
#define IR_CUSTOMIZER_H

#include "ir/customization.h"
#include "ir/local_changes.h"

typedef struct Customizer {
  Policy *policy;
  const Customizations *lines;
  LocalChanges *changes;
} Customizer;

static inline const char *custom_text(const Policy *policy, Ident ident) {
  return name_text(&policy->session->names, ident.name);
}

/* Begins an error about a word of a line. */
void custom_error(Session *session, Ident word, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A line that says something else than an earlier one of the same thing. */
void custom_contradiction(Session *session, const Customization *line,
                          const Customization *earlier);

/* The id of a name of the policy that a word gives, or NO_ID after an error
 * with the nearest name.  Of types and roles no attributes. */
uint32_t custom_find(const Policy *policy, SymbolKind kind, Ident word);
/* The same of a type that must have the attribute, if the policy has that. */
TypeId custom_find_type(const Policy *policy, Ident word,
                        const char *attribute);
/* A range, `s0` if none is given; nothing without MLS.  False after an
 * error. */
bool custom_range(const Policy *policy, const Customization *line,
                  MlsRange *range);

/* customize_users.c, customize_contexts.c */
void customize_users(const Customizer *c);
void customize_contexts(const Customizer *c);

#endif
