/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/package_map.h"

#include <string.h>

#include "backend/map_places.h"
#include "lib/digest.h"

#define PACKAGE_MAP_MAGIC "TECCPMAP"
enum { DIGEST_AT = 9, BODY_AT = DIGEST_AT + DIGEST_SIZE };

void package_map_write(Session *session, const Places *places,
                       const void *image, size_t n, Buffer *out) {
  PlaceTable table = {.sources = &session->sources};
  uint8_t digest[DIGEST_SIZE];
  uint32_t last = 0, last_call = 0;
  digest_make(image, n, digest);
  put_string(out, PACKAGE_MAP_MAGIC);
  put_u8(out, PACKAGE_MAP_VERSION);
  put_bytes(out, digest, sizeof digest);
  for (size_t i = 0; i < places->n; i++)
    place_table_use(&table, places->v[i]);
  place_table_put(&table, out);
  put_number(out, places->n);
  for (size_t i = 0; i < places->n; i++) {
    uint32_t at = place_table_address(&table, places->v[i].loc);
    uint32_t call = place_table_call(&table, places->v[i].origin);
    put_number(out, zigzag((int64_t)at - last));
    put_number(out, zigzag((int64_t)call - last_call));
    last = at;
    last_call = call;
  }
  place_table_free(&table);
}

/* Whether the head is that of a map for the package. */
static bool check_head(Session *session, const char *path, const void *map,
                       size_t length, const void *image, size_t n) {
  const char *bytes = map;
  uint8_t digest[DIGEST_SIZE];
  size_t magic = strlen(PACKAGE_MAP_MAGIC);
  if (length < BODY_AT || memcmp(bytes, PACKAGE_MAP_MAGIC, magic)) {
    diag_error(&session->diags, no_place, "%s: this is not a map of a package",
               path);
    return false;
  }
  if (bytes[magic] != PACKAGE_MAP_VERSION) {
    diag_error(&session->diags, no_place, "%s: map version %u is not known",
               path, (unsigned char)bytes[magic]);
    return false;
  }
  digest_make(image, n, digest);
  if (!memcmp(bytes + DIGEST_AT, digest, sizeof digest))
    return true;
  diag_warning(&session->diags, WARN_STALE_MAP, no_place,
               "%s: the map is of another package, and is not used", path);
  return false;
}

/* The last number and how far the next is from it. */
static int64_t step(Reader *in, int64_t last, int64_t most) {
  int64_t value = last + unzigzag(get_number(in) & (UINT64_MAX >> 24));
  if (value >= 0 && value <= most)
    return value;
  in->failed = true;
  return 0;
}

static void get_places(Reader *in, const ReadPlaces *read, Places *places) {
  int64_t at = 0, call = 0;
  uint32_t n = get_small_count(in);
  for (uint32_t i = 0; i < n && !in->failed; i++) {
    at = step(in, at, read->end - read->first);
    call = step(in, call, read->n_calls);
    ARRAY_PUSH(places,
               read_places_place(read, at ? read->first + (Loc)at - 1 : 0,
                                 (uint32_t)call));
  }
}

bool package_map_read(Session *session, const char *path, const void *map,
                      size_t length, const void *image, size_t n,
                      Places *places) {
  if (!check_head(session, path, map, length, image, n))
    return false;
  Reader in = {map, length, BODY_AT, false};
  ReadPlaces read = {0};
  read_places_get(session, &in, &read);
  get_places(&in, &read, places);
  if (!in.failed && !reader_left(&in))
    return true;
  diag_error(&session->diags, no_place, "%s: the map is damaged near byte %zu",
             path, in.at);
  return false;
}
