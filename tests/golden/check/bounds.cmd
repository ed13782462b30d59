# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
typebounds a_t b_t;
allow a_t etc_t:file read;
allow b_t etc_t:file { read write };
END
tecc check p.conf
