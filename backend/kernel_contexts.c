/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Initial SIDs, network, device and file system contexts, genfs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/kernel_format.h"

/* The fewest bytes that an entry has: user, role, type, and a number. */
enum { CONTEXT_SIZE = 16 };

/* What an entry is made of, in the order of the file. */
typedef enum Field {
  FIELD_END,
  FIELD_SID,
  FIELD_NAME,   /* length and text */
  FIELD_LENGTH, /* the length alone, the text follows later */
  FIELD_TEXT,
  FIELD_PATH,   /* length and text */
  FIELD_DEVICE, /* major and minor as text, "%02x:%02x" */
  FIELD_NUMBER0,
  FIELD_NUMBER1,
  FIELD_NUMBER2,
  FIELD_ADDRESSES, /* addr[0] mask[0], as the network has them */
  FIELD_ADDRESSES6,
  FIELD_PREFIX, /* as the network has it */
  FIELD_IOMEM,  /* two words, of 64 bits if the version has that */
  FIELD_CONTEXT,
  FIELD_CONTEXT2,
} Field;

typedef struct Layout {
  OconKind kind;
  Field fields[6];
} Layout;

/* The sections in the order of the file (ss/policydb.h, OCON_…). */
static const Layout selinux_layouts[] = {
    {OCON_ISID, {FIELD_SID, FIELD_CONTEXT}},
    {OCON_FS, {FIELD_DEVICE, FIELD_CONTEXT, FIELD_CONTEXT2}},
    {OCON_PORT, {FIELD_NUMBER0, FIELD_NUMBER1, FIELD_NUMBER2, FIELD_CONTEXT}},
    {OCON_NETIF, {FIELD_NAME, FIELD_CONTEXT, FIELD_CONTEXT2}},
    {OCON_NODE, {FIELD_ADDRESSES, FIELD_CONTEXT}},
    {OCON_FSUSE, {FIELD_NUMBER0, FIELD_NAME, FIELD_CONTEXT}},
    {OCON_NODE6, {FIELD_ADDRESSES6, FIELD_CONTEXT}},
    {OCON_IBPKEY, {FIELD_PREFIX, FIELD_NUMBER0, FIELD_NUMBER1, FIELD_CONTEXT}},
    {OCON_IBENDPORT,
     {FIELD_LENGTH, FIELD_NUMBER0, FIELD_TEXT, FIELD_CONTEXT}},
};

static const Layout xen_layouts[] = {
    {OCON_ISID, {FIELD_SID, FIELD_CONTEXT}},
    {OCON_XEN_PIRQ, {FIELD_NUMBER0, FIELD_CONTEXT}},
    {OCON_XEN_IOPORT, {FIELD_NUMBER0, FIELD_NUMBER1, FIELD_CONTEXT}},
    {OCON_XEN_IOMEM, {FIELD_IOMEM, FIELD_CONTEXT}},
    {OCON_XEN_PCIDEVICE, {FIELD_NUMBER0, FIELD_CONTEXT}},
    {OCON_XEN_DEVICETREE, {FIELD_PATH, FIELD_CONTEXT}},
};

static const Layout *layouts_of(Target target) {
  return target == TARGET_XEN ? xen_layouts : selinux_layouts;
}

uint32_t context_kinds(Target target, uint32_t features) {
  if (target == TARGET_XEN)
    return features >> FEATURE_DEVICETREE & 1 ? 6 : 5;
  return features >> FEATURE_INFINIBAND & 1 ? 9 : 7;
}

/* A device's name, unless its numbers are known. */
static void put_device(KernelWriter *w, const Ocon *ocon) {
  if (ocon->name.name != NO_NAME) {
    put_name(w, ocon->name.name);
    return;
  }
  char text[32];
  int length = snprintf(text, sizeof text, "%02x:%02x", ocon->number[0],
                        ocon->number[1]);
  put_u32(w->out, (uint32_t)length);
  put_bytes(w->out, text, (size_t)length);
}

static void get_device(KernelReader *r, Ocon *ocon) {
  ocon->name.name = get_name(r);
  const char *text = name_text(&r->session->names, ocon->name.name);
  char *colon, *end;
  unsigned long major = strtoul(text, &colon, 16);
  unsigned long minor = strtoul(*colon ? colon + 1 : colon, &end, 16);
  if (*colon == ':' && colon != text && end != colon + 1) {
    ocon->number[0] = (uint32_t)major;
    ocon->number[1] = (uint32_t)minor;
  }
}

static void put_iomem(KernelWriter *w, const Ocon *ocon) {
  for (int i = 0; i < 2; i++)
    if (writer_has(w, FEATURE_WIDE_IOMEM))
      put_u64(w->out, ocon->range[i]);
    else
      put_u32(w->out, (uint32_t)ocon->range[i]);
}

static void get_iomem(KernelReader *r, Ocon *ocon) {
  for (int i = 0; i < 2; i++)
    ocon->range[i] = reader_has(r, FEATURE_WIDE_IOMEM) ? get_u64(&r->in)
                                                       : get_u32(&r->in);
}

static void get_raw(KernelReader *r, void *to, size_t n) {
  const char *bytes = get_bytes(&r->in, n);
  if (bytes)
    memcpy(to, bytes, n);
}

/* ORDER FIELD: put_field and get_field. */
static void put_field(KernelWriter *w, Field field, const PolicyOcon *ocon) {
  const Ocon *written = ocon->written;
  switch (field) {
  case FIELD_END: break;
  case FIELD_SID: put_id(w, ocon->sid); break;
  case FIELD_NAME: put_name(w, written->name.name); break;
  case FIELD_LENGTH: put_length(w, written->name.name); break;
  case FIELD_TEXT: put_text(w, written->name.name); break;
  case FIELD_PATH: put_name(w, written->path); break;
  case FIELD_DEVICE: put_device(w, written); break;
  case FIELD_NUMBER0: put_u32(w->out, written->number[0]); break;
  case FIELD_NUMBER1: put_u32(w->out, written->number[1]); break;
  case FIELD_NUMBER2: put_u32(w->out, written->number[2]); break;
  case FIELD_ADDRESSES:
    put_bytes(w->out, written->addr, 4);
    put_bytes(w->out, written->mask, 4);
    break;
  case FIELD_ADDRESSES6:
    put_bytes(w->out, written->addr, 16);
    put_bytes(w->out, written->mask, 16);
    break;
  case FIELD_PREFIX: put_bytes(w->out, &written->prefix, 8); break;
  case FIELD_IOMEM: put_iomem(w, written); break;
  case FIELD_CONTEXT: put_context(w, &ocon->context); break;
  case FIELD_CONTEXT2: put_context(w, &ocon->context2); break;
  }
}

static void get_field(KernelReader *r, Field field, PolicyOcon *ocon,
                      Ocon *written, uint32_t *length) {
  switch (field) {
  case FIELD_END: break;
  case FIELD_SID: ocon->sid = get_id(r, KERNEL_MAX_IDS, "initial SID"); break;
  case FIELD_NAME: written->name.name = get_name(r); break;
  case FIELD_LENGTH: *length = get_word(r); break;
  case FIELD_TEXT: written->name.name = get_text(r, *length); break;
  case FIELD_PATH: written->path = get_name(r); break;
  case FIELD_DEVICE: get_device(r, written); break;
  case FIELD_NUMBER0: written->number[0] = get_word(r); break;
  case FIELD_NUMBER1: written->number[1] = get_word(r); break;
  case FIELD_NUMBER2: written->number[2] = get_word(r); break;
  case FIELD_ADDRESSES:
    get_raw(r, written->addr, 4);
    get_raw(r, written->mask, 4);
    break;
  case FIELD_ADDRESSES6:
    get_raw(r, written->addr, 16);
    get_raw(r, written->mask, 16);
    break;
  case FIELD_PREFIX: get_raw(r, &written->prefix, 8); break;
  case FIELD_IOMEM: get_iomem(r, written); break;
  case FIELD_CONTEXT: get_context(r, &ocon->context); break;
  case FIELD_CONTEXT2: get_context(r, &ocon->context2); break;
  }
}

enum { N_FIELDS = sizeof selinux_layouts->fields / sizeof(Field) };

static void put_section(KernelWriter *w, const Layout *layout) {
  size_t count_at = w->out->n;
  uint32_t n = 0;
  put_u32(w->out, 0);
  for (size_t i = 0; i < w->policy->ocons.n; i++) {
    const PolicyOcon *ocon = &w->policy->ocons.v[i];
    if (ocon->written->kind != layout->kind)
      continue;
    n++;
    for (int k = 0; k < N_FIELDS; k++)
      put_field(w, layout->fields[k], ocon);
  }
  patch_u32(w->out, count_at, n);
}

void put_contexts(KernelWriter *w) {
  const Layout *layouts = layouts_of(w->policy->target);
  uint32_t n = context_kinds(w->policy->target, w->features);
  for (uint32_t i = 0; i < n; i++)
    put_section(w, &layouts[i]);
}

/* What is beyond its kind's range would be another number for the kernel. */
static void check_numbers(KernelReader *r, const Ocon *ocon) {
  const uint32_t *number = ocon->number;
  switch (ocon->kind) {
  case OCON_FSUSE:
    if (number[0] < FSUSE_XATTR || number[0] > FSUSE_TASK)
      kernel_fail(r, "a file system with the behavior %u", number[0]);
    break;
  case OCON_PORT:
    if (number[1] > UINT16_MAX || number[2] > UINT16_MAX)
      kernel_fail(r, "a port above 65535");
    break;
  case OCON_IBPKEY:
    if (number[0] > UINT16_MAX || number[1] > UINT16_MAX)
      kernel_fail(r, "a partition key above 65535");
    break;
  case OCON_IBENDPORT:
    if (number[0] == 0 || number[0] > UINT8_MAX)
      kernel_fail(r, "an InfiniBand port that is not one of 1 to 255");
    break;
  default: break;
  }
}

static void get_section(KernelReader *r, const Layout *layout) {
  uint32_t n = get_count(r, CONTEXT_SIZE, "contexts");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    Ocon *written = ARENA_NEW(&r->session->arena, Ocon);
    PolicyOcon ocon = {.written = written, .file_class = NO_ID};
    uint32_t length = 0;
    written->kind = layout->kind;
    written->has_context = true;
    for (int k = 0; k < N_FIELDS; k++)
      get_field(r, layout->fields[k], &ocon, written, &length);
    check_numbers(r, written);
    ARRAY_PUSH(&r->policy->ocons, ocon);
  }
}

/* The file has the numbers of the initial SIDs only; the names are those of
 * the reference policy's flask files. */
static Name sid_name(Session *session, Target target, uint32_t sid) {
  static const char *const selinux[] = {
#define INITIAL_SID(name) #name,
#include "backend/initial_sids.def"
  };
  static const char *const xen[] = {"xen",      "dom0",      "domio", "domxen",
                                    "unlabeled", "security",  "ioport",
                                    "iomem",     "irq",       "device",
                                    "domU",      "domDM"};
  size_t n = target == TARGET_XEN ? sizeof xen / sizeof *xen
                                  : sizeof selinux / sizeof *selinux;
  const char *name =
      sid < n ? (target == TARGET_XEN ? xen : selinux)[sid]
              : arena_printf(&session->arena, "sid%u", sid + 1);
  return name_intern_string(&session->names, name);
}

/* The first of two would be lost. */
static void check_sids(KernelReader *r) {
  Bitset seen = {0};
  for (size_t i = 0; i < r->policy->ocons.n; i++) {
    const PolicyOcon *ocon = &r->policy->ocons.v[i];
    if (ocon->written->kind != OCON_ISID)
      continue;
    if (bitset_has(&seen, ocon->sid))
      kernel_fail(r, "initial SID %u has two contexts", ocon->sid + 1);
    bitset_add(&seen, ocon->sid);
  }
  bitset_free(&seen);
}

static void name_sids(KernelReader *r) {
  Policy *policy = r->policy;
  size_t n = 0;
  for (size_t i = 0; i < policy->ocons.n; i++)
    if (policy->ocons.v[i].written->kind == OCON_ISID &&
        policy->ocons.v[i].sid >= n)
      n = policy->ocons.v[i].sid + 1;
  for (uint32_t sid = 0; sid < n; sid++) {
    Ident ident = {sid_name(r->session, policy->target, sid), no_place};
    ARRAY_PUSH(&policy->sids, ident);
  }
}

void get_contexts(KernelReader *r) {
  const Layout *layouts = layouts_of(r->policy->target);
  uint32_t n = context_kinds(r->policy->target, r->features);
  r->section = "contexts";
  for (uint32_t i = 0; i < n && !r->in.failed; i++)
    get_section(r, &layouts[i]);
  if (!r->in.failed)
    check_sids(r);
  if (!r->in.failed)
    name_sids(r);
}

/* genfscon's letters for the kinds of file, and their classes. */
static const struct {
  char letter;
  const char *class_name;
} file_kinds[] = {
    {'b', "blk_file"},  {'c', "chr_file"},  {'d', "dir"},  {'p', "fifo_file"},
    {'l', "lnk_file"}, {'s', "sock_file"}, {'-', "file"},
};
enum { N_FILE_KINDS = sizeof file_kinds / sizeof *file_kinds };

ClassId file_kind_class(const Policy *policy, char letter) {
  for (int i = 0; i < N_FILE_KINDS; i++)
    if (file_kinds[i].letter == letter) {
      const char *name = file_kinds[i].class_name;
      return policy_find(policy, SYMBOL_CLASS,
                         name_find(&policy->session->names, name,
                                   strlen(name)));
    }
  return NO_ID;
}

static char kind_of_class(KernelReader *r, ClassId class_id) {
  if (class_id == NO_ID || r->in.failed)
    return 0;
  const char *name = name_text(&r->session->names,
                               r->policy->classes.v[class_id].id.name);
  for (int i = 0; i < N_FILE_KINDS; i++)
    if (strcmp(file_kinds[i].class_name, name) == 0)
      return file_kinds[i].letter;
  kernel_fail(r, "class '%s' in genfs is no class of files", name);
  return 0;
}

typedef struct GenfsEntry {
  const PolicyOcon *ocon;
  size_t index;
  const Names *names;
} GenfsEntry;

/* By file system; the longest path first, since the kernel takes the first
 * that matches; else in the order of the policy. */
static int compare_genfs(const void *a, const void *b) {
  const GenfsEntry *x = a, *y = b;
  const Ocon *p = x->ocon->written, *q = y->ocon->written;
  if (p->name.name != q->name.name)
    return name_compare(x->names, p->name.name, q->name.name);
  size_t n = name_length(x->names, p->path), m = name_length(x->names, q->path);
  if (n != m)
    return n > m ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

static void put_genfs_entry(KernelWriter *w, const PolicyOcon *ocon) {
  put_name(w, ocon->written->path);
  put_id(w, ocon->file_class);
  put_context(w, &ocon->context);
}

/* The entries of one file system; gives their count. */
static size_t put_file_system(KernelWriter *w, const GenfsEntry *entries,
                              size_t n) {
  Name name = entries->ocon->written->name.name;
  put_name(w, name);
  size_t count_at = w->out->n, i = 0;
  put_u32(w->out, 0);
  for (; i < n && entries[i].ocon->written->name.name == name; i++)
    put_genfs_entry(w, entries[i].ocon);
  patch_u32(w->out, count_at, (uint32_t)i);
  return i;
}

void put_genfs(KernelWriter *w) {
  const Policy *policy = w->policy;
  ARRAY(GenfsEntry) entries = {0};
  for (size_t i = 0; i < policy->ocons.n; i++)
    if (policy->ocons.v[i].written->kind == OCON_GENFS)
      ARRAY_PUSH(&entries, (GenfsEntry){&policy->ocons.v[i], i,
                                        &policy->session->names});
  if (entries.n)
    qsort(entries.v, entries.n, sizeof *entries.v, compare_genfs);
  size_t count_at = w->out->n;
  uint32_t n = 0;
  put_u32(w->out, 0);
  for (size_t i = 0; i < entries.n; n++)
    i += put_file_system(w, entries.v + i, entries.n - i);
  patch_u32(w->out, count_at, n);
  ARRAY_FREE(&entries);
}

static void get_genfs_entry(KernelReader *r, Name file_system) {
  Ocon *written = ARENA_NEW(&r->session->arena, Ocon);
  PolicyOcon ocon = {.written = written};
  written->kind = OCON_GENFS;
  written->has_context = true;
  written->name.name = file_system;
  written->path = get_name(r);
  ocon.file_class = get_optional_id(r, r->policy->classes.n, "class");
  written->file_kind = kind_of_class(r, ocon.file_class);
  get_context(r, &ocon.context);
  ARRAY_PUSH(&r->policy->ocons, ocon);
}

void get_genfs(KernelReader *r) {
  r->section = "genfs contexts";
  uint32_t n = get_count(r, 8, "file systems");
  for (uint32_t i = 0; i < n && !r->in.failed; i++) {
    Name name = get_name(r);
    uint32_t n_entries = get_count(r, CONTEXT_SIZE, "genfs contexts");
    for (uint32_t k = 0; k < n_entries && !r->in.failed; k++)
      get_genfs_entry(r, name);
  }
}
