/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a user adds to a policy: customizations, accounts and logins,
 * assertions, a baseline.  The first byte of the input says which of them the
 * rest is. */
#include "backend/file_contexts.h"
#include "backend/homedirs.h"
#include "backend/kernel.h"
#include "backend/local_file_contexts.h"
#include "backend/local_logins.h"
#include "cli/baseline.h"
#include "cli/pipeline.h"
#include "cli/read_rules.h"
#include "frontend/customizations.h"
#include "frontend/file_contexts.h"
#include "tests/fuzz/fuzz.h"

static const char own_contexts[] =
    "/etc(/.*)?\tsystem_u:object_r:etc_t:s0\n"
    "/var/log\t-d\tsystem_u:object_r:log_t:s0\n";
static const char template[] =
    "HOME_ROOT\t-d\tsystem_u:object_r:etc_t:s0\n"
    "HOME_DIR/.+\tsystem_u:object_r:etc_t:s0\n"
    "/tmp/%{USERNAME}-%{USERID}\t-d\tUSER:ROLE:log_t:s0\n";

static void write_homedirs(Policy *policy, const Logins *logins) {
  Session *session = policy->session;
  FileContexts contexts = {0};
  Buffer source = {0}, out = {0};
  file_contexts_read_plain(session,
                           source_add(&session->sources, "file_contexts",
                                      own_contexts, sizeof own_contexts - 1,
                                      false),
                           &contexts);
  put_string(&source, template);
  const HomedirOptions options = {.logins = logins,
                                  .contexts = &contexts,
                                  .uid_min = HOMEDIR_UID_MIN,
                                  .uid_max = HOMEDIR_UID_MAX};
  seusers_check(policy, logins);
  homedirs_write(policy, &options, &source, &out);
}

static void read_customizations(Policy *policy, Loc base) {
  Session *session = policy->session;
  Customizations lines = {0};
  LocalChanges changes = {0};
  LocalFileContexts local = {0};
  FileContexts own = {0};
  Logins logins = {0};
  Buffer contexts = {0}, equivalences = {0}, seusers = {0}, image = {0};
  customizations_read(session, base, &lines);
  customize(policy, &lines, &changes);
  local_file_contexts(policy, &lines, &own, "/usr/local /usr\n", &local);
  local_file_contexts_write(&session->names, &local, &contexts, &equivalences);
  logins_customize(policy, &lines, &logins);
  seusers_write(&session->names, &logins, &seusers);
  expand(policy);
  if (!checkpoint(&session->diags))
    return;
  write_homedirs(policy, &logins);
  kernel_write(policy, 33, &image);
}

static void read_logins(Policy *policy, Loc base, unsigned kind) {
  static void (*const readers[])(Session *, Loc, Logins *) = {
      seusers_read, users_extra_read, passwd_read, group_read, shells_read};
  static const char seusers[] = "%a:staff_u:s0\nb:staff_u\n"
                                "__default__:system_u:s0-s1:c0.c2\n";
  Session *session = policy->session;
  Logins logins = {0};
  expand(policy);
  readers[kind % 5](session, base, &logins);
  if (kind % 5)
    seusers_read(session,
                 source_add(&session->sources, "seusers", seusers,
                            sizeof seusers - 1, false),
                 &logins);
  else
    passwd_read(session, base, &logins);
  write_homedirs(policy, &logins);
}

static void take_rest(void *context, const Violation *violation) {
  Violation rest = {0};
  if (baseline_rest(context, violation, &rest))
    report_violation(((Baseline *)context)->policy, violation);
  baseline_free_rest(&rest);
}

static void expect_none(void *context, const Violation *violation) {
  Violation rest = {0};
  bool is_new = baseline_rest(context, violation, &rest);
  baseline_free_rest(&rest);
  fuzz_expect(!is_new, "a baseline that was written accepts what was found");
}

/* What violates the assertions, and the baseline that accepts it. */
static void read_assertions(Policy *policy, const char *path) {
  Session *session = policy->session;
  ModAvRules rules = {0};
  Baseline baseline;
  Buffer text = {0};
  expand(policy);
  read_rules(session, path, RULE_NEVERALLOW | RULE_XPERMS_NEVERALLOW,
             "a file of assertions", "neverallow and neverallowxperm rules",
             &rules);
  resolve_added_rules(policy, rules.v, rules.n, UNKNOWN_IS_ERROR);
  baseline_read(&baseline, policy, "/nonexistent", true);
  check_assertions(policy, take_rest, &baseline);
  baseline_write(&baseline, &text);
  baseline_free(&baseline);
  baseline_read(&baseline, policy,
                fuzz_file("written", text.n ? text.data : "", text.n), false);
  check_assertions(policy, expect_none, &baseline);
}

static void read_baseline(Policy *policy, const char *path) {
  Baseline baseline;
  Buffer text = {0};
  expand(policy);
  baseline_read(&baseline, policy, path, false);
  check_assertions(policy, take_rest, &baseline);
  baseline_report_stale(&baseline);
  baseline_write(&baseline, &text);
}

void fuzz_target(Session *session, const char *text, size_t n) {
  if (!n)
    return;
  Module module = {0};
  Policy policy = {0};
  const LinkOptions options = {.mls = true};
  fuzz_policy_module(session, &module);
  link_modules(&policy, session, &module, 1, &options);
  fuzz_expect(checkpoint(&session->diags), "the policy is good");
  Loc base = source_add(&session->sources, "input", text + 1, n - 1, false);
  switch (*text) {
  case 'c': read_customizations(&policy, base); break;
  case 'a': read_assertions(&policy, fuzz_file("a", text + 1, n - 1)); break;
  case 'b': read_baseline(&policy, fuzz_file("b", text + 1, n - 1)); break;
  default: read_logins(&policy, base, (unsigned char)(*text - '0'));
  }
}
