# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'

END
cat >a.te <<'END'
neverallow a_tt etc_t:file write;
neverallow a_t etc_t:fil write;
neverallow a_t etc_t:file wirte;
END
tecc check p.conf --assert a.te
