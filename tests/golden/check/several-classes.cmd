# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:{ file dir } { read write };
neverallow a_t etc_t:{ file dir } write;
END
tecc check p.conf
