/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the files of the kernel policy's writer and reader share. */
#ifndef BACKEND_KERNEL_FORMAT_H
#define BACKEND_KERNEL_FORMAT_H

#include "ir/policy.h"
#include "lib/bytes.h"

#define KERNEL_MAGIC UINT32_C(0xf97cff8c)

/* Bits of the configuration word. */
enum { CONFIG_MLS = 1, CONFIG_UNKNOWN_SHIFT = 1, CONFIG_UNKNOWN_MASK = 6 };

/* ORDER FEATURE: the rows of features.def. */
typedef enum Feature {
#define FEATURE(id, first, target, action, what) FEATURE_##id,
#include "backend/features.def"
  FEATURE_COUNT
} Feature;

/* Whether all members are below `n`. */
static inline bool bitset_fits(const Bitset *set, size_t n) {
  return bitset_next(set, (uint32_t)n) == BITSET_END;
}

/* Whether the format of a version carries a feature. */
bool kernel_has(Target target, unsigned version, Feature feature);
/* The features of a version, as bits. */
uint32_t kernel_features(Target target, unsigned version);
/* Warns of what the version leaves out, reports what it must not. */
void kernel_check_features(const Policy *policy, unsigned version);

typedef struct KernelWriter {
  const Policy *policy;
  unsigned version;
  uint32_t features; /* bits of Feature; modules have a numbering of their own
                        for versions, so only this says what is written */
  Buffer *out;
} KernelWriter;

/* A get_ beyond the end or a value out of range fails the reader once and for
 * all: the first fault is reported, later gets give 0, and loops over counts
 * end since a count that the rest of the file cannot hold is a fault too. */
typedef struct KernelReader {
  Reader in;
  Session *session;
  Policy *policy;
  unsigned version;
  uint32_t features; /* bits of Feature */
  const char *path;
  const char *section; /* in human words */
  /* Classes come before the types that their constraints name: until all
   * tables are read an id is held below KERNEL_MAX_IDS only. */
  bool symbols_known;
  bool is_module; /* contexts are judged when it is linked */
  uint32_t n_alias_cats; /* more than any category of an alias's level, which
                            means nothing else */
  bool reported;
} KernelReader;

/* The access vector table has 16 bits for a type. */
enum { KERNEL_MAX_IDS = 0xffff };
static inline size_t id_limit(const KernelReader *r, size_t n) {
  return r->symbols_known ? n : KERNEL_MAX_IDS;
}

static inline bool writer_has(const KernelWriter *w, Feature feature) {
  return w->features >> feature & 1;
}
static inline bool reader_has(const KernelReader *r, Feature feature) {
  return r->features >> feature & 1;
}

/* Reports a fault at the reader's offset; of several only the first. */
void kernel_fail(KernelReader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* kernel_values.c: what all sections are made of. */

/* An id, or NO_ID as 0. */
void put_id(KernelWriter *w, uint32_t id);
/* An id below `n`; NO_ID after a failure. */
uint32_t get_id(KernelReader *r, size_t n, const char *what);
/* The same, where 0 means none. */
uint32_t get_optional_id(KernelReader *r, size_t n, const char *what);
/* Whether a table has no entry of an id below its count (kernel_symbols.c). */
bool is_gap(const KernelReader *r, SymbolKind kind, uint32_t id);
/* The id of a symbol that is there; NO_ID after a failure. */
uint32_t symbol_of_value(KernelReader *r, SymbolKind kind, uint32_t value,
                         const char *what);
uint32_t get_symbol(KernelReader *r, SymbolKind kind, const char *what);
/* Fails if one of the ids, each below the count of symbols, is a gap. */
void check_named(KernelReader *r, SymbolKind kind, const Bitset *ids,
                 const char *what);
uint32_t get_word(KernelReader *r);
/* A count of things of at least `size` bytes each; 0 after a failure. */
uint32_t get_count(KernelReader *r, size_t size, const char *what);

/* The length and the text; the text alone. */
void put_name(KernelWriter *w, Name name);
Name get_name(KernelReader *r);
void put_length(KernelWriter *w, Name name);
void put_text(KernelWriter *w, Name name);
Name get_text(KernelReader *r, uint32_t length);

/* The sparse bit map of the kernel (ss/ebitmap.c): nodes of 64 bits. */
void put_bits(KernelWriter *w, const Bitset *set);
/* The same of sorted ids. */
void put_bits_of(KernelWriter *w, const uint32_t *ids, size_t n);
/* The same of the bits of a number. */
void put_mask(KernelWriter *w, uint32_t mask);
/* Adds the bits to *set; one at or above `limit` is a fault. */
void get_bits(KernelReader *r, Bitset *set, size_t limit, const char *what);
typedef ARRAY(uint32_t) Ids;
/* The same into an array, rising. */
void get_bits_into(KernelReader *r, Ids *ids, size_t limit, const char *what);
/* The same of up to 32 bits, as a number. */
uint32_t get_mask(KernelReader *r, const char *what);

void put_level(KernelWriter *w, const MlsLevel *level);
void get_level(KernelReader *r, MlsLevel *level);
void put_range(KernelWriter *w, const MlsRange *range);
void get_range(KernelReader *r, MlsRange *range);
void put_context(KernelWriter *w, const PolicyContext *context);
void get_context(KernelReader *r, PolicyContext *context);

/* kernel_symbols.c */
void put_symbols(KernelWriter *w);
void get_symbols(KernelReader *r);
/* What was read before the table that it refers to. */
void check_references(KernelReader *r);
/* Fails if an alias is one of a gap; if a sensitivity has a category that
 * there is not. */
void check_aliases(KernelReader *r);
void check_sensitivities(KernelReader *r);
/* The bits of policycaps, permissive and (from version 35) neveraudit. */
void put_maps(KernelWriter *w);
void get_maps(KernelReader *r, Bitset maps[3]);
/* Sets what the maps say, once the symbols are known. */
void apply_maps(KernelReader *r, const Bitset maps[3]);
/* For each type its attributes and itself. */
void put_type_attributes(KernelWriter *w);
void get_type_attributes(KernelReader *r);

/* kernel_classes.c */
void put_commons(KernelWriter *w);
void get_commons(KernelReader *r);
void put_classes(KernelWriter *w);
void get_classes(KernelReader *r);

/* Common to all symbol tables: the greatest value and the count of entries. */
void put_table_size(KernelWriter *w, size_t n_ids, size_t n_entries);
void get_table_size(KernelReader *r, size_t most, uint32_t *n_ids,
                    uint32_t *n_entries);
/* Gives a symbol its name; a second one of that name is a fault. */
void declare_symbol(KernelReader *r, SymbolKind kind, Ident *ident, Name name,
                    uint32_t id);
/* The same for another name of a type, sensitivity or category. */
void declare_alias(KernelReader *r, SymbolKind kind, Alias alias);
/* The tables of sensitivities and of categories. */
void put_mls_symbols(KernelWriter *w);
void get_mls_symbols(KernelReader *r);

/* kernel_constraints.c */
typedef struct ConstraintUse {
  const Constraint *constraint;
  PermMask perms;
} ConstraintUse;
/* The constraints by class: those of class c are uses[first[c]] to before
 * uses[first[c + 1]]; heap memory. */
typedef struct ConstraintIndex {
  uint32_t *first;
  ConstraintUse *uses;
} ConstraintIndex;
ConstraintIndex constraints_by_class(const Policy *policy, bool validatetrans);
uint32_t constraint_count(const ConstraintIndex *index, ClassId class_id);
void put_constraints(KernelWriter *w, const ConstraintIndex *index,
                     ClassId class_id);
/* `n` constraints of one class. */
void check_constraint_names(KernelReader *r);
void get_constraints(KernelReader *r, ClassId class_id, bool validatetrans,
                     uint32_t n);

/* kernel_avtab.c */
void put_av_table(KernelWriter *w);
void get_av_table(KernelReader *r);
void put_conditionals(KernelWriter *w);
void get_conditionals(KernelReader *r);

/* kernel_transitions.c */
void put_role_transitions(KernelWriter *w);
void get_role_transitions(KernelReader *r);
void put_role_allows(KernelWriter *w);
void get_role_allows(KernelReader *r);
void put_file_transitions(KernelWriter *w);
void get_file_transitions(KernelReader *r);
void put_range_transitions(KernelWriter *w);
void get_range_transitions(KernelReader *r);

/* kernel_contexts.c */
/* How many kinds of context a format with these features has. */
uint32_t context_kinds(Target target, uint32_t features);
/* The class that a genfscon's letter stands for, or NO_ID. */
ClassId file_kind_class(const Policy *policy, char letter);
void put_contexts(KernelWriter *w);
void get_contexts(KernelReader *r);
void put_genfs(KernelWriter *w);
void get_genfs(KernelReader *r);

/* The class whose role and range transitions older versions know. */
ClassId process_class(const Policy *policy);

#endif
