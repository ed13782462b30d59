/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "backend/sepol_text.h"

#include <stdio.h>
#include <stdlib.h>

#include <sepol/kernel_to_cil.h>
#include <sepol/kernel_to_conf.h>
#include <sepol/module_to_cil.h>
#include <sepol/policydb.h>
#include <sepol/policydb/policydb.h>

#include "lib/arena.h"
#include "lib/fatal.h"

/* libsepol's opaque handle is a structure whose only member is its policydb,
 * which the printing functions take (libsepol src/policydb_internal.h). */
static policydb_t *inside(sepol_policydb_t *policy) {
  return (policydb_t *)policy;
}

static int print_form(FILE *stream, policydb_t *policy, SepolText form) {
  switch (form) {
  case SEPOL_TEXT_CONF: return sepol_kernel_policydb_to_conf(stream, policy);
  case SEPOL_TEXT_CIL: return sepol_kernel_policydb_to_cil(stream, policy);
  case SEPOL_TEXT_MODULE_CIL:
    return sepol_module_policydb_to_cil(stream, policy, 0);
  }
  return -1;
}

static bool print(sepol_policydb_t *policy, SepolText form, Buffer *out) {
  char *text = NULL;
  size_t length = 0;
  FILE *stream = open_memstream(&text, &length);
  if (!stream)
    fatal("out of memory");
  int status = print_form(stream, inside(policy), form);
  fclose(stream);
  put_bytes(out, text, length);
  free(text);
  return status == 0;
}

bool sepol_text_write(const void *image, size_t length, SepolText form,
                      Buffer *out) {
  sepol_policydb_t *policy;
  if (sepol_policydb_create(&policy))
    fatal("out of memory");
  Arena arena = {0};
  void *copy = arena_copy(&arena, image, length); /* libsepol wants it mutable */
  bool good = sepol_policydb_from_image(NULL, copy, length, policy) == 0 &&
              print(policy, form, out);
  sepol_policydb_free(policy);
  arena_free(&arena);
  return good;
}
