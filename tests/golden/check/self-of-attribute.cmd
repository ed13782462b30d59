# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow domain self:process { fork transition };
neverallow domain self:process transition;
END
tecc check p.conf
