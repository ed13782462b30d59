# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow domain file_type:file { getattr read };
if (a_bool) { allow a_t etc_t:file write; } else { allow a_t etc_t:file append; }
neverallow b_t etc_t:file execute;
dontaudit b_t etc_t:file execute;
type_transition a_t etc_t:file log_t;
type_transition a_t etc_t:dir log_t "name";
END
tecc why 'allow a_t etc_t:file write' p.conf --message-format=json
