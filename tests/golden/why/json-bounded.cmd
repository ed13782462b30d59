# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
typebounds a_t b_t;
allow b_t etc_t:file read;
END
kernel p.conf policy >/dev/null 2>&1; tecc why 'allow b_t etc_t:file read' p.conf --message-format=json
