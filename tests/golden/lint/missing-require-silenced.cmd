. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	allow $1 bin_t:file read; # selint-disable: W-001, W-002
')
X
build
