# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
ln root/etc/passwd root/home/ann/passwd
ln root/home/ann/notes root/home/notes
tecc label root --file-contexts fc --format=setfattr | grep -A 1 /passwd
