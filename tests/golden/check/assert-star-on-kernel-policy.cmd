# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t b_t:process transition;
END
cat >a.te <<'END'
neverallow * ~a_t:process transition;
END
kernel p.conf policy
tecc check policy --assert a.te
