# A narrower kind, a longer beginning, a path that only one has, what is not
# decided, what home folders have, and a line with a comment.
. $top/tests/golden/lint/setup
fc <<'Y'
/srv/shop/a.*	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/a(.*)?	--	gen_context(system_u:object_r:bin_t,s0)
/srv/shop/b.*	gen_context(system_u:object_r:bin_t,s0)
/srv/shop/b/[^/]*	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/c[0-9]*	gen_context(system_u:object_r:bin_t,s0)
/srv/shop/c[0-9][0-9]?	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/d\d	gen_context(system_u:object_r:shop_t,s0)
/srv/shop/d\d?	gen_context(system_u:object_r:bin_t,s0)
HOME_DIR/e.*	gen_context(system_u:object_r:shop_t,s0)
HOME_DIR/e(.*)?	gen_context(system_u:object_r:bin_t,s0)
/srv/shop/f.*	gen_context(system_u:object_r:shop_t,s0) # tecc-disable: shadowed-file-context
/srv/shop/f(.*)?	gen_context(system_u:object_r:bin_t,s0)
Y
build
