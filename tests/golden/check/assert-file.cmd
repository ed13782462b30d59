# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file write;
END
cat >a.te <<'END'
# our own
neverallow domain file_type:file { write append };
END
tecc check p.conf --assert a.te
