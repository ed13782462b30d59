/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Maps from a stranger, of a kernel policy and of a package.  An input is a
 * list of changes of the map that we write, four bytes each: what to do, at
 * which place (two bytes), and a byte; so that it gets past the digest. */
#include <stdlib.h>
#include <string.h>

#include "backend/kernel.h"
#include "backend/map_file.h"
#include "backend/package.h"
#include "backend/package_map.h"
#include "cli/pipeline.h"
#include "ir/rules.h"
#include "ir/violation.h"
#include "ir/why.h"
#include "lib/digest.h"
#include "tests/fuzz/fuzz.h"

/* Whatever begins with this is changed in another way. */
enum { DIGEST_END = 9 + DIGEST_SIZE };

/* Takes, gives and sets bytes behind the digest, or cuts the end off. */
static void change(Buffer *map, const uint8_t *changes, size_t n) {
  for (; n >= 4 && map->n > DIGEST_END; n -= 4, changes += 4) {
    size_t at = DIGEST_END + (changes[1] | (size_t)changes[2] << 8) %
                                 (map->n - DIGEST_END);
    switch (changes[0] % 4) {
    case 0: map->data[at] = (char)changes[3]; break;
    case 1: map->data[at] ^= (char)(1 << changes[3] % 8); break;
    case 2:
      memmove(map->data + at, map->data + at + 1, map->n - at - 1);
      map->n--;
      break;
    case 3:
      put_u8(map, 0);
      memmove(map->data + at + 1, map->data + at, map->n - at - 1);
      map->data[at] = (char)changes[3];
      break;
    }
  }
}

static void ignore(void *context, const Violation *violation) {
  (void)context;
  (void)violation;
}

static void ask(Policy *policy) {
  const WhyQuery query = {.kind = RULE_ALLOW, .any_source = true,
                          .any_target = true, .class_id = NO_ID};
  WhyRules rules = why_rules(policy, &query);
  ARRAY_FREE(&rules);
  check_assertions(policy, report_violation, policy);
  check_assertions(policy, ignore, NULL);
}

static void read_policy_map(Session *session, Module *module,
                            const char *changes, size_t n) {
  Buffer image = {0}, map = {0};
  Policy made = {0};
  const PolicyOptions options = {
      .link = {.mls = true}, .version = 33, .map = &map};
  fuzz_expect(policy_from_modules(&made, session, module, 1, &options, &image),
              "the policy is good");
  change(&map, (const uint8_t *)changes, n);
  Policy *policy =
      kernel_read_bytes(session, "policy", image.data, image.n, NULL);
  fuzz_expect(policy, "we read what we wrote");
  if (map_read(policy, image.data, image.n, "policy.map", map.data, map.n))
    ask(policy);
}

static void read_package_map(Session *session, Module *module,
                             const char *changes, size_t n) {
  Buffer image = {0}, map = {0};
  Places places = {0}, found = {0};
  Package package = {0}, back = {0};
  package.module = *module;
  package.version = MODULE_VERSION_MAX;
  package_write(session, &package, &places, &image);
  package_map_write(session, &places, image.data, image.n, &map);
  change(&map, (const uint8_t *)changes, n);
  fuzz_file("x.pp.map", map.data, map.n);
  const char *path = fuzz_file("x.pp", image.data, image.n);
  package_map_read(session, path, map.data, map.n, image.data, image.n,
                   &found);
  if (package_read_mapped(session, path, image.data, image.n, &back)) {
    const PolicyOptions options = {.link = {.mls = true}, .version = 33};
    Policy policy = {0};
    Buffer out = {0};
    policy_from_modules(&policy, session, &back.module, 1, &options, &out);
  }
}

void fuzz_target(Session *session, const char *changes, size_t n) {
  Module module = {0};
  fuzz_policy_module(session, &module);
  fuzz_expect(checkpoint(&session->diags), "the module is good");
  if (n % 2)
    read_policy_map(session, &module, changes, n);
  else
    read_package_map(session, &module, changes, n);
}
