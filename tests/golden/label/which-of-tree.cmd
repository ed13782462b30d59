# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
tecc which /etc/shadow file --tree "$top/corpus/base"
