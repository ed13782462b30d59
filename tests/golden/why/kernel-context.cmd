# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file write;
END
tecc why 'allow a_t etc_t:file write' p.conf --source-context system_u:system_r:a_t:s0-s1:c0.c2 --target-context system_u:system_r:etc_t:s0-s0:c1
