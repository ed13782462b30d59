# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/label/setup"
tecc label root --file-contexts fc --format=setfattr
