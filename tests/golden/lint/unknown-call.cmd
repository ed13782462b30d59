# SPDX-License-Identifier: LGPL-2.1-or-later
# A call in an interface that no module calls yet.
. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_open',`
	files_serch_etc($1)
	shop_$1_any($1)
	# files_no_such(comment)
	refpolicywarn(`shop_open() is old: use shop_door(domain) instead.')
	shop_no_such($1)
	optional_policy(`
		shop_no_such($1)
		shop_later($1)
	')
	filetrans_pattern($1, shop_t, shop_t, file, "name(x")
')
define(`shop_make',`define(`made_$1_later',`')')
interface(`shop_later',`
	if(shop_open) {
		made_far_later($1)
	}
')
X
build
cat >k.te <<'X'
policy_module(k, 1.0)
type k_t;
files_type(k_t)
X
cat >k.if <<'X'
interface(`k_talk',`
	files_serch_etc($1)
')
X
headers=$(dirname "$(command -v tecc)")/share/tecc/include
tecc compile -I "$headers" k.te 2>&1 | sed "s|$headers|include|; s/\.if:[0-9]*:/.if:N:/; s/^ *[0-9]* |/  N |/"
tecc compile -I "$headers" -q -Wno-unknown-call k.te
