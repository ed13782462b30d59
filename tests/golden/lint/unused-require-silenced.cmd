. $top/tests/golden/lint/setup
interface <<'X'
interface(`shop_read',`
	gen_require(`
		attribute domain; # selint-disable:W-003
		type bin_t; # tecc-disable: unused-require
		type shop_t;
	')
	allow $1 shop_t:file read;
')
X
build
