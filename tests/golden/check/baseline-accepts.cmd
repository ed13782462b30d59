# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow domain etc_t:file write;
neverallow domain etc_t:file write;
END
tecc check p.conf --baseline known --update-baseline
cat known
tecc check p.conf --baseline known
