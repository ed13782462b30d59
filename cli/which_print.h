/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answers of tecc which as text and as JSON. */
#ifndef CLI_WHICH_PRINT_H
#define CLI_WHICH_PRINT_H

#include "ir/file_context.h"
#include "lib/bytes.h"
#include "lib/session.h"

typedef struct WhichQuestion {
  const char *path;
  char kind; /* as in FileContext */
} WhichQuestion;

typedef struct WhichAnswer {
  Session *session;
  const WhichQuestion *question;
  const char *key;           /* the path that was looked up */
  const FileContext *winner; /* or NULL */
  const FileContext **matches; /* of any kind, in the order of trying */
  size_t n_matches;
} WhichAnswer;

/* The winner's context, "<<none>>", or "no file context". */
const char *which_label(const WhichAnswer *answer);
/* Whether an entry is for files of the kind that is asked for. */
bool which_kind_fits(const WhichAnswer *answer, const FileContext *entry);

void which_text(const WhichAnswer *answer, Buffer *out);
void which_json(const WhichAnswer *answer, Buffer *out);

#endif
