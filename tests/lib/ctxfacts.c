/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Facts about the contexts of files, ports, hosts and so on. */

#include <arpa/inet.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <sepol/policydb/services.h>
#include <stdlib.h>

#include "tests/lib/polview.h"

#ifndef IPPROTO_DCCP
#define IPPROTO_DCCP 33
#endif

static const char *protocol_name(uint8_t protocol) {
  switch (protocol) {
  case IPPROTO_TCP: return "tcp";
  case IPPROTO_UDP: return "udp";
  case IPPROTO_DCCP: return "dccp";
  case IPPROTO_SCTP: return "sctp";
  default: return "?";
  }
}

static const char *behavior_name(uint32_t behavior) {
  static const char *const name[] = {
      [SECURITY_FS_USE_XATTR] = "xattr",
      [SECURITY_FS_USE_TRANS] = "trans",
      [SECURITY_FS_USE_TASK] = "task",
  };
  return behavior && behavior < sizeof name / sizeof *name ? name[behavior]
                                                           : "?";
}

static void isid_fact(ocontext_t *o, const char *con, FactList *out) {
  fact_add(out, "sid %u %s", o->sid[0], con);
}

static void node_fact(ocontext_t *o, const char *con, FactList *out) {
  char addr[INET_ADDRSTRLEN], mask[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, &o->u.node.addr, addr, sizeof addr);
  inet_ntop(AF_INET, &o->u.node.mask, mask, sizeof mask);
  fact_add(out, "nodecon %s %s %s", addr, mask, con);
}

static void node6_fact(ocontext_t *o, const char *con, FactList *out) {
  char addr[INET6_ADDRSTRLEN], mask[INET6_ADDRSTRLEN];
  inet_ntop(AF_INET6, o->u.node6.addr, addr, sizeof addr);
  inet_ntop(AF_INET6, o->u.node6.mask, mask, sizeof mask);
  fact_add(out, "nodecon %s %s %s", addr, mask, con);
}

static void port_fact(ocontext_t *o, const char *con, FactList *out) {
  fact_add(out, "portcon %s %u-%u %s", protocol_name(o->u.port.protocol),
           o->u.port.low_port, o->u.port.high_port, con);
}

static void ibpkey_fact(ocontext_t *o, const char *con, FactList *out) {
  char subnet[INET6_ADDRSTRLEN];
  uint64_t addr[2] = {o->u.ibpkey.subnet_prefix, 0};
  inet_ntop(AF_INET6, addr, subnet, sizeof subnet);
  fact_add(out, "ibpkeycon %s 0x%x-0x%x %s", subnet, o->u.ibpkey.low_pkey,
           o->u.ibpkey.high_pkey, con);
}

static void ibendport_fact(ocontext_t *o, const char *con, FactList *out) {
  fact_add(out, "ibendportcon %s %u %s", o->u.ibendport.dev_name,
           o->u.ibendport.port, con);
}

static void fsuse_fact(ocontext_t *o, const char *con, FactList *out) {
  fact_add(out, "fs_use_%s %s %s", behavior_name(o->v.behavior), o->u.name,
           con);
}

/* netifcon and fscon have two contexts. */
static void pair_fact(const PolicyView *v, const char *word, ocontext_t *o,
                      const char *con, FactList *out) {
  char *second = context_text(v, &o->context[1]);
  fact_add(out, "%s %s %s %s", word, o->u.name, con, second);
  free(second);
}

static void selinux_fact(const PolicyView *v, int kind, ocontext_t *o,
                         const char *con, Facts *facts) {
  FactList *list = facts->list;
  switch (kind) {
  case OCON_ISID: isid_fact(o, con, &list[SEC_ISIDS]); break;
  case OCON_FS: pair_fact(v, "fscon", o, con, &list[SEC_FSCON]); break;
  case OCON_PORT: port_fact(o, con, &list[SEC_PORT]); break;
  case OCON_NETIF: pair_fact(v, "netifcon", o, con, &list[SEC_NETIF]); break;
  case OCON_NODE: node_fact(o, con, &list[SEC_NODE]); break;
  case OCON_FSUSE: fsuse_fact(o, con, &list[SEC_FSUSE]); break;
  case OCON_NODE6: node6_fact(o, con, &list[SEC_NODE]); break;
  case OCON_IBPKEY: ibpkey_fact(o, con, &list[SEC_IBPKEY]); break;
  case OCON_IBENDPORT: ibendport_fact(o, con, &list[SEC_IBENDPORT]); break;
  }
}

static void xen_fact(int kind, ocontext_t *o, const char *con, Facts *facts) {
  FactList *out = &facts->list[SEC_XEN];
  switch (kind) {
  case OCON_XEN_ISID: isid_fact(o, con, &facts->list[SEC_ISIDS]); break;
  case OCON_XEN_PIRQ: fact_add(out, "pirqcon %u %s", o->u.pirq, con); break;
  case OCON_XEN_IOPORT:
    fact_add(out, "ioportcon 0x%x-0x%x %s", o->u.ioport.low_ioport,
             o->u.ioport.high_ioport, con);
    break;
  case OCON_XEN_IOMEM:
    fact_add(out, "iomemcon 0x%" PRIx64 "-0x%" PRIx64 " %s",
             o->u.iomem.low_iomem, o->u.iomem.high_iomem, con);
    break;
  case OCON_XEN_PCIDEVICE:
    fact_add(out, "pcidevicecon 0x%x %s", o->u.device, con);
    break;
  case OCON_XEN_DEVICETREE:
    fact_add(out, "devicetreecon %s %s", o->u.name, con);
    break;
  }
}

static void genfs_facts(const PolicyView *v, Facts *facts) {
  for (genfs_t *fs = v->db->genfs; fs; fs = fs->next) {
    for (ocontext_t *o = fs->head; o; o = o->next) {
      char *con = context_text(v, &o->context[0]);
      uint32_t class = o->v.sclass;
      const char *kind = class ? class_name(v, class - 1) : "*";
      fact_add(&facts->list[SEC_GENFS], "genfscon %s %s %s %s", fs->fstype,
               o->u.name, kind, con);
      fact_add(&facts->list[SEC_GENFS_ORDER], "%s %s %s", fs->fstype,
               o->u.name, kind);
      free(con);
    }
  }
}

/* What a look-up finds: the first entry that holds the port decides. */
static void port_lookup_facts(const PolicyView *v, uint8_t protocol,
                              FactList *out) {
  ocontext_t **found = xcalloc(65536 + 1, sizeof *found);
  for (ocontext_t *o = v->db->ocontexts[OCON_PORT]; o; o = o->next) {
    if (o->u.port.protocol != protocol) continue;
    for (uint32_t port = o->u.port.low_port; port <= o->u.port.high_port;
         port++)
      if (!found[port]) found[port] = o;
  }
  for (uint32_t low = 0, port = 1; port <= 65536; port++) {
    if (port < 65536 && found[port] == found[low]) continue;
    if (found[low]) {
      char *con = context_text(v, &found[low]->context[0]);
      fact_add(out, "%s %u-%u %s", protocol_name(protocol), low, port - 1,
               con);
      free(con);
    }
    low = port;
  }
  free(found);
}

static void all_port_lookup_facts(const PolicyView *v, FactList *out) {
  static const uint8_t protocols[] = {IPPROTO_TCP, IPPROTO_UDP, IPPROTO_DCCP,
                                      IPPROTO_SCTP};
  for (size_t i = 0; i < sizeof protocols; i++)
    port_lookup_facts(v, protocols[i], out);
}

void context_facts(const PolicyView *v, Facts *facts) {
  bool xen = v->db->target_platform == SEPOL_TARGET_XEN;
  for (int kind = 0; kind < OCON_NUM; kind++) {
    for (ocontext_t *o = v->db->ocontexts[kind]; o; o = o->next) {
      char *con = context_text(v, &o->context[0]);
      if (xen)
        xen_fact(kind, o, con, facts);
      else
        selinux_fact(v, kind, o, con, facts);
      free(con);
    }
  }
  genfs_facts(v, facts);
  if (!xen) all_port_lookup_facts(v, &facts->list[SEC_PORT_LOOKUP]);
}
