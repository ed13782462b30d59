/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tests/kernel/gen.h"
#include "tests/lib/cond.h"

/* Writes one question and its answer. */
static void ask(Gen *g, const char *answer, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void ask(Gen *g, const char *answer, const char *fmt, ...) {
  char *query;
  va_list args;
  va_start(args, fmt);
  if (vasprintf(&query, fmt, args) < 0) abort();
  va_end(args);
  fprintf(g->queries, "%s\n", query);
  fprintf(g->expected, "%u\t%s\t%s\t%s\n", ++g->count, g->group, query,
          answer);
  free(query);
}

static sepol_security_id_t sid_of(const char *context) {
  sepol_security_id_t sid;
  if (!context_sid(context, &sid)) {
    fprintf(stderr, "%s: not a valid context\n", context);
    exit(2);
  }
  return sid;
}

static bool is_permissive(Gen *g, sepol_security_id_t sid) {
  const context_struct_t *c = sepol_sidtab_search(&g->sids, sid);
  return ebitmap_get_bit(&g->v->db->permissive_map, c->type);
}

void ask_access(Gen *g, const char *scon, const char *tcon, uint32_t class) {
  struct sepol_av_decision avd;
  char answer[64];
  sepol_security_id_t source = sid_of(scon);
  uint32_t mask = g->v->class[class].mask;
  if (sepol_compute_av(source, sid_of(tcon), (sepol_security_class_t)class + 1,
                       0, &avd))
    return;
  snprintf(answer, sizeof answer, "%x %x %x %d", avd.allowed & mask,
           avd.auditallow & mask, avd.auditdeny & mask,
           is_permissive(g, source));
  ask(g, answer, "a %s %s %s", scon, tcon, class_name(g->v, class));
}

/* Asks for a context, when libsepol knows one. */
static void ask_context(Gen *g, char letter, int failed,
                        sepol_security_id_t sid, const char *scon,
                        const char *tcon, uint32_t class) {
  sepol_security_context_t text;
  size_t len;
  if (failed || sepol_sid_to_context(sid, &text, &len)) return;
  ask(g, text, "%c %s %s %s", letter, scon, tcon, class_name(g->v, class));
  free(text);
}

void ask_create(Gen *g, const char *scon, const char *tcon, uint32_t class) {
  sepol_security_id_t sid = 0;
  int failed = sepol_transition_sid(sid_of(scon), sid_of(tcon),
                                    (sepol_security_class_t)class + 1, &sid);
  ask_context(g, 'c', failed, sid, scon, tcon, class);
}

void ask_member(Gen *g, const char *scon, const char *tcon, uint32_t class) {
  sepol_security_id_t sid = 0;
  int failed = sepol_member_sid(sid_of(scon), sid_of(tcon),
                                (sepol_security_class_t)class + 1, &sid);
  ask_context(g, 'm', failed, sid, scon, tcon, class);
}

void ask_change(Gen *g, const char *scon, const char *tcon, uint32_t class) {
  sepol_security_id_t sid = 0;
  int failed = sepol_change_sid(sid_of(scon), sid_of(tcon),
                                (sepol_security_class_t)class + 1, &sid);
  ask_context(g, 'r', failed, sid, scon, tcon, class);
}

/* libsepol does not look at names, so the caller says what type results. */
void ask_create_named(Gen *g, const char *scon, const char *tcon,
                      uint32_t class, const char *name, uint32_t type) {
  sepol_security_id_t sid = 0, named_sid = 0;
  if (sepol_transition_sid(sid_of(scon), sid_of(tcon),
                           (sepol_security_class_t)class + 1, &sid))
    return;
  context_struct_t *c = sepol_sidtab_search(&g->sids, sid), named;
  context_init(&named);
  context_cpy(&named, c);
  named.type = type + 1;
  char *text = context_text(g->v, &named);
  if (context_sid(text, &named_sid))
    ask(g, text, "c %s %s %s %s", scon, tcon, class_name(g->v, class), name);
  free(text);
  context_destroy(&named);
}

void ask_validity(Gen *g, const char *context) {
  sepol_security_id_t sid;
  sepol_security_context_t text;
  size_t len;
  if (!context_sid(context, &sid)) {
    ask(g, "error 22", "v %s", context);
  } else if (!sepol_sid_to_context(sid, &text, &len)) {
    ask(g, text, "v %s", context);
    free(text);
  }
}

void ask_validatetrans(Gen *g, const char *from, const char *to,
                       uint32_t class, const char *task) {
  char *reason = NULL;
  int denied = sepol_validate_transition_reason_buffer(
      sid_of(from), sid_of(to), sid_of(task),
      (sepol_security_class_t)class + 1, &reason, 0);
  free(reason);
  ask(g, denied ? "denied" : "allowed", "t %s %s %s %s", from, to,
      class_name(g->v, class), task);
}

void set_bool(Gen *g, uint32_t index, int state) {
  policydb_t *p = g->v->db;
  p->bool_val_to_struct[index]->state = state;
  fprintf(g->queries, "b %s %d\n", p->p_bool_val_to_name[index], state);
}

void commit_bools(Gen *g) {
  evaluate_conds(g->v->db);
  fprintf(g->queries, "k\n");
}

/* Access vectors are compared in the reference's order of permissions. */
void describe_classes(Gen *g) {
  for (uint32_t i = 0; i < g->v->nclasses; i++) {
    const ClassView *class = &g->v->class[i];
    fprintf(g->queries, "p %s", class_name(g->v, i));
    for (int bit = 0; bit < 32; bit++)
      fprintf(g->queries, " %s", class->name[bit] ? class->name[bit] : "-");
    fprintf(g->queries, "\n");
  }
}

/* Of obsolete classes the kernel knows only the numbers. */
static bool is_socket_class(const char *name) {
  size_t len = strlen(name);
  if (!strncmp(name, "obsolete_", 9)) return false;
  return len >= 6 && !strcmp(name + len - 6, "socket");
}

/*
 * A new socket is labelled like a new process: from its creator.  The kernel
 * knows that of its socket classes; libsepol has to be told, which
 * default_role and its kin do.  A rule of the policy itself comes first.
 */
void follow_kernel_defaults(Gen *g) {
  for (uint32_t i = 0; i < g->v->nclasses; i++) {
    class_datum_t *c = g->v->db->class_val_to_struct[i];
    if (!c || !is_socket_class(class_name(g->v, i))) continue;
    if (!c->default_role) c->default_role = DEFAULT_SOURCE;
    if (!c->default_type) c->default_type = DEFAULT_SOURCE;
    if (!c->default_range) c->default_range = DEFAULT_SOURCE_LOW_HIGH;
  }
}
