# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file { getattr read };
END
cat >questions <<'END'
# what a_t may do
allow a_t etc_t:file read
  allow a_t etc_t:file write;

END
tecc why --questions=questions p.conf
tecc why --questions=questions p.conf --message-format=json
