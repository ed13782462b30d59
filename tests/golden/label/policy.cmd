# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
. "$top/tests/golden/policy-of.sh"
policy p.conf </dev/null
tecc label root --file-contexts fc --policy p.conf --check
cat >>fc <<'END'
/a system_u:object_r:gone_t:s0
/b nobody_u:object_r:etc_t:s0
/c system_u:no_r:etc_t:s0
/d system_u:object_r:domain:s0
/e system_u:object_r:etc_t
/f system_u:object_r:etc_t:s0:c99
END
tecc label root --file-contexts fc --policy p.conf --format=setfattr -o out
echo "status $?"
ls
