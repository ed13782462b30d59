# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
touch 'root/etc/a b' 'root/etc/#"\' "$(printf 'root/etc/caf\303\251\377')"
tecc label root --file-contexts fc --format=squashfs -q
