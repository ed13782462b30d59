/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The records of local customizations, in the forms of libsemanage's src/
 * …_file.c.  A context has no blanks there. */
#include <arpa/inet.h>
#include <string.h>

#include "backend/store.h"
#include "backend/text_parts.h"

static bool levels_equal(const MlsLevel *a, const MlsLevel *b) {
  return a->sensitivity == b->sensitivity &&
         bitset_equal(&a->categories, &b->categories);
}

static void put_range(TextWriter *w, const MlsRange *range) {
  text_level(w, &range->low);
  if (levels_equal(&range->low, &range->high))
    return;
  put_u8(w->out, '-');
  text_level(w, &range->high);
}

static void put_context(TextWriter *w, const PolicyContext *context) {
  put_format(w->out, " %s:%s:%s",
             text_of(w, w->policy->users.v[context->user].id.name),
             role_text(w, context->role), type_text(w, context->type));
  if (!w->policy->mls)
    return;
  put_u8(w->out, ':');
  put_range(w, &context->range);
}

static const char *protocol_text(uint32_t number) {
  switch (number) { /* linux/in.h */
  case 6: return "tcp";
  case 17: return "udp";
  case 33: return "dccp";
  default: return "sctp";
  }
}

static void put_numbers(TextWriter *w, uint32_t low, uint32_t high) {
  put_format(w->out, " %u", low);
  if (low != high)
    put_format(w->out, " - %u", high);
}

static void put_address(TextWriter *w, OconKind kind, const void *address) {
  char text[INET6_ADDRSTRLEN];
  if (inet_ntop(kind == OCON_NODE ? AF_INET : AF_INET6, address, text,
                sizeof text))
    put_format(w->out, " %s", text);
}

static void put_pkey_prefix(TextWriter *w, const Ocon *ocon) {
  unsigned char address[16] = {0};
  memcpy(address, &ocon->prefix, sizeof ocon->prefix);
  put_address(w, OCON_NODE6, address);
}

/* What a record is about, with a blank before it. */
static void put_subject(TextWriter *w, const Ocon *ocon) {
  const uint32_t *number = ocon->number;
  switch (ocon->kind) {
  case OCON_PORT:
    put_format(w->out, "portcon %s", protocol_text(number[0]));
    put_numbers(w, number[1], number[2]);
    return;
  case OCON_NETIF:
    put_format(w->out, "netifcon %s", text_of(w, ocon->name.name));
    return;
  case OCON_IBPKEY:
    put_string(w->out, "ibpkeycon");
    put_pkey_prefix(w, ocon);
    put_numbers(w, number[0], number[1]);
    return;
  case OCON_IBENDPORT:
    put_format(w->out, "ibendportcon %s %u", text_of(w, ocon->name.name),
               number[0]);
    return;
  default:
    put_format(w->out, "nodecon %s", ocon->kind == OCON_NODE ? "ipv4" : "ipv6");
    put_address(w, ocon->kind, ocon->addr);
    put_address(w, ocon->kind, ocon->mask);
    return;
  }
}

static void put_contexts(TextWriter *w, const LocalChanges *changes,
                         OconKind kind, OconKind or_kind) {
  for (size_t i = 0; i < changes->contexts.n; i++) {
    const PolicyOcon *ocon = &changes->contexts.v[i];
    if (ocon->written->kind != kind && ocon->written->kind != or_kind)
      continue;
    put_subject(w, ocon->written);
    put_context(w, &ocon->context);
    if (kind == OCON_NETIF)
      put_context(w, &ocon->context2);
    put_u8(w->out, '\n');
  }
}

static void put_users(TextWriter *w, const LocalChanges *changes) {
  for (size_t i = 0; i < changes->users.n; i++) {
    const User *user = &w->policy->users.v[changes->users.v[i]];
    put_format(w->out, "user %s roles {", text_of(w, user->id.name));
    BITSET_EACH(role, &user->roles)
    put_format(w->out, " %s", role_text(w, role));
    put_string(w->out, " }");
    if (w->policy->mls) {
      put_string(w->out, " level ");
      text_level(w, &user->level);
      put_string(w->out, " range ");
      put_range(w, &user->range);
    }
    put_string(w->out, ";\n");
  }
}

static void put_bools(TextWriter *w, const LocalChanges *changes) {
  for (size_t i = 0; i < changes->bools.n; i++) {
    const Bool *boolean = &w->policy->bools.v[changes->bools.v[i]];
    put_format(w->out, "%s=%d\n", text_of(w, boolean->id.name),
               boolean->value);
  }
}

static void put_seusers(TextWriter *w, const Logins *logins) {
  for (size_t i = 0; i < logins->local_seusers.n; i++) {
    const Seuser *seuser = &logins->local_seusers.v[i];
    put_format(w->out, "%s:%s", text_of(w, seuser->login),
               text_of(w, seuser->user));
    if (seuser->range)
      put_format(w->out, ":%s", text_of(w, seuser->range));
    put_u8(w->out, '\n');
  }
}

static void put_prefixes(TextWriter *w, const Logins *logins) {
  for (size_t i = 0; i < logins->local_prefixes.n; i++)
    put_format(w->out, "user %s prefix %s;\n",
               text_of(w, logins->local_prefixes.v[i].user),
               text_of(w, logins->local_prefixes.v[i].prefix));
}

/* Gives what was written, if anything, under a name. */
static void finish(TextWriter *w, PutStoreFile *put, void *to,
                   const char *name) {
  if (w->out->n)
    put(to, name, w->out);
  w->out->n = 0;
}

void store_local_write(const PolicyStore *store, PutStoreFile *put, void *to) {
  static const struct {
    const char *name;
    OconKind kind, or_kind;
  } files[] = {{"ports.local", OCON_PORT, OCON_PORT},
               {"interfaces.local", OCON_NETIF, OCON_NETIF},
               {"nodes.local", OCON_NODE, OCON_NODE6},
               {"pkeys.local", OCON_IBPKEY, OCON_IBPKEY},
               {"ibendports.local", OCON_IBENDPORT, OCON_IBENDPORT}};
  const LocalChanges *changes = store->changes;
  Buffer out = {0};
  TextWriter w = {store->policy, &out};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
    put_contexts(&w, changes, files[i].kind, files[i].or_kind);
    finish(&w, put, to, files[i].name);
  }
  put_users(&w, changes);
  finish(&w, put, to, "users.local");
  put_prefixes(&w, store->logins);
  finish(&w, put, to, "users_extra.local");
  put_seusers(&w, store->logins);
  finish(&w, put, to, "seusers.local");
  put_bools(&w, changes);
  finish(&w, put, to, "booleans.local");
  if (changes->no_dontaudits)
    put(to, "disable_dontaudit", &out);
  buffer_free(&out);
}
