# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
tecc label
tecc label root
tecc label root root2 --check
tecc label root --format=zip
tecc label root --check --owner=me
tecc label root --check -o out
tecc label root --check --mtime=never
tecc label nowhere --file-contexts fc --check
tecc label root --file-contexts nowhere --check
tecc which
tecc which etc --file-contexts fc
tecc which /etc
tecc which /etc dog --file-contexts fc
echo '/etc' >q
tecc which --questions q --file-contexts fc
