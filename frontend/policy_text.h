/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the scanner of the policy language (policy.l) reads, and how the lexer
 * calls it. */
#ifndef FRONTEND_POLICY_TEXT_H
#define FRONTEND_POLICY_TEXT_H

#include <stddef.h>

typedef struct PolicyText {
  const char *v;
  size_t n, read;
  size_t at, end; /* the token found last */
} PolicyText;

/* A scanner that reads from `text` once policy_text_set has said what. */
void *policy_text_open(PolicyText *text);
void policy_text_set(PolicyText *text, void *scanner, const char *v, size_t n);
/* Finds the next token: its kind (frontend/token.h), 0 at the end. */
int policy_text_next(void *scanner);
void policy_text_close(void *scanner);

#endif
