/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A package is a head, the offsets of its sections, and the sections; each
 * begins with a number that says what it is. */
#include "backend/package.h"

#include <bzlib.h>
#include <string.h>

#include "backend/package_map.h"
#include "lib/file.h"

#define PACKAGE_MAGIC UINT32_C(0xf97cff8f)
#define MODULE_SECTION UINT32_C(0xf97cff8d)
enum {
  PACKAGE_VERSION = 1,
  MAX_SECTIONS = 100, /* libsepol, module.c */
  /* No policy is larger; what says so is meant to fill the memory. */
  MAX_UNPACKED = 1 << 29,
  CHUNK = 1 << 16,
};

/* The last three lack a digit in the first of all releases, and so in all
 * (libsepol, module.c). */
static const uint32_t text_magic[] = {
    [PACKAGE_FILE_CONTEXTS] = 0xf97cff90,
    [PACKAGE_SEUSERS] = 0x97cff91,
    [PACKAGE_USERS_EXTRA] = 0x97cff92,
    [PACKAGE_NETFILTER_CONTEXTS] = 0x97cff93,
};

const char *package_text_word(PackageText text) {
  static const char *const words[] = {
      [PACKAGE_FILE_CONTEXTS] = "file contexts",
      [PACKAGE_SEUSERS] = "seusers",
      [PACKAGE_USERS_EXTRA] = "user_extra",
      [PACKAGE_NETFILTER_CONTEXTS] = "netfilter contexts",
  };
  return words[text];
}

typedef struct PackageReader {
  Reader in;
  Session *session;
  const char *path;
  const Places *places; /* of the module's rules, or NULL */
  Package *package;
  uint32_t *offsets; /* of the sections, and the end of the last */
  uint32_t n_sections;
  bool has_module;
} PackageReader;

__attribute__((format(printf, 2, 3))) static bool
fail(PackageReader *p, const char *format, ...) {
  va_list args;
  va_start(args, format);
  const char *fault = arena_vprintf(&p->session->arena, format, args);
  va_end(args);
  diag_error(&p->session->diags, no_place, "%s: byte %zu, %s", p->path,
             p->in.at, fault);
  return false;
}

static bool get_offsets(PackageReader *p) {
  if (get_u32(&p->in) != PACKAGE_MAGIC)
    return fail(p, "in the head of the package: this is neither a package nor "
                   "a module");
  uint32_t version = get_u32(&p->in);
  p->n_sections = get_u32(&p->in);
  if (p->in.failed)
    return fail(p, "in the head of the package: the file ends too early");
  if (version != PACKAGE_VERSION)
    return fail(p, "in the head of the package: package version %u is not "
                   "known", version);
  if (p->n_sections > MAX_SECTIONS ||
      p->n_sections > reader_left(&p->in) / 4)
    return fail(p, "in the head of the package: %u sections", p->n_sections);
  p->offsets = ARENA_NEW_N(&p->session->arena, uint32_t, p->n_sections + 1);
  for (uint32_t i = 0; i < p->n_sections; i++)
    p->offsets[i] = get_u32(&p->in);
  p->offsets[p->n_sections] = (uint32_t)p->in.n;
  return true;
}

static bool check_section(PackageReader *p, uint32_t i) {
  uint32_t start = p->offsets[i], end = p->offsets[i + 1];
  size_t head = 12 + 4 * (size_t)p->n_sections;
  if (start < head || end > p->in.n || end < start || end - start < 4)
    return fail(p, "in the head of the package: section %u is from %u to %u",
                i + 1, start, end);
  return true;
}

static bool get_module(PackageReader *p, uint32_t start, uint32_t end) {
  if (p->has_module)
    return fail(p, "a second module");
  p->has_module = true;
  Reader reader = {p->in.data, end, start, false};
  return module_read(p->session, p->path, reader, p->places,
                     &p->package->module, &p->package->version);
}

static bool get_text(PackageReader *p, PackageText text, uint32_t end) {
  if (p->package->texts[text].data)
    return fail(p, "a second section of %s", package_text_word(text));
  size_t length = end - p->in.at;
  p->package->texts[text].data = get_bytes(&p->in, length);
  p->package->texts[text].length = length;
  return true;
}

static bool get_section(PackageReader *p, uint32_t i) {
  if (!check_section(p, i))
    return false;
  uint32_t start = p->offsets[i], end = p->offsets[i + 1];
  p->in.at = start;
  uint32_t magic = get_u32(&p->in);
  if (magic == MODULE_SECTION)
    return get_module(p, start, end);
  for (PackageText text = 0; text < PACKAGE_TEXT_COUNT; text++)
    if (magic == text_magic[text])
      return get_text(p, text, end);
  return fail(p, "section %u is of the unknown kind %#x", i + 1, magic);
}

/* Seusers and user_extra belong to the base (libsepol, module.c). */
static bool check_texts(PackageReader *p) {
  if (!p->has_module)
    return fail(p, "a package without a module");
  for (PackageText text = PACKAGE_SEUSERS; text <= PACKAGE_USERS_EXTRA; text++)
    if (p->package->texts[text].data && !p->package->module.is_base)
      return fail(p, "a section of %s in a module that is no base",
                  package_text_word(text));
  return true;
}

static bool get_package(PackageReader *p) {
  if (!get_offsets(p))
    return false;
  for (uint32_t i = 0; i < p->n_sections; i++)
    if (!get_section(p, i))
      return false;
  return check_texts(p);
}

bool package_is_compressed(const void *bytes, size_t n) {
  return n >= 3 && memcmp(bytes, "BZh", 3) == 0;
}

/* Unpacks one stream chunk by chunk; gives what bzip2 said last. */
static int unpack(bz_stream *stream, Buffer *out) {
  int status = BZ_OK;
  while (status == BZ_OK && out->n < MAX_UNPACKED) {
    size_t before = out->n;
    static const char room[CHUNK];
    put_bytes(out, room, CHUNK);
    stream->next_out = out->data + before;
    stream->avail_out = CHUNK;
    status = BZ2_bzDecompress(stream);
    out->n -= stream->avail_out;
    if (status == BZ_OK && out->n == before)
      status = BZ_UNEXPECTED_EOF;
  }
  return status;
}

/* Appends the unpacked bytes to `out`; false after an error. */
static bool decompress(Session *session, const char *name, const void *bytes,
                       size_t n, Buffer *out) {
  bz_stream stream = {.next_in = (char *)bytes, .avail_in = (unsigned)n};
  int status = BZ2_bzDecompressInit(&stream, 0, 0);
  if (status == BZ_OK)
    status = unpack(&stream, out);
  unsigned long read = n - stream.avail_in;
  BZ2_bzDecompressEnd(&stream);
  if (status == BZ_STREAM_END && out->n)
    return true;
  diag_error(&session->diags, no_place,
             "%s: byte %lu: what bzip2 compressed is cut short or damaged",
             name, read);
  return false;
}

/* The module keeps nothing of the bytes, but the texts are still in them. */
static bool read_plain(Session *session, const char *name, const void *bytes,
                       size_t n, const Places *places, Package *package) {
  if (module_is_binary(bytes, n))
    return module_read(session, name, (Reader){bytes, n, 0, false}, places,
                       &package->module, &package->version);
  PackageReader reader = {.in = {bytes, n, 0, false},
                          .session = session,
                          .path = name,
                          .places = places,
                          .package = package};
  return get_package(&reader);
}

/* Finds the map beside a package and reads it; false if there is none that is
 * of use. */
static bool read_map(Session *session, const char *path, const void *image,
                     size_t n, Places *places) {
  Arena file = {0};
  size_t length;
  char *name = arena_printf(&file, "%s.map", path);
  const char *map = file_read(&file, name, true, &length);
  if (!map && path_ends(path, ".bz2")) {
    name = arena_printf(&file, "%.*s.map", (int)strlen(path) - 4, path);
    map = file_read(&file, name, true, &length);
  }
  bool good = map && package_map_read(session, name, map, length, image, n,
                                      places);
  arena_free(&file);
  return good;
}

static void keep_texts(Session *session, Package *package) {
  for (int text = 0; text < PACKAGE_TEXT_COUNT; text++) {
    PackageSection *section = &package->texts[text];
    if (section->data && section->length)
      section->data = arena_copy(&session->arena, section->data,
                                 section->length);
    else if (section->data)
      section->data = "";
  }
}

static bool read_package(Session *session, const char *name,
                         const void *bytes, size_t n, bool want_map,
                         Package *package) {
  Buffer unpacked = {0};
  Places places = {0};
  *package = (Package){.version = 0};
  bool good = true;
  if (package_is_compressed(bytes, n)) {
    good = decompress(session, name, bytes, n, &unpacked);
    bytes = unpacked.data;
    n = unpacked.n;
  }
  bool has_map =
      good && want_map && read_map(session, name, bytes, n, &places);
  good = good && read_plain(session, name, bytes, n, has_map ? &places : NULL,
                            package);
  keep_texts(session, package);
  buffer_free(&unpacked);
  ARRAY_FREE(&places);
  return good;
}

bool package_read_bytes(Session *session, const char *name, const void *bytes,
                        size_t n, Package *package) {
  return read_package(session, name, bytes, n, false, package);
}

bool package_read_mapped(Session *session, const char *path,
                         const void *bytes, size_t n, Package *package) {
  return read_package(session, path, bytes, n, true, package);
}

bool package_read(Session *session, const char *path, Package *package) {
  Arena file = {0};
  size_t n;
  const void *bytes = file_read(&file, path, false, &n);
  bool good = package_read_bytes(session, path, bytes, n, package);
  arena_free(&file);
  return good;
}

void package_write(Session *session, const Package *package, Places *places,
                   Buffer *out) {
  uint32_t n = 1;
  size_t start = out->n;
  for (int text = 0; text < PACKAGE_TEXT_COUNT; text++)
    n += package->texts[text].data != NULL;
  put_u32(out, PACKAGE_MAGIC);
  put_u32(out, PACKAGE_VERSION);
  put_u32(out, n);
  size_t offset_at = out->n;
  for (uint32_t i = 0; i < n; i++)
    put_u32(out, 0);
  patch_u32(out, offset_at, (uint32_t)(out->n - start));
  module_write(session, &package->module, package->version, places, out);
  for (int text = 0; text < PACKAGE_TEXT_COUNT; text++) {
    if (!package->texts[text].data)
      continue;
    patch_u32(out, offset_at += 4, (uint32_t)(out->n - start));
    put_u32(out, text_magic[text]);
    put_bytes(out, package->texts[text].data, package->texts[text].length);
  }
}
