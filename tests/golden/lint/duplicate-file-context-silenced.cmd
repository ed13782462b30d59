. $top/tests/golden/lint/setup
fc <<'X'
/srv/shop	gen_context(system_u:object_r:shop_t,s0)
/srv/shop	gen_context(system_u:object_r:shop_t,s0) # tecc-disable: duplicate-file-context
/srv/yard	gen_context(system_u:object_r:shop_t,s0)
/srv/yard	gen_context(system_u:object_r:shop_t,s0)
X
build
