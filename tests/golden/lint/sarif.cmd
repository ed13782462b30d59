. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		type shop_t, bin_t;
	')
	allow $1 { shop_t nosuch_t }:file read;
')
X
te <<'X'
shop_read(shop_t)
shop_read(shop_t)
allow shop_t bin_t:file fly # no semicolon
X
build -q --message-format=sarif >one.sarif
python3 $top/tests/golden/check-sarif one.sarif
