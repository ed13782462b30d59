/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text helpers of generated files, and the class macros. */
#include "refpolicy-support/tree.h"

#include <stdio.h>
#include <string.h>

#include "lib/bytes.h"
#include "refpolicy-support/class_perms.h"
#include "tests/unit/unit.h"

START_TEST(network_calls_keep_lines_and_columns) {
  Arena arena = {0};
  static const char text[] = "type a;\n"
                             "  network_port(b, tcp,1,s0)\n"
                             "# network_node(c)\n"
                             "\tnetwork_packet_simple(d)\n"
                             "x ib_pkey(e, 1) y\n"
                             "ib_endport(f\n"
                             "network_interface_controlled(g)";
  ck_assert_str_eq(tree_network_calls(&arena, text, sizeof text - 1),
                   "       \n"
                   "  network_port(b, tcp,1,s0)\n"
                   "                 \n"
                   "\tnetwork_packet_simple(d)\n"
                   "x ib_pkey(e, 1) y\n"
                   "            \n"
                   "network_interface_controlled(g)");
  ck_assert_str_eq(tree_network_calls(&arena, "", 0), "");
  arena_free(&arena);
}
END_TEST

START_TEST(dollars_are_replaced) {
  static const char text[] = "dollarsone dollarszero dollarsstar dollar$";
  Arena arena = {0};
  size_t length;
  ck_assert_str_eq(tree_dollars(&arena, text, sizeof text - 1, &length),
                   "$1 $0 dollarsstar dollar$");
  ck_assert_uint_eq(length, 25);
  ck_assert_str_eq(tree_dollars_star(&arena, text, sizeof text - 1, &length),
                   "dollarsone dollarszero $* dollar$");
  ck_assert_str_eq(tree_dollars(&arena, "dollarson", 9, &length),
                   "dollarson");
  arena_free(&arena);
}
END_TEST

/* The class macros of two texts; the errors in *n_errors. */
static char *class_perms(const char *vectors, const char *classes,
                         unsigned *n_errors) {
  Session session;
  Buffer out = {0};
  char *printed;
  size_t length;
  session_init(&session);
  session.diags.stream = open_memstream(&printed, &length);
  Sources *sources = &session.sources;
  Loc av = source_add(sources, "av", vectors, strlen(vectors), true);
  Loc sc = source_add(sources, "sc", classes, strlen(classes), true);
  class_perms_put(&session, av, sc, &out);
  put_u8(&out, 0);
  diag_flush(&session.diags);
  *n_errors = session.diags.n_errors;
  fclose(session.diags.stream);
  free(printed);
  session_free(&session);
  return out.data;
}

START_TEST(class_macros_hold_inherited_permissions_first) {
  unsigned n_errors;
  char *text = class_perms("common c { x y } # c\nclass a inherits c {z}\n"
                           "class b inherits c\nclass d\n",
                           "class a\nclass b # userspace\n"
                           "class d # userspace too\n",
                           &n_errors);
  ck_assert_str_eq(text, "define(`all_a_perms',`{ x y z }')\n"
                         "define(`all_b_perms',`{ x y }')\n"
                         "define(`all_d_perms',`{ }')\n\n"
                         "define(`all_kernel_class_perms',`\n"
                         "\tclass a all_a_perms;\n\tclass d all_d_perms;\n"
                         "')\n\ndefine(`all_userspace_class_perms',`\n"
                         "\tclass b all_b_perms;\n')\n");
  ck_assert_uint_eq(n_errors, 0);
  mem_free(text);
}
END_TEST

START_TEST(flask_files_end_at_the_first_error) {
  unsigned n_errors;
  mem_free(class_perms("class a { x { y }\nnonsense", "class", &n_errors));
  ck_assert_uint_eq(n_errors, 2);
  mem_free(class_perms("nonsense more nonsense", "klass", &n_errors));
  ck_assert_uint_eq(n_errors, 2);
}
END_TEST

UNIT_MAIN("tree", network_calls_keep_lines_and_columns, dollars_are_replaced,
          class_macros_hold_inherited_permissions_first,
          flask_files_end_at_the_first_error)
