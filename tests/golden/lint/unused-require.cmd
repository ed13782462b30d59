. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		attribute domain;
		type shop_t, bin_t, etc_t;
	')
	allow $1 shop_t:file read;
')
X
build
