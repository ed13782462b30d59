/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which line of file contexts gives a file its label: what libselinux's
 * selabel_lookup answers on the target.
 *
 * libselinux itself is not asked: when it is loaded it reads /etc/selinux and
 * /proc of the machine that it runs on, it prefers a compiled .bin beside the
 * file that it is given, and it does not say which lines did not win. */
#ifndef BACKEND_LABEL_MATCH_H
#define BACKEND_LABEL_MATCH_H

#include <stdbool.h>

#include "ir/file_context.h"
#include "lib/session.h"

/* A line of file_contexts.subs: paths that begin with `from` are looked up as
 * if they began with `to`. */
typedef struct LabelSub {
  const char *from, *to;
  Place place;
} LabelSub;
typedef ARRAY(LabelSub) LabelSubs;

/* Appends the lines of a .subs or .subs_dist file, the last one first: that is
 * the order in which they are tried (libselinux 3.4, label_file.c,
 * selabel_subs_init). */
void label_subs_read(Session *session, Loc source, LabelSubs *subs);

/* The entries and substitutions made ready for look-ups. */
typedef struct Labels Labels;

/* Takes entries in the order of their files: file_contexts, .homedirs, .local.
 * All stay the caller's and must outlive the result, which labels_free
 * frees. */
Labels *labels_new(Session *session, const FileContexts *contexts,
                   const LabelSubs *local, const LabelSubs *distribution);
void labels_free(Labels *labels);

/* The entry that labels the path, or NULL.  Its `context` is NO_NAME where it
 * says <<none>>.  `kind` is as in FileContext; with 0 entries of every kind
 * count.  An entry whose expression cannot be tried on the path is reported;
 * then, as in libselinux, the path has no label. */
const FileContext *labels_find(Labels *labels, const char *path, char kind);

typedef ARRAY(const FileContext *) FileContextRefs;
/* Appends all entries that match, of any kind, in the order in which they are
 * considered; the first with the right kind is what labels_find gives. */
void labels_find_all(Labels *labels, const char *path,
                     FileContextRefs *matches);

/* The path as it is looked up: without doubled and closing slashes, and after
 * substitution.  Lives until the next call. */
const char *labels_key(Labels *labels, const char *path);

#endif
