# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file ioctl;
neverallowxperm a_t etc_t:file ioctl { 0x10 0x20-0x30 };
END
tecc check p.conf
