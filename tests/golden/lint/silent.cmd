. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		type shop_t;
	')
	allow $1 shop_t:file { getattr read };
')
X
te <<'X'
shop_read(shop_t)
optional_policy(`
	ntp_stub(shop_t)
')
X
build
