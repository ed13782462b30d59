# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
printf -- '-- /etc/passwd\n/etc/passwd\n-z /etc\n' >questions
tecc which --questions questions --file-contexts fc
echo "status $?"
tecc which /etc --root gone
echo "status $?"
