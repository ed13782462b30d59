# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
touch "$(printf 'root/etc/new\nline')" "$(printf 'root/etc/\033[31m\r\377')" 'root/etc/back\slash '
tecc label root --file-contexts fc --format=setfattr -q
for form in squashfs debugfs; do
  echo before >out
  tecc label root --file-contexts fc --format=$form -o out
  echo "status $?"
  cat out
done
ls
