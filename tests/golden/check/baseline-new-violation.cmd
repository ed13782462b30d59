# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow { a_t b_t } etc_t:file write;
neverallow domain etc_t:file write;
END
echo 'allow a_t etc_t:file { write };' >known
tecc check p.conf --baseline known
