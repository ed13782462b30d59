/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Constructors of the labelling statements.  Numbers and addresses are read
 * here, with the limits that checkpolicy has (checkpolicy/policy_define.c,
 * define_…_context). */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "frontend/build_ast.h"

static Stmt *ocon_new(Builder *build, OconKind kind, Place place,
                      const Context *context) {
  Ocon *ocon = ARENA_NEW(build->nodes, Ocon);
  ocon->kind = kind;
  ocon->place = place;
  ocon->has_context = true;
  ocon->context = *context;
  Stmt *stmt = arena_alloc(build->nodes, offsetof(Stmt, ocon) + sizeof ocon);
  stmt->kind = STMT_OCON;
  stmt->place = place;
  stmt->ocon = ocon;
  return stmt;
}

static const char *text_of(Builder *build, Ident ident) {
  return name_text(&build->session->names, ident.name);
}

/* A number that may be at most `limit`, or 0. */
static uint64_t number_in(Builder *build, Number number, uint64_t limit) {
  if (number.value <= limit && number.value != UINT64_MAX)
    return number.value;
  diag_error(&build->session->diags, number.text.place,
             "the number %s is too large here: more than %llu",
             text_of(build, number.text), (unsigned long long)limit);
  return 0;
}

/* A range of numbers up to `limit`; one that goes down becomes its low end. */
static void read_range(Builder *build, Number low, Number high,
                       uint64_t limit, uint64_t range[2]) {
  range[0] = range[1] = number_in(build, low, limit);
  if (low.value < high.value)
    range[1] = number_in(build, high, limit);
  else if (low.value > high.value)
    diag_error(&build->session->diags, low.text.place,
               "the range %s-%s goes down", text_of(build, low.text),
               text_of(build, high.text));
}

Stmt *build_sid_context(Builder *build, Place place, Ident sid,
                        const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_ISID, place, context);
  stmt->ocon->name = sid;
  return stmt;
}

Stmt *build_fscon(Builder *build, Place place, Number major, Number minor,
                  const Context *context, const Context *files) {
  Stmt *stmt = ocon_new(build, OCON_FS, place, context);
  stmt->ocon->number[0] = (uint32_t)number_in(build, major, UINT32_MAX);
  stmt->ocon->number[1] = (uint32_t)number_in(build, minor, UINT32_MAX);
  stmt->ocon->context2 = *files;
  return stmt;
}

Stmt *build_fs_use(Builder *build, Word behavior, Ident file_system,
                   const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_FSUSE, behavior.place, context);
  stmt->ocon->name = file_system;
  stmt->ocon->number[0] = behavior.value;
  return stmt;
}

char build_file_kind(Builder *build, Ident letter) {
  const char *text = text_of(build, letter);
  if (!text[1] && strchr("bcdlps", text[0]))
    return text[0];
  diag_error(&build->session->diags, letter.place,
             "'-%s' is no kind of file: -b -c -d -l -p -s or --", text);
  return 0;
}

Stmt *build_genfscon(Builder *build, Place place, Ident file_system,
                     Ident path, char file_kind, const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_GENFS, place, context);
  stmt->ocon->name = file_system;
  stmt->ocon->path = path.name;
  stmt->ocon->file_kind = file_kind;
  return stmt;
}

/* The IP protocol number (linux/in.h), or 0. */
static uint32_t protocol_number(Builder *build, Ident protocol) {
  static const struct {
    const char *lower, *upper;
    uint32_t number;
  } protocols[] = {{"tcp", "TCP", 6},
                   {"udp", "UDP", 17},
                   {"dccp", "DCCP", 33},
                   {"sctp", "SCTP", 132}};
  const char *text = text_of(build, protocol);
  for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
    if (!strcmp(text, protocols[i].lower) || !strcmp(text, protocols[i].upper))
      return protocols[i].number;
  diag_error(&build->session->diags, protocol.place,
             "unknown protocol '%s': tcp, udp, dccp or sctp", text);
  return 0;
}

Stmt *build_portcon(Builder *build, Place place, Ident protocol, Number low,
                    Number high, const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_PORT, place, context);
  uint64_t range[2];
  read_range(build, low, high, 0xffff, range);
  stmt->ocon->number[0] = protocol_number(build, protocol);
  stmt->ocon->number[1] = (uint32_t)range[0];
  stmt->ocon->number[2] = (uint32_t)range[1];
  return stmt;
}

Stmt *build_netifcon(Builder *build, Place place, Ident interface,
                     const Context *context, const Context *packets) {
  Stmt *stmt = ocon_new(build, OCON_NETIF, place, context);
  stmt->ocon->name = interface;
  stmt->ocon->context2 = *packets;
  return stmt;
}

/* Addresses: up to 16 bytes, in network order. */

/* An address without `/bits`; false when it is none. */
static bool read_address(Builder *build, int family, Ident ident,
                         const char *text, void *address) {
  if (inet_pton(family, text, address) == 1)
    return true;
  diag_error(&build->session->diags, ident.place, "'%s' is no IPv%d address",
             text, family == AF_INET ? 4 : 6);
  return false;
}

/* `10.0.0.0/8`: the address and, as a mask, the bits. */
static bool read_network(Builder *build, int family, Ident ident,
                         unsigned char *address, unsigned char *mask) {
  const char *text = text_of(build, ident);
  size_t length = strcspn(text, "/");
  char *copy = arena_copy(build->nodes, text, length + 1);
  copy[length] = '\0';
  bool is_address = read_address(build, family, ident, copy, address);
  unsigned long bits = strtoul(text + length + 1, NULL, 10);
  unsigned long limit = family == AF_INET ? 32 : 128;
  if (bits > limit)
    diag_error(&build->session->diags, ident.place,
               "'%s' has more than %lu bits of network", text, limit);
  for (unsigned long i = 0; i < bits && i < limit; i++)
    mask[i / 8] |= (unsigned char)(0x80 >> i % 8);
  return is_address && bits <= limit;
}

static void check_mask(Builder *build, Ident ident,
                       const unsigned char *mask, size_t n) {
  bool ended = false;
  for (size_t i = 0; i < 8 * n; i++) {
    bool bit = mask[i / 8] & 0x80 >> i % 8;
    if (bit && ended) {
      diag_warning(&build->session->diags, WARN_NODE_ADDRESS, ident.place,
                   "the mask has ones behind zeros");
      return;
    }
    ended |= !bit;
  }
}

static void check_host_bits(Builder *build, Ident ident,
                            const unsigned char *address,
                            const unsigned char *mask, size_t n,
                            const char *consequence) {
  bool has_bits = false;
  for (size_t i = 0; i < n; i++)
    has_bits |= (address[i] & ~mask[i]) != 0;
  if (has_bits)
    diag_warning(&build->session->diags, WARN_NODE_ADDRESS, ident.place,
                 "the address has bits outside its mask%s", consequence);
}

Stmt *build_nodecon(Builder *build, OconKind kind, Place place, Ident address,
                    Ident mask, const Context *context) {
  Stmt *stmt = ocon_new(build, kind, place, context);
  int family = kind == OCON_NODE ? AF_INET : AF_INET6;
  size_t n = kind == OCON_NODE ? 4 : 16;
  unsigned char addr[16] = {0}, bits[16] = {0};
  if (!mask.name) {
    if (read_network(build, family, address, addr, bits))
      check_host_bits(build, address, addr, bits, n, "");
    for (size_t i = 0; i < n; i++)
      addr[i] &= bits[i];
  } else if (read_address(build, family, address, text_of(build, address),
                          addr) &&
             read_address(build, family, mask, text_of(build, mask), bits)) {
    check_mask(build, mask, bits, n);
    check_host_bits(build, address, addr, bits, n, "; it matches nothing");
  }
  memcpy(stmt->ocon->addr, addr, n);
  memcpy(stmt->ocon->mask, bits, n);
  return stmt;
}

Stmt *build_ibpkeycon(Builder *build, Place place, Ident prefix, Number low,
                      Number high, const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_IBPKEY, place, context);
  static const unsigned char zero[8];
  unsigned char address[16] = {0};
  uint64_t range[2];
  read_range(build, low, high, 0xffff, range);
  read_address(build, AF_INET6, prefix, text_of(build, prefix), address);
  if (memcmp(address + 8, zero, 8))
    diag_error(&build->session->diags, prefix.place,
               "the low 64 bits of a subnet prefix must be zero");
  memcpy(&stmt->ocon->prefix, address, 8);
  stmt->ocon->number[0] = (uint32_t)range[0];
  stmt->ocon->number[1] = (uint32_t)range[1];
  return stmt;
}

Stmt *build_ibendportcon(Builder *build, Place place, Ident device,
                         Number port, const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_IBENDPORT, place, context);
  stmt->ocon->name = device;
  uint32_t number = (uint32_t)number_in(build, port, 0xff);
  stmt->ocon->number[0] = number ? number : 1;
  if (port.value == 0)
    diag_error(&build->session->diags, port.text.place,
               "ports of InfiniBand devices count from 1");
  return stmt;
}

Stmt *build_xen_numbers(Builder *build, OconKind kind, Place place,
                        Number low, Number high, const Context *context) {
  Stmt *stmt = ocon_new(build, kind, place, context);
  uint64_t range[2];
  read_range(build, low, high,
             kind == OCON_XEN_IOMEM ? UINT64_MAX : UINT32_MAX, range);
  if (kind == OCON_XEN_IOMEM) {
    memcpy(stmt->ocon->range, range, sizeof range);
  } else {
    stmt->ocon->number[0] = (uint32_t)range[0];
    stmt->ocon->number[1] = (uint32_t)range[1];
  }
  return stmt;
}

Stmt *build_devicetreecon(Builder *build, Place place, Ident path,
                          const Context *context) {
  Stmt *stmt = ocon_new(build, OCON_XEN_DEVICETREE, place, context);
  stmt->ocon->path = path.name;
  return stmt;
}
