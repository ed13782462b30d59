. $top/tests/golden/lint/setup
interface <<'X'
template(`shop_template',`
	gen_require(`
		type shop_t, $1_t;
	')
	allow $1_t shop_$2:file read;
')
X
build
