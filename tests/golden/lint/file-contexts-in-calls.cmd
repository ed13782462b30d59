# SPDX-License-Identifier: LGPL-2.1-or-later
# Lines in a call that is not in quotes may be right, whatever it looks like.
. "$top/tests/golden/lint/setup"
te <<'X'
type shop_exec_t;
files_type(shop_exec_t)
X
fc <<'X'
define(`two',`gen_context(system_u:object_r:$1,s0,$2)')
ifdef(`enable_mcs',
/usr/bin/shop	--	two(shop_exec_t,c0)
)
ifndef(`enable_mls',
/usr/bin/shop2	--	gen_context(system_u:object_r:shop_exec_t,s0)
)
X
build
