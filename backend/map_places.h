/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The first sections of a map: the lines of the sources that are needed, and
 * the macro calls.  Nobody but the writers and readers of maps includes this.
 */
#ifndef BACKEND_MAP_PLACES_H
#define BACKEND_MAP_PLACES_H

#include "lib/bytes.h"
#include "lib/map.h"
#include "lib/session.h"

/* Numbers in LEB128: 7 bits a byte, low ones first. */
void put_number(Buffer *out, uint64_t value);
uint64_t get_number(Reader *in);
/* A number below a limit; another one is a fault. */
uint32_t get_below(Reader *in, uint64_t limit);
/* A count of things of which each takes a byte at least. */
uint32_t get_small_count(Reader *in);
/* A number of bytes, and these. */
void put_counted(Buffer *out, const char *text, size_t n);

static inline uint64_t zigzag(int64_t value) {
  return (uint64_t)value << 1 ^ (value < 0 ? UINT64_MAX : 0);
}
static inline int64_t unzigzag(uint64_t value) {
  return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

/* Writing: first all places are used, then the table is put; from then on
 * each has its address among the lines and its call's number, 0 for none. */
typedef struct PlaceTable {
  Sources *sources;
  Map locs;  /* Loc to its new address */
  Map calls; /* Origin to its number, from 1 */
  ARRAY(Loc) used;
  ARRAY(Origin) origins;
} PlaceTable;

void place_table_use(PlaceTable *table, Place place);
void place_table_put(PlaceTable *table, Buffer *out);
uint32_t place_table_address(const PlaceTable *table, Loc loc);
uint32_t place_table_call(const PlaceTable *table, Origin origin);
void place_table_free(PlaceTable *table);

/* Reading: sources that hold only the lines of the map, and its calls. */
typedef struct ReadPlaces {
  Loc first, end;    /* of the addresses, as Locs */
  Origin first_call; /* the origin of call 0, which there is not */
  uint32_t n_calls;
} ReadPlaces;

/* A fault fails the reader. */
void read_places_get(Session *session, Reader *in, ReadPlaces *places);
/* The Loc of the address that comes next. */
Loc read_places_loc(const ReadPlaces *places, Reader *in);
static inline Place read_places_place(const ReadPlaces *places, Loc loc,
                                      uint32_t call) {
  return (Place){loc, call ? places->first_call + call : 0};
}

#endif
