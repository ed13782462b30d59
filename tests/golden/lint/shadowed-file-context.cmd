. $top/tests/golden/lint/setup
fc <<'Y'
/srv/shop/a.*	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/a(.*)?	gen_context(system_u:object_r:bin_t,s0)
/srv/shop(/.*)?/b	-d	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/.*	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/.*	-d	gen_context(system_u:object_r:bin_t,s0)
Y
build
