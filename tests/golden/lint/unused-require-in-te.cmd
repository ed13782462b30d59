. $top/tests/golden/lint/setup
te <<'X'
gen_require(`
	type bin_t, etc_t;
')
allow shop_t etc_t:file read;
X
build
