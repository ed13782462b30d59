# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
policy p.conf <<'END'
allow a_t etc_t:file ioctl;
allowxperm a_t etc_t:file ioctl { 0x10-0x20 };
END
tecc why 'allowxperm a_t etc_t:file ioctl 0x12' p.conf; tecc why 'allowxperm a_t etc_t:file ioctl 0x30' p.conf
