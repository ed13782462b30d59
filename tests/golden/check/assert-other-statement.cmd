# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'

END
cat >a.te <<'END'
allow a_t etc_t:file write;
type x_t;
END
tecc check p.conf --assert a.te
