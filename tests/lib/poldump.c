/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * poldump: what a kernel policy means, whatever its numbering, its order and
 * its use of attributes.
 *
 *   poldump POLICY                count of facts and digest of each section
 *   poldump -p [-s SECTION,..] POLICY        the facts; of access vectors
 *                                            one digest per source type
 *   poldump -a SOURCE POLICY      all access vectors of one source type
 *   poldump -d [-n MAX] [-x SECTION,..] A B  what only A (-) or only B (+)
 *                                 has, the first MAX of each section; access
 *                                 vectors for the first MAX source types
 *
 * Exit status: 0; 1 if A and B differ; 2 for wrong usage or a bad file.
 * A section left out with -x, or not named with -s, is not looked at.
 */

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/lib/avflat.h"
#include "tests/lib/polview.h"

typedef struct {
  PolicyView *view;
  AvFlat *flat;
  Facts facts;
} Policy;

typedef struct {
  bool diff, print;
  const char *source;
  size_t max;
  bool wanted[NSECTIONS];
} Options;

static Policy policy_open(const char *path, const Options *o) {
  Policy p = {.view = view_open(path)};
  p.flat = av_open(p.view);
  if (o->source) {
    av_source_facts(p.flat, o->source, &p.facts);
  } else {
    symbol_facts(p.view, &p.facts);
    rule_facts(p.view, &p.facts);
    constraint_facts(p.view, &p.facts);
    context_facts(p.view, &p.facts);
    if (o->wanted[SEC_AV] || o->wanted[SEC_COND_AV])
      av_digest_facts(p.flat, &p.facts);
  }
  for (int i = 0; i < NSECTIONS; i++)
    facts_finish(&p.facts.list[i], section_kind(i));
  return p;
}

static void policy_close(Policy *p) {
  for (int i = 0; i < NSECTIONS; i++) facts_release(&p->facts.list[i]);
  av_close(p->flat);
  view_close(p->view);
}

static void print_digests(const Policy *p, const Options *o) {
  for (int i = 0; i < NSECTIONS; i++) {
    const FactList *list = &p->facts.list[i];
    if (o->wanted[i])
      printf("%-20s %8zu %016" PRIx64 "\n", section_name(i), list->len,
             facts_digest(list, section_kind(i)));
  }
}

static void print_facts(const Policy *p, const Options *o) {
  for (int i = 0; i < NSECTIONS; i++)
    for (size_t k = 0; o->wanted[i] && k < p->facts.list[i].len; k++)
      printf("%s: %s\n", section_name(i), p->facts.list[i].line[k]);
}

/*** differences ***/

/* The differing lines of one section, as +1 (only in B) and -1. */
typedef struct {
  FactList only[2];
} Difference;

static Difference differ_sets(const FactList *a, const FactList *b) {
  Difference d = {0};
  size_t i = 0, j = 0;
  while (i < a->len || j < b->len) {
    int order = i == a->len   ? 1
                : j == b->len ? -1
                              : strcmp(a->line[i], b->line[j]);
    if (order < 0) fact_add(&d.only[0], "%s", a->line[i]);
    if (order > 0) fact_add(&d.only[1], "%s", b->line[j]);
    i += order <= 0;
    j += order >= 0;
  }
  return d;
}

/* Of two sequences: what is between their equal beginnings and ends. */
static Difference differ_sequences(const FactList *a, const FactList *b) {
  Difference d = {0};
  size_t from = 0, enda = a->len, endb = b->len;
  while (from < enda && from < endb && !strcmp(a->line[from], b->line[from]))
    from++;
  while (enda > from && endb > from &&
         !strcmp(a->line[enda - 1], b->line[endb - 1])) {
    enda--;
    endb--;
  }
  for (size_t i = from; i < enda; i++)
    fact_add(&d.only[0], "#%zu %s", i, a->line[i]);
  for (size_t i = from; i < endb; i++)
    fact_add(&d.only[1], "#%zu %s", i, b->line[i]);
  return d;
}

static size_t print_difference(int section, Difference *d, size_t max) {
  size_t count = d->only[0].len + d->only[1].len;
  for (int side = 0; side < 2; side++) {
    FactList *list = &d->only[side];
    for (size_t i = 0; i < list->len && i < max; i++)
      printf("%c %s: %s\n", "-+"[side], section_name(section), list->line[i]);
    if (list->len > max)
      printf("%c %s: ... and %zu more\n", "-+"[side], section_name(section),
             list->len - max);
    facts_release(list);
  }
  return count;
}

/* The source types named at the beginning of differing digest lines. */
static void differing_sources(const Difference *d, FactList *sources) {
  for (int side = 0; side < 2; side++)
    for (size_t i = 0; i < d->only[side].len; i++) {
      const char *line = d->only[side].line[i];
      fact_add(sources, "%.*s", (int)strcspn(line, " "), line);
    }
  facts_finish(sources, SET);
}

static void print_source(Policy *a, Policy *b, const char *source,
                         const Options *o) {
  Facts fa = {0}, fb = {0};
  av_source_facts(a->flat, source, &fa);
  av_source_facts(b->flat, source, &fb);
  for (int i = 0; i < NSECTIONS; i++) {
    if (section_kind(i) != BY_SOURCE) continue;
    facts_finish(&fa.list[i], SET);
    facts_finish(&fb.list[i], SET);
    Difference d = {0};
    if (o->wanted[i]) d = differ_sets(&fa.list[i], &fb.list[i]);
    print_difference(i, &d, o->max);
    facts_release(&fa.list[i]);
    facts_release(&fb.list[i]);
  }
}

static bool compare_sources(Policy *a, Policy *b, const Options *o) {
  FactList sources = {0};
  for (int i = 0; i < NSECTIONS; i++) {
    if (section_kind(i) != BY_SOURCE || !o->wanted[i]) continue;
    Difference d = differ_sets(&a->facts.list[i], &b->facts.list[i]);
    differing_sources(&d, &sources);
    facts_release(&d.only[0]);
    facts_release(&d.only[1]);
  }
  size_t count = sources.len;
  for (size_t i = 0; i < count && i < o->max; i++)
    print_source(a, b, sources.line[i], o);
  if (count > o->max)
    printf("! access vectors of %zu more source types differ\n",
           count - o->max);
  facts_release(&sources);
  return count > 0;
}

static bool compare(Policy *a, Policy *b, const Options *o) {
  size_t count = 0;
  for (int i = 0; i < NSECTIONS; i++) {
    SectionKind kind = section_kind(i);
    if (!o->wanted[i] || kind == BY_SOURCE) continue;
    const FactList *fa = &a->facts.list[i], *fb = &b->facts.list[i];
    Difference d =
        kind == SET ? differ_sets(fa, fb) : differ_sequences(fa, fb);
    count += print_difference(i, &d, o->max);
  }
  return compare_sources(a, b, o) || count;
}

/*** options ***/

static void usage(void) {
  fprintf(stderr,
          "usage: poldump [-p] [-a SOURCE] [-s SECTIONS] POLICY\n"
          "       poldump -d [-n MAX|all] [-x SECTIONS] A B\n"
          "sections:");
  for (int i = 0; i < NSECTIONS; i++)
    fprintf(stderr, " %s", section_name(i));
  fprintf(stderr, "\n");
  exit(2);
}

static void set_sections(Options *o, char *names, bool wanted) {
  for (char *s = strtok(names, ","); s; s = strtok(NULL, ",")) {
    int section = section_find(s);
    if (section < 0) usage();
    o->wanted[section] = wanted;
  }
}

static Options parse(int argc, char **argv) {
  Options o = {.max = 10};
  memset(o.wanted, true, sizeof o.wanted);
  for (int c; (c = getopt(argc, argv, "a:dn:ps:x:")) != -1;) {
    switch (c) {
    case 'a': o.source = optarg; break;
    case 'd': o.diff = true; break;
    case 'n':
      o.max = strcmp(optarg, "all") ? strtoul(optarg, NULL, 10) : SIZE_MAX;
      break;
    case 'p': o.print = true; break;
    case 's':
      memset(o.wanted, false, sizeof o.wanted);
      set_sections(&o, optarg, true);
      break;
    case 'x': set_sections(&o, optarg, false); break;
    default: usage();
    }
  }
  if (argc - optind != (o.diff ? 2 : 1)) usage();
  return o;
}

int main(int argc, char **argv) {
  Options o = parse(argc, argv);
  bool differ = false;
  Policy a = policy_open(argv[optind], &o);
  if (o.diff) {
    Policy b = policy_open(argv[optind + 1], &o);
    differ = compare(&a, &b, &o);
    policy_close(&b);
  } else if (o.print || o.source) {
    print_facts(&a, &o);
  } else {
    print_digests(&a, &o);
  }
  policy_close(&a);
  return differ;
}
