# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
tecc label root --file-contexts fc --check
echo "status $?"
mkdir root/srv
touch root/srv/new
tecc label root --file-contexts fc --check
echo "status $?"
tecc label root --file-contexts fc --format=setfattr -o out -Wno-unlabelled-file
