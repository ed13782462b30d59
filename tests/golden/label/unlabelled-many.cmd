# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
for i in 1 2 3 4 5 6 7 8 9; do touch root/$i root/x$i; done
tecc label root --file-contexts fc --format=setfattr -o out
