/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From the text of a policy.conf to the kernel policy, and back: what we
 * write, we read, and write again to the same bytes. */
#include "backend/kernel.h"
#include "backend/text_conf.h"
#include "cli/pipeline.h"
#include "tests/fuzz/fuzz.h"

static void read_again(Session *session, const Buffer *image,
                       unsigned version) {
  Buffer again = {0}, text = {0};
  unsigned found = 0;
  Policy *policy =
      kernel_read_bytes(session, "output", image->data, image->n, &found);
  fuzz_expect(policy && found == version, "we read what we wrote");
  kernel_write(policy, version, &again);
  fuzz_expect_equal(image, &again, "written, read, written");
  text_conf_write(policy, &text);
}

/* The size of the input decides about options: each is met often, and the
 * input is text as it stands. */
void fuzz_target(Session *session, const char *text, size_t n) {
  static const unsigned versions[] = {33, 30, 24, 35};
  bool xen = n % 7 == 6;
  LowerOptions lower = {.is_base = true,
                        .mls = n % 2,
                        .strict_order = n % 4 >= 2,
                        .target = xen ? TARGET_XEN : TARGET_SELINUX};
  PolicyOptions options = {.link = {.mls = lower.mls, .target = lower.target},
                           .version = xen ? 30 : versions[n / 4 % 4],
                           .optimize = n % 3 == 0,
                           .sort_contexts = n % 5 == 0};
  Module module = {0};
  fuzz_module(session, text, n, &lower, &module);
  if (!checkpoint(&session->diags))
    return;
  Policy policy = {0};
  Buffer image = {0};
  if (policy_from_modules(&policy, session, &module, 1, &options, &image))
    read_again(session, &image, options.version);
}
