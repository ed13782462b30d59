# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file write;
allow b_t etc_t:file write;
allow kernel_t etc_t:file write;
neverallow domain etc_t:file write;
END
tecc check p.conf --error-limit=1
