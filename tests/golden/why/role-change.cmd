# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t b_t:process transition;
role user_r types { a_t b_t };
END
tecc why 'allow a_t b_t:process transition' p.conf --source-context system_u:system_r:a_t:s0 --target-context system_u:user_r:b_t:s0
