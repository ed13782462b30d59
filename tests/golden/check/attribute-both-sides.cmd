# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow domain file_type:file { read write };
neverallow { domain -b_t } file_type:file write;
END
tecc check p.conf
