# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
printf '%s\n' '/a(b u:r:t:s0' '/c' '/d -x u:r:t:s0' '/e u:r' >bad
tecc label root --file-contexts bad --check
