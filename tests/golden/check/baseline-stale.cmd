# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file write;
neverallow domain etc_t:file write;
END
cat >known <<'END'
allow a_t { etc_t log_t }:file { write };
allow b_t etc_t:file { write };
allow gone_t etc_t:file { write };
END
tecc check p.conf --baseline known
