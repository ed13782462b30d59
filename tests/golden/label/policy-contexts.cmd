# SPDX-License-Identifier: LGPL-2.1-or-later
# Contexts whose parts the policy has, but not together.
. "$top/tests/golden/label/setup"
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
role other_r; role other_r types etc_t;
user low_u roles system_r level s0 range s0;
END
cat >fc <<'END'
/a system_u:system_r:etc_t:s0
/b system_u:other_r:etc_t:s0
/c low_u:system_r:a_t:s0:c0
/d system_u:roles_a:etc_t:s0
/e system_u:system_r:a_t:s1:c1
END
tecc label root --file-contexts fc --policy p.conf --check
echo "status $?"
cat >single.conf <<'END'
class file
sid kernel
class file { read }
type a_t;
role r;
role r types a_t;
user u roles r;
sid kernel u:r:a_t
END
printf '/a u:object_r:a_t:s0\n/b u:object_r:a_t\n' >fc
tecc label root --file-contexts fc --policy single.conf --check -q
echo "status $?"
