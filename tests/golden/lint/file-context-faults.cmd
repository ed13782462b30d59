. $top/tests/golden/lint/setup
fc <<'X'
/srv/shop	-x	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/a
/srv/shop/b	gen_context(system_u:object_r:nosuch_t,s0)
/srv/shop/c	--	gen_context(system_u:object_r:shop_t,s0)	more
X
build
