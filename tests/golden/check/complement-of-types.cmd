# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t log_t:file append;
neverallow ~{ b_t kernel_t } ~etc_t:file append;
END
tecc check p.conf
