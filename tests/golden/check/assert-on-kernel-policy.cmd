# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow domain file_type:file write;
END
cat >a.te <<'END'
neverallow { domain -b_t } etc_t:file write;
END
kernel p.conf policy
tecc check policy --assert a.te
