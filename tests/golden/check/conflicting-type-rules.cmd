# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
type_transition a_t etc_t:file log_t;
type_transition a_t etc_t:file etc_t;
END
tecc check p.conf
