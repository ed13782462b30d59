. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	allow $1 nosuch_t:file read;
')
interface(`shop_use',`
	shop_read($1)
')
X
te <<'X'
shop_use(shop_t)
X
build
build --message-format=json
