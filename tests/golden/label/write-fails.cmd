# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
# An archive that the file system has no room for leaves the old one.
echo before >out
head -c 200000 /dev/zero >root/etc/large
(
  ulimit -f 64
  tecc label root --file-contexts fc --format=tar -o out
  echo "status $?"
)
tecc label root --file-contexts fc --format=tar -o /dev/full
echo "status $?"
tecc label root --file-contexts fc --format=tar -o none/out
echo "status $?"
tecc label root --file-contexts fc --format=tar -o root
echo "status $?"
cat out
ls
