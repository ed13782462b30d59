# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
if (a_bool && !b_bool) { allow a_t etc_t:file write; } else { allow b_t etc_t:file write; }
neverallow domain etc_t:file write;
END
tecc check p.conf
