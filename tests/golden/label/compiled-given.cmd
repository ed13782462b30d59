# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
printf '\212\377\174\371\5\0\0\0' >fc.bin
tecc label root --file-contexts fc.bin --check
