/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A kernel policy from a stranger: read it, print it, optimize and sort it,
 * write it; what we write, we read, and write again to the same bytes. */
#include "backend/kernel.h"
#include "backend/text_conf.h"
#include "ir/passes.h"
#include "ir/rules.h"
#include "tests/fuzz/fuzz.h"

void fuzz_target(Session *session, const char *bytes, size_t n) {
  unsigned version = 0;
  Buffer text = {0}, image = {0}, again = {0};
  Policy *policy = kernel_read_bytes(session, "input", bytes, n, &version);
  if (!policy)
    return;
  text_conf_write(policy, &text);
  if (n % 3 == 0)
    optimize(policy);
  if (n % 5 == 0)
    sort_contexts(policy);
  kernel_write(policy, version, &image);
  if (!checkpoint(&session->diags))
    return;
  policy = kernel_read_bytes(session, "output", image.data, image.n, NULL);
  fuzz_expect(policy, "we read what we wrote");
  kernel_write(policy, version, &again);
  fuzz_expect_equal(&image, &again, "written, read, written");
  rules_from_tables(policy);
  check_bounds(policy);
}
