/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A policy package or module from a stranger: read it, link it where it is a
 * base, write it; what we write, we read, and write again to the same
 * bytes. */
#include "backend/package.h"
#include "cli/pipeline.h"
#include "tests/fuzz/fuzz.h"

static void write_and_read(Session *session, const Package *package) {
  Buffer image = {0}, again = {0};
  package_write(session, package, NULL, &image);
  if (!checkpoint(&session->diags))
    return;
  Package back = {0};
  bool done =
      package_read_bytes(session, "output", image.data, image.n, &back);
  fuzz_expect(done, "we read what we wrote");
  package_write(session, &back, NULL, &again);
  fuzz_expect_equal(&image, &again, "written, read, written");
}

void fuzz_target(Session *session, const char *bytes, size_t n) {
  Package package = {0};
  if (!package_read_bytes(session, "input", bytes, n, &package))
    return;
  write_and_read(session, &package);
  if (!package.module.is_base || !checkpoint(&session->diags))
    return;
  PolicyOptions options = {.link = {.mls = package.module.mls}, .version = 33};
  Policy policy = {0};
  Buffer image = {0};
  policy_from_modules(&policy, session, &package.module, 1, &options, &image);
}
