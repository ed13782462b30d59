/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Labelling statements: contexts to ids, whether each is valid, and whether
 * two statements label the same thing (checkpolicy policy_define.c,
 * parse_security_context and define_…_context; libsepol context.c). */
#include "ir/resolver.h"

#include <string.h>

#include "ir/polcaps.h"
#include "ir/words.h"

static const char *text_of(const Resolver *resolver, Name name) {
  return name_text(resolver->diags->names, name);
}

/* The types of a role are expanded once: hundreds of contexts ask for those
 * of a few roles. */
static bool role_has_type(Resolver *resolver, RoleId role, TypeId type) {
  const Policy *policy = resolver->policy;
  Bitset *types = &resolver->role_types[role];
  if (bitset_is_empty(types))
    BITSET_EACH(id, &policy->roles.v[role].types)
  add_types_of(policy, types, id);
  return bitset_has(types, type);
}

/* object_r goes with every user and type, at any level. */
static bool check_valid(Resolver *resolver, const Context *written,
                        const PolicyContext *context) {
  const Policy *policy = resolver->policy;
  const User *user = &policy->users.v[context->user];
  if (written->role.name == WORD_OBJECT_R)
    return true;
  if (!role_has_type(resolver, context->role, context->type)) {
    diag_error_as(resolver->diags, ERROR_CONTEXT, written->type.place,
                  "role '%s' does not have type '%s'",
                  text_of(resolver, written->role.name),
                  text_of(resolver, written->type.name));
    return false;
  }
  if (!bitset_has(&user->roles, context->role)) {
    diag_error_as(resolver->diags, ERROR_CONTEXT, written->role.place,
                  "user '%s' does not have role '%s'",
                  text_of(resolver, written->user.name),
                  text_of(resolver, written->role.name));
    return false;
  }
  if (policy->mls &&
      (!mls_dominates(&context->range.low, &user->range.low) ||
       !mls_dominates(&user->range.high, &context->range.high))) {
    diag_error_as(resolver->diags, ERROR_CONTEXT,
                  written->range.low.sensitivity.place,
                  "the range is not within that of user '%s'",
                  text_of(resolver, written->user.name));
    return false;
  }
  return true;
}

/* False when something was reported. */
static bool resolve_context(Resolver *resolver, const Context *written,
                            PolicyContext *out) {
  out->user = resolve_id(resolver, SYMBOL_USER, written->user);
  out->role = resolve_id(resolver, SYMBOL_ROLE, written->role);
  out->type = resolve_id(resolver, SYMBOL_TYPE, written->type);
  if (out->user == NO_ID || out->role == NO_ID || out->type == NO_ID)
    return false;
  if (resolver->policy->mls &&
      !resolve_range(resolver, &written->range, &out->range))
    return false;
  return check_valid(resolver, written, out);
}

/* The class of a genfscon's file kind. */
static bool resolve_file_class(Resolver *resolver, const Ocon *written,
                               ClassId *out) {
  static const struct {
    char kind;
    const char *name;
  } classes[] = {{'b', "blk_file"},  {'c', "chr_file"}, {'d', "dir"},
                 {'p', "fifo_file"}, {'l', "lnk_file"}, {'s', "sock_file"},
                 {'-', "file"}};
  *out = NO_ID;
  if (!written->file_kind)
    return true;
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    if (classes[i].kind != written->file_kind)
      continue;
    Name name =
        name_intern_string(&resolver->policy->session->names, classes[i].name);
    *out = policy_find(resolver->policy, SYMBOL_CLASS, name);
    if (*out == NO_ID)
      diag_error_as(resolver->diags, ERROR_UNDECLARED, written->place,
                    "the file kind needs class '%s', which is not declared",
                    classes[i].name);
    return *out != NO_ID;
  }
  diag_error_as(resolver->diags, ERROR_CONTEXT, written->place,
                "'-%c' is not a kind of file", written->file_kind);
  return false;
}

/* Initial SIDs are known by their place in the order of declaration. */
static bool resolve_sid(Resolver *resolver, const Ocon *written,
                        uint32_t *out) {
  const IdentArray *sids = &resolver->policy->sids;
  for (uint32_t i = 0; i < sids->n; i++)
    if (sids->v[i].name == written->name.name) {
      *out = i;
      return true;
    }
  diag_error_as(resolver->diags, ERROR_UNDECLARED, written->name.place,
                "initial SID '%s' is not declared",
                text_of(resolver, written->name.name));
  return false;
}

static bool same_bytes(const uint32_t *a, const uint32_t *b, size_t n) {
  return !memcmp(a, b, n * sizeof *a);
}

/* Whether `later` labels nothing that `earlier` does not label, as far as the
 * reference sees it. */
static bool is_hidden(const Ocon *earlier, const Ocon *later) {
  const uint32_t *a = earlier->number, *b = later->number;
  switch (later->kind) {
  case OCON_ISID:
  case OCON_NETIF:
  case OCON_FSUSE: return earlier->name.name == later->name.name;
  case OCON_FS: return a[0] == b[0] && a[1] == b[1];
  case OCON_PORT: return a[0] == b[0] && a[1] <= b[1] && a[2] >= b[2];
  case OCON_NODE:
    return same_bytes(earlier->addr, later->addr, 1) &&
           same_bytes(earlier->mask, later->mask, 1);
  case OCON_NODE6:
    return same_bytes(earlier->addr, later->addr, 4) &&
           same_bytes(earlier->mask, later->mask, 4);
  case OCON_IBPKEY:
    return earlier->prefix == later->prefix && a[0] <= b[0] && a[1] >= b[1];
  case OCON_IBENDPORT:
    return earlier->name.name == later->name.name && a[0] == b[0];
  case OCON_GENFS:
    return earlier->name.name == later->name.name &&
           earlier->path == later->path &&
           (!earlier->file_kind || !later->file_kind ||
            earlier->file_kind == later->file_kind);
  case OCON_XEN_PIRQ:
  case OCON_XEN_PCIDEVICE: return a[0] == b[0];
  case OCON_XEN_IOPORT: return a[0] <= b[1] && b[0] <= a[1];
  case OCON_XEN_IOMEM:
    return earlier->range[0] <= later->range[1] &&
           later->range[0] <= earlier->range[1];
  case OCON_XEN_DEVICETREE: return earlier->path == later->path;
  default: return false;
  }
}

/* Compares with all earlier statements: there are hundreds, not thousands,
 * and some kinds overlap without being equal. */
static bool check_not_hidden(Resolver *resolver, const Ocon *written) {
  const Policy *policy = resolver->policy;
  for (size_t i = 0; i < policy->ocons.n; i++) {
    const Ocon *earlier = policy->ocons.v[i].written;
    if (earlier->kind != written->kind || !is_hidden(earlier, written))
      continue;
    diag_error_as(resolver->diags, ERROR_CONTEXT, written->place,
                  "an earlier statement labels the same");
    diag_note(resolver->diags, earlier->place, "it is here");
    return false;
  }
  return true;
}

/* Ends at the first fault: what comes after it tends to follow from it. */
static void add_ocon(Resolver *resolver, const Ocon *written) {
  PolicyOcon out = {.written = written, .file_class = NO_ID};
  bool two = written->kind == OCON_FS || written->kind == OCON_NETIF;
  if (!check_not_hidden(resolver, written) ||
      !resolve_context(resolver, &written->context, &out.context) ||
      (two && !resolve_context(resolver, &written->context2, &out.context2)) ||
      (written->kind == OCON_GENFS &&
       !resolve_file_class(resolver, written, &out.file_class)) ||
      (written->kind == OCON_ISID && !resolve_sid(resolver, written, &out.sid)))
    return;
  ARRAY_PUSH(&resolver->policy->ocons, out);
}

/* How narrow a mask is, as the reference orders nodes: IPv4 masks as the
 * number that their bytes make on a little-endian machine, IPv6 masks by
 * bytes (checkpolicy policy_define.c, insert_ipv4_node, insert_ipv6_node). */
static bool is_narrower(const Ocon *a, const Ocon *b) {
  if (a->kind == OCON_NODE6)
    return memcmp(a->mask, b->mask, sizeof a->mask) > 0;
  const unsigned char *x = (const unsigned char *)a->mask;
  const unsigned char *y = (const unsigned char *)b->mask;
  for (int i = 3; i >= 0; i--)
    if (x[i] != y[i])
      return x[i] > y[i];
  return false;
}

/* A stable sort of the statements of one kind among the others. */
static void sort_nodes(Policy *policy, OconKind kind) {
  PolicyOcon *v = policy->ocons.v;
  for (size_t i = 0; i < policy->ocons.n; i++) {
    size_t at = i;
    for (size_t j = i; v[at].written->kind == kind && j-- > 0;) {
      if (v[j].written->kind != kind)
        continue;
      if (!is_narrower(v[at].written, v[j].written))
        break;
      PolicyOcon swapped = v[at];
      v[at] = v[j];
      v[j] = swapped;
      at = j;
    }
  }
}

/* With the capability, paths of genfscon are patterns, and those written as
 * beginnings of paths end in a star (checkpolicy policy_define.c,
 * define_genfs_context_helper). */
static const Ocon *with_star(Resolver *resolver, const Ocon *written) {
  Ocon *copy = arena_copy(resolver->arena, written, sizeof *written);
  const char *pattern =
      arena_printf(resolver->arena, "%s*", text_of(resolver, written->path));
  copy->path = name_intern_string(&resolver->policy->session->names, pattern);
  return copy;
}

static bool has_path_patterns(const Policy *policy) {
  uint32_t wanted = polcap_bit("genfs_seclabel_wildcard");
  for (size_t i = 0; i < policy->polcaps.n; i++)
    if (polcap_bit(name_text(&policy->session->names,
                             policy->polcaps.v[i].name)) == wanted)
      return true;
  return false;
}

void resolve_contexts(Resolver *resolver) {
  Policy *policy = resolver->policy;
  const Module *base = &resolver->linker->modules[0];
  bool patterns = has_path_patterns(policy);
  resolver->module = 0;
  resolver->role_types = ARENA_NEW_N(resolver->arena, Bitset, policy->roles.n);
  for (size_t i = 0; i < base->ocons.n; i++) {
    const Ocon *written = &base->ocons.v[i];
    if (!written->has_context)
      continue;
    if (patterns && written->kind == OCON_GENFS)
      written = with_star(resolver, written);
    add_ocon(resolver, written);
  }
  sort_nodes(policy, OCON_NODE);
  sort_nodes(policy, OCON_NODE6);
}
