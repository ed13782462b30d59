# SPDX-License-Identifier: LGPL-2.1-or-later
# A policy.conf like that of a mobile device: 1,600 types, 90 attributes,
# 20,000 rules, and 2,000 assertions over large complemented sets, none of them
# violated.  The pattern is fixed: the same output every time.
function name(kind, i) { return kind "_" i }

# What rules are for: type i reads files of types i+1, i+7 ..., all file types.
function is_allowed(i, k) { return (i + k * 6 + 1) % n_types }

BEGIN {
  n_types = 1600; n_attributes = 90; n_classes = 40; n_per_type = 12
  n_assertions = 2000
  for (c = 0; c < n_classes; c++) print "class " name("c", c)
  print "sid kernel"
  for (c = 0; c < n_classes; c++)
    print "class " name("c", c) " { read write open append create ioctl }"
  for (a = 0; a < n_attributes; a++) print "attribute " name("a", a) ";"
  for (i = 0; i < n_types; i++) {
    line = "type " name("t", i)
    for (a = 0; a < n_attributes; a++)
      if ((i * 7 + a * 13) % 11 == 0) line = line ", " name("a", a)
    print line ";"
  }
  for (i = 0; i < n_types; i++)
    for (k = 0; k < n_per_type; k++)
      print "allow " name("t", i) " " name("t", is_allowed(i, k)) ":" \
        name("c", (i + k) % n_classes) " { read open };"
  for (a = 0; a < n_attributes; a++)
    print "allow " name("a", a) " " name("a", (a + 1) % n_attributes) ":" \
      name("c", a % n_classes) " { read ioctl };"
  for (n = 0; n < n_assertions; n++) {
    line = "neverallow { " name("a", n % n_attributes)
    for (k = 0; k < 8; k++) line = line " -" name("t", (n * 31 + k * 97) % n_types)
    line = line " } ~{ " name("a", (n * 5 + 1) % n_attributes)
    for (k = 0; k < 20; k++) line = line " " name("t", (n * 17 + k * 53) % n_types)
    print line " }:" name("c", n % n_classes) " { write append create };"
  }
  print "role r;"
  print "role r types t_0;"
  print "user u roles r;"
  print "sid kernel u:r:t_0"
  print "fs_use_xattr ext4 u:r:t_0;"
}
