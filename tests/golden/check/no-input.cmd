# SPDX-License-Identifier: LGPL-2.1-or-later
. "$top/tests/golden/policy-of.sh"
tecc check
