. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		type shop_t, shop_t;
	')
	allow $1 shop_t:file read;
')
X
build
