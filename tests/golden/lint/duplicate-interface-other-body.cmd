. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	allow $1 self:file read;
')
interface(`shop_read',`
	allow $1 self:file write;
')
X
build
