/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A kernel policy or bare module from a stranger, as we and as libsepol read
 * it: where both take it, libsepol prints the same text of the file and of
 * what we write of it.  (Who refuses what the other takes is
 * tests/differential/mutations' to show.) */
#include "backend/kernel.h"
#include "backend/package.h"
#include "backend/sepol_text.h"
#include "tests/fuzz/fuzz.h"

static bool write_module(Session *session, const char *bytes, size_t n,
                         Buffer *out) {
  Module module = {0};
  unsigned version;
  const Reader reader = {(const void *)bytes, n, 0, false};
  if (!module_read(session, "input", reader, NULL, &module, &version))
    return false;
  module_write(session, &module, version, NULL, out);
  return checkpoint(&session->diags);
}

static bool write_policy(Session *session, const char *bytes, size_t n,
                         Buffer *out) {
  unsigned version;
  Policy *policy = kernel_read_bytes(session, "input", bytes, n, &version);
  if (!policy)
    return false;
  kernel_write(policy, version, out);
  return checkpoint(&session->diags);
}

void fuzz_target(Session *session, const char *bytes, size_t n) {
  bool is_module = module_is_binary(bytes, n);
  SepolText form = is_module ? SEPOL_TEXT_MODULE_CIL : SEPOL_TEXT_CONF;
  Buffer image = {0}, theirs = {0}, ours = {0};
  if (!(is_module ? write_module : write_policy)(session, bytes, n, &image) ||
      !sepol_text_write(bytes, n, form, &theirs))
    return;
  fuzz_expect(sepol_text_write(image.data, image.n, form, &ours),
              "libsepol reads what we write");
  if (!is_module)
    fuzz_expect_equal(&theirs, &ours, "the meaning for libsepol");
}
