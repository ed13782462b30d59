/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Contexts of a policy.conf, kind by kind in the order of the grammar. */
#include <arpa/inet.h>
#include <string.h>

#include "backend/text_parts.h"
#include "ir/polcaps.h"

static void text_context(TextWriter *w, const PolicyContext *context) {
  put_format(w->out, " %s:%s:%s",
             text_of(w, w->policy->users.v[context->user].id.name),
             role_text(w, context->role), type_text(w, context->type));
  if (!w->policy->mls)
    return;
  put_string(w->out, ":");
  text_range(w, &context->range);
}

/* "7" or "7-8" */
static void text_numbers(TextWriter *w, const char *format, uint64_t low,
                         uint64_t high) {
  put_string(w->out, " ");
  put_format(w->out, format, (unsigned long long)low);
  if (high == low)
    return;
  put_string(w->out, "-");
  put_format(w->out, format, (unsigned long long)high);
}

static void text_address(TextWriter *w, int family, const uint32_t *address) {
  char text[INET6_ADDRSTRLEN];
  if (inet_ntop(family, address, text, sizeof text))
    put_format(w->out, " %s", text);
}

static const char *protocol_text(uint32_t number) {
  static const struct {
    uint32_t number;
    const char *name;
  } protocols[] = {{6, "tcp"}, {17, "udp"}, {33, "dccp"}, {132, "sctp"}};
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
    if (protocols[i].number == number)
      return protocols[i].name;
  return "tcp";
}

static bool has_path_patterns(const Policy *policy) {
  const Names *names = &policy->session->names;
  for (size_t i = 0; i < policy->polcaps.n; i++)
    if (strcmp(name_text(names, policy->polcaps.v[i].name),
               "genfs_seclabel_wildcard") == 0)
      return true;
  return false;
}

/* Where paths are patterns the compiler adds a star behind each. */
static void text_genfs(TextWriter *w, const Ocon *ocon) {
  const char *path = text_of(w, ocon->path);
  size_t length = strlen(path);
  if (has_path_patterns(w->policy) && length && path[length - 1] == '*')
    length--;
  put_format(w->out, "genfscon %s \"%.*s\"", text_of(w, ocon->name.name),
             (int)length, path);
  if (ocon->file_kind)
    put_format(w->out, " -%c", ocon->file_kind);
}

static void text_ibpkey(TextWriter *w, const Ocon *ocon) {
  uint32_t address[4] = {0};
  memcpy(address, &ocon->prefix, sizeof ocon->prefix);
  put_string(w->out, "ibpkeycon");
  text_address(w, AF_INET6, address);
  text_numbers(w, "0x%llx", ocon->number[0], ocon->number[1]);
}

static const char *fs_use_text(uint32_t behavior) {
  switch (behavior) {
  case FSUSE_XATTR: return "fs_use_xattr";
  case FSUSE_TRANS: return "fs_use_trans";
  default: return "fs_use_task";
  }
}

/* A statement up to its contexts. */
static void text_what(TextWriter *w, const PolicyOcon *policy_ocon) {
  const Ocon *ocon = policy_ocon->written;
  const char *name = text_of(w, ocon->name.name);
  switch (ocon->kind) {
  case OCON_ISID:
    put_format(w->out, "sid %s",
               text_of(w, w->policy->sids.v[policy_ocon->sid].name));
    break;
  case OCON_FS:
    put_format(w->out, "fscon %u %u", ocon->number[0], ocon->number[1]);
    break;
  case OCON_PORT:
    put_format(w->out, "portcon %s", protocol_text(ocon->number[0]));
    text_numbers(w, "%llu", ocon->number[1], ocon->number[2]);
    break;
  case OCON_NETIF: put_format(w->out, "netifcon %s", name); break;
  case OCON_NODE:
  case OCON_NODE6: {
    int family = ocon->kind == OCON_NODE ? AF_INET : AF_INET6;
    put_string(w->out, "nodecon");
    text_address(w, family, ocon->addr);
    text_address(w, family, ocon->mask);
    break;
  }
  case OCON_FSUSE:
    put_format(w->out, "%s %s", fs_use_text(ocon->number[0]), name);
    break;
  case OCON_IBPKEY: text_ibpkey(w, ocon); break;
  case OCON_IBENDPORT:
    put_format(w->out, "ibendportcon %s %u", name, ocon->number[0]);
    break;
  case OCON_GENFS: text_genfs(w, ocon); break;
  case OCON_XEN_PIRQ:
    put_format(w->out, "pirqcon %u", ocon->number[0]);
    break;
  case OCON_XEN_IOPORT:
    put_string(w->out, "ioportcon");
    text_numbers(w, "0x%llx", ocon->number[0], ocon->number[1]);
    break;
  case OCON_XEN_IOMEM:
    put_string(w->out, "iomemcon");
    text_numbers(w, "0x%llx", ocon->range[0], ocon->range[1]);
    break;
  case OCON_XEN_PCIDEVICE:
    put_format(w->out, "pcidevicecon 0x%x", ocon->number[0]);
    break;
  case OCON_XEN_DEVICETREE:
    put_format(w->out, "devicetreecon \"%s\"", text_of(w, ocon->path));
    break;
  case OCON_KIND_COUNT: break;
  }
}

static void text_ocon(TextWriter *w, const PolicyOcon *ocon) {
  OconKind kind = ocon->written->kind;
  text_what(w, ocon);
  text_context(w, &ocon->context);
  if (kind == OCON_FS || kind == OCON_NETIF)
    text_context(w, &ocon->context2);
  put_string(w->out, kind == OCON_FSUSE ? ";\n" : "\n");
}

void text_contexts(TextWriter *w) {
  /* IPv4 and IPv6 nodes stand together. */
  static const OconKind order[] = {
      OCON_ISID,         OCON_FS,         OCON_FSUSE,
      OCON_GENFS,        OCON_PORT,       OCON_NETIF,
      OCON_NODE,         OCON_NODE6,      OCON_XEN_PIRQ,
      OCON_XEN_IOMEM,    OCON_XEN_IOPORT, OCON_XEN_PCIDEVICE,
      OCON_XEN_DEVICETREE, OCON_IBPKEY,   OCON_IBENDPORT,
  };
  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    for (size_t k = 0; k < w->policy->ocons.n; k++)
      if (w->policy->ocons.v[k].written->kind == order[i])
        text_ocon(w, &w->policy->ocons.v[k]);
}
