/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Contexts of ports, interfaces, nodes and of InfiniBand, as libsepol puts
 * them into a linked policy (src/ports.c, interfaces.c, nodes.c, ibpkeys.c,
 * ibendports.c): before the policy's own, so that they are found first; the
 * one that was given last stands first. */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "ir/context.h"
#include "ir/customizer.h"

typedef struct LocalContext {
  Ocon *written;
  PolicyContext context, context2; /* context2 of interfaces: of packets */
  const Customization *line;
} LocalContext;

typedef ARRAY(LocalContext) LocalContexts;

/* Fills in what a line is about; false after an error. */
typedef bool ReadSubject(const Customizer *c, const Customization *line,
                         Ocon *ocon);

static bool fail(const Customizer *c, Ident word, const char *message) {
  custom_error(c->policy->session, word, "'%s' %s",
               custom_text(c->policy, word), message);
  return false;
}

/* `80` or `80-90`, in decimal or as in C. */
static bool read_range(const Customizer *c, Ident word, int base,
                       uint32_t least, uint32_t limit, bool one,
                       uint32_t range[2]) {
  const char *text = custom_text(c->policy, word);
  char *end;
  if (*text < '0' || *text > '9')
    return fail(c, word, "is not a number");
  unsigned long low = strtoul(text, &end, base), high = low;
  if (!one && *end == '-' && end[1] >= '0' && end[1] <= '9')
    high = strtoul(end + 1, &end, base);
  if (*end)
    return fail(c, word, one ? "is not a number" : "is not a number or a "
                                                   "range of numbers");
  if (low < least || high > limit || low > limit)
    return fail(c, word, least ? "is not in 1 to 255"
                               : "is beyond 65535");
  if (low > high)
    return fail(c, word, "is a range that goes down");
  range[0] = (uint32_t)low;
  range[1] = (uint32_t)high;
  return true;
}

static bool read_protocol(const Customizer *c, const Customization *line,
                          uint32_t *number) {
  static const struct {
    const char *name;
    uint32_t number; /* linux/in.h */
  } protocols[] = {{"tcp", 6}, {"udp", 17}, {"dccp", 33}, {"sctp", 132}};
  Ident word = line->options[CUSTOM_OPTION_PROTO];
  if (!word.name) {
    custom_error(c->policy->session, line->subject,
                 "which protocol? -p tcp, udp, dccp or sctp is missing");
    return false;
  }
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
    if (!strcmp(custom_text(c->policy, word), protocols[i].name)) {
      *number = protocols[i].number;
      return true;
    }
  return fail(c, word, "is not tcp, udp, dccp or sctp");
}

static bool read_port(const Customizer *c, const Customization *line,
                      Ocon *ocon) {
  ocon->kind = OCON_PORT;
  return read_protocol(c, line, &ocon->number[0]) &&
         read_range(c, line->subject, 10, 0, 0xffff, false,
                    ocon->number + 1);
}

static bool read_interface(const Customizer *c, const Customization *line,
                           Ocon *ocon) {
  (void)c;
  ocon->kind = OCON_NETIF;
  ocon->name = line->subject;
  return true;
}

/* `/24`: the mask of so many bits. */
static bool read_prefix_length(const Customizer *c, Ident word,
                               unsigned limit, unsigned char *mask) {
  char *end;
  const char *text = custom_text(c->policy, word) + 1;
  unsigned long bits = strtoul(text, &end, 10);
  if (*end || *text < '0' || *text > '9' || bits > limit)
    return fail(c, word, "is not a number of bits of the address");
  for (unsigned i = 0; i < bits; i++)
    mask[i / 8] |= (unsigned char)(0x80 >> i % 8);
  return true;
}

static bool read_mask(const Customizer *c, const Customization *line,
                      int family, unsigned char *mask) {
  Ident word = line->options[CUSTOM_OPTION_NETMASK];
  if (!word.name) {
    custom_error(c->policy->session, line->subject,
                 "which part of the address? -M is missing");
    return false;
  }
  if (*custom_text(c->policy, word) == '/')
    return read_prefix_length(c, word, family == AF_INET ? 32 : 128, mask);
  if (inet_pton(family, custom_text(c->policy, word), mask) == 1)
    return true;
  return fail(c, word, family == AF_INET ? "is no mask of IPv4"
                                         : "is no mask of IPv6");
}

/* The family that -p names; by the address when the mask is a length. */
static bool read_family(const Customizer *c, const Customization *line,
                        int *family) {
  Ident word = line->options[CUSTOM_OPTION_PROTO];
  const char *address = custom_text(c->policy, line->subject);
  *family = strchr(address, ':') ? AF_INET6 : AF_INET;
  if (!word.name)
    return true;
  const char *text = custom_text(c->policy, word);
  if (strcmp(text, "ipv4") && strcmp(text, "ipv6"))
    return fail(c, word, "is not ipv4 or ipv6");
  *family = strcmp(text, "ipv4") ? AF_INET6 : AF_INET;
  return true;
}

/* The kernel compares with the address after masking (security/selinux/ss/
 * services.c, security_node_sid). */
static bool check_host_bits(const Customizer *c, const Customization *line,
                            const unsigned char *address,
                            const unsigned char *mask) {
  for (int i = 0; i < 16; i++)
    if (address[i] & ~mask[i])
      return fail(c, line->subject, "has bits outside its mask and would "
                                    "match nothing");
  return true;
}

static bool read_node(const Customizer *c, const Customization *line,
                      Ocon *ocon) {
  unsigned char address[16] = {0}, mask[16] = {0};
  int family;
  if (!read_family(c, line, &family) || !read_mask(c, line, family, mask))
    return false;
  if (inet_pton(family, custom_text(c->policy, line->subject), address) != 1)
    return fail(c, line->subject,
                family == AF_INET ? "is no address of IPv4"
                                  : "is no address of IPv6");
  ocon->kind = family == AF_INET ? OCON_NODE : OCON_NODE6;
  memcpy(ocon->addr, address, sizeof address);
  memcpy(ocon->mask, mask, sizeof mask);
  return check_host_bits(c, line, address, mask);
}

static bool read_pkey(const Customizer *c, const Customization *line,
                      Ocon *ocon) {
  Ident word = line->options[CUSTOM_OPTION_SUBNET];
  unsigned char address[16] = {0};
  static const unsigned char zero[8];
  ocon->kind = OCON_IBPKEY;
  if (!word.name) {
    custom_error(c->policy->session, line->subject,
                 "of which subnet? -x is missing");
    return false;
  }
  if (inet_pton(AF_INET6, custom_text(c->policy, word), address) != 1 ||
      memcmp(address + 8, zero, sizeof zero))
    return fail(c, word, "is not the prefix of a subnet, like fe80::");
  memcpy(&ocon->prefix, address, sizeof ocon->prefix);
  return read_range(c, line->subject, 0, 0, 0xffff, false, ocon->number);
}

static bool read_endport(const Customizer *c, const Customization *line,
                         Ocon *ocon) {
  uint32_t range[2];
  ocon->kind = OCON_IBENDPORT;
  ocon->name = line->options[CUSTOM_OPTION_DEVICE];
  if (!ocon->name.name) {
    custom_error(c->policy->session, line->subject,
                 "of which device? -z is missing");
    return false;
  }
  if (!read_range(c, line->subject, 10, 1, 0xff, true, range))
    return false;
  ocon->number[0] = range[0];
  return true;
}

static const struct ContextKind {
  ReadSubject *read;       /* NULL: not of this file */
  const char *attribute;   /* of the types that it may have */
} kinds[CUSTOM_KIND_COUNT] = {
    [CUSTOM_PORT] = {read_port, "port_type"},
    [CUSTOM_INTERFACE] = {read_interface, ""},
    [CUSTOM_NODE] = {read_node, "node_type"},
    [CUSTOM_IBPKEY] = {read_pkey, "ibpkey_type"},
    [CUSTOM_IBENDPORT] = {read_endport, "ibendport_type"},
};

/* Whether two are about the same thing. */
static bool same_subject(const Ocon *a, const Ocon *b) {
  return a->kind == b->kind && a->name.name == b->name.name &&
         a->prefix == b->prefix &&
         !memcmp(a->number, b->number, sizeof a->number) &&
         !memcmp(a->addr, b->addr, sizeof a->addr) &&
         !memcmp(a->mask, b->mask, sizeof a->mask);
}

static size_t find_local(const LocalContexts *locals, const Ocon *ocon) {
  size_t i = 0;
  while (i < locals->n && !same_subject(locals->v[i].written, ocon))
    i++;
  return i;
}

static const PolicyOcon *find_own(const Policy *policy, const Ocon *ocon) {
  for (size_t i = 0; i < policy->ocons.n; i++)
    if (same_subject(policy->ocons.v[i].written, ocon))
      return &policy->ocons.v[i];
  return NULL;
}

/* system_u:object_r:TYPE:RANGE over what is there already. */
static bool read_context(const Customizer *c, const Customization *line,
                         bool is_new, PolicyContext *context) {
  Policy *policy = c->policy;
  Ident type = line->options[CUSTOM_OPTION_TYPE];
  if (is_new) {
    Ident user = {name_intern_string(&policy->session->names, "system_u"),
                  line->place};
    *context = (PolicyContext){0};
    context->user = custom_find(policy, SYMBOL_USER, user);
    if (context->user == NO_ID)
      return false;
  }
  if (type.name) {
    context->type =
        custom_find_type(policy, type, kinds[line->kind].attribute);
    if (context->type == NO_ID)
      return false;
  }
  return (!is_new && !line->options[CUSTOM_OPTION_RANGE].name) ||
         custom_range(c->policy, line, &context->range);
}

static bool contexts_equal(const PolicyContext *a, const PolicyContext *b) {
  return a->user == b->user && a->role == b->role && a->type == b->type &&
         a->range.low.sensitivity == b->range.low.sensitivity &&
         a->range.high.sensitivity == b->range.high.sensitivity &&
         bitset_equal(&a->range.low.categories, &b->range.low.categories) &&
         bitset_equal(&a->range.high.categories, &b->range.high.categories);
}

/* Two local ranges of one protocol or subnet must not share a number
 * (libsemanage src/ports_local.c, ibpkeys_local.c). */
static bool overlap(const Ocon *a, const Ocon *b) {
  const uint32_t *x = a->number, *y = b->number;
  if (a->kind != b->kind)
    return false;
  if (a->kind == OCON_PORT)
    return x[0] == y[0] && x[1] <= y[2] && y[1] <= x[2];
  return a->kind == OCON_IBPKEY && a->prefix == b->prefix && x[0] <= y[1] &&
         y[0] <= x[1];
}

static void check_overlaps(const Customizer *c, const LocalContexts *locals) {
  for (size_t i = 0; i < locals->n; i++)
    for (size_t j = 0; j < i; j++)
      if (overlap(locals->v[j].written, locals->v[i].written)) {
        custom_error(c->policy->session, locals->v[i].line->subject,
                     "'%s' overlaps with '%s' of another line",
                     custom_text(c->policy, locals->v[i].line->subject),
                     custom_text(c->policy, locals->v[j].line->subject));
        diag_note(&c->policy->session->diags,
                  locals->v[j].line->subject.place, "it is here");
        break;
      }
}

static void report_unknown(const Customizer *c, const Customization *line) {
  custom_error(c->policy->session, line->subject,
               "neither the policy nor an earlier line has '%s'",
               custom_text(c->policy, line->subject));
  if (line->action == CUSTOM_MODIFY)
    diag_note(&c->policy->session->diags, no_place, "-a adds it");
}

/* Adds or modifies; adding what only the policy has modifies it, as semanage
 * does from 3.5 on. */
static void put_context(const Customizer *c, const Customization *line,
                        Ocon *ocon, LocalContexts *locals) {
  size_t at = find_local(locals, ocon);
  bool is_local = at < locals->n;
  const PolicyOcon *own = is_local ? NULL : find_own(c->policy, ocon);
  bool is_new = !is_local && !own;
  LocalContext local = {.written = ocon, .line = line};
  if (is_new && line->action == CUSTOM_MODIFY) {
    report_unknown(c, line);
    return;
  }
  if (is_local) {
    local.context = locals->v[at].context;
    local.context2 = locals->v[at].context2;
  } else if (own) {
    local.context = own->context;
    local.context2 = own->context2;
  }
  if (!read_context(c, line, is_new, &local.context))
    return;
  if (is_new)
    local.context2 = local.context;
  if (is_local && line->action == CUSTOM_ADD &&
      !contexts_equal(&local.context, &locals->v[at].context))
    custom_contradiction(c->policy->session, line, locals->v[at].line);
  else if (is_local)
    locals->v[at] = local;
  else
    ARRAY_PUSH(locals, local);
}

static void delete_context(const Customizer *c, const Customization *line,
                           const Ocon *ocon, LocalContexts *locals) {
  size_t at = find_local(locals, ocon);
  if (at < locals->n)
    memmove(&locals->v[at], &locals->v[at + 1],
            (--locals->n - at) * sizeof *locals->v);
  else if (find_own(c->policy, ocon))
    custom_error(c->policy->session, line->subject,
                 "'%s' is the policy's own and cannot be deleted",
                 custom_text(c->policy, line->subject));
  else
    report_unknown(c, line);
}

static void take_line(const Customizer *c, const Customization *line,
                      LocalContexts *locals) {
  Ocon *ocon = ARENA_NEW(&c->policy->session->arena, Ocon);
  ocon->place = line->place;
  if (!kinds[line->kind].read(c, line, ocon))
    return;
  if (line->action == CUSTOM_DELETE)
    delete_context(c, line, ocon, locals);
  else
    put_context(c, line, ocon, locals);
}

/* Nodes: wide before narrow, as each then comes to stand before the others
 * (libsepol src/node_record.c, sepol_node_compare2). */
static int compare_nodes(const void *left, const void *right) {
  const Ocon *a = ((const LocalContext *)left)->written;
  const Ocon *b = ((const LocalContext *)right)->written;
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  int order = memcmp(a->mask, b->mask, sizeof a->mask);
  return order ? order : memcmp(a->addr, b->addr, sizeof a->addr);
}

/* An interface of the policy's is replaced, all else goes before. */
static bool replace_interface(Policy *policy, const LocalContext *local) {
  for (size_t i = 0; i < policy->ocons.n; i++) {
    PolicyOcon *own = &policy->ocons.v[i];
    if (own->written->kind == OCON_NETIF &&
        same_subject(own->written, local->written)) {
      own->context = local->context;
      own->context2 = local->context2;
      return true;
    }
  }
  return false;
}

static PolicyOcon ocon_of(const LocalContext *local) {
  return (PolicyOcon){.written = local->written,
                      .context = local->context,
                      .context2 = local->context2,
                      .file_class = NO_ID};
}

static void apply_contexts(Policy *policy, LocalContexts *locals) {
  size_t n = 0;
  for (size_t i = 0; i < locals->n; i++)
    if (!replace_interface(policy, &locals->v[i]))
      locals->v[n++] = locals->v[i];
  ARRAY_RESERVE(&policy->ocons, n);
  memmove(policy->ocons.v + n, policy->ocons.v,
          policy->ocons.n * sizeof *policy->ocons.v);
  policy->ocons.n += n;
  for (size_t i = 0; i < n; i++)
    policy->ocons.v[n - 1 - i] = ocon_of(&locals->v[i]);
}

static void customize_kind(const Customizer *c, CustomKind kind) {
  LocalContexts locals = {0};
  for (size_t i = 0; i < c->lines->n; i++) {
    const Customization *line = &c->lines->v[i];
    if (line->kind == kind && line->action == CUSTOM_DELETE_ALL)
      locals.n = 0;
    else if (line->kind == kind)
      take_line(c, line, &locals);
  }
  check_overlaps(c, &locals);
  for (size_t i = 0; i < locals.n; i++)
    ARRAY_PUSH(&c->changes->contexts, ocon_of(&locals.v[i]));
  if (kind == CUSTOM_NODE && locals.n)
    qsort(locals.v, locals.n, sizeof *locals.v, compare_nodes);
  apply_contexts(c->policy, &locals);
  ARRAY_FREE(&locals);
}

void customize_contexts(const Customizer *c) {
  for (CustomKind kind = 0; kind < CUSTOM_KIND_COUNT; kind++)
    if (kinds[kind].read)
      customize_kind(c, kind);
}
