/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Binary modules and packages: what was written reads back, versions refuse
 * what they cannot carry, and no bytes crash the reader. */
#include "backend/package.h"

#include <bzlib.h>

#include "tests/unit/source_policy.h"

static const char rich_module[] =
    "module rich 1.2;\n"
    "require { type a_t, b_t; attribute domain; attribute_role group_r;\n"
    "  class process { fork transition }; class file { read write ioctl };\n"
    "  class dir search; role a_r; user a_u; sensitivity s0; category c0, c1;\n"
    "  bool a_bool; tunable a_tunable; }\n"
    "type m_t, domain; type m2_t; attribute mine;\n"
    "typealias m_t alias { m_alias_t };\n"
    "typeattribute a_t mine; typeattribute m_t mine;\n"
    "typeattribute mine domain;\n"
    "typebounds a_t m_t; permissive m2_t; neveraudit m_t;\n"
    "bool m_bool true;\n"
    "allow { domain -m_t } self:file { read write };\n"
    "allow m_t a_t:{ file dir } *;\n"
    "dontaudit m_t a_t:file ~{ read };\n"
    "neverallow ~{ domain } *:file write;\n"
    "neverallow m_t { domain -self }:file write;\n"
    "type_transition m_t self:{ file dir } b_t;\n"
    "type_transition m_t a_t:file b_t \"a name\";\n"
    "allowxperm m_t a_t:file ioctl { 0x1234 0x5500-0x56ff };\n"
    "allowxperm m_t b_t:file ioctl ~{ 0x10 };\n"
    "range_transition m_t a_t:process s0:c0.c1;\n"
    "role m_r; role m_r types { m_t m2_t }; roleattribute m_r group_r;\n"
    "role_transition m_r m_t:file a_r; allow m_r a_r;\n"
    "if (m_bool && !a_bool) { allow m_t a_t:file read; }\n"
    "else { type_transition m_t b_t:file a_t; }\n"
    "if (a_tunable) { allowxperm m_t a_t:file ioctl 0x77; }\n"
    "optional { require { type opt_t; class dir write; }\n"
    "  type inner_t, domain; allow inner_t opt_t:dir write;\n"
    "  optional { require { type far_t; } allow inner_t far_t:file read; }\n"
    "} else { allow m_t m2_t:file write; }\n"
    "user m_u roles { m_r } level s0 range s0 - s0:c0,c1;\n";

static Built *rich(void) {
  Built *built = base_with("policycap open_perms;\n"
                           "portcon tcp 80 a_u:a_r:a_t:s0\n"
                           "genfscon proc /sys -d a_u:a_r:b_t:s0 - s1:c0\n");
  add_module(built, rich_module);
  return built;
}

static Buffer written(Built *built, const Module *module, unsigned version) {
  Buffer out = {0};
  Package package = {.module = *module, .version = version};
  package.texts[PACKAGE_FILE_CONTEXTS].data = "/x -- a_u:a_r:a_t:s0\n";
  package.texts[PACKAGE_FILE_CONTEXTS].length = 21;
  package_write(&built->session, &package, NULL, &out);
  return out;
}

/* Reads a package and writes it. */
static Buffer again(Built *built, const Buffer *from) {
  Package package;
  Buffer out = {0};
  ck_assert(package_read_bytes(&built->session, "x.pp", from->data, from->n,
                               &package));
  ck_assert_uint_eq(package.version, MODULE_VERSION_MAX);
  ck_assert_uint_eq(package.texts[PACKAGE_FILE_CONTEXTS].length, 21);
  ck_assert_ptr_null(package.texts[PACKAGE_SEUSERS].data);
  package_write(&built->session, &package, NULL, &out);
  ck_clean(built);
  return out;
}

/* Reading splits a rule whose classes have different permissions, so what the
 * source gave has fewer rules. */
START_TEST(what_is_written_reads_back_the_same) {
  for (size_t i = 0; i < 2; i++) {
    Built *built = rich();
    ck_clean(built);
    Buffer first = written(built, &built->modules[i], MODULE_VERSION_MAX);
    Buffer second = again(built, &first), third = again(built, &second);
    ck_assert_uint_ge(second.n, first.n);
    ck_assert_uint_eq(second.n, third.n);
    ck_assert_mem_eq(second.data, third.data, second.n);
    buffer_free(&first);
    buffer_free(&second);
    buffer_free(&third);
    built_free(built);
  }
}
END_TEST

static const Module *read_again(Built *built, const Module *module,
                                Package *package) {
  Buffer out = written(built, module, MODULE_VERSION_MAX);
  ck_assert(package_read_bytes(&built->session, "x.pp", out.data, out.n,
                               package));
  buffer_free(&out);
  return &package->module;
}

static Name name_of(Built *built, const char *text) {
  return name_find(&built->session.names, text, strlen(text));
}

START_TEST(scopes_and_blocks_read_back) {
  Built *built = rich();
  Package package;
  const Module *module = read_again(built, &built->modules[1], &package);
  ck_assert(!module->is_base && module->mls);
  ck_assert_uint_eq(module->name.name, name_of(built, "rich"));
  ck_assert_uint_eq(module->blocks.n, 4);
  const Block *optional = &module->blocks.v[1];
  ck_assert_int_eq(optional->kind, BLOCK_OPTIONAL);
  ck_assert_uint_eq(optional->twin, 2);
  ck_assert_int_eq(module->blocks.v[2].kind, BLOCK_ELSE);
  ck_assert_uint_eq(module->blocks.v[3].parent, 1);
  /* what the blocks around it require is not said again */
  ck_assert_uint_eq(optional->required.n, 2);
  ck_assert_uint_eq(optional->declared.n, 1);
  ck_assert_uint_eq(optional->declared.v[0].id.name, name_of(built, "inner_t"));
  for (size_t i = 0; i < 2; i++)
    if (optional->required.v[i].kind == SYMBOL_CLASS) {
      ck_assert_uint_eq(optional->required.v[i].perms.n, 1);
      ck_assert_uint_eq(optional->required.v[i].perms.v[0].name,
                        name_of(built, "write"));
    }
  built_free(built);
}
END_TEST

START_TEST(sets_read_back_as_written) {
  Built *built = rich();
  Package package;
  const Module *module = read_again(built, &built->modules[1], &package);
  const ModAvRule *rule = &module->blocks.v[0].av.v[0];
  ck_assert_uint_eq(rule->source.n, 2);
  ck_assert(!set_minus(&rule->source, 0));
  ck_assert(set_minus(&rule->source, 1));
  ck_assert_uint_eq(set_name(&rule->source, 1), name_of(built, "m_t"));
  ck_assert_uint_eq(rule->target.n, 1);
  ck_assert_uint_eq(set_name(&rule->target, 0), WORD_SELF);
  ck_assert_uint_eq(rule->perms.n, 2);
  ck_assert_uint_gt(rule->place.loc, 0);
  ck_assert_str_eq(source_of(&built->session.sources, rule->place.loc)->path,
                   "x.pp");
  built_free(built);
}
END_TEST

/* The version that a module of one statement needs. */
static unsigned needed(const char *statement, const char **what) {
  char text[1024];
  Built *built = built_new();
  snprintf(text, sizeof text,
           "module m 1;\nrequire { type a_t, b_t; attribute domain, other;\n"
           "class process transition; class file { read ioctl }; role a_r;\n"
           "sensitivity s0; }\n%s\n",
           statement);
  add_module(built, text);
  ck_clean(built);
  Place why;
  unsigned version = module_version_needed(&built->session, built->modules,
                                           &why, what);
  built_free(built);
  return version;
}

START_TEST(content_decides_the_version) {
  static const struct {
    const char *statement;
    unsigned version;
  } rows[] = {
      {"allow a_t b_t:file read;", 5}, /* the module is MLS */
      {"range_transition a_t b_t:process s0;", 6},
      {"permissive a_t;", 8},
      {"typebounds a_t b_t;", 9},
      {"type_transition a_t b_t:file a_t \"x\";", 11},
      {"role_transition a_r a_t:file a_r;", 12},
      {"role_transition a_r a_t a_r;", 5},
      {"attribute_role x_r;", 13},
      {"tunable x false;", 14},
      {"bool x false;", 5},
      {"allowxperm a_t b_t:file ioctl 1;", 18},
      {"type_transition a_t self:file b_t;", 21},
      {"bool x true; if (x) { allowxperm a_t b_t:file ioctl 1; }", 22},
      {"neveraudit a_t;", 23},
      {"typeattribute domain other;", 24},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const char *what;
    unsigned version = needed(rows[i].statement, &what);
    ck_assert_msg(version == rows[i].version, "%s: %u for %s",
                  rows[i].statement, version, what);
  }
}
END_TEST

START_TEST(a_lower_version_is_refused_at_the_rule) {
  Built *built = rich();
  Buffer out = written(built, &built->modules[1], 21);
  ck_errors(built, 3, "module version 21 has no neveraudit types");
  ck_assert_ptr_nonnull(strstr(built->errors, "test.te:"));
  buffer_free(&out);
  built_free(built);
}
END_TEST

START_TEST(all_versions_carry_a_plain_module) {
  for (unsigned version = MODULE_VERSION_MIN; version <= MODULE_VERSION_MAX;
       version++) {
    Built *built = built_new();
    static const LowerOptions plain = {.mls = false};
    static const char *const text =
        "module m 1; require { type a_t; class file { read write }; }\n"
        "type m_t alias n_t; role m_r; role m_r types m_t; bool b true;\n"
        "allow m_t a_t:file read; if (b) { allow m_t a_t:file write; }\n";
    lower_texts(built, &plain, &text, 1);
    Buffer first = written(built, built->modules, version), second = {0};
    Package package;
    ck_assert(package_read_bytes(&built->session, "x.pp", first.data, first.n,
                                 &package));
    package_write(&built->session, &package, NULL, &second);
    ck_clean(built);
    ck_assert_uint_eq(first.n, second.n);
    ck_assert_mem_eq(first.data, second.data, first.n);
    buffer_free(&first);
    buffer_free(&second);
    built_free(built);
  }
}
END_TEST

/* Reads damaged bytes: a result or one error that names the file. */
static bool survives(const void *bytes, size_t n) {
  Built *built = built_new();
  Package package;
  bool ok = package_read_bytes(&built->session, "bad.pp", bytes, n, &package);
  diag_flush(&built->session.diags);
  fflush(built->session.diags.stream);
  ck_assert(ok == (built->session.diags.n_errors == 0));
  ck_assert(ok || strstr(built->errors, "bad.pp: byte "));
  if (ok) {
    Buffer out = {0};
    package_write(&built->session, &package, NULL, &out);
    buffer_free(&out);
  }
  built_free(built);
  return ok;
}

static Buffer rich_bytes(size_t which) {
  Built *built = rich();
  Buffer bytes = written(built, &built->modules[which], MODULE_VERSION_MAX);
  built_free(built);
  return bytes;
}

START_TEST(a_file_cut_short_is_an_error) {
  for (size_t which = 0; which < 2; which++) {
    Buffer whole = rich_bytes(which);
    ck_assert(survives(whole.data, whole.n));
    /* the file contexts may end anywhere */
    for (size_t n = 0; n + 25 < whole.n; n += n < 97 ? 1 : 97) {
      char *part = malloc(n ? n : 1); /* so that ASan sees its end */
      memcpy(part, whole.data, n);
      ck_assert_msg(!survives(part, n), "%zu bytes", n);
      free(part);
    }
    buffer_free(&whole);
  }
}
END_TEST

START_TEST(random_bytes_do_no_harm) {
  unsigned seed = 1;
  for (size_t which = 0; which < 2; which++) {
    Buffer whole = rich_bytes(which);
    for (int i = 0; i < 2000; i++) {
      seed = seed * 1103515245 + 12345;
      size_t at = (seed >> 8) % whole.n;
      char old = whole.data[at];
      int flipped = old ^ 1 << (seed >> 5 & 7), random = seed >> 16 & 0xff;
      whole.data[at] = (char)(i % 3 ? flipped : random);
      survives(whole.data, whole.n);
      whole.data[at] = old;
    }
    buffer_free(&whole);
  }
}
END_TEST

static void ck_fails(const Buffer *bytes, const char *part) {
  Built *built = built_new();
  Package package;
  ck_assert(!package_read_bytes(&built->session, "bad.pp", bytes->data,
                                bytes->n, &package));
  ck_errors(built, 1, part);
  built_free(built);
}

START_TEST(errors_name_section_and_offset) {
  Buffer bytes = rich_bytes(1);
  patch_u32(&bytes, 0, 0x12345678);
  ck_fails(&bytes, "byte 4, in the head of the package: this is neither");
  patch_u32(&bytes, 0, 0xf97cff8f);
  patch_u32(&bytes, 16, 0xffffff00); /* the offset of the file contexts */
  ck_fails(&bytes, "section 1 is from 20 to 4294967040");
  buffer_free(&bytes);
  bytes = rich_bytes(1);
  patch_u32(&bytes, 20 + 8 + 15 + 4, 25); /* the version of the module */
  ck_fails(&bytes, "in the head of the module: module version 25 is not known");
  patch_u32(&bytes, 20 + 8 + 15, 3);
  ck_fails(&bytes, "a module of type 3");
  buffer_free(&bytes);
}
END_TEST

START_TEST(compressed_packages_read) {
  Buffer bytes = rich_bytes(0);
  unsigned length = (unsigned)bytes.n + 1000;
  char *packed = malloc(length);
  ck_assert_int_eq(BZ2_bzBuffToBuffCompress(packed, &length, bytes.data,
                                            (unsigned)bytes.n, 9, 0, 0),
                   BZ_OK);
  ck_assert(survives(packed, length));
  for (unsigned n = 3; n < length; n += 97)
    ck_assert(!survives(packed, n));
  packed[length / 2] ^= 1;
  ck_assert(!survives(packed, length));
  free(packed);
  buffer_free(&bytes);
}
END_TEST

UNIT_MAIN("package", what_is_written_reads_back_the_same,
          scopes_and_blocks_read_back, sets_read_back_as_written,
          content_decides_the_version, a_lower_version_is_refused_at_the_rule,
          all_versions_carry_a_plain_module, a_file_cut_short_is_an_error,
          random_bytes_do_no_harm, errors_name_section_and_offset,
          compressed_packages_read)
